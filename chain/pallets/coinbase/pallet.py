"""Coinbase: the block step. Mints the block's TAO, feeds the pools, runs the epochs that are due (economics section 1).

Invariant: alpha that waits for an epoch never exceeds the alpha outside the pool.
"""

from collections.abc import Collection, Mapping
from typing import Protocol

from chain.codec import U64
from chain.frame.error import DispatchFailure, InvariantBroken
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap, StorageMap, StorageValue
from chain.frame.storage.bound_map import BoundSingleMap
from chain.frame.weight import Weight, measured_weight
from chain.pallets.coinbase import shares, terms
from chain.pallets.coinbase.distribution import Pending
from chain.pallets.coinbase.issuance import FIRST_EMISSION, TOTAL_SUPPLY, block_emission
from chain.pallets.coinbase.market import HIGHEST_PRICE, ROOT, Currency, Exchange, Pools, Trade
from chain.pallets.coinbase.schedule import Schedule
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.subtensor_module.events import EpochDeferred, EpochSkipped
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.fixed import U64F64, U96F32
from chain.primitives.fixed.wire import I64f64, I96f32, U96f32
from chain.primitives.hashing import Identity
from chain.primitives.identifiers import AccountId, AlphaBalance, Hash, NetUid, TaoBalance

PerNetworkAmounts = BoundSingleMap[int, int, int]

BLOCK_STEP_WEIGHT = measured_weight(110_634_229_000, reads=8304, writes=110)
STABLE = 1 << 64
"""The price of alpha without a pool: one, as a raw U64F64."""


class EmissionNetworks(Protocol):
    """What emission asks of the networks."""

    def netuids(self) -> list[int]:
        """Every network, root included, in storage order."""
        ...

    def first_emission_block(self, netuid: int) -> int | None:
        """The block from which a started network gets emission."""
        ...

    def mechanism_of(self, netuid: int) -> int:
        """0 for a network without a pool."""
        ...


class EmissionNeurons(Protocol):
    """What emission asks of the neuron slots."""

    def hotkeys(self, netuid: int) -> list[AccountId]:
        """The hotkeys by uid."""
        ...


class EmissionParameters(Protocol):
    """The parameters of emission."""

    @property
    def subtoken_enabled(self) -> PerNetwork[bool]:
        """Whether a network's alpha can be traded."""
        ...

    @property
    def network_registration_allowed(self) -> PerNetwork[bool]:
        """Whether a network takes registrations."""
        ...

    @property
    def subnet_emission_enabled(self) -> PerNetwork[bool]:
        """Whether emission puts TAO into a network's pool."""
        ...

    @property
    def owner_cut_enabled(self) -> PerNetwork[bool]:
        """Whether a network's owner gets a share."""
        ...

    @property
    def subnet_owner_cut(self) -> int:
        """The owners' share, of 65535."""
        ...

    @property
    def max_epochs_per_block(self) -> int:
        """Epochs that one block runs at most."""
        ...

    @property
    def subnet_moving_alpha(self) -> I96f32:
        """The pace of the moving price."""
        ...

    @property
    def ema_price_halving_blocks(self) -> PerNetwork[int]:
        """Blocks in which that pace comes half the way."""
        ...


class EpochCalendar(Protocol):
    """When epochs run."""

    def schedule(self, netuid: int) -> Schedule:
        """Where a network stands between two epochs."""
        ...

    def last_epoch_of(self, netuid: int) -> int:
        """The block of the last epoch."""
        ...

    def order_epoch(self, netuid: int, block: int) -> None:
        """Ask for an epoch in a block."""
        ...

    def count_block(self, netuid: int) -> None:
        """Count one more block since the last epoch."""
        ...

    def begin_step(self, netuid: int) -> None:
        """An epoch runs."""
        ...

    def finish_slot(self, netuid: int, block: int) -> None:
        """End the cycle with this block's epoch."""
        ...

    def note_paid(self, netuid: int, block: int) -> None:
        """An epoch was paid out."""
        ...


class EpochPayout(Protocol):
    """Who runs and pays out an epoch."""

    def distribute(self, netuid: int, pending: Pending) -> None:
        """Run the epoch of a network and pay out what waited for it."""
        ...

    def withheld_share(self, netuid: int) -> int:
        """The share of incentive the owner's own miners earned, a raw U96F32."""
        ...


