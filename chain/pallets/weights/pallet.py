"""Weights: what validators think of neurons, as the epoch reads it (lifecycle 3.1 and 3.2)."""

from collections.abc import Sequence
from typing import Protocol

from chain.codec import U16, U64, Compact
from chain.frame.call import call
from chain.frame.dispatch_error import DispatchError
from chain.frame.error import DispatchFailure, InvariantBroken
from chain.frame.event import Event
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageDoubleMap
from chain.frame.weight import Pays, measured_weight
from chain.pallets.subtensor_module.errors import (
    CanNotSetRootNetworkWeights,
    CommitRevealEnabled,
    DuplicateUids,
    HotKeyNotRegisteredInSubNet,
    IncorrectWeightVersionKey,
    InputLengthsUnequal,
    MechanismDoesNotExist,
    NeuronNoValidatorPermit,
    NotEnoughStakeToSetWeights,
    SettingWeightsTooFast,
    UidsLengthExceedUidsInSubNet,
    UidVecContainInvalidOne,
    WeightVecLengthIsLow,
    WeightVecNotEqualSize,
)
from chain.pallets.subtensor_module.events import (
    BatchCompletedWithErrors,
    BatchWeightItemFailed,
    BatchWeightsCompleted,
    WeightsSet,
)
from chain.pallets.subtensor_module.limits import WEIGHTS, WaitingRule
from chain.pallets.subtensor_module.types import EpochConsensus, PerNetwork
from chain.pallets.weights.mechanism_index import MechanismCounts, indices_of, netuid_of, storage_index
from chain.pallets.weights.scaling import max_upscaled
from chain.primitives.hashing import Identity
from chain.primitives.identifiers import AccountId, MechId, NetUid, NetUidStorageIndex

ROOT = 0

Row = list[tuple[int, int]]


class WeightNetworks(Protocol):
    """What weights ask of the networks."""

    def size(self, netuid: int) -> int:
        """The number of neurons."""
        ...

    def mechanism_exists(self, netuid: int, mecid: int) -> bool:
        """Whether the network exists and has that mechanism."""
        ...


class WeightNeurons(Protocol):
    """What weights ask of the neurons."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...

    def hotkey_of(self, netuid: int, uid: int) -> AccountId | None:
        """The hotkey of a uid."""
        ...

    def owner_uid(self, netuid: int) -> int | None:
        """The uid of the owner's hotkey."""
        ...


class WeightParameters(MechanismCounts, Protocol):
    """The parameters of setting weights."""

    @property
    def commit_reveal_weights_enabled(self) -> PerNetwork[bool]:
        """Whether weights are committed first."""
        ...

    @property
    def subnet_epoch_consensus(self) -> PerNetwork[EpochConsensus]:
        """Whether many validators decide, or one, whose weights stay as they are."""
        ...

    @property
    def weights_version_key(self) -> PerNetwork[int]:
        """The lowest version key; 0 takes any."""
        ...

    @property
    def weights_set_rate_limit(self) -> PerNetwork[int]:
        """Blocks between two settings."""
        ...

    @property
    def min_allowed_weights(self) -> PerNetwork[int]:
        """The smallest number of weights."""
        ...

    @property
    def stake_threshold(self) -> int:
        """The stake weight that setting weights asks for, in rao."""
        ...


class WeightVectors(Protocol):
    """What the epoch keeps per uid."""

    def has_permit(self, netuid: int, uid: int) -> bool:
        """Whether the uid holds a validator permit."""
        ...

    def last_update_of(self, index: int, uid: int) -> int:
        """The block of the uid's last weights on a mechanism."""
        ...

    def touch(self, index: int, uid: int, block: int) -> None:
        """Note new weights in a block."""
        ...


class StakeWeights(Protocol):
    """What stake counts for."""

    def stake_weight(self, netuid: int, hotkey: AccountId) -> int:
        """The total stake weight of a hotkey on a network, in rao."""
        ...


