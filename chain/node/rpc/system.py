"""system_*: what the node is, and how it does."""

from typing import Any

from chain.node.rpc.context import Context
from chain.node.rpc.hexadecimal import hex_of
from chain.node.rpc.parameters import BlockHash, HexBytes
from chain.primitives.hashing import blake2_256
from chain.primitives.ss58 import to_base58

ALIASES = {"system_dryRunAt": "system_dryRun"}
UNSAFE = frozenset({"system_dryRun", "system_dryRunAt", "system_addLogFilter", "system_resetLogFilter", "system_peers"})
HEALTH = {"peers": 0, "isSyncing": False, "shouldHavePeers": False}
_IDENTITY_OF_ED25519_KEY = bytes.fromhex("002408011220")


async def system_name(context: Context) -> str:
    """Return the name of the node's implementation."""
    return context.identity.name


async def system_version(context: Context) -> str:
    """Return the version of the node's implementation."""
    return context.identity.version


async def system_chain(context: Context) -> str:
    """Return the name of the chain."""
    return context.identity.chain


async def system_chainType(context: Context) -> str:
    """Return Local or Development."""
    return context.identity.chain_type


async def system_properties(context: Context) -> dict[str, Any]:
    """Return address prefix, token symbol and decimals."""
    return context.identity.properties


async def system_health(context: Context) -> dict[str, Any]:
    """Return that the node is well: it has no peers and needs none."""
    return HEALTH


async def system_peers(context: Context) -> list[Any]:
    """Return no peers."""
    return []


async def system_reservedPeers(context: Context) -> list[Any]:
    """Return no peers."""
    return []


async def system_nodeRoles(context: Context) -> list[str]:
    """Return that the node makes the blocks."""
    return ["Authority"]


async def system_localPeerId(context: Context) -> str:
    """Return a peer id, made from the genesis hash; nobody can be reached under it."""
    return to_base58(_IDENTITY_OF_ED25519_KEY + blake2_256(context.queries.ledger.genesis.hash))


async def system_localListenAddresses(context: Context) -> list[str]:
    """Return no addresses: the node speaks to no peers."""
    return []


async def system_syncState(context: Context) -> dict[str, int]:
    """Return where the chain began and where it is."""
    head = context.queries.head.number
    return {"startingBlock": 0, "currentBlock": head, "highestBlock": head}


async def system_dryRun(context: Context, extrinsic: HexBytes, at: BlockHash | None = None) -> str:
    """Apply an extrinsic after a block without keeping anything; return the encoded ApplyExtrinsicResult."""
    return hex_of(await context.queries.call_api("BlockBuilder_apply_extrinsic", extrinsic, at))


async def system_addLogFilter(context: Context, directives: str) -> None:
    """Accept a log filter; the node's log has one level."""


async def system_resetLogFilter(context: Context) -> None:
    """Accept the end of log filters."""
