"""Timelocked weights: encrypted to a drand round, opened by the chain once its pulse is there (lifecycle 3.5, 3.7).

Where nobody brings pulses, commits wait in their queue until their epoch is over, and are then dropped unrevealed.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Annotated, Protocol, TypeAlias

from chain.codec import U16, U64, Bound, DecodeError, Struct, TypeName, codec_of
from chain.frame.call import call
from chain.frame.error import DispatchFailure, InvariantBroken
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageDoubleMap
from chain.frame.weight import Pays, measured_weight
from chain.pallets.subtensor_module.errors import (
    IncorrectCommitRevealVersion,
    MechanismDoesNotExist,
    TooManyUnrevealedCommits,
)
from chain.pallets.subtensor_module.events import TimelockedWeightsCommitted, TimelockedWeightsRevealed
from chain.pallets.subtensor_module.types import PerNetwork
from chain.pallets.weights.commits import MOST_OPEN_COMMITS
from chain.pallets.weights.mechanism_index import MechanismCounts, indices_of, netuid_of, storage_index
from chain.primitives.hashing import Twox64Concat, blake2_256
from chain.primitives.identifiers import AccountId, Hash, MechId, NetUid, NetUidStorageIndex
from chain.primitives.timelock import CannotOpen

ROOT = 0
LONGEST_COMMIT_BYTES = 5_000
ACCOUNT_BYTES = 32
IMPLIED_VERSION = 4
"""The version of the calls that name none."""

Ciphertext = Annotated[
    bytes, Bound(LONGEST_COMMIT_BYTES), TypeName("BoundedVec<u8, ConstU32<MAX_CRV3_COMMIT_SIZE_BYTES>>")
]
Entry: TypeAlias = tuple[AccountId, int, bytes, int]
"""Hotkey, block of the commit, ciphertext, drand round."""


class WeightsTlockPayload(Struct, path="pallet_subtensor::macros::hooks::WeightsTlockPayload"):
    """What is encrypted."""

    hotkey: bytes
    uids: list[U16]
    values: list[U16]
    version_key: U64


class LegacyWeightsTlockPayload(Struct, path="pallet_subtensor::macros::hooks::LegacyWeightsTlockPayload"):
    """What older clients encrypt; it names no hotkey."""

    uids: list[U16]
    values: list[U16]
    version_key: U64


class Drand(Protocol):
    """The pulses on the chain, and what they open."""

    def has_pulse(self, reveal_round: int) -> bool:
        """Whether the pulse of a round is on the chain."""
        ...

    def unsealed(self, ciphertext: bytes, reveal_round: int) -> bytes:
        """The plaintext, opened with the pulse of its round. Raises CannotOpen."""
        ...


class TimelockNetworks(Protocol):
    """What timelocked weights ask of the networks."""

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...

    def mechanism_exists(self, netuid: int, mecid: int) -> bool:
        """Whether the network exists and has that mechanism."""
        ...


class TimelockParameters(MechanismCounts, Protocol):
    """The parameters of commit-reveal."""

    @property
    def reveal_period_epochs(self) -> PerNetwork[int]:
        """Epochs between commit and reveal."""
        ...

    @property
    def commit_reveal_weights_version(self) -> int:
        """The version of commits that is taken."""
        ...


class TimelockEpochs(Protocol):
    """Which epoch a network is in."""

    def epoch_with_lookahead(self, netuid: int) -> int:
        """The number of the epoch, the one due in this block counted in."""
        ...


class CommitRules(Protocol):
    """What holds for every commit."""

    def ensure_hidden(self, netuid: int) -> None:
        """Raise CommitRevealDisabled where weights are set directly."""
        ...

    def ensure_may_commit(self, netuid: int, index: int, hotkey: AccountId) -> int:
        """Raise what stands against a commit; returns the uid."""
        ...

    def earliest_commits(self, index: int) -> dict[AccountId, int]:
        """The block of the first live commit by hash of every hotkey."""
        ...


class TimelockVectors(Protocol):
    """When a uid committed last."""

    def touch(self, index: int, uid: int, block: int) -> None:
        """Note a commit in a block."""
        ...


class OpenedWeights(Protocol):
    """Where opened weights go."""

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


class TimelockedCommits(Pallet, wire="SubtensorModule"):
    """Encrypted weights by mechanism and epoch of the commit."""

    errors = (IncorrectCommitRevealVersion, MechanismDoesNotExist, TooManyUnrevealedCommits)
    events = (TimelockedWeightsCommitted, TimelockedWeightsRevealed)

    timelocked_weight_commits = StorageDoubleMap[NetUidStorageIndex, U64, list[tuple[AccountId, U64, Ciphertext, U64]]](
        hashers=(Twox64Concat, Twox64Concat),
        default=[],
        doc="The commits of an epoch: hotkey, block, ciphertext and the drand round that opens it.",
    )

    def connect(
        self,
        *,
        networks: TimelockNetworks,
        parameters: TimelockParameters,
        epochs: TimelockEpochs,
        rules: CommitRules,
        vectors: TimelockVectors,
        weights: OpenedWeights,
        drand: Drand,
    ) -> None:
        """Hand over what timelocked weights depend on."""
        self._networks = networks
        self._parameters = parameters
        self._epochs = epochs
        self._rules = rules
        self._vectors = vectors
        self._weights = weights
        self._drand = drand

    # calls

    @call(index=113, weight=measured_weight(86_951_000, reads=14, writes=2), pays=Pays.No)
    def commit_timelocked_weights(
        self, origin: Origin, netuid: NetUid, commit: Ciphertext, reveal_round: U64, commit_reveal_version: U16
    ) -> None:
        """Commit the signing hotkey to weights that the chain opens with the pulse of `reveal_round`."""
        self._commit(origin, netuid, 0, commit, reveal_round, commit_reveal_version)

    @call(index=118, weight=measured_weight(84_020_000, reads=9, writes=2), pays=Pays.No)
    def commit_timelocked_mechanism_weights(
        self,
        origin: Origin,
        netuid: NetUid,
        mecid: MechId,
        commit: Ciphertext,
        reveal_round: U64,
        commit_reveal_version: U16,
    ) -> None:
        """Commit the signing hotkey to timelocked weights on one mechanism of a network."""
        self._commit(origin, netuid, mecid, commit, reveal_round, commit_reveal_version)

    @call(index=117, weight=measured_weight(77_750_000, reads=7, writes=2), pays=Pays.No)
    def commit_crv3_mechanism_weights(
        self, origin: Origin, netuid: NetUid, mecid: MechId, commit: Ciphertext, reveal_round: U64
    ) -> None:
        """Commit the signing hotkey to timelocked weights of version 4 on one mechanism of a network."""
        self._commit(origin, netuid, mecid, commit, reveal_round, IMPLIED_VERSION)

    # for other parts

    def has_timelocked(self) -> bool:
        """Whether there is any commit on any network."""
        return next(self.timelocked_weight_commits.keys(), None) is not None

    def awaited_rounds(self) -> set[int]:
        """The rounds for which commits wait."""
        return {entry[3] for entries in self.timelocked_weight_commits.values() for entry in entries}

    def reveal_timelocked(self, deferred: Collection[int]) -> None:
        """Open and set what can be opened now, except on networks whose epoch is deferred; a step of every block."""
        for netuid in self._networks.netuids():
            if netuid != ROOT and netuid not in deferred:
                self._reveal_network(netuid)

    def earliest_commits(self, netuid: int, index: int) -> dict[AccountId, int]:
        """The block of the earliest live commit of every hotkey, by hash or timelocked."""
        earliest = self._rules.earliest_commits(index)
        first_live = self._epochs.epoch_with_lookahead(netuid) - self._parameters.reveal_period_epochs[netuid]
        for epoch, entries in self.timelocked_weight_commits.items(index):
            if epoch < first_live:
                continue
            for hotkey, block, _, _ in entries:
                earliest[hotkey] = min(block, earliest.get(hotkey, block))
        return earliest

    def count(self, index: int) -> int:
        """The sealed commits on a mechanism."""
        return sum(len(commits) for commits in self.timelocked_weight_commits.values(index))

    def remove_mechanism(self, index: int) -> None:
        """Forget all commits on a mechanism."""
        self.timelocked_weight_commits.clear(index)

    def remove_subnet(self, netuid: int) -> None:
        """Forget all commits on a network."""
        for index in indices_of(netuid, self._parameters):
            self.timelocked_weight_commits.clear(index)

    # invariants

    def check_invariants(self) -> None:
        """No queue is empty, nobody has too many commits in one, and its mechanism exists."""
        for (index, epoch), entries in self.timelocked_weight_commits.items():
            if index not in indices_of(netuid_of(index), self._parameters):
                raise InvariantBroken(f"timelocked weights wait on mechanism {index}, which does not exist")
            counts = Counter(entry[0] for entry in entries)
            if not counts or max(counts.values()) > MOST_OPEN_COMMITS:
                raise InvariantBroken(f"epoch {epoch} of mechanism {index} has commits by hotkey: {dict(counts)}")

    # inner

    def _commit(self, origin: Origin, netuid: int, mecid: int, commit: bytes, reveal_round: int, version: int) -> None:
        if not self._networks.mechanism_exists(netuid, mecid):
            raise MechanismDoesNotExist
        hotkey = origin.ensure_signed()
        self._rules.ensure_hidden(netuid)
        if version != self._parameters.commit_reveal_weights_version:
            raise IncorrectCommitRevealVersion
        index = storage_index(netuid, mecid)
        uid = self._rules.ensure_may_commit(netuid, index, hotkey)
        epoch, now = self._epochs.epoch_with_lookahead(netuid), self.system.block_number
        entries = list(self.timelocked_weight_commits[index, epoch])
        if sum(entry[0] == hotkey for entry in entries) >= MOST_OPEN_COMMITS:
            raise TooManyUnrevealedCommits
        entries.append((hotkey, now, commit, reveal_round))
        self.timelocked_weight_commits[index, epoch] = entries
        self.deposit_event(TimelockedWeightsCommitted(hotkey, index, Hash(blake2_256(commit)), reveal_round))
        self._vectors.touch(index, uid, now)

    def _reveal_network(self, netuid: int) -> None:
        epoch = self._epochs.epoch_with_lookahead(netuid)
        period = self._parameters.reveal_period_epochs[netuid]
        due = max(0, epoch - period)
        for mecid, index in enumerate(indices_of(netuid, self._parameters)):
            for stored in list(self.timelocked_weight_commits.keys(index)):
                if stored < due:
                    del self.timelocked_weight_commits[index, stored]
            if epoch < period:
                return
            if (index, due) in self.timelocked_weight_commits:
                self._reveal_epoch(index, mecid, due)

    def _reveal_epoch(self, index: int, mecid: int, epoch: int) -> None:
        waiting: list[Entry] = []
        for entry in self.timelocked_weight_commits.take((index, epoch)):
            hotkey, _, ciphertext, reveal_round = entry
            if not self._drand.has_pulse(reveal_round):
                waiting.append(entry)
                continue
            opened = self._opened(ciphertext, reveal_round, hotkey)
            if opened is not None and self._set(hotkey, index, mecid, opened):
                self.deposit_event(TimelockedWeightsRevealed(index, hotkey))
        if waiting:
            self.timelocked_weight_commits[index, epoch] = waiting

    def _opened(self, ciphertext: bytes, reveal_round: int, hotkey: AccountId) -> LegacyWeightsTlockPayload | None:
        try:
            return _payload(self._drand.unsealed(ciphertext, reveal_round), hotkey)
        except CannotOpen:
            return None

    def _set(self, hotkey: AccountId, index: int, mecid: int, opened: LegacyWeightsTlockPayload) -> bool:
        """Set opened weights; weights that the rules refuse are dropped, for nobody is there to be told."""
        try:
            with self.state.layer():
                self._weights.set(hotkey, netuid_of(index), mecid, opened.uids, opened.values, opened.version_key)
        except DispatchFailure:
            return False
        return True


def _payload(plaintext: bytes, committer: AccountId) -> LegacyWeightsTlockPayload | None:
    """The weights in a plaintext, in either form; None if it holds none, or those of another hotkey."""
    try:
        named, _ = codec_of(WeightsTlockPayload).read(plaintext, 0)
    except DecodeError:
        named = None
    if named is not None and len(named.hotkey) >= ACCOUNT_BYTES:
        if named.hotkey[:ACCOUNT_BYTES] != committer:
            return None
        return LegacyWeightsTlockPayload(named.uids, named.values, named.version_key)
    try:
        return codec_of(LegacyWeightsTlockPayload).read(plaintext, 0)[0]
    except DecodeError:
        return None
