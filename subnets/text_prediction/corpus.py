"""The text of the subnet: the source files of the running interpreter's standard library, in two parts.

The SHA-256 of a file decides its part, so every process on one interpreter agrees without talking. Miners train on
the training part; validators cut their questions from the held-out part (see `passages.py` for why a miner that
reads the held-out part as well gains little).
"""

import hashlib
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HELD_OUT_OF = 4
"""One file in this many is held out."""

_LEFT_OUT = frozenset({
    "__pycache__", "site-packages", "dist-packages",
    # Tables and samples rather than program text, or absent from some distributions.
    "encodings", "ensurepip", "idlelib", "lib2to3", "pydoc_data", "test", "tests", "turtledemo",
})  # fmt: skip


@dataclass(frozen=True)
class Corpus:
    """The two parts, file by file, in the order of the files' paths."""

    training: tuple[bytes, ...]
    held_out: tuple[bytes, ...]


def is_held_out(content: bytes) -> bool:
    """Whether a file with this content belongs to the held-out part."""
    return hashlib.sha256(content).digest()[0] % HELD_OUT_OF == 0


def split(contents: list[bytes]) -> Corpus:
    """Sort file contents into the two parts, keeping their order."""
    return Corpus(
        training=tuple(content for content in contents if not is_held_out(content)),
        held_out=tuple(content for content in contents if is_held_out(content)),
    )


def read_library(root: Path) -> list[bytes]:
    """Read every Python source file below `root` but tests, tables and installed packages, ordered by path."""
    paths = (path for path in root.rglob("*.py") if not _LEFT_OUT.intersection(path.relative_to(root).parts))
    return [path.read_bytes() for path in sorted(paths, key=lambda path: path.relative_to(root).as_posix())]


@cache
def standard_library() -> Corpus:
    """The corpus of the running interpreter, read once per process (about nine megabytes)."""
    return split(read_library(Path(sysconfig.get_path("stdlib"))))


def clip(files: tuple[bytes, ...], limit_bytes: int) -> tuple[bytes, ...]:
    """The first files that together hold `limit_bytes`, the last one cut to fit."""
    taken: list[bytes] = []
    for content in files:
        if limit_bytes <= 0:
            break
        taken.append(content[:limit_bytes])
        limit_bytes -= len(taken[-1])
    return tuple(taken)
