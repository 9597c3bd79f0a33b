"""What an epoch is told and what it answers, as numbers only (economics section 2).

A raw value is the integer of an I32F32 number: the number times 2**32. Matrices are sparse: one list of
(uid, value) pairs per row, in stored order, where a pair with value zero is not the same as no pair.
"""

from typing import Generic, TypeVar

from chain.codec import Record

Row = list[tuple[int, int]]
Rows = list[Row]

Matrix = TypeVar("Matrix")
"""How an implementation holds a matrix: `Rows` for plain integers, `Pairs` for arrays."""

ONE = 1 << 32
"""One, as a raw I32F32."""

PROPORTION = 65_535
"""The u16 that stands for the whole."""


class ConsensusSettings(Record):
    """The hyperparameters that shape the matrices; all as they are stored."""

    kappa: int = 32_767
    bonds_moving_average: int = 900_000
    bonds_penalty: int = 65_535
    yuma3: bool = False
    liquid_alpha: bool = False
    alpha_low: int = 45_875
    alpha_high: int = 58_982
    alpha_sigmoid_steepness: int = 1000
    max_allowed_validators: int = 128
    commit_reveal: bool = False


class EpochInput(Record, Generic[Matrix]):
    """Everything one epoch of one mechanism reads, per uid unless said otherwise.

    `stake` is the normalised stake weight (raw I32F32). `weights` and `bonds` hold the stored u16 pairs.
    `commit_blocks` holds the block of each uid's earliest unexpired commit, NO_COMMIT where there is none; it is
    read only while commit-reveal is on. `activity_cutoff` is in blocks. `compared_consensus` is what liquid alpha
    compares weights with, as stored u16; None for the consensus of this epoch.
    """

    block: int
    tempo: int
    activity_cutoff: int
    last_step_block: int
    settings: ConsensusSettings
    stake: list[int]
    last_update: list[int]
    registered_at: list[int]
    permits: list[bool]
    weights: Matrix
    bonds: Matrix
    owner_uid: int | None = None
    commit_blocks: list[int] | None = None
    compared_consensus: list[int] | None = None

    @property
    def size(self) -> int:
        """The number of uids."""
        return len(self.stake)


class EpochTerms(Record, Generic[Matrix]):
    """What one epoch of one mechanism decides, per uid; raw I32F32 unless the name says otherwise.

    `bonds` holds the u16 pairs to store, an empty row for a uid without a new permit.
    """

    active: list[bool]
    permits: list[bool]
    stake: list[int]
    active_stake: list[int]
    consensus: list[int]
    validator_trust: list[int]
    incentive: list[int]
    dividends: list[int]
    bonds: Matrix


NO_COMMIT = 2**64 - 1
"""The commit block of a uid that has committed nothing."""
