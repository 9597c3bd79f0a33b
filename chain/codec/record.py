"""Records: classes that are nothing but named fields, quick to define and quick to construct.

The constructor is made at the first construction, not at the definition: a runtime defines hundreds of records and a
short command uses a few.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_origin

R = TypeVar("R", bound="Record")

FRESH_DEFAULTS = (list, dict, set, bytearray)


@dataclass_transform(frozen_default=True)
class RecordType(type):
    """Gives a class one slot for each annotated field, and remembers the fields' order and defaults."""

    record_fields: tuple[str, ...]
    record_defaults: dict[str, Any]
    record_values: Callable[[Any], Any]

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], /, **options: Any) -> "RecordType":
        """Lay out the fields of a new class."""
        inherited: dict[str, None] = {}
        defaults: dict[str, Any] = {}
        for base in bases:
            inherited |= dict.fromkeys(getattr(base, "record_fields", ()))
            defaults |= getattr(base, "record_defaults", {})
        own = [field for field, hint in namespace.get("__annotations__", {}).items() if not _is_class_variable(hint)]
        defaults |= {field: namespace.pop(field) for field in own if field in namespace}
        fields = (*inherited, *(field for field in own if field not in inherited))
        _check_default_order(name, fields, defaults)
        namespace["__slots__"] = (*namespace.get("__slots__", ()), *(field for field in own if field not in inherited))
        namespace["__match_args__"] = fields
        namespace.setdefault("__init__", _init_at_first_use)
        namespace["record_fields"] = fields
        namespace["record_defaults"] = defaults
        namespace["record_values"] = attrgetter(*fields) if fields else _no_values
        return super().__new__(mcs, name, bases, namespace, **options)

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], /, **options: Any) -> None:
        super().__init__(name, bases, namespace)


def _is_class_variable(hint: object) -> bool:
    if isinstance(hint, str):
        return hint.startswith(("ClassVar", "typing.ClassVar"))
    return hint is ClassVar or get_origin(hint) is ClassVar


def _check_default_order(name: str, fields: tuple[str, ...], defaults: dict[str, Any]) -> None:
    with_default = ""
    for field in fields:
        if field in defaults:
            with_default = field
        elif with_default:
            raise TypeError(f"{name}.{field} has no default but stands after {with_default}, which has one")


def _no_values(record: object) -> tuple[()]:
    return ()


def _init_at_first_use(self: Any, *arguments: Any, **named: Any) -> None:
    cls = type(self)
    cls.__init__ = _make_init(cls)
    cls.__init__(self, *arguments, **named)


def _make_init(cls: type[Any]) -> Callable[..., None]:
    """Compile the constructor; a mutable default is copied for each record."""
    scope: dict[str, Any] = {}
    parameters, body = [], []
    for field in cls.record_fields:
        if field not in cls.record_defaults:
            parameters.append(field)
            body.append(f"    self.{field} = {field}")
            continue
        default = cls.record_defaults[field]
        scope[f"default_{field}"] = default
        parameters.append(f"{field}=default_{field}")
        if isinstance(default, FRESH_DEFAULTS):
            body.append(f"    self.{field} = {field}.copy() if {field} is default_{field} else {field}")
        else:
            body.append(f"    self.{field} = {field}")
    source = f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(body or ["    pass"])
    exec(source, scope)
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


class Record(metaclass=RecordType):
    """A value made of its fields: equal when class and fields are equal. Treat it as immutable; see `replace`."""

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        values = type(self).record_values
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        return hash((type(self), type(self).record_values(self)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{field}={getattr(self, field)!r}" for field in type(self).record_fields)
        return f"{type(self).__name__}({fields})"


def replace(value: R, **changes: Any) -> R:
    """Return a copy of a record with some fields changed. Raises TypeError for a field that it does not have."""
    fields = {field: getattr(value, field) for field in type(value).record_fields}
    unknown = changes.keys() - fields.keys()
    if unknown:
        raise TypeError(f"{type(value).__name__} has no field {sorted(unknown)}; its fields are {list(fields)}")
    return type(value)(**(fields | changes))
