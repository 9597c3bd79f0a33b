"""Errors of AdminUtils: values that a parameter does not allow."""

from chain.frame.error import ModuleError


class SubnetDoesNotExist(ModuleError, index=0):
    """No network of that netuid exists; see `NetworksAdded` for those that do."""


class MaxValidatorsLargerThanMaxUIds(ModuleError, index=1):
    """There cannot be more validators than uids; raise `MaxAllowedUids` first."""


class MaxAllowedUIdsLessThanCurrentUIds(ModuleError, index=2):
    """The network holds more neurons than that; trim it first, or choose a higher number."""


class BondsMovingAverageMaxReached(ModuleError, index=3):
    """An owner may set the bonds moving average to 975,000 at most."""


class NegativeSigmoidSteepness(ModuleError, index=4):
    """An owner may not set a negative steepness."""


class ValueNotInBounds(ModuleError, index=5):
    """The value lies outside its fixed bounds, or contradicts the parameter at the other end of its range."""


class MinAllowedUidsGreaterThanCurrentUids(ModuleError, index=6):
    """The minimum must stay below the number of neurons the network has."""


class MinAllowedUidsGreaterThanMaxAllowedUids(ModuleError, index=7):
    """The minimum must stay below `MaxAllowedUids`."""


class MaxAllowedUidsLessThanMinAllowedUids(ModuleError, index=8):
    """The maximum must not fall below `MinAllowedUids`."""


class MaxAllowedUidsGreaterThanDefaultMaxAllowedUids(ModuleError, index=9):
    """A network may have 256 uids at most."""


class InvalidValue(ModuleError, index=10):
    """The value lies outside the range which the parameter allows."""


class NotPermittedOnRootSubnet(ModuleError, index=11):
    """The root network has no such parameter."""


class POWRegistrationDisabled(ModuleError, index=12):
    """There is no registration by work any more, so it cannot be switched on or off."""


class Deprecated(ModuleError, index=13):
    """The call stays for its index only and does nothing any more."""


class CollateralLockShareTooHigh(ModuleError, index=14):
    """At most 95% of a registration's price can be locked as collateral; the rest is burnt."""


class CollateralDrainRatioOutOfBounds(ModuleError, index=15):
    """The ratio at which collateral is freed lies outside its bounds."""


class GrandpaChangeDelayMustBeZero(ModuleError, index=16):
    """A change of authorities takes effect at once; pass a delay of zero blocks."""
