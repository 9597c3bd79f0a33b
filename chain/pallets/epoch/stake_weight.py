"""Stake weight: what a hotkey's alpha and inherited root stake count for in consensus (economics section 2.3)."""

from collections.abc import Sequence

LARGEST_INTEGER = (1 << 63) - 1


def total_stakes(alpha: Sequence[int], root: Sequence[int], tao_weight: int) -> list[int]:
    """The total stake of many hotkeys; most have nothing on root."""
    return [
        total_stake(own, inherited_root, tao_weight) if inherited_root else min(own, LARGEST_INTEGER) << 64
        for own, inherited_root in zip(alpha, root, strict=True)
    ]


def total_stake(alpha: int, root: int, tao_weight: int) -> int:
    """Alpha plus root stake times the TAO weight as a raw I64F64.

    `alpha` and `root` are in rao, `tao_weight` is a raw U96F32.
    """
    weighted_root = ((min(root, LARGEST_INTEGER) << 64) * (tao_weight << 32)) >> 64
    return (min(alpha, LARGEST_INTEGER) << 64) + weighted_root


def above_threshold(totals: Sequence[int], threshold: int, owner_uid: int | None) -> list[int]:
    """The totals, with those below the threshold (in rao) set to zero; the subnet owner's is exempt."""
    if threshold == 0:
        return list(totals)
    return [total if (total >> 64) >= threshold or uid == owner_uid else 0 for uid, total in enumerate(totals)]


def shares(totals: Sequence[int]) -> list[int]:
    """Each total's share of the sum as a raw I32F32: divided in I64F64, then cut to 32 fraction bits."""
    total = sum(totals)
    if total == 0:
        return [min(value >> 32, (1 << 63) - 1) for value in totals]
    return [((value << 64) // total) >> 32 if value else 0 for value in totals]


def inherited(own: int, to_children: Sequence[int], from_parents: Sequence[tuple[int, int]]) -> int:
    """Stake in rao after giving to children and receiving from parents.

    `to_children` holds the proportions given away, `from_parents` pairs of (the parent's own stake in rao, the
    proportion it gives). A proportion is a share of 2**64 - 1. Every product is floored in U96F32, as on the chain.
    """
    stake = own << 32
    given = sum(child_share(own, proportion) for proportion in to_children)
    received = sum(child_share(parent_own, proportion) for parent_own, proportion in from_parents)
    return (max(stake - given, 0) + received) >> 32


def child_share(own: int, proportion: int) -> int:
    """`own` rao times the proportion, as a raw U96F32."""
    return ((own << 32) * ((proportion << 32) // (2**64 - 1))) >> 32


def tao_weight_from_stored(stored: int) -> int:
    """The stored u64 share of 2**64 - 1 as a raw U96F32."""
    return (stored << 32) // (2**64 - 1)
