"""Headers and blocks as JSON."""

from typing import Any

from chain.codec import codec_of
from chain.node.ledger import Block
from chain.node.rpc.hexadecimal import hex_of
from chain.primitives.digest import DigestItem


def header_json(block: Block) -> dict[str, Any]:
    """Return a block's header as Substrate shows it."""
    header = block.header
    encode = codec_of(DigestItem).encode
    return {
        "parentHash": hex_of(header.parent_hash),
        "number": hex(header.number),
        "stateRoot": hex_of(header.state_root),
        "extrinsicsRoot": hex_of(header.extrinsics_root),
        "digest": {"logs": [hex_of(encode(item)) for item in header.digest.logs]},
    }


def block_json(block: Block) -> dict[str, Any]:
    """Return a signed block as Substrate shows it; sealing needs no justifications."""
    return {
        "block": {"header": header_json(block), "extrinsics": [hex_of(extrinsic) for extrinsic in block.extrinsics]},
        "justifications": None,
    }
