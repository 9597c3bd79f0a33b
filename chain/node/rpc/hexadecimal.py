"""Bytes as JSON-RPC shows them."""


def hex_of(data: bytes) -> str:
    """Return 0x and the hex digits of the bytes."""
    return "0x" + data.hex()


def optional_hex(data: bytes | None) -> str | None:
    """Return 0x and the hex digits of the bytes, None for None."""
    return None if data is None else "0x" + data.hex()
