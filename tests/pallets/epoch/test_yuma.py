"""Yuma consensus against the numbers of the reference chain."""

import pytest

from chain.codec import replace
from chain.pallets.epoch import yuma
from chain.pallets.epoch.payout import pay
from chain.pallets.epoch.sparse import to_proportion, top_nonzero
from chain.pallets.epoch.terms import ConsensusSettings, EpochInput
from chain.primitives.fixed import I32F32
from tests.pallets.epoch import scenario
from tests.vectors import economics

TEN_DIGITS = 1.5e-10


def run(data):
    terms = yuma.run(data)
    return terms, pay(terms, scenario.EMISSION)


def decimals(raw):
    return [value / 2**32 for value in raw]


def u16(raw):
    return [to_proportion(value) for value in raw]


@pytest.mark.parametrize("step", range(1, 6))
def test_bonds_of_the_original_yuma_follow_the_weights_step_by_step(step):
    for case in economics.cases(f"epoch.test_bonds.step{step}"):
        terms, payout = run(scenario.from_state(case["state"]))
        expected = case["expected"]
        assert payout.combined == expected["emission"]
        assert decimals(terms.dividends) == pytest.approx(expected["dividends_fixed"], abs=TEN_DIGITS)
        assert decimals(terms.incentive) == pytest.approx(expected["incentive_fixed"], abs=TEN_DIGITS)
        assert decimals(terms.consensus) == pytest.approx(expected["consensus_fixed"], abs=TEN_DIGITS)
        for cell, value in expected["bonds_asserted"].items():
            uid, target = map(int, cell.split(","))
            assert dict(terms.bonds[uid])[target] == value
        assert terms.bonds == scenario.rows(expected["bonds_stored_u16"], 8)


def test_emission_of_the_worked_example_keeps_following_for_three_more_epochs():
    state = economics.cases("epoch.test_bonds.step5")[0]["state"]
    data = scenario.from_state(state)
    bonds = yuma.run(data).bonds
    expected = {
        7: (9559, 21482, [32799427, 73706612, 168638129, 224855830]),
        8: (8376, 18824, [29518068, 66336137, 173203134, 230942659]),
        9: (None, None, [26565175, 59701871, 177311856, 236421095]),
    }
    for block, (bond_0, bond_1, emission) in expected.items():
        data = replace(data, block=block, bonds=bonds)
        terms, payout = run(data)
        bonds = terms.bonds
        assert payout.combined == [*emission, 0, 0, 0, 500000000]
        if bond_0 is not None:
            assert (dict(bonds[0])[7], dict(bonds[1])[7]) == (bond_0, bond_1)


@pytest.mark.parametrize("step", range(1, 4))
def test_an_inactive_validator_earns_less_until_it_sets_weights_again(step):
    for case in economics.cases(f"epoch.test_active_stake.step{step}"):
        terms, payout = run(scenario.from_state(case["state"]))
        expected = case["expected"]
        for got, wanted in zip(u16(terms.dividends), expected["dividends"], strict=True):
            assert wanted is None or got == wanted
        assert payout.combined == expected["emission"]
        assert terms.bonds == scenario.rows(expected["bonds"], 4)


def test_weights_set_before_a_registration_do_not_count_for_the_newcomer():
    for step in ("step1", "step2"):
        for case in economics.cases(f"epoch.test_outdated_weights.{step}"):
            terms, payout = run(scenario.from_state(case["state"]))
            expected = case["expected"]
            assert payout.combined == expected["emission"]
            if "dividend_uid0" in expected:
                assert u16(terms.dividends)[0] == expected["dividend_uid0"]
                assert terms.bonds[0] == [tuple(pair) for pair in expected["bonds_uid0"]]


def test_without_effective_weights_the_emission_goes_by_stake():
    fallback, valid = economics.cases("epoch.test_zero_weights")
    for weights in ({}, {"0": [(0, 65535)]}):
        _, payout = run(scenario.simple(fallback["stake"], weights, [True, False]))
        assert payout.combined == fallback["expected_emission"]
        assert sum(payout.server) == 0
    outdated = scenario.simple(fallback["stake"], {"0": [(1, 65535)]}, [True, False], registered_at=[0, 1])
    assert run(outdated)[1].combined == fallback["expected_emission"]
    assert run(scenario.from_state(valid["state"]))[1].combined == valid["expected_emission"]


@pytest.mark.parametrize("name", ["epoch.test_1_graph", "epoch.test_10_graph"])
def test_a_graph_of_self_weights_has_no_consensus(name):
    for case in economics.cases(name):
        weights = {str(uid): [(uid, 65535)] for uid in range(case["n"])}
        terms, payout = run(scenario.simple(case["stake"], weights, [True] * case["n"]))
        expected = case["expected"]
        assert u16(terms.incentive) == expected["incentive"]
        assert u16(terms.dividends) == expected["dividends"]
        assert u16(terms.consensus) == expected["consensus"]
        assert payout.combined == expected.get("emission", [1_000_000_000])


def test_permits_go_to_the_largest_stakes_above_the_threshold():
    for case in economics.cases("epoch.validator_permits"):
        stake = scenario.stakes(case["stake"], case["stake_threshold"])
        assert top_nonzero(stake, case["max_allowed_validators"]) == case["expected"]


