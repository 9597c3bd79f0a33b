"""JSON-RPC over HTTP POST, the health page over GET, and CORS; hands WebSocket upgrades on."""

import time
from http import HTTPStatus
from typing import Protocol

from chain.node.transport.http import HEAD_END, BadRequest, ChunkedBody, RequestHead, parse_head, response
from chain.node.transport.line import Line

ALLOWED_METHODS = "POST, GET, HEAD, OPTIONS"


class UpgradableLine(Line, Protocol):
    """The connection under an exchange, which can be asked to speak WebSocket instead."""

    def upgrade(self, request: bytes) -> None:
        """Speak WebSocket from here on."""


class HttpExchange:
    """The requests of one connection, answered one after the other."""

    def __init__(self, line: UpgradableLine) -> None:
        self._line = line
        self._session = line.answering.open_session(None)
        self._buffer = bytearray()
        self._head: RequestHead | None = None
        self._chunks: ChunkedBody | None = None
        self._busy = False
        self._deadline = time.monotonic() + line.limits.head_seconds

    def receive(self, data: bytes) -> None:
        """Take bytes from the client and answer every request that is complete."""
        self._buffer += data
        if self._busy:
            self._line.transport.pause_reading()
            return
        self._advance()

    def tick(self, now: float) -> None:
        """Close a connection that dawdles over a request or has been idle for long."""
        if not self._busy and now > self._deadline:
            self._line.transport.close()

    def shut(self) -> None:
        """HTTP has no good-bye."""

    def closed(self) -> None:
        """Forget the client."""
        self._session.close()

    def refuse_connection(self) -> None:
        """Turn away a client over the limit of connections."""
        self._fail(HTTPStatus.TOO_MANY_REQUESTS, "Too many connections. Please try again later.")

    def _advance(self) -> None:
        try:
            while not self._busy and self._buffer and not self._line.transport.is_closing():
                if self._head is None and not self._begin():
                    return
                if self._head is not None and not self._continue(self._head):
                    return
        except BadRequest as error:
            self._fail(error.status, str(error))

    def _begin(self) -> bool:
        """Read a head; say whether there is more to do with this request here."""
        limits = self._line.limits
        end = self._buffer.find(HEAD_END)
        if end > limits.head_bytes or (end < 0 and len(self._buffer) > limits.head_bytes):
            raise BadRequest(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"The head of a request may have {limits.head_bytes} bytes"
            )
        if end < 0:
            return False
        head = parse_head(bytes(self._buffer[:end]))
        self._check_access(head)
        if head.wants_websocket:
            request = bytes(self._buffer)
            self._buffer.clear()
            self._session.close()
            self._line.upgrade(request)
            return False
        del self._buffer[: end + len(HEAD_END)]
        if head.method != "POST":
            self._answer_without_body(head)
            return True
        self._expect_body(head)
        return True

    def _check_access(self, head: RequestHead) -> None:
        origin, host = head.headers.get("origin"), head.headers.get("host")
        if not self._line.access.allows_origin(origin):
            raise BadRequest(
                HTTPStatus.FORBIDDEN,
                f"Origin {origin!r} is not allowed; start the node with --rpc-cors={origin} to allow it",
            )
        if not self._line.access.allows_host(host):
            raise BadRequest(
                HTTPStatus.FORBIDDEN,
                f"Host {host!r} is not allowed; use localhost or an address, or start the node with --rpc-external",
            )

    def _expect_body(self, head: RequestHead) -> None:
        limits = self._line.limits
        kind = head.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in ("application/json", "application/json-rpc", "application/jsonrequest"):
            raise BadRequest(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json")
        head.body_length(limits.request_bytes)
        self._head = head
        self._chunks = ChunkedBody(limits.request_bytes) if head.chunked else None
        self._deadline = time.monotonic() + limits.body_seconds
        if head.headers.get("expect", "").lower() == "100-continue":
            self._line.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if not self._buffer:
            self._continue(head)

    def _continue(self, head: RequestHead) -> bool:
        """Read a body; say whether it was complete."""
        if self._chunks is not None:
            body = self._chunks.take(self._buffer)
            if body is None:
                return False
        else:
            length = head.body_length(self._line.limits.request_bytes)
            if len(self._buffer) < length:
                return False
            body = bytes(self._buffer[:length])
            del self._buffer[:length]
        self._head = None
        self._busy = True
        self._line.run(self._session.answer(body), lambda answer: self._reply(head, answer))
        return True

    def _reply(self, head: RequestHead, answer: bytes | None) -> None:
        self._busy = False
        self._write(head, HTTPStatus.OK, answer or b"")
        self._line.transport.resume_reading()
        if self._buffer:
            self._line.loop.call_soon(self._advance)

    def _answer_without_body(self, head: RequestHead) -> None:
        if head.body_length(0):
            raise BadRequest(HTTPStatus.BAD_REQUEST, f"{head.method} takes no body")
        if head.method == "OPTIONS":
            self._write(head, HTTPStatus.NO_CONTENT, b"")
        elif head.method in ("GET", "HEAD") and head.target.partition("?")[0] in ("/", "/health"):
            self._write(head, HTTPStatus.OK, self._line.answering.health())
        elif head.method in ("GET", "HEAD"):
            self._write(head, HTTPStatus.NOT_FOUND, b"")
        else:
            raise BadRequest(HTTPStatus.METHOD_NOT_ALLOWED, "JSON-RPC is served by POST")

    def _write(self, head: RequestHead, status: HTTPStatus, body: bytes) -> None:
        transport = self._line.transport
        if transport.is_closing():
            return
        headers = self._line.access.response_headers(head.headers.get("origin"))
        if head.method == "OPTIONS":
            headers |= {
                "Access-Control-Allow-Methods": ALLOWED_METHODS,
                "Access-Control-Allow-Headers": head.headers.get("access-control-request-headers", "Content-Type"),
                "Access-Control-Max-Age": "86400",
                "Allow": ALLOWED_METHODS,
            }
        data = response(status, body, headers=headers, keep_alive=head.keeps_alive)
        transport.write(data[: len(data) - len(body)] if head.method == "HEAD" else data)
        self._deadline = time.monotonic() + self._line.limits.idle_http_seconds
        if not head.keeps_alive:
            transport.close()

    def _fail(self, status: HTTPStatus, reason: str) -> None:
        headers = {"Allow": ALLOWED_METHODS} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}
        body = f"{reason}\n".encode()
        self._line.transport.write(
            response(status, body, headers=headers, content_type="text/plain; charset=utf-8", keep_alive=False)
        )
        self._line.transport.close()
