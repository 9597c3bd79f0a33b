"""Locks, freezes and holds: balance that may not be spent for a while, by the reason for it.

Locks and freezes overlay each other: the largest of them is what is frozen. Holds add up, and count as reserved.
"""

from collections.abc import Callable

from chain.codec import replace
from chain.frame.error import TokenError
from chain.frame.event import Event
from chain.frame.storage.bound_map import BoundSingleMap
from chain.pallets.balances.errors import TooManyHolds
from chain.pallets.balances.events import Locked, Unlocked
from chain.pallets.balances.ledger import Ledger
from chain.pallets.balances.types import (
    BalanceLock,
    Fortitude,
    FrozenAmount,
    HeldAmount,
    Preservation,
    Reasons,
    RuntimeHoldReason,
)
from chain.primitives.identifiers import AccountId

HOLD_REASONS = 4

LockMap = BoundSingleMap[AccountId, list[BalanceLock], list[BalanceLock]]
FreezeMap = BoundSingleMap[AccountId, list[FrozenAmount], list[FrozenAmount]]
HoldMap = BoundSingleMap[AccountId, list[HeldAmount], list[HeldAmount]]


class Locks:
    """Locks and holds of accounts, in rao."""

    __slots__ = ("_deposit_event", "_freezes", "_holds", "_ledger", "_locks")

    def __init__(
        self,
        ledger: Ledger,
        locks: LockMap,
        freezes: FreezeMap,
        holds: HoldMap,
        deposit_event: Callable[[Event], None],
    ) -> None:
        self._ledger = ledger
        self._locks = locks
        self._freezes = freezes
        self._holds = holds
        self._deposit_event = deposit_event

    def set_lock(self, name: bytes, who: AccountId, amount: int, reasons: Reasons = Reasons.All) -> None:
        """Lock an amount under a name (8 bytes), in place of what was locked under it; 0 removes the lock."""
        others = [lock for lock in self._locks[who] if lock.id != name]
        self._write_locks(who, [*others, BalanceLock(name, amount, reasons)] if amount else others)

    def extend_lock(self, name: bytes, who: AccountId, amount: int, reasons: Reasons = Reasons.All) -> None:
        """Lock at least an amount under a name."""
        present = next((lock.amount for lock in self._locks[who] if lock.id == name), 0)
        self.set_lock(name, who, max(present, amount), reasons)

    def remove_lock(self, name: bytes, who: AccountId) -> None:
        """Remove the lock of a name."""
        self.set_lock(name, who, 0)

    def _write_locks(self, who: AccountId, rows: list[BalanceLock]) -> None:
        frozen_before = self._ledger.of(who).frozen
        if rows:
            self._locks[who] = rows
        else:
            del self._locks[who]
        frozen = max([lock.amount for lock in rows] + [row.amount for row in self._freezes[who]], default=0)
        info = self._ledger.accounts.get(who)
        self._ledger.change(who, info, replace(info.data, frozen=frozen))
        if frozen > frozen_before:
            self._deposit_event(Locked(who, frozen - frozen_before))
        elif frozen < frozen_before:
            self._deposit_event(Unlocked(who, frozen_before - frozen))

    def hold(self, reason: RuntimeHoldReason, who: AccountId, amount: int) -> None:
        """Put free balance on hold. TokenError.FundsUnavailable where the account could not live on."""
        if amount == 0:
            return
        if amount > self._ledger.reducible(who, Preservation.PROTECT, Fortitude.POLITE):
            raise TokenError.FundsUnavailable
        rows = self._holds[who]
        present = next((row.amount for row in rows if row.id == reason), None)
        if present is None and len(rows) >= HOLD_REASONS:
            raise TooManyHolds
        info = self._ledger.accounts.get(who)
        data = info.data
        self._ledger.change(who, info, replace(data, free=data.free - amount, reserved=data.reserved + amount))
        self._write_hold(who, reason, (present or 0) + amount)

    def release(self, reason: RuntimeHoldReason, who: AccountId, amount: int) -> int:
        """Free what is on hold for a reason, as much as there is; the amount freed."""
        freed = min(self.on_hold(reason, who), amount)
        if freed:
            info = self._ledger.accounts.get(who)
            data = info.data
            self._write_hold(who, reason, self.on_hold(reason, who) - freed)
            self._ledger.change(who, info, replace(data, free=data.free + freed, reserved=data.reserved - freed))
        return freed

    def on_hold(self, reason: RuntimeHoldReason, who: AccountId) -> int:
        """How much is on hold for a reason."""
        return next((row.amount for row in self._holds[who] if row.id == reason), 0)

    def _write_hold(self, who: AccountId, reason: RuntimeHoldReason, amount: int) -> None:
        rows = self._holds[who]
        if any(row.id == reason for row in rows):
            changed = [replace(row, amount=amount) if row.id == reason else row for row in rows]
        else:
            changed = [*rows, HeldAmount(reason, amount)]
        kept = [row for row in changed if row.amount]
        if kept:
            self._holds[who] = kept
        else:
            del self._holds[who]
