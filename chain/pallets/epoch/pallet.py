"""The epoch: runs Yuma consensus for a network and keeps what it decides, one element per uid (economics section 2).

Other parts read the vectors through the methods under *reads*; coinbase runs the epoch and pays what it returns.
Invariant: every vector has as many elements as the network has uids (StakeWeight as many after an epoch).
"""

from collections.abc import Sequence
from typing import Protocol

from chain.codec import U16, U64, Record
from chain.frame.error import InvariantBroken
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageDoubleMap, StorageMap
from chain.pallets.epoch import matrices, null, pair_rows, stake_weight, vectors, yuma
from chain.pallets.epoch.mechanisms import SubnetTerms, mechanism_weight, split_emission, storage_index
from chain.pallets.epoch.payout import Payout, pay
from chain.pallets.epoch.sparse import proportions
from chain.pallets.epoch.terms import NO_COMMIT, ConsensusSettings, EpochInput, EpochTerms, Row
from chain.pallets.subtensor_module.events import IncentiveAlphaEmittedToMiners
from chain.pallets.subtensor_module.types import ConsensusMode, EpochConsensus, PerNetwork, PerU16
from chain.primitives.fixed import U16_MAX
from chain.primitives.hashing import Identity
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, NetUidStorageIndex


class EpochNetworks(Protocol):
    """What the epoch asks of the networks."""

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...

    def size(self, netuid: int) -> int:
        """The number of uids."""
        ...


class EpochNeurons(Protocol):
    """What the epoch asks of the neuron slots."""

    def hotkeys(self, netuid: int) -> list[AccountId]:
        """The hotkeys by uid."""
        ...

    def registration_blocks(self, netuid: int) -> list[int]:
        """The blocks in which the hotkeys registered, by uid."""
        ...

    def owner_uid(self, netuid: int) -> int | None:
        """The uid of the owner's hotkey, if it is registered."""
        ...


class EpochWeights(Protocol):
    """What the epoch asks of the weights."""

    def encoded_row(self, index: int, uid: int) -> bytes | None:
        """A uid's weights on a mechanism as they lie in the state."""
        ...


class EpochCommits(Protocol):
    """What the epoch asks of the commits."""

    def earliest_commits(self, netuid: int, index: int) -> dict[AccountId, int]:
        """The block of the earliest unexpired commit of every hotkey that has one."""
        ...


class EpochParameters(Protocol):
    """The hyperparameters of consensus."""

    @property
    def stake_threshold(self) -> int:
        """Rao of stake weight below which a hotkey does not count."""
        ...

    @property
    def mechanism_count_current(self) -> PerNetwork[int]:
        """The number of mechanisms, at least 1."""
        ...

    @property
    def mechanism_emission_split(self) -> PerNetwork[list[int] | None]:
        """The u16 shares of the mechanisms; None for an even split."""
        ...

    @property
    def tempo(self) -> PerNetwork[int]:
        """Blocks between epochs."""
        ...

    @property
    def activity_cutoff_factor_milli(self) -> PerNetwork[int]:
        """The activity cutoff in thousandths of a tempo."""
        ...

    @property
    def kappa(self) -> PerNetwork[int]:
        """The majority."""
        ...

    @property
    def bonds_moving_average(self) -> PerNetwork[int]:
        """What bonds keep per epoch, in parts per million."""
        ...

    @property
    def bonds_penalty(self) -> PerNetwork[int]:
        """How far clipping reaches the bonds."""
        ...

    @property
    def bonds_reset_on(self) -> PerNetwork[bool]:
        """Whether a commitment may reset bonds."""
        ...

    @property
    def yuma3_on(self) -> PerNetwork[bool]:
        """Whether bonds follow Yuma3."""
        ...

    @property
    def liquid_alpha_on(self) -> PerNetwork[bool]:
        """Whether the bonds' rate differs by cell."""
        ...

    @property
    def alpha_values(self) -> PerNetwork[tuple[int, int]]:
        """The lowest and the highest rate."""
        ...

    @property
    def alpha_sigmoid_steepness(self) -> PerNetwork[int]:
        """How sharply the rate rises."""
        ...

    @property
    def liquid_alpha_consensus_mode(self) -> PerNetwork[ConsensusMode]:
        """Which consensus liquid alpha compares weights with."""
        ...

    @property
    def subnet_epoch_consensus(self) -> PerNetwork[EpochConsensus]:
        """Whether many validators decide, or one."""
        ...

    @property
    def max_allowed_validators(self) -> PerNetwork[int]:
        """How many permits there are."""
        ...

    @property
    def commit_reveal_weights_enabled(self) -> PerNetwork[bool]:
        """Whether weights are committed first."""
        ...


