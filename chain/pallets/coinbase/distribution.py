"""Paying out an epoch: to the owner, the miners, the validators, their nominators and parents (economics 1.10).

What flooring loses, at most two rao per hotkey, stays outside the pool and belongs to nobody.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from chain.codec import Record
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageDoubleMap, StorageMap
from chain.pallets.coinbase import dividends as rules
from chain.pallets.coinbase.market import ROOT, Pools, StakeDestinations, Stakes
from chain.pallets.subtensor_module.events import AutoStakeAdded
from chain.pallets.subtensor_module.types import PerNetwork, RecycleOrBurnEnum
from chain.primitives.fixed import U16_MAX, U96F32
from chain.primitives.fixed.wire import U96f32
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid


class Pending(Record):
    """Alpha in rao that waited for an epoch: for servers, validators, root stakers, the owner."""

    server: int
    validator: int
    root: int
    owner_cut: int

    @property
    def total(self) -> int:
        """What the epoch shares out."""
        return self.server + self.validator + self.root


class Owed(Protocol):
    """What an epoch owes one hotkey."""

    @property
    def hotkey(self) -> AccountId:
        """Who earned it."""
        ...

    @property
    def incentive(self) -> int:
        """Rao of alpha for serving."""
        ...

    @property
    def dividend(self) -> int:
        """Its share of the validators' part, as an amount."""
        ...


class ConsensusRun(Protocol):
    """The epoch."""

    def run(self, netuid: int, total: int) -> Sequence[Owed]:
        """Run the epochs of a network's mechanisms over `total` rao of alpha."""
        ...


class Family(Protocol):
    """Parents and children."""

    @property
    def tao_weight_raw(self) -> int:
        """What root stake counts for, a raw U96F32."""
        ...

    def parents_of(self, hotkey: AccountId, netuid: int) -> list[tuple[int, AccountId]]:
        """Pairs of (proportion, parent) in stored order."""
        ...

    def children_of(self, hotkey: AccountId, netuid: int) -> list[tuple[int, AccountId]]:
        """Pairs of (proportion, child)."""
        ...

    def childkey_take_of(self, hotkey: AccountId, netuid: int) -> int:
        """What a child keeps, of 65535."""
        ...


class DelegateTakes(Protocol):
    """What delegates keep."""

    def take_of(self, hotkey: AccountId) -> int:
        """The take of a hotkey, of 65535."""
        ...


class HotkeyOwners(Protocol):
    """Who owns which hotkey."""

    def owner_of(self, hotkey: AccountId) -> AccountId:
        """The coldkey of a hotkey."""
        ...

    def hotkeys_of(self, coldkey: AccountId) -> list[AccountId]:
        """The hotkeys of a coldkey."""
        ...


class NetworkOwners(Protocol):
    """Who owns which network."""

    def owner_of(self, netuid: int) -> AccountId:
        """The coldkey that owns a network."""
        ...

    def owner_hotkey_of(self, netuid: int) -> AccountId | None:
        """The owner's hotkey, if one is set."""
        ...


class SlotReads(Protocol):
    """Who has a uid where."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey, if it has one."""
        ...


class PayoutParameters(Protocol):
    """The parameters of paying out."""

    @property
    def ck_burn(self) -> int:
        """The share of children's dividends that is burnt, of 2**64 - 1."""
        ...

    @property
    def recycle_or_burn(self) -> PerNetwork[RecycleOrBurnEnum]:
        """What becomes of alpha that the owner's miners earn."""
        ...


class RootClaims(Protocol):
    """Where root stakers' dividends wait."""

    def increase_root_claimable(self, hotkey: AccountId, netuid: int, amount: int) -> None:
        """Let everyone who stakes to a hotkey on root claim a part of `amount` rao of alpha."""
        ...


class OwnerPayment(Protocol):
    """Who pays the owner's cut."""

    def pay(self, netuid: int, cut: int) -> None:
        """Stake `cut` rao of alpha for the owner of a network, share it and lock it as agreed."""
        ...


class VotingRecord(Protocol):
    """The voting power of validators."""

    def update(self, netuid: int) -> None:
        """Move the averages of a network by the epoch that just ran."""
        ...


class EarningCollateral(Protocol):
    """Collateral that what is earned releases or fills up."""

    def positions(self, netuid: int) -> list[tuple[AccountId, AccountId]]:
        """Every hotkey and coldkey with collateral on a network."""
        ...

    def settle(self, netuid: int, hotkey: AccountId, coldkey: AccountId, earned: int) -> int:
        """Count what a position earned; how much of it is locked."""
        ...


