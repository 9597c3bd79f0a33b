"""What an epoch leaves in storage, held against whole matrices and the words of economics 2.10 and 2.11."""

import pytest

from chain.pallets.epoch import dense, matrices
from chain.pallets.epoch.mechanisms import storage_index
from chain.pallets.epoch.terms import NO_COMMIT, ConsensusSettings, EpochInput
from chain.pallets.subtensor_module.events import IncentiveAlphaEmittedToMiners
from chain.pallets.subtensor_module.types import ConsensusMode
from chain.primitives.fixed import I32F32, I96F32, U64F64, proportion_to_u16
from tests.pallets.coinbase.network import NETUID, RAO, Chain, account

TOTAL = 10**9 + 7
SIZE = 7
WEIGHTS = {
    0: {0: [(3, 65_535), (4, 20_000), (5, 0)], 1: [(3, 40_000), (5, 65_535)], 2: [(6, 7), (4, 65_535), (3, 1)]},
    1: {0: [(5, 65_535)], 1: [(4, 9_000), (5, 65_535)], 2: [(2, 65_535)]},
}


class Commits:
    """Who has a commit that nobody has revealed."""

    def __init__(self):
        self.by_index = {}

    def earliest_commits(self, netuid, index):
        return self.by_index.get(index, {})


@pytest.fixture
def chain():
    made = Chain()
    with made.runtime:
        for number in range(2, 2 + SIZE):
            made.add_neuron(number, stake=[500, 300, 100, 0, 0, 0, 1][number - 2] * RAO)
        parameters = made.parameters
        parameters.mechanism_count_current[NETUID] = 2
        parameters.mechanism_emission_split[NETUID] = [40_001, 25_534]
        parameters.max_allowed_validators[NETUID] = 4
        made.epoch.validator_permit[NETUID] = [True, True, True, False, False, False, False]
        for mechid, rows in WEIGHTS.items():
            index = storage_index(NETUID, mechid)
            for uid, row in rows.items():
                made.weights.weights[index, uid] = row
                made.epoch.touch(index, uid, 1)
        made.epoch._commits = Commits()
        yield made


def rows_of(stored, index):
    """A matrix as it is stored now."""
    return [list(stored[index, uid]) for uid in range(SIZE)]


