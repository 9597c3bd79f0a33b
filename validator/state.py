"""What a validator remembers over a restart, in one JSON file that is replaced in one step."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from validator.moving_average import Average

_VERSION = 1


class StateDamaged(ValueError):
    """The state file is not one of ours; the text names it and what to do."""


@dataclass
class ValidatorState:
    """Averages and the block each miner was last asked at, by hotkey, and the block weights were last set at."""

    averages: dict[str, Average] = field(default_factory=dict)
    last_asked: dict[str, int] = field(default_factory=dict)
    weights_block: int = 0

    def forget_all_but(self, hotkeys: Iterable[str]) -> None:
        """Drop who has left the subnet."""
        kept = frozenset(hotkeys)
        self.averages = {hotkey: average for hotkey, average in self.averages.items() if hotkey in kept}
        self.last_asked = {hotkey: block for hotkey, block in self.last_asked.items() if hotkey in kept}

    def save(self, path: Path) -> None:
        """Replace the file at `path`; a crash leaves either the old or the new one."""
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump({"version": _VERSION, **asdict(self)}, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path) -> "ValidatorState":
        """Read the file at `path`; without one, start with nothing. Raises StateDamaged."""
        if not path.exists():
            return cls()
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
            if value["version"] != _VERSION:
                raise StateDamaged(f"{path} has version {value['version']}, this is {_VERSION}; remove it")
            return cls(
                averages={hotkey: Average(**average) for hotkey, average in value["averages"].items()},
                last_asked={str(hotkey): int(block) for hotkey, block in value["last_asked"].items()},
                weights_block=int(value["weights_block"]),
            )
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise StateDamaged(f"{path} is not a validator's state ({error}); remove it to start afresh") from error
