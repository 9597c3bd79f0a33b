"""A second, naive way to a trie root: one pass over all entries, nibbles as text, nothing shared with the product."""

from hashlib import blake2b

V0, V1 = 1 << 62, 33


def blake2_256(data: bytes) -> bytes:
    return blake2b(data, digest_size=32).digest()


def root_of(entries: dict[bytes, bytes], hashed_from: int = V1) -> bytes:
    """Return the root of a state, as sp-trie lays nodes out."""
    if not entries:
        return blake2_256(b"\x00")
    return blake2_256(encode_node({key.hex(): value for key, value in entries.items()}, hashed_from))


def encode_node(entries: dict[str, bytes], hashed_from: int) -> bytes:
    keys = sorted(entries)
    path = keys[0]
    while not all(key.startswith(path) for key in keys):
        path = path[:-1]
    value = entries.get(path)
    value_is_hashed = value is not None and len(value) >= hashed_from
    written = b"" if value is None else blake2_256(value) if value_is_hashed else compact(len(value)) + value
    if keys == [path]:
        return (header(0x20, 5, path) if value_is_hashed else header(0x40, 6, path)) + written
    kind, length_bits = (0x80, 6) if value is None else (0x10, 4) if value_is_hashed else (0xC0, 6)
    bitmap, children = 0, b""
    for nibble in range(16):
        below = {key[len(path) + 1 :]: entries[key] for key in keys if key[len(path) :][:1] == f"{nibble:x}"}
        if below:
            bitmap |= 1 << nibble
            child = encode_node(below, hashed_from)
            child = child if len(child) < 32 else blake2_256(child)
            children += compact(len(child)) + child
    return header(kind, length_bits, path) + bitmap.to_bytes(2, "little") + written + children


def header(kind: int, length_bits: int, path: str) -> bytes:
    limit = (1 << length_bits) - 1
    size = len(path)
    if size < limit:
        marked = bytes([kind | size])
    else:
        marked, size = bytes([kind | limit]), size - limit
        while size >= 255:
            marked, size = marked + b"\xff", size - 255
        marked += bytes([size])
    return marked + bytes.fromhex(path if len(path) % 2 == 0 else "0" + path)


def compact(number: int) -> bytes:
    if number < 64:
        return bytes([number << 2])
    if number < 1 << 14:
        return (number << 2 | 1).to_bytes(2, "little")
    return (number << 2 | 2).to_bytes(4, "little")
