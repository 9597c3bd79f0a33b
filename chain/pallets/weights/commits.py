"""Hidden weights: committed as a hash, revealed some epochs later (lifecycle 3.3 and 3.4)."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from chain.codec import U16, U64, Compact
from chain.frame.call import call
from chain.frame.error import InvariantBroken
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalDoubleMap
from chain.frame.weight import Pays, measured_weight
from chain.pallets.subtensor_module.errors import (
    CommitRevealDisabled,
    CommittingWeightsTooFast,
    ExpiredWeightCommit,
    HotKeyNotRegisteredInSubNet,
    InputLengthsUnequal,
    InvalidRevealCommitHashNotMatch,
    MechanismDoesNotExist,
    NoWeightsCommitFound,
    RevealTooEarly,
    TooManyUnrevealedCommits,
)
from chain.pallets.subtensor_module.events import WeightsBatchRevealed, WeightsCommitted, WeightsRevealed
from chain.pallets.subtensor_module.limits import WEIGHT_COMMITS, WaitingRule
from chain.pallets.subtensor_module.types import H256, PerNetwork
from chain.pallets.weights.commitment import commit_hash as hash_of
from chain.pallets.weights.mechanism_index import MechanismCounts, indices_of, netuid_of, storage_index
from chain.pallets.weights.pallet import BatchItem
from chain.primitives.hashing import Twox64Concat
from chain.primitives.identifiers import AccountId, Hash, MechId, NetUid, NetUidStorageIndex

MOST_OPEN_COMMITS = 10

Commit: TypeAlias = tuple[Hash, int, int, int]
"""Hash, epoch of the commit, block of the commit, and a zero."""


class CommitNetworks(Protocol):
    """What commits ask of the networks."""

    def mechanism_exists(self, netuid: int, mecid: int) -> bool:
        """Whether the network exists and has that mechanism."""
        ...


class CommitNeurons(Protocol):
    """What commits ask of the neurons."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...


class CommitParameters(MechanismCounts, Protocol):
    """The parameters of commit-reveal."""

    @property
    def commit_reveal_weights_enabled(self) -> PerNetwork[bool]:
        """Whether weights are committed first."""
        ...

    @property
    def reveal_period_epochs(self) -> PerNetwork[int]:
        """Epochs between commit and reveal."""
        ...


class EpochCounter(Protocol):
    """Which epoch a network is in."""

    def epoch_with_lookahead(self, netuid: int) -> int:
        """The number of the epoch, the one due in this block counted in."""
        ...


class CommitVectors(Protocol):
    """When a uid committed last."""

    def touch(self, index: int, uid: int, block: int) -> None:
        """Note a commit in a block."""
        ...


class RevealedWeights(Protocol):
    """Where revealed weights go."""

    def set(
        self,
        hotkey: AccountId,
        netuid: int,
        mecid: int,
        uids: Sequence[int],
        values: Sequence[int],
        version_key: int,
    ) -> None:
        """Test and write weights."""
        ...

    def ensure_may_update(self, rule: WaitingRule, netuid: int, index: int, uid: int) -> None:
        """Raise the rule's error unless the last commit is long enough ago."""
        ...

    def run_batch(self, hotkey: AccountId, netuids: Sequence[int], run: BatchItem) -> None:
        """Run items one by one, telling which failed."""
        ...


