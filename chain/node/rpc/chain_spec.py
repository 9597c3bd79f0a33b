"""chainSpec_v1_*: what a client must know of a chain before anything else."""

from typing import Any

from chain.node.rpc.context import Context
from chain.node.rpc.hexadecimal import hex_of


async def chainSpec_v1_chainName(context: Context) -> str:
    """Return the name of the chain."""
    return context.identity.chain


async def chainSpec_v1_genesisHash(context: Context) -> str:
    """Return the hash of block 0."""
    return hex_of(context.queries.ledger.genesis.hash)


async def chainSpec_v1_properties(context: Context) -> dict[str, Any]:
    """Return address prefix, token symbol and decimals."""
    return context.identity.properties
