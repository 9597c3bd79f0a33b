"""What carries over from epoch to epoch, and what a schedule may not say."""

from dataclasses import replace

import pytest

import weft
from chain.pallets.epoch import yuma
from chain.pallets.epoch.payout import pay
from localnet.epoch_lab import (
    Change,
    ConsensusSettings,
    EpochInputError,
    Network,
    Schedule,
    decimal,
    run_epoch,
    run_epochs,
    weight_row,
)
from tests.pallets.epoch import scenario
from tests.vectors import economics

NETWORK = Network.settled(
    [6_000, 3_000, 1_000, 0, 0],
    [weight_row({3: 1}), weight_row({3: 1, 4: 1}), weight_row({4: 1}), [], []],
    settings=ConsensusSettings(yuma3=True, bonds_penalty=0),
    tempo_blocks=10,
)


def test_an_epoch_of_the_lab_is_the_epoch_of_the_chain():
    (case,) = economics.cases("epoch.test_bonds.step3")
    state = case["state"]
    network = replace(
        NETWORK,
        stake_rao=state["stake_alpha_rao"],
        weights=scenario.rows(state["weights_u16"], 8),
        bonds=scenario.rows(state["bonds_before_u16"], 8),
        permits=state["validator_permit_before"],
        last_update=state["last_update"],
        registered_at=state["block_at_registration"],
        block=4,
        tempo_blocks=1,
        last_step_block=0,
        settings=ConsensusSettings(max_allowed_validators=8),
    )
    result, terms = run_epoch(network), yuma.run(scenario.from_state(state))
    assert (list(result.dividends), list(result.bonds)) == (terms.dividends, terms.bonds)
    assert list(result.emission_rao) == pay(terms, scenario.EMISSION).combined == case["expected"]["emission"]


def test_the_facade_offers_the_lab():
    assert weft.run_epoch is run_epoch and weft.run_epochs is run_epochs
    assert set(weft.__all__) >= {"Network", "Schedule", "Change", "ConsensusSettings", "EpochInputError", "weight_row"}


def test_bonds_and_permits_carry_over_and_blocks_go_on_by_a_tempo():
    history = run_epochs(Schedule(NETWORK, epochs=4))
    assert [network.block for network in history.networks] == [20, 30, 40, 50]
    for network, before in zip(history.networks[1:], history.results, strict=False):
        assert network.bonds == before.bonds
        assert network.permits == before.permits
        assert network.last_step_block == before.block
    grown = [dict(result.bonds[0])[3] for result in history.results]
    assert grown == sorted(set(grown))


def test_a_change_of_weights_and_stake_counts_from_its_epoch_on():
    change = Change(epoch=2, weights={0: weight_row({4: 1})}, stake_rao={2: 11_000})
    plain, changed = run_epochs(Schedule(NETWORK, 4)), run_epochs(Schedule(NETWORK, 4, [change]))
    assert plain.results[:2] == changed.results[:2]
    assert plain.results[2].incentive[4] < changed.results[2].incentive[4] == 2**32
    assert changed.networks[3].stake_rao[2] == 11_000


def test_who_falls_silent_is_inactive_after_the_cutoff_until_it_sets_weights_again():
    start = replace(NETWORK, activity_cutoff_blocks=25)
    changes = [Change(epoch=1, silent=frozenset({1})), Change(epoch=5, weights={1: weight_row({3: 1})})]
    history = run_epochs(Schedule(start, 7, changes))
    assert [result.active[1] for result in history.results] == [True, True, True, False, False, True, True]
    assert all(result.active[0] for result in history.results)
    assert history.results[3].active_stake[1] == 0 < history.results[5].active_stake[1]


def test_a_copier_sets_the_consensus_of_so_many_epochs_ago():
    change = Change(epoch=3, weights={0: weight_row({4: 1}), 1: weight_row({4: 1})})
    history = run_epochs(Schedule(NETWORK, 7, [change], copiers={2: 2}))
    rows = [network.weights[2] for network in history.networks]
    assert rows[:2] == [[(4, 65535)]] * 2
    assert rows[2:5] == [[(3, 65535)]] * 3
    assert rows[5:] == [[(4, 65535)]] * 2


def test_bonds_on_a_uid_can_be_reset():
    history = run_epochs(Schedule(NETWORK, 3, [Change(epoch=2, reset_bonds=frozenset({3}))]))
    assert [dict(row).get(3) for row in history.networks[2].bonds] == [None] * 5
    assert dict(history.networks[2].bonds[1])[4] > 0


