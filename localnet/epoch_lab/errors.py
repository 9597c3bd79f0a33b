"""What is wrong with an input of the epoch lab."""

import json
from decimal import Decimal
from typing import Any

LONGEST_SHOWN = 60


class EpochInputError(ValueError):
    """An input says something it may not; the message names the field, its value and what was expected."""


def shown(value: Any) -> str:
    """A value as its file has it, cut to what fits a line."""
    text = str(value) if isinstance(value, Decimal) else json.dumps(value, default=str)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
