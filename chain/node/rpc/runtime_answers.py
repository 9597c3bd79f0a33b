"""Answers of runtime APIs as the chain's own RPC methods give them: the encoded bytes as numbers."""

from chain.node.rpc.context import Context
from chain.node.rpc.errors import RpcError

CUSTOM_ERROR = 1


async def answer_bytes(context: Context, api: str, at: bytes | None, *arguments: bytes) -> bytes:
    """Return the encoded answer of a runtime API on the state after a block, the best one for None.

    Raises:
        RpcError: there is no such block, or the API failed; with code 1, as the reference has it.
    """
    try:
        return await context.queries.call_api(api, b"".join(arguments), at)
    except RpcError as error:
        raise RpcError(CUSTOM_ERROR, error.message, error.data) from error
