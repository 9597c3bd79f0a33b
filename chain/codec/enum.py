"""`Enum`: one of several variants, each with fields; and `UnitEnum`: one of several names."""

import enum
from collections.abc import Mapping
from typing import Any, ClassVar

from chain.codec.record import Record
from chain.codec.shape import EnumShape, Shape, UnitEnumShape, own_docs


class Enum(Record):
    """Base of enums. A direct subclass is the enum, its subclasses are the variants:

        class Reply(Enum, path="a::Reply"): ...
        class Nothing(Reply, index=0): ...
        class Amount(Reply, index=1, unnamed=True):
            value: U64

    The name on the wire is the class name unless `name` gives another.
    """

    __scale__: ClassVar[Shape]
    variant_classes: ClassVar[list[type["Enum"]]]
    variant_index: ClassVar[int]
    variant_name: ClassVar[str]
    variant_unnamed: ClassVar[bool]

    def __init_subclass__(
        cls,
        *,
        path: str = "",
        params: Mapping[str, Any] | None = None,
        type_name: str = "",
        index: int | None = None,
        name: str = "",
        unnamed: bool = False,
        **options: Any,
    ) -> None:
        super().__init_subclass__(**options)
        if Enum in cls.__bases__:
            path = path or cls.__name__
            cls.variant_classes = []
            cls.__scale__ = EnumShape(path, params or {}, type_name or path.rpartition("::")[2], own_docs(cls), cls)
            return
        if index is None:
            raise TypeError(f"the variant {cls.__name__} has no index; write index=… from 0 to 255")
        cls.variant_index, cls.variant_name, cls.variant_unnamed = index, name or cls.__name__, unnamed
        _add_variant(cls)


class UnitEnum(enum.IntEnum):
    """Base of enums without fields: `class Kind(UnitEnum, path="a::Kind")` with `Name = index` members."""

    def __init_subclass__(
        cls, *, path: str = "", params: Mapping[str, Any] | None = None, type_name: str = "", **options: Any
    ) -> None:
        super().__init_subclass__(**options)
        path = path or cls.__name__
        cls.__scale__ = UnitEnumShape(path, params or {}, type_name or path.rpartition("::")[2], own_docs(cls), cls)  # type: ignore[attr-defined]


def _add_variant(cls: type[Enum]) -> None:
    siblings = cls.variant_classes
    if not 0 <= cls.variant_index <= 255:
        raise TypeError(f"the index {cls.variant_index} of the variant {cls.__name__} is not from 0 to 255")
    for other in siblings:
        if other.variant_index == cls.variant_index or other.variant_name == cls.variant_name:
            raise TypeError(
                f"the variants {cls.__name__} and {other.__name__} share the index {cls.variant_index} "
                f"or the name {cls.variant_name}"
            )
    if "variants" in vars(cls.__scale__):
        raise TypeError(f"the variant {cls.__name__} is declared after its enum was used; declare it beside the others")
    siblings.append(cls)
