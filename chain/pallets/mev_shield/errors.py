"""Errors of the shield."""

from chain.frame.error import ModuleError


class BadEncKeyLen(ModuleError, index=0):
    """A public key of ML-KEM-768 has 1,184 bytes; announce one, or none."""


class Unreachable(ModuleError, index=1):
    """The block has no author, so nobody announces a key in it."""


class TooManyPendingExtrinsics(ModuleError, index=2):
    """No more encrypted calls can be stored; wait until some are done."""


class WeightExceedsAbsoluteMax(ModuleError, index=3):
    """The weight is more than half a block, the most that stored calls may ever use; set a smaller one."""
