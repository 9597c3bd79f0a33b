"""Dividends of those who stake on root: earned in alpha of every network, claimed as root stake (economics 1.11).

A hotkey's rate on a network grows with every epoch: the alpha that one rao of root stake may claim in all. What a
coldkey has claimed, or could not claim because it came later, is kept beside it.
Invariant: the index of stakers is gapless.
"""

from collections.abc import Iterable
from typing import Protocol

from chain.codec import U64, U128
from chain.frame.call import call
from chain.frame.error import DispatchFailure, InvariantBroken
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap, StorageMap, StorageNMap, StorageValue
from chain.frame.weight import Weight
from chain.pallets.coinbase.claim_index import block_hash_to_indices
from chain.pallets.coinbase.market import LOWEST_PRICE, ROOT, Currency, Pools, Stakes
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.subtensor_module.errors import InvalidSubnetNumber
from chain.pallets.subtensor_module.events import RootClaimed
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.fixed import I96F32, U128_MAX
from chain.primitives.fixed.wire import I96f32
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, AlphaBalance, Hash, NetUid, TaoBalance

MOST_SUBNETS_PER_CLAIM = 5
CLAIM_WEIGHT = Weight(938_999_000, 0)


class ClaimAccounts(Protocol):
    """What claims ask of the hotkey accounts."""

    def owner_of(self, hotkey: AccountId) -> AccountId:
        """The coldkey of a hotkey."""
        ...


class ClaimParameters(Protocol):
    """The parameters of claims."""

    @property
    def root_claimable_threshold(self) -> PerNetwork[I96f32]:
        """Rao of alpha below which nothing is claimed."""
        ...


class ClaimPreferences(Protocol):
    """What root stakers chose."""

    def keeps(self, coldkey: AccountId, netuid: int) -> bool:
        """Whether a coldkey keeps the alpha that it claims on a network."""
        ...

    def automatic_claims(self) -> int:
        """How many coldkeys a block claims for by itself."""
        ...


class BasketShares(Protocol):
    """What root stakers hold of baskets."""

    def redeem(self, hotkey: AccountId, coldkey: AccountId) -> int:
        """Pay a coldkey for its shares of a basket; the rao that it got as root stake."""
        ...

    def has_shares(self, hotkey: AccountId) -> bool:
        """Whether anybody has a share of a hotkey's basket."""
        ...


