"""Events: what a block tells the outside about what it did."""

from typing import Any, ClassVar

from chain.codec import Record
from chain.codec.shape import own_docs


class Event(Record):
    """Something that happened, declared by a pallet: `class Transfer(Event, index=2): from_: AccountId; …`.

    The docstring is the documentation on the wire; `unnamed=True` gives a variant whose fields have no names.
    """

    index: ClassVar[int]
    wire_name: ClassVar[str]
    docs: ClassVar[str]
    variant_index: ClassVar[int]
    variant_name: ClassVar[str]
    variant_unnamed: ClassVar[bool]

    def __init_subclass__(cls, *, index: int, name: str = "", unnamed: bool = False, **options: Any) -> None:
        super().__init_subclass__(**options)
        if not 0 <= index <= 255:
            raise TypeError(f"event {cls.__name__}: index {index} does not fit a byte")
        cls.index = cls.variant_index = index
        cls.wire_name = cls.variant_name = name or cls.__name__
        cls.variant_unnamed = unnamed
        cls.docs = own_docs(cls)
