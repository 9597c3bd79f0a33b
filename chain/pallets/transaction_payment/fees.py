"""How a fee is computed (section 5.5). Pure functions of weight and length; amounts are in rao.

fee = base + length + weight + tip, or 0 + tip for a free call
"""

from chain.frame.weight import Weight
from chain.pallets.system.limits import BASE_EXTRINSIC_REF_TIME, MAX_BLOCK_REF_TIME
from chain.pallets.transaction_payment.types import InclusionFee

FEE_PER_REF_TIME_PARTS = 500_000
"""Parts of 10^9: the fee of a weight is 0.0005 rao per picosecond."""

BILLION = 10**9
RAO_PER_BYTE = 1


def weight_to_fee(weight: Weight) -> int:
    """The fee of a weight, at most a full block: 0.0005 of its computing time, rounded to nearest, half down."""
    ref_time = min(weight.ref_time, MAX_BLOCK_REF_TIME)
    fee, remainder = divmod(ref_time * FEE_PER_REF_TIME_PARTS, BILLION)
    return fee + 1 if remainder * 2 > BILLION else fee


def length_to_fee(length: int) -> int:
    """The fee of so many bytes of extrinsic."""
    return length * RAO_PER_BYTE


BASE_FEE = weight_to_fee(Weight(BASE_EXTRINSIC_REF_TIME, 0))


def inclusion_fee(length: int, weight: Weight) -> InclusionFee:
    """The parts of the fee for an extrinsic of this length whose call and extensions weigh so much."""
    return InclusionFee(BASE_FEE, length_to_fee(length), weight_to_fee(weight))


def total_of(fee: InclusionFee | None, tip: int = 0) -> int:
    """The whole fee."""
    return tip if fee is None else fee.base_fee + fee.len_fee + fee.adjusted_weight_fee + tip
