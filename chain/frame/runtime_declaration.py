"""What a set of pallets is to the wire: its codecs, its calls, its errors. Made once per combination of pallets."""

from collections.abc import Mapping
from typing import Any

from chain.codec import Codec, runtime_codecs
from chain.frame import dispatch_error as wire
from chain.frame.call import Call, RuntimeCall
from chain.frame.call_table import CallTable
from chain.frame.declaration import PalletDeclaration
from chain.frame.error import DispatchFailure, ModuleError, Other, WireFailure
from chain.frame.event import Event
from chain.frame.extension import TransactionExtension
from chain.frame.extrinsic_type import extrinsic_type
from chain.frame.outer_enums import runtime_call_enum, runtime_error_enum, runtime_event_enum


class RuntimeDeclaration:
    """The pallets of a runtime by index, and everything that follows from their declarations alone."""

    def __init__(
        self, pallets: Mapping[int, PalletDeclaration], extensions: tuple[type[TransactionExtension], ...] = ()
    ) -> None:
        self.pallets = dict(sorted(pallets.items()))
        self.extensions = extensions
        self.codecs = runtime_codecs()
        self.codecs.bind("UncheckedExtrinsic", extrinsic_type(extensions))
        self.calls = CallTable(self.pallets, self.codecs, runtime_call_enum(self.pallets))
        self.codecs.bind("RuntimeCall", self.calls.shape)
        self.codecs.bind("RuntimeEvent", runtime_event_enum(self.pallets))
        self.codecs.bind("RuntimeError", runtime_error_enum(self.pallets))
        self._error_codes: dict[type[ModuleError], wire.DispatchError] = {}
        self._errors: dict[tuple[int, int], type[ModuleError]] = {}
        for pallet_index, pallet in self.pallets.items():
            for error in pallet.errors:
                code = wire.ModuleErrorCode(pallet_index, bytes((error.index, 0, 0, 0)))
                self._error_codes.setdefault(error, wire.Module(code))
                self._errors[pallet_index, error.index] = error

    def codec_of(self, annotation: Any) -> Codec[Any]:
        """The codec of a type, open types included."""
        return self.codecs.codec_of(annotation)

    def encode_call(self, call: Call) -> bytes:
        """A call as it stands on the wire."""
        return self.codecs.codec_of(RuntimeCall).encode(call)

    def decode_call(self, encoded: bytes) -> Call:
        """The call in these bytes; DecodeError where they are none, or more than one."""
        call: Call = self.codecs.codec_of(RuntimeCall).decode(encoded)
        return call

    def dispatch_error(self, failure: DispatchFailure) -> wire.DispatchError:
        """The wire form of a failure. LookupError for an error that no pallet of this runtime lists."""
        if isinstance(failure, WireFailure):
            return failure.error
        if isinstance(failure, ModuleError):
            code = self._error_codes.get(type(failure))
            if code is None:
                raise LookupError(f"{type(failure).__name__} is not in the `errors` of any pallet of this runtime")
            return code
        return type(failure).wire_error or wire.Other()

    def failure_of(self, error: wire.DispatchError) -> DispatchFailure:
        """The exception that a wire error stands for, as precisely as it is known."""
        if isinstance(error, wire.Module):
            known = self._errors.get((error.error.index, error.error.error[0]))
            if known is not None:
                return known()
        return Other() if isinstance(error, wire.Other) else WireFailure(error)

    def event_prefixes(self) -> dict[type[Event], int]:
        """The pallet index under which each event is recorded."""
        return {event: index for index, pallet in self.pallets.items() for event in pallet.events}


_DECLARED: dict[tuple[object, ...], RuntimeDeclaration] = {}


def runtime_declaration(
    pallets: Mapping[int, PalletDeclaration], extensions: tuple[type[TransactionExtension], ...] = ()
) -> RuntimeDeclaration:
    """The declaration of these pallets at these indices; the same object for the same classes."""
    key = (*((index, pallet.name, pallet.owners) for index, pallet in sorted(pallets.items())), extensions)
    known = _DECLARED.get(key)
    if known is None:
        known = _DECLARED[key] = RuntimeDeclaration(pallets, extensions)
    return known
