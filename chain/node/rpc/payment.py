"""payment_*: what an extrinsic would cost."""

from typing import Any

from chain.codec import U8, U64, Compact, codec_of
from chain.node.rpc.context import Context
from chain.node.rpc.parameters import BlockHash, HexBytes

_CLASSES = ("normal", "operational", "mandatory")


async def payment_queryInfo(
    context: Context,
    extrinsic: HexBytes,
    hash: BlockHash | None = None,
) -> dict[str, Any]:
    """Return weight, class and fee (rao, as a decimal string) of an extrinsic."""
    answer = await context.queries.call_api("TransactionPaymentApi_query_info", _arguments(extrinsic), hash)
    ref_time, proof_size, dispatch_class, fee = codec_of(tuple[Compact[U64], Compact[U64], U8, U64]).decode(answer)
    return {
        "weight": {"ref_time": ref_time, "proof_size": proof_size},
        "class": _CLASSES[dispatch_class],
        "partialFee": str(fee),
    }


async def payment_queryFeeDetails(
    context: Context,
    extrinsic: HexBytes,
    hash: BlockHash | None = None,
) -> dict[str, Any]:
    """Return the parts of the fee of an extrinsic, in rao as hex."""
    answer = await context.queries.call_api("TransactionPaymentApi_query_fee_details", _arguments(extrinsic), hash)
    inclusion, _tip = codec_of(tuple[tuple[U64, U64, U64] | None, U64]).decode(answer)
    if inclusion is None:
        return {"inclusionFee": None}
    base, length, weight = inclusion
    return {"inclusionFee": {"baseFee": hex(base), "lenFee": hex(length), "adjustedWeightFee": hex(weight)}}


def _arguments(extrinsic: bytes) -> bytes:
    return extrinsic + len(extrinsic).to_bytes(4, "little")
