"""What one block brings a subnet: liquidity for its pool, alpha for its participants (economics 1.7 and 1.8).

Amounts are rao as raw U96F32 unless a name says otherwise.
"""

from chain.codec import Record
from chain.primitives.fixed import U16_MAX, U96F32

HALF = U96F32.one >> 1


class SubnetTerms(Record):
    """TAO and alpha for the pool, alpha for the participants, and TAO that buys alpha instead of joining the pool."""

    tao_in: int
    alpha_in: int
    alpha_out: int
    excess_tao: int


def subnet_terms(*, tao_emission: int, alpha_emission: int, price: int, root_proportion: int) -> SubnetTerms:
    """The injection that keeps the price, capped so that alpha enters the pool no faster than root's proportion.

    `alpha_emission` is whole rao.
    """
    alpha_out = U96F32.from_int(alpha_emission)
    alpha_in = U96F32.safe_div(tao_emission, price)
    cap = U96F32.mul(root_proportion, alpha_out)
    tao_in = tao_emission
    if alpha_in > cap:
        alpha_in = cap
        tao_in = U96F32.mul(alpha_in, price)
    return SubnetTerms(tao_in, alpha_in, alpha_out, U96F32.sub(tao_emission, tao_in))


def root_proportion(*, root_tao: int, tao_weight: int, alpha_issuance: int) -> int:
    """Root's weight against all alpha of a subnet; root stake and alpha in whole rao."""
    weighted = U96F32.mul(U96F32.from_int(root_tao), tao_weight)
    return U96F32.safe_div(weighted, U96F32.add(weighted, U96F32.from_int(alpha_issuance)))


def owner_cut(alpha_out: int, cut: int) -> int:
    """The owner's part of the participants' alpha; `cut` is the stored u16 share."""
    return U96F32.mul(alpha_out, U96F32.safe_div(U96F32.from_int(cut), U96F32.from_int(U16_MAX)))


class ParticipantSplit(Record):
    """The participants' alpha after the owner's cut."""

    server: int
    validator: int
    root: int


def participant_split(alpha_out: int, root_proportion: int) -> ParticipantSplit:
    """Half to servers; of the other half, root's proportion to root stakers and the rest to validators."""
    root = U96F32.mul(U96F32.mul(root_proportion, alpha_out), HALF)
    server = U96F32.mul(alpha_out, HALF)
    return ParticipantSplit(server, U96F32.sub(U96F32.sub(alpha_out, server), root), root)