class RootDividends(Pallet, wire="SubtensorModule"):
    """What root stakers may claim on each network, and who they are."""

    errors = (InvalidSubnetNumber,)
    events = (RootClaimed,)

    root_claimable = StorageMap[AccountId, dict[NetUid, I96f32]](
        hasher=Blake2_128Concat,
        default={},
        doc="By network, the rao of alpha that one rao of root stake with the hotkey may claim.",
    )
    root_claimed = StorageNMap[tuple[NetUid, AccountId, AccountId], U128](
        hashers=(Identity, Blake2_128Concat, Blake2_128Concat),
        default=0,
        doc="Rao of alpha that a coldkey may not claim any more, by network, hotkey and coldkey.",
    )
    subnet_root_sell_tao = StorageMap[NetUid, TaoBalance](
        name="SubnetRootSellTao", hasher=Identity, default=0, doc="Rao that claims took out of a pool in this block."
    )
    staking_coldkeys_by_index = OptionalMap[U64, AccountId](
        hasher=Identity, doc="The coldkeys with root stake, numbered from 0 without gaps."
    )
    staking_coldkeys = OptionalMap[AccountId, U64](hasher=Identity, doc="The number of a coldkey with root stake.")
    num_staking_coldkeys = StorageValue[U64](default=0, doc="How many coldkeys have root stake.")

    def connect(
        self,
        *,
        accounts: ClaimAccounts,
        parameters: ClaimParameters,
        pools: Pools,
        stakes: Stakes,
        currency: Currency,
        choices: ClaimPreferences,
        baskets: BasketShares,
    ) -> None:
        """Hand over what claims depend on."""
        self._accounts = accounts
        self._parameters = parameters
        self._pools = pools
        self._stakes = stakes
        self._currency = currency
        self._choices = choices
        self._baskets = baskets

    # calls

    @call(index=121, weight=CLAIM_WEIGHT)
    def claim_root(self, origin: Origin, subnets: frozenset[NetUid]) -> None:
        """Claim the signer's root dividends on one to five networks: all that can be claimed there, or nothing.

        The alpha is sold and the TAO staked on root, unless the signer chose to keep it. Naming root alone claims on
        every network and redeems all shares of baskets: spec 461 looks at no networks, its clients name root.
        """
        coldkey = origin.ensure_signed()
        if not 1 <= len(subnets) <= MOST_SUBNETS_PER_CLAIM:
            raise InvalidSubnetNumber
        self.join(coldkey)
        hotkeys = self._stakes.hotkeys_of(coldkey)
        if subnets == {ROOT}:
            self._claim_everything(coldkey, hotkeys)
        else:
            self._claim(coldkey, hotkeys, subnets)

    @call(index=148, weight=CLAIM_WEIGHT)
    def claim_root_with_hotkey(self, origin: Origin, hotkey: AccountId) -> None:
        """Claim the signer's root dividends for stake with one hotkey on all networks, and its part of the basket."""
        coldkey = origin.ensure_signed()
        self.join(coldkey)
        self._claim_everything(coldkey, [hotkey])

    # reads for other parts

    def claimable_rate(self, hotkey: AccountId, netuid: int) -> int:
        """Rao of alpha per rao of root stake, a raw I96F32."""
        rates = self.root_claimable[hotkey]
        return rates[netuid].bits if netuid in rates else 0

    def owed(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey may claim on a network for its root stake with a hotkey, a raw I96F32."""
        stake = self._stakes.stake_of(hotkey, coldkey, ROOT)
        earned = I96F32.mul(self.claimable_rate(hotkey, netuid), I96F32.from_int(stake))
        claimed = I96F32.from_int(self.root_claimed[netuid, hotkey, coldkey])
        return max(I96F32.sub(earned, claimed), 0)

    # for other parts

    def increase_root_claimable(self, hotkey: AccountId, netuid: int, amount: int) -> None:
        """Let everyone who stakes to a hotkey on root claim its part of `amount` rao of alpha.

        With less root stake than that, the hotkey's owner gets the alpha, because the rate would leave its type.
        """
        stake = self._stakes.hotkey_stake(hotkey, ROOT)
        if amount > stake:
            self._stakes.increase(hotkey, self._accounts.owner_of(hotkey), netuid, amount)
            return
        increment = I96F32.safe_div(I96F32.from_int(amount), I96F32.from_int(stake))
        rates = dict(self.root_claimable[hotkey])
        before = rates[netuid].bits if netuid in rates else 0
        rates[netuid] = I96f32(I96F32.add(before, increment))
        self.root_claimable[hotkey] = rates

    def root_stake_added(self, hotkey: AccountId, coldkey: AccountId, tao: int) -> None:
        """New root stake claims nothing of the past: count what it would have earned as claimed."""
        for netuid, rate in self.root_claimable[hotkey].items():
            key = (netuid, hotkey, coldkey)
            self.root_claimed[key] = min(self.root_claimed[key] + self._earned(rate.bits, tao), U128_MAX)
        self.join(coldkey)

    def root_stake_removed(self, hotkey: AccountId, coldkey: AccountId, tao: int) -> None:
        """Removed root stake keeps what it may claim: take what it has earned off what counts as claimed."""
        for netuid, rate in self.root_claimable[hotkey].items():
            if netuid != ROOT:
                key = (netuid, hotkey, coldkey)
                self.root_claimed[key] = max(self.root_claimed[key] - self._earned(rate.bits, tao), 0)
        if all(self._stakes.stake_of(each, coldkey, ROOT) == 0 for each in self._stakes.hotkeys_of(coldkey)):
            self._leave(coldkey)

    def begin_block(self) -> None:
        """Begin the count of what claims take out of the pools."""
        self.subnet_root_sell_tao.clear()

    def run_automatic_claims(self, parent_hash: Hash) -> None:
        """Claim on all networks for a few stakers drawn from the parent block's hash (section 1.12)."""
        most = self._choices.automatic_claims()
        for index in block_hash_to_indices(parent_hash, most, self.num_staking_coldkeys):
            coldkey = self.staking_coldkeys_by_index[index]
            if coldkey is not None:
                self._try_claim(coldkey)

    def join(self, coldkey: AccountId) -> None:
        """Number a coldkey, so that automatic claims may come to it."""
        if coldkey not in self.staking_coldkeys:
            index = self.num_staking_coldkeys
            self.staking_coldkeys[coldkey] = index
            self.staking_coldkeys_by_index[index] = coldkey
            self.num_staking_coldkeys = index + 1

    def has_claims(self, hotkey: AccountId) -> bool:
        """Whether anything was earned or claimed for root stake with the hotkey, or its basket has shares."""
        earned = any(rate.bits for rate in self.root_claimable[hotkey].values())
        if earned or self._baskets.has_shares(hotkey):
            return True
        return any(hotkey == claimed for _, claimed, _ in self.root_claimed)

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let what root stake earns and has claimed follow it to another hotkey, which had none."""
        if netuid != ROOT:
            return
        if old in self.root_claimable:
            self.root_claimable[new] = self.root_claimable.take(old)
        for where, hotkey, coldkey in list(self.root_claimed.keys()):
            if hotkey == old:
                self.root_claimed[where, new, coldkey] = self.root_claimed.take((where, old, coldkey))

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Let what a coldkey has claimed be another's, to which its stake has moved."""
        for netuid, hotkey, coldkey in list(self.root_claimed.keys()):
            if coldkey == old:
                self.root_claimed[netuid, hotkey, new] += self.root_claimed.take((netuid, hotkey, old))
        if old in self.staking_coldkeys:
            self.join(new)
            self._leave(old)

    def remove_subnet(self, netuid: int) -> None:
        """Forget what was earned and claimed on a network."""
        for hotkey, rates in list(self.root_claimable.items()):
            if netuid in rates:
                self.root_claimable[hotkey] = {where: rate for where, rate in rates.items() if where != netuid}
        self.root_claimed.clear(netuid)
        del self.subnet_root_sell_tao[netuid]

    # inner

    def _earned(self, rate: int, stake: int) -> int:
        return I96F32.to_int(I96F32.mul(rate, I96F32.from_int(stake)), U128_MAX)

    def _try_claim(self, coldkey: AccountId) -> None:
        try:
            with self.state.layer():
                self._claim(coldkey, self._stakes.hotkeys_of(coldkey), None)
        except DispatchFailure:
            # Nobody asked for it in this block: where a pool cannot buy now, the claims stand.
            return

    def _claim_everything(self, coldkey: AccountId, hotkeys: Iterable[AccountId]) -> None:
        redeemed = sum(self._baskets.redeem(hotkey, coldkey) for hotkey in hotkeys)
        self._claim(coldkey, hotkeys, None, redeemed)

    def _claim(
        self, coldkey: AccountId, hotkeys: Iterable[AccountId], subnets: frozenset[int] | None, total: int = 0
    ) -> None:
        """Claim on the given networks, or on all, and tell how much TAO came of it and of what went before.

        Raises what a trade raises.
        """
        for hotkey in hotkeys:
            for netuid in sorted(self.root_claimable[hotkey]):
                if subnets is None or netuid in subnets:
                    total += self._claim_on(hotkey, coldkey, netuid)
        self.deposit_event(RootClaimed(coldkey=coldkey, tao=total))

    def _claim_on(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """Stake what is owed on one network there, or sell it and stake the TAO on root; the rao staked on root."""
        owed = self.owed(hotkey, coldkey, netuid)
        alpha: AlphaBalance = I96F32.to_int(owed)
        if owed < self._parameters.root_claimable_threshold[netuid].bits or alpha == 0:
            return 0
        tao = 0
        if self._choices.keeps(coldkey, netuid):
            self._stakes.increase(hotkey, coldkey, netuid, alpha)
        else:
            tao = self._sell(netuid, alpha)
            self._stakes.increase(hotkey, coldkey, ROOT, tao)
            self._pools.stake_claimed_tao(tao)
            self.root_stake_added(hotkey, coldkey, tao)
        self.root_claimed[netuid, hotkey, coldkey] += alpha
        return tao

    def _sell(self, netuid: int, alpha: int) -> int:
        tao = self._pools.sell(netuid, alpha, LOWEST_PRICE, drop_fees=True).amount_paid_out
        self._currency.transfer(subnet_account(netuid), subnet_account(ROOT), tao)
        self.subnet_root_sell_tao[netuid] += tao
        self._pools.record_protocol_flow(netuid, -tao)
        return tao

    def _leave(self, coldkey: AccountId) -> None:
        index = self.staking_coldkeys[coldkey]
        if index is None:
            return
        last = self.num_staking_coldkeys - 1
        moved = self.staking_coldkeys_by_index[last]
        if moved is not None and moved != coldkey:
            self.staking_coldkeys[moved] = index
            self.staking_coldkeys_by_index[index] = moved
        del self.staking_coldkeys[coldkey]
        del self.staking_coldkeys_by_index[last]
        self.num_staking_coldkeys = last

    # invariants

    def check_invariants(self) -> None:
        """The numbered stakers and their numbers are each other's inverse, from 0 without gaps; rates are no debts."""
        numbered = dict(self.staking_coldkeys_by_index.items())
        if sorted(numbered) != list(range(self.num_staking_coldkeys)):
            raise InvariantBroken(
                f"{self.num_staking_coldkeys} coldkeys stake on root, but numbered are {len(numbered)}"
            )
        if {coldkey: index for index, coldkey in numbered.items()} != dict(self.staking_coldkeys.items()):
            raise InvariantBroken("StakingColdkeys and StakingColdkeysByIndex are not each other's inverse")
        for hotkey, rates in self.root_claimable.items():
            if any(rate.bits < 0 for rate in rates.values()):
                raise InvariantBroken(f"{hotkey.hex()} owes its root stakers less than nothing: {rates}")
