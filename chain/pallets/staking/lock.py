"""How a lock of alpha ages: its mass decays or stays, its conviction grows toward the mass. Economics, section 4.9.

Masses are rao of alpha, convictions raw U64F64 values in rao of alpha, times blocks.
"""

from typing import Final

from chain.codec import U64, Record, Struct
from chain.primitives.fixed import I64F64, U64_MAX, U64F64, U64f64, exp
from chain.primitives.identifiers import AlphaBalance

_LEAST: Final = 100
_LARGEST_EXPONENT: Final = 40 << 64


class LockState(Struct, path="pallet_subtensor::staking::lock::LockState"):
    """Locked alpha, the conviction it has gathered, and the block for which both are right."""

    locked_mass: AlphaBalance
    conviction: U64f64
    last_update: U64


class LockRates(Record):
    """In how many blocks a lock decays and in how many its conviction matures."""

    unlock: int
    maturity: int


def is_zero(state: LockState) -> bool:
    """Whether so little is left of a lock that it counts as gone."""
    return state.locked_mass < _LEAST and state.conviction.bits < _LEAST << 64


def decay(blocks: int, rate: int) -> int:
    """What is left after `blocks` of something that decays in `rate` blocks: `e**(-blocks/rate)` as U64F64."""
    if blocks == 0:
        return U64F64.one
    if rate == 0:
        return 0
    exponent = I64F64.div(I64F64.from_int(-blocks), I64F64.from_int(rate))
    left = exp(I64F64, max(exponent, -_LARGEST_EXPONENT))
    return 0 if left is None else U64F64.convert(left, I64F64)


def rolled(state: LockState, now: int, rates: LockRates, *, perpetual: bool, of_owner: bool) -> LockState:
    """The lock at block `now`. The owner's hotkey is convinced at once: conviction is the mass."""
    mass, conviction = state.locked_mass, state.conviction.bits
    blocks = max(0, now - state.last_update)
    if blocks:
        matured = decay(blocks, rates.maturity)
        conviction = U64F64.add(U64F64.mul(matured, conviction), _gained(mass, blocks, matured, rates, perpetual))
        if not perpetual:
            mass = U64F64.to_int(U64F64.mul(decay(blocks, rates.unlock), mass << 64))
    if of_owner:
        conviction = mass << 64
    after = LockState(mass, U64f64(conviction), max(now, state.last_update))
    return LockState(0, U64f64(0), after.last_update) if is_zero(after) else after


def _gained(mass: int, blocks: int, matured: int, rates: LockRates, perpetual: bool) -> int:
    if perpetual:
        return U64F64.mul(mass << 64, U64F64.sub(U64F64.one, matured))
    if rates.unlock == rates.maturity:
        return U64F64.mul(mass << 64, U64F64.mul(U64F64.safe_div(blocks << 64, rates.maturity << 64), matured))
    if 0 in (rates.unlock, rates.maturity):
        return 0
    unlocked = decay(blocks, rates.unlock)
    difference = I64F64.convert(unlocked, U64F64) - I64F64.convert(matured, U64F64)
    share = I64F64.div(
        I64F64.mul(I64F64.from_int(rates.unlock), difference), I64F64.from_int(rates.unlock - rates.maturity)
    )
    return U64F64.mul(mass << 64, U64F64.convert(share, I64F64)) if share > 0 else 0


def joined(left: LockState, right: LockState) -> LockState:
    """Two locks of one block as one."""
    return LockState(
        min(U64_MAX, left.locked_mass + right.locked_mass),
        U64f64(U64F64.add(left.conviction.bits, right.conviction.bits)),
        max(left.last_update, right.last_update),
    )


def without(state: LockState, part: LockState) -> LockState:
    """A lock less a part of it, not below zero."""
    return LockState(
        max(0, state.locked_mass - part.locked_mass),
        U64f64(U64F64.sub(state.conviction.bits, part.conviction.bits)),
        state.last_update,
    )


def portion(state: LockState, mass: int) -> LockState:
    """The part of a lock that `mass` of it is, conviction in proportion."""
    ratio = U64F64.safe_div(mass << 64, state.locked_mass << 64)
    return LockState(mass, U64f64(U64F64.mul(state.conviction.bits, ratio)), state.last_update)
