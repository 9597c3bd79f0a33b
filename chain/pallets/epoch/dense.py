"""One epoch on whole matrices in plain integers: a second reading of economics section 2, to hold the others against.

It shares neither data structures nor arithmetic with the sparse integers and the array kernel: a matrix is a list of
rows with a cell for every pair of uids, every operation is that of the saturating I32F32 type. A cell is None where
nothing is stored, because a stored zero and no pair are not the same (section 0.5). It is slow and meant to be.
"""

from collections.abc import Iterable, Sequence

from chain.pallets.epoch.terms import ConsensusSettings, EpochInput, EpochTerms, Row, Rows
from chain.primitives.fixed import I32F32, I64F64, exp_safe, proportion_to_u16, u16_proportion

Cell = int | None
Matrix = list[list[Cell]]

ONE = I32F32.one
HALF = ONE // 2


def run(data: EpochInput[Rows]) -> EpochTerms[Rows]:
    """Consensus, trust, incentive, dividends and bonds of one mechanism for one epoch.

    Rows must not hold a target twice: a matrix has one cell for it.
    """
    size, settings = data.size, data.settings
    active = [not updated + data.activity_cutoff < data.block for updated in data.last_update]
    permits = [uid == data.owner_uid or (uid < len(data.permits) and data.permits[uid]) for uid in range(size)]
    new_permits = next_permits(data)
    stake = normalized([data.stake[uid] if active[uid] and permits[uid] else 0 for uid in range(size)])

    weights = visible_weights(data, permits)
    consensus = [weighted_median(stake, column(weights, uid), settings.kappa) for uid in range(size)]
    clipped = [[clip(cell, consensus[uid]) for uid, cell in enumerate(row)] for row in weights]
    ranks = [total(I32F32.mul(stake[i], clipped[i][j] or 0) for i in range(size)) for j in range(size)]
    incentive = normalized(ranks)

    for_bonds = toward(weights, clipped, u16_proportion(settings.bonds_penalty))
    if settings.yuma3:
        bonds, dividends = yuma3(data, for_bonds, consensus, incentive, stake)
    else:
        bonds, dividends = original(data, for_bonds, incentive, stake)
    return EpochTerms(
        active=active,
        permits=new_permits,
        stake=data.stake,
        active_stake=stake,
        consensus=consensus,
        validator_trust=[total(cell or 0 for cell in row) for row in clipped],
        incentive=incentive,
        dividends=dividends,
        bonds=stored(data, bonds, for_bonds, consensus, new_permits),
    )


def next_permits(data: EpochInput[Rows]) -> list[bool]:
    """Who has stake and is among the largest, equals decided for the later uid; and the owner (section 2.4)."""
    by_rank = sorted(range(data.size), key=lambda uid: (data.stake[uid], uid), reverse=True)
    largest = set(by_rank[: data.settings.max_allowed_validators])
    return [uid == data.owner_uid or (uid in largest and data.stake[uid] != 0) for uid in range(data.size)]


def visible_weights(data: EpochInput[Rows], permits: Sequence[bool]) -> Matrix:
    """The weights that count (section 2.5), each row in shares of its sum."""
    size = data.size
    matrix = to_matrix(data.weights, size)
    for i in range(size):
        for j in range(size):
            hidden = not permits[i] or (i == j and i != data.owner_uid) or data.last_update[i] <= data.registered_at[j]
            if data.settings.commit_reveal and data.commit_blocks is not None:
                hidden = hidden or data.commit_blocks[i] < data.registered_at[j]
            if hidden:
                matrix[i][j] = None
    whole = [[None if cell is None else cell << 32 for cell in row] for row in matrix]
    return [divided(row, [total(cell or 0 for cell in row)] * size) for row in whole]