class HashCommits(Pallet, wire="SubtensorModule"):
    """Queues of commits by mechanism and hotkey, oldest first."""

    errors = (
        CommitRevealDisabled,
        CommittingWeightsTooFast,
        ExpiredWeightCommit,
        HotKeyNotRegisteredInSubNet,
        InputLengthsUnequal,
        InvalidRevealCommitHashNotMatch,
        MechanismDoesNotExist,
        NoWeightsCommitFound,
        RevealTooEarly,
        TooManyUnrevealedCommits,
    )
    events = (WeightsBatchRevealed, WeightsCommitted, WeightsRevealed)

    weight_commits = OptionalDoubleMap[NetUidStorageIndex, AccountId, list[tuple[Hash, U64, U64, U64]]](
        hashers=(Twox64Concat, Twox64Concat),
        doc="The open commits of a hotkey: hash, epoch and block of the commit, and a zero.",
    )

    def connect(
        self,
        *,
        networks: CommitNetworks,
        neurons: CommitNeurons,
        parameters: CommitParameters,
        epochs: EpochCounter,
        vectors: CommitVectors,
        weights: RevealedWeights,
    ) -> None:
        """Hand over what commits depend on."""
        self._networks = networks
        self._neurons = neurons
        self._parameters = parameters
        self._epochs = epochs
        self._vectors = vectors
        self._weights = weights

    # calls

    @call(index=96, weight=measured_weight(69_049_000, reads=13, writes=2), pays=Pays.No)
    def commit_weights(self, origin: Origin, netuid: NetUid, commit_hash: H256) -> None:
        """Commit the signing hotkey to weights by their hash; they are revealed `RevealPeriodEpochs` epochs later.

        The hash is blake2-256 of the encoded hotkey, storage index, uids, values, salt and version key.
        """
        self._commit(origin, netuid, 0, commit_hash)

    @call(index=115, weight=measured_weight(55_130_000, reads=7, writes=2), pays=Pays.No)
    def commit_mechanism_weights(self, origin: Origin, netuid: NetUid, mecid: MechId, commit_hash: H256) -> None:
        """Commit the signing hotkey to weights on one mechanism of a network."""
        self._commit(origin, netuid, mecid, commit_hash)

    @call(index=100, weight=measured_weight(147_224_000, reads=15, writes=2), pays=Pays.No)
    def batch_commit_weights(self, origin: Origin, netuids: list[Compact[NetUid]], commit_hashes: list[H256]) -> None:
        """Commit the signing hotkey to weights on several networks; one that fails does not hinder the others."""
        hotkey = origin.ensure_signed()
        if len(netuids) != len(commit_hashes):
            raise InputLengthsUnequal
        self._weights.run_batch(
            hotkey,
            netuids,
            lambda position: self._commit(origin, netuids[position], 0, commit_hashes[position]),
        )

    @call(index=97, weight=measured_weight(111_227_000, reads=19, writes=2), pays=Pays.No)
    def reveal_weights(
        self, origin: Origin, netuid: NetUid, uids: list[U16], values: list[U16], salt: list[U16], version_key: U64
    ) -> None:
        """Reveal committed weights in their epoch, and set them."""
        self._reveal(origin, netuid, 0, uids, values, salt, version_key)

    @call(index=116, weight=measured_weight(122_000_000, reads=16, writes=2), pays=Pays.No)
    def reveal_mechanism_weights(
        self,
        origin: Origin,
        netuid: NetUid,
        mecid: MechId,
        uids: list[U16],
        values: list[U16],
        salt: list[U16],
        version_key: U64,
    ) -> None:
        """Reveal committed weights on one mechanism of a network, and set them."""
        self._reveal(origin, netuid, mecid, uids, values, salt, version_key)

    @call(index=98, weight=measured_weight(421_363_000, reads=19, writes=2), pays=Pays.No)
    def batch_reveal_weights(
        self,
        origin: Origin,
        netuid: NetUid,
        uids_list: list[list[U16]],
        values_list: list[list[U16]],
        salts_list: list[list[U16]],
        version_keys: list[U64],
    ) -> None:
        """Reveal several commits on a network, in order; either all of them count or none."""
        if not len(uids_list) == len(values_list) == len(salts_list) == len(version_keys):
            raise InputLengthsUnequal
        hotkey = origin.ensure_signed()
        self.ensure_hidden(netuid)
        queue, expired = self._live_queue(netuid, hotkey)
        revealed = list(zip(uids_list, values_list, salts_list, version_keys, strict=True))
        hashes = [hash_of(hotkey, netuid, *item) for item in revealed]
        for its_hash in hashes:
            self._position(netuid, queue, expired, its_hash)
        for its_hash, (uids, values, _, version_key) in zip(hashes, revealed, strict=True):
            del queue[self._position(netuid, queue, expired, its_hash)]
            self._weights.set(hotkey, netuid, 0, uids, values, version_key)
        self.weight_commits[netuid, hotkey] = queue or None
        self.deposit_event(WeightsBatchRevealed(hotkey, netuid, hashes))

    # for other parts

    def ensure_hidden(self, netuid: int) -> None:
        """Raise CommitRevealDisabled where weights are set directly."""
        if not self._parameters.commit_reveal_weights_enabled[netuid]:
            raise CommitRevealDisabled

    def ensure_may_commit(self, netuid: int, index: int, hotkey: AccountId) -> int:
        """Raise what stands against a commit, but for the commit itself; returns the uid."""
        self.ensure_hidden(netuid)
        uid = self._neurons.uid_of(netuid, hotkey)
        if uid is None:
            raise HotKeyNotRegisteredInSubNet
        self._weights.ensure_may_update(WEIGHT_COMMITS, netuid, index, uid)
        return uid

    def reveals_now(self, netuid: int, epoch: int) -> bool:
        """Whether a commit of that epoch is to be revealed in the present one."""
        period = self._parameters.reveal_period_epochs[netuid]
        return self._epochs.epoch_with_lookahead(netuid) == epoch + period

    def has_expired(self, netuid: int, epoch: int) -> bool:
        """Whether the time to reveal a commit of that epoch is over."""
        period = self._parameters.reveal_period_epochs[netuid]
        return self._epochs.epoch_with_lookahead(netuid) > epoch + period

    def epoch_of_commit(self, hotkey: AccountId, netuid: int, mecid: int, commit_hash: Hash) -> int | None:
        """The epoch of the oldest commit with that hash, expired or not; None if there is no such commit."""
        queue = self.weight_commits[storage_index(netuid, mecid), hotkey] or []
        return next((epoch for its_hash, epoch, _, _ in queue if its_hash == commit_hash), None)

    def hash_of_reveal(
        self,
        hotkey: AccountId,
        netuid: int,
        mecid: int,
        uids: Sequence[int],
        values: Sequence[int],
        salt: Sequence[int],
        version_key: int,
        /,
    ) -> Hash:
        """The hash that was committed for these weights."""
        return hash_of(hotkey, storage_index(netuid, mecid), uids, values, salt, version_key)

    def earliest_commits(self, index: int) -> dict[AccountId, int]:
        """The block of the first commit of every hotkey that has not expired."""
        netuid = netuid_of(index)
        earliest: dict[AccountId, int] = {}
        for hotkey, queue in self.weight_commits.items(index):
            for _, epoch, block, _ in queue:
                if not self.has_expired(netuid, epoch):
                    earliest[hotkey] = block
                    break
        return earliest

    def move_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let the commits of a hotkey be those of another, which takes its place."""
        for index in indices_of(netuid, self._parameters):
            if (index, old) in self.weight_commits:
                self.weight_commits[index, new] = self.weight_commits.take((index, old))

    def count(self, index: int) -> int:
        """The open commits on a mechanism."""
        return sum(len(commits or []) for commits in self.weight_commits.values(index))

    def remove_mechanism(self, index: int) -> None:
        """Forget all commits on a mechanism."""
        self.weight_commits.clear(index)

    def remove_subnet(self, netuid: int) -> None:
        """Forget all commits on a network."""
        for index in indices_of(netuid, self._parameters):
            self.weight_commits.clear(index)

    # invariants

    def check_invariants(self) -> None:
        """No queue is empty or too long, each is in the order of its blocks, and its mechanism exists."""
        for (index, hotkey), queue in self.weight_commits.items():
            if index not in indices_of(netuid_of(index), self._parameters):
                raise InvariantBroken(f"{hotkey.hex()} committed to mechanism {index}, which does not exist")
            blocks = [block for _, _, block, _ in queue or []]
            if not 0 < len(blocks) <= MOST_OPEN_COMMITS or blocks != sorted(blocks):
                raise InvariantBroken(f"the commits of {hotkey.hex()} on mechanism {index} are of blocks {blocks}")

    # inner

    def _commit(self, origin: Origin, netuid: int, mecid: int, commit_hash: Hash) -> None:
        if not self._networks.mechanism_exists(netuid, mecid):
            raise MechanismDoesNotExist
        hotkey = origin.ensure_signed()
        index = storage_index(netuid, mecid)
        uid = self.ensure_may_commit(netuid, index, hotkey)
        queue, _ = self._split(netuid, self.weight_commits[index, hotkey] or [])
        if len(queue) >= MOST_OPEN_COMMITS:
            raise TooManyUnrevealedCommits
        now = self.system.block_number
        queue.append((commit_hash, self._epochs.epoch_with_lookahead(netuid), now, 0))
        self.weight_commits[index, hotkey] = queue
        self.deposit_event(WeightsCommitted(hotkey, index, commit_hash))
        self._vectors.touch(index, uid, now)

    def _reveal(
        self,
        origin: Origin,
        netuid: int,
        mecid: int,
        uids: Sequence[int],
        values: Sequence[int],
        salt: Sequence[int],
        version_key: int,
    ) -> None:
        hotkey = origin.ensure_signed()
        self.ensure_hidden(netuid)
        index = storage_index(netuid, mecid)
        queue, expired = self._live_queue(index, hotkey)
        commit_hash = hash_of(hotkey, index, uids, values, salt, version_key)
        if not queue:
            raise ExpiredWeightCommit if commit_hash in expired else NoWeightsCommitFound
        position = self._position(netuid, queue, expired, commit_hash)
        self.weight_commits[index, hotkey] = queue[position + 1 :] or None
        self._weights.set(hotkey, netuid, mecid, uids, values, version_key)
        self.deposit_event(WeightsRevealed(hotkey, index, commit_hash))

    def _live_queue(self, index: int, hotkey: AccountId) -> tuple[list[Commit], list[Hash]]:
        """The commits that have not expired, and the hashes of those which have."""
        queue = self.weight_commits[index, hotkey]
        if queue is None:
            raise NoWeightsCommitFound
        return self._split(netuid_of(index), queue)

    def _split(self, netuid: int, queue: list[Commit]) -> tuple[list[Commit], list[Hash]]:
        first_live = 0
        while first_live < len(queue) and self.has_expired(netuid, queue[first_live][1]):
            first_live += 1
        return list(queue[first_live:]), [commit[0] for commit in queue[:first_live]]

    def _position(self, netuid: int, queue: list[Commit], expired: Sequence[Hash], commit_hash: Hash) -> int:
        """Where the hash stands in the queue; raises what is wrong with it."""
        for position, (its_hash, epoch, _, _) in enumerate(queue):
            if its_hash == commit_hash:
                if not self.reveals_now(netuid, epoch):
                    raise RevealTooEarly
                return position
        raise ExpiredWeightCommit if commit_hash in expired else InvalidRevealCommitHashNotMatch
