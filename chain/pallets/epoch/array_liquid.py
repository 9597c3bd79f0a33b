"""Liquid alpha on int64 arrays: bonds that follow each weight at a rate of its own (economics section 2.8, item 3).

Here it matters which pairs are stored, and in which order: a bond without a weight is lost, a listed weight of zero
lets it decay, and what was written out of order is read as zero where rates are worked out.
"""

import numpy as np

from chain.codec import Record, replace
from chain.pallets.epoch import bonds as bond_rules
from chain.pallets.epoch import int64, sparse
from chain.pallets.epoch.int64 import Array, Mask
from chain.pallets.epoch.pairs import Grid, Numbers, Pairs
from chain.pallets.epoch.terms import ONE, ConsensusSettings


class Listing(Record):
    """The pairs as they were written.

    `listed` are the cells with a weight, None where those are the positive ones. `seen_weights` and `seen_bonds` are
    the cells that one walk in increasing uid order meets, None for all. `order` has the places of the weights in stored
    order, None where that is the order of uids. `compared` is the consensus that weights are compared with.
    """

    listed: Mask | None
    seen_weights: Mask | None
    seen_bonds: Mask | None
    order: Array | None
    compared: Array

    def of(self, servers: slice) -> "Listing":
        """The same for some servers."""
        masks = {name: getattr(self, name) for name in ("listed", "seen_weights", "seen_bonds")}
        some = {name: mask[:, servers] for name, mask in masks.items() if mask is not None}
        return replace(self, compared=self.compared[servers], **some)


def remaining_weights(scores: Numbers, visible: Mask, consensus: Array, settings: ConsensusSettings) -> Mask | None:
    """Where a pair is still one after clipping; None where interpolation left the positive cells alone."""
    penalty = sparse.from_proportion(settings.bonds_penalty)
    if penalty not in (0, ONE):
        return None
    return visible & ((scores == 0) | (consensus > 0)) if penalty else visible


def listing_of(
    grid: Grid, weights: Pairs, remaining: Mask | None, bonds: Pairs, known: Mask, compared: Array
) -> Listing:
    """The listing of the weights that remain and of the bonds on known servers."""
    bond_places = grid.places(bonds)
    bond_places = bond_places[known[bond_places % grid.size]]
    met_bonds = met(bond_places)
    seen_bonds = None if met_bonds.all() else grid.marked(bond_places[met_bonds])
    if remaining is None:
        return Listing(None, None, seen_bonds, None, compared)
    places = grid.places(weights)
    places = places[remaining.reshape(-1)[places]]
    met_weights = met(places)
    if met_weights.all():
        return Listing(grid.marked(places), None, seen_bonds, None, compared)
    return Listing(grid.marked(places), grid.marked(places[met_weights]), seen_bonds, places, compared)


def met(places: Array) -> Mask:
    """Which places are above all before them; a row's places are above those of the rows before."""
    above = np.ones(len(places), dtype=np.bool_)
    above[1:] = places[1:] > np.maximum.accumulate(places)[:-1]
    return above


def liquid_average(weights: Array, bonds: Array, listing: Listing, settings: ConsensusSettings) -> Array:
    """The moving average with a rate per cell, capped at one, over the cells that the weights list."""
    listed = weights > 0 if listing.listed is None else listing.listed
    new, old = weights[listed], bonds[listed]
    rate = liquid_rates(
        new if listing.seen_weights is None else np.where(listing.seen_weights[listed], new, 0),
        old if listing.seen_bonds is None else np.where(listing.seen_bonds[listed], old, 0),
        np.broadcast_to(listing.compared, weights.shape)[listed],
        settings,
    )
    average = np.zeros(weights.shape, dtype=np.int64)
    average[listed] = np.minimum(int64.multiply(old, ONE - rate) + int64.multiply(new, rate), ONE)
    return average


def liquid_rates(weight: Array, bond: Array, consensus: Array, settings: ConsensusSettings) -> Array:
    """The rate of each cell, as bonds.liquid_rate."""
    buying = np.clip(weight - consensus, 0, ONE)
    selling = np.clip(bond - weight, 0, ONE)
    difference = np.where(weight >= bond, buying, selling)
    steepness = sparse.divide(settings.alpha_sigmoid_steepness << 32, 100 << 32)
    exponent = int64.multiply(np.asarray(-steepness), difference - bond_rules.HALF)
    sigmoid = int64.divide_wide(ONE, ONE + int64.exp_safe(exponent))
    low, high = sparse.from_proportion(settings.alpha_low), sparse.from_proportion(settings.alpha_high)
    rate: Array = np.clip(low + int64.multiply(np.asarray(high - low), sigmoid), low, high)
    return rate
