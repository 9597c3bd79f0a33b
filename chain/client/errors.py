"""What can go wrong between one of our processes and the chain."""

import json

from websocket import WebSocketException

CONNECTION_LOST = (WebSocketException, OSError, json.JSONDecodeError)
"""What substrate-interface lets through when the node goes away: catch these to reconnect."""


class ClientError(Exception):
    """The chain, or a wallet, did not do what was asked; the text says what and why."""


class ChainUnreachable(ClientError):
    """No node answers at the endpoint."""


class WalletUnusable(ClientError):
    """A wallet's key file is missing, in the way, locked or damaged."""


class ExtrinsicRefused(ClientError):
    """The node's pool did not take the extrinsic; it is in no block. `code` is the JSON-RPC error's."""

    def __init__(self, call: str, code: int, message: str) -> None:
        super().__init__(f"{call} was refused before it reached a block: {message} (code {code})")
        self.code = code


class DispatchFailed(ClientError):
    """The extrinsic is in a block and its call failed. `name` is the error's name in the pallet, as in metadata."""

    def __init__(self, call: str, name: str, docs: str) -> None:
        super().__init__(f"{call} failed: {name}" + (f" ({docs})" if docs else ""))
        self.name = name


class NotFound(ClientError):
    """What was asked about does not exist on the chain."""


class BadValue(ClientError):
    """A value does not fit the argument it was given for; nothing was sent."""
