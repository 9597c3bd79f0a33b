"""JSON-RPC over WebSocket, framed by the sans-I/O half of `websockets`.

What goes out is framed here when compression is off: a server's frame is a short head before the payload, and the
general path costs more than many methods do.
"""

import time
from collections import deque

from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from chain.node.transport.line import Line

REQUESTS_PER_TURN = 64
"""A client that sends thousands of requests in one packet gets its answers in turns, between those of others."""


def framed(payload: bytes) -> bytes:
    """Return one unfragmented text frame, as a server sends it."""
    length = len(payload)
    if length < 126:
        return bytes((0x81, length)) + payload
    if length < 65536:
        return b"\x81\x7e" + length.to_bytes(2, "big") + payload
    return b"\x81\x7f" + length.to_bytes(8, "big") + payload


class WebSocketLink:
    """One client over WebSocket: requests in, answers and notifications out, pings both ways."""

    def __init__(self, line: Line) -> None:
        self._line = line
        extensions = [ServerPerMessageDeflateFactory()] if line.limits.compression else None
        self._protocol = ServerProtocol(extensions=extensions, max_size=line.limits.request_bytes)
        self._session = line.answering.open_session(self._notify)
        self._backlog: deque[bytes | bytearray | memoryview] = deque()
        self._fragments: bytearray | None = None
        self._outgoing: list[bytes] = []
        self._waiting_notifications = 0
        self._heard_at = self._pinged_at = time.monotonic()

    def receive(self, data: bytes) -> None:
        """Take bytes from the client; answer what is complete."""
        self._heard_at = time.monotonic()
        protocol = self._protocol
        protocol.receive_data(data)
        only_messages = True
        for event in protocol.events_received():
            if event.__class__ is Frame and event.opcode is Opcode.TEXT and event.fin:
                self._backlog.append(event.data)
                continue
            only_messages = False
            if isinstance(event, Frame):
                self._take_frame(event)
            elif isinstance(event, Request):
                protocol.send_response(protocol.accept(event))
        if not only_messages or protocol.state is not State.OPEN:
            self._flush_protocol()
        if self._backlog:
            self._answer_backlog()

    def tick(self, now: float) -> None:
        """Ping; close a client that has answered nothing for several pings."""
        limits = self._line.limits
        if self._protocol.state is not State.OPEN:
            if now > self._heard_at + limits.head_seconds:
                self._line.transport.abort()
            return
        if now > self._heard_at + limits.ping_seconds * limits.pings_unanswered:
            self._line.transport.abort()
        elif now >= self._pinged_at + limits.ping_seconds:
            self._pinged_at = now
            self._protocol.send_ping(b"")
            self._flush_protocol()

    def shut(self) -> None:
        """Send a close frame."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(CloseCode.GOING_AWAY, "the node is stopping")
            self._flush_protocol()

    def closed(self) -> None:
        """Forget the client."""
        self._backlog.clear()
        self._session.close()

    def _take_frame(self, frame: Frame) -> None:
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY):
            if frame.fin:
                self._backlog.append(frame.data)
            else:
                self._fragments = bytearray(frame.data)
        elif frame.opcode is Opcode.CONT and self._fragments is not None:
            self._fragments += frame.data
            if frame.fin:
                self._backlog.append(self._fragments)
                self._fragments = None

    def _answer_backlog(self) -> None:
        """Answer some of what has arrived; come back for the rest."""
        for _ in range(min(REQUESTS_PER_TURN, len(self._backlog))):
            if self._line.in_flight >= self._line.limits.requests_in_flight:
                break
            self._line.run(self._session.answer(self._backlog.popleft()), self._reply)
        if self._backlog:
            self._line.transport.pause_reading()
            if self._line.in_flight < self._line.limits.requests_in_flight:
                self._line.loop.call_soon(self._answer_rest)

    def _answer_rest(self) -> None:
        if self._backlog:
            self._answer_backlog()
        if not self._backlog and not self._line.writing_paused:
            self._line.transport.resume_reading()

    def _reply(self, answer: bytes | None) -> None:
        if answer is not None:
            self._send(answer)
        self._session.release()
        if self._backlog and self._line.in_flight == self._line.limits.requests_in_flight - 1:
            self._line.loop.call_soon(self._answer_rest)

    def _notify(self, notification: bytes) -> None:
        """Send a notification; drop a client who has stopped reading rather than keep more for it than the limit."""
        if not self._line.writing_paused:
            self._waiting_notifications = 0
        else:
            self._waiting_notifications += 1
            if self._waiting_notifications > self._line.limits.message_buffer:
                if not self._line.transport.is_closing():
                    self._line.say(
                        f"dropped a client that does not read; {self._waiting_notifications} notifications waited"
                    )
                    self._line.transport.abort()
                return
        self._send(notification)

    def _send(self, payload: bytes) -> None:
        if self._protocol.state is not State.OPEN:
            return
        if self._protocol.extensions:
            self._protocol.send_text(payload)
            data = b"".join(self._protocol.data_to_send())
        else:
            data = framed(payload)
        # Written at the end of the turn of the loop: one write for all answers to a client, and clients are woken when
        # all of their requests have been read rather than between them.
        if not self._outgoing:
            self._line.loop.call_soon(self._flush)
        self._outgoing.append(data)

    def _flush(self) -> None:
        if not self._outgoing:
            return
        outgoing, self._outgoing = self._outgoing, []
        self._write(outgoing[0] if len(outgoing) == 1 else b"".join(outgoing))

    def _flush_protocol(self) -> None:
        self._flush()
        for chunk in self._protocol.data_to_send():
            if chunk:
                self._write(chunk)
        if self._protocol.close_expected() and not self._line.transport.is_closing():
            self._line.transport.close()

    def _write(self, data: bytes) -> None:
        if not self._line.transport.is_closing():
            self._line.transport.write(data)