class RootStakers(Protocol):
    """Claims of root dividends."""

    def begin_block(self) -> None:
        """Begin the block's counts."""
        ...

    def run_automatic_claims(self, parent_hash: Hash) -> None:
        """Claim for a few stakers drawn from a hash."""
        ...


class RootWeight(Protocol):
    """What root stake counts for, and children that wait."""

    @property
    def tao_weight_raw(self) -> int:
        """What root stake counts for, a raw U96F32."""
        ...

    def apply_pending(self, netuid: int) -> None:
        """Let pending children whose time has come take effect."""
        ...


class RegistrationPrices(Protocol):
    """The prices of registration."""

    def update_prices(self, now: int) -> None:
        """Let every price decay by one block."""
        ...


class OwnerSuccession(Protocol):
    """Who a network goes to when its holders are convinced of somebody else."""

    def change_owner_if_needed(self, netuid: int) -> None:
        """Give the network to its most convincing hotkey's owner where conviction suffices."""
        ...


class TimelockedWeights(Protocol):
    """Weights that were committed under a time lock."""

    def has_timelocked(self) -> bool:
        """Whether any weights wait to be revealed."""
        ...

    def reveal_timelocked(self, deferred: Collection[int]) -> None:
        """Apply what can be decrypted now, except on networks whose epoch is deferred."""
        ...


