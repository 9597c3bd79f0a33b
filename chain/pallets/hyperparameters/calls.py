"""The parameter calls of SubtensorModule itself: tempo, activity, ordered epochs, childkey and voting parameters.

Lifecycle 1.10 to 1.12.
"""

from typing import Protocol

from chain.codec import U16, U32, U64
from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.weight import measured_weight
from chain.pallets.hyperparameters.pallet import Hyperparameters
from chain.pallets.hyperparameters.rights import AdminRights
from chain.pallets.registration.rate_limits import TransactionKind
from chain.pallets.subtensor_module.errors import (
    ActivityCutoffFactorMilliOutOfBounds,
    AutoEpochAlreadyImminent,
    DynamicTempoBlockedByCommitReveal,
    EpochTriggerAlreadyPending,
    InvalidRootClaimThreshold,
    InvalidVotingPowerEmaAlpha,
    TempoOutOfBounds,
    VotingPowerTrackingNotEnabled,
)
from chain.pallets.subtensor_module.events import (
    ActivityCutoffFactorMilliSet,
    EpochTriggered,
    TempoSet,
    VotingPowerEmaAlphaSet,
    VotingPowerTrackingDisableScheduled,
    VotingPowerTrackingEnabled,
)
from chain.pallets.subtensor_module.types import Hyperparameter, PerU16
from chain.primitives.fixed import I96f32
from chain.primitives.identifiers import NetUid

SHORTEST_TEMPO, LONGEST_TEMPO = 360, 50_400
LOWEST_FACTOR, HIGHEST_FACTOR = 1_000, 50_000
HIGHEST_CLAIM_THRESHOLD_RAO = 10_000_000
WHOLE_VOTING_ALPHA = 10**18
VOTING_GRACE_BLOCKS = 100_800
"""Voting power is tracked for so many blocks after its owner ended it."""


class OrderedEpochs(Protocol):
    """The schedule of epochs."""

    def restart(self, netuid: int, block: int) -> None:
        """Count the tempo from a block."""
        ...

    def pending_epoch(self, netuid: int) -> int:
        """The block an epoch is ordered for; 0 for none."""
        ...

    def order_epoch(self, netuid: int, block: int) -> None:
        """Order an epoch for a block."""
        ...


