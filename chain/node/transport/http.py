"""The little of HTTP/1.1 that JSON-RPC over POST needs: read a head, read a body, write a response."""

from collections.abc import Mapping
from http import HTTPStatus

from chain.codec import Record

HEAD_END = b"\r\n\r\n"


class BadRequest(Exception):
    """The bytes are no HTTP request that this server takes; carries the status to answer with."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class RequestHead(Record):
    """The first lines of a request; header names are in lower case."""

    method: str
    target: str
    version: str
    headers: Mapping[str, str]

    @property
    def keeps_alive(self) -> bool:
        """Whether the connection stays open after the response."""
        connection = self.headers.get("connection", "").lower()
        return connection == "keep-alive" if self.version == "HTTP/1.0" else connection != "close"

    @property
    def wants_websocket(self) -> bool:
        """Whether the request asks to speak WebSocket from here on."""
        return self.headers.get("upgrade", "").lower() == "websocket"

    @property
    def chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return self.headers.get("transfer-encoding", "").lower() == "chunked"

    def body_length(self, limit_bytes: int) -> int:
        """Return the declared length of the body in bytes.

        Raises:
            BadRequest: the length is no number, or over the limit.
        """
        declared = self.headers.get("content-length", "0")
        if not (declared.isascii() and declared.isdigit()) or len(declared) > 18:
            raise BadRequest(HTTPStatus.BAD_REQUEST, f"Content-Length must be a number of bytes, got {declared[:40]!r}")
        length = int(declared)
        if length > limit_bytes:
            raise BadRequest(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The request has {length} bytes; the limit is {limit_bytes}"
            )
        return length


def parse_head(data: bytes) -> RequestHead:
    """Read the head of a request, without the empty line that ends it.

    Raises:
        BadRequest: it is not the head of an HTTP/1.x request.
    """
    first, *lines = data.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or parts[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise BadRequest(HTTPStatus.BAD_REQUEST, "The first line must be: METHOD target HTTP/1.1")
    headers: dict[str, str] = {}
    for line in lines:
        name, separator, value = line.partition(":")
        if not separator or not name or name != name.strip():
            raise BadRequest(HTTPStatus.BAD_REQUEST, f"Not a header line: {line[:80]!r}")
        name = name.lower()
        if name in ("content-length", "transfer-encoding", "host") and name in headers:
            raise BadRequest(HTTPStatus.BAD_REQUEST, f"The header {name} may be sent once only")
        headers[name] = value.strip()
    if "content-length" in headers and "transfer-encoding" in headers:
        raise BadRequest(HTTPStatus.BAD_REQUEST, "Send Content-Length or Transfer-Encoding, not both")
    return RequestHead(parts[0], parts[1], parts[2], headers)


class ChunkedBody:
    """A body that comes in chunks; each call takes the complete ones off the front of what has arrived."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._body = bytearray()

    def take(self, data: bytearray) -> bytes | None:
        """Consume complete chunks from `data`; return the body after the last one, None while more must come.

        Raises:
            BadRequest: the chunks are malformed, or hold more than the limit.
        """
        position = 0
        try:
            while True:
                line_end = data.find(b"\r\n", position, position + 1026)
                if line_end < 0:
                    if len(data) - position > 1024:
                        raise BadRequest(HTTPStatus.BAD_REQUEST, "A chunk must begin with its size in hex")
                    return None
                start = line_end + 2
                size = self._size(bytes(data[position:line_end]))
                if len(data) < start + size + 2:
                    return None
                self._body += data[start : start + size]
                position = start + size + 2
                if size == 0:
                    return bytes(self._body)
        finally:
            del data[:position]

    def _size(self, line: bytes) -> int:
        digits = line.split(b";")[0].strip()
        if not 0 < len(digits) <= 8 or not all(digit in b"0123456789abcdefABCDEF" for digit in digits):
            raise BadRequest(HTTPStatus.BAD_REQUEST, f"A chunk must begin with its size in hex, got {digits[:20]!r}")
        size = int(digits, 16)
        if len(self._body) + size > self._limit_bytes:
            raise BadRequest(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The request is over the limit of {self._limit_bytes} bytes"
            )
        return size


def response(
    status: HTTPStatus,
    body: bytes = b"",
    *,
    headers: Mapping[str, str] | None = None,
    content_type: str = "application/json; charset=utf-8",
    keep_alive: bool = True,
) -> bytes:
    """Return the bytes of a response."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", f"Content-Length: {len(body)}"]
    if body:
        lines.append(f"Content-Type: {content_type}")
    if not keep_alive:
        lines.append("Connection: close")
    lines.extend(f"{name}: {value}" for name, value in (headers or {}).items())
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
