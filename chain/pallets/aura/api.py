"""What the node asks about block authors."""

from chain.codec import U64, Bytes4, Newtype
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.pallets.aura.pallet import Aura, AuthorityId


class SlotDuration(int):
    """The length of a slot in milliseconds."""

    __slots__ = ()
    __scale__ = Newtype(U64, "sp_consensus_slots::SlotDuration", "SlotDuration")


class KeyTypeId(bytes):
    """What a session key is for, in four letters."""

    __slots__ = ()
    __scale__ = Newtype(Bytes4, "sp_core::crypto::KeyTypeId", "KeyTypeId")


class AuraApi(RuntimeApi, version=1):
    """Slots and authors."""

    def __init__(self, aura: Aura) -> None:
        self._aura = aura

    @api_method
    def slot_duration(self) -> SlotDuration:
        """The length of a slot in milliseconds."""
        return SlotDuration(self._aura.slot_duration)

    @api_method
    def authorities(self) -> list[AuthorityId]:
        """The authors in the order of their turns."""
        return self._aura.authorities


AURA_KEY = KeyTypeId(b"aura")


class SessionKeys(RuntimeApi, version=1):
    """Keys of authors; this node authors without a keystore, so it makes none."""

    @api_method
    def generate_session_keys(self, seed: bytes | None) -> bytes:
        """No keys: nothing here would keep their secrets."""
        return b""

    @api_method
    def decode_session_keys(self, encoded: bytes) -> list[tuple[bytes, KeyTypeId]] | None:
        """The keys in a set of session keys, by what they are for; nothing where they are not 32 bytes."""
        return [(encoded, AURA_KEY)] if len(encoded) == 32 else None
