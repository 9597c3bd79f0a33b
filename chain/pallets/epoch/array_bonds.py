"""Bonds and dividends on int64 arrays (economics 2.7 to 2.9)."""

import numpy as np

from chain.pallets.epoch import bonds as bond_rules
from chain.pallets.epoch import int64, sparse
from chain.pallets.epoch.array_liquid import Listing, liquid_average
from chain.pallets.epoch.int64 import Array
from chain.pallets.epoch.pairs import Grid, Numbers, Pairs
from chain.pallets.epoch.terms import ONE, PROPORTION, ConsensusSettings


class Bonds:
    """The bonds of all rows in use, settled for some servers after the other.

    `known` names the servers on which stored bonds count, `stake` is that of the rows. With a `listing` every cell has
    a rate of its own.
    """

    def __init__(
        self, grid: Grid, settings: ConsensusSettings, held: Numbers, stake: Array, listing: Listing | None
    ) -> None:
        self._grid = grid
        self._settings = settings
        self._held = held
        self._stake = stake
        self._listing = listing
        self._proportions = np.zeros(held.shape, dtype=np.uint16)
        self._positive = np.zeros(held.shape, dtype=np.bool_)
        self._earned = np.zeros(len(stake), dtype=np.int64)

    def settle(self, servers: slice, weights: Array, consensus: Array, incentive: Array) -> None:
        """Work out the bonds on some servers, and what they earn."""
        weights = toward(weights, np.minimum(weights, consensus), self._settings)
        held = self._held[:, servers]
        if self._settings.yuma3:
            old = int64.fractions(held, PROPORTION)
            if self._listing is None:
                bonds = moving_average(weights, old, self._settings)
            else:
                bonds = liquid_average(weights, old, self._listing.of(servers), self._settings)
            shares = by_column(bonds)
        else:
            old = int64.fractions(held, np.maximum(held.sum(axis=0), 1))
            bought = by_column(int64.multiply_shares(weights, self._stake[:, None]))
            shares = by_column(moving_average(bought, old, self._settings))
            bonds = int64.divide(shares, np.maximum(shares.max(axis=0, initial=0), 1))
        self._earned += int64.multiply_shares(shares, incentive).sum(axis=1)
        self._positive[:, servers] = bonds > 0
        self._proportions[:, servers] = int64.proportions(bonds)

    def dividends(self) -> Array:
        """What each uid's bonds earned of the whole, by its stake in Yuma3; once every server is settled."""
        earned = int64.multiply_shares(self._earned, self._stake) if self._settings.yuma3 else self._earned
        return int64.normalize(self._grid.per_uid(earned))

    def stored(self) -> Pairs:
        """The positive bonds as they are stored: in uid order, or as the weights were written."""
        order = None if self._listing is None else self._listing.order
        if order is None:
            return self._grid.gather(self._positive, self._proportions)
        return self._grid.pick(order[self._positive.reshape(-1)[order]], self._proportions)


def toward(weights: Array, clipped: Array, settings: ConsensusSettings) -> Array:
    """The weights moved toward the clipped ones by the bonds penalty (section 2.7)."""
    penalty = sparse.from_proportion(settings.bonds_penalty)
    if penalty in (0, ONE):
        return clipped if penalty else weights
    moved: Array = weights + int64.multiply(clipped - weights, penalty)
    return moved


def moving_average(new: Array, old: Array, settings: ConsensusSettings) -> Array:
    """Per cell rate*new + (1-rate)*old."""
    rate = bond_rules.moving_average_rate(settings.bonds_moving_average)
    average = int64.multiply_shares(new, rate)
    average += int64.multiply_shares(old, ONE - rate)
    return average


def by_column(cells: Array) -> Array:
    """Every cell in shares of its column; a column that adds up to zero stays."""
    return int64.divide(cells, np.maximum(cells.sum(axis=0), 1))
