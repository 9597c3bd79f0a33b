"""Weft: a localnet and workshop for AI subnets. This facade resolves its public names on first use."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_EPOCH_LAB = (
    *("Change", "ConsensusSettings", "EpochInputError", "EpochResult", "History", "Network", "Schedule"),
    *("decimal", "run_epoch", "run_epochs", "weight_row"),
)

_PUBLIC_NAMES = {
    "main": "localnet.cli",
    **dict.fromkeys(_EPOCH_LAB, "localnet.epoch_lab"),
}

__all__ = sorted(_PUBLIC_NAMES)


def __getattr__(name: str) -> Any:
    """Import the module behind a public name when it is first asked for, so that `import weft` costs nothing."""
    if name not in _PUBLIC_NAMES:
        raise AttributeError(f"weft has no public name {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(_PUBLIC_NAMES[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
