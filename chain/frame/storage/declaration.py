"""What every kind of storage item declares: its name, its types, its default and where it lies in the state."""

from collections.abc import Callable
from functools import cached_property
from inspect import cleandoc
from typing import Any

from chain.codec import Codec, codec_of, shape_of
from chain.codec.reach import reaches_open_type
from chain.frame.storage.decoded import can_change_in_place, kept_class
from chain.frame.storage.remembering import remembering
from chain.frame.type_arguments import type_arguments, wire_name_of
from chain.primitives.hashing import twox_128


class StorageDeclaration:
    """One storage item of one pallet class; shared by every instance of the pallet."""

    type_argument_count = 1
    is_optional = False
    remembers_values = False

    def __init__(self, *, default: Any, doc: str, name: str | None) -> None:
        self.default = default
        self.docs = cleandoc(doc)
        self.name = name or ""
        self.attribute = ""
        self.pallet_prefix = ""
        self.hashers: tuple[Any, ...] = ()
        self.key_annotations: tuple[Any, ...] = ()
        self.value_annotation: Any = None

    def __set_name__(self, owner: type, attribute: str) -> None:
        arguments = type_arguments(self, owner, attribute, self.type_argument_count)
        self.attribute = attribute
        self.name = self.name or wire_name_of(attribute)
        self.value_annotation = arguments[-1]
        self.key_annotations = self._key_annotations_from(arguments[:-1])
        if len(self.hashers) != len(self.key_annotations):
            raise TypeError(
                f"{owner.__name__}.{attribute}: {len(self.key_annotations)} key(s) need as many hashers, "
                f"{len(self.hashers)} given"
            )

    def _key_annotations_from(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return arguments

    def bind(self, pallet_prefix: str) -> None:
        """Fix the storage prefix once the class of the pallet is complete."""
        self.pallet_prefix = pallet_prefix

    @cached_property
    def prefix(self) -> bytes:
        """The raw key of a value, or what all raw keys of a map begin with (32 bytes)."""
        if not self.pallet_prefix:
            raise TypeError(f"storage item {self.name} belongs to no pallet class")
        return twox_128(self.pallet_prefix.encode()) + twox_128(self.name.encode())

    @cached_property
    def shared_codec(self) -> Codec[Any] | None:
        """The codec of the value, None where the type is open and each runtime has a codec of its own."""
        if reaches_open_type(shape_of(self.value_annotation)):
            return None
        codec = codec_of(self.value_annotation)
        return remembering(codec) if self.remembers_values else codec

    @cached_property
    def keeps_decoded(self) -> bool:
        """Whether what was decoded stays true until the key changes."""
        if callable(self.default):
            return False
        return self.remembers_values or not can_change_in_place(shape_of(self.value_annotation))

    @cached_property
    def kept_class(self) -> type | None:
        """The class of values that are kept as they are written; None where they are read again."""
        if self.remembers_values and isinstance(self.value_annotation, type):
            return self.value_annotation
        return kept_class(shape_of(self.value_annotation)) if self.keeps_decoded else None

    def codec_for(self, pallet: Any) -> Codec[Any]:
        """Encodes and decodes one value in the runtime of this pallet."""
        codec: Codec[Any] = self.shared_codec or pallet.system.codecs.codec_of(self.value_annotation)
        return codec

    def default_for(self, pallet: Any) -> Any:
        """What an absent value reads as, for this pallet instance (None for optional kinds)."""
        if self.is_optional:
            return None
        return self.default(pallet) if callable(self.default) else self.default

    def default_factory(self, pallet: Any) -> Callable[[], Any]:
        """A function giving the default; lists and dictionaries come as fresh copies, for callers may change them."""
        return self._shared_default_factory or (lambda: self.default(pallet))

    @cached_property
    def _shared_default_factory(self) -> Callable[[], Any] | None:
        """The same for all pallet instances; None where the default depends on the instance."""
        if self.is_optional:
            return _nothing
        value = self.default
        if callable(value):
            return None
        if isinstance(value, list | dict):
            return value.copy
        return lambda: value


def _nothing() -> None:
    return None
