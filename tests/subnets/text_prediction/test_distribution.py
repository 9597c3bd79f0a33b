import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subnets.text_prediction import distribution


def test_a_packed_belief_costs_what_the_belief_costs_to_a_hundredth_of_a_bit():
    rng = np.random.default_rng(1)
    belief = rng.dirichlet(np.full(256, 0.1), size=50)
    outcomes = bytes(int(rng.choice(256, p=row)) for row in belief)
    exact = -np.log2(belief[np.arange(50), list(outcomes)])
    assert distribution.bits_paid(distribution.pack(belief), outcomes).mean() == pytest.approx(exact.mean(), abs=0.02)


def test_even_costs_are_eight_bits_whatever_they_are():
    for cost in (0, 100, 255):
        assert distribution.bits_paid(bytes([cost]) * 256, b"x")[0] == pytest.approx(8.0)


@given(st.binary(min_size=256, max_size=256))
def test_any_256_bytes_are_a_distribution(costs):
    paid = distribution.bits_paid(costs * 256, bytes(range(256)))
    assert np.exp2(-paid).sum() == pytest.approx(1.0)
    assert paid.min() >= 0.0
    assert paid.max() <= distribution.GREATEST_COST_BITS


def test_saying_what_one_believes_is_best():
    belief = np.full(256, 0.02 / 254)
    belief[[65, 66]] = 0.7, 0.28
    claims = {"belief": belief}
    claims["bolder"] = belief**2
    claims["meeker"] = belief**0.5
    claims["certain"] = np.eye(256)[65]
    expected = {
        name: float((belief * distribution.bits_paid(distribution.pack(claim) * 256, bytes(range(256)))).sum())
        for name, claim in claims.items()
    }
    assert min(expected, key=expected.__getitem__) == "belief"


def test_a_missing_row_is_refused():
    with pytest.raises(ValueError, match="2 outcomes need 512"):
        distribution.bits_paid(bytes(256), b"ab")
