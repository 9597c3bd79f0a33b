"""`Era`: between which blocks an extrinsic is valid."""

from typing import Any, ClassVar

from chain.codec import U8, CustomShape, DecodeError, Record, Variant, union
from chain.codec.errors import truncated, wrong_value
from chain.codec.shape import Field

SHORTEST_PERIOD, LONGEST_PERIOD = 4, 1 << 16
NEVER = (1 << 64) - 1


def _append(value: Any, out: bytearray) -> None:
    if not isinstance(value, Era):
        raise wrong_value(value, "an Era")
    if value.is_immortal:
        out.append(0)
        return
    period, phase = value.period, value.phase
    step = _step(period)
    if not _is_mortal(period, phase) or phase % step:
        raise wrong_value(
            value,
            f"immortal or a period that is a power of two from {SHORTEST_PERIOD} to {LONGEST_PERIOD} "
            "with a smaller phase (a multiple of a 4096th of the period)",
        )
    out += (min(15, max(1, period.bit_length() - 2)) | phase // step << 4).to_bytes(2, "little")


def _read(data: bytes, offset: int) -> "tuple[Era, int]":
    if offset >= len(data):
        raise truncated("an Era", offset, 0)
    if data[offset] == 0:
        return IMMORTAL, offset + 1
    if offset + 2 > len(data):
        raise truncated("a mortal Era", offset, 1)
    encoded = int.from_bytes(data[offset : offset + 2], "little")
    period = 2 << (encoded & 15)
    phase = (encoded >> 4) * _step(period)
    if not _is_mortal(period, phase):
        raise DecodeError(f"0x{data[offset : offset + 2].hex()} is no Era: period {period}, phase {phase}", offset)
    return Era(period, phase), offset + 2


def _step(period: int) -> int:
    """Return the unit in which the phase is written: twelve bits hold it."""
    return max(period >> 12, 1)


def _is_mortal(period: int, phase: int) -> bool:
    in_range = SHORTEST_PERIOD <= period <= LONGEST_PERIOD and period & (period - 1) == 0
    return in_range and 0 <= phase < period


class Era(Record):
    """Valid for `period` blocks from a block whose number has the remainder `phase`; a period of 0 is for ever."""

    __scale__: ClassVar[CustomShape] = CustomShape(
        _append,
        _read,
        union(
            "sp_runtime::generic::era::Era",
            (
                Variant(0, "Immortal"),
                *(Variant(first, f"Mortal{first}", (Field("second", None, U8),)) for first in range(1, 256)),
            ),
        ),
    )

    period: int = 0
    phase: int = 0

    @classmethod
    def mortal(cls, period_blocks: int, current: int) -> "Era":
        """Return an era from about block `current` on; the period is rounded up to a power of two, 4 to 65536."""
        clamped = min(max(period_blocks, SHORTEST_PERIOD), LONGEST_PERIOD)
        period = 1 << (clamped - 1).bit_length()
        step = _step(period)
        return cls(period, current % period // step * step)

    @property
    def is_immortal(self) -> bool:
        """Whether the era never ends."""
        return self.period == 0

    def birth(self, current: int) -> int:
        """Return the number of the block whose hash is signed, seen from block `current`: 0 when immortal."""
        if self.is_immortal:
            return 0
        return (max(current, self.phase) - self.phase) // self.period * self.period + self.phase

    def death(self, current: int) -> int:
        """Return the number of the first block in which the extrinsic is invalid, seen from block `current`."""
        return NEVER if self.is_immortal else self.birth(current) + self.period


IMMORTAL = Era()
