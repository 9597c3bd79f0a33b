"""The errors of the Swap pallet."""

from chain.frame.error import ModuleError


class FeeRateTooHigh(ModuleError, index=0):
    """The fee rate is above `MaxFeeRate`; choose at most 10000 parts of 65535."""


class InsufficientInputAmount(ModuleError, index=1):
    """Nothing is left of the input after the fee; swap more."""


class InsufficientLiquidity(ModuleError, index=2):
    """The pool would have to pay more than it holds; swap less."""


class PriceLimitExceeded(ModuleError, index=3):
    """The price is already at or beyond the limit; choose a limit on the other side of the current price."""


class InsufficientBalance(ModuleError, index=4):
    """The account holds less than it wants to swap."""


class InvalidTickRange(ModuleError, index=5):
    """The ticks of a position do not form a range."""


class InvalidLiquidityValue(ModuleError, index=6):
    """The liquidity of a position is too small."""


class ReservesTooLow(ModuleError, index=7):
    """A reserve of the pool is below `MinimumReserve`, or too small to pay anything for this input."""


class MechanismDoesNotExist(ModuleError, index=8):
    """There is no network with this netuid."""


class SubtokenDisabled(ModuleError, index=9):
    """The token of this network is not enabled yet; its owner has to call `start_call` first."""


class ReservesOutOfBalance(ModuleError, index=10):
    """The reserves and the price would give one side of the pool less than a hundredth of the weight."""


class SwapInputTooLarge(ModuleError, index=11):
    """The input is above a thousand times the reserve it enters; swap less."""


class Deprecated(ModuleError, index=12):
    """This call belonged to liquidity positions of users, which are gone."""


ERRORS = (
    FeeRateTooHigh,
    InsufficientInputAmount,
    InsufficientLiquidity,
    PriceLimitExceeded,
    InsufficientBalance,
    InvalidTickRange,
    InvalidLiquidityValue,
    ReservesTooLow,
    MechanismDoesNotExist,
    SubtokenDisabled,
    ReservesOutOfBalance,
    SwapInputTooLarge,
    Deprecated,
)