class ParameterCalls(Pallet, wire="SubtensorModule"):
    """What owners set on their networks, and root on the chain, without AdminUtils."""

    errors = (
        ActivityCutoffFactorMilliOutOfBounds,
        AutoEpochAlreadyImminent,
        DynamicTempoBlockedByCommitReveal,
        EpochTriggerAlreadyPending,
        InvalidRootClaimThreshold,
        InvalidVotingPowerEmaAlpha,
        TempoOutOfBounds,
        VotingPowerTrackingNotEnabled,
    )
    events = (
        ActivityCutoffFactorMilliSet,
        EpochTriggered,
        TempoSet,
        VotingPowerEmaAlphaSet,
        VotingPowerTrackingDisableScheduled,
        VotingPowerTrackingEnabled,
    )

    def connect(self, *, parameters: Hyperparameters, rights: AdminRights, schedule: OrderedEpochs) -> None:
        """Hand over the parameters, the rights to them, and the schedule of epochs."""
        self._parameters = parameters
        self._rights = rights
        self._schedule = schedule

    # epochs of a network

    @call(index=139, weight=measured_weight(46_407_000, reads=6, writes=3))
    def set_tempo(self, origin: Origin, netuid: NetUid, tempo: U16) -> None:
        """Set the blocks between two epochs, 360 to 50400, as the owner; the count starts anew."""
        owner = self._rights.owner(origin, netuid)
        if not SHORTEST_TEMPO <= tempo <= LONGEST_TEMPO:
            raise TempoOutOfBounds
        self._rights.ensure_not_frozen(netuid)
        self._rights.ensure_rate(owner, netuid, TransactionKind.TEMPO_UPDATE)
        self._parameters.tempo[netuid] = tempo
        self.deposit_event(TempoSet(netuid, tempo))
        self._schedule.restart(netuid, self.system.block_number)
        self._rights.record(owner, netuid, TransactionKind.TEMPO_UPDATE)

    @call(index=140, weight=measured_weight(39_193_000, reads=7, writes=2))
    def set_activity_cutoff_factor(self, origin: Origin, netuid: NetUid, factor_milli: U32) -> None:
        """Set the activity factor, 1000 to 50000 thousandths of a tempo, as the owner or root."""
        self.set_factor(origin, netuid, factor_milli)

    @call(index=141, weight=measured_weight(42_539_000, reads=8, writes=2))
    def trigger_epoch(self, origin: Origin, netuid: NetUid) -> None:
        """Order an epoch after the freeze window, as the owner; not while weights are committed and revealed."""
        owner = self._rights.owner(origin, netuid)
        if self._parameters.commit_reveal_weights_enabled[netuid]:
            raise DynamicTempoBlockedByCommitReveal
        if self._schedule.pending_epoch(netuid) != 0:
            raise EpochTriggerAlreadyPending
        window = self._parameters.admin_freeze_window
        if self._rights.blocks_to_epoch(netuid) < window:
            raise AutoEpochAlreadyImminent
        self._rights.ensure_rate(owner, netuid, Hyperparameter.TriggerEpoch)
        fires_at = self.system.block_number + window
        self._schedule.order_epoch(netuid, fires_at)
        self.deposit_event(EpochTriggered(netuid, owner, fires_at))
        self._rights.record(owner, netuid, Hyperparameter.TriggerEpoch)

    def set_factor(self, origin: Origin, netuid: int, factor_milli: int) -> None:
        """Set the activity factor; AdminUtils has a call of its own for it."""
        owner = self._rights.owner_or_root(origin, netuid)
        if not LOWEST_FACTOR <= factor_milli <= HIGHEST_FACTOR:
            raise ActivityCutoffFactorMilliOutOfBounds
        if owner is not None:
            self._rights.ensure_not_frozen(netuid)
            self._rights.ensure_rate(owner, netuid, Hyperparameter.ActivityCutoffFactorMilli)
        self._parameters.activity_cutoff_factor_milli[netuid] = factor_milli
        self.deposit_event(ActivityCutoffFactorMilliSet(netuid, factor_milli))
        self._rights.record(owner, netuid, Hyperparameter.ActivityCutoffFactorMilli)

    # childkeys

    @call(index=69, weight=measured_weight(5_760_000, writes=1))
    def sudo_set_tx_childkey_take_rate_limit(self, origin: Origin, tx_rate_limit: U64) -> None:
        """Set the blocks between two increases of a childkey take, as root."""
        origin.ensure_root()
        self._parameters.write_global("tx_childkey_take_rate_limit", tx_rate_limit)

    @call(index=76, weight=measured_weight(6_000, reads=1, writes=1))
    def sudo_set_min_childkey_take(self, origin: Origin, take: PerU16) -> None:
        """Set the lowest childkey take, of 65535, as root."""
        origin.ensure_root()
        self._parameters.write_global("min_childkey_take", take)

    @call(index=77, weight=measured_weight(6_000, reads=1, writes=1))
    def sudo_set_max_childkey_take(self, origin: Origin, take: PerU16) -> None:
        """Set the highest childkey take, of 65535, as root."""
        origin.ensure_root()
        self._parameters.write_global("max_childkey_take", take)

    @call(index=109, weight=measured_weight(3_000_000, writes=1))
    def set_pending_childkey_cooldown(self, origin: Origin, cooldown: U64) -> None:
        """Set the blocks after which new children take effect, as root."""
        origin.ensure_root()
        self._parameters.pending_child_key_cooldown = cooldown

    # root claims and voting power

    @call(index=124, weight=measured_weight(5_681_000, writes=1))
    def sudo_set_root_claim_threshold(self, origin: Origin, netuid: NetUid, new_value: U64) -> None:
        """Set the rao below which root dividends are not claimed, as the owner or root; 10,000,000 at most."""
        self._rights.owner_or_root(origin, netuid)
        if new_value > HIGHEST_CLAIM_THRESHOLD_RAO:
            raise InvalidRootClaimThreshold
        self._parameters.root_claimable_threshold[netuid] = I96f32(new_value << 32)

    @call(index=129, weight=measured_weight(10_000, reads=2, writes=2))
    def enable_voting_power_tracking(self, origin: Origin, netuid: NetUid) -> None:
        """Track the voting power of a network from now on, as the owner or root."""
        self._rights.owner_or_root(origin, netuid)
        self._parameters.voting_power_tracking_enabled[netuid] = True
        del self._parameters.voting_power_disable_at_block[netuid]
        self.deposit_event(VotingPowerTrackingEnabled(netuid))

    @call(index=130, weight=measured_weight(10_000, reads=2, writes=1))
    def disable_voting_power_tracking(self, origin: Origin, netuid: NetUid) -> None:
        """End the tracking of voting power 100800 blocks from now, as the owner or root."""
        self._rights.owner_or_root(origin, netuid)
        if not self._parameters.voting_power_tracking_enabled[netuid]:
            raise VotingPowerTrackingNotEnabled
        ends_at = self.system.block_number + VOTING_GRACE_BLOCKS
        self._parameters.voting_power_disable_at_block[netuid] = ends_at
        self.deposit_event(VotingPowerTrackingDisableScheduled(netuid=netuid, disable_at_block=ends_at))

    @call(index=131, weight=measured_weight(6_000, reads=1, writes=1))
    def sudo_set_voting_power_ema_alpha(self, origin: Origin, netuid: NetUid, alpha: U64) -> None:
        """Set the smoothing factor of voting power, of 10^18, as root."""
        origin.ensure_root()
        if alpha > WHOLE_VOTING_ALPHA:
            raise InvalidVotingPowerEmaAlpha
        self._parameters.voting_power_ema_alpha[netuid] = alpha
        self.deposit_event(VotingPowerEmaAlphaSet(netuid, alpha))
