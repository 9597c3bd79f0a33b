"""`Struct`: named fields one after the other."""

from collections.abc import Mapping
from typing import Any, ClassVar

from chain.codec.record import Record, RecordType
from chain.codec.shape import Shape, StructShape, own_docs


class Struct(Record):
    """Base of structs: annotated fields in wire order.

    `path` is the Rust path, `params` the type parameters by name (None for one without a type), `unnamed=True` makes a
    tuple struct, `type_name` is what the metadata calls a field of this type (the last part of the path without it).
    """

    __scale__: ClassVar[Shape]

    def __init_subclass__(
        cls,
        *,
        path: str = "",
        params: Mapping[str, Any] | None = None,
        unnamed: bool = False,
        type_name: str = "",
        **options: Any,
    ) -> None:
        super().__init_subclass__(**options)
        path = path or cls.__name__
        cls.__scale__ = StructShape(
            path, params or {}, type_name or path.rpartition("::")[2], own_docs(cls), cls, unnamed
        )


def make_struct(
    name: str,
    fields: Mapping[str, Any],
    *,
    module: str,
    path: str = "",
    params: Mapping[str, Any] | None = None,
    docs: str = "",
    unnamed: bool = False,
) -> type[Struct]:
    """Return a new struct class with these annotated fields."""
    namespace: dict[str, Any] = {"__module__": module, "__annotations__": dict(fields), "__doc__": docs}
    made: type[Struct] = RecordType(name, (Struct,), namespace, path=path, params=params, unnamed=unnamed)  # type: ignore[assignment]
    return made
