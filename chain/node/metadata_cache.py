"""The metadata of earlier runs, kept beside Python's compiled files.

Describing the runtime is a quarter of the work of a start, and follows from the sources alone. So the descriptions are
kept like compiled files are: in the same folder, and good for as long as no source has another size or time.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from chain.primitives.hashing import blake2_256
from chain.settings import RuntimeSettings

HASH_BYTES = 32
LENGTH_BYTES = 4


class MetadataCache:
    """The metadata of one runtime by version, in a file."""

    def __init__(self, settings: RuntimeSettings, package: Path = Path(__file__).parent.parent) -> None:
        compiled = Path(cache_from_source(str(package / "metadata.py")))
        self._path = compiled.with_suffix(f".{blake2_256(repr(settings).encode()).hex()[:16]}")
        self._package = package

    def read(self) -> dict[int, bytes]:
        """The metadata by version; none where nothing usable is kept."""
        try:
            kept = self._path.read_bytes()
        except OSError:
            return {}
        body = kept[HASH_BYTES:]
        if kept[:HASH_BYTES] != self._mark(body):
            return {}
        found: dict[int, bytes] = {}
        while body:
            length = int.from_bytes(body[1 : 1 + LENGTH_BYTES], "little")
            end = 1 + LENGTH_BYTES + length
            found[body[0]] = body[1 + LENGTH_BYTES : end]
            body = body[end:]
        return found

    def write(self, metadata: Mapping[int, bytes]) -> None:
        """Keep metadata by version. Where compiled files are not kept, or cannot be, this is not either."""
        if sys.dont_write_bytecode:
            return
        body = b"".join(
            bytes((version,)) + len(encoded).to_bytes(LENGTH_BYTES, "little") + encoded
            for version, encoded in metadata.items()
        )
        from tempfile import NamedTemporaryFile

        # An installation that cannot be written to starts slower and is otherwise as good.
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            with NamedTemporaryFile(dir=self._path.parent, delete=False) as file:
                file.write(self._mark(body) + body)
            os.replace(file.name, self._path)

    def _mark(self, body: bytes) -> bytes:
        """What stands in front: a hash of the content and of all the sources it was made from."""
        sources = repr(sorted(_sources(str(self._package))))
        return blake2_256(blake2_256(sources.encode()) + blake2_256(body))


def _sources(folder: str) -> Iterator[tuple[str, int, int]]:
    """The path, size and time of every source in a folder and below."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                about = entry.stat()
                yield entry.path, about.st_size, about.st_mtime_ns
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _sources(entry.path)
