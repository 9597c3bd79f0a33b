"""Shares of baskets: bought with TAO, redeemed for root stake. Amounts are rao, shares are units of their own.

A basket is the stake of its escrow account with one root validator. Who brings TAO buys a part of every holding and
gets shares for the value that was added; who redeems gets that part of the value of everything. What is owed to a
coldkey is kept as a debt in `BasketClaimed`: shares that it may claim count below zero there.
Invariant: what is owed adds up to `BasketShares`.
"""

from typing import Protocol

from chain.codec import I128, U64
from chain.frame import InvariantBroken, Origin, Pallet, StorageDoubleMap, StorageMap, call, measured_weight
from chain.pallets.baskets.fund import BasketFunds, Holding
from chain.pallets.networks.sovereign import basket_account, subnet_account
from chain.pallets.staking.accounts import ROOT
from chain.pallets.staking.trading import MIN_STAKE
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    HotKeyAccountNotExists,
    HotKeyNotRegisteredInSubNet,
    NotEnoughBalanceToStake,
)
from chain.pallets.subtensor_module.events import (
    BasketAlphaWrittenOff,
    BasketClaimed,
    BasketHoldingConverted,
    BasketStakedIn,
)
from chain.pallets.subtensor_module.types import PerNetwork
from chain.pallets.swap import MAX_PRICE, MIN_PRICE
from chain.primitives.fixed.wire import I96f32
from chain.primitives.hashing import Blake2_128Concat
from chain.primitives.identifiers import AccountId, TaoBalance


