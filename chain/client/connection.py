"""A connection to a node, by substrate-interface, as any client of the chain would have one."""

from urllib.parse import urlsplit

from substrateinterface import SubstrateInterface
from substrateinterface.exceptions import SubstrateRequestException

from chain.client.errors import CONNECTION_LOST, ChainUnreachable

DEFAULT_ENDPOINT = "ws://127.0.0.1:9944"
SS58_PREFIX = 42

# substrate-interface takes fees for u128; the chain's balances are u64.
_TYPES = {"types": {"Balance": "u64"}}


def connect(endpoint: str, *, timeout: float = 60.0) -> SubstrateInterface:
    """Connect to a node by WebSocket. One connection serves one thread.

    `timeout` is how many seconds to wait for any one message. Raises ChainUnreachable.
    """
    if urlsplit(endpoint).scheme not in ("ws", "wss"):
        raise ChainUnreachable(f"no node answers at {endpoint}: expected an address that starts with ws:// or wss://")
    try:
        return SubstrateInterface(
            url=endpoint,
            ss58_format=SS58_PREFIX,
            type_registry=_TYPES,
            auto_discover=False,
            auto_reconnect=False,
            ws_options={"timeout": timeout},
        )
    except (*CONNECTION_LOST, ValueError) as error:
        raise ChainUnreachable(f"no node answers at {endpoint}: {error}; start one, or give its --endpoint") from error


def drop(connection: SubstrateInterface | None) -> None:
    """Let go of a connection at once, whatever has become of it."""
    if connection is not None:
        connection.transport.websocket.shutdown()


def block_hash(connection: SubstrateInterface, number: int) -> bytes:
    """The hash of a block on the best chain. Raises SubstrateRequestException if there is none yet."""
    text = connection.rpc_request("chain_getBlockHash", [number])["result"]
    if text is None:
        raise SubstrateRequestException(f"block {number} does not exist")
    return bytes.fromhex(text.removeprefix("0x"))


def is_on_this_machine(endpoint: str) -> bool:
    """Whether an endpoint names this machine itself."""
    host = urlsplit(endpoint).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")