def dense_terms(chain, mechid, compared=None):
    """What whole matrices make of the storage as it is before the epoch."""
    index, parameters = storage_index(NETUID, mechid), chain.parameters
    alpha = [chain.stakes.hotkey_stake(hotkey, NETUID) for hotkey in chain.neurons.hotkeys(NETUID)]
    commits = chain.epoch._commits.earliest_commits(NETUID, index)
    low, high = parameters.alpha_values[NETUID]
    return dense.run(
        EpochInput(
            block=chain.system.block_number,
            tempo=parameters.tempo[NETUID],
            activity_cutoff=max(1, parameters.activity_cutoff_factor_milli[NETUID] * parameters.tempo[NETUID] // 1000),
            last_step_block=chain.epochs.last_step_block(NETUID),
            settings=ConsensusSettings(
                kappa=parameters.kappa[NETUID],
                bonds_moving_average=parameters.bonds_moving_average[NETUID],
                bonds_penalty=parameters.bonds_penalty[NETUID],
                yuma3=parameters.yuma3_on[NETUID],
                liquid_alpha=parameters.liquid_alpha_on[NETUID],
                alpha_low=low,
                alpha_high=high,
                alpha_sigmoid_steepness=parameters.alpha_sigmoid_steepness[NETUID],
                max_allowed_validators=parameters.max_allowed_validators[NETUID],
                commit_reveal=parameters.commit_reveal_weights_enabled[NETUID],
            ),
            stake=[(amount << 64) // sum(alpha) >> 32 for amount in alpha],
            last_update=(chain.epoch.last_update[index] + [0] * SIZE)[:SIZE],
            registered_at=[chain.neurons.registered_at(NETUID, uid) for uid in range(SIZE)],
            permits=chain.epoch.validator_permit[NETUID],
            weights=rows_of(chain.weights.weights, index),
            bonds=rows_of(chain.epoch.bonds, index),
            owner_uid=chain.neurons.owner_uid(NETUID),
            commit_blocks=[commits.get(hotkey, NO_COMMIT) for hotkey in chain.neurons.hotkeys(NETUID)],
            compared_consensus=compared,
        )
    )


def amounts(shares, whole, part):
    """Shares of the whole of a part in rao, each step rounded as its type does."""
    wide = [I96F32.convert(I32F32.div(share, whole), I32F32) for share in shares]
    return [I96F32.to_int(I96F32.mul(share, I96F32.from_int(part))) for share in wide]


def weighed(held, value, weight):
    """held + value * weight as U64F64, floored to u16."""
    return U64F64.to_int(U64F64.add(U64F64.from_int(held), U64F64.mul(U64F64.from_int(value), weight)), 65_535)


def assert_stored(chain, terms, owed):
    """All storage of the epoch is what the terms of both mechanisms say."""
    first = TOTAL * 40_001 // 65_535
    parts = [first, TOTAL * 25_534 // 65_535]
    parts[0] += TOTAL - sum(parts)
    events = chain.runtime.events()
    vectors = {name: [0] * SIZE for name in ("consensus", "validator_trust", "dividends", "stake", "emission")}
    server, validator = [0] * SIZE, [0] * SIZE
    for mechid, (part, term) in enumerate(zip(parts, terms, strict=True)):
        index = storage_index(NETUID, mechid)
        weight = U64F64.div(U64F64.from_int(part), U64F64.from_int(TOTAL))
        earned = [a + b for a, b in zip(term.incentive, term.dividends, strict=True)]
        paid = amounts(term.incentive, sum(earned), part)
        server = [a + b for a, b in zip(server, paid, strict=True)]
        validator = [a + b for a, b in zip(validator, amounts(term.dividends, sum(earned), part), strict=True)]
        for uid in range(SIZE):
            for name in ("consensus", "validator_trust", "dividends", "stake"):
                value = proportion_to_u16(getattr(term, name)[uid])
                vectors[name][uid] = weighed(vectors[name][uid], value, weight)
            combined = amounts(earned, sum(earned), part)[uid]
            vectors["emission"][uid] += U64F64.to_int(U64F64.mul(U64F64.from_int(combined), weight))
        assert chain.epoch.incentive[index] == [proportion_to_u16(share) for share in term.incentive]
        assert chain.epoch.consensus_by_mechanism[index] == [proportion_to_u16(share) for share in term.consensus]
        assert rows_of(chain.epoch.bonds, index) == term.bonds
        assert IncentiveAlphaEmittedToMiners(netuid=index, emissions=paid) in events
    epoch = chain.epoch
    assert epoch.active[NETUID] == [any(flags) for flags in zip(*(term.active for term in terms), strict=True)]
    assert epoch.validator_permit[NETUID] == [any(f) for f in zip(*(term.permits for term in terms), strict=True)]
    assert epoch.consensus[NETUID] == vectors["consensus"]
    assert epoch.validator_trust[NETUID] == vectors["validator_trust"]
    assert epoch.dividends[NETUID] == vectors["dividends"]
    assert epoch.stake_weight[NETUID] == vectors["stake"]
    assert epoch.emission[NETUID] == vectors["emission"]
    hotkeys = [account(100 + number) for number in range(2, 2 + SIZE)]
    expected = sorted(zip(hotkeys, server, validator, strict=True))
    assert [(each.hotkey, each.incentive, each.dividend) for each in owed] == expected
    assert TOTAL - 4 * SIZE < sum(server) + sum(validator) <= TOTAL


SETTINGS = {
    "original": {"yuma3_on": False},
    "yuma3": {"yuma3_on": True},
    "liquid alpha": {"yuma3_on": True, "liquid_alpha_on": True},
    "liquid alpha, unclipped": {"yuma3_on": True, "liquid_alpha_on": True, "bonds_penalty": 0},
    "commit-reveal": {"yuma3_on": True, "commit_reveal_weights_enabled": True},
}


@pytest.mark.parametrize("plain_bytes", [0, 10**6], ids=["arrays", "plain integers"])
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS.keys())
def test_two_mechanisms_leave_in_storage_what_whole_matrices_say(chain, settings, plain_bytes, monkeypatch):
    monkeypatch.setattr(matrices, "PLAIN_BYTES", plain_bytes)
    for name, value in settings.items():
        getattr(chain.parameters, name)[NETUID] = value
    for _ in range(3):
        chain.runtime.next_block()
        terms = [dense_terms(chain, mechid) for mechid in (0, 1)]
        assert_stored(chain, terms, chain.epoch.run(NETUID, TOTAL))


def test_a_commit_hides_weights_on_those_who_came_after_it(chain):
    chain.parameters.commit_reveal_weights_enabled[NETUID] = True
    hotkey = chain.neurons.hotkeys(NETUID)[0]
    chain.runtime.next_block(8)
    chain.neurons.block_at_registration[NETUID, 3] = 5
    for uid in range(3):
        chain.epoch.touch(NETUID, uid, 7)
    open_terms = [dense_terms(chain, mechid) for mechid in (0, 1)]
    chain.epoch._commits.by_index[NETUID] = {hotkey: 4}
    terms = [dense_terms(chain, mechid) for mechid in (0, 1)]
    assert terms[0].consensus != open_terms[0].consensus
    assert_stored(chain, terms, chain.epoch.run(NETUID, TOTAL))


@pytest.mark.parametrize("plain_bytes", [0, 10**6], ids=["arrays", "plain integers"])
def test_liquid_alpha_compares_with_the_last_consensus_where_a_network_wants_that(chain, plain_bytes, monkeypatch):
    monkeypatch.setattr(matrices, "PLAIN_BYTES", plain_bytes)
    parameters = chain.parameters
    parameters.yuma3_on[NETUID] = parameters.liquid_alpha_on[NETUID] = True
    parameters.bonds_penalty[NETUID] = 0
    parameters.liquid_alpha_consensus_mode[NETUID] = ConsensusMode.Previous
    chain.runtime.next_block()
    assert_stored(chain, [dense_terms(chain, mechid, [0] * SIZE) for mechid in (0, 1)], chain.epoch.run(NETUID, TOTAL))
    chain.runtime.next_block()
    for uid in (0, 1):
        chain.weights.weights[NETUID, uid] = [(6, 65_535)]
    former = [chain.epoch.consensus_by_mechanism[storage_index(NETUID, mechid)] for mechid in (0, 1)]
    now = dense_terms(chain, 0)
    terms = [dense_terms(chain, mechid, former[mechid]) for mechid in (0, 1)]
    assert terms[0].bonds != now.bonds
    assert_stored(chain, terms, chain.epoch.run(NETUID, TOTAL))


def test_a_mechanisms_consensus_follows_its_uids(chain):
    chain.epoch.run(NETUID, TOTAL)
    index = storage_index(NETUID, 1)
    before = chain.epoch.consensus_by_mechanism[index]
    assert before[5] > 0
    chain.epoch.replace_neuron(NETUID, 5, account(107))
    assert chain.epoch.consensus_by_mechanism[index] == [0 if uid == 5 else value for uid, value in enumerate(before)]
    chain.parameters.immunity_period[NETUID] = 0
    hotkeys = chain.neurons.hotkeys(NETUID)
    chain.neurons.trim(NETUID, 5)
    kept = [hotkeys.index(hotkey) for hotkey in chain.neurons.hotkeys(NETUID)]
    assert len(kept) == 5
    assert chain.epoch.consensus_by_mechanism[index] == [0 if uid == 5 else before[uid] for uid in kept]
    chain.epoch.remove_mechanism(index)
    assert chain.epoch.consensus_by_mechanism[index] == []
    assert chain.epoch.consensus_by_mechanism[NETUID] != []
