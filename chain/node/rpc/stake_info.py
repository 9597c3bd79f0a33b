"""stakeInfo_*: stake, as the encoded answers of StakeInfoRuntimeApi in arrays of bytes."""

from chain.codec import U16, encode
from chain.node.rpc.context import Context
from chain.node.rpc.parameters import Account, BlockHash, U16Number
from chain.node.rpc.runtime_answers import answer_bytes


async def stakeInfo_getColdkeyLock(
    context: Context, coldkey: Account, netuid: U16Number, at: BlockHash | None = None
) -> list[int]:
    """Return what a coldkey has locked on a network."""
    return list(await answer_bytes(context, "StakeInfoRuntimeApi_get_coldkey_lock", at, coldkey, encode(U16, netuid)))
