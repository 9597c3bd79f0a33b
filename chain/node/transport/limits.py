"""How much one client, and all of them together, may ask of the node; the defaults are Substrate's."""

from chain.codec import Record

MEGABYTE = 1024 * 1024


class Limits(Record):
    """Bounds on sizes (bytes), counts and times (seconds) of the RPC transport."""

    request_bytes: int = 15 * MEGABYTE
    response_bytes: int = 15 * MEGABYTE
    connections: int = 100
    subscriptions_per_connection: int = 1024
    batch_length: int = 1000
    message_buffer: int = 64
    """Notifications that may wait for a reader who has stopped reading, beyond `write_buffer_bytes`."""
    write_buffer_bytes: int = 4 * MEGABYTE
    requests_in_flight: int = 1024
    """Requests of one connection that may wait for an answer before its socket is read no further."""
    head_bytes: int = 16 * 1024
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    idle_http_seconds: float = 60.0
    ping_seconds: float = 20.0
    """PAPI reconnects after 40 seconds without a frame (surface-v11-and-generic.md section 2.4)."""
    pings_unanswered: int = 3
    compression: bool = False