class EpochStakes(Protocol):
    """What the epoch asks about stake."""

    @property
    def tao_weight_raw(self) -> int:
        """What root stake counts for, a raw U96F32."""
        ...

    def inherited_stakes(self, netuid: int, hotkeys: Sequence[AccountId]) -> tuple[list[int], list[int]]:
        """Alpha and root stake of every hotkey after children and parents, in rao."""
        ...


class EpochSchedule(Protocol):
    """What the epoch asks about its own past."""

    def last_step_block(self, netuid: int) -> int:
        """The block in which the last epoch was paid out; 0 before the first."""
        ...


class HotkeyEmission(Record):
    """What an epoch owes a hotkey, in rao of alpha: for serving, and its share of the validators' part."""

    hotkey: AccountId
    incentive: int
    dividend: int


class Epoch(Pallet, wire="SubtensorModule"):
    """What the last epoch found out about every uid."""

    events = (IncentiveAlphaEmittedToMiners,)

    active = StorageMap[NetUid, list[bool]](hasher=Identity, default=[], doc="Whether each uid is active.")
    consensus = StorageMap[NetUid, list[PerU16]](hasher=Identity, default=[], doc="The consensus on each uid.")
    incentive = StorageMap[NetUidStorageIndex, list[PerU16]](
        hasher=Identity, default=[], doc="The incentive of each uid, per mechanism."
    )
    consensus_by_mechanism = StorageMap[NetUidStorageIndex, list[PerU16]](
        hasher=Identity, default=[], doc="The consensus of each mechanism alone; Consensus holds that of all together."
    )
    dividends = StorageMap[NetUid, list[PerU16]](hasher=Identity, default=[], doc="The dividends of each uid.")
    emission = StorageMap[NetUid, list[AlphaBalance]](
        hasher=Identity, default=[], doc="Rao of alpha each uid earned in the last epoch."
    )
    last_update = StorageMap[NetUidStorageIndex, list[U64]](
        hasher=Identity, default=[], doc="The block in which each uid last set weights, per mechanism."
    )
    validator_trust = StorageMap[NetUid, list[PerU16]](
        hasher=Identity, default=[], doc="How much of each uid's weights lay within the consensus."
    )
    validator_permit = StorageMap[NetUid, list[bool]](
        hasher=Identity, default=[], doc="Whether each uid may set weights on others."
    )
    stake_weight = StorageMap[NetUid, list[PerU16]](hasher=Identity, default=[], doc="The share of stake of each uid.")
    bonds = StorageDoubleMap[NetUidStorageIndex, U16, list[tuple[U16, U16]]](
        hashers=(Identity, Identity), default=[], doc="The bonds of each uid, per mechanism: pairs of uid and amount."
    )

    def connect(
        self,
        *,
        networks: EpochNetworks,
        neurons: EpochNeurons,
        weights: EpochWeights,
        commits: EpochCommits,
        parameters: EpochParameters,
        stakes: EpochStakes,
        schedule: EpochSchedule,
    ) -> None:
        """Hand over what the epoch depends on."""
        self._networks = networks
        self._neurons = neurons
        self._weights = weights
        self._commits = commits
        self._parameters = parameters
        self._stakes = stakes
        self._schedule = schedule

    # reads for other parts

    def emission_of(self, netuid: int) -> list[int]:
        """Rao of alpha that each uid earned in the last epoch."""
        return self.emission[netuid]

    def has_permit(self, netuid: int, uid: int) -> bool:
        """Whether the uid holds a validator permit."""
        return vectors.at(self.validator_permit[netuid], uid, False)

    def last_update_of(self, index: int, uid: int) -> int:
        """The block in which the uid last set weights on a mechanism; 0 if the vector does not reach it."""
        return vectors.at(self.last_update[index], uid, 0)

    # for other parts

    def touch(self, index: int, uid: int, block: int) -> None:
        """Note that a uid set weights on a mechanism in a block."""
        vector = list(self.last_update[index])
        vector += [0] * (uid + 1 - len(vector))
        vector[uid] = block
        self.last_update[index] = vector

    def permit_one(self, netuid: int) -> None:
        """Let the hotkey with most stake hold the only permit of a network, as Null consensus has it."""
        hotkeys = self._neurons.hotkeys(netuid)
        stake = self._shared_input(netuid, hotkeys).stake
        permitted = null.only_permit(stake)
        self.validator_permit[netuid] = [uid == permitted for uid in range(len(hotkeys))]

    def append_neuron(self, netuid: int, uid: int, hotkey: AccountId) -> None:
        """Give a new last uid its elements: active as of now, nothing earned."""
        vectors.push(self.active, netuid, True)
        for numbers in (self.emission, self.consensus, self.dividends, self.validator_trust):
            vectors.push(numbers, netuid, 0)
        vectors.push(self.validator_permit, netuid, False)
        for index in self._indices(netuid):
            vectors.push(self.incentive, index, 0)
            self.touch(index, uid, self.system.block_number)

    def replace_neuron(self, netuid: int, uid: int, old_hotkey: AccountId) -> None:
        """Reset a uid's elements for its new hotkey. Others' bonds on it are masked at the next epoch."""
        vectors.put(self.active, netuid, uid, True)
        for numbers in (self.emission, self.consensus, self.dividends, self.stake_weight, self.validator_trust):
            vectors.put(numbers, netuid, uid, 0)
        vectors.put(self.validator_permit, netuid, uid, False)
        for index in self._indices(netuid):
            for numbers in (self.incentive, self.consensus_by_mechanism):
                vectors.put(numbers, index, uid, 0)
            del self.bonds[index, uid]
            self.touch(index, uid, self.system.block_number)

    def trim_neurons(self, netuid: int, kept: Sequence[int], removed: Sequence[AccountId]) -> None:
        """Keep the elements and bonds of the uids in `kept`, renumbered in that order."""
        for flags in (self.active, self.validator_permit):
            vectors.keep(flags, netuid, kept, False)
        for numbers in (self.emission, self.consensus, self.dividends, self.stake_weight, self.validator_trust):
            vectors.keep(numbers, netuid, kept, 0)
        renumbered = {old: new for new, old in enumerate(kept)}
        for index in self._indices(netuid):
            vectors.keep(self.incentive, index, kept, 0)
            vectors.keep(self.consensus_by_mechanism, index, kept, 0)
            vectors.keep(self.last_update, index, kept, 0)
            rows = dict(self.bonds.items(index))
            self.bonds.clear(index)
            for uid, row in rows.items():
                if uid in renumbered:
                    moved = [(renumbered[target], bond) for target, bond in row if target in renumbered]
                    self.bonds[index, renumbered[uid]] = moved

    def remove_mechanism(self, index: int) -> None:
        """Forget what belongs to one mechanism."""
        del self.incentive[index]
        del self.consensus_by_mechanism[index]
        del self.last_update[index]
        self.bonds.clear(index)

    def remove_subnet(self, netuid: int) -> None:
        """Forget everything about a network."""
        for index in self._indices(netuid):
            self.remove_mechanism(index)
        for numbers in (self.consensus, self.dividends, self.emission, self.validator_trust, self.stake_weight):
            del numbers[netuid]
        for flags in (self.active, self.validator_permit):
            del flags[netuid]

    def reset_bonds(self, index: int, uid: int) -> None:
        """Remove everyone's bonds on a uid, where the network allows it (section 2.14)."""
        if not self._parameters.bonds_reset_on[index % 4096]:
            return
        for holder, row in list(self.bonds.items(index)):
            if any(target == uid for target, _ in row):
                self.bonds[index, holder] = [(target, bond) for target, bond in row if target != uid]

    def reset_bonds_on(self, netuid: int, uid: int) -> None:
        """Remove everyone's bonds on a uid in every mechanism of a network, where it allows it."""
        for index in self._indices(netuid):
            self.reset_bonds(index, uid)

    # the epoch

    def run(self, netuid: int, total: int) -> list[HotkeyEmission]:
        """Run the epoch of every mechanism of a network and store its result; what is owed, by account bytes.

        `total` is the alpha in rao to share out; what flooring loses is not owed to anybody.
        """
        hotkeys = self._neurons.hotkeys(netuid)
        shared = self._shared_input(netuid, hotkeys)
        gathered = SubnetTerms(len(hotkeys))
        count = self._parameters.mechanism_count_current[netuid]
        parts = split_emission(total, count, self._parameters.mechanism_emission_split[netuid])
        for mechid, part in enumerate(parts):
            terms, payout = self._run_mechanism(netuid, mechid, part, hotkeys, shared)
            gathered.add(terms, payout, mechanism_weight(part, total, mechid))
        self._store(netuid, gathered)
        owed = sorted(zip(hotkeys, gathered.server, gathered.validator, strict=True))
        return [HotkeyEmission(*each) for each in owed]

    def _run_mechanism(
        self, netuid: int, mechid: int, part: int, hotkeys: list[AccountId], shared: "_SharedInput"
    ) -> tuple[EpochTerms[list[bytes]], Payout]:
        index = storage_index(netuid, mechid)
        data = self._input(netuid, index, hotkeys, shared)
        decided_by_one = self._parameters.subnet_epoch_consensus[netuid] == EpochConsensus.Null
        terms = null.run(data) if decided_by_one else matrices.run(data)
        payout = pay(terms, part)
        self.incentive[index] = proportions(terms.incentive)
        self.consensus_by_mechanism[index] = proportions(terms.consensus)
        if not decided_by_one:
            self._store_bonds(index, data.bonds, terms.bonds)
        self.deposit_event(IncentiveAlphaEmittedToMiners(netuid=index, emissions=payout.server))
        return terms, payout

    def _shared_input(self, netuid: int, hotkeys: list[AccountId]) -> "_SharedInput":
        """What the epochs of all mechanisms read alike."""
        parameters = self._parameters
        owner_uid = self._neurons.owner_uid(netuid)
        alpha, root = self._stakes.inherited_stakes(netuid, hotkeys)
        weight = self._stakes.tao_weight_raw
        totals = stake_weight.total_stakes(alpha, root, weight)
        counted = stake_weight.above_threshold(totals, parameters.stake_threshold, owner_uid)
        low, high = parameters.alpha_values[netuid]
        tempo = parameters.tempo[netuid]
        return _SharedInput(
            tempo=tempo,
            activity_cutoff=max(1, parameters.activity_cutoff_factor_milli[netuid] * tempo // 1000),
            stake=stake_weight.shares(counted),
            owner_uid=owner_uid,
            registered_at=self._neurons.registration_blocks(netuid),
            permits=self.validator_permit[netuid],
            settings=ConsensusSettings(
                kappa=parameters.kappa[netuid],
                bonds_moving_average=parameters.bonds_moving_average[netuid],
                bonds_penalty=parameters.bonds_penalty[netuid],
                yuma3=parameters.yuma3_on[netuid],
                liquid_alpha=parameters.liquid_alpha_on[netuid],
                alpha_low=low,
                alpha_high=high,
                alpha_sigmoid_steepness=parameters.alpha_sigmoid_steepness[netuid],
                max_allowed_validators=parameters.max_allowed_validators[netuid],
                commit_reveal=parameters.commit_reveal_weights_enabled[netuid],
            ),
        )

    def _input(
        self, netuid: int, index: int, hotkeys: list[AccountId], shared: "_SharedInput"
    ) -> EpochInput[matrices.EncodedRows]:
        size = len(hotkeys)
        commits = None
        if shared.settings.commit_reveal:
            earliest = self._commits.earliest_commits(netuid, index)
            commits = [earliest.get(hotkey, NO_COMMIT) for hotkey in hotkeys]
        voters = yuma.with_owner(shared.permits, shared.owner_uid, size)
        row_of = self._weights.encoded_row
        return EpochInput(
            block=self.system.block_number,
            tempo=shared.tempo,
            activity_cutoff=shared.activity_cutoff,
            last_step_block=self._schedule.last_step_block(netuid),
            settings=shared.settings,
            stake=shared.stake,
            last_update=(list(self.last_update[index]) + [0] * size)[:size],
            registered_at=shared.registered_at,
            permits=shared.permits,
            weights=[row_of(index, uid) if votes else None for uid, votes in enumerate(voters)],
            bonds=self.bonds.each_encoded([(index, uid) for uid in range(size)]),
            owner_uid=shared.owner_uid,
            commit_blocks=commits,
            compared_consensus=self._compared_consensus(netuid, index, size),
        )

    def _compared_consensus(self, netuid: int, index: int, size: int) -> list[int] | None:
        """The mechanism's last consensus, where a network had its liquid alpha compare weights with that."""
        if self._parameters.liquid_alpha_consensus_mode[netuid] != ConsensusMode.Previous:
            return None
        return (list(self.consensus_by_mechanism[index]) + [0] * size)[:size]

    def _store_bonds(self, index: int, held: Sequence[bytes | None], rows: Sequence[bytes]) -> None:
        """Write the bonds of every uid that differ from those held before; those of most uids are empty and stay so."""
        put, bond_key = self.state.put, self.bonds.key
        for uid, (former, row) in enumerate(zip(held, rows, strict=True)):
            if former != row:
                put(bond_key((index, uid)), row)

    def _store(self, netuid: int, terms: SubnetTerms) -> None:
        self.active[netuid] = terms.active
        self.emission[netuid] = terms.emission
        self.consensus[netuid] = terms.consensus
        self.dividends[netuid] = terms.dividends
        self.validator_trust[netuid] = terms.validator_trust
        self.stake_weight[netuid] = terms.stake_weight
        self.validator_permit[netuid] = terms.permits

    def _indices(self, netuid: int) -> list[int]:
        return [storage_index(netuid, mechid) for mechid in range(self._parameters.mechanism_count_current[netuid])]

    def bonds_of(self, index: int, uid: int) -> Row:
        """The bonds of a uid on a mechanism."""
        return pair_rows.pairs_of(self.state.get(self.bonds.key((index, uid))))

    # invariants

    def check_invariants(self) -> None:
        """Every vector has an element per uid, and what is a share of a whole adds up to no more than the whole.

        StakeWeight is as the last epoch left it: it lacks neurons that came later.
        """
        for netuid in self._networks.netuids():
            size = self._networks.size(netuid)
            lengths = {
                "Active": len(self.active[netuid]),
                "Emission": len(self.emission[netuid]),
                "Consensus": len(self.consensus[netuid]),
                "Dividends": len(self.dividends[netuid]),
                "ValidatorTrust": len(self.validator_trust[netuid]),
                "ValidatorPermit": len(self.validator_permit[netuid]),
            }
            wrong = {name: length for name, length in lengths.items() if length != size}
            if wrong:
                raise InvariantBroken(f"network {netuid} has {size} uids, but its vectors have other lengths: {wrong}")
            if len(self.stake_weight[netuid]) > size:
                raise InvariantBroken(f"network {netuid}: StakeWeight is longer than the {size} uids")
            self._check_shares(netuid, "Dividends", self.dividends[netuid])
            for index in self._indices(netuid):
                self._check_mechanism(netuid, index, size)

    def _check_mechanism(self, netuid: int, index: int, size: int) -> None:
        for name, length in (("Incentive", len(self.incentive[index])), ("LastUpdate", len(self.last_update[index]))):
            if length > size or (length != size and index == netuid):
                raise InvariantBroken(f"{name} of mechanism {index} has {length} elements for {size} uids")
        self._check_shares(netuid, "Incentive", self.incentive[index])
        for holder, row in self.bonds.items(index):
            if holder >= size or any(target >= size for target, _ in row):
                raise InvariantBroken(f"bonds of uid {holder} in mechanism {index}: there are only {size} uids")

    @staticmethod
    def _check_shares(netuid: int, name: str, shares: Sequence[int]) -> None:
        if sum(shares) > U16_MAX:
            raise InvariantBroken(f"network {netuid}: {name} adds up to {sum(shares)} of {U16_MAX}")


class _SharedInput(Record):
    tempo: int
    activity_cutoff: int
    stake: list[int]
    owner_uid: int | None
    registered_at: list[int]
    permits: list[bool]
    settings: ConsensusSettings
