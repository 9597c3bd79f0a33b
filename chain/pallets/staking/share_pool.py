"""A pool of shares: one value, divided among its holders in proportion to their shares.

Growth of the value reaches all holders at once, without touching any of them. Economics, section 4.1.
"""

from chain.codec import Record
from chain.primitives.fixed import U64_MAX
from chain.primitives.safe_float import ZERO, SafeFloat, from_int


class SharePool(Record):
    """The value of a pool in rao and the sum of the shares in it."""

    value: int
    shares: SafeFloat = ZERO


class Position(Record):
    """A pool beside the share that one holder has of it."""

    pool: SharePool
    share: SafeFloat = ZERO

    def value(self) -> int:
        """What the share is worth, in rao, rounded down."""
        worth = from_int(self.pool.value).times_ratio(self.share, self.pool.shares)
        return 0 if worth is None else worth.to_int()

    def changed(self, delta: int) -> "Position":
        """After the holder adds `delta` rao (or takes them, when negative)."""
        amount = abs(delta)
        value = max(0, min(U64_MAX, self.pool.value + delta))
        if self.pool.shares.is_zero():
            issued = from_int(amount)
            return Position(SharePool(value, issued), issued)
        issued = shares_for(self.pool, amount)
        if delta > 0:
            return Position(SharePool(value, self.pool.shares.plus(issued)), self.share.plus(issued))
        shares, share = self.pool.shares.minus(issued), self.share.minus(issued)
        return Position(
            SharePool(value, self.pool.shares if shares is None else shares), self.share if share is None else share
        )


def shares_for(pool: SharePool, amount: int) -> SafeFloat:
    """The shares that `amount` rao are worth."""
    shares = from_int(amount).times_ratio(pool.shares, from_int(pool.value))
    return ZERO if shares is None else shares


def can_represent(pool: SharePool, amount: int) -> bool:
    """Whether adding `amount` rao would give any share at all."""
    return pool.shares.is_zero() or not shares_for(pool, amount).is_zero()
