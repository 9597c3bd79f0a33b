"""What emission asks of the pools, the stakes and the balances. Amounts are rao, prices raw U64F64."""

from typing import Final, Protocol

from chain.primitives.identifiers import AccountId

ROOT: Final = 0
HIGHEST_PRICE: Final = 10**15
"""Rao per alpha above which no trade goes: a purchase at any price."""

LOWEST_PRICE: Final = 1_000
"""Rao per alpha below which no trade goes: a sale at any price."""


class Trade(Protocol):
    """What a trade took and gave."""

    @property
    def amount_paid_in(self) -> int:
        """What entered the pool, without fees."""
        ...

    @property
    def amount_paid_out(self) -> int:
        """What left the pool."""
        ...


class Exchange(Protocol):
    """The price and the weights of the pools."""

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha."""
        ...

    def adjust_protocol_liquidity(self, netuid: int, tao: int, alpha: int) -> tuple[int, int]:
        """Make room for both amounts at an unchanged price; what may be added, (0, 0) if nothing."""
        ...


class Pools(Protocol):
    """The reserves of the pools and the alpha outside them."""

    def tao_reserve(self, netuid: int) -> int:
        """The TAO reserve; on root everything staked there."""
        ...

    def alpha_issuance(self, netuid: int) -> int:
        """All alpha of a network, in the pool and outside."""
        ...

    def buy(
        self, netuid: int, tao: int, limit_price: int, *, drop_fees: bool = False, counts_stake: bool = True
    ) -> Trade:
        """The books of a purchase of alpha; TotalStake may be left to `add_total_stake`."""
        ...

    def add_total_stake(self, tao: int) -> None:
        """Add to TotalStake."""
        ...

    def sell(self, netuid: int, alpha: int, limit_price: int, *, drop_fees: bool = False) -> Trade:
        """The books of a sale of alpha."""
        ...

    def inject_tao(self, netuid: int, tao: int) -> None:
        """Add to the TAO reserve and to TotalStake, and note the protocol's flow."""
        ...

    def inject_alpha(self, netuid: int, alpha: int) -> None:
        """Mint alpha into the pool."""
        ...

    def mint_alpha_out(self, netuid: int, alpha: int) -> None:
        """Mint alpha outside the pool."""
        ...

    def stake_claimed_tao(self, tao: int) -> None:
        """Write the books of TAO that a root claim stakes on root."""
        ...

    def add_protocol_alpha(self, netuid: int, alpha: int) -> None:
        """Note alpha outside the pool as the protocol's."""
        ...

    def record_protocol_flow(self, netuid: int, tao: int) -> None:
        """Note TAO that the protocol put in (taken out: negative)."""
        ...

    def recycle_alpha(self, netuid: int, alpha: int) -> None:
        """Take alpha outside the pool out of the issuance."""
        ...

    def burn_alpha(self, netuid: int, alpha: int) -> None:
        """Count alpha outside the pool as burnt; the issuance stays."""
        ...


class Stakes(Protocol):
    """Who has staked what to which hotkey."""

    def hotkey_stake(self, hotkey: AccountId, netuid: int) -> int:
        """Everything staked to a hotkey on a network."""
        ...

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey has staked to a hotkey."""
        ...

    def increase(self, hotkey: AccountId, coldkey: AccountId, netuid: int, amount: int) -> None:
        """Add to a coldkey's stake."""
        ...

    def increase_for_all(self, hotkey: AccountId, netuid: int, amount: int) -> None:
        """Add to the stake of all who stake to a hotkey, in proportion."""
        ...

    def hotkeys_of(self, coldkey: AccountId) -> list[AccountId]:
        """The hotkeys a coldkey staked to."""
        ...


class StakeDestinations(Protocol):
    """Where coldkeys want their incentive staked."""

    def destination_of(self, coldkey: AccountId, netuid: int) -> AccountId | None:
        """The hotkey a coldkey chose, if any."""
        ...


class Currency(Protocol):
    """TAO outside the pools."""

    @property
    def total_issuance(self) -> int:
        """All TAO in accounts."""
        ...

    def issue(self, amount: int) -> None:
        """Create TAO that belongs to nobody yet; it is deposited or dropped before the block step ends."""
        ...

    def deposit(self, who: AccountId, amount: int) -> bool:
        """Put issued TAO into an account; False where it is too little to live on."""
        ...

    def drop(self, amount: int) -> None:
        """Destroy issued TAO that nobody got."""
        ...

    def transfer(self, source: AccountId, dest: AccountId, amount: int) -> None:
        """Move TAO between accounts."""
        ...
