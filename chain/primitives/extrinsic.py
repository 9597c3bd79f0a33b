"""`UncheckedExtrinsic`: an extrinsic in version 4, split into its parts without knowing calls or extensions.

On the wire: the length of the rest, the version byte with the signed bit, then, when signed, the address, the
signature and the extra bytes of the transaction extensions; last the call.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from chain.codec import DecodeError, append_compact, codec_of, read_compact
from chain.primitives.address import MultiAddress
from chain.primitives.signature import MultiSignature

VERSION = 4
_SIGNED = 0x80

SkipExtra: TypeAlias = Callable[[bytes, int], int]
"""Given data and the offset of the extra bytes, returns the offset after them, or raises DecodeError."""


class ExtrinsicSignature(NamedTuple):
    """Who signed, how, and the extra bytes that the signature covers."""

    address: MultiAddress
    signature: MultiSignature
    extra: bytes


class UncheckedExtrinsic(NamedTuple):
    """An extrinsic of which nothing is verified yet; `call` are its encoded bytes."""

    signature: ExtrinsicSignature | None
    call: bytes

    @classmethod
    def split(cls, data: bytes, skip_extra: SkipExtra) -> "UncheckedExtrinsic":
        """Take an encoded extrinsic apart; the runtime's extensions say how long their extra bytes are.

        Raises DecodeError for a wrong length, another version, or a part that is not canonical.
        """
        length, offset = read_compact(data, 0)
        if length != len(data) - offset:
            raise DecodeError(f"the extrinsic announces {length} bytes but {len(data) - offset} follow", 0)
        if not length:
            raise DecodeError("the extrinsic is empty; it needs a version byte", offset)
        version = data[offset]
        if version & ~_SIGNED != VERSION:
            raise DecodeError(f"the extrinsic has version byte 0x{version:02x}, expected 0x04 or 0x84", offset)
        offset += 1
        if not version & _SIGNED:
            return cls(None, data[offset:])
        address, offset = codec_of(MultiAddress).read(data, offset)
        signature, offset = codec_of(MultiSignature).read(data, offset)
        end = skip_extra(data, offset)
        if not offset <= end <= len(data):
            raise DecodeError(f"the extra bytes end at {end}, outside the extrinsic of {len(data)} bytes", offset)
        return cls(ExtrinsicSignature(address, signature, data[offset:end]), data[end:])

    def encode(self) -> bytes:
        """Return the bytes of the extrinsic, its length in front. Raises EncodeError."""
        body = bytearray((VERSION,))
        if self.signature is not None:
            body[0] |= _SIGNED
            codec_of(MultiAddress).append(self.signature.address, body)
            codec_of(MultiSignature).append(self.signature.signature, body)
            body += self.signature.extra
        body += self.call
        out = bytearray()
        append_compact(len(body), out)
        return bytes(out + body)
