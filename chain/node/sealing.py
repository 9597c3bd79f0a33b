"""Sealing modes: interval, instant, manual or mixed; switchable while the node runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SealingMode:
    """When blocks are made: every `interval_ms`, on a ready extrinsic (`instant`), both (mixed), neither (manual)."""

    interval_ms: int | None = None
    instant: bool = False

    def __post_init__(self) -> None:
        if self.interval_ms is not None and not 1 <= self.interval_ms <= 86_400_000:
            raise ValueError(f"a sealing interval is 1 to 86400000 milliseconds, got {self.interval_ms}")

    @classmethod
    def parse(cls, text: str, *, default_interval_ms: int) -> "SealingMode":
        """Read `manual`, `instant`, `interval`, `mixed`, `mixed:MS`, `interval:MS` or plain milliseconds.

        Raises:
            ValueError: it is none of these; the message lists them.
        """
        word, separator, digits = text.strip().lower().partition(":")
        if _is_number(word) and not separator:
            word, digits = "interval", word
        timed = word in ("interval", "mixed")
        if (not timed and (separator or word not in ("manual", "instant"))) or (
            (digits or separator) and not _is_number(digits)
        ):
            raise ValueError(
                f"sealing is manual, instant, interval, mixed, mixed:MS or a number of milliseconds, got {text!r}"
            )
        interval = int(digits) if digits else default_interval_ms
        return cls(interval if timed else None, word in ("instant", "mixed"))

    def __str__(self) -> str:
        if self.interval_ms is None:
            return "instant" if self.instant else "manual"
        return f"mixed:{self.interval_ms}" if self.instant else f"interval:{self.interval_ms}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
