"""Between Yuma and Null consensus: what a network remembers when it changes over, and how it comes down in size.

Under Null consensus there is one validator and room for 2,500 uids; Yuma takes 256. The way back leads through pruning
in batches, each of which leaves the network usable.
"""

from collections.abc import Sequence
from typing import Protocol

from chain.codec import U16
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap
from chain.pallets.admin_utils.errors import InvalidValue
from chain.pallets.epoch.mechanisms import storage_index
from chain.pallets.hyperparameters.pallet import Hyperparameters
from chain.pallets.hyperparameters.ranges import MOST_UIDS
from chain.pallets.subtensor_module.errors import TooManyUIDsPerMechanism
from chain.pallets.subtensor_module.events import NullUidsPruningProgress
from chain.pallets.subtensor_module.types import EpochConsensus
from chain.primitives.hashing import Identity
from chain.primitives.identifiers import NetUid

BATCH_UIDS = 64


class PrunedNeurons(Protocol):
    """The neurons that are pruned."""

    def trim(self, netuid: int, remaining: int) -> None:
        """Remove the least earning ones until so many are left."""
        ...


class PrunedNetworks(Protocol):
    """How many there are."""

    def size(self, netuid: int) -> int:
        """The number of uids."""
        ...


class PrunedCommits(Protocol):
    """Weights that were committed for uids that are about to change."""

    def count(self, index: int) -> int:
        """The open commits on a mechanism."""
        ...

    def remove_mechanism(self, index: int) -> None:
        """Forget them."""
        ...


class Permits(Protocol):
    """Who may set weights."""

    def permit_one(self, netuid: int) -> None:
        """Let the hotkey with most stake hold the only permit."""
        ...


class NullConsensus(Pallet, wire="SubtensorModule"):
    """Networks whose epochs run by Null consensus."""

    errors = (TooManyUIDsPerMechanism,)
    events = (NullUidsPruningProgress,)

    saved_yuma_max_allowed_validators = OptionalMap[NetUid, U16](
        hasher=Identity, doc="The permits that a network under Null consensus had under Yuma."
    )
    null_pruning_target = OptionalMap[NetUid, U16](
        hasher=Identity, doc="The uids that a network is being pruned to, until it is."
    )

    def connect(
        self,
        *,
        parameters: Hyperparameters,
        neurons: PrunedNeurons,
        networks: PrunedNetworks,
        permits: Permits,
        commits: Sequence[PrunedCommits],
    ) -> None:
        """Hand over what changes with consensus."""
        self._parameters = parameters
        self._neurons = neurons
        self._networks = networks
        self._permits = permits
        self._commits = tuple(commits)

    def change(self, netuid: int, mode: EpochConsensus) -> None:
        """Change a network over; to the consensus that it has nothing changes.

        Raises `InvalidValue` while it is being pruned, `TooManyUIDsPerMechanism` where it is too large for Yuma.
        """
        parameters = self._parameters
        if parameters.subnet_epoch_consensus[netuid] == mode:
            return
        if mode == EpochConsensus.Null:
            self.saved_yuma_max_allowed_validators[netuid] = parameters.max_allowed_validators[netuid]
            parameters.max_allowed_validators[netuid] = 1
            parameters.subnet_epoch_consensus[netuid] = mode
            self._permits.permit_one(netuid)
            return
        if netuid in self.null_pruning_target:
            raise InvalidValue
        if parameters.max_allowed_uids[netuid] * parameters.mechanism_count_current[netuid] > MOST_UIDS:
            raise TooManyUIDsPerMechanism
        saved = self.saved_yuma_max_allowed_validators.take(netuid)
        parameters.max_allowed_validators[netuid] = min(saved or 1, parameters.max_allowed_uids[netuid])
        del parameters.subnet_epoch_consensus[netuid]

    def is_being_pruned_to(self, netuid: int, target: int) -> bool:
        """Whether a network is on its way to so many uids already."""
        return self.null_pruning_target[netuid] == target

    def prune(self, netuid: int, target: int) -> None:
        """Take out up to 64 uids of a network under Null consensus, and all commits, on the way to `target`.

        Raises `InvalidValue` under Yuma or for a target out of bounds, and what pruning raises.
        """
        parameters, size = self._parameters, self._networks.size(netuid)
        in_bounds = parameters.min_allowed_uids[netuid] <= target <= parameters.max_allowed_uids[netuid]
        if parameters.subnet_epoch_consensus[netuid] != EpochConsensus.Null or not in_bounds:
            raise InvalidValue
        cleared = self._clear_commits(netuid)
        left = max(target, size - BATCH_UIDS)
        self._neurons.trim(netuid, left)
        removed = size - self._networks.size(netuid)
        done = self._networks.size(netuid) <= target
        # No room for new ones until the end, so that pruning comes to one.
        parameters.max_allowed_uids[netuid] = target if done else left
        self.null_pruning_target[netuid] = None if done else target
        self.deposit_event(NullUidsPruningProgress(netuid, target, removed, cleared))

    def remove_subnet(self, netuid: int) -> None:
        """Forget what a network remembered."""
        del self.saved_yuma_max_allowed_validators[netuid]
        del self.null_pruning_target[netuid]

    def _clear_commits(self, netuid: int) -> int:
        cleared = 0
        for mecid in range(self._parameters.mechanism_count_current[netuid]):
            index = storage_index(netuid, mecid)
            for commits in self._commits:
                cleared += commits.count(index)
                commits.remove_mechanism(index)
        return cleared
