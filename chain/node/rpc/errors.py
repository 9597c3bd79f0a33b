"""JSON-RPC errors: one class, and one function for each kind with Substrate's code and text.

Clients match on both, so the texts are those that polkadot-sdk's nodes send (surface-v10.md section 2).
"""

from typing import Any

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
TOO_MANY_SUBSCRIPTIONS = -32006
OVERSIZED_RESPONSE = -32008
OVERSIZED_BATCH = -32010
OVERSIZED_BATCH_RESPONSE = -32011

BAD_EXTRINSIC_FORMAT = 1001
INVALID_TRANSACTION = 1010
UNKNOWN_VALIDITY = 1011
TEMPORARILY_BANNED = 1012
ALREADY_IMPORTED = 1013
TOO_LOW_PRIORITY = 1014
IMMEDIATELY_DROPPED = 1016
NO_TAGS = 1017

COUNT_TOO_LARGE = 4002
CLIENT_ERROR = 4003
DEVELOPMENT_ERROR = 5000
"""Not Substrate's: what the dev_ and engine_ methods refuse."""


class RpcError(Exception):
    """A refusal that the caller is told about: `code` and `message` are matched by clients, `data` explains."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message if data is None else f"{message}: {data}")
        self.code = code
        self.message = message
        self.data = data

    def as_json(self) -> dict[str, Any]:
        """Return the error object of a JSON-RPC response."""
        body: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.data is not None:
            body["data"] = self.data
        return body


def parse_error(reason: str) -> RpcError:
    """Return the error for bytes that are not JSON."""
    return RpcError(PARSE_ERROR, "Parse error", reason)


def invalid_request(reason: str) -> RpcError:
    """Return the error for JSON that is not a JSON-RPC 2.0 request."""
    return RpcError(INVALID_REQUEST, "Invalid request", reason)


def method_not_found(name: str) -> RpcError:
    """Return the error for a method this node does not serve."""
    return RpcError(METHOD_NOT_FOUND, "Method not found", f"{name!r} is not served; rpc_methods lists what is")


def invalid_params(reason: str) -> RpcError:
    """Return the error for parameters that do not fit the method; the reason names the position."""
    return RpcError(INVALID_PARAMS, "Invalid params", reason)


def internal_error(error: BaseException) -> RpcError:
    """Return the error for a fault of the node itself."""
    return RpcError(INTERNAL_ERROR, "Internal error", f"{type(error).__name__}: {error}")


def unknown_block(block_hash: bytes) -> RpcError:
    """Return Substrate's error for a block hash it has never seen."""
    return RpcError(
        CLIENT_ERROR, f"Client error: UnknownBlock: Header was not found in the database: 0x{block_hash.hex()}"
    )


def state_discarded(block_hash: bytes) -> RpcError:
    """Return Substrate's error for a block whose state was pruned; SDKs turn to an archive on this text."""
    return RpcError(
        CLIENT_ERROR,
        f"Client error: Api called for an unknown Block: State already discarded for 0x{block_hash.hex()}",
    )


def execution_failed(reason: str) -> RpcError:
    """Return Substrate's error for a runtime API call that did not return."""
    return RpcError(CLIENT_ERROR, f"Client error: Execution failed: {reason}")


def exported_method_not_found(name: str) -> RpcError:
    """Return the error on which SDKs fall back to older metadata."""
    return execution_failed(f"Other: Exported method {name} is not found")


def unsafe_call(name: str) -> RpcError:
    """Return the error for a method that is closed to callers from outside."""
    return RpcError(
        METHOD_NOT_FOUND,
        "RPC call is unsafe to be called externally",
        f"{name} needs a node bound to loopback only, or --rpc-methods=unsafe",
    )


def refused(reason: str) -> RpcError:
    """Return the error for a development method that cannot do what was asked; the reason says what to do."""
    return RpcError(DEVELOPMENT_ERROR, reason)