@pytest.mark.parametrize("name", economics.identifiers("epoch.logs."))
def test_intermediate_values_are_those_of_the_reference_log(name):
    for case in economics.cases(name):
        data = scenario.simple(case["stake_alpha_rao"], case["weights_u16"], case["validator_permit_before"])
        terms = yuma.run(data)
        known = {
            "consensus": terms.consensus,
            "validator_trust": terms.validator_trust,
            "dividends": terms.dividends,
            "active_stake": terms.active_stake,
            # Of an emission of one in raw form, the amounts are the raw shares themselves.
            "normalized_combined_emission": pay(terms, 1 << 32).combined,
        }
        for term, expected in case["expected"].items():
            # Ten digits are more than 32 bits of fraction: they name one number.
            assert known[term] == [economics.raw(I32F32, number) for number in expected]


def yuma3_input(setup, permits):
    low, high = setup["alpha_low_high_u16"]
    size = len(setup["stake_alpha_rao"])
    return EpochInput(
        block=setup["first_epoch_block"],
        tempo=setup["tempo"],
        activity_cutoff=13,
        last_step_block=0,
        settings=ConsensusSettings(
            kappa=setup["kappa"],
            bonds_moving_average=setup["bonds_moving_average"],
            bonds_penalty=setup["bonds_penalty"],
            yuma3=True,
            liquid_alpha=setup["liquid_alpha"],
            alpha_low=low,
            alpha_high=high,
            alpha_sigmoid_steepness=setup["alpha_sigmoid_steepness"],
            max_allowed_validators=setup["max_allowed_validators"],
        ),
        stake=scenario.stakes(setup["stake_alpha_rao"]),
        last_update=[setup["block_at_registration"]] * size,
        registered_at=[setup["block_at_registration"]] * size,
        permits=permits,
        weights=[[] for _ in range(size)],
        bonds=[[] for _ in range(size)],
    )


def advance(data, terms, block, weights):
    """The next epoch's input: bonds and permits carried over, new weights set in this block."""
    voters = [uid for uid, row in enumerate(weights) if row]
    updated = [block if uid in voters else old for uid, old in enumerate(data.last_update)]
    return replace(data, block=block, bonds=terms.bonds, permits=terms.permits, weights=weights, last_update=updated)


TABLES = [name for name in economics.identifiers("epoch.test_yuma_3_") if name != "epoch.test_yuma_3_bonds_reset"]


@pytest.mark.parametrize("name", TABLES)
def test_yuma3_bonds_and_dividends_follow_the_tables(name):
    vector = economics.table(name)
    setup = vector["setup"]
    servers = setup["server_uids"]
    data = yuma3_input(setup, [False] * len(setup["stake_alpha_rao"]))
    terms, weights, block = yuma.run(data), data.weights, data.block
    for case in vector["cases"]:
        block += 1
        if case["weights_set_before_epoch"] is not None:
            weights = [list(zip(servers, row, strict=True)) for row in case["weights_set_before_epoch"]]
            weights += [[] for _ in range(data.size - len(weights))]
        data = advance(data, terms, block, weights)
        terms = yuma.run(data)
        validators = range(len(case["expected_bonds"]))
        stored = [[dict(terms.bonds[uid]).get(server, 0) for server in servers] for uid in validators]
        assert stored == case["model_bonds_u16"]
        assert u16(terms.dividends) == case["model_dividends_u16"]
        assert decimals(terms.dividends) == pytest.approx(case["expected_dividends"], abs=vector["tolerance"])


def test_yuma3_forgets_a_bond_that_was_reset():
    vector = economics.table("epoch.test_yuma_3_bonds_reset")
    data = yuma3_input(vector["setup"], [False] * 5)
    terms = yuma.run(data)
    expected = {case["epoch"]: case for case in vector["cases"]}
    first, second = [(3, 65535), (4, 0)], [(3, 0), (4, 65535)]
    for epoch in range(41):
        if epoch == 20:
            cleared = [[pair for pair in row if pair[0] != 3] for row in terms.bonds]
            terms = replace(terms, bonds=cleared)
        if epoch == 0 or epoch > 21:
            rows = [first, first, first]
        elif epoch in (1, 21):
            rows = [first, second, second] if epoch == 1 else [second, first, first]
        else:
            rows = [second, second, second]
        data = advance(data, terms, data.block + 1, [*rows, [], []])
        terms = yuma.run(data)
        if epoch in expected:
            case = expected[epoch]
            assert u16(terms.dividends) == case["model_dividends_u16"]
            assert decimals(terms.dividends) == pytest.approx(case["expected_dividends"], abs=vector["tolerance"])
            bonds = [[dict(terms.bonds[uid]).get(server, 0) / 65535 for server in (3, 4)] for uid in range(3)]
            for got, wanted in zip(bonds, case["expected_bonds"], strict=True):
                assert got == pytest.approx(wanted, abs=vector["tolerance"])


def test_the_owner_keeps_its_self_weight_and_its_permit():
    data = scenario.simple([1, 1, 0], {"0": [(0, 65535)], "1": [(1, 65535)]}, [False, True, False], owner_uid=0)
    terms = yuma.run(data)
    assert yuma.visible_weights(data, [True, True, False]) == [[(0, 1 << 32)], [], []]
    assert terms.permits[0]


def test_a_pending_commit_hides_weights_on_later_registrations():
    settings = ConsensusSettings(max_allowed_validators=3, commit_reveal=True)
    weights = {"0": [(1, 1), (2, 1)]}
    data = scenario.simple(
        [1, 0, 0],
        weights,
        [True, False, False],
        settings=settings,
        last_update=[9, 0, 0],
        registered_at=[0, 4, 5],
        block=10,
        commit_blocks=[4, 2**64 - 1, 2**64 - 1],
    )
    assert [uid for uid, _ in yuma.visible_weights(data, data.permits)[0]] == [1]
    shown = replace(data, settings=replace(settings, commit_reveal=False))
    assert [uid for uid, _ in yuma.visible_weights(shown, shown.permits)[0]] == [1, 2]
