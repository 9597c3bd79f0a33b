"""dev_explain and dev_setHyperparameter: why a call got nowhere, and parameters without a call's limits."""

from typing import Any

from chain.node.authoring import BlockNotMade
from chain.node.explanations import Explanation, as_json
from chain.node.ledger import Block
from chain.node.rpc.context import Context
from chain.node.rpc.errors import invalid_params, refused
from chain.node.rpc.hexadecimal import hex_of
from chain.node.rpc.parameters import BlockHash, Json, WholeNumber
from chain.primitives.hashing import blake2_256


async def dev_explain(context: Context, hash: BlockHash) -> dict[str, Any]:
    """Say what became of an extrinsic: its status, and for each call that failed why, which limit held and until when.

    Reasons are known for extrinsics of this run of the node, the newest 10,000 that failed or were refused.
    """
    known = context.explanations.of(hash)
    place = _place_of(context, hash)
    if place is not None:
        block, index = place
        return {
            "status": "included",
            "blockNumber": block.number,
            "blockHash": hex_of(block.hash),
            "extrinsicIndex": index,
        } | _told(known)
    if hash in context.pool:
        return {"status": "pending"}
    if known is None:
        raise refused(
            f"extrinsic {hex_of(hash)} is in no block and not in the pool, and was not refused lately; "
            "the hash is blake2-256 of the extrinsic's bytes"
        )
    return {"status": "refused"} | _told(known)


async def dev_setHyperparameter(context: Context, name: str, value: Json, netuid: WholeNumber | None = None) -> str:
    """Set a parameter by the name of its storage item or of its sudo_set_ call, whatever limits and windows say.

    With a netuid it is that network's, without one the whole chain's. Writes a block of its own; returns its hash.
    """
    try:
        storage = context.queries.runtime(None).parameter_storage(name, netuid, value)
    except LookupError as error:
        raise invalid_params(f"parameter 1 (name): {error.args[0]}") from error
    except ValueError as error:
        raise invalid_params(f"parameter 2 (value): {error}") from error
    try:
        block = await context.engine.seal(create_empty=True, storage=storage)
    except BlockNotMade as error:
        raise refused(str(error)) from error
    if block is None:
        raise refused("no block was made")
    return hex_of(block.hash)


def _told(explanation: Explanation | None) -> dict[str, Any]:
    if explanation is None:
        return {"failed": []}
    if explanation.refused:
        return {"reason": explanation.refused}
    return {"failed": [as_json(call) for call in explanation.failed]}


def _place_of(context: Context, extrinsic_hash: bytes) -> tuple[Block, int] | None:
    """The block that holds the extrinsic, the newest if several do, and its position there."""
    ledger = context.queries.ledger
    for number in range(ledger.head.number, 0, -1):
        block = ledger.at(number)
        hashes = [] if block is None else [blake2_256(extrinsic) for extrinsic in block.extrinsics]
        if block is not None and extrinsic_hash in hashes:
            return block, hashes.index(extrinsic_hash)
    return None
