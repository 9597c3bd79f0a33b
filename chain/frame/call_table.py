"""All calls of a runtime as a table: how they are read, written and made."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from chain.codec import Codec, Codecs, CustomShape, DecodeError, EncodeError
from chain.codec.reach import reaches_open_type
from chain.codec.resolve import shape_of
from chain.codec.shape import Shape
from chain.frame.call import CALL_ATTRIBUTE, Call, CallDeclaration
from chain.frame.declaration import PalletDeclaration

MAX_CALL_DEPTH = 8
"""How deep a call may lie inside another (section 5.2)."""


class CallTooDeep(DecodeError):
    """A call lies inside more other calls than the chain allows."""


class _Depth(threading.local):
    level = 0


class CallEntry:
    """One call of one pallet in this runtime."""

    __slots__ = ("_codec", "_codecs", "declaration", "is_nesting", "pallet", "pallet_index", "prefix")

    def __init__(self, pallet_index: int, pallet: str, declaration: CallDeclaration, codecs: Codecs) -> None:
        self.pallet_index = pallet_index
        self.pallet = pallet
        self.declaration = declaration
        self.prefix = bytes((pallet_index, declaration.index))
        self.is_nesting = False
        self._codecs = codecs
        self._codec: Codec[Any] | None = None

    @property
    def codec(self) -> Codec[tuple[Any, ...]]:
        """Reads and writes the arguments; compiled when first needed."""
        if self._codec is None:
            annotations = tuple(argument.annotation for argument in self.declaration.arguments)
            self.is_nesting = any(reaches_open_type(shape_of(annotation)) for annotation in annotations)
            self._codec = self._codecs.codec_of(tuple.__class_getitem__(annotations))
        return self._codec


class CallTable:
    """Finds calls by index and by name; `shape` is what the open type RuntimeCall is bound to."""

    def __init__(self, pallets: Mapping[int, PalletDeclaration], codecs: Codecs, described_as: Shape) -> None:
        self._by_index: dict[tuple[int, int], CallEntry] = {}
        self._by_name: dict[tuple[str, str], CallEntry] = {}
        self._by_declaration: dict[CallDeclaration, CallEntry] = {}
        for pallet_index, pallet in pallets.items():
            for declaration in pallet.calls:
                entry = CallEntry(pallet_index, pallet.name, declaration, codecs)
                self._by_index[pallet_index, declaration.index] = entry
                self._by_name[pallet.name, declaration.name] = entry
                self._by_declaration[declaration] = entry
        self._depth = _Depth()
        self.shape = CustomShape(self.append, self.read, described_as, 2)

    def append(self, call: Call, out: bytearray) -> None:
        """Write a call. EncodeError where it is not one of this runtime or an argument does not fit."""
        entry = self._by_declaration.get(call.declaration) if isinstance(call, Call) else None
        if entry is None:
            raise EncodeError(f"{call!r} is not a call of this runtime")
        out += entry.prefix
        try:
            entry.codec.append(call.arguments, out)
        except EncodeError as error:
            raise error.inside(f"{entry.pallet}.{entry.declaration.name}") from None

    def read(self, data: bytes, offset: int) -> tuple[Call, int]:
        """Read a call and the offset after it. DecodeError where there is none or it nests too deep."""
        try:
            entry = self._by_index[data[offset], data[offset + 1]]
        except IndexError:
            raise DecodeError("a call takes two bytes of index", offset) from None
        except KeyError:
            raise DecodeError(f"no call has pallet {data[offset]} and index {data[offset + 1]}", offset) from None
        codec = entry.codec
        if not entry.is_nesting:
            arguments, end = codec.read(data, offset + 2)
            return Call(entry.pallet, entry.pallet_index, entry.declaration, arguments), end
        depth = self._depth
        if depth.level >= MAX_CALL_DEPTH:
            raise CallTooDeep(f"calls are nested more than {MAX_CALL_DEPTH} deep", offset)
        depth.level += 1
        try:
            arguments, end = codec.read(data, offset + 2)
        finally:
            depth.level -= 1
        return Call(entry.pallet, entry.pallet_index, entry.declaration, arguments), end

    def make(self, pallet: str, name: str, arguments: Mapping[str, Any]) -> Call:
        """A call by its wire names; LookupError where there is none, TypeError where the arguments differ."""
        entry = self._by_name.get((pallet, name))
        if entry is None:
            known = sorted(call for owner, call in self._by_name if owner == pallet)
            raise LookupError(f"there is no call {pallet}.{name}; {pallet} has {', '.join(known) or 'no calls'}")
        return self._made(entry, arguments)

    def make_for(self, method: Callable[..., Any], arguments: Mapping[str, Any]) -> Call:
        """A call by the method that carries it out; TypeError where that is not marked with @call."""
        declaration = getattr(method, CALL_ATTRIBUTE, None)
        if declaration is None:
            raise TypeError(f"{method!r} is not marked with @call")
        return self.make_declared(declaration, arguments)

    def make_declared(self, declaration: CallDeclaration, arguments: Mapping[str, Any]) -> Call:
        """A call by its declaration; LookupError where it is not one of this runtime."""
        entry = self._by_declaration.get(declaration)
        if entry is None:
            raise LookupError(f"{declaration!r} is not a call of this runtime")
        return self._made(entry, arguments)

    def _made(self, entry: CallEntry, arguments: Mapping[str, Any]) -> Call:
        given = {name.removesuffix("_"): value for name, value in arguments.items()}
        names = [argument.name for argument in entry.declaration.arguments]
        if given.keys() != set(names):
            raise TypeError(
                f"{entry.pallet}.{entry.declaration.name} takes ({', '.join(names)}), given ({', '.join(given)})"
            )
        values = tuple(given[name] for name in names)
        return Call(entry.pallet, entry.pallet_index, entry.declaration, values)
