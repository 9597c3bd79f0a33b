"""How the keys of a map become raw keys, and back."""

from typing import Any

from chain.codec import codec_of

REMEMBERED_KEYS = 1 << 16


class MapKeys:
    """Raw keys of one map: its prefix, then each key hashed by its hasher. Built once per map, shared by all states."""

    def __init__(self, name: str, prefix: bytes, hashers: tuple[Any, ...], annotations: tuple[Any, ...]) -> None:
        self.name = name
        self.prefix = prefix
        self.parts = tuple((hasher, codec_of(key)) for hasher, key in zip(hashers, annotations, strict=True))
        self.is_single = len(self.parts) == 1
        self.memo: dict[Any, bytes] = {}

    def remember(self, key: Any) -> bytes:
        """The raw key of a key not seen lately; remembered for the next time."""
        parts = (key,) if self.is_single else key
        if len(parts) != len(self.parts):
            raise TypeError(f"storage map {self.name} takes {len(self.parts)} keys, {len(parts)} given: {key!r}")
        raw_key = self.prefix_of(parts)
        if len(self.memo) >= REMEMBERED_KEYS:
            self.memo.clear()
        self.memo[key] = raw_key
        return raw_key

    def prefix_of(self, leading: tuple[Any, ...]) -> bytes:
        """What the raw keys under the leading keys begin with."""
        if not leading:
            return self.prefix
        hashed = (hasher.hash(codec.encode(part)) for (hasher, codec), part in zip(self.parts, leading, strict=False))
        return self.prefix + b"".join(hashed)

    def parse(self, raw_key: bytes) -> Any:
        """The key inside a raw key; TypeError where a hasher cannot be undone."""
        offset = len(self.prefix)
        values = []
        for hasher, codec in self.parts:
            if hasher.prefix_length is None:
                raise TypeError(
                    f"the keys of storage map {self.name} cannot be listed: {hasher.name} does not keep them; "
                    "use a hasher that does, such as Blake2_128Concat"
                )
            value, offset = codec.read(raw_key, offset + hasher.prefix_length)
            values.append(value)
        return values[0] if self.is_single else tuple(values)
