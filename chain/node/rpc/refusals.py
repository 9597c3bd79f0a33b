"""What the pool and the runtime refuse, in Substrate's codes and sentences; SDKs match the sentences."""

from collections.abc import Mapping
from typing import Any

from chain.codec import CodecError
from chain.frame import validity
from chain.frame.validity import InvalidTransaction, TransactionRefused, UnknownTransaction
from chain.node.pool_entry import AlreadyImported, ImmediatelyDropped, PoolRefusal, TemporarilyBanned, TooLowPriority
from chain.node.rpc import errors
from chain.node.rpc.errors import RpcError
from chain.node.rpc.hexadecimal import hex_of

_INVALID: dict[type[InvalidTransaction], str] = {
    validity.CallInvalid: "Transaction call is not expected",
    validity.Payment: "Inability to pay some fees (e.g. account balance too low)",
    validity.Future: "Transaction will be valid in the future",
    validity.Stale: "Transaction is outdated",
    validity.BadProof: "Transaction has a bad signature",
    validity.AncientBirthBlock: "Transaction has an ancient birth block",
    validity.ExhaustsResources: "Transaction would exhaust the block limits",
    validity.BadMandatory: "A call was labelled as mandatory, but resulted in an Error.",
    validity.MandatoryValidation: "Transaction dispatch is mandatory; transactions must not be validated.",
    validity.BadSigner: "Invalid signing address",
    validity.IndeterminateImplicit: "The implicit data was unable to be calculated",
    validity.UnknownOrigin: "The transaction extension did not authorize any origin",
}
_UNKNOWN: dict[type[UnknownTransaction], str] = {
    validity.LookupFailed: "Could not lookup information required to validate the transaction",
    validity.NoUnsignedValidator: "Could not find an unsigned validator for the unsigned transaction",
}


def refusal(error: TransactionRefused | PoolRefusal | CodecError) -> RpcError:
    """Return what a client is told about an extrinsic that was not taken."""
    match error:
        case TransactionRefused(reason=InvalidTransaction() as reason):
            return RpcError(errors.INVALID_TRANSACTION, "Invalid Transaction", _sentence(reason, _INVALID))
        case TransactionRefused(reason=UnknownTransaction() as reason):
            return RpcError(errors.UNKNOWN_VALIDITY, "Unknown Transaction Validity", _sentence(reason, _UNKNOWN))
        case TooLowPriority(opposed=opposed, offered=offered):
            return RpcError(
                errors.TOO_LOW_PRIORITY,
                f"Priority is too low: ({opposed} vs {offered})",
                "The transaction has too low priority to replace another transaction already in the pool.",
            )
        case TemporarilyBanned():
            return RpcError(errors.TEMPORARILY_BANNED, "Transaction is temporarily banned")
        case AlreadyImported(args=(extrinsic_hash,)):
            return RpcError(errors.ALREADY_IMPORTED, "Transaction Already Imported", hex_of(extrinsic_hash))
        case ImmediatelyDropped():
            return RpcError(
                errors.IMMEDIATELY_DROPPED,
                "Immediately Dropped",
                "The transaction couldn't enter the pool because of the limit",
            )
        case CodecError():
            return RpcError(errors.BAD_EXTRINSIC_FORMAT, f"Extrinsic has invalid format: {error}")
        case _:
            return errors.internal_error(error)


def _sentence(reason: InvalidTransaction | UnknownTransaction, sentences: Mapping[Any, str]) -> str:
    if isinstance(reason, validity.CustomInvalid | validity.CustomUnknown):
        return f"Custom error: {reason.code}"
    return sentences[type(reason)]
