"""A subnet as one epoch reads it, without a chain, and what the epoch makes of it.

Everything is the integer that the chain stores: stake and emission in rao of alpha, weights and bonds as u16. The rules
are those of `chain.pallets.epoch`, called as the chain calls them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Self

from chain.pallets.epoch import matrices, pair_rows, stake_weight
from chain.pallets.epoch.payout import pay
from chain.pallets.epoch.sparse import top_nonzero
from chain.pallets.epoch.terms import NO_COMMIT, ONE, PROPORTION, ConsensusSettings, EpochInput, Row
from localnet.epoch_lab.errors import EpochInputError, shown

RAO_PER_ALPHA = 1_000_000_000
LARGEST_U64 = 2**64 - 1
DEFAULT_TEMPO_BLOCKS = 360
MOST_DIGITS = 10
"""With so many decimals every I32F32 has one of its own."""

LIMITS = {
    "kappa": (0, PROPORTION),
    "bonds_moving_average": (0, 1_000_000),
    "bonds_penalty": (0, PROPORTION),
    "alpha_low": (0, PROPORTION),
    "alpha_high": (0, PROPORTION),
    "alpha_sigmoid_steepness": (-(2**15), 2**15 - 1),
    "max_allowed_validators": (0, PROPORTION),
}
"""Least and largest stored value of each number among the settings."""


@dataclass(frozen=True, slots=True)
class Network:
    """What one epoch of one mechanism reads; sequences hold one element per uid.

    `weights` and `bonds` hold rows of stored (uid, u16) pairs. `root_stake_rao` counts by the stored u64 `tao_weight`.
    `commit_blocks`, read while commit-reveal is on, holds the block of each uid's earliest pending commit, None
    without one. Raises EpochInputError if the parts do not fit each other.
    """

    stake_rao: Sequence[int]
    weights: Sequence[Row]
    bonds: Sequence[Row]
    permits: Sequence[bool]
    last_update: Sequence[int]
    registered_at: Sequence[int]
    block: int
    tempo_blocks: int
    activity_cutoff_blocks: int
    settings: ConsensusSettings
    emission_rao: int = RAO_PER_ALPHA
    last_step_block: int = 0
    stake_threshold_rao: int = 0
    owner_uid: int | None = None
    root_stake_rao: Sequence[int] = ()
    tao_weight: int = 0
    commit_blocks: Sequence[int | None] = ()

    @classmethod
    def settled(
        cls,
        stake_rao: Sequence[int],
        weights: Sequence[Row],
        *,
        settings: ConsensusSettings | None = None,
        emission_rao: int = RAO_PER_ALPHA,
        tempo_blocks: int = DEFAULT_TEMPO_BLOCKS,
    ) -> Self:
        """A subnet that has run for a while and has no bonds yet.

        All uids registered long ago, all weights have just been set, and the largest stakes hold permits.
        """
        size = len(stake_rao)
        block = 2 * max(tempo_blocks, 1)
        chosen = settings or ConsensusSettings()
        network = cls(
            stake_rao=stake_rao,
            weights=weights,
            bonds=[[] for _ in range(size)],
            permits=[False] * size,
            last_update=[block] * size,
            registered_at=[0] * size,
            block=block,
            tempo_blocks=tempo_blocks,
            activity_cutoff_blocks=max(1, 13_889 * tempo_blocks // 1000),
            settings=chosen,
            emission_rao=emission_rao,
            last_step_block=block - max(tempo_blocks, 1),
        )
        return replace(network, permits=top_nonzero(network.stake_shares(), chosen.max_allowed_validators))

    def __post_init__(self) -> None:
        for name in ("weights", "bonds", "permits", "last_update", "registered_at", "root_stake_rao", "commit_blocks"):
            length = len(getattr(self, name))
            if length != self.size and (length or name not in ("root_stake_rao", "commit_blocks")):
                raise EpochInputError(f"{name} has {length} elements; expected {self.size}, one per uid")
        for name in ("stake_rao", "root_stake_rao"):
            for uid, amount in enumerate(getattr(self, name)):
                if not 0 <= amount <= LARGEST_U64:
                    raise EpochInputError(f"{name} of uid {uid} is {amount}; expected 0 to 2**64 - 1")
        for name in ("weights", "bonds"):
            for uid, row in enumerate(getattr(self, name)):
                check_row(f"{name} of uid {uid}", row, self.size)
        if self.owner_uid is not None and not 0 <= self.owner_uid < self.size:
            raise EpochInputError(f"owner_uid is {self.owner_uid}; expected {uids_of(self.size)}")
        check_settings(self.settings)

    @property
    def size(self) -> int:
        """The number of uids."""
        return len(self.stake_rao)

    def stake_shares(self) -> list[int]:
        """The normalised stake weight of every uid, raw I32F32 (economics section 2.3)."""
        root = self.root_stake_rao or [0] * self.size
        weight = stake_weight.tao_weight_from_stored(self.tao_weight)
        totals = [stake_weight.total_stake(*pair, weight) for pair in zip(self.stake_rao, root, strict=True)]
        return stake_weight.shares(stake_weight.above_threshold(totals, self.stake_threshold_rao, self.owner_uid))


@dataclass(frozen=True, slots=True)
class EpochResult:
    """What one epoch decides, per uid.

    Shares (`stake`, `active_stake`, `consensus`, `incentive`, `dividends`, `validator_trust`) are raw I32F32: the
    share times 2**32; `decimal` prints one. `bonds` are the stored (uid, u16) pairs. Emission is in rao of alpha: what
    each uid earns as a server, as a validator, and the chain's `Emission`, where both are normalised together.
    """

    block: int
    stake: tuple[int, ...]
    active_stake: tuple[int, ...]
    active: tuple[bool, ...]
    permits: tuple[bool, ...]
    consensus: tuple[int, ...]
    incentive: tuple[int, ...]
    dividends: tuple[int, ...]
    validator_trust: tuple[int, ...]
    bonds: tuple[Row, ...]
    server_emission_rao: tuple[int, ...]
    validator_emission_rao: tuple[int, ...]
    emission_rao: tuple[int, ...]


def run_epoch(network: Network) -> EpochResult:
    """Run one epoch of Yuma consensus on a network."""
    terms = matrices.run(_epoch_input(network))
    payout = pay(terms, network.emission_rao)
    return EpochResult(
        block=network.block,
        stake=tuple(terms.stake),
        active_stake=tuple(terms.active_stake),
        active=tuple(terms.active),
        permits=tuple(terms.permits),
        consensus=tuple(terms.consensus),
        incentive=tuple(terms.incentive),
        dividends=tuple(terms.dividends),
        validator_trust=tuple(terms.validator_trust),
        bonds=tuple(pair_rows.pairs_of(row) for row in terms.bonds),
        server_emission_rao=tuple(payout.server),
        validator_emission_rao=tuple(payout.validator),
        emission_rao=tuple(payout.combined),
    )


def decimal(share: int) -> Decimal:
    """A raw I32F32 share in the fewest decimals that no other share is nearer to, as the reference chain prints it."""
    exact = Fraction(share, ONE)
    for digits in range(MOST_DIGITS):
        rounded = round(exact * 10**digits)
        if abs(Fraction(rounded, 10**digits) - exact) * 2 * ONE < 1:
            return Decimal(rounded).scaleb(-digits)
    return Decimal(round(exact * 10**MOST_DIGITS)).scaleb(-MOST_DIGITS)


def weight_row(weights: Mapping[int, int | float | Decimal | Fraction]) -> Row:
    """The row that is stored when a validator sets these weights: the largest becomes 65535, zeros are kept.

    Raises EpochInputError for a weight below zero.
    """
    exact = {uid: Fraction(weight) for uid, weight in weights.items()}
    for uid, weight in exact.items():
        if weight < 0:
            raise EpochInputError(f"the weight on uid {uid} is {shown(weights[uid])}; expected 0 or more")
    largest = max(exact.values(), default=Fraction(0))
    return [(uid, round(weight / largest * PROPORTION) if largest else 0) for uid, weight in exact.items()]


def uids_of(size: int) -> str:
    """Which uids there are, in words."""
    return f"a uid of 0 to {size - 1}" if size else "no uid, for there is none"


def check_row(name: str, row: Row, size: int) -> None:
    """Raise EpochInputError if a row of pairs names a uid that is unknown or named before, or a value beyond u16."""
    seen = set()
    for uid, value in row:
        if not 0 <= uid < size:
            raise EpochInputError(f"{name}: uid {uid} is unknown; expected {uids_of(size)}")
        if uid in seen:
            raise EpochInputError(f"{name}: uid {uid} is named twice; name it once")
        if not 0 <= value <= PROPORTION:
            raise EpochInputError(f"{name}: the value for uid {uid} is {value}; expected 0 to {PROPORTION}")
        seen.add(uid)


def check_settings(settings: ConsensusSettings) -> None:
    """Raise EpochInputError for a setting that the chain cannot store."""
    for name, (least, most) in LIMITS.items():
        value = getattr(settings, name)
        if not least <= value <= most:
            raise EpochInputError(f"{name} is {value}; expected {least} to {most}")
    if settings.alpha_low > settings.alpha_high:
        raise EpochInputError(
            f"alpha_low is {settings.alpha_low}, above alpha_high, which is {settings.alpha_high}; expected low <= high"
        )


def _epoch_input(network: Network) -> EpochInput[matrices.EncodedRows]:
    commits = network.commit_blocks or [None] * network.size
    return EpochInput(
        block=network.block,
        tempo=network.tempo_blocks,
        activity_cutoff=network.activity_cutoff_blocks,
        last_step_block=network.last_step_block,
        settings=network.settings,
        stake=network.stake_shares(),
        last_update=list(network.last_update),
        registered_at=list(network.registered_at),
        permits=list(network.permits),
        weights=[pair_rows.encode(row) for row in network.weights],
        bonds=[pair_rows.encode(row) for row in network.bonds],
        owner_uid=network.owner_uid,
        commit_blocks=[NO_COMMIT if block is None else block for block in commits],
    )
