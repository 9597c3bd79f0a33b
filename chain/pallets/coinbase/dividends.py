"""Who gets a validator's dividends: its parents, its nominators in alpha, its nominators on root (economics 1.10).

Amounts called raw are U96F32.
"""

from collections.abc import Mapping, Sequence

from chain.codec import Record
from chain.primitives.fixed import U16_MAX, U64_MAX, U96F32
from chain.primitives.identifiers import AccountId


class Parent(Record):
    """A hotkey that lends its stake to the one that earned: its own stakes in rao, and the u64 proportion it lends."""

    account: AccountId
    alpha: int
    root: int
    proportion: int
    same_owner: bool


class ParentSplit(Record):
    """Dividends in rao by hotkey, the earner's own last, and what childkey burn takes away, one amount per parent."""

    dividends: list[tuple[AccountId, int]]
    burnt: list[int]


def proportion(value: int, whole: int) -> int:
    """value / whole as a raw U96F32."""
    return U96F32.safe_div(U96F32.from_int(value), U96F32.from_int(whole))


def self_contribution(alpha: int, root: int, tao_weight: int, to_children: Sequence[int]) -> int:
    """The weighed stake in rao that a hotkey keeps after lending to its children; stakes in rao."""
    kept = U96F32.one
    for share in to_children:
        kept = U96F32.sub(kept, proportion(share, U64_MAX))
    return U96F32.to_int(_contribution(alpha, root, kept, tao_weight))


def _contribution(alpha: int, root: int, share: int, tao_weight: int) -> int:
    from_alpha = U96F32.mul(U96F32.from_int(alpha), share)
    from_root = U96F32.mul(U96F32.mul(U96F32.from_int(root), share), tao_weight)
    return U96F32.add(from_alpha, from_root)


def split_by_parents(
    hotkey: AccountId,
    dividends: int,
    *,
    own: int,
    parents: Sequence[Parent],
    tao_weight: int,
    child_take: int,
    burn_take: int,
) -> ParentSplit:
    """Divide `dividends` rao between a hotkey and its parents by the stake each put in.

    `own` is the hotkey's self contribution in rao, `child_take` its stored u16 share, `burn_take` the stored u64 share.
    A parent with the same owner pays neither.
    """
    contributions = [
        _contribution(parent.alpha, parent.root, proportion(parent.proportion, U64_MAX), tao_weight)
        for parent in parents
    ]
    total = U96F32.add(U96F32.from_int(own), sum(contributions))
    earned = U96F32.from_int(dividends)
    take_rate, burn_rate = proportion(child_take, U16_MAX), proportion(burn_take, U64_MAX)
    remaining, taken = earned, 0
    result: list[tuple[AccountId, int]] = []
    burnt: list[int] = []
    for parent, contribution in zip(parents, contributions, strict=True):
        part = U96F32.mul(earned, U96F32.safe_div(contribution, total))
        remaining = U96F32.sub(remaining, part)
        if not parent.same_owner:
            burn, take = U96F32.mul(burn_rate, part), U96F32.mul(take_rate, part)
            part = U96F32.sub(U96F32.sub(part, burn), take)
            taken = U96F32.add(taken, take)
            burnt.append(U96F32.to_int(burn))
        result.append((parent.account, U96F32.to_int(part)))
    result.append((hotkey, U96F32.to_int(U96F32.add(remaining, taken))))
    return ParentSplit(result, burnt)


def distribute(
    *,
    validator_alpha: int,
    root_alpha: int,
    tao_weight: int,
    stakes: Mapping[AccountId, tuple[int, int]],
    dividends: Mapping[AccountId, int],
) -> tuple[dict[AccountId, int], dict[AccountId, int]]:
    """Alpha dividends and root dividends per hotkey, raw U96F32, in the order of the account bytes.

    `validator_alpha` and `root_alpha` are the rao to distribute, `stakes` pairs of (alpha, root) in rao. `dividends`
    are raw and count only as proportions: each hotkey's are split by how much of its weight is root stake.
    """
    alpha_parts: dict[AccountId, int] = {}
    root_parts: dict[AccountId, int] = {}
    for hotkey in sorted(dividends):
        alpha, root = stakes[hotkey]
        weighed_root = U96F32.mul(U96F32.from_int(root), tao_weight)
        root_share = U96F32.safe_div(weighed_root, U96F32.add(U96F32.from_int(alpha), weighed_root))
        root_parts[hotkey] = U96F32.mul(dividends[hotkey], root_share)
        alpha_parts[hotkey] = U96F32.sub(dividends[hotkey], root_parts[hotkey])
    return _by_proportion(validator_alpha, alpha_parts), _by_proportion(root_alpha, root_parts)


def _by_proportion(amount: int, parts: Mapping[AccountId, int]) -> dict[AccountId, int]:
    total = sum(parts.values())
    raw = U96F32.from_int(amount)
    return {hotkey: U96F32.mul(raw, U96F32.safe_div(part, total)) for hotkey, part in parts.items()}
