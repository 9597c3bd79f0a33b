"""Null consensus: one validator decides. Values are raw I32F32, as in Yuma consensus, whose place it takes.

The hotkey with most stake holds the only permit. Servers share by its weights as they stand, in exact proportion; the
validators' part is its own. Nothing is clipped, nobody bonds: bonds stay what they were.
"""

from chain.pallets.epoch.matrices import EncodedRows
from chain.pallets.epoch.pair_rows import pairs_of
from chain.pallets.epoch.terms import ONE, EpochInput, EpochTerms


def only_permit(stake: list[int]) -> int | None:
    """The uid with most stake, the lowest of equals; none on a network without uids."""
    return max(range(len(stake)), key=lambda uid: (stake[uid], -uid), default=None)


def voter_of(data: EpochInput[EncodedRows]) -> int | None:
    """The uid whose weights count: that of the permit; of several from before, the one with most stake."""
    permitted = [uid for uid, permit in enumerate(data.permits[: data.size]) if permit]
    return max(permitted, key=lambda uid: (data.stake[uid], -uid), default=only_permit(data.stake))


def run(data: EpochInput[EncodedRows]) -> EpochTerms[list[bytes]]:
    """The terms of an epoch. `bonds` are left out, for none change.

    Weights on a uid whose hotkey registered after they were set count for nobody, and so do those on the voter itself.
    """
    size, permitted, voter = data.size, only_permit(data.stake), voter_of(data)
    incentive, earns = [0] * size, [0] * size
    if voter is not None:
        row = [
            (uid, weight)
            for uid, weight in pairs_of(data.weights[voter])
            if uid < size and uid != voter and weight and data.registered_at[uid] <= data.last_update[voter]
        ]
        total = sum(weight for _, weight in row)
        for uid, weight in row:
            incentive[uid] = (weight << 32) // total
        earns[voter] = ONE if row else 0
    return EpochTerms(
        active=[True] * size,
        permits=[uid == permitted for uid in range(size)],
        stake=data.stake,
        active_stake=data.stake,
        consensus=list(incentive),
        validator_trust=list(earns),
        incentive=incentive,
        dividends=earns,
        bonds=[],
    )
