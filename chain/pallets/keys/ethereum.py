"""Which EVM address signed a message, as wallets of Ethereum sign (EIP-191)."""

from chain.pallets.subtensor_module.types import H160
from chain.primitives.keccak import keccak_256
from chain.primitives.secp256k1 import recover_uncompressed

_PREFIX = b"\x19Ethereum Signed Message:\n"
_ADDRESS_BYTES = 20


def association_message(hotkey: bytes, block_number: int) -> bytes:
    """What the holder of an EVM key signs so as to be associated with a hotkey (lifecycle 2.7)."""
    return hotkey + keccak_256(block_number.to_bytes(8, "little"))


def signer_of(message: bytes, signature: bytes) -> H160 | None:
    """The address whose key made the 65 bytes of signature; None where none did."""
    digest = keccak_256(_PREFIX + str(len(message)).encode() + message)
    public_key = recover_uncompressed(signature, digest)
    return None if public_key is None else H160(keccak_256(public_key)[-_ADDRESS_BYTES:])
