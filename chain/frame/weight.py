"""Weight: how much computing and proof a call takes, which class it is in and whether it pays.

Section 5.2 of the specification. `ref_time` is in picoseconds of the reference machine, `proof_size` in bytes.
"""

from typing import Annotated

from chain.codec import U64, Compact, Struct, TypeName, UnitEnum

U64_MAX = 2**64 - 1


class Weight(Struct, path="sp_weights::weight_v2::Weight"):
    """Computing time in picoseconds and proof size in bytes; arithmetic saturates at both ends."""

    ref_time: Annotated[Compact[U64], TypeName("u64")]
    proof_size: Annotated[Compact[U64], TypeName("u64")]

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(
            min(self.ref_time + other.ref_time, U64_MAX),
            min(self.proof_size + other.proof_size, U64_MAX),
        )

    def __sub__(self, other: "Weight") -> "Weight":
        return Weight(max(self.ref_time - other.ref_time, 0), max(self.proof_size - other.proof_size, 0))

    def exceeds(self, limit: "Weight") -> bool:
        """Whether either part is above the same part of `limit`."""
        return self.ref_time > limit.ref_time or self.proof_size > limit.proof_size

    def at_most(self, limit: "Weight") -> "Weight":
        """The smaller of both, part by part."""
        return Weight(min(self.ref_time, limit.ref_time), min(self.proof_size, limit.proof_size))


ZERO_WEIGHT = Weight(0, 0)

DATABASE_READ_REF_TIME = 25_000_000
DATABASE_WRITE_REF_TIME = 100_000_000


def database_weight(*, reads: int = 0, writes: int = 0) -> Weight:
    """The weight of so many storage reads and writes."""
    return Weight(reads * DATABASE_READ_REF_TIME + writes * DATABASE_WRITE_REF_TIME, 0)


def measured_weight(ref_time: int, *, reads: int = 0, writes: int = 0, proof_size: int = 0) -> Weight:
    """The weight of a benchmarked call: its own time plus its storage accesses."""
    return Weight(ref_time + reads * DATABASE_READ_REF_TIME + writes * DATABASE_WRITE_REF_TIME, proof_size)


class DispatchClass(UnitEnum, path="frame_support::dispatch::DispatchClass"):
    """Which share of the block a call may use; mandatory calls are inherents and may not fail."""

    Normal = 0
    Operational = 1
    Mandatory = 2


class Pays(UnitEnum, path="frame_support::dispatch::Pays"):
    """Whether the signer pays the fee of a call."""

    Yes = 0
    No = 1


class RuntimeDbWeight(Struct, path="sp_weights::RuntimeDbWeight"):
    """Picoseconds of one storage read and one storage write."""

    read: U64
    write: U64
