"""Reserves: balance that stays in its account and cannot be spent, for a deposit that may be returned or taken."""

from collections.abc import Callable

from chain.codec import replace
from chain.frame.error import TokenError
from chain.frame.event import Event
from chain.frame.storage.bound_map import BoundSingleMap
from chain.pallets.balances.errors import DeadAccount, InsufficientBalance, TooManyReserves
from chain.pallets.balances.events import Reserved, ReserveRepatriated, Unreserved
from chain.pallets.balances.ledger import Ledger
from chain.pallets.balances.types import BalanceStatus, Fortitude, Preservation, ReserveData
from chain.primitives.identifiers import AccountId

MAX_RESERVES = 50

NamedReserves = BoundSingleMap[AccountId, list[ReserveData], list[ReserveData]]


class Reserves:
    """Anonymous and named reserves of accounts, in rao."""

    __slots__ = ("_deposit_event", "_ledger", "_named")

    def __init__(self, ledger: Ledger, named: NamedReserves, deposit_event: Callable[[Event], None]) -> None:
        self._ledger = ledger
        self._named = named
        self._deposit_event = deposit_event

    def can_reserve(self, who: AccountId, amount: int) -> bool:
        """Whether so much free balance can be reserved."""
        return amount <= self._ledger.reducible(who, Preservation.PRESERVE, Fortitude.POLITE)

    def reserve(self, who: AccountId, amount: int) -> None:
        """Reserve free balance. InsufficientBalance where there is too little, or too little would be left."""
        if amount == 0:
            return
        if not self.can_reserve(who, amount):
            raise InsufficientBalance
        info = self._ledger.accounts.get(who)
        data = info.data
        self._ledger.change(who, info, replace(data, free=data.free - amount, reserved=data.reserved + amount))
        self._deposit_event(Reserved(who, amount))

    def unreserve(self, who: AccountId, amount: int) -> int:
        """Free reserved balance, as much as there is; the amount that was missing."""
        info = self._ledger.accounts.get(who)
        freed = min(info.data.reserved, amount)
        if freed:
            data = info.data
            self._ledger.change(who, info, replace(data, free=data.free + freed, reserved=data.reserved - freed))
            self._deposit_event(Unreserved(who, freed))
        return amount - freed

    def slash(self, who: AccountId, amount: int) -> int:
        """Take reserved balance, as much as there is, out of the account; the amount taken, which the caller owes."""
        info = self._ledger.accounts.get(who)
        taken = min(info.data.reserved, amount)
        if taken:
            self._ledger.change(who, info, replace(info.data, reserved=info.data.reserved - taken))
        return taken

    def repatriate(self, source: AccountId, dest: AccountId, amount: int, status: BalanceStatus) -> int:
        """Move reserved balance to another account; the amount missing. DeadAccount where that does not exist."""
        if source == dest:
            return self._repatriate_to_self(source, amount, status)
        if not self._ledger.accounts.exists(dest):
            raise DeadAccount
        moved = self.slash(source, amount)
        if moved:
            info = self._ledger.accounts.get(dest)
            data = info.data
            if status is BalanceStatus.Free:
                arrived = replace(data, free=data.free + moved)
            else:
                arrived = replace(data, reserved=data.reserved + moved)
            if arrived.free < self._ledger.existential_deposit and arrived.reserved == 0:
                raise TokenError.BelowMinimum
            self._ledger.change(dest, info, arrived)
            self._deposit_event(ReserveRepatriated(source, dest, moved, status))
        return amount - moved

    def _repatriate_to_self(self, who: AccountId, amount: int, status: BalanceStatus) -> int:
        if status is BalanceStatus.Free:
            return self.unreserve(who, amount)
        return max(amount - self._ledger.of(who).reserved, 0)

    def reserve_named(self, name: bytes, who: AccountId, amount: int) -> None:
        """Add to the reserve of that name (8 bytes). TooManyReserves beyond 50 names."""
        if amount == 0:
            return
        rows = {row.id: row.amount for row in self._named[who]}
        if name not in rows and len(rows) >= MAX_RESERVES:
            raise TooManyReserves
        self.reserve(who, amount)
        rows[name] = rows.get(name, 0) + amount
        self._write(who, rows)

    def unreserve_named(self, name: bytes, who: AccountId, amount: int) -> int:
        """Free from the reserve of that name, as much as there is; the amount that was missing."""
        rows = {row.id: row.amount for row in self._named[who]}
        wanted = min(rows.get(name, 0), amount)
        if wanted == 0:
            return amount
        freed = wanted - self.unreserve(who, wanted)
        rows[name] -= freed
        self._write(who, rows)
        return amount - freed

    def named(self, name: bytes, who: AccountId) -> int:
        """How much is reserved under a name."""
        return next((row.amount for row in self._named[who] if row.id == name), 0)

    def _write(self, who: AccountId, rows: dict[bytes, int]) -> None:
        kept = [ReserveData(name, amount) for name, amount in sorted(rows.items()) if amount]
        if kept:
            self._named[who] = kept
        else:
            del self._named[who]