class BasketStakes(Protocol):
    """The stake of escrow accounts, and where coldkeys look for theirs."""

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with a hotkey."""
        ...

    def increase(self, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Give a coldkey more stake."""
        ...

    def decrease(self, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Take stake away."""
        ...

    def add_staking_hotkey(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Remember that a coldkey has something with a hotkey."""
        ...


class BasketTrades(Protocol):
    """Staking as one step."""

    def can_remove_balance(self, coldkey: AccountId, amount: int) -> bool:
        """Whether the coldkey can part with so many rao."""
        ...

    def move_to_subnet(self, coldkey: AccountId, netuid: int, tao: int) -> int:
        """Move TAO to the account of a network; what was moved."""
        ...

    def stake_moved(
        self, hotkey: AccountId, coldkey: AccountId, netuid: int, moved: int, limit_price: int, *, drop_fees: bool = ...
    ) -> int:
        """Stake TAO that lies on the network's account; the alpha that came out."""
        ...

    def unstake_from_subnet(
        self,
        hotkey: AccountId,
        coldkey: AccountId,
        beneficiary: AccountId,
        netuid: int,
        alpha: int,
        limit_price: int,
        *,
        drop_fees: bool = ...,
    ) -> int:
        """Sell stake for somebody; the TAO that came out."""
        ...


class BasketHotkeys(Protocol):
    """What baskets ask of the hotkey accounts."""

    def exists(self, hotkey: AccountId) -> bool:
        """Whether somebody owns the hotkey."""
        ...


class BasketSlots(Protocol):
    """What baskets ask of the neurons."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...


class BasketPools(Protocol):
    """The books of alpha."""

    def burn_alpha(self, netuid: int, alpha: int) -> None:
        """Make outside alpha unusable."""
        ...


class BasketParameters(Protocol):
    """The parameters of claims."""

    @property
    def root_claimable_threshold(self) -> PerNetwork[I96f32]:
        """On root: the rao below which a claim is put off."""
        ...


class EscrowClaims(Protocol):
    """The root dividends of escrow accounts."""

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Let what a coldkey has claimed be another's."""
        ...


class Baskets(Pallet, wire="SubtensorModule"):
    """Who holds which share of which basket."""

    events = (BasketAlphaWrittenOff, BasketClaimed, BasketHoldingConverted, BasketStakedIn)
    errors = (AmountTooLow, HotKeyAccountNotExists, HotKeyNotRegisteredInSubNet, NotEnoughBalanceToStake)

    basket_shares = StorageMap[AccountId, U64](
        hasher=Blake2_128Concat, default=0, doc="All shares of a validator's basket."
    )
    basket_claimed = StorageDoubleMap[AccountId, AccountId, I128](
        hashers=(Blake2_128Concat, Blake2_128Concat),
        default=0,
        doc="Shares of a hotkey's basket that a coldkey has claimed, less those it may claim.",
    )
    basket_deposited_tao = StorageMap[AccountId, TaoBalance](
        hasher=Blake2_128Concat, default=0, doc="The value that deposits have added to a basket."
    )
    basket_redeemed_tao = StorageMap[AccountId, TaoBalance](
        hasher=Blake2_128Concat, default=0, doc="The TAO that claims have taken out of a basket."
    )

    def connect(
        self,
        *,
        funds: BasketFunds,
        stakes: BasketStakes,
        trading: BasketTrades,
        hotkeys: BasketHotkeys,
        neurons: BasketSlots,
        pools: BasketPools,
        parameters: BasketParameters,
        claims: EscrowClaims,
    ) -> None:
        """Hand over what baskets depend on."""
        self._funds = funds
        self._stakes = stakes
        self._trading = trading
        self._hotkeys = hotkeys
        self._neurons = neurons
        self._pools = pools
        self._parameters = parameters
        self._claims = claims

    # the call

    @call(index=147, weight=measured_weight(944_515_000, reads=47, writes=24))
    def stake_into_basket(self, origin: Origin, hotkey: AccountId, amount_staked: TaoBalance) -> None:
        """Buy shares of a root validator's basket for `amount_staked` rao of the signer.

        The TAO buys more of every holding, in proportion to their values, and stays TAO where there is none.
        """
        coldkey = origin.ensure_signed()
        if not self._hotkeys.exists(hotkey):
            raise HotKeyAccountNotExists
        if self._neurons.uid_of(ROOT, hotkey) is None:
            raise HotKeyNotRegisteredInSubNet
        if amount_staked < MIN_STAKE:
            raise AmountTooLow
        if not self._trading.can_remove_balance(coldkey, amount_staked):
            raise NotEnoughBalanceToStake
        value, shares = self._deposit(coldkey, hotkey, amount_staked)
        if shares == 0:
            raise AmountTooLow
        self.basket_shares[hotkey] += shares
        self._grant(hotkey, coldkey, shares)
        self.basket_deposited_tao[hotkey] += value
        self._stakes.add_staking_hotkey(coldkey, hotkey)
        self.deposit_event(BasketStakedIn(hotkey, coldkey, amount_staked, value, shares))

    # reads

    def owed(self, hotkey: AccountId, coldkey: AccountId) -> int:
        """The shares of a basket that a coldkey may claim."""
        return max(0, -self.basket_claimed[hotkey, coldkey])

    def payout(self, hotkey: AccountId, coldkey: AccountId) -> int:
        """What a claim of all these shares would pay."""
        owed, shares = self.owed(hotkey, coldkey), self.basket_shares[hotkey]
        return self._funds.nav(hotkey) * owed // shares if owed else 0

    def hotkeys(self) -> list[AccountId]:
        """The hotkeys whose baskets have shares."""
        return list(self.basket_shares.keys())

    def baskets_of(self, coldkey: AccountId) -> list[AccountId]:
        """The hotkeys in whose baskets a coldkey has a share."""
        return [hotkey for hotkey in self.hotkeys() if self.owed(hotkey, coldkey)]

    def is_payable(self, payout: int) -> bool:
        """Whether a claim is worth so much that it is not put off."""
        return 0 < payout >= self._parameters.root_claimable_threshold[ROOT].bits >> 32

    def has_shares(self, hotkey: AccountId) -> bool:
        """Whether anybody has a share of a hotkey's basket."""
        return hotkey in self.basket_shares

    # for other parts

    def redeem(self, hotkey: AccountId, coldkey: AccountId) -> int:
        """Pay a coldkey for all its shares of a basket, as root stake with the hotkey; the rao that it got.

        Its part of every holding is sold. What this fetches beyond its part of the whole value stays in the basket.
        A claim worth less than the threshold is put off.
        """
        owed, shares = self.owed(hotkey, coldkey), self.basket_shares[hotkey]
        if owed == 0:
            return 0
        holdings = self._funds.holdings(hotkey)
        entitlement = sum(holding.value for holding in holdings) * owed // shares
        if not self.is_payable(entitlement):
            return 0
        fetched = sum(self._sell(hotkey, holding, holding.alpha * owed // shares) for holding in holdings)
        paid = fetched if owed == shares else min(fetched, entitlement)
        if paid:
            self._trading.stake_moved(hotkey, coldkey, ROOT, paid, MAX_PRICE)
        if fetched > paid:
            self._trading.stake_moved(hotkey, basket_account(hotkey), ROOT, fetched - paid, MAX_PRICE)
        self._grant(hotkey, coldkey, -owed)
        self._write_shares(hotkey, shares - owed)
        self.basket_redeemed_tao[hotkey] += paid
        self.deposit_event(BasketClaimed(hotkey, coldkey, paid))
        return paid

    def convert(self, hotkey: AccountId, netuid: int, tao: int) -> None:
        """Keep as TAO what a basket got for its alpha of a network that ends; it lies on the account of root."""
        self._trading.stake_moved(hotkey, basket_account(hotkey), ROOT, tao, MAX_PRICE)
        self.deposit_event(BasketHoldingConverted(hotkey, netuid, tao))

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let a basket follow its validator to another hotkey on root; what left it by another network comes back."""
        if netuid != ROOT:
            self._move_stake((new, basket_account(old)), (old, basket_account(old)), netuid)
            return
        for where in self._funds.netuids():
            holder = new if where == ROOT else old
            self._move_stake((holder, basket_account(old)), (new, basket_account(new)), where)
        self._claims.move_coldkey(basket_account(old), basket_account(new))
        for stored in (self.basket_shares, self.basket_deposited_tao, self.basket_redeemed_tao):
            if old in stored:
                stored[new] += stored.take(old)
        for coldkey, claimed in list(self.basket_claimed.items(old)):
            del self.basket_claimed[old, coldkey]
            self._grant(new, coldkey, -claimed)

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Let the shares of one coldkey be another's."""
        for hotkey in self.baskets_of(old):
            owed = self.owed(hotkey, old)
            self._grant(hotkey, old, -owed)
            self._grant(hotkey, new, owed)

    # inner

    def _deposit(self, coldkey: AccountId, hotkey: AccountId, tao: int) -> tuple[int, int]:
        """Buy for the basket; the value this added and the shares it is worth."""
        shares, before = self.basket_shares[hotkey], self._funds.holdings(hotkey)
        if shares == 0:
            # Nobody has a share: what lies there goes to who comes now, at one share a rao.
            self._buy(coldkey, hotkey, ROOT, tao)
            return tao, tao
        if not before or any(holding.value == 0 for holding in before):
            raise AmountTooLow
        nav = sum(holding.value for holding in before)
        slices = [tao * holding.value // nav for holding in before]
        largest = max(range(len(before)), key=lambda position: before[position].value)
        slices[largest] += tao - sum(slices)
        if 0 in slices:
            raise AmountTooLow
        acquired = [
            self._buy(coldkey, hotkey, holding.netuid, part) for holding, part in zip(before, slices, strict=True)
        ]
        value = max(0, self._funds.nav(hotkey) - nav)
        # Not more than the part of each holding that was really bought, or a claim would sell more than that.
        fractions = [bought * shares // holding.alpha for holding, bought in zip(before, acquired, strict=True)]
        return value, min(value * shares // nav, *fractions)

    def _buy(self, coldkey: AccountId, hotkey: AccountId, netuid: int, tao: int) -> int:
        moved = self._trading.move_to_subnet(coldkey, netuid, tao)
        return self._trading.stake_moved(hotkey, basket_account(hotkey), netuid, moved, MAX_PRICE)

    def _sell(self, hotkey: AccountId, holding: Holding, alpha: int) -> int:
        """Sell a part of a holding for TAO on the account of root; what cannot be sold is given up."""
        if alpha == 0:
            return 0
        if holding.value == 0:
            self._stakes.decrease(hotkey, basket_account(hotkey), holding.netuid, alpha)
            self._pools.burn_alpha(holding.netuid, alpha)
            self.deposit_event(BasketAlphaWrittenOff(hotkey, holding.netuid, alpha))
            return 0
        return self._trading.unstake_from_subnet(
            hotkey, basket_account(hotkey), subnet_account(ROOT), holding.netuid, alpha, MIN_PRICE, drop_fees=True
        )

    def _grant(self, hotkey: AccountId, coldkey: AccountId, shares: int) -> None:
        claimed = self.basket_claimed[hotkey, coldkey] - shares
        if claimed:
            self.basket_claimed[hotkey, coldkey] = claimed
        else:
            del self.basket_claimed[hotkey, coldkey]

    def _write_shares(self, hotkey: AccountId, shares: int) -> None:
        if shares:
            self.basket_shares[hotkey] = shares
        else:
            del self.basket_shares[hotkey]

    def _move_stake(
        self, source: tuple[AccountId, AccountId], target: tuple[AccountId, AccountId], netuid: int
    ) -> None:
        alpha = self._stakes.stake_of(*source, netuid)
        if alpha and source != target:
            self._stakes.decrease(*source, netuid, alpha)
            self._stakes.increase(*target, netuid, alpha)

    # invariants

    def check_invariants(self) -> None:
        """Every share is owed to somebody."""
        owed: dict[AccountId, int] = {}
        for (hotkey, _), claimed in self.basket_claimed.items():
            owed[hotkey] = owed.get(hotkey, 0) - claimed
        shares = dict(self.basket_shares.items())
        if owed != shares:
            raise InvariantBroken(f"baskets have shares {shares}, but owe {owed}")
