"""How much of the weight for tasks is left in a block."""

from chain.frame.weight import ZERO_WEIGHT, Weight


class WeightMeter:
    """Counts weight against a limit."""

    __slots__ = ("consumed", "limit")

    def __init__(self, limit: Weight) -> None:
        self.limit = limit
        self.consumed = ZERO_WEIGHT

    def can_consume(self, weight: Weight) -> bool:
        """Whether so much is left."""
        return not (self.consumed + weight).exceeds(self.limit)

    def try_consume(self, weight: Weight) -> bool:
        """Count weight if so much is left; whether it was."""
        if not self.can_consume(weight):
            return False
        self.consumed = self.consumed + weight
        return True
