"""The type that metadata and runtime APIs give to a whole extrinsic: opaque bytes whose parameters tell the parts."""

from functools import cache
from typing import Annotated, Protocol

from chain.codec import OpenType, Struct, append_compact, make_struct
from chain.frame.call import RuntimeCall
from chain.frame.extension import TransactionExtension
from chain.primitives.address import MultiAddress
from chain.primitives.signature import MultiSignature


class WholeExtrinsic(Protocol):
    """What a value of that type holds."""

    encoded: bytes
    """The extrinsic without its length."""


OpaqueExtrinsic = Annotated[WholeExtrinsic, OpenType("UncheckedExtrinsic")]
"""A whole extrinsic as an argument of a runtime API."""


def with_length(encoded: bytes) -> bytes:
    """Return an extrinsic with its length in front, as blocks and clients carry it."""
    out = bytearray()
    append_compact(len(encoded), out)
    return bytes(out) + encoded


@cache
def extrinsic_type(extensions: tuple[type[TransactionExtension], ...]) -> type[Struct]:
    """Return the struct of one field, `encoded`: the extrinsic's bytes without their length."""
    return make_struct(
        "UncheckedExtrinsic",
        {"encoded": bytes},
        module=__name__,
        path="sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic",
        params={
            "Address": MultiAddress,
            "Call": RuntimeCall,
            "Signature": MultiSignature,
            "Extra": extra_of(extensions),
        },
        unnamed=True,
    )


def extra_of(extensions: tuple[type[TransactionExtension], ...]) -> object:
    """Return the annotation of what all extensions add to a transaction."""
    return tuple.__class_getitem__(tuple(extension.Extra for extension in extensions))