class Coinbase(Pallet, wire="SubtensorModule"):
    """What a block mints, where it goes, and what waits for the next epoch."""

    events = (EpochDeferred, EpochSkipped)

    total_issuance = StorageValue[TaoBalance](default=0, doc="All TAO that emission follows, in rao.")
    block_emission = StorageValue[U64](default=FIRST_EMISSION, doc="The emission last computed, in rao.")
    subnet_alpha_in_emission = StorageMap[NetUid, AlphaBalance](
        hasher=Identity, default=0, doc="Rao of alpha that the last block put into a pool."
    )
    subnet_alpha_out_emission = StorageMap[NetUid, AlphaBalance](
        hasher=Identity, default=0, doc="Rao of alpha that the last block made for a network's participants."
    )
    subnet_tao_in_emission = StorageMap[NetUid, TaoBalance](
        hasher=Identity, default=0, doc="Rao that the last block put into a pool."
    )
    subnet_excess_tao = StorageMap[NetUid, TaoBalance](
        hasher=Identity, default=0, doc="Rao for which the last block bought alpha of a network."
    )
    subnet_moving_price = StorageMap[NetUid, I96f32](
        hasher=Identity, default=I96f32(0), doc="The slow average of a network's price, one at most."
    )
    subnet_ema_tao_flow = OptionalMap[NetUid, tuple[U64, I64f64]](
        hasher=Identity,
        doc="Block and average of the TAO that flowed into a network; nothing writes it, for shares are by price.",
    )
    root_prop = StorageMap[NetUid, U96f32](
        hasher=Identity, default=U96f32(0), doc="Root's weight against all alpha of a network."
    )
    pending_server_emission = StorageMap[NetUid, AlphaBalance](
        hasher=Identity, default=0, doc="Rao of alpha that waits for the epoch: the servers' half."
    )
    pending_validator_emission = StorageMap[NetUid, AlphaBalance](
        hasher=Identity, default=0, doc="Rao of alpha that waits for the epoch: the validators' part."
    )
    pending_root_alpha_divs = StorageMap[NetUid, AlphaBalance](
        hasher=Identity, default=0, doc="Rao of alpha that waits for the epoch: the root stakers' part."
    )
    pending_owner_cut = StorageMap[NetUid, AlphaBalance](
        hasher=Identity, default=0, doc="Rao of alpha that waits for the epoch: the owner's part."
    )

    def connect(
        self,
        *,
        networks: EmissionNetworks,
        neurons: EmissionNeurons,
        parameters: EmissionParameters,
        epochs: EpochCalendar,
        distribution: EpochPayout,
        claims: RootStakers,
        family: RootWeight,
        registration: RegistrationPrices,
        weights: TimelockedWeights,
        exchange: Exchange,
        pools: Pools,
        currency: Currency,
        succession: OwnerSuccession,
    ) -> None:
        """Hand over what the block step depends on."""
        self._networks = networks
        self._neurons = neurons
        self._parameters = parameters
        self._epochs = epochs
        self._distribution = distribution
        self._claims = claims
        self._family = family
        self._registration = registration
        self._weights = weights
        self._exchange = exchange
        self._pools = pools
        self._currency = currency
        self._succession = succession

    # hooks

    def on_initialize(self, now: int) -> Weight:
        """Run the block step: prices, emission, epochs, claims, in the order of economics section 1.1."""
        subnets = [netuid for netuid in self._networks.netuids() if netuid != ROOT]
        self._registration.update_prices(now)
        credit = self._mint(self._emission_for(self.total_issuance))
        if self._weights.has_timelocked():
            self._weights.reveal_timelocked(self._deferred(subnets, now))
        started = self._started(subnets)
        self._run_coinbase(credit, subnets, list(started), now)
        self._update_moving_prices(started, now)
        self._update_root_proportions(started)
        last_epoch_of = self._epochs.last_epoch_of
        for netuid in subnets:
            if last_epoch_of(netuid) == now:
                self._family.apply_pending(netuid)
        self._claims.run_automatic_claims(self.system.block_hash_at(now - 1))
        return BLOCK_STEP_WEIGHT

    # reads for other parts

    def current_block_emission(self) -> int:
        """Rao that a block mints now."""
        return block_emission(self.total_issuance)

    def moving_price(self, netuid: int) -> int:
        """The slow average of a network's price, a raw I96F32."""
        return self.subnet_moving_price[netuid].bits

    def pending_alpha(self, netuid: int) -> int:
        """Rao of alpha that waits for servers and validators."""
        return self.pending_server_emission[netuid] + self.pending_validator_emission[netuid]

    def root_proportion(self, netuid: int) -> int:
        """Root's weight against all alpha of a network, a raw U96F32."""
        issuance = self._pools.alpha_issuance(netuid)
        return terms.root_proportion(weighed_root=self._weighed_root(), alpha_issuance=issuance)

    def _weighed_root(self) -> int:
        return terms.weighed_root(root_tao=self._pools.tao_reserve(ROOT), tao_weight=self._family.tao_weight_raw)

    # for other parts

    def recycle(self, amount: int) -> None:
        """Count TAO that ceased to exist; it will be minted again."""
        self.total_issuance = max(self.total_issuance - amount, 0)

    def remove_subnet(self, netuid: int) -> None:
        """Forget the emission of a network."""
        for amounts in (
            self.subnet_alpha_in_emission,
            self.subnet_alpha_out_emission,
            self.subnet_tao_in_emission,
            self.subnet_excess_tao,
            self.pending_server_emission,
            self.pending_validator_emission,
            self.pending_root_alpha_divs,
            self.pending_owner_cut,
        ):
            del amounts[netuid]
        del self.subnet_moving_price[netuid]

    # minting

    def _emission_for(self, issuance: int) -> int:
        emission = block_emission(issuance)
        if self.block_emission != emission:
            self.block_emission = emission
        return emission

    def _mint(self, amount: int) -> int:
        """Rao that the block may spend: the emission, as far as the supply allows."""
        credit = max(min(amount, TOTAL_SUPPLY - self._currency.total_issuance), 0)
        if credit:
            self._currency.issue(credit)
            self.total_issuance += credit
        return credit

    def _started(self, subnets: list[int]) -> dict[int, int]:
        """The networks that get emission, and the block from which each does."""
        enabled, open_ = self._parameters.subtoken_enabled, self._parameters.network_registration_allowed
        first_blocks = ((netuid, self._networks.first_emission_block(netuid)) for netuid in subnets)
        return {
            netuid: first for netuid, first in first_blocks if first is not None and enabled[netuid] and open_[netuid]
        }

    # emission to the networks

    def _run_coinbase(self, credit: int, subnets: list[int], emitting: list[int], now: int) -> None:
        self._claims.begin_block()
        prices = {netuid: self._price_for_shares(netuid) for netuid in emitting}
        found = self._shares(prices)
        tao = {netuid: shares.share_of(U96F32.from_int(credit), share) for netuid, share in found.items()}
        weighed_root = self._weighed_root()
        plans = {netuid: self._terms(netuid, tao[netuid], weighed_root) for netuid in sorted(emitting)}
        bought_for = 0
        for netuid in emitting:
            used, excess = self._inject(netuid, plans[netuid], credit)
            credit -= used
            bought_for += excess
        if bought_for:
            self._pools.add_total_stake(bought_for)
        sells_root = sum(prices.values()) > STABLE
        owner_rate = terms.owner_rate(self._parameters.subnet_owner_cut)
        for netuid in emitting:
            self._set_aside(netuid, plans[netuid].alpha_out, owner_rate, weighed_root, sells_root=sells_root)
        if credit:
            self._currency.drop(credit)
            self.recycle(credit)
        for netuid, pending in sorted(self._drain(subnets, now).items()):
            self._distribution.distribute(netuid, pending)
            self._epochs.note_paid(netuid, now)

    def _price_for_shares(self, netuid: int) -> int:
        """The moving price as a raw U64F64; one for a network without a pool."""
        if self._networks.mechanism_of(netuid) == 0:
            return STABLE
        return max(self.subnet_moving_price[netuid].bits, 0) << 32

    def _shares(self, prices: Mapping[int, int]) -> dict[int, int]:
        withheld = {netuid: self._distribution.withheld_share(netuid) for netuid in prices}
        enabled = {netuid: self._parameters.subnet_emission_enabled[netuid] for netuid in prices}
        return shares.emission_shares(prices, withheld, enabled)

    def _terms(self, netuid: int, tao: int, weighed_root: int) -> terms.SubnetTerms:
        issuance = self._pools.alpha_issuance(netuid)
        return terms.subnet_terms(
            tao_emission=tao,
            alpha_emission=self._emission_for(issuance),
            price=U96F32.convert(self._exchange.current_alpha_price(netuid), U64F64),
            root_proportion=terms.root_proportion(weighed_root=weighed_root, alpha_issuance=issuance),
        )

    def _inject(self, netuid: int, plan: terms.SubnetTerms, credit: int) -> tuple[int, int]:
        """Put liquidity into a pool and buy alpha for what would be too much of it.

        The credit used, and what alpha was bought for, which is not in TotalStake yet.
        """
        to_int = U96F32.to_int
        tao, alpha = self._exchange.adjust_protocol_liquidity(netuid, to_int(plan.tao_in), to_int(plan.alpha_in))
        used = spent = injected = bought_for = 0
        excess = to_int(plan.excess_tao)
        if 0 < excess <= credit and self._currency.deposit(subnet_account(netuid), excess):
            used = excess
            bought = self._buy_for_protocol(netuid, excess)
            if bought is not None:
                spent, bought_for = bought.amount_paid_in, excess
        _note(self.subnet_excess_tao, netuid, spent)
        _note(self.subnet_alpha_in_emission, netuid, alpha)
        self._pools.inject_alpha(netuid, alpha)
        if 0 < tao <= credit - used and self._currency.deposit(subnet_account(netuid), tao):
            used += tao
            injected = tao
            self._pools.inject_tao(netuid, tao)
        _note(self.subnet_tao_in_emission, netuid, injected)
        return used, bought_for

    def _buy_for_protocol(self, netuid: int, tao: int) -> Trade | None:
        """Buy alpha of a network that the protocol keeps; None where the pool cannot trade."""
        try:
            with self.state.layer():
                bought = self._pools.buy(netuid, tao, HIGHEST_PRICE, drop_fees=True, counts_stake=False)
        except DispatchFailure:
            # The TAO stays in the network's account, as on the reference chain.
            return None
        self._pools.add_protocol_alpha(netuid, bought.amount_paid_out)
        self._pools.record_protocol_flow(netuid, bought.amount_paid_in)
        return bought

    def _set_aside(self, netuid: int, out: int, owner_rate: int, weighed_root: int, *, sells_root: bool) -> None:
        """Mint the participants' alpha, a raw U96F32, and let it wait for the epoch (section 1.8)."""
        minted = U96F32.to_int(out)
        _note(self.subnet_alpha_out_emission, netuid, minted)
        self._pools.mint_alpha_out(netuid, minted)
        if self._parameters.owner_cut_enabled[netuid]:
            cut = terms.owner_cut(out, owner_rate)
            out -= cut
            self.pending_owner_cut[netuid] += U96F32.to_int(cut)
        issuance = self._pools.alpha_issuance(netuid)
        proportion = terms.root_proportion(weighed_root=weighed_root, alpha_issuance=issuance)
        split = terms.participant_split(out, proportion)
        self.pending_server_emission[netuid] += U96F32.to_int(split.server)
        self.pending_validator_emission[netuid] += U96F32.to_int(split.validator)
        if sells_root:
            self.pending_root_alpha_divs[netuid] += U96F32.to_int(split.root)
        else:
            self._pools.recycle_alpha(netuid, U96F32.to_int(split.root))

    def _update_moving_prices(self, started: Mapping[int, int], now: int) -> None:
        moving_alpha = self._parameters.subnet_moving_alpha.bits
        halving_blocks, prices = self._parameters.ema_price_halving_blocks, self.subnet_moving_price
        for netuid, first in started.items():
            moved = shares.next_moving_price(
                old=prices[netuid].bits,
                price=self._exchange.current_alpha_price(netuid),
                moving_alpha=moving_alpha,
                halving_blocks=halving_blocks[netuid],
                blocks_since_start=max(now - max(first - 1, 0), 0),
            )
            prices[netuid] = I96f32(moved)

    def _update_root_proportions(self, started: Mapping[int, int]) -> None:
        weighed_root, stored = self._weighed_root(), self.root_prop
        for netuid in started:
            issuance = self._pools.alpha_issuance(netuid)
            found = terms.root_proportion(weighed_root=weighed_root, alpha_issuance=issuance)
            if found != stored[netuid].bits or (found == 0 and netuid not in stored):
                stored[netuid] = U96f32(found)

    # epochs

    def _deferred(self, subnets: list[int], now: int) -> set[int]:
        """The networks whose epoch is due but will have to wait because the block runs enough of them."""
        most = self._parameters.max_epochs_per_block
        if len(subnets) <= most:
            return set()
        due = [netuid for netuid in subnets if self._epochs.schedule(netuid).is_due(now)]
        deferred, executed = set(), 0
        for netuid in due if len(due) > most else ():
            if executed >= most:
                deferred.add(netuid)
            elif self._has_distinct_hotkeys(netuid):
                executed += 1
        return deferred

    def _has_distinct_hotkeys(self, netuid: int) -> bool:
        hotkeys = self._neurons.hotkeys(netuid)
        return len(set(hotkeys)) == len(hotkeys)

    def _drain(self, subnets: list[int], now: int) -> dict[int, Pending]:
        """Take what waits for the epochs that run in this block, as many as a block may run (section 1.9)."""
        drained: dict[int, Pending] = {}
        most = self._parameters.max_epochs_per_block
        for netuid in subnets:
            self._epochs.count_block(netuid)
            if not self._epochs.schedule(netuid).is_due(now):
                continue
            if len(drained) >= most:
                self._epochs.order_epoch(netuid, now + 1)
                self.deposit_event(EpochDeferred(netuid=netuid, from_block=now, to_block=now + 1))
                continue
            if self._has_distinct_hotkeys(netuid):
                self._epochs.begin_step(netuid)
                drained[netuid] = self._take_pending(netuid)
                self._succession.change_owner_if_needed(netuid)
            else:
                self.deposit_event(EpochSkipped(netuid=netuid, block=now))
            self._epochs.finish_slot(netuid, now)
        return drained

    def _take_pending(self, netuid: int) -> Pending:
        waiting = (
            self.pending_server_emission,
            self.pending_validator_emission,
            self.pending_root_alpha_divs,
            self.pending_owner_cut,
        )
        pending = Pending(*(stored[netuid] for stored in waiting))
        for stored in waiting:
            stored[netuid] = 0
        return pending

    # invariants

    def check_invariants(self) -> None:
        """What waits for an epoch was minted: it is no more than the network's issuance."""
        for netuid in self._networks.netuids():
            waiting = self.pending_alpha(netuid) + self.pending_root_alpha_divs[netuid] + self.pending_owner_cut[netuid]
            issued = self._pools.alpha_issuance(netuid)
            if waiting > issued:
                raise InvariantBroken(f"network {netuid} owes {waiting} rao of alpha, but only {issued} exist")


def _note(amounts: PerNetworkAmounts, netuid: int, amount: int) -> None:
    """Write an amount that hardly ever changes. Zero may stand for nothing written yet; it is written then."""
    if amounts[netuid] != amount or (amount == 0 and netuid not in amounts):
        amounts[netuid] = amount
