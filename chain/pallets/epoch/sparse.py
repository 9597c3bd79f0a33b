"""Vectors and sparse matrices of raw I32F32 integers (economics section 0.5).

Products are floored, quotients truncated; nothing here saturates, because every value of an epoch stays far inside
I32F32: a row holds at most 65 535 pairs of at most 65 535, and everything else is a share of one.
"""

from collections.abc import Iterable, Sequence

from chain.pallets.epoch.terms import ONE, PROPORTION, Row, Rows


def multiply(a: int, b: int) -> int:
    """The floored product of two raw numbers."""
    return (a * b) >> 32


def divide(a: int, b: int) -> int:
    """The quotient of two raw numbers, truncated toward zero. `b` must be positive."""
    scaled = a << 32
    return scaled // b if scaled >= 0 else -(-scaled // b)


def from_proportion(value: int) -> int:
    """A stored u16 as a raw share of one."""
    return (value << 32) // PROPORTION


def to_proportion(raw: int) -> int:
    """A raw share of one as a u16, floored and kept inside 0..=65535."""
    value = (raw * PROPORTION) >> 32
    if 0 <= value <= PROPORTION:
        return value
    return 0 if value < 0 else PROPORTION


def proportions(shares: Sequence[int]) -> list[int]:
    """Raw shares of one as u16, floored."""
    return [(share * PROPORTION) >> 32 if 0 <= share <= ONE else to_proportion(share) for share in shares]


def normalize(vector: Sequence[int]) -> list[int]:
    """The vector divided by its sum; unchanged when the sum is zero."""
    total = sum(vector)
    if total == 0:
        return list(vector)
    return [(value << 32) // total if value >= 0 else divide(value, total) for value in vector]


def normalize_rows(rows: Rows) -> Rows:
    """Each row divided by its sum; rows whose sum is not positive stay as they are."""
    result: Rows = []
    for row in rows:
        total = sum(value for _, value in row)
        result.append([(uid, divide(value, total)) for uid, value in row] if total > 0 else list(row))
    return result


def column_sums(rows: Rows, size: int) -> list[int]:
    """The sum of every column."""
    sums = [0] * size
    for row in rows:
        for uid, value in row:
            sums[uid] += value
    return sums


def column_maxima(rows: Rows, size: int) -> list[int]:
    """The largest value of every column, at least zero."""
    maxima = [0] * size
    for row in rows:
        for uid, value in row:
            maxima[uid] = max(maxima[uid], value)
    return maxima


def divide_columns(rows: Rows, divisors: Sequence[int]) -> Rows:
    """Every value divided by the divisor of its column; a column with divisor zero stays as it is."""
    return [
        [(uid, divide(value, divisors[uid]) if divisors[uid] != 0 else value) for uid, value in row] for row in rows
    ]


def normalize_columns(rows: Rows, size: int) -> Rows:
    """Each column divided by its sum."""
    return divide_columns(rows, column_sums(rows, size))


def upscale_columns(rows: Rows, size: int) -> Rows:
    """Each column divided by its maximum."""
    return divide_columns(rows, column_maxima(rows, size))


def scale_rows(rows: Rows, factors: Sequence[int]) -> Rows:
    """Each row multiplied by its factor."""
    return [[(uid, multiply(value, factor)) for uid, value in row] for row, factor in zip(rows, factors, strict=True)]


def weighted_column_sums(rows: Rows, factors: Sequence[int], size: int) -> list[int]:
    """Per column the sum of value times the factor of its row."""
    sums = [0] * size
    for row, factor in zip(rows, factors, strict=True):
        if factor == 0:
            continue
        for uid, value in row:
            sums[uid] += multiply(factor, value)
    return sums


def weighted_row_sums(rows: Rows, factors: Sequence[int]) -> list[int]:
    """Per row the sum of value times the factor of its column."""
    return [sum(multiply(value, factors[uid]) for uid, value in row) for row in rows]


def row_sums(rows: Rows) -> list[int]:
    """The sum of every row."""
    return [sum(value for _, value in row) for row in rows]


def clip_columns(rows: Rows, limits: Sequence[int]) -> Rows:
    """Values above their column's limit are cut to it; pairs in a column without a positive limit are dropped if above.

    A pair that does not exceed its limit is kept, a zero too.
    """
    return [
        [(uid, min(value, limits[uid])) for uid, value in row if value <= limits[uid] or limits[uid] > 0]
        for row in rows
    ]


def interpolate(rows: Rows, target: Rows, size: int, ratio: int) -> Rows:
    """`rows` moved toward `target` by `ratio`, positive values only. At either end an input is taken as it is."""
    if ratio == 0:
        return [list(row) for row in rows]
    if ratio == ONE or len(rows) != len(target):
        return [list(row) for row in target]
    result: Rows = []
    for row, target_row in zip(rows, target, strict=True):
        start, end = to_dense(row, size), to_dense(target_row, size)
        moved = (a + multiply(ratio, b - a) for a, b in zip(start, end, strict=True))
        result.append(positive_pairs(moved))
    return result


def to_dense(row: Iterable[tuple[int, int]], size: int) -> list[int]:
    """A row with a value for every uid, zero where it holds no pair."""
    dense = [0] * size
    for uid, value in row:
        dense[uid] = value
    return dense


def positive_pairs(values: Iterable[int]) -> Row:
    """The pairs of a dense row whose value is positive, in uid order."""
    return [(uid, value) for uid, value in enumerate(values) if value > 0]


def top_nonzero(vector: Sequence[int], count: int) -> list[bool]:
    """Which entries are non-zero and among the `count` largest; of equal entries the later ones win."""
    chosen = [value != 0 for value in vector]
    if sum(chosen) <= count and min(vector, default=0) >= 0:
        return chosen
    ascending = sorted(range(len(vector)), key=vector.__getitem__)
    for position in ascending[: len(vector) - count]:
        chosen[position] = False
    return chosen