def test_settings_stand_in_for_those_of_the_network():
    schedule = Schedule(NETWORK, 3)
    other = ConsensusSettings(kappa=65_000)
    assert run_epochs(schedule, other) == run_epochs(Schedule(replace(NETWORK, settings=other), 3))
    assert run_epochs(schedule, other).results != run_epochs(schedule).results


def test_what_is_earned_is_what_is_emitted_but_for_the_floors():
    history = run_epochs(Schedule(NETWORK, 10))
    total = sum(history.earned_rao(uid) for uid in range(5))
    assert 10 * (NETWORK.emission_rao - 5) <= total <= 10 * NETWORK.emission_rao
    assert all(sum(result.incentive) <= 2**32 for result in history.results)


def test_root_stake_counts_by_the_tao_weight_and_the_owner_is_exempt_from_the_threshold():
    network = replace(NETWORK, root_stake_rao=[0, 0, 9_000, 0, 0], tao_weight=2**63)
    assert run_epoch(network).stake[2] == pytest.approx(5_500 / 14_500 * 2**32, abs=2)
    bounded = replace(NETWORK, stake_threshold_rao=2_000)
    assert run_epoch(bounded).stake[2] == 0 < run_epoch(replace(bounded, owner_uid=2)).stake[2]


def test_a_pending_commit_hides_weights_on_newer_uids():
    settings = ConsensusSettings(commit_reveal=True, kappa=13_107)
    network = replace(NETWORK, settings=settings, registered_at=[0, 0, 0, 0, 15])
    hidden = replace(network, commit_blocks=[None, 12, 12, None, None])
    assert run_epoch(network).incentive[4] > 0 == run_epoch(hidden).incentive[4]


def test_large_networks_take_the_array_kernel_and_agree_with_plain_integers():
    size, validators = 128, 16
    weights = [
        weight_row({uid: uid * (seed + 3) % 17 for uid in range(validators, size)}) for seed in range(validators)
    ]
    network = Network.settled(
        [10**12 // (uid + 1) if uid < validators else 0 for uid in range(size)], weights + [[]] * (size - validators)
    )
    result = run_epoch(network)
    assert sum(len(row) for row in weights) * 4 > 2048
    from chain.codec import replace as with_fields
    from localnet.epoch_lab.network import _epoch_input

    terms = yuma.run(with_fields(_epoch_input(network), weights=network.weights, bonds=network.bonds))
    assert (list(result.dividends), list(result.bonds)) == (terms.dividends, terms.bonds)


def test_a_weight_row_is_scaled_to_its_largest_and_keeps_zeros():
    assert weight_row({5: 0.5, 2: 0.25, 3: 0}) == [(5, 65535), (2, 32768), (3, 0)]
    assert weight_row({4: 0}) == [(4, 0)]
    with pytest.raises(EpochInputError, match="the weight on uid 4 is -1; expected 0 or more"):
        weight_row({4: -1})


def test_decimals_are_the_fewest_that_no_other_share_is_nearer_to():
    assert [str(decimal(raw)) for raw in (0, 1 << 32, 1 << 31, 1_737_089_821, 1)] == [
        "0",
        "1",
        "0.5",
        "0.404447741",
        "2E-10",
    ]


WRONG = {
    "weights has 1 elements; expected 2": {"weights": [[]]},
    "stake_rao of uid 1 is -2; expected 0": {"stake_rao": [1, -2]},
    "weights of uid 0: uid 7 is unknown; expected a uid of 0 to 1": {"weights": [[(7, 1)], []]},
    "bonds of uid 1: the value for uid 0 is 70000; expected 0 to 65535": {"bonds": [[], [(0, 70_000)]]},
    "owner_uid is 2; expected a uid of 0 to 1": {"owner_uid": 2},
    "kappa is 70000; expected 0 to 65535": {"settings": ConsensusSettings(kappa=70_000)},
}


@pytest.mark.parametrize("message", WRONG)
def test_a_network_whose_parts_do_not_fit_is_refused(message):
    with pytest.raises(EpochInputError, match=message):
        replace(Network.settled([1, 2], [[(1, 1)], []]), **WRONG[message])


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("epochs is 0; expected 1 or more", {"epochs": 0}),
        ("a change is at epoch -1; epochs count from 0", {"changes": [Change(-1)]}),
        ("silent of the change at epoch 1: uid 5 is unknown", {"changes": [Change(1, silent=frozenset({5}))]}),
        ("copiers: uid 9 is unknown; expected a uid of 0 to 4", {"copiers": {9: 1}}),
        ("copiers: the lag of uid 1 is 0; expected 1 epoch or more", {"copiers": {1: 0}}),
    ],
)
def test_a_schedule_that_names_what_is_not_there_is_refused(message, parts):
    with pytest.raises(EpochInputError, match=message):
        Schedule(NETWORK, **parts)
