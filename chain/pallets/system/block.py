"""What is known while a block is being built and is gone, or written down, when it is done."""

from chain.frame.weight import ZERO_WEIGHT, DispatchClass, Weight
from chain.pallets.system.limits import PerClassWeight
from chain.pallets.system.types import ApplyExtrinsic, Initialization, Phase


class BlockInProgress:
    """Extrinsics, weight, length and phase of the block under construction."""

    __slots__ = ("extrinsics", "length", "phase", "weights")

    def __init__(self) -> None:
        self.extrinsics: list[bytes] = []
        self.weights: list[Weight] = [ZERO_WEIGHT, ZERO_WEIGHT, ZERO_WEIGHT]
        self.length = 0
        self.phase: Phase = Initialization()

    def add_weight(self, weight: Weight, dispatch_class: DispatchClass) -> None:
        """Count weight that is used, whatever the limits say."""
        self.weights[dispatch_class] = self.weights[dispatch_class] + weight

    def remove_weight(self, weight: Weight, dispatch_class: DispatchClass) -> None:
        """Give back weight that was counted and not used."""
        self.weights[dispatch_class] = self.weights[dispatch_class] - weight

    def total_weight(self) -> Weight:
        """All classes together."""
        normal, operational, mandatory = self.weights
        return normal + operational + mandatory

    def consumed(self) -> PerClassWeight:
        """The weight as it is stored."""
        return PerClassWeight(*self.weights)

    def note_extrinsic(self, encoded: bytes) -> None:
        """Count an extrinsic that was applied; the next phase is that of the next one."""
        self.extrinsics.append(encoded)
        self.phase = ApplyExtrinsic(len(self.extrinsics))
