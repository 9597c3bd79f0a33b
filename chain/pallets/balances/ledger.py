"""The ledger: what every account owns, and the rules by which it may change.

An account lives by its free balance while that is at least the existential deposit; reserved or frozen balance holds it
in place. Whatever changes an account goes through `change`, which keeps references, existence and dust right.
"""

from collections.abc import Callable

from chain.frame.error import ArithmeticError_, DispatchFailure, TokenError
from chain.frame.event import Event
from chain.pallets.balances.errors import InsufficientBalance
from chain.pallets.balances.events import DustLost, Endowed
from chain.pallets.balances.types import Fortitude, Preservation
from chain.pallets.system.accounts import NO_BALANCE, Accounts
from chain.pallets.system.types import AccountData, AccountInfo
from chain.primitives.identifiers import AccountId

U64_MAX = 2**64 - 1
EXPENDABLE, PROTECT, PRESERVE = Preservation.EXPENDABLE, Preservation.PROTECT, Preservation.PRESERVE


def with_free(data: AccountData, free: int) -> AccountData:
    """The same balance with another free part."""
    return AccountData(free, data.reserved, data.frozen, data.flags)


class Ledger:
    """Balances in rao, kept inside the accounts of the system pallet."""

    __slots__ = ("_deposit_event", "accounts", "existential_deposit")

    def __init__(self, accounts: Accounts, existential_deposit: int, deposit_event: Callable[[Event], None]) -> None:
        self.accounts = accounts
        self.existential_deposit = existential_deposit
        self._deposit_event = deposit_event

    def of(self, who: AccountId) -> AccountData:
        """The balance of an account; all zero where there is none."""
        return self.accounts.get(who).data

    def reducible(self, who: AccountId, preservation: Preservation, fortitude: Fortitude) -> int:
        """How much may be taken out of the free balance."""
        return self._reducible(self.accounts.get(who), preservation, fortitude)

    def _reducible(self, info: AccountInfo, preservation: Preservation, fortitude: Fortitude) -> int:
        data = info.data
        untouchable = 0
        if fortitude is Fortitude.POLITE and data.frozen:
            untouchable = max(data.frozen - data.reserved, 0)
        if preservation is PRESERVE:
            must_stay = True
        elif preservation is PROTECT:
            must_stay = data.free > 0 and info.providers == 1
        else:
            must_stay = data.free > 0 and info.consumers > 0 and info.providers <= 1
        if must_stay:
            untouchable = max(untouchable, self.existential_deposit)
        return max(data.free - untouchable, 0)

    def refusal_to_withdraw(
        self, who: AccountId, amount: int, total_issuance: int, *, keep_alive: bool
    ) -> type[DispatchFailure] | None:
        """Why an amount cannot be withdrawn, or None where it can."""
        if amount == 0:
            return None
        if amount > total_issuance:
            return ArithmeticError_.Underflow
        info = self.accounts.get(who)
        left = info.data.free - amount
        if left < 0:
            return TokenError.FundsUnavailable
        if amount > self._reducible(info, EXPENDABLE, Fortitude.POLITE):
            return TokenError.Frozen
        if left >= self.existential_deposit:
            return None
        if info.consumers > 0 and info.providers <= 1:
            return TokenError.OnlyProvider
        return TokenError.NotExpendable if keep_alive else None

    def refusal_to_deposit(self, who: AccountId, amount: int) -> type[DispatchFailure] | None:
        """Why an amount cannot be deposited, or None where it can."""
        if amount == 0:
            return None
        data = self.of(who)
        total = data.free + data.reserved + amount
        if total > U64_MAX:
            return ArithmeticError_.Overflow
        return TokenError.BelowMinimum if total < self.existential_deposit else None

    def increase(self, who: AccountId, amount: int, *, exact: bool) -> int:
        """Add to the free balance; the amount added.

        Too little to live on is not added: 0, or TokenError.BelowMinimum where it must be `exact`.
        """
        info = self.accounts.get(who)
        free = info.data.free + amount
        if free > U64_MAX:
            if exact:
                raise ArithmeticError_.Overflow
            free = U64_MAX
        if free < self.existential_deposit:
            if exact:
                raise TokenError.BelowMinimum
            return 0
        added = free - info.data.free
        if added == 0:
            return 0
        if info.data.free >= self.existential_deposit:
            # It lived by its free balance and goes on to: only the amount changes.
            self.accounts.store_balance_of(who, info, with_free(info.data, free))
        else:
            self.change(who, info, with_free(info.data, free))
        return added

    def decrease(
        self, who: AccountId, amount: int, preservation: Preservation, fortitude: Fortitude, *, exact: bool
    ) -> tuple[int, int]:
        """Take from the free balance; the amount taken, and the dust lost with the account where it ended.

        TokenError.FundsUnavailable where less than the amount can be taken and it must be `exact`.
        """
        info = self.accounts.get(who)
        reducible = self._reducible(info, preservation, fortitude)
        if amount > reducible:
            if exact:
                raise TokenError.FundsUnavailable
            amount = reducible
        if amount > self._reducible(info, EXPENDABLE, Fortitude.FORCE):
            raise InsufficientBalance
        dust = self.change(who, info, with_free(info.data, info.data.free - amount))
        return amount, dust

    def change(self, who: AccountId, info: AccountInfo, data: AccountData) -> int:
        """Write the balance of an account that stands as `info`; the dust that is lost where the account ends."""
        minimum = self.existential_deposit
        before = info.data
        is_new = before == NO_BALANCE
        did_provide = before.free >= minimum
        does_provide = data.free >= minimum
        did_consume = not is_new and (before.reserved > 0 or before.frozen > 0)
        does_consume = data.reserved > 0 or data.frozen > 0
        if did_provide is not does_provide or did_consume is not does_consume:
            self._change_references(who, did_provide, does_provide, did_consume, does_consume)
            info = self.accounts.get(who)
        ends = data.free < minimum and data.reserved == 0
        dust = data.free if ends else 0
        self.accounts.store_balance_of(who, info, NO_BALANCE if ends else data)
        if is_new:
            self._deposit_event(Endowed(who, data.free))
        if dust:
            self._deposit_event(DustLost(who, dust))
        return dust

    def _change_references(
        self, who: AccountId, did_provide: bool, does_provide: bool, did_consume: bool, does_consume: bool
    ) -> None:
        accounts = self.accounts
        if does_provide and not did_provide:
            accounts.add_provider(who)
        if did_consume and not does_consume:
            accounts.remove_consumer(who)
        if does_consume and not did_consume:
            accounts.add_consumer(who)
        # Last, because it may remove the account.
        if did_provide and not does_provide:
            accounts.remove_provider(who)
