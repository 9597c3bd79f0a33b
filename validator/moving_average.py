"""A score that forgets: one number for each miner from all its answers, the latest counting most."""

from dataclasses import dataclass

DEFAULT_SHARE = 0.1


@dataclass(frozen=True)
class Average:
    """An average and how many scores are in it."""

    value: float = 0.0
    count: int = 0

    def including(self, score: float, share: float = DEFAULT_SHARE) -> "Average":
        """The average after one more score.

        Each new score gets `share` of the weight, and while there are fewer than 1 / share of them, an equal part: the
        plain mean, so that a first score neither stands alone for long nor is pulled towards zero.
        """
        count = self.count + 1
        return Average(self.value + (score - self.value) * max(share, 1.0 / count), count)
