"""AdminUtils: the calls that set parameters (lifecycle 1.11 and 1.12).

Those which only test and write a value are made from the table in `chain.pallets.hyperparameters`; the rest is here.
"""

from typing import Annotated, Protocol

from chain.codec import U16, U32, U64, Bound, TypeName
from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.storage import StorageMap
from chain.pallets.admin_utils import errors as refusals
from chain.pallets.admin_utils import events as announcements
from chain.pallets.admin_utils.costs import cost
from chain.pallets.admin_utils.errors import Deprecated, GrandpaChangeDelayMustBeZero
from chain.pallets.admin_utils.events import BasketTradingFrozenSet, PrecompileEnum, PrecompileUpdated
from chain.pallets.admin_utils.setters import AdminNetworks, ParameterSetters
from chain.pallets.hyperparameters.pallet import Hyperparameters
from chain.pallets.hyperparameters.parameter import N, W, X, owner, root
from chain.pallets.hyperparameters.ranges import most_uids
from chain.pallets.hyperparameters.rights import AdminRights
from chain.pallets.networks.sovereign import is_subnet_account
from chain.pallets.registration.rate_limits import TransactionKind
from chain.pallets.subtensor_module.errors import (
    AlphaHighTooLow,
    AlphaLowOutOfRange,
    CannotUseSystemAccount,
    InvalidValue,
    LiquidAlphaDisabled,
    MechanismDoesNotExist,
    SubnetNotExists,
    TooManyUIDsPerMechanism,
)
from chain.pallets.subtensor_module.events import TempoSet
from chain.pallets.subtensor_module.limits import OWNER_HOTKEY, WaitingRule
from chain.pallets.subtensor_module.types import EpochConsensus, Hyperparameter, RateLimitKey, SetSNOwnerHotkey
from chain.pallets.weights.mechanism_index import storage_index
from chain.primitives.hashing import Blake2_128Concat
from chain.primitives.identifiers import AccountId, BlockNumber, MechId, NetUid, TaoBalance

MOST_AUTHORITIES = 32
LOWEST_ALPHA = 1_638
"""2.5 % of 65535."""

OWNER_HOTKEY_RATE_LIMIT_BLOCKS = 50_400
WHOLE = 65_535
LEAST_NOMINATION_RAO = 2_000_000
MILLION = 1_000_000

OwnerHotkey = Annotated[AccountId, TypeName("<T as frame_system::Config>::AccountId")]
AuraAuthorities = Annotated[
    list[AccountId], Bound(MOST_AUTHORITIES), TypeName("BoundedVec<<T as Config>::AuthorityId, T::MaxAuthorities>")
]
GrandpaAuthorities = Annotated[list[tuple[AccountId, U64]], TypeName("AuthorityList")]


class Authorities(Protocol):
    """Who seals blocks."""

    def set_authorities(self, authorities: list[AccountId]) -> None:
        """Replace the block authors."""
        ...


class OwnerHotkeys(AdminNetworks, Protocol):
    """What these calls ask of the networks beyond the setters."""

    def set_owner_hotkey(self, netuid: int, hotkey: AccountId) -> None:
        """Write the owner's hotkey."""
        ...


class OwnerLimits(Protocol):
    """When owner hotkeys were set."""

    def ensure_passed(self, rule: WaitingRule, key: RateLimitKey, blocks: int) -> None:
        """Raise the rule's error unless so many blocks have gone by."""
        ...

    def record(self, key: RateLimitKey) -> None:
        """Note the action as taken now."""
        ...


class TrimmableNeurons(Protocol):
    """Where neurons sit."""

    def trim(self, netuid: int, remaining: int) -> None:
        """Remove the weakest until so many are left."""
        ...


class RecycledSums(Protocol):
    """What registrations paid."""

    def set_recycled(self, netuid: int, total: int) -> None:
        """Write the sum."""
        ...


class MechanismStorage(Protocol):
    """A part that stores something per mechanism."""

    def remove_mechanism(self, index: int) -> None:
        """Forget a mechanism by its storage index."""
        ...


class EpochRestart(Protocol):
    """When epochs run."""

    def restart(self, netuid: int, block: int) -> None:
        """Count the tempo from a block."""
        ...


class Nominations(Protocol):
    """Small nominations end when the minimum rises."""

    def clear_small_nominations(self) -> None:
        """Pay out the nominations below the minimum."""
        ...


