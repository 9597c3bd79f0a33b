"""Errors of stake: adding, removing, moving, locking and burning it."""

from chain.frame.error import ModuleError


class NotEnoughStake(ModuleError, index=8):
    """The coldkey holds less stake with this hotkey than the call needs."""


class NotEnoughStakeToWithdraw(ModuleError, index=9):
    """The coldkey holds less stake with this hotkey than it wants to take out."""


class NotEnoughBalanceToStake(ModuleError, index=12):
    """The free balance of the coldkey is less than the amount or the price."""


class BalanceWithdrawalError(ModuleError, index=13):
    """The amount could not be taken from the balance of the coldkey."""


class ZeroBalanceAfterWithdrawn(ModuleError, index=14):
    """The coldkey would fall below the existential deposit; leave a little more."""


class StakingRateLimitExceeded(ModuleError, index=36):
    """The coldkey staked too often in this interval; wait for the next one."""


class StakeUnavailable(ModuleError, index=75):
    """Part of the stake is locked or held as collateral and cannot be used for this."""


class AmountTooLow(ModuleError, index=82):
    """The amount is lower than the minimum of this operation."""


class InsufficientLiquidity(ModuleError, index=83):
    """The pool of the network is too small for this trade."""


class SlippageTooHigh(ModuleError, index=84):
    """The trade would pass the price limit; raise the tolerance, lower the amount, or allow a partial fill."""


class TransferDisallowed(ModuleError, index=85):
    """The network does not let stake change its coldkey; its owner can switch `TransferToggle` on."""


class NotEnoughAlphaOutToRecycle(ModuleError, index=90):
    """Less alpha is outstanding on the network than was to be recycled."""


class CannotBurnOrRecycleOnRootSubnet(ModuleError, index=91):
    """Stake on root is TAO and can be neither burnt nor recycled."""


class KeepStakeBlockedByCollateral(ModuleError, index=96):
    """Stake that backs collateral cannot stay behind when the hotkey is swapped."""


class SameNetuid(ModuleError, index=97):
    """Origin and destination are the same network; name two different ones."""


class InsufficientTaoBalance(ModuleError, index=98):
    """The account owns too little TAO for this operation."""


class Overflow(ModuleError, index=105):
    """A sum left the range of its type; the amounts are too large."""


class AddStakeBurnRateLimitExceeded(ModuleError, index=131):
    """Stake was bought and burnt on this network too recently; wait for the interval to pass."""


class LockHotkeyMismatch(ModuleError, index=137):
    """The coldkey has a lock on this network with another hotkey; move that one first."""


class InsufficientStakeForLock(ModuleError, index=138):
    """The coldkey holds less alpha on this network than it wants to lock."""


class NoExistingLock(ModuleError, index=139):
    """The coldkey has no lock on this network."""


class ActiveLockExists(ModuleError, index=140):
    """The receiving coldkey holds an active lock of its own; wait until it is gone."""


class UnlockAmountTooHigh(ModuleError, index=142):
    """More would be unlocked than is locked."""


class AccountRejectsLockedAlpha(ModuleError, index=149):
    """The receiving account refuses locked alpha; it can allow it with its own call."""


class LockIdOverFlow(ModuleError, index=150):
    """No further lock id is free."""


class InsufficientAlphaBalance(ModuleError, index=152):
    """The account holds too little alpha for this operation."""


class ColdkeyCollateralIncomplete(ModuleError, index=153):
    """The collateral of the coldkey does not reach the minimum it set."""


class ColdkeyCollateralPositionsFull(ModuleError, index=154):
    """The coldkey holds collateral in as many places as it may."""
