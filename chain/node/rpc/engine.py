"""engine_*: sealing by hand, in the words of Substrate's manual seal."""

from typing import Any

from chain.node.rpc.context import Context
from chain.node.rpc.errors import refused
from chain.node.rpc.hexadecimal import hex_of
from chain.node.rpc.parameters import BlockHash, Json

EMPTY_POOL = "there is nothing to include; pass true as first parameter to make an empty block"


async def engine_createBlock(
    context: Context, create_empty: bool, finalize: bool, parent_hash: BlockHash | None = None
) -> dict[str, Any]:
    """Make a block, on the best one or on `parent_hash`, which becomes the best one first."""
    parent = None if parent_hash is None else context.queries.known_block(parent_hash)
    block = await context.engine.seal(create_empty=create_empty, finalize=finalize, parent=parent)
    if block is None:
        raise refused(EMPTY_POOL)
    aux = {
        "header_only": False,
        "clear_justification_requests": False,
        "needs_justification": False,
        "bad_justification": False,
        "is_new_best": True,
    }
    return {"hash": hex_of(block.hash), "aux": aux, "proof_size": 0}


async def engine_finalizeBlock(context: Context, hash: BlockHash, justification: Json = None) -> bool:
    """Finalise a block and all before it."""
    await context.engine.finalize(context.queries.known_block(hash))
    return True
