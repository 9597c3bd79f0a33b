"""The whole state of a block as one JSON value, and the way back."""

from typing import Any

from chain.node.ledger import Block
from chain.primitives.hashing import twox_128
from chain.state import State

FORMAT = "weft-state"
FORMAT_VERSION = 1
_SYSTEM = twox_128(b"System")
OF_THE_CHAIN = tuple(_SYSTEM + twox_128(item) for item in (b"BlockHash", b"Number", b"ParentHash", b"Digest"))
"""What belongs to the line of blocks rather than to the state: eras are checked against it."""


class DumpRefused(ValueError):
    """The value is no dump this node can load; the message says why."""


def dump_of(block: Block, state: State) -> dict[str, Any]:
    """Return a dump: keys ascending, so that equal states give equal dumps."""
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "block": {"number": block.number, "hash": "0x" + block.hash.hex(), "timestamp": block.timestamp_ms},
        "state": {"0x" + key.hex(): "0x" + (state.get(key) or b"").hex() for key in state.keys(b"")},
    }


def changes_to_become(dump: dict[str, Any], state: State) -> dict[bytes, bytes | None]:
    """Return what has to be written to a state so that it is the dump's.

    Raises:
        DumpRefused: the dump is of another format or version, or damaged.
    """
    if dump.get("format") != FORMAT or dump.get("version") != FORMAT_VERSION:
        raise DumpRefused(
            f"expected format {FORMAT!r} version {FORMAT_VERSION}, "
            f"got {dump.get('format')!r} version {dump.get('version')!r}"
        )
    entries = dump.get("state")
    if not isinstance(entries, dict):
        raise DumpRefused('"state" must be an object of hex keys and values')
    try:
        wanted = {bytes.fromhex(key[2:]): bytes.fromhex(value[2:]) for key, value in entries.items()}
    except (TypeError, ValueError) as error:
        raise DumpRefused(f"the state is damaged: {error}") from error
    changes: dict[bytes, bytes | None] = {
        key: value for key, value in wanted.items() if not key.startswith(OF_THE_CHAIN) and state.get(key) != value
    }
    changes.update({key: None for key in state.keys(b"") if key not in wanted and not key.startswith(OF_THE_CHAIN)})
    return changes


def time_of(dump: dict[str, Any]) -> int:
    """Return the time of the dumped block in milliseconds; a block that continues it has to be later.

    Raises:
        DumpRefused: the dump tells no time.
    """
    block = dump.get("block")
    moment = block.get("timestamp") if isinstance(block, dict) else None
    if not isinstance(moment, int) or moment < 0:
        raise DumpRefused(f'"block" must hold "timestamp" in milliseconds, got {moment!r}')
    return moment
