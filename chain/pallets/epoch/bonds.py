"""Bonds: how much of a server each validator holds, and how fast that follows its weights (economics 2.7 to 2.9)."""

from collections.abc import Sequence

from chain.pallets.epoch.sparse import divide, from_proportion, multiply, positive_pairs, to_dense
from chain.pallets.epoch.terms import ONE, ConsensusSettings, Row, Rows
from chain.primitives.fixed import exp_safe

HALF = ONE // 2


def moving_average_rate(bonds_moving_average: int) -> int:
    """The share of the new bonds in each step, from the stored parts per million."""
    kept = (bonds_moving_average << 64) // 1_000_000
    return ONE - (kept >> 32)


def moving_average(new: Rows, old: Rows, size: int, rate: int) -> Rows:
    """Per cell rate*new + (1-rate)*old; positive values, in uid order."""
    result: Rows = []
    for new_row, old_row in zip(new, old, strict=True):
        pairs = zip(to_dense(new_row, size), to_dense(old_row, size), strict=True)
        result.append(positive_pairs(multiply(rate, a) + multiply(ONE - rate, b) for a, b in pairs))
    return result


def moving_average_by_cell(new: Rows, old: Rows, size: int, rates: Sequence[Sequence[int]]) -> Rows:
    """The moving average with a rate per cell, capped at one, in the order of `new`.

    A bond on a uid that the new row does not list is lost at once; a listed weight of zero lets it decay.
    """
    result: Rows = []
    for new_row, old_row, row_rates in zip(new, old, rates, strict=True):
        decayed = [0] * size
        for uid, value in old_row:
            decayed[uid] = multiply(ONE - row_rates[uid], value)
        grown = ((uid, min(ONE, decayed[uid] + max(0, multiply(row_rates[uid], value)))) for uid, value in new_row)
        result.append([(uid, value) for uid, value in grown if value > 0])
    return result


def readable_pairs(row: Row) -> Row:
    """The pairs that one walk in increasing uid order meets: those above every uid before them."""
    pairs: Row = []
    highest = -1
    for uid, value in row:
        if uid > highest:
            pairs.append((uid, value))
            highest = uid
    return pairs


def liquid_rate(weight: int, bond: int, consensus: int, settings: ConsensusSettings) -> int:
    """The rate of one cell: quick when the validator moved before the consensus did, slow when it follows.

    Economics section 2.8, item 3.
    """
    buying = min(max(weight - consensus, 0), ONE)
    selling = min(max(bond - weight, 0), ONE)
    difference = buying if weight >= bond else selling
    steepness = divide(settings.alpha_sigmoid_steepness << 32, 100 << 32)
    sigmoid = divide(ONE, ONE + exp_safe(multiply(-steepness, difference - HALF)))
    low, high = from_proportion(settings.alpha_low), from_proportion(settings.alpha_high)
    return min(max(low + multiply(sigmoid, high - low), low), high)


def liquid_rates(weights: Rows, bonds: Rows, consensus: Sequence[int], settings: ConsensusSettings) -> list[list[int]]:
    """The rate of every cell that the weights list, zero elsewhere: bonds without a listed weight are lost anyway."""
    size = len(consensus)
    rates = []
    for weight_row, bond_row in zip(weights, bonds, strict=True):
        row_rates = [0] * size
        seen_weights = dict(readable_pairs(weight_row))
        seen_bonds = dict(readable_pairs(bond_row))
        for uid, _ in weight_row:
            row_rates[uid] = liquid_rate(seen_weights.get(uid, 0), seen_bonds.get(uid, 0), consensus[uid], settings)
        rates.append(row_rates)
    return rates
