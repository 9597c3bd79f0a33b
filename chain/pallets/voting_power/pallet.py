"""Voting power: how much stake a validator had lately, as a moving average by epoch (economics 2.13).

A network tracks it when its owner or root asked for that. Nothing on this chain votes with it; contracts read it.
Invariant: TotalVotingPower of a network is the sum of its VotingPower.
"""

from typing import Protocol

from chain.codec import U64
from chain.frame.error import InvariantBroken
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageDoubleMap, StorageMap
from chain.pallets.subtensor_module.events import VotingPowerTrackingDisabled
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.fixed import U64_MAX
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, NetUid

WHOLE = 10**18
"""One, in the units of VotingPowerEmaAlpha."""


class Voters(Protocol):
    """Who has a uid where."""

    def hotkeys(self, netuid: int) -> list[AccountId]:
        """The hotkeys by uid."""
        ...


class Permits(Protocol):
    """What the epoch decided."""

    def has_permit(self, netuid: int, uid: int) -> bool:
        """Whether the uid holds a validator permit."""
        ...


class VoterStakes(Protocol):
    """What hotkeys weigh."""

    def stake_weight(self, netuid: int, hotkey: AccountId) -> int:
        """Alpha and weighed root stake of a hotkey after children and parents, in rao."""
        ...


class VotingParameters(Protocol):
    """The parameters of voting power."""

    @property
    def voting_power_tracking_enabled(self) -> PerNetwork[bool]:
        """Whether a network's voting power is tracked."""
        ...

    @property
    def voting_power_disable_at_block(self) -> PerNetwork[int]:
        """The block from which it is tracked no more; 0 for none."""
        ...

    @property
    def voting_power_ema_alpha(self) -> PerNetwork[int]:
        """The part of 10**18 that an epoch's stake counts for."""
        ...

    @property
    def stake_threshold(self) -> int:
        """Rao below which a validator that was above loses its voting power."""
        ...

    def mechanism_count(self, netuid: int) -> int:
        """The number of mechanisms."""
        ...

    def end_voting_power_tracking(self, netuid: int) -> None:
        """Forget that a network's voting power was tracked."""
        ...


def smoothed(previous: int, stake: int, alpha: int) -> int:
    """The next average of the stake in rao, `alpha` parts of 10**18 of it new; floored."""
    return (alpha * stake + (WHOLE - alpha) * previous) // WHOLE


class VotingPower(Pallet, wire="SubtensorModule"):
    """The voting power of validators. It is moved at the end of every epoch of a network that tracks it."""

    events = (VotingPowerTrackingDisabled,)

    voting_power = StorageDoubleMap[NetUid, AccountId, U64](
        hashers=(Identity, Blake2_128Concat), default=0, doc="The average stake weight of a validator, in rao."
    )
    total_voting_power = StorageMap[NetUid, U64](
        hasher=Identity, default=0, doc="The voting power of all validators of a network, in rao."
    )

    def connect(self, *, neurons: Voters, permits: Permits, stakes: VoterStakes, parameters: VotingParameters) -> None:
        """Hand over what voting power depends on."""
        self._neurons = neurons
        self._permits = permits
        self._stakes = stakes
        self._parameters = parameters

    # reads for other parts

    def power_of(self, netuid: int, hotkey: AccountId) -> int:
        """The voting power of a hotkey on a network, in rao."""
        return self.voting_power[netuid, hotkey]

    # for other parts

    def update(self, netuid: int) -> None:
        """Move every average by the epoch that just ran; end the tracking where its time has come."""
        parameters = self._parameters
        if not parameters.voting_power_tracking_enabled[netuid]:
            return
        ends_at = parameters.voting_power_disable_at_block[netuid]
        if 0 < ends_at <= self.system.block_number:
            self._end(netuid)
            return
        # Every mechanism reports the stake anew, and the reports add up.
        mechanisms = parameters.mechanism_count(netuid)
        stakes = {
            hotkey: min(self._stakes.stake_weight(netuid, hotkey) * mechanisms, U64_MAX)
            for uid, hotkey in enumerate(self._neurons.hotkeys(netuid))
            if self._permits.has_permit(netuid, uid)
        }
        for hotkey in [hotkey for hotkey in self.voting_power.keys(netuid) if hotkey not in stakes]:
            self._write(netuid, hotkey, 0)
        for hotkey, stake in stakes.items():
            self._move(netuid, hotkey, stake)

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let the voting power of a hotkey follow its exchange for another, adding to what that one has."""
        power = self.voting_power[netuid, old]
        if power:
            self._write(netuid, old, 0)
            self._write(netuid, new, min(self.voting_power[netuid, new] + power, U64_MAX))

    # inner

    def _move(self, netuid: int, hotkey: AccountId, stake: int) -> None:
        previous = self.voting_power[netuid, hotkey]
        power = smoothed(previous, stake, self._parameters.voting_power_ema_alpha[netuid])
        threshold = self._parameters.stake_threshold
        if power < threshold <= previous:
            # Only those who fell below it go: who begins below it has to be able to grow.
            power = 0
        elif power == 0:
            return
        self._write(netuid, hotkey, power)

    def _write(self, netuid: int, hotkey: AccountId, power: int) -> None:
        total = self.total_voting_power[netuid] + power - self.voting_power[netuid, hotkey]
        if total:
            self.total_voting_power[netuid] = total
        else:
            del self.total_voting_power[netuid]
        if power:
            self.voting_power[netuid, hotkey] = power
        else:
            del self.voting_power[netuid, hotkey]

    def _end(self, netuid: int) -> None:
        self.voting_power.clear(netuid)
        del self.total_voting_power[netuid]
        self._parameters.end_voting_power_tracking(netuid)
        self.deposit_event(VotingPowerTrackingDisabled(netuid=netuid))

    # invariants

    def check_invariants(self) -> None:
        """The total of every network is the sum of its validators' voting power."""
        sums: dict[int, int] = {}
        for (netuid, _), power in self.voting_power.items():
            sums[netuid] = sums.get(netuid, 0) + power
        totals = dict(self.total_voting_power.items())
        if sums != totals:
            raise InvariantBroken(f"voting power adds up to {sums} by network, TotalVotingPower holds {totals}")
