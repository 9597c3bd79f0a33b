"""A run over many epochs: bonds and permits carry over, validators renew their weights or change them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chain.pallets.epoch.sparse import to_proportion
from chain.pallets.epoch.terms import ConsensusSettings, Row
from chain.pallets.weights.scaling import max_upscaled
from localnet.epoch_lab.errors import EpochInputError
from localnet.epoch_lab.network import EpochResult, Network, run_epoch, uids_of


@dataclass(frozen=True, slots=True)
class Change:
    """What happens just before an epoch, by uid; epochs count from 0.

    `weights` are new rows and `stake_rao` new stakes. Uids in `silent` renew their weights no longer, until they
    set new ones. Everyone's bonds on the uids in `reset_bonds` are removed. `note` is what a chart says about it.
    """

    epoch: int
    weights: Mapping[int, Row] = field(default_factory=dict)
    stake_rao: Mapping[int, int] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    reset_bonds: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A network and what happens to it over so many epochs.

    The first epoch runs on `start` as it is; each next one a tempo later, when every validator has set its
    weights again. `copiers` set as their weights the consensus that the chain showed so many epochs ago (1 or
    more). Raises EpochInputError for a uid or an epoch that does not exist.
    """

    start: Network
    epochs: int = 1
    changes: Sequence[Change] = ()
    copiers: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.epochs < 1:
            raise EpochInputError(f"epochs is {self.epochs}; expected 1 or more")
        named: list[tuple[str, Iterable[int]]] = [("copiers", self.copiers)]
        for change in self.changes:
            if change.epoch < 0:
                raise EpochInputError(f"a change is at epoch {change.epoch}; epochs count from 0")
            for name in ("weights", "stake_rao", "silent", "reset_bonds"):
                named.append((f"{name} of the change at epoch {change.epoch}", getattr(change, name)))
        for name, uids in named:
            for uid in uids:
                if not 0 <= uid < self.start.size:
                    raise EpochInputError(f"{name}: uid {uid} is unknown; expected {uids_of(self.start.size)}")
        for uid, lag in self.copiers.items():
            if lag < 1:
                raise EpochInputError(f"copiers: the lag of uid {uid} is {lag}; expected 1 epoch or more")


@dataclass(frozen=True, slots=True)
class History:
    """The epochs of a run, in order; `networks` is what each of them read."""

    networks: tuple[Network, ...]
    results: tuple[EpochResult, ...]

    @property
    def last(self) -> EpochResult:
        """The result of the last epoch."""
        return self.results[-1]

    def earned_rao(self, uid: int) -> int:
        """The alpha in rao that a uid earned over the run, by the chain's `Emission`."""
        return sum(result.emission_rao[uid] for result in self.results)


def run_epochs(schedule: Schedule, settings: ConsensusSettings | None = None) -> History:
    """Run a schedule to its end; `settings` stand in for those of its network."""
    network = schedule.start if settings is None else replace(schedule.start, settings=settings)
    silent: set[int] = set()
    networks: list[Network] = []
    results: list[EpochResult] = []
    for epoch in range(schedule.epochs):
        now = [change for change in schedule.changes if change.epoch == epoch]
        for change in now:
            silent = (silent | change.silent) - change.weights.keys()
        if results:
            network = _a_tempo_later(network, results[-1], silent)
        for change in now:
            network = _changed(network, change)
        network = _with_copies(network, schedule.copiers, results)
        networks.append(network)
        results.append(run_epoch(network))
    return History(tuple(networks), tuple(results))


def _a_tempo_later(network: Network, result: EpochResult, silent: set[int]) -> Network:
    block = network.block + max(network.tempo_blocks, 1)
    renewing = {uid for uid, row in enumerate(network.weights) if row} - silent
    return replace(
        network,
        block=block,
        last_step_block=network.block,
        bonds=result.bonds,
        permits=result.permits,
        last_update=[block if uid in renewing else before for uid, before in enumerate(network.last_update)],
        commit_blocks=(),
    )


def _changed(network: Network, change: Change) -> Network:
    uids = range(network.size)
    kept = [[pair for pair in row if pair[0] not in change.reset_bonds] for row in network.bonds]
    return replace(
        network,
        weights=[change.weights.get(uid, network.weights[uid]) for uid in uids],
        last_update=[network.block if uid in change.weights else network.last_update[uid] for uid in uids],
        stake_rao=[change.stake_rao.get(uid, network.stake_rao[uid]) for uid in uids],
        bonds=kept,
    )


def _with_copies(network: Network, copiers: Mapping[int, int], results: Sequence[EpochResult]) -> Network:
    rows = list(network.weights)
    updates = list(network.last_update)
    for uid, lag in copiers.items():
        copied = _visible_consensus(results[-lag]) if lag <= len(results) else []
        if copied:
            rows[uid], updates[uid] = copied, network.block
    return replace(network, weights=rows, last_update=updates)


def _visible_consensus(result: EpochResult) -> Row:
    """The consensus as the chain stores it, as a row of weights; empty where there is none."""
    stored = [(uid, to_proportion(share)) for uid, share in enumerate(result.consensus)]
    agreed = [pair for pair in stored if pair[1]]
    return list(zip([uid for uid, _ in agreed], max_upscaled([value for _, value in agreed]), strict=True))
