"""delegateInfo_*: delegates, as the encoded answers of DelegateInfoRuntimeApi in arrays of bytes."""

from chain.node.rpc.context import Context
from chain.node.rpc.parameters import AccountBytes, BlockHash
from chain.node.rpc.runtime_answers import answer_bytes


async def delegateInfo_getDelegates(context: Context, at: BlockHash | None = None) -> list[int]:
    """Return all delegates."""
    return list(await answer_bytes(context, "DelegateInfoRuntimeApi_get_delegates", at))


async def delegateInfo_getDelegate(context: Context, account: AccountBytes, at: BlockHash | None = None) -> list[int]:
    """Return one delegate."""
    return list(await answer_bytes(context, "DelegateInfoRuntimeApi_get_delegate", at, account))


async def delegateInfo_getDelegated(context: Context, account: AccountBytes, at: BlockHash | None = None) -> list[int]:
    """Return to whom a coldkey has delegated."""
    return list(await answer_bytes(context, "DelegateInfoRuntimeApi_get_delegated", at, account))
