"""Aura: time is cut into slots, and each slot has one author out of a fixed list.

The author writes the slot into the header's digest; the runtime reads it from there.
"""

from typing import Annotated

from chain.codec import U64, Bound, Bytes32, DecodeError, Newtype, decode, encode
from chain.frame.constant import Constant
from chain.frame.error import InvariantBroken
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageValue
from chain.frame.weight import Weight, measured_weight
from chain.pallets.system import System
from chain.primitives.digest import DigestItem, PreRuntime
from chain.primitives.identifiers import AccountId

AURA_ENGINE = b"aura"
MAX_AUTHORITIES = 32
ON_INITIALIZE_WEIGHT = measured_weight(5_000_000, reads=2, writes=1)


class AuthorityId(bytes):
    """The sr25519 public key of a block author."""

    __slots__ = ()
    __scale__ = Newtype(Bytes32, "sp_consensus_aura::sr25519::app_sr25519::Public", "T::AuthorityId")


class Slot(int):
    """The number of a slot: time in milliseconds divided by the slot duration."""

    __slots__ = ()
    __scale__ = Newtype(U64, "sp_consensus_slots::Slot", "Slot")


def slot_digest(slot: int) -> PreRuntime:
    """The digest item with which an author claims a slot."""
    return PreRuntime(AURA_ENGINE, encode(U64, slot))


class SlotWentBack(RuntimeError):
    """A block claims a slot before that of its parent."""


class Aura(Pallet):
    """Slots and block authors."""

    slot_duration = Constant[U64](doc="The length of a slot in milliseconds; 250 means fast blocks.")

    authorities = StorageValue[Annotated[list[AuthorityId], Bound(MAX_AUTHORITIES)]](
        default=[], doc="Who may author blocks, in the order of their turns."
    )
    current_slot = StorageValue[Slot](default=Slot(0), doc="The slot of the present block.")

    def __init__(self, system: System, *, slot_duration: int) -> None:
        super().__init__(system)
        self.system: System = system
        self.slot_duration = slot_duration
        self._author_of: tuple[tuple[bytes | None, bytes | None], AccountId | None] = ((None, None), None)

    def genesis(self, authorities: list[AccountId]) -> None:
        """Write the list of authors."""
        if not 1 <= len(authorities) <= MAX_AUTHORITIES:
            raise ValueError(f"{len(authorities)} authorities given; a chain has 1 to {MAX_AUTHORITIES}")
        self.authorities = [AuthorityId(authority) for authority in authorities]

    def set_authorities(self, authorities: list[AccountId]) -> None:
        """Replace the authors."""
        self.genesis(authorities)

    def slot_at(self, time_ms: int) -> int:
        """The slot of a time, never before that of the last block."""
        return max(time_ms // self.slot_duration, self.current_slot)

    def author(self) -> AccountId | None:
        """The author of the present block, or None where its digest names no slot."""
        # Asked for every fee: worked out once for the bytes that decide it.
        deciding = self.state.get(System.digest.prefix), self.state.get(Aura.authorities.prefix)
        if deciding != self._author_of[0]:
            self._author_of = deciding, self._author()
        return self._author_of[1]

    def author_after(self, slots: int) -> AccountId | None:
        """Whose turn it is so many slots after that of the present block; None without authors."""
        authorities = self.authorities
        return AccountId(authorities[(self.current_slot + slots) % len(authorities)]) if authorities else None

    def _author(self) -> AccountId | None:
        slot = self._digest_slot(self.system.digest.logs)
        authorities = self.authorities
        if slot is None or not authorities:
            return None
        return AccountId(authorities[slot % len(authorities)])

    def on_initialize(self, now: int) -> Weight:
        """Take over the slot from the digest."""
        slot = self._digest_slot(self.system.digest.logs)
        if slot is None:
            return Weight(0, 0)
        if slot < self.current_slot:
            raise SlotWentBack(f"block {now} claims slot {slot}, but its parent had slot {self.current_slot}")
        self.current_slot = Slot(slot)
        return ON_INITIALIZE_WEIGHT

    @staticmethod
    def _digest_slot(logs: list[DigestItem]) -> int | None:
        for item in logs:
            if isinstance(item, PreRuntime) and item.engine == AURA_ENGINE:
                try:
                    return decode(U64, item.data)
                except DecodeError:
                    # A digest is data from outside: one that is no slot is no claim of a slot.
                    return None
        return None

    def check_invariants(self) -> None:
        """No author is listed twice."""
        authorities = self.authorities
        if len(set(authorities)) != len(authorities):
            raise InvariantBroken("an authority is listed more than once")
