"""Mechanisms: storage indices, splits, gathering; and the vector arithmetic below them."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.codec import U16, codec_of
from chain.pallets.epoch import bonds, mechanisms, pair_rows, sparse, yuma
from chain.pallets.epoch.median import weighted_median, weighted_median_columns
from chain.pallets.epoch.payout import pay
from chain.pallets.epoch.terms import ConsensusSettings
from chain.primitives.fixed import I32F32
from tests.pallets.epoch import scenario
from tests.vectors import economics

ROW = codec_of(list[tuple[U16, U16]])


def fixed(number):
    """A literal of the reference's tests, which are single precision."""
    return economics.raw(I32F32, number, single=True)


def matrix(rows):
    """Sparse rows of a dense table, zeros left out."""
    return [[(uid, fixed(value)) for uid, value in enumerate(row) if value != 0] for row in rows]


def dense(rows, size):
    return [[value / 2**32 for value in sparse.to_dense(row, size)] for row in rows]


def test_a_storage_index_holds_mechanism_and_network():
    for case in economics.cases("mechanism.storage_index"):
        assert mechanisms.storage_index(case["netuid"], case["mechid"]) == case["expected"]
    for case in economics.cases("mechanism.index_to_netuid"):
        assert mechanisms.netuid_of(case["index"]) == case["expected_netuid"]
        assert mechanisms.mechid_of(case["index"]) == case["expected_mechid"]


def test_emission_is_split_between_mechanisms_and_the_rest_goes_to_the_first():
    for case in economics.cases("mechanism.split_emissions"):
        got = mechanisms.split_emission(case["total"], case["mechanism_count"], case["emission_split"])
        assert got == case["expected"]


@given(st.integers(0, 2**63), st.integers(1, 16), st.lists(st.integers(0, 65_535 // 16), max_size=16))
def test_a_split_gives_out_everything(total, count, split):
    assert sum(mechanisms.split_emission(total, count, split or None)) == total


def test_each_mechanism_pays_by_its_own_weights():
    for case in economics.cases("mechanism.epoch_with_mechanisms.incentive"):
        size = case["n"]
        settings = ConsensusSettings(max_allowed_validators=size)
        terms = yuma.run(scenario.simple(case["stake"], case["weights"], case["permits"], settings=settings))
        incentive = [sparse.to_proportion(share) for share in terms.incentive]
        if "expected_incentive" in case:
            assert incentive == case["expected_incentive"]
        if "expected_bonds" in case:
            assert terms.bonds[:2] == scenario.rows(case["expected_bonds"], size)[:2]
        for uid in (1, 2):
            if f"expected_incentive_uid{uid}" in case:
                assert incentive[uid] == pytest.approx(case[f"expected_incentive_uid{uid}"], abs=1)


def test_two_mechanisms_add_up_what_they_owe_and_weigh_the_rest():
    data = scenario.simple([1, 1, 0], {"0": [(2, 65535)], "1": [(2, 65535)]}, [True, True, False])
    terms = yuma.run(data)
    gathered = mechanisms.SubnetTerms(3)
    for mechid, part in enumerate(mechanisms.split_emission(1001, 2, None)):
        gathered.add(terms, pay(terms, part), mechanisms.mechanism_weight(part, 1001, mechid))
    assert gathered.server == [0, 0, 500]
    assert sum(gathered.server) + sum(gathered.validator) <= 1001
    assert gathered.dividends[0] == pytest.approx(32767, abs=2)
    assert gathered.permits == [True, True, False]


def test_the_stake_weighted_median_is_the_references():
    for case in economics.cases("consensus.weighted_median"):
        stake, score = (list(map(fixed, case[name])) for name in ("stake", "score"))
        minority = I32F32.one - fixed(0.51)
        got = weighted_median(stake, score, minority, 0, sum(stake))
        assert got == fixed(case["expected"])
    for case in economics.cases("consensus.weighted_median_col"):
        size = len(case["expected"])
        got = weighted_median_columns(
            list(map(fixed, case["stake"])), matrix(case["weights"]), size, fixed(case["majority"])
        )
        assert got == list(map(fixed, case["expected"]))


@pytest.mark.parametrize(
    "identifier", ["bonds.mat_ema_alpha", "bonds.mat_ema_alpha_sparse", "bonds.mat_ema_alpha.small"]
)
def test_bonds_average_with_a_rate_per_cell_and_forget_what_is_not_listed(identifier):
    for case in economics.cases(identifier):
        size, alpha = len(case["new"][0]), case["alpha"]
        rates = [
            [fixed(rate) for rate in (alpha[row] if isinstance(alpha, list) else [alpha] * size)]
            for row in range(len(case["new"]))
        ]
        got = bonds.moving_average_by_cell(matrix(case["new"]), matrix(case["old"]), size, rates)
        # The table's numbers are cut to four digits, so one of them lies on the edge of its tolerance.
        tolerance = case.get("abs_tolerance", economics.table(identifier)["tolerance"]) + 1e-7
        for row, expected in zip(dense(got, size), case["expected"], strict=True):
            assert row == pytest.approx(expected, abs=tolerance)


def test_the_rate_of_the_bonds_is_exact():
    for case in economics.cases("math.bonds_moving_average_alpha"):
        assert bonds.moving_average_rate(case["bonds_moving_average"]) == case["expected_raw_bits_I32F32"]


def test_equal_rates_are_the_plain_average():
    tolerance = economics.table("epoch.test_liquid_alpha_equal_values")["tolerance"]
    for case in economics.cases("epoch.test_liquid_alpha_equal_values"):
        settings = ConsensusSettings(alpha_low=case["alpha_low"], alpha_high=case["alpha_high"])
        consensus = list(map(fixed, case["consensus"]))
        size = len(consensus)
        # The table's average forgets nothing: every weight is listed, a zero too.
        weights = [[(uid, fixed(value)) for uid, value in enumerate(row)] for row in case["weights"]]
        held = matrix(case["bonds"])
        rates = bonds.liquid_rates(weights, held, consensus, settings)
        liquid = bonds.moving_average_by_cell(weights, held, size, rates)
        plain = bonds.moving_average(weights, held, size, bonds.moving_average_rate(case["bonds_moving_average"]))
        assert case["expected"] == "both results equal within tolerance"
        for quick, slow, model in zip(dense(liquid, 3), dense(plain, 3), case["model_result"], strict=True):
            assert quick == pytest.approx(slow, abs=tolerance)
            assert slow == pytest.approx(model, abs=2e-9)


def test_the_largest_entries_are_the_reference_choice():
    for case in economics.cases("math.is_topk"):
        vector = list(map(fixed, case["vector"]))
        expected = [chosen and value != 0 for chosen, value in zip(case["expected"], vector, strict=True)]
        assert sparse.top_nonzero(vector, case["k"]) == expected


@given(st.lists(st.tuples(st.integers(0, 65_535), st.integers(0, 65_535)), max_size=80))
def test_rows_are_taken_apart_as_the_codec_does(row):
    encoded = ROW.encode(row)
    assert pair_rows.pairs_of(encoded) == row
    assert pair_rows.encode(row) == encoded


def test_long_rows_and_broken_rows():
    row = [(uid, 1) for uid in range(1 << 14)]
    assert pair_rows.encode(row) == ROW.encode(row)
    assert pair_rows.pairs_of(ROW.encode(row)) == row
    assert pair_rows.pairs_of(None) == []
    assert pair_rows.pairs_of(bytes((2 << 2,)) + struct.pack("<HH", 1, 2)) == []