def weighted_median(stake: Sequence[int], score: Sequence[int], kappa: int) -> int:
    """The score of a column at which the stake below stops being a minority (section 0.6)."""
    voters = [uid for uid, amount in enumerate(stake) if amount > 0]
    shares = dict(zip(voters, normalized([stake[uid] for uid in voters]), strict=True))
    high = total(shares.values())
    minority, low = I32F32.sub(high, u16_proportion(kappa)), 0
    while len(voters) > 1:
        pivot = score[voters[len(voters) // 2]]
        lower = [uid for uid in voters if score[uid] < pivot]
        upper = [uid for uid in voters if score[uid] > pivot]
        up_to_lower = low + total(shares[uid] for uid in lower)
        below_upper = high - total(shares[uid] for uid in upper)
        if lower and minority < up_to_lower:
            voters, high = lower, up_to_lower
        elif upper and below_upper <= minority:
            voters, low = upper, below_upper
        else:
            return pivot
    return score[voters[0]] if voters else 0


def clip(cell: Cell, limit: int) -> Cell:
    """The cell, cut to the limit of its column; nothing is left under a limit of zero."""
    if cell is None or cell <= limit:
        return cell
    return limit if limit > 0 else None


def toward(start: Matrix, end: Matrix, ratio: int) -> Matrix:
    """`start` moved toward `end` by a ratio (section 2.7); either end is taken as it is."""
    if ratio in (0, ONE):
        return end if ratio else start
    return [
        [positive((a or 0) + I32F32.mul(ratio, (b or 0) - (a or 0))) for a, b in zip(from_row, to_row, strict=True)]
        for from_row, to_row in zip(start, end, strict=True)
    ]


def visible_bonds(data: EpochInput[Rows]) -> Matrix:
    """The stored bonds on uids that registered before the last epoch (section 2.8, item 2)."""
    last_epoch = data.last_step_block + 1 if data.last_step_block else max(data.block - data.tempo, 0)
    return [
        [None if last_epoch <= registered else cell for cell, registered in zip(row, data.registered_at, strict=True)]
        for row in to_matrix(data.bonds, data.size)
    ]


def yuma3(
    data: EpochInput[Rows], weights: Matrix, consensus: Sequence[int], incentive: Sequence[int], stake: Sequence[int]
) -> tuple[Matrix, list[int]]:
    """Bonds and dividends of Yuma3 (section 2.8)."""
    held = [[None if cell is None else u16_proportion(cell) for cell in row] for row in visible_bonds(data)]
    if has_rates_per_cell(data.settings, consensus):
        bonds = liquid(data, weights, held, consensus)
    else:
        bonds = average(weights, held, data.settings)
    per_server = [column_total(bonds, uid) for uid in range(data.size)]
    earned = [
        I32F32.mul(total(I32F32.mul(cell or 0, share) for cell, share in zip(row, incentive, strict=True)), own)
        for row, own in zip((divided(row, per_server) for row in bonds), stake, strict=True)
    ]
    return bonds, normalized(earned)


def has_rates_per_cell(settings: ConsensusSettings, consensus: Sequence[int]) -> bool:
    """Whether liquid alpha decides the speed of the bonds."""
    return settings.yuma3 and settings.liquid_alpha and any(value != 0 for value in consensus)


def liquid(data: EpochInput[Rows], weights: Matrix, held: Matrix, consensus: Sequence[int]) -> Matrix:
    """Bonds that follow each weight at a speed of its own; one without a weight is gone (section 2.8, item 3)."""
    compared = consensus
    if data.compared_consensus is not None:
        compared = [u16_proportion(value) for value in data.compared_consensus]
    orders = written_orders(data, weights)
    result: Matrix = []
    for i, (new_row, old_row) in enumerate(zip(weights, held, strict=True)):
        seen_weights = read_once(new_row, orders[i])
        seen_bonds = read_once(old_row, [target for target, _ in data.bonds[i] if target < data.size])
        row: list[Cell] = []
        for j, new in enumerate(new_row):
            if new is None:
                row.append(None)
                continue
            rate = liquid_rate(seen_weights[j], seen_bonds[j], compared[j], data.settings)
            kept = I32F32.mul(ONE - rate, old_row[j] or 0)
            row.append(positive(min(ONE, I32F32.add(kept, max(0, I32F32.mul(rate, new))))))
        result.append(row)
    return result


def liquid_rate(weight: int, bond: int, consensus: int, settings: ConsensusSettings) -> int:
    """The speed of one cell."""
    distance = weight - consensus if weight >= bond else bond - weight
    distance = min(max(distance, 0), ONE)
    steepness = I32F32.div(settings.alpha_sigmoid_steepness << 32, -100 << 32)
    grown = exp_safe(I32F32.mul(steepness, distance - HALF))
    share = I32F32.div(ONE, I32F32.add(ONE, grown))
    low, high = u16_proportion(settings.alpha_low), u16_proportion(settings.alpha_high)
    return max(low, min(high, I32F32.add(low, I32F32.mul(share, high - low))))


def read_once(row: Sequence[Cell], order: Sequence[int]) -> list[int]:
    """What one walk over a row in increasing uid finds: a cell written after one of a higher uid is passed by."""
    found = [0] * len(row)
    highest = -1
    for uid in order:
        cell = row[uid]
        if cell is not None and uid > highest:
            found[uid] = cell
            highest = uid
    return found


def original(
    data: EpochInput[Rows], weights: Matrix, incentive: Sequence[int], stake: Sequence[int]
) -> tuple[Matrix, list[int]]:
    """Bonds and dividends of the original Yuma (section 2.9)."""
    held = [[None if cell is None else cell << 32 for cell in row] for row in visible_bonds(data)]
    bought = [
        [None if cell is None else I32F32.mul(cell, own) for cell in row]
        for row, own in zip(weights, stake, strict=True)
    ]
    bonds = by_column(average(by_column(bought), by_column(held), data.settings))
    earned = [total(I32F32.mul(cell or 0, share) for cell, share in zip(row, incentive, strict=True)) for row in bonds]
    largest = [max(cell or 0 for cell in column(bonds, uid)) for uid in range(data.size)]
    return [divided(row, largest) for row in bonds], normalized(earned)


def average(new: Matrix, old: Matrix, settings: ConsensusSettings) -> Matrix:
    """The moving average of the bonds, positive cells only."""
    kept = I64F64.div(I64F64.from_int(settings.bonds_moving_average), I64F64.from_int(1_000_000))
    rate = I32F32.sub(ONE, I32F32.convert(kept, I64F64))
    return [
        [
            positive(I32F32.add(I32F32.mul(rate, a or 0), I32F32.mul(I32F32.sub(ONE, rate), b or 0)))
            for a, b in zip(new_row, old_row, strict=True)
        ]
        for new_row, old_row in zip(new, old, strict=True)
    ]


def stored(
    data: EpochInput[Rows], bonds: Matrix, weights: Matrix, consensus: Sequence[int], permits: Sequence[bool]
) -> Rows:
    """The bonds as u16 pairs in uid order; as the weights were written where each had its own speed."""
    orders: list[list[int]] = [list(range(data.size))] * data.size
    if has_rates_per_cell(data.settings, consensus):
        orders = written_orders(data, weights)
    rows: Rows = []
    for row, order, permitted in zip(bonds, orders, permits, strict=True):
        pairs: Row = []
        for uid in order if permitted else ():
            cell = row[uid]
            if cell is not None:
                pairs.append((uid, proportion_to_u16(cell)))
        rows.append(pairs)
    return rows


def written_orders(data: EpochInput[Rows], weights: Matrix) -> list[list[int]]:
    """The uids of each row in the order in which its pairs lie: as submitted, or by uid once interpolated."""
    if data.settings.bonds_penalty not in (0, 65_535):
        return [list(range(data.size))] * data.size
    return [
        [target for target, _ in pairs if target < data.size and row[target] is not None]
        for pairs, row in zip(data.weights, weights, strict=True)
    ]


# matrices and vectors


def to_matrix(rows: Rows, size: int) -> Matrix:
    """The pairs as a square; what lies outside is dropped."""
    matrix: Matrix = [[None] * size for _ in range(size)]
    for line, row in zip(matrix, rows, strict=True):
        for uid, value in row:
            if uid < size:
                line[uid] = value
    return matrix


def column(matrix: Matrix, uid: int) -> list[int]:
    """A column with zeros where nothing is stored."""
    return [row[uid] or 0 for row in matrix]


def column_total(matrix: Matrix, uid: int) -> int:
    """The sum of a column."""
    return total(column(matrix, uid))


def by_column(matrix: Matrix) -> Matrix:
    """Every column in shares of its sum."""
    sums = [column_total(matrix, uid) for uid in range(len(matrix))]
    return [divided(row, sums) for row in matrix]


def divided(row: Sequence[Cell], divisors: Sequence[int]) -> list[Cell]:
    """Each cell over its divisor; as it was where the divisor is zero."""
    return [
        I32F32.div(cell, divisor) if cell is not None and divisor != 0 else cell
        for cell, divisor in zip(row, divisors, strict=True)
    ]


def normalized(vector: Sequence[int]) -> list[int]:
    """The vector in shares of its sum, unchanged when that is zero."""
    whole = total(vector)
    return [I32F32.div(value, whole) for value in vector] if whole else list(vector)


def total(values: Iterable[int]) -> int:
    """The saturating sum from the left."""
    result = 0
    for value in values:
        result = I32F32.add(result, value)
    return result


def positive(value: int) -> Cell:
    """The value if it is worth storing."""
    return value if value > 0 else None
