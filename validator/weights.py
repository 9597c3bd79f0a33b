"""From average scores to the weights that the chain accepts."""

from collections.abc import Mapping

from chain.client.subnet import WeightRules

GREATEST = 65_535


def chain_weights(ranked: Mapping[int, float], rules: WeightRules, uids: list[int]) -> dict[int, int]:
    """Weights from 0 to 65535 by uid, the greatest 65535; empty if nobody deserves any.

    Where the subnet caps the share of one miner, what is above the cap goes to the others in proportion. Where it asks
    for more entries than there are deserving miners, others are added with weight 0.
    """
    deserving = {uid: weight for uid, weight in ranked.items() if weight > 0}
    if not deserving:
        return {}
    capped = _cap(deserving, rules.greatest_weight / GREATEST)
    greatest = max(capped.values())
    weights = {uid: round(GREATEST * weight / greatest) for uid, weight in sorted(capped.items())}
    for uid in uids:
        if len(weights) >= rules.least_entries:
            break
        weights.setdefault(uid, 0)
    return weights


def is_due(block: int, last_update_block: int, rules: WeightRules) -> bool:
    """Whether to set weights now: twice a tempo, and never sooner than the chain allows."""
    return block - last_update_block >= max(rules.rate_limit_blocks, rules.tempo_blocks // 2, 1)


def _cap(weights: Mapping[int, float], share: float) -> dict[int, float]:
    """Shares of the total, none above `share`; equal ones if the cap leaves no room."""
    total = sum(weights.values())
    shares = {uid: weight / total for uid, weight in weights.items()}
    if share * len(shares) <= 1.0:
        return dict.fromkeys(shares, 1.0 / len(shares))
    capped: set[int] = set()
    while True:
        free = sum(value for uid, value in shares.items() if uid not in capped)
        room = 1.0 - share * len(capped)
        over = {uid for uid, value in shares.items() if uid not in capped and value / free * room > share}
        if not over:
            return {uid: share if uid in capped else value / free * room for uid, value in shares.items()}
        capped |= over
