"""Why a transaction cannot be included, and what the pool needs to know of one that can."""

from typing import Annotated

from chain.codec import U8, U64, Enum, Struct, TypeName, UnitEnum


class TransactionSource(UnitEnum, path="sp_runtime::transaction_validity::TransactionSource"):
    """Where a transaction comes from."""

    InBlock = 0
    Local = 1
    External = 2


class ValidTransaction(Struct, path="sp_runtime::transaction_validity::ValidTransaction"):
    """What the pool orders transactions by; longevity is in blocks."""

    priority: Annotated[U64, TypeName("TransactionPriority")] = 0
    requires: Annotated[list[bytes], TypeName("Vec<TransactionTag>")] = []
    provides: Annotated[list[bytes], TypeName("Vec<TransactionTag>")] = []
    longevity: Annotated[U64, TypeName("TransactionLongevity")] = 2**64 - 1
    propagate: bool = True


class InvalidTransaction(Enum, path="sp_runtime::transaction_validity::InvalidTransaction"):
    """The transaction is wrong, now or for ever."""


class CallInvalid(InvalidTransaction, index=0, name="Call"):
    """The call cannot be decoded or is not expected."""


class Payment(InvalidTransaction, index=1):
    """The signer cannot pay the fee."""


class Future(InvalidTransaction, index=2):
    """The nonce is above the account's: an earlier transaction is missing."""


class Stale(InvalidTransaction, index=3):
    """The nonce is below the account's: it was used before."""


class BadProof(InvalidTransaction, index=4):
    """The signature does not fit the call, the signer and this chain."""


class AncientBirthBlock(InvalidTransaction, index=5):
    """The block the transaction is mortal from is too old."""


class ExhaustsResources(InvalidTransaction, index=6):
    """The block has no room left for it."""


class CustomInvalid(InvalidTransaction, index=7, name="Custom", unnamed=True):
    """A reason of this chain, by number."""

    code: Annotated[U8, TypeName("u8")]


class BadMandatory(InvalidTransaction, index=8):
    """A mandatory call failed, so the block would be invalid."""


class MandatoryValidation(InvalidTransaction, index=9):
    """A mandatory call came by the pool, where only the block's author may place it."""


class BadSigner(InvalidTransaction, index=10):
    """The account may not sign this transaction."""


class IndeterminateImplicit(InvalidTransaction, index=11):
    """What the signature must cover besides the transaction cannot be computed."""


class UnknownOrigin(InvalidTransaction, index=12):
    """The transaction authorises no known origin."""


class UnknownTransaction(Enum, path="sp_runtime::transaction_validity::UnknownTransaction"):
    """Whether the transaction is valid cannot be told."""


class LookupFailed(UnknownTransaction, index=0, name="CannotLookup"):
    """The signer's address could not be turned into an account."""


class NoUnsignedValidator(UnknownTransaction, index=1):
    """Nobody vouches for this unsigned transaction."""


class CustomUnknown(UnknownTransaction, index=2, name="Custom", unnamed=True):
    """A reason of this chain, by number."""

    code: Annotated[U8, TypeName("u8")]


class TransactionValidityError(Enum, path="sp_runtime::transaction_validity::TransactionValidityError"):
    """Why a transaction cannot be included."""


class Invalid(TransactionValidityError, index=0, unnamed=True):
    """The transaction is wrong."""

    reason: Annotated[InvalidTransaction, TypeName("InvalidTransaction")]


class Unknown(TransactionValidityError, index=1, unnamed=True):
    """Its validity cannot be told."""

    reason: Annotated[UnknownTransaction, TypeName("UnknownTransaction")]


class TransactionRefused(Exception):
    """A transaction cannot be included; `error` is the reason on the wire. Nothing of it has touched the state."""

    def __init__(self, reason: InvalidTransaction | UnknownTransaction, detail: str = "") -> None:
        self.reason = reason
        self.error: TransactionValidityError
        self.error = Invalid(reason) if isinstance(reason, InvalidTransaction) else Unknown(reason)
        self.detail = detail
        described = f"{type(reason).__name__}: {(type(reason).__doc__ or '').strip()}"
        super().__init__(f"{described} {detail}".strip())