class Distribution(Pallet, wire="SubtensorModule"):
    """Who earned what at the last epoch."""

    events = (AutoStakeAdded,)

    alpha_dividends_per_subnet = StorageDoubleMap[NetUid, AccountId, AlphaBalance](
        hashers=(Identity, Blake2_128Concat),
        default=0,
        doc="Rao of alpha that the nominators of a hotkey earned at the last epoch.",
    )
    root_alpha_dividends_per_subnet = StorageDoubleMap[NetUid, AccountId, AlphaBalance](
        hashers=(Identity, Blake2_128Concat),
        default=0,
        doc="Rao of alpha that those who stake to a hotkey on root earned at the last epoch.",
    )
    total_hotkey_alpha_last_epoch = StorageDoubleMap[AccountId, NetUid, AlphaBalance](
        hashers=(Blake2_128Concat, Identity),
        default=0,
        doc="Everything staked to a hotkey after the last epoch, in rao of alpha.",
    )
    last_hotkey_emission_on_netuid = StorageDoubleMap[AccountId, NetUid, AlphaBalance](
        hashers=(Blake2_128Concat, Identity), default=0, doc="Without effect: what a hotkey earned is in Emission."
    )
    miner_burned = StorageMap[NetUid, U96f32](
        hasher=Identity, default=U96f32(0), doc="The share of incentive that the owner's own miners earned."
    )

    def connect(
        self,
        *,
        epoch: ConsensusRun,
        family: Family,
        takes: DelegateTakes,
        accounts: HotkeyOwners,
        networks: NetworkOwners,
        neurons: SlotReads,
        parameters: PayoutParameters,
        pools: Pools,
        stakes: Stakes,
        destinations: StakeDestinations,
        claims: RootClaims,
        collateral: EarningCollateral,
        owner_cut: OwnerPayment,
        voting: VotingRecord,
    ) -> None:
        """Hand over what paying out depends on."""
        self._epoch = epoch
        self._family = family
        self._takes = takes
        self._accounts = accounts
        self._networks = networks
        self._neurons = neurons
        self._parameters = parameters
        self._pools = pools
        self._stakes = stakes
        self._destinations = destinations
        self._claims = claims
        self._collateral = collateral
        self._owner_cut = owner_cut
        self._voting = voting

    # for other parts

    def distribute(self, netuid: int, pending: Pending) -> None:
        """Run the epoch of a network and pay out what waited for it."""
        owed = self._epoch.run(netuid, pending.total)
        self._voting.update(netuid)
        incentives: dict[AccountId, int] = {}
        earned: dict[AccountId, int] = {}
        for each in owed:
            incentives[each.hotkey] = incentives.get(each.hotkey, 0) + each.incentive
            for hotkey, amount in self._split_by_parents(netuid, each.hotkey, each.dividend):
                earned[hotkey] = U96F32.add(earned.get(hotkey, 0), U96F32.from_int(amount))
        # With nobody to serve, the servers' half is the validators'.
        served = sum(incentives.values()) != 0
        alpha, root = rules.distribute(
            validator_alpha=pending.validator if served else pending.validator + pending.server,
            root_alpha=pending.root,
            tao_weight=self._family.tao_weight_raw,
            stakes={hotkey: self._stakes_of(hotkey, netuid) for hotkey in earned},
            dividends=earned,
        )
        self._owner_cut.pay(netuid, pending.owner_cut)
        bonded = self._collateral.positions(netuid)
        self._pay_incentives(netuid, incentives, set(bonded))
        held = [self._stakes.stake_of(*position, netuid) for position in bonded]
        self._pay_alpha_dividends(netuid, alpha)
        self._pay_root_dividends(netuid, root)
        for (hotkey, coldkey), before in zip(bonded, held, strict=True):
            grown = self._stakes.stake_of(hotkey, coldkey, netuid) - before
            self._collateral.settle(netuid, hotkey, coldkey, max(0, grown))

    def dividends_of(self, netuid: int, hotkey: AccountId) -> int:
        """Rao of alpha that the nominators of a hotkey earned at the last epoch."""
        return self.alpha_dividends_per_subnet[netuid, hotkey]

    def alpha_dividends(self, netuid: int) -> Iterator[tuple[AccountId, int]]:
        """Hotkeys and the rao of alpha that their nominators earned at the last epoch."""
        return self.alpha_dividends_per_subnet.items(netuid)

    def withheld_share(self, netuid: int) -> int:
        """The share of incentive that the owner's own miners earned, a raw U96F32."""
        return self.miner_burned[netuid].bits

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let what a hotkey's stake was and earned at the last epoch be another's, which takes its stake over."""
        before, earned = self.total_hotkey_alpha_last_epoch, self.alpha_dividends_per_subnet
        if (old, netuid) in before:
            before[new, netuid] += before.take((old, netuid))
        if (netuid, old) in earned:
            earned[netuid, new] += earned.take((netuid, old))

    def remove_subnet(self, netuid: int) -> None:
        """Forget the payouts of a network."""
        self.alpha_dividends_per_subnet.clear(netuid)
        self.root_alpha_dividends_per_subnet.clear(netuid)
        del self.miner_burned[netuid]
        for stored in (self.total_hotkey_alpha_last_epoch, self.last_hotkey_emission_on_netuid):
            for hotkey, where in list(stored.keys()):
                if where == netuid:
                    del stored[hotkey, where]

    # inner

    def _stakes_of(self, hotkey: AccountId, netuid: int) -> tuple[int, int]:
        return self._stakes.hotkey_stake(hotkey, netuid), self._stakes.hotkey_stake(hotkey, ROOT)

    def _split_by_parents(self, netuid: int, hotkey: AccountId, dividend: int) -> list[tuple[AccountId, int]]:
        """The dividend divided between a hotkey and its parents; recycles what childkey burn takes."""
        lenders = self._family.parents_of(hotkey, netuid)
        if not lenders:
            return [(hotkey, dividend)]
        owner = self._accounts.owner_of(hotkey)
        weight = self._family.tao_weight_raw
        lent = [share for share, _ in self._family.children_of(hotkey, netuid)]
        split = rules.split_by_parents(
            hotkey,
            dividend,
            own=rules.self_contribution(*self._stakes_of(hotkey, netuid), weight, lent),
            parents=[
                rules.Parent(parent, *self._stakes_of(parent, netuid), share, self._accounts.owner_of(parent) == owner)
                for share, parent in lenders
            ],
            tao_weight=weight,
            child_take=self._family.childkey_take_of(hotkey, netuid),
            burn_take=self._parameters.ck_burn,
        )
        for amount in split.burnt:
            self._pools.recycle_alpha(netuid, amount)
        return split.dividends

    def _pay_incentives(
        self, netuid: int, incentives: Mapping[AccountId, int], bonded: Collection[tuple[AccountId, AccountId]]
    ) -> None:
        """Stake each miner's incentive; what the owner's own miners earned is burnt or recycled instead.

        What collateral takes of it stays with the miner's hotkey, wherever the rest is staked.
        """
        withheld_from = self._owner_hotkeys(netuid)
        recycles = self._parameters.recycle_or_burn[netuid] == RecycleOrBurnEnum.Recycle
        withheld = 0
        for hotkey in sorted(incentives):
            incentive = incentives[hotkey]
            if hotkey in withheld_from:
                withheld += incentive
                withdraw = self._pools.recycle_alpha if recycles else self._pools.burn_alpha
                withdraw(netuid, incentive)
                continue
            owner = self._accounts.owner_of(hotkey)
            if (hotkey, owner) in bonded:
                captured = self._collateral.settle(netuid, hotkey, owner, incentive)
                self._stake(hotkey, owner, netuid, captured)
                incentive -= captured
            chosen = self._destinations.destination_of(owner, netuid)
            if chosen is not None:
                self.deposit_event(
                    AutoStakeAdded(netuid=netuid, destination=chosen, hotkey=hotkey, owner=owner, incentive=incentive)
                )
            self._stake(chosen or hotkey, owner, netuid, incentive)
        total = U96F32.from_int(sum(incentives.values()))
        self.miner_burned[netuid] = U96f32(U96F32.safe_div(U96F32.from_int(withheld), total))

    def _owner_hotkeys(self, netuid: int) -> set[AccountId]:
        found = {
            hotkey
            for hotkey in self._accounts.hotkeys_of(self._networks.owner_of(netuid))
            if self._neurons.uid_of(netuid, hotkey) is not None
        }
        owner_hotkey = self._networks.owner_hotkey_of(netuid)
        return found if owner_hotkey is None else found | {owner_hotkey}

    def _pay_alpha_dividends(self, netuid: int, dividends: Mapping[AccountId, int]) -> None:
        self.alpha_dividends_per_subnet.clear(netuid)
        for hotkey, raw in dividends.items():
            rest = self._pay_take(netuid, hotkey, raw)
            self._stakes.increase_for_all(hotkey, netuid, rest)
            self.alpha_dividends_per_subnet[netuid, hotkey] += rest
            self.total_hotkey_alpha_last_epoch[hotkey, netuid] = self._stakes.hotkey_stake(hotkey, netuid)

    def _pay_root_dividends(self, netuid: int, dividends: Mapping[AccountId, int]) -> None:
        self.root_alpha_dividends_per_subnet.clear(netuid)
        for hotkey, raw in dividends.items():
            rest = self._pay_take(netuid, hotkey, raw)
            self._claims.increase_root_claimable(hotkey, netuid, rest)
            self.root_alpha_dividends_per_subnet[netuid, hotkey] += rest

    def _pay_take(self, netuid: int, hotkey: AccountId, raw: int) -> int:
        """Stake the delegate's take of a raw U96F32 amount for its owner; the rest in rao."""
        take = U96F32.mul(rules.proportion(self._takes.take_of(hotkey), U16_MAX), raw)
        self._stake(hotkey, self._accounts.owner_of(hotkey), netuid, U96F32.to_int(take))
        return U96F32.to_int(U96F32.sub(raw, take))

    def _stake(self, hotkey: AccountId, coldkey: AccountId, netuid: int, amount: int) -> None:
        if amount > 0:
            self._stakes.increase(hotkey, coldkey, netuid, amount)
