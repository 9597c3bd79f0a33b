"""From the bytes of a JSON-RPC payload to the bytes of its response."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import orjson

from chain.node.rpc import errors
from chain.node.rpc.errors import RpcError
from chain.node.rpc.methods import Method
from chain.node.rpc.session import ClientSession
from chain.node.transport.limits import Limits

CALLS_PER_TURN = 32
"""Members of a batch that are answered before others get their turn."""


class Dispatcher:
    """Answers payloads by the method table; fulfils what `chain.node.transport` asks of an answering side."""

    def __init__(
        self,
        methods: Mapping[str, Method],
        limits: Limits,
        context_of: Callable[[ClientSession], Any],
        health: Callable[[], Any],
        fault: Callable[[str, BaseException], None],
        *,
        unsafe_allowed: bool = True,
    ) -> None:
        self._methods = methods
        self._limits = limits
        self._context_of = context_of
        self._health = health
        self._fault = fault
        self._unsafe_allowed = unsafe_allowed

    def open_session(self, notify: Callable[[bytes], None] | None) -> ClientSession:
        """Begin with a client."""
        session = ClientSession(notify, self._limits.subscriptions_per_connection, self.answer)
        session.context = self._context_of(session)
        return session

    def health(self) -> bytes:
        """Return the JSON of `system_health`."""
        return orjson.dumps(self._health())

    async def answer(self, payload: bytes | bytearray | memoryview, session: ClientSession) -> bytes | None:
        """Return the response to a payload, None if it holds notifications only."""
        try:
            request = orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            return _failure(None, errors.parse_error(str(error)))
        if request.__class__ is list:
            return await self._answer_batch(request, session)
        return await self._answer_one(request, session)

    async def _answer_one(self, request: Any, session: ClientSession) -> bytes | None:
        identifier = None
        try:
            if request.__class__ is not dict:
                raise errors.invalid_request("a request is a JSON object, or an array of them")
            if "id" in request:
                identifier = _checked_id(request["id"])
            elif "method" not in request:
                raise errors.invalid_request("a request has a method")
            result = await self._call(request, session)
        except RpcError as error:
            return _failure(identifier, error) if _wants_answer(request) else None
        except Exception as error:
            self._fault(f"RPC method {request.get('method')}", error)
            return _failure(identifier, errors.internal_error(error)) if _wants_answer(request) else None
        if "id" not in request:
            return None
        response = orjson.dumps({"jsonrpc": "2.0", "result": result, "id": identifier})
        if len(response) > self._limits.response_bytes:
            return _failure(
                identifier, _oversized(errors.OVERSIZED_RESPONSE, "Response is too big", self._limits.response_bytes)
            )
        return response

    def _call(self, request: dict[str, Any], session: ClientSession) -> Coroutine[Any, Any, Any]:
        if request.get("jsonrpc") != "2.0":
            raise errors.invalid_request(f'jsonrpc must be "2.0", got {request.get("jsonrpc")!r}'[:120])
        name = request.get("method")
        if name.__class__ is not str:
            raise errors.invalid_request("method must be a string")
        method = self._methods.get(name)
        if method is None:
            raise errors.method_not_found(name[:80])
        if not (method.safe or self._unsafe_allowed):
            raise errors.unsafe_call(name)
        return method.function(session.context, *method.parameters.read(request.get("params")))

    async def _answer_batch(self, requests: list[Any], session: ClientSession) -> bytes | None:
        if not requests:
            return _failure(None, errors.invalid_request("a batch holds at least one request"))
        if len(requests) > self._limits.batch_length:
            return _failure(
                None, _oversized(errors.OVERSIZED_BATCH, "The batch request was too large", self._limits.batch_length)
            )
        responses: list[bytes] = []
        size = 1
        for position, request in enumerate(requests):
            if position % CALLS_PER_TURN == CALLS_PER_TURN - 1:
                await asyncio.sleep(0)
            response = await self._answer_one(request, session)
            if response is None:
                continue
            size += len(response) + 1
            if size > self._limits.response_bytes:
                limit = self._limits.response_bytes
                return _failure(
                    None, _oversized(errors.OVERSIZED_BATCH_RESPONSE, "The batch response was too large", limit)
                )
            responses.append(response)
        return b"[" + b",".join(responses) + b"]" if responses else None


def _wants_answer(request: Any) -> bool:
    """Say whether an error may be answered: notifications are not, malformed requests are."""
    return not (request.__class__ is dict and "id" not in request and request.get("method").__class__ is str)


def _checked_id(identifier: Any) -> Any:
    if identifier is None or identifier.__class__ in (str, int):
        return identifier
    raise errors.invalid_request("id must be a string, a whole number or null")


def _failure(identifier: Any, error: RpcError) -> bytes:
    return orjson.dumps({"jsonrpc": "2.0", "error": error.as_json(), "id": identifier})


def _oversized(code: int, message: str, limit: int) -> RpcError:
    return RpcError(code, message, f"Exceeded max limit of {limit}")
