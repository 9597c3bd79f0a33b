"""Where a neuron can be reached, and which addresses are accepted (lifecycle 2.6)."""

from typing import Annotated

from chain.codec import U8, Bound, Struct
from chain.pallets.subtensor_module.errors import InvalidIpAddress, InvalidIpType

IPV4, IPV6 = 4, 6
LOOPBACK_V4 = 0x7F00_0001
BROADCAST_V4 = 2**32 - 1
LOOPBACK_V6 = 1
BROADCAST_V6 = 2**128 - 1
LONGEST_PUBLIC_KEY = 64

PublicKey = Annotated[bytes, Bound(LONGEST_PUBLIC_KEY)]


class NeuronCertificate(Struct, path="pallet_subtensor::pallet::NeuronCertificate"):
    """The public key with which a neuron's endpoint proves itself."""

    public_key: PublicKey
    algorithm: U8


def ensure_ip_type(ip_type: int) -> None:
    """Raise InvalidIpType unless it is 4 or 6."""
    if ip_type not in (IPV4, IPV6):
        raise InvalidIpType


def ensure_address(ip: int, ip_type: int, *, allow_zero: bool) -> None:
    """Raise InvalidIpAddress for loopback, broadcast, what does not fit the type, and for zero unless it is allowed."""
    if ip == 0:
        if not allow_zero:
            raise InvalidIpAddress
        return
    if ip_type == IPV4 and (ip >= BROADCAST_V4 or ip == LOOPBACK_V4):
        raise InvalidIpAddress
    if ip_type == IPV6 and ip in (BROADCAST_V6, LOOPBACK_V6):
        raise InvalidIpAddress


def certificate_of(encoded: bytes) -> NeuronCertificate | None:
    """The certificate in the bytes (algorithm, then public key); None for nothing and for a key that is too long."""
    if not encoded or len(encoded) - 1 > LONGEST_PUBLIC_KEY:
        return None
    return NeuronCertificate(public_key=encoded[1:], algorithm=encoded[0])
