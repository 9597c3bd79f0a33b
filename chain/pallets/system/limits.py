"""How much fits into a block: weight by class and length (section 5.2)."""

from typing import Annotated

from chain.codec import U32, Struct, TypeName
from chain.frame.weight import U64_MAX, DispatchClass, Weight

NO_PROOF_LIMIT = U64_MAX

BASE_BLOCK_REF_TIME = 431_614_000
BASE_EXTRINSIC_REF_TIME = 108_157_000
MAX_BLOCK_REF_TIME = 4_000_000_000_000
NORMAL_REF_TIME = 3_000_000_000_000
MAX_BLOCK_LENGTH = 10 * 1024 * 1024

BLOCK_HASH_COUNT = 2_400
MAX_CONSUMERS = 16
SS58_PREFIX = 42


class PerClassWeight(
    Struct, path="frame_support::dispatch::PerDispatchClass", params={"T": Weight}, type_name="ConsumedWeight"
):
    """A weight for each class."""

    normal: Annotated[Weight, TypeName("T")] = Weight(0, 0)
    operational: Annotated[Weight, TypeName("T")] = Weight(0, 0)
    mandatory: Annotated[Weight, TypeName("T")] = Weight(0, 0)

    def of(self, dispatch_class: DispatchClass) -> Weight:
        """The weight of one class."""
        return (self.normal, self.operational, self.mandatory)[dispatch_class]

    def total(self) -> Weight:
        """All classes together."""
        return self.normal + self.operational + self.mandatory


class PerClassLength(Struct, path="frame_support::dispatch::PerDispatchClass", params={"T": U32}):
    """A number of bytes for each class."""

    normal: Annotated[U32, TypeName("T")]
    operational: Annotated[U32, TypeName("T")]
    mandatory: Annotated[U32, TypeName("T")]

    def of(self, dispatch_class: DispatchClass) -> int:
        """The length of one class."""
        return (self.normal, self.operational, self.mandatory)[dispatch_class]


class WeightsPerClass(Struct, path="frame_system::limits::WeightsPerClass"):
    """The limits of one class; None is no limit."""

    base_extrinsic: Weight
    max_extrinsic: Weight | None
    max_total: Weight | None
    reserved: Weight | None


class PerClassLimits(
    Struct,
    path="frame_support::dispatch::PerDispatchClass",
    params={"T": WeightsPerClass},
    type_name="PerDispatchClass",
):
    """The limits of each class."""

    normal: Annotated[WeightsPerClass, TypeName("T")]
    operational: Annotated[WeightsPerClass, TypeName("T")]
    mandatory: Annotated[WeightsPerClass, TypeName("T")]

    def of(self, dispatch_class: DispatchClass) -> WeightsPerClass:
        """The limits of one class."""
        return (self.normal, self.operational, self.mandatory)[dispatch_class]


class BlockWeights(Struct, path="frame_system::limits::BlockWeights"):
    """The weight of an empty block, the limit of a full one, and the limits of each class."""

    base_block: Weight
    max_block: Weight
    per_class: Annotated[PerClassLimits, TypeName("PerDispatchClass<WeightsPerClass>")]


class BlockLength(Struct, path="frame_system::limits::BlockLength"):
    """How many bytes of extrinsics a block may hold, by class."""

    max: Annotated[PerClassLength, TypeName("PerDispatchClass<u32>")]


NORMAL_PROOF = NO_PROOF_LIMIT * 3 // 4
OPERATIONAL_RESERVE_PROOF = NO_PROOF_LIMIT - NORMAL_PROOF

BASE_EXTRINSIC = Weight(BASE_EXTRINSIC_REF_TIME, 0)

BLOCK_WEIGHTS = BlockWeights(
    base_block=Weight(BASE_BLOCK_REF_TIME, 0),
    max_block=Weight(MAX_BLOCK_REF_TIME, NO_PROOF_LIMIT),
    per_class=PerClassLimits(
        normal=WeightsPerClass(
            BASE_EXTRINSIC,
            max_extrinsic=Weight(2_599_891_843_000, 0xA666_6666_6666_6666),
            max_total=Weight(NORMAL_REF_TIME, NORMAL_PROOF),
            reserved=Weight(0, 0),
        ),
        operational=WeightsPerClass(
            BASE_EXTRINSIC,
            max_extrinsic=Weight(3_599_891_843_000, 0xE666_6666_6666_6666),
            max_total=Weight(MAX_BLOCK_REF_TIME, NO_PROOF_LIMIT),
            reserved=Weight(MAX_BLOCK_REF_TIME - NORMAL_REF_TIME, OPERATIONAL_RESERVE_PROOF),
        ),
        mandatory=WeightsPerClass(BASE_EXTRINSIC, max_extrinsic=None, max_total=None, reserved=None),
    ),
)

BLOCK_LENGTH = BlockLength(PerClassLength(MAX_BLOCK_LENGTH * 3 // 4, MAX_BLOCK_LENGTH, MAX_BLOCK_LENGTH))
