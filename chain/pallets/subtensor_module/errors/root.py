"""Errors of root stake and of the baskets that invest root dividends."""

from chain.frame.error import ModuleError


class BasketHasNoWeights(ModuleError, index=155):
    """The basket of this hotkey has no weights, so there is nothing to invest in."""


class RootStakeLocked(ModuleError, index=156):
    """The root stake is locked and cannot be taken out yet."""


class BetaBasketSeedInProgress(ModuleError, index=157):
    """The basket is being filled for the first time; retry when that is done."""


class RootClaimTooHeavy(ModuleError, index=159):
    """The claim would touch more networks than fit in one call; claim fewer at a time."""


class BasketConcentrationCapExceeded(ModuleError, index=160):
    """One network would hold a larger part of the basket than allowed."""


class BasketDepositPending(ModuleError, index=161):
    """A deposit into the basket is under way; retry after it."""


class BasketTradingDisabled(ModuleError, index=162):
    """Baskets cannot be traded at present."""


class BasketTradingFrozen(ModuleError, index=163):
    """This basket is frozen and cannot be traded now."""


class BasketTurnoverBudgetExceeded(ModuleError, index=164):
    """The basket traded as much as it may in this period; wait for the next."""


class BasketSameSubnet(ModuleError, index=165):
    """A basket cannot swap a network for itself; name two different networks."""


class BasketLiquidityCapExceeded(ModuleError, index=166):
    """The trade would take a larger part of a pool than a basket may."""


class BasketMinOutNotMet(ModuleError, index=167):
    """The trade would return less than the minimum asked for; lower the minimum or the amount."""


class InvalidNumRootClaim(ModuleError, index=168):
    """A block claims root dividends for 50 coldkeys at most; ask for fewer."""


class InvalidSubnetNumber(ModuleError, index=169):
    """A claim names one to five networks, and a list of networks to keep alpha of names at least one."""


class BasketSwapBatchEmpty(ModuleError, index=170):
    """There is no trade to make; name one at least."""
