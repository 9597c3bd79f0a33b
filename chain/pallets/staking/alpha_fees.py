"""Fees paid in alpha: who wants to move stake but has no TAO pays with a part of that stake (lifecycle 5.5).

Only where the call takes stake from one place: of one hotkey, on one network. Such a fee is not given back in part.
"""

from typing import Protocol

from chain.codec import Record
from chain.frame.call import Call
from chain.frame.error import DispatchFailure
from chain.frame.pallet import Pallet
from chain.pallets.networks.sovereign import BURN_ACCOUNT
from chain.pallets.subtensor_module.events import TransactionFeePaidWithAlpha
from chain.pallets.swap import MIN_PRICE
from chain.primitives.identifiers import AccountId

MODULE = "SubtensorModule"
FROM_ONE_PLACE = {
    **dict.fromkeys(
        ("remove_stake", "remove_stake_limit", "remove_stake_full_limit", "recycle_alpha", "burn_alpha"),
        ("hotkey", "netuid"),
    ),
    "move_stake": ("origin_hotkey", "origin_netuid"),
    **dict.fromkeys(("transfer_stake", "swap_stake", "swap_stake_limit"), ("hotkey", "origin_netuid")),
}
"""By call, the arguments that name the hotkey and the network that stake is taken from."""

FROM_EVERYWHERE = frozenset({"unstake_all", "unstake_all_alpha"})


class FeeNetworks(Protocol):
    """What fees in alpha ask of the networks."""

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...

    def is_subtoken_enabled(self, netuid: int) -> bool:
        """Whether the network's alpha may be traded."""
        ...


class FeeHoldings(Protocol):
    """Who has staked what."""

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """Rao of alpha that a coldkey has staked with a hotkey."""
        ...


class FeePrices(Protocol):
    """What alpha is worth."""

    def alpha_at_price(self, netuid: int, tao: int) -> int:
        """The alpha that `tao` rao are worth at the current price, without slippage."""
        ...


class FeeTrading(Protocol):
    """Sells stake."""

    def unstake_from_subnet(
        self,
        hotkey: AccountId,
        coldkey: AccountId,
        beneficiary: AccountId,
        netuid: int,
        alpha: int,
        limit_price: int,
        *,
        drop_fees: bool = False,
    ) -> int:
        """Sell stake of a coldkey for somebody; the TAO that came out."""
        ...


class FeeAuthorship(Protocol):
    """Who makes the block."""

    def author(self) -> AccountId | None:
        """The account that fees go to, if there is one."""
        ...


class Source(Record):
    """Where a call takes stake from."""

    hotkey: AccountId
    netuid: int


class AlphaFee(Record):
    """A fee as it was paid: on which network, in rao of alpha, and the rao of TAO the author got for it."""

    netuid: int
    alpha: int
    tao: int


class AlphaFees(Pallet, wire="SubtensorModule"):
    """Takes fees out of the stake that a call moves. It keeps no storage."""

    events = (TransactionFeePaidWithAlpha,)

    def connect(
        self,
        *,
        networks: FeeNetworks,
        holdings: FeeHoldings,
        prices: FeePrices,
        trading: FeeTrading,
        authorship: FeeAuthorship,
    ) -> None:
        """Hand over what is sold, for how much, to whom."""
        self._networks = networks
        self._holdings = holdings
        self._prices = prices
        self._trading = trading
        self._authorship = authorship

    # for the payment of transactions

    def can_pay(self, who: AccountId, call: Call, fee: int) -> bool:
        """Whether the stake that the call moves is worth a fee of so many rao of TAO."""
        source = self._source(who, call)
        if source is None:
            return False
        return self._prices.alpha_at_price(source.netuid, fee) <= self._stake(who, source)

    def pay(self, who: AccountId, call: Call, fee: int) -> AlphaFee | None:
        """Sell stake for a fee of so many rao of TAO and hand them to the author; None where that is impossible."""
        source = self._source(who, call)
        if source is None:
            return None
        stake = self._stake(who, source)
        alpha = min(self._prices.alpha_at_price(source.netuid, fee) or stake, stake)
        beneficiary = self._authorship.author() or BURN_ACCOUNT
        try:
            with self.state.layer():
                tao = self._trading.unstake_from_subnet(
                    source.hotkey, who, beneficiary, source.netuid, alpha, MIN_PRICE, drop_fees=True
                )
        except DispatchFailure:
            return None
        return AlphaFee(source.netuid, alpha, tao)

    def announce(self, who: AccountId, fee: AlphaFee) -> None:
        """Tell that a transaction was paid for in alpha."""
        self.deposit_event(
            TransactionFeePaidWithAlpha(who=who, netuid=fee.netuid, alpha_fee=fee.alpha, tao_amount=fee.tao)
        )

    # inner

    def _stake(self, who: AccountId, source: Source) -> int:
        return self._holdings.stake_of(source.hotkey, who, source.netuid)

    def _source(self, who: AccountId, call: Call) -> Source | None:
        """The one place that the call takes stake from; None if there is none, or more than one."""
        if call.is_any_of(MODULE, *FROM_ONE_PLACE):
            hotkey, netuid = FROM_ONE_PLACE[call.name]
            found = [Source(call[hotkey], call[netuid])]
        elif call.is_any_of(MODULE, *FROM_EVERYWHERE):
            everywhere = (Source(call["hotkey"], netuid) for netuid in self._networks.netuids())
            found = [source for source in everywhere if self._networks.is_subtoken_enabled(source.netuid)]
        else:
            return None
        found = [source for source in found if self._stake(who, source) > 0]
        return found[0] if len(found) == 1 else None
