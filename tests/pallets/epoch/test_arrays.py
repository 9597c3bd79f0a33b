"""The array kernel equals the plain integers bit for bit, and so does its arithmetic."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chain.codec import replace
from chain.pallets.epoch import array_rows, arrays, int64, matrices, pair_rows, sparse
from chain.pallets.epoch.pairs import Grid, Pairs
from chain.pallets.epoch.terms import ONE
from chain.primitives import fixed
from tests.pallets.epoch import networks, scenario
from tests.pallets.epoch.agreement import as_arrays, assert_arrays_agree, encoded

SHARE = st.one_of(st.integers(0, ONE), st.sampled_from([0, 1, ONE - 1, ONE]))
BONDED = {
    "original": {},
    "yuma3": {"yuma3": True},
    "liquid": {"yuma3": True, "liquid_alpha": True, "bonds_penalty": 5},
    "liquid, clipped": {"yuma3": True, "liquid_alpha": True},
}


@pytest.mark.parametrize("changes", BONDED.values(), ids=BONDED.keys())
@pytest.mark.parametrize("permuted", [True, False])
def test_a_subnet_of_256_uids_is_equal_to_the_bit(changes, permuted):
    """Large enough that its servers are settled in several parts."""
    assert_arrays_agree(networks.graph(256, 64, 7, permuted=permuted, **changes))


@pytest.mark.parametrize("size, validators", [(arrays.FEWEST_SERVERS * 2 + 1, 3), (arrays.FEWEST_SERVERS, 40)])
def test_parts_that_do_not_divide_the_network_evenly(size, validators):
    assert_arrays_agree(networks.graph(size, validators, 2, share=0.3, yuma3=True, liquid_alpha=True))


def test_a_pair_stored_twice_is_left_to_the_plain_integers():
    data = scenario.simple([1, 1], {"0": [(1, 5), (1, 6)]}, [True, True])
    assert not arrays.is_exact(as_arrays(data))
    assert arrays.is_exact(as_arrays(scenario.simple([1, 1], {"0": [(1, 5), (0, 6)]}, [True, True])))
    twice = networks.graph(128, 8, 1)
    twice = replace(twice, weights=[[*row, *row[:1]] for row in twice.weights])
    assert sum(map(len, encoded(twice).weights)) > matrices.PLAIN_BYTES
    assert_arrays_agree(twice)


def test_stake_that_is_not_normalised_is_left_to_the_plain_integers():
    data = networks.voting(3)
    assert arrays.is_exact(as_arrays(data))
    assert not arrays.is_exact(as_arrays(replace(data, stake=[ONE, ONE, 0])))
    assert not arrays.is_exact(as_arrays(replace(data, stake=[-1, 0, 0])))


def test_blocks_beyond_all_time_do_no_harm():
    """Anybody may write any number into the state of a development chain."""
    data, never = networks.graph(70, 8, 1, yuma3=True), 2**64 - 1
    assert_arrays_agree(replace(data, registered_at=[never, *data.registered_at[1:]]))
    assert not arrays.is_exact(as_arrays(replace(data, registered_at=[never] * 70)))
    assert_arrays_agree(replace(data, last_update=[never, *data.last_update[1:]]))
    assert_arrays_agree(replace(data, last_step_block=never))
    assert_arrays_agree(replace(data, last_step_block=0, tempo=0, block=never))


ROWS = st.lists(st.lists(st.tuples(networks.U16, networks.U16), max_size=4), min_size=1, max_size=5)


@given(ROWS)
def test_pairs_are_the_rows_they_were_made_of(rows):
    pairs = Pairs.from_rows(rows)
    assert pairs.to_rows(len(rows)) == rows
    written = [pair_rows.encode(row) for row in rows]
    decoded = array_rows.decode(written)
    assert decoded.to_rows(len(rows)) == rows
    assert array_rows.encode(decoded) == written


@given(ROWS)
def test_pairs_know_their_order_and_their_repeats(rows):
    pairs = Pairs.from_rows(rows)
    targets = [[target for target, _ in row] for row in rows]
    assert pairs.ascend() == all(row == sorted(set(row)) for row in targets)
    assert pairs.repeats() == any(len(set(row)) < len(row) for row in targets)


@given(ROWS, st.integers(0, 65_535))
def test_pairs_are_picked_by_row_and_by_target(rows, size):
    pairs = Pairs.from_rows(rows)
    assert pairs.inside(size).to_rows(len(rows)) == [[pair for pair in row if pair[0] < size] for row in rows]
    even = np.arange(len(rows)) % 2 == 0
    assert pairs.of_rows(even).to_rows(len(rows)) == [row if uid % 2 == 0 else [] for uid, row in enumerate(rows)]


def test_a_grid_holds_the_rows_in_use():
    grid = Grid(np.array([False, True, False, True]))
    pairs = Pairs.from_rows([[], [(2, 7), (0, 0)], [], [(3, 9)]])
    assert grid.spread(pairs).tolist() == [[0, 0, 7, 0], [0, 0, 0, 9]]
    assert grid.marked(grid.places(pairs)).tolist() == [[True, False, True, False], [False, False, False, True]]
    values = np.array([[5, 6, 7, 8], [0, 0, 0, 9]], dtype=np.uint16)
    assert grid.gather(values > 5, values).to_rows(4) == [[], [(1, 6), (2, 7), (3, 8)], [], [(3, 9)]]
    assert grid.pick(np.array([2, 0, 7]), values).to_rows(4) == [[], [(2, 7), (0, 5)], [], [(3, 9)]]


@settings(deadline=None)
@given(st.integers(0, 2**53 - 1), st.integers(1, 2**53 - 1))
@example(ONE, ONE)
@example(2**53 - 1, 2**32)
def test_a_guessed_quotient_is_decided_by_its_remainder(a, b):
    b = max(b, (a >> 21) + 1)
    assert int64.divide(np.array([a]), np.array([b])).tolist() == [(a << 32) // b]


@given(st.lists(st.integers(1, 2**40), min_size=1, max_size=20), st.integers(1, 2**20))
def test_quotients_next_to_whole_numbers_are_right(divisors, whole):
    b = np.array(divisors)
    for step in (-1, 0, 1):
        a = ((b * whole) >> 20) + step
        a = np.clip(a, 0, 2**52)
        assert int64.divide(a, b).tolist() == [(x << 32) // y for x, y in zip(a.tolist(), divisors, strict=True)]


@settings(deadline=None)
@given(st.integers(0, 2**61), st.integers(1, 2**61))
def test_a_wide_quotient_is_decided_from_both_sides(a, b):
    b = max(b, a >> 19)
    b = max(b, 1)
    assert int(int64.divide_wide(np.array([a]), np.array([b]))[0]) == (a << 32) // b


@given(st.lists(networks.U16, min_size=1, max_size=20), st.integers(1, 4096 * 65_535))
def test_fractions_are_truncated(numbers, divisor):
    got = int64.fractions(np.array(numbers, dtype=np.uint16), divisor)
    assert got.tolist() == [(number << 32) // divisor for number in numbers]


def test_every_u16_over_each_of_many_sums_is_truncated():
    numbers = np.arange(65_536, dtype=np.uint16)
    for divisor in (1, 2, 3, 7, 65_534, 65_535, 65_536, 65_537, 131_071, 16_777_213, 268_431_360):
        assert (int64.fractions(numbers, divisor) == (np.arange(65_536) << 32) // divisor).all()


@settings(deadline=None)
@given(st.integers(-(2**45), 2**45), st.integers(0, 2**32))
def test_the_split_product_is_floored(a, b):
    assert int(int64.multiply(np.array([a]), np.array([b]))[0]) == sparse.multiply(a, b)


@given(st.lists(SHARE, min_size=1, max_size=9), SHARE)
def test_a_product_of_shares_is_floored_and_one_times_one_is_one(shares, factor):
    expected = [sparse.multiply(share, factor) for share in shares]
    assert int64.multiply_shares(np.array(shares), factor).tolist() == expected
    assert int64.multiply_shares(np.array(shares), np.array([factor] * len(shares))).tolist() == expected
    assert int64.proportions(np.array(shares)).tolist() == [sparse.to_proportion(share) for share in shares]


@settings(deadline=None)
@example([ONE, -ONE, 0])
@example([int64.SMALL, -int64.SMALL])
@example([int64.SMALL + 1, 5])
@given(st.lists(st.integers(-(30 << 32), 30 << 32), min_size=1, max_size=3))
def test_the_exponential_of_an_array_is_that_of_its_numbers(numbers):
    assert int64.exp_safe(np.array(numbers)).tolist() == [fixed.exp_safe(number) for number in numbers]


@settings(deadline=None)
@given(st.lists(st.integers(-int64.SMALL, int64.SMALL), min_size=1, max_size=3))
def test_the_exponential_of_small_numbers_takes_the_quick_series(numbers):
    assert int64.exp_safe(np.array(numbers)).tolist() == [fixed.exp_safe(number) for number in numbers]