class FailureForms(Protocol):
    """How failures look on the wire."""

    def __call__(self, failure: DispatchFailure, /) -> DispatchError:
        """The wire form of a failure."""
        ...


class Weights(Pallet, wire="SubtensorModule"):
    """One row of weights per validator and mechanism; under Yuma consensus the largest weight of a row is 65535."""

    errors = (
        CanNotSetRootNetworkWeights,
        CommitRevealEnabled,
        DuplicateUids,
        HotKeyNotRegisteredInSubNet,
        IncorrectWeightVersionKey,
        InputLengthsUnequal,
        MechanismDoesNotExist,
        NeuronNoValidatorPermit,
        NotEnoughStakeToSetWeights,
        SettingWeightsTooFast,
        UidsLengthExceedUidsInSubNet,
        UidVecContainInvalidOne,
        WeightVecLengthIsLow,
        WeightVecNotEqualSize,
    )
    events = (BatchCompletedWithErrors, BatchWeightItemFailed, BatchWeightsCompleted, WeightsSet)

    weights = StorageDoubleMap[NetUidStorageIndex, U16, list[tuple[U16, U16]]](
        hashers=(Identity, Identity), default=[], doc="The weights a uid set on a mechanism, as (uid, weight)."
    )

    def connect(
        self,
        *,
        networks: WeightNetworks,
        neurons: WeightNeurons,
        parameters: WeightParameters,
        vectors: WeightVectors,
        stakes: StakeWeights,
        wire_form: FailureForms,
    ) -> None:
        """Hand over what setting weights depends on."""
        self._networks = networks
        self._neurons = neurons
        self._parameters = parameters
        self._vectors = vectors
        self._stakes = stakes
        self._wire_form = wire_form

    # calls

    @call(index=0, weight=measured_weight(15_513_610_000, reads=4_112, writes=2), pays=Pays.No)
    def set_weights(
        self, origin: Origin, netuid: NetUid, dests: list[U16], weights: list[U16], version_key: U64
    ) -> None:
        """Set the signing hotkey's weights on a network: `weights[i]` for the uid `dests[i]`.

        Takes a validator permit, and as many weights as `MinAllowedWeights`, unless the hotkey weighs itself alone.
        Fails with CommitRevealEnabled where weights are committed first.
        """
        self._set_directly(origin, netuid, 0, dests, weights, version_key)

    @call(index=119, weight=measured_weight(15_540_000_000, reads=4_111, writes=2), pays=Pays.No)
    def set_mechanism_weights(
        self, origin: Origin, netuid: NetUid, mecid: MechId, dests: list[U16], weights: list[U16], version_key: U64
    ) -> None:
        """Set the signing hotkey's weights on one mechanism of a network."""
        self._set_directly(origin, netuid, mecid, dests, weights, version_key)

    @call(index=80, weight=measured_weight(103_092_000, reads=16, writes=2), pays=Pays.No)
    def batch_set_weights(
        self,
        origin: Origin,
        netuids: list[Compact[NetUid]],
        weights: list[list[tuple[Compact[U16], Compact[U16]]]],
        version_keys: list[Compact[U64]],
    ) -> None:
        """Set the signing hotkey's weights on several networks; one that fails does not hinder the others."""
        hotkey = origin.ensure_signed()
        if not len(netuids) == len(weights) == len(version_keys):
            raise InputLengthsUnequal

        def set_one(position: int) -> None:
            netuid, row = netuids[position], weights[position]
            self._ensure_direct(netuid)
            uids, values = [uid for uid, _ in row], [value for _, value in row]
            self.set(hotkey, netuid, 0, uids, values, version_keys[position])

        self.run_batch(hotkey, netuids, set_one)

    # for other parts

    def set(
        self,
        hotkey: AccountId,
        netuid: int,
        mecid: int,
        uids: Sequence[int],
        values: Sequence[int],
        version_key: int,
    ) -> None:
        """Test and write the weights of a hotkey on a mechanism: the body of every way to set weights."""
        uid = self._ensure_form(hotkey, netuid, mecid, uids, values)
        self.ensure_stake(hotkey, netuid)
        self._ensure_version(netuid, version_key)
        index = storage_index(netuid, mecid)
        hidden = self._parameters.commit_reveal_weights_enabled[netuid]
        if not hidden:
            self.ensure_may_update(WEIGHTS, netuid, index, uid)
        weighs_itself = len(uids) == 1 and uids[0] == uid
        self._ensure_permit(netuid, uid, weighs_itself=weighs_itself)
        self._ensure_targets(netuid, uids, weighs_itself=weighs_itself)
        exact = self._parameters.subnet_epoch_consensus[netuid] == EpochConsensus.Null
        self.weights[index, uid] = list(zip(uids, values if exact else max_upscaled(values), strict=True))
        if not hidden:
            self._vectors.touch(index, uid, self.system.block_number)
        self.deposit_event(WeightsSet(index, uid))

    def ensure_may_update(self, rule: WaitingRule, netuid: int, index: int, uid: int) -> None:
        """Raise the rule's error unless the uid's last weights or commit on a mechanism are long enough ago."""
        last, limit = self._vectors.last_update_of(index, uid), self._parameters.weights_set_rate_limit[netuid]
        if last != 0 and self.system.block_number - last < limit:
            raise rule.refusal(last + limit)

    def ensure_stake(self, hotkey: AccountId, netuid: int) -> None:
        """Raise NotEnoughStakeToSetWeights; the owner's hotkey needs no stake."""
        owner_uid = self._neurons.owner_uid(netuid)
        if owner_uid is not None and self._neurons.uid_of(netuid, hotkey) == owner_uid:
            return
        if self._stakes.stake_weight(netuid, hotkey) < self._parameters.stake_threshold:
            raise NotEnoughStakeToSetWeights

    def run_batch(self, hotkey: AccountId, netuids: Sequence[int], run: "BatchItem") -> None:
        """Run one item after the other; tell which failed, and that all are done."""
        failures: list[Event] = []
        for position, netuid in enumerate(netuids):
            try:
                run(position)
            except DispatchFailure as failure:
                failures.append(BatchWeightItemFailed(netuid, self._wire_form(failure)))
        if failures:
            self.deposit_event(BatchCompletedWithErrors())
        for failed in failures:
            self.deposit_event(failed)
        self.deposit_event(BatchWeightsCompleted(list(netuids), hotkey))

    def row(self, index: int, uid: int) -> Row:
        """A uid's weights on a mechanism."""
        return list(self.weights[index, uid])

    def rows(self, index: int) -> dict[int, Row]:
        """All weights on a mechanism, by uid."""
        return dict(self.weights.items(index))

    def encoded_row(self, index: int, uid: int) -> bytes | None:
        """A uid's weights on a mechanism as they lie in the state."""
        return self.state.get(self.weights.key((index, uid)))

    def append_neuron(self, netuid: int, uid: int, hotkey: AccountId) -> None:
        """A new neuron has set no weights."""

    def replace_neuron(self, netuid: int, uid: int, old_hotkey: AccountId) -> None:
        """Forget the weights of a uid, and set those of others on it to zero; they stay in their lists."""
        for index in indices_of(netuid, self._parameters):
            del self.weights[index, uid]
            self._zero(index, uid)

    def trim_neurons(self, netuid: int, kept: Sequence[int], removed: Sequence[AccountId]) -> None:
        """Keep the weights between the uids in `kept`, renumbered."""
        position = {uid: new for new, uid in enumerate(kept)}
        for index in indices_of(netuid, self._parameters):
            former = self.rows(index)
            self.weights.clear(index)
            for uid in kept:
                if uid in former:
                    row = [(position[target], weight) for target, weight in former[uid] if target in position]
                    self.weights[index, position[uid]] = row

    def remove_mechanism(self, index: int) -> None:
        """Forget all weights on a mechanism."""
        self.weights.clear(index)

    def remove_subnet(self, netuid: int) -> None:
        """Forget all weights on a network, and set root's weights on it to zero."""
        for index in indices_of(netuid, self._parameters):
            self.weights.clear(index)
        self._zero(ROOT, netuid)

    # invariants

    def check_invariants(self) -> None:
        """Rows belong to uids and mechanisms that exist, and weigh each existing uid once at most.

        Root weighs networks, not uids; nothing sets its weights any more.
        """
        for (index, uid), row in self.weights.items():
            netuid = netuid_of(index)
            if index not in indices_of(netuid, self._parameters):
                raise InvariantBroken(f"uid {uid} weighs on mechanism {index}, which does not exist")
            if netuid == ROOT:
                continue
            size = self._networks.size(netuid)
            targets = [target for target, _ in row]
            if uid >= size or any(target >= size for target in targets):
                raise InvariantBroken(f"uid {uid} weighs {targets} on mechanism {index}, which has {size} uids")
            if len(set(targets)) != len(targets):
                raise InvariantBroken(f"uid {uid} weighs a uid twice on mechanism {index}: {targets}")

    # inner

    def _set_directly(
        self, origin: Origin, netuid: int, mecid: int, uids: Sequence[int], values: Sequence[int], version_key: int
    ) -> None:
        self._ensure_direct(netuid)
        self.set(origin.ensure_signed(), netuid, mecid, uids, values, version_key)

    def _ensure_direct(self, netuid: int) -> None:
        if self._parameters.commit_reveal_weights_enabled[netuid]:
            raise CommitRevealEnabled

    def _ensure_form(
        self, hotkey: AccountId, netuid: int, mecid: int, uids: Sequence[int], values: Sequence[int]
    ) -> int:
        if netuid == ROOT:
            raise CanNotSetRootNetworkWeights
        if len(uids) != len(values):
            raise WeightVecNotEqualSize
        if not self._networks.mechanism_exists(netuid, mecid):
            raise MechanismDoesNotExist
        if len(uids) > self._networks.size(netuid):
            raise UidsLengthExceedUidsInSubNet
        uid = self._neurons.uid_of(netuid, hotkey)
        if uid is None:
            raise HotKeyNotRegisteredInSubNet
        return uid

    def _ensure_version(self, netuid: int, version_key: int) -> None:
        lowest = self._parameters.weights_version_key[netuid]
        if lowest != 0 and version_key < lowest:
            raise IncorrectWeightVersionKey

    def _ensure_permit(self, netuid: int, uid: int, *, weighs_itself: bool) -> None:
        decided_by_one = self._parameters.subnet_epoch_consensus[netuid] == EpochConsensus.Null
        if not decided_by_one and (weighs_itself or uid == self._neurons.owner_uid(netuid)):
            return
        if not self._vectors.has_permit(netuid, uid):
            raise NeuronNoValidatorPermit

    def _ensure_targets(self, netuid: int, uids: Sequence[int], *, weighs_itself: bool) -> None:
        if len(set(uids)) != len(uids):
            raise DuplicateUids
        if any(self._neurons.hotkey_of(netuid, uid) is None for uid in uids):
            raise UidVecContainInvalidOne
        least = min(self._networks.size(netuid), self._parameters.min_allowed_weights[netuid])
        if not weighs_itself and len(uids) < least:
            raise WeightVecLengthIsLow

    def _zero(self, index: int, target: int) -> None:
        for uid, row in list(self.weights.items(index)):
            if any(to == target and weight != 0 for to, weight in row):
                self.weights[index, uid] = [(to, 0 if to == target else weight) for to, weight in row]


class BatchItem(Protocol):
    """One item of a batch, by its position."""

    def __call__(self, position: int, /) -> None:
        """Run it; raises what it fails with."""
        ...
