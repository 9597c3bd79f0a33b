import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.client.subnet import WeightRules
from validator.weights import GREATEST, chain_weights, is_due


def rules(**changes):
    return WeightRules(
        **{
            "rate_limit_blocks": 100,
            "least_entries": 1,
            "greatest_weight": GREATEST,
            "version_key": 0,
            "commit_reveal": False,
            "tempo_blocks": 360,
            **changes,
        }
    )


def test_the_best_gets_the_greatest_weight_and_the_rest_their_proportion():
    assert chain_weights({1: 2.0, 2: 1.0, 3: 0.0}, rules(), [1, 2, 3]) == {1: 65535, 2: 32768}


def test_where_nobody_deserves_anything_there_are_no_weights():
    assert chain_weights({1: 0.0, 2: -1.0}, rules(), [1, 2]) == {}
    assert chain_weights({}, rules(), []) == {}


def test_missing_entries_are_filled_with_nothing():
    assert chain_weights({4: 1.0}, rules(least_entries=3), [0, 1, 4]) == {4: 65535, 0: 0, 1: 0}


def test_a_cap_passes_the_surplus_on():
    weights = chain_weights({1: 90.0, 2: 6.0, 3: 4.0}, rules(greatest_weight=GREATEST // 2), [1, 2, 3])
    total = sum(weights.values())
    assert weights[1] / total == pytest.approx(0.5, abs=1e-3)
    assert weights[2] / weights[3] == pytest.approx(1.5, abs=1e-3)


def test_a_cap_without_room_makes_all_alike():
    assert chain_weights({1: 9.0, 2: 1.0}, rules(greatest_weight=GREATEST // 4), [1, 2]) == {1: 65535, 2: 65535}


@given(
    ranked=st.dictionaries(st.integers(0, 255), st.floats(0.001, 1000.0), min_size=1, max_size=30),
    greatest=st.integers(1, GREATEST),
)
def test_no_share_exceeds_the_cap_and_the_order_holds(ranked, greatest):
    weights = chain_weights(ranked, rules(greatest_weight=greatest), sorted(ranked))
    total = sum(weights.values())
    assert max(weights.values()) == GREATEST
    cap = max(greatest / GREATEST, 1 / len(ranked))
    assert all(weight / total <= cap + len(ranked) / GREATEST for weight in weights.values())
    ordered = sorted(ranked, key=ranked.__getitem__)
    assert [weights[uid] for uid in ordered] == sorted(weights.values())


@pytest.mark.parametrize(
    ("block", "last", "changes", "due"),
    [
        (279, 100, {}, False),
        (280, 100, {}, True),
        (199, 100, {"tempo_blocks": 20}, False),
        (200, 100, {"tempo_blocks": 20}, True),
        (110, 100, {"tempo_blocks": 20, "rate_limit_blocks": 0}, True),
        (100, 100, {"tempo_blocks": 1, "rate_limit_blocks": 0}, False),
    ],
)
def test_weights_are_due_twice_a_tempo_and_not_before_the_chain_allows(block, last, changes, due):
    assert is_due(block, last, rules(**changes)) is due
