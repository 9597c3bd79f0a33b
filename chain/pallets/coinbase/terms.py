"""What one block brings a subnet: liquidity for its pool, alpha for its participants (economics 1.7 and 1.8).

Amounts are rao as raw U96F32 unless it says otherwise. Nothing of a network exceeds a u64 of rao and no proportion one,
so that only a division by a price and the product with it can leave the range, and are saturated.
"""

from chain.codec import Record
from chain.primitives.fixed import U16_MAX, U96F32

FRACTION_BITS = U96F32.fraction_bits


class SubnetTerms(Record):
    """TAO and alpha for the pool, alpha for the participants, and TAO that buys alpha instead of joining the pool."""

    tao_in: int
    alpha_in: int
    alpha_out: int
    excess_tao: int


def subnet_terms(*, tao_emission: int, alpha_emission: int, price: int, root_proportion: int) -> SubnetTerms:
    """The injection that keeps the price, capped so that alpha enters the pool no faster than root's proportion.

    `alpha_emission` is whole rao, `root_proportion` one at most.
    """
    alpha_out = alpha_emission << FRACTION_BITS
    alpha_in = U96F32.safe_div(tao_emission, price)
    cap = (root_proportion * alpha_out) >> FRACTION_BITS
    tao_in = tao_emission
    if alpha_in > cap:
        alpha_in = cap
        tao_in = U96F32.mul(alpha_in, price)
    excess = tao_emission - tao_in
    return SubnetTerms(tao_in, alpha_in, alpha_out, excess if excess > 0 else 0)


def weighed_root(*, root_tao: int, tao_weight: int) -> int:
    """What root stake, in whole rao, counts for."""
    return (root_tao << FRACTION_BITS) * tao_weight >> FRACTION_BITS


def root_proportion(*, weighed_root: int, alpha_issuance: int) -> int:
    """Root's weight against all alpha of a subnet, which is given in whole rao; one at most."""
    whole = weighed_root + (alpha_issuance << FRACTION_BITS)
    return (weighed_root << FRACTION_BITS) // whole if whole else 0


def owner_rate(cut: int) -> int:
    """The owners' part of the participants' alpha, from the stored u16 share."""
    return U96F32.safe_div(U96F32.from_int(cut), U96F32.from_int(U16_MAX))


def owner_cut(alpha_out: int, rate: int) -> int:
    """The owner's part of the participants' alpha at an `owner_rate`."""
    return (alpha_out * rate) >> FRACTION_BITS


class ParticipantSplit(Record):
    """The participants' alpha after the owner's cut."""

    server: int
    validator: int
    root: int


def participant_split(alpha_out: int, root_proportion: int) -> ParticipantSplit:
    """Half to servers; of the rest root's proportion, one at most, to root stakers, and what remains to validators."""
    root = ((root_proportion * alpha_out) >> FRACTION_BITS) >> 1
    server = alpha_out >> 1
    validator = alpha_out - server - root
    return ParticipantSplit(server, validator if validator > 0 else 0, root)