class ActivityFactor(Protocol):
    """The setter of the activity factor, which SubtensorModule has too."""

    def set_factor(self, origin: Origin, netuid: int, factor_milli: int) -> None:
        """Set the activity factor, as owner or root."""
        ...


class ConsensusChange(Protocol):
    """What changes when a network changes consensus."""

    def change(self, netuid: int, mode: EpochConsensus) -> None:
        """Change a network over."""
        ...

    def is_being_pruned_to(self, netuid: int, target: int) -> bool:
        """Whether a network is on its way to so many uids already."""
        ...

    def prune(self, netuid: int, target: int) -> None:
        """Take out a batch of uids."""
        ...


class AdminUtils(ParameterSetters, wire="AdminUtils"):
    """Parameters of networks and of the chain, set by owners and by root.

    Owners are rate limited parameter by parameter. In the last blocks before an epoch most parameters are frozen.
    """

    errors = (
        refusals.SubnetDoesNotExist,
        refusals.MaxValidatorsLargerThanMaxUIds,
        refusals.MaxAllowedUIdsLessThanCurrentUIds,
        refusals.BondsMovingAverageMaxReached,
        refusals.NegativeSigmoidSteepness,
        refusals.ValueNotInBounds,
        refusals.MinAllowedUidsGreaterThanCurrentUids,
        refusals.MinAllowedUidsGreaterThanMaxAllowedUids,
        refusals.MaxAllowedUidsLessThanMinAllowedUids,
        refusals.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids,
        refusals.InvalidValue,
        refusals.NotPermittedOnRootSubnet,
        refusals.POWRegistrationDisabled,
        refusals.Deprecated,
        refusals.CollateralLockShareTooHigh,
        refusals.CollateralDrainRatioOutOfBounds,
        refusals.GrandpaChangeDelayMustBeZero,
    )
    events = (
        announcements.PrecompileUpdated,
        announcements.Yuma3EnableToggled,
        announcements.BondsResetToggled,
        announcements.BurnHalfLifeSet,
        announcements.BurnIncreaseMultSet,
        announcements.SubnetEmissionEnabledSet,
        announcements.CollateralLockShareSet,
        announcements.CollateralDrainRatioSet,
        announcements.BasketConcentrationCapSet,
        announcements.BasketTradingToggled,
        announcements.BasketTradingFrozenSet,
        announcements.BasketDailyTurnoverCapSet,
        announcements.BasketLiquidityCapSet,
    )

    precompile_enable = StorageMap[PrecompileEnum, bool](
        hasher=Blake2_128Concat, default=True, doc="Whether a precompiled contract can be called."
    )

    def connect(
        self,
        *,
        parameters: Hyperparameters,
        rights: AdminRights,
        networks: OwnerHotkeys,
        limits: OwnerLimits,
        neurons: TrimmableNeurons,
        registration: RecycledSums,
        schedule: EpochRestart,
        authorities: Authorities,
        nominations: Nominations,
        activity: ActivityFactor,
        mechanisms: tuple[MechanismStorage, ...],
        consensus: ConsensusChange,
    ) -> None:
        """Hand over the parameters, the rights to them, and what the calls here change besides."""
        self.stored = parameters
        self.rights = rights
        self.networks = networks
        self._owner_hotkeys = networks
        self._limits = limits
        self._neurons = neurons
        self._registration = registration
        self._schedule = schedule
        self._authorities = authorities
        self._nominations = nominations
        self._activity = activity
        self._mechanisms = mechanisms
        self._consensus = consensus

    # calls for networks

    @call(index=30, weight=cost(30))
    def sudo_set_tempo(self, origin: Origin, netuid: NetUid, tempo: U16) -> None:
        """Set the blocks between two epochs, as root; 0 stops them. The count starts anew."""
        self.begin(origin, netuid, root(30, W | X))
        self.stored.tempo[netuid] = tempo
        self.deposit_event(TempoSet(netuid, tempo))
        self._schedule.restart(netuid, self.system.block_number)

    @call(index=39, weight=cost(39))
    def sudo_set_rao_recycled(self, origin: Origin, netuid: NetUid, rao_recycled: TaoBalance) -> None:
        """Set the sum of what registrations on the network paid, in rao, as root."""
        self.begin(origin, netuid, root(39, X))
        self._registration.set_recycled(netuid, rao_recycled)

    @call(index=51, weight=cost(51))
    def sudo_set_alpha_values(self, origin: Origin, netuid: NetUid, alpha_low: U16, alpha_high: U16) -> None:
        """Set the slowest and the fastest speed of liquid alpha, of 65535, as the owner or root.

        Liquid alpha must be on; 1638 <= alpha_low <= alpha_high.
        """
        setter = owner(51, Hyperparameter.AlphaValues, W)
        who = self.begin(origin, netuid, setter)
        if not self.stored.liquid_alpha_on[netuid]:
            raise LiquidAlphaDisabled
        if alpha_high < LOWEST_ALPHA:
            raise AlphaHighTooLow
        if not LOWEST_ALPHA <= alpha_low <= alpha_high:
            raise AlphaLowOutOfRange
        self.stored.alpha_values[netuid] = (alpha_low, alpha_high)
        self.rights.record(who, netuid, setter.limit)

    @call(index=64, weight=cost(64))
    def sudo_set_subnet_owner_hotkey(self, origin: Origin, netuid: NetUid, hotkey: OwnerHotkey) -> None:
        """Set the owner's hotkey as `sudo_set_sn_owner_hotkey` does; the name of the call before spec 461."""
        self._set_owner_hotkey(origin, netuid, hotkey)

    @call(index=67, weight=cost(67))
    def sudo_set_sn_owner_hotkey(self, origin: Origin, netuid: NetUid, hotkey: OwnerHotkey) -> None:
        """Set the owner's hotkey, as the owner or root, at most once in 50400 blocks."""
        self._set_owner_hotkey(origin, netuid, hotkey)

    def _set_owner_hotkey(self, origin: Origin, netuid: int, hotkey: AccountId) -> None:
        self.rights.owner_or_root(origin, netuid)
        if not self.networks.exists(netuid):
            raise SubnetNotExists
        key = SetSNOwnerHotkey(netuid)
        self._limits.ensure_passed(OWNER_HOTKEY, key, OWNER_HOTKEY_RATE_LIMIT_BLOCKS)
        if is_subnet_account(hotkey):
            raise CannotUseSystemAccount
        self._owner_hotkeys.set_owner_hotkey(netuid, hotkey)
        self._limits.record(key)

    @call(index=76, weight=cost(76))
    def sudo_set_mechanism_count(self, origin: Origin, netuid: NetUid, mechanism_count: MechId) -> None:
        """Set the number of mechanisms, as the owner or root; those above it are forgotten."""
        setter = owner(76, TransactionKind.MECHANISM_COUNT_UPDATE, W)
        who = self.begin(origin, netuid, setter)
        if not self.networks.exists(netuid):
            raise MechanismDoesNotExist
        if not 0 < mechanism_count <= self.stored.max_mechanism_count:
            raise InvalidValue
        if self.stored.max_allowed_uids[netuid] * mechanism_count > most_uids(self.stored, netuid):
            raise TooManyUIDsPerMechanism
        present = self.stored.mechanism_count_current[netuid]
        if mechanism_count != present:
            for mecid in range(mechanism_count, present):
                for part in self._mechanisms:
                    part.remove_mechanism(storage_index(netuid, mecid))
            self.stored.mechanism_count_current[netuid] = mechanism_count
            del self.stored.mechanism_emission_split[netuid]
        self.rights.record(who, netuid, setter.limit)

    @call(index=77, weight=cost(77))
    def sudo_set_mechanism_emission_split(self, origin: Origin, netuid: NetUid, maybe_split: list[U16] | None) -> None:
        """Set the shares of the mechanisms in emission, 65535 together; none splits evenly. By the owner or root."""
        setter = owner(77, TransactionKind.MECHANISM_EMISSION, W)
        who = self.begin(origin, netuid, setter)
        if not self.networks.exists(netuid):
            raise MechanismDoesNotExist
        if maybe_split is not None:
            count = self.stored.mechanism_count_current[netuid]
            if not 0 < len(maybe_split) <= count or sum(maybe_split) != WHOLE:
                raise InvalidValue
        self.stored.mechanism_emission_split[netuid] = maybe_split
        self.rights.record(who, netuid, setter.limit)

    @call(index=78, weight=cost(78))
    def sudo_trim_to_max_allowed_uids(self, origin: Origin, netuid: NetUid, max_n: U16) -> None:
        """Lower the largest number of neurons and remove those who earn least, as the owner or root.

        Immune neurons and the owner's stay; they may be less than 80 % of what is left.
        """
        setter = owner(78, TransactionKind.MAX_UIDS_TRIMMING, W)
        who = self.begin(origin, netuid, setter)
        if not self.networks.exists(netuid):
            raise SubnetNotExists
        if not self.stored.min_allowed_uids[netuid] <= max_n <= self.stored.max_allowed_uids[netuid]:
            raise InvalidValue
        self.stored.max_allowed_uids[netuid] = max_n
        self._neurons.trim(netuid, max_n)
        self.rights.record(who, netuid, setter.limit)

    @call(index=110, weight=cost(110))
    def sudo_set_epoch_consensus(self, origin: Origin, netuid: NetUid, mode: EpochConsensus) -> None:
        """Let epochs run by Yuma consensus or by Null, as the owner or root. Epochs come as before."""
        setter = owner(110, Hyperparameter.EpochConsensus, W | X | N)
        who = self.begin(origin, netuid, setter)
        self._consensus.change(netuid, mode)
        self.rights.record(who, netuid, setter.limit)

    @call(index=111, weight=cost(111))
    def sudo_trim_null_uids_batch(self, origin: Origin, netuid: NetUid, target: U16) -> None:
        """Take out up to 64 neurons of a network under Null consensus on the way to `target`, as the owner or root.

        Weights that were committed are forgotten. The wait between trimmings counts for the first batch alone.
        """
        goes_on = self._consensus.is_being_pruned_to(netuid, target)
        setter = owner(111, None if goes_on else TransactionKind.MAX_UIDS_TRIMMING, W | X | N)
        who = self.begin(origin, netuid, setter)
        self._consensus.prune(netuid, target)
        self.rights.record(who, netuid, setter.limit)

    @call(index=97, weight=cost(97))
    def sudo_set_activity_cutoff_factor(self, origin: Origin, netuid: NetUid, factor_milli: U32) -> None:
        """Set the activity factor, in thousandths of a tempo, as the owner or root."""
        self._activity.set_factor(origin, netuid, factor_milli)

    # calls for the chain

    @call(index=0, weight=lambda authorities: cost(0, len(authorities)))
    def swap_authorities(self, origin: Origin, new_authorities: AuraAuthorities) -> None:
        """Replace the block authors, as root."""
        origin.ensure_root()
        self._authorities.set_authorities(new_authorities)

    @call(index=33, weight=cost(33))
    def sudo_set_total_issuance(self, origin: Origin, total_issuance: TaoBalance) -> None:
        """Always fails with Deprecated: issuance follows from what is minted and recycled."""
        raise Deprecated

    @call(index=43, weight=cost(43))
    def sudo_set_nominator_min_required_stake(self, origin: Origin, min_stake: U64) -> None:
        """Set the factor of the smallest nomination, as root; nominations that are now too small are paid out."""
        origin.ensure_root()
        smallest = LEAST_NOMINATION_RAO * self.stored.nominator_min_required_stake // MILLION
        self.stored.nominator_min_required_stake = min_stake
        if min_stake > smallest:
            self._nominations.clear_small_nominations()

    @call(index=58, weight=cost(58))
    def sudo_set_evm_chain_id(self, origin: Origin, chain_id: U64) -> None:
        """Fails with Deprecated: this chain runs no EVM."""
        origin.ensure_root()
        raise Deprecated

    @call(index=59, weight=lambda authorities, *_: cost(59, len(authorities)))
    def schedule_grandpa_change(
        self, origin: Origin, next_authorities: GrandpaAuthorities, in_blocks: BlockNumber, forced: BlockNumber | None
    ) -> None:
        """Fails with Deprecated: blocks are final when they are sealed, so nobody votes on them."""
        origin.ensure_root()
        if in_blocks != 0:
            raise GrandpaChangeDelayMustBeZero
        raise Deprecated

    @call(index=62, weight=cost(62))
    def sudo_toggle_evm_precompile(self, origin: Origin, precompile_id: PrecompileEnum, enabled: bool) -> None:
        """Switch a precompiled contract on or off, as root."""
        origin.ensure_root()
        if self.precompile_enable[precompile_id] != enabled:
            self.precompile_enable[precompile_id] = enabled
            self.deposit_event(PrecompileUpdated(precompile_id, enabled))

    @call(index=107, weight=cost(107))
    def sudo_set_basket_trading_frozen(self, origin: Origin, hotkey: AccountId, frozen: bool) -> None:
        """Freeze or free the trading of one basket, as root."""
        origin.ensure_root()
        self.stored.basket_trading_frozen[hotkey] = () if frozen else None
        self.deposit_event(BasketTradingFrozenSet(hotkey, frozen))
