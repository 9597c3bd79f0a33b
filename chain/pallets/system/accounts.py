"""Accounts: what keeps them alive and what holds them in place.

An account exists while it has a provider (such as enough balance) or a sufficient reference; a consumer (such as a
reserve) forbids removing the last provider.
"""

from collections.abc import Callable, Iterator

from chain.codec import replace
from chain.frame.error import ConsumerRemaining, NoProviders, TooManyConsumers
from chain.frame.event import Event
from chain.frame.storage.bound_map import BoundSingleMap
from chain.pallets.system.events import KilledAccount, NewAccount
from chain.pallets.system.limits import MAX_CONSUMERS
from chain.pallets.system.types import AccountData, AccountInfo
from chain.primitives.identifiers import AccountId

NO_BALANCE = AccountData()


class Accounts:
    """Reference counts and balances of accounts, over the system pallet's map."""

    __slots__ = ("_deposit_event", "_map")

    def __init__(
        self, accounts: BoundSingleMap[AccountId, AccountInfo, AccountInfo], deposit_event: Callable[[Event], None]
    ) -> None:
        self._map = accounts
        self._deposit_event = deposit_event

    def get(self, who: AccountId) -> AccountInfo:
        """The account; all zero where it does not exist."""
        return self._map[who]

    def items(self) -> Iterator[tuple[AccountId, AccountInfo]]:
        """All accounts."""
        return self._map.items()

    def nonce(self, who: AccountId) -> int:
        """How many transactions the account has sent."""
        return self._map[who].nonce

    def increase_nonce(self, who: AccountId, info: AccountInfo) -> None:
        """Count a transaction of an account that stands as `info`."""
        self._map[who] = AccountInfo(info.nonce + 1, info.consumers, info.providers, info.sufficients, info.data)

    def exists(self, who: AccountId) -> bool:
        """Whether something keeps the account alive."""
        info = self._map[who]
        return info.providers > 0 or info.sufficients > 0

    def can_lose_provider(self, who: AccountId) -> bool:
        """Whether one provider may go: nothing uses the account, or another provider stays."""
        info = self._map[who]
        return info.consumers == 0 or info.providers > 1

    def can_gain_consumer(self, who: AccountId) -> bool:
        """Whether something more may use the account."""
        info = self._map[who]
        return info.providers > 0 and info.consumers < MAX_CONSUMERS

    def add_provider(self, who: AccountId) -> None:
        """One more thing keeps the account alive; the first creates it."""
        info = self._map[who]
        self._map[who] = replace(info, providers=info.providers + 1)
        if info.providers == 0 and info.sufficients == 0:
            self._deposit_event(NewAccount(who))

    def remove_provider(self, who: AccountId) -> None:
        """One thing less keeps the account alive; the last removes it. ConsumerRemaining where something uses it."""
        info = self._map[who]
        if info.providers > 1:
            self._map[who] = replace(info, providers=info.providers - 1)
        elif info.consumers > 0:
            raise ConsumerRemaining
        elif info.sufficients > 0:
            self._map[who] = replace(info, providers=0)
        elif info.providers == 1:
            self._remove(who)

    def add_consumer(self, who: AccountId) -> None:
        """Something uses the account. NoProviders where nothing keeps it alive, TooManyConsumers beyond 16."""
        info = self._map[who]
        if info.providers == 0:
            raise NoProviders
        if info.consumers >= MAX_CONSUMERS:
            raise TooManyConsumers
        self._map[who] = replace(info, consumers=info.consumers + 1)

    def remove_consumer(self, who: AccountId) -> None:
        """Something uses the account no more."""
        info = self._map[who]
        if info.consumers > 0:
            self._map[who] = replace(info, consumers=info.consumers - 1)

    def add_sufficient(self, who: AccountId) -> None:
        """The account exists for its own sake; the first reference creates it."""
        info = self._map[who]
        self._map[who] = replace(info, sufficients=info.sufficients + 1)
        if info.providers == 0 and info.sufficients == 0:
            self._deposit_event(NewAccount(who))

    def remove_sufficient(self, who: AccountId) -> None:
        """Take one such reference away; the last removes the account where nothing provides for it."""
        info = self._map[who]
        if info.sufficients > 1 or (info.sufficients == 1 and info.providers > 0):
            self._map[who] = replace(info, sufficients=info.sufficients - 1)
        elif info.sufficients == 1:
            self._remove(who)

    def store_balance(self, who: AccountId, data: AccountData) -> None:
        """Write the balance of an account that exists; forget that of one that does not."""
        self.store_balance_of(who, self._map[who], data)

    def store_balance_of(self, who: AccountId, info: AccountInfo, data: AccountData) -> None:
        """The same for an account that is known to stand as `info`."""
        if info.providers > 0 or info.sufficients > 0:
            self._map[who] = AccountInfo(info.nonce, info.consumers, info.providers, info.sufficients, data)
        else:
            del self._map[who]

    def _remove(self, who: AccountId) -> None:
        del self._map[who]
        self._deposit_event(KilledAccount(who))
