"""What fees are made of, as the payment API tells it. Amounts are in rao."""

from typing import Annotated

from chain.codec import U64, U128, Struct, TypeName, UnitEnum
from chain.frame.weight import DispatchClass, Weight


class FixedU128(Struct, path="sp_arithmetic::fixed_point::FixedU128", unnamed=True):
    """A number in units of 10^-18."""

    bits: Annotated[U128, TypeName("u128")]


ONE = FixedU128(10**18)


class Releases(UnitEnum, path="pallet_transaction_payment::Releases"):
    """How the pallet's storage is laid out."""

    V1Ancient = 0
    V2 = 1


class RuntimeDispatchInfo(
    Struct, path="pallet_transaction_payment::types::RuntimeDispatchInfo", params={"Balance": U64, "Weight": Weight}
):
    """What a transaction would cost, without a tip."""

    weight: Annotated[Weight, TypeName("Weight")]
    class_: Annotated[DispatchClass, TypeName("DispatchClass")]
    partial_fee: Annotated[U64, TypeName("Balance")]


class InclusionFee(Struct, path="pallet_transaction_payment::types::InclusionFee", params={"Balance": U64}):
    """The parts of the fee for being included."""

    base_fee: Annotated[U64, TypeName("Balance")]
    len_fee: Annotated[U64, TypeName("Balance")]
    adjusted_weight_fee: Annotated[U64, TypeName("Balance")]


class FeeDetails(Struct, path="pallet_transaction_payment::types::FeeDetails", params={"Balance": U64}):
    """The fee in its parts; none for a free call."""

    inclusion_fee: Annotated[InclusionFee | None, TypeName("Option<InclusionFee<Balance>>")]
    tip: Annotated[U64, TypeName("Balance")] = 0
