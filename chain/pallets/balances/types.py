"""Types of the balances pallet: how strictly balances are kept, locks, reserves, holds and freezes."""

from enum import Enum as PlainEnum
from typing import Annotated

from chain.codec import U64, Bytes8, Enum, Struct, TypeName, UnitEnum


class Preservation(PlainEnum):
    """What must be left in an account that loses balance."""

    EXPENDABLE = "expendable"
    """The account may end."""
    PROTECT = "protect"
    """The account may not end by this, unless something else keeps it alive."""
    PRESERVE = "preserve"
    """At least the existential deposit must stay."""


class Fortitude(PlainEnum):
    """Whether frozen balance is respected."""

    POLITE = "polite"
    FORCE = "force"


class Reasons(UnitEnum, path="pallet_balances::types::Reasons"):
    """What a lock forbids to use the balance for."""

    Fee = 0
    Misc = 1
    All = 2


class AdjustmentDirection(UnitEnum, path="pallet_balances::types::AdjustmentDirection"):
    """Whether the total issuance is corrected up or down."""

    Increase = 0
    Decrease = 1


class BalanceStatus(UnitEnum, path="frame_support::traits::tokens::misc::BalanceStatus"):
    """Where reserved balance arrives when it is moved."""

    Free = 0
    Reserved = 1


class BalanceLock(Struct, path="pallet_balances::types::BalanceLock", params={"Balance": U64}):
    """An amount that may not be spent for some reasons; locks overlay each other."""

    id: Annotated[Bytes8, TypeName("LockIdentifier")]
    amount: Annotated[U64, TypeName("Balance")]
    reasons: Reasons


class ReserveData(
    Struct, path="pallet_balances::types::ReserveData", params={"ReserveIdentifier": Bytes8, "Balance": U64}
):
    """A reserve under a name."""

    id: Annotated[Bytes8, TypeName("ReserveIdentifier")]
    amount: Annotated[U64, TypeName("Balance")]


class PreimageHoldReason(UnitEnum, path="pallet_preimage::pallet::HoldReason", type_name="pallet_preimage::HoldReason"):
    """Why the preimage pallet holds balance."""

    Preimage = 0


class SafeModeHoldReason(
    UnitEnum, path="pallet_safe_mode::pallet::HoldReason", type_name="pallet_safe_mode::HoldReason"
):
    """Why the safe mode holds balance."""

    EnterOrExtend = 0


class ContractsHoldReason(
    UnitEnum, path="pallet_contracts::pallet::HoldReason", type_name="pallet_contracts::HoldReason"
):
    """Why contracts hold balance."""

    CodeUploadDepositReserve = 0
    StorageDepositReserve = 1


class RuntimeHoldReason(Enum, path="node_subtensor_runtime::RuntimeHoldReason"):
    """Why balance is on hold."""


class PreimageHold(RuntimeHoldReason, index=14, name="Preimage", unnamed=True):
    """For bytes stored by the preimage pallet."""

    reason: PreimageHoldReason


class SafeModeHold(RuntimeHoldReason, index=20, name="SafeMode", unnamed=True):
    """For entering or extending the safe mode."""

    reason: SafeModeHoldReason


class ContractsHold(RuntimeHoldReason, index=29, name="Contracts", unnamed=True):
    """For code and storage of contracts."""

    reason: ContractsHoldReason


class RuntimeFreezeReason(Enum, path="node_subtensor_runtime::RuntimeFreezeReason"):
    """Why balance is frozen. No pallet freezes any."""


class HeldAmount(
    Struct,
    path="frame_support::traits::tokens::misc::IdAmount",
    params={"Id": RuntimeHoldReason, "Balance": U64},
    type_name="IdAmount<T::RuntimeHoldReason, T::Balance>",
):
    """An amount on hold for a reason."""

    id: Annotated[RuntimeHoldReason, TypeName("Id")]
    amount: Annotated[U64, TypeName("Balance")]


class FrozenAmount(
    Struct,
    path="frame_support::traits::tokens::misc::IdAmount",
    params={"Id": RuntimeFreezeReason, "Balance": U64},
    type_name="IdAmount<T::FreezeIdentifier, T::Balance>",
):
    """An amount frozen for a reason."""

    id: Annotated[RuntimeFreezeReason, TypeName("Id")]
    amount: Annotated[U64, TypeName("Balance")]
