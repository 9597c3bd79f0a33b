"""The collateral of one position, and how emission changes it. Amounts are rao of alpha."""

from typing import Annotated

from chain.codec import Struct, TypeName, replace
from chain.primitives.fixed.wire import U64f64
from chain.primitives.identifiers import AlphaBalance


class MinerCollateralState(Struct, path="pallet_subtensor::pallet::MinerCollateralState"):
    """What a coldkey has locked with a hotkey on a network.

    `drain_ratio` is the alpha released per alpha earned, `min_locked` a floor that the miner set, `earned` what the
    position earned since this began.
    """

    locked: AlphaBalance
    drain_ratio: Annotated[U64f64, TypeName("U64F64")]
    min_locked: AlphaBalance
    earned: AlphaBalance

    @property
    def is_empty(self) -> bool:
        """Whether nothing is locked and nothing is to be."""
        return self.locked == 0 and self.min_locked == 0


def settled(state: MinerCollateralState, earned: int) -> MinerCollateralState:
    """The collateral after its position earned so much more.

    Below the floor what is earned is locked until the floor is reached; above it `drain_ratio` times what is earned is
    released, floored, and never below the floor. One payment does the one or the other.
    """
    if state.locked < state.min_locked:
        locked = min(state.min_locked, state.locked + earned)
    else:
        released = earned * state.drain_ratio.bits >> 64
        locked = max(state.min_locked, state.locked - released)
    return replace(state, locked=locked, earned=state.earned + earned)


def merged(state: MinerCollateralState, other: MinerCollateralState) -> MinerCollateralState:
    """Two positions that became one: amounts add up, the higher floor and the slower release hold."""
    return MinerCollateralState(
        locked=state.locked + other.locked,
        drain_ratio=min(state.drain_ratio, other.drain_ratio, key=lambda ratio: ratio.bits),
        min_locked=max(state.min_locked, other.min_locked),
        earned=state.earned + other.earned,
    )
