"""What leases want of the other parts."""

from collections.abc import Iterator
from typing import Protocol

from chain.pallets.crowdloan.types import CrowdloanInfo
from chain.pallets.proxy.types import ProxyType
from chain.primitives.identifiers import AccountId


class Crowdloans(Protocol):
    """Where the money comes from."""

    def being_finalized(self) -> tuple[int, CrowdloanInfo]:
        """The crowdloan whose call is being made; raises InvalidCrowdloanId where none is."""
        ...

    def contributors(self, crowdloan_id: int) -> Iterator[tuple[AccountId, int]]:
        """Who contributed how many rao."""
        ...


class LeaseProxies(Protocol):
    """Who may act for whom."""

    def add_delegate(self, delegator: AccountId, delegate: AccountId, proxy_type: ProxyType, delay: int) -> None:
        """Let one account act for another."""
        ...

    def remove_delegate(self, delegator: AccountId, delegate: AccountId, proxy_type: ProxyType, delay: int) -> None:
        """Let it do so no longer."""
        ...


class LeaseCurrency(Protocol):
    """TAO in accounts."""

    def free_balance(self, who: AccountId) -> int:
        """What an account can dispose of, in rao."""
        ...

    def transfer(self, source: AccountId, dest: AccountId, amount: int) -> None:
        """Move an amount; the source may end by it."""
        ...


class References(Protocol):
    """What keeps accounts alive."""

    def add_provider(self, who: AccountId) -> None:
        """One more thing keeps the account alive."""
        ...

    def remove_provider(self, who: AccountId) -> None:
        """One thing less."""
        ...


class NetworkMarket(Protocol):
    """Where networks are registered."""

    def register(self, coldkey: AccountId, hotkey: AccountId) -> int:
        """Register a network for its price; its netuid."""
        ...


class OwnedNetworks(Protocol):
    """Who owns which network."""

    def set_owner(self, netuid: int, owner: AccountId) -> None:
        """Write the owner."""
        ...

    def set_owner_hotkey(self, netuid: int, hotkey: AccountId) -> None:
        """Write the owner's hotkey, and tell of it."""
        ...


class LeaseHotkeys(Protocol):
    """Who owns which hotkey."""

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        ...


class LeaseTakes(Protocol):
    """What delegates keep."""

    def keep_nothing(self, hotkey: AccountId) -> None:
        """Have the hotkey leave all dividends to those who stake with it."""
        ...


class StakeTransfers(Protocol):
    """Stake that changes hands."""

    def transfer_within_subnet(
        self, origin: tuple[AccountId, AccountId], destination: tuple[AccountId, AccountId], netuid: int, alpha: int
    ) -> int:
        """Move stake between (hotkey, coldkey) pairs; raises AmountTooLow below the least worth."""
        ...
