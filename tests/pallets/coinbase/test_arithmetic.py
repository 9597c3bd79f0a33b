"""The numbers of a block's emission against the chain's tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.pallets.coinbase import dividends, issuance, schedule, shares, terms
from chain.pallets.coinbase.claim_index import block_hash_to_indices
from chain.pallets.epoch import stake_weight
from chain.primitives.fixed import I96F32, U64_MAX, U64F64, U96F32
from chain.primitives.identifiers import AccountId
from tests.vectors import economics

ALICE, BOB, CAROL = (AccountId(bytes([number]) * 32) for number in (1, 2, 3))


def price(number):
    return economics.raw(U64F64, number)


def test_a_block_mints_by_the_halving_table():
    for case in economics.cases("emission.block_emission_schedule"):
        assert issuance.block_emission(case["issuance_rao"]) == case["expected_block_emission_rao"]


@given(st.integers(1, 40), st.integers(-2, 2))
def test_each_halving_comes_at_its_threshold(halving, offset):
    amount = issuance.TOTAL_SUPPLY - issuance.TOTAL_SUPPLY // 2**halving + offset
    expected = sum(1 for k in range(1, 60) if amount * 2**k >= issuance.TOTAL_SUPPLY * (2**k - 1))
    assert issuance.block_emission(amount) == (10**9 >> expected if amount < issuance.TOTAL_SUPPLY else 0)


def emissions(case, withheld=None):
    numbers = case["moving_prices"]
    prices = {netuid: price(number) for netuid, number in enumerate(numbers, 1)}
    enabled = dict(zip(prices, case.get("enabled", [True] * len(prices)), strict=True))
    found = shares.emission_shares(prices, withheld or dict.fromkeys(prices, 0), enabled)
    return [U96F32.to_int(shares.share_of(U96F32.from_int(case["emission"]), share)) for share in found.values()]


def test_equal_prices_share_the_tao_equally():
    for case in economics.cases("coinbase.tao_issuance.single"):
        assert emissions(case) == case["expected_SubnetTAO_increase"]
    for case in economics.cases("coinbase.tao_issuance.three_equal"):
        assert emissions(case) == pytest.approx(case["expected_SubnetTAO_increase"], abs=case["total_tolerance"])


def test_a_disabled_subnets_part_goes_to_the_others():
    for case in economics.cases("coinbase.tao_issuance.disabled_redistribution"):
        assert emissions(case) == pytest.approx(case["expected_emission"], abs=1)


def test_tao_follows_the_moving_prices():
    for case in economics.cases("coinbase.tao_issuance.prices_1_to_2"):
        pools = [case["initial_tao"] + amount for amount in emissions(case)]
        tolerance = economics.table("coinbase.tao_issuance.prices_1_to_2")["tolerance"]
        assert pools == pytest.approx(case["expected_SubnetTAO"], abs=max(tolerance, 1))
    for case in economics.cases("coinbase.zero_shares"):
        assert emissions(case) == [0, 0]


def test_a_subnet_that_withholds_all_miner_emission_gets_no_tao():
    case = {"moving_prices": [1, 1], "emission": 1000}
    assert emissions(case, {1: U96F32.one, 2: 0}) == [0, 1000]
    assert emissions(case, {1: U96F32.one, 2: U96F32.one}) == [500, 500]


def test_the_moving_price_rises_slowly_on_a_young_subnet():
    for case in economics.cases("coinbase.moving_price"):
        default = case["SubnetMovingAlpha"] == "default"
        alpha = 12_885 if default else economics.raw(I96F32, case["SubnetMovingAlpha"])
        moving = economics.raw(I96F32, case["old"])
        for _ in range(case["updates"]):
            moving = shares.next_moving_price(
                old=moving,
                price=U64F64.one,
                moving_alpha=alpha,
                halving_blocks=201_600,
                blocks_since_start=case["block"] - (case["FirstEmissionBlockNumber"] - 1),
            )
        got = moving / 2**32
        if "expected" in case:
            assert got == pytest.approx(case["expected"], abs=case["abs_tolerance"])
        else:
            assert got < case["expected_less_than"]
        if "model" in case:
            assert got == pytest.approx(case["model"], abs=1e-8)


def test_the_root_proportion_is_roots_weight_against_all_alpha():
    for case in economics.cases("coinbase.root_proportion"):
        weight = stake_weight.tao_weight_from_stored(case["tao_weight_u64"])
        weighed = terms.weighed_root(root_tao=case["root_tao"], tao_weight=weight)
        got = terms.root_proportion(weighed_root=weighed, alpha_issuance=case["alpha_issuance"])
        assert case["expected_formula"] == "exact U96F32"
        assert got == case["model_raw_U96F32"] == economics.raw(U96F32, case["model_decimal"])
    assert terms.root_proportion(weighed_root=0, alpha_issuance=0) == 0
    assert stake_weight.tao_weight_from_stored(971_718_665_099_567_868) == 226_245_882


def test_liquidity_is_capped_by_the_root_proportion_and_the_rest_buys_alpha():
    one = U96F32.one
    free, capped, cheap, small = economics.cases("coinbase.subnet_terms_cap")
    whole = terms.subnet_terms(
        tao_emission=U96F32.from_int(free["tao_emission"]), alpha_emission=10**9, price=one, root_proportion=one
    )
    assert (U96F32.to_int(whole.alpha_in), whole.excess_tao) == (free["expected_alpha_in"], free["expected_excess"])
    half = terms.subnet_terms(
        tao_emission=U96F32.from_int(capped["tao_emission"]), alpha_emission=10**9, price=one, root_proportion=one // 2
    )
    cap = 5 * 10**8
    assert (capped["expected_alpha_in"], capped["expected_excess"]) == ("root_proportion*alpha_emission", "1e10 - cap")
    assert (U96F32.to_int(half.alpha_in), U96F32.to_int(half.excess_tao)) == (cap, 10**10 - cap)
    low = economics.raw(U96F32, cheap["price"])
    bound = terms.subnet_terms(
        tao_emission=economics.raw(U96F32, 10**7 + 0.01), alpha_emission=10**9, price=low, root_proportion=one
    )
    assert cheap["expected_alpha_in"] == "cap (binds)"
    assert U96F32.to_int(bound.alpha_in) == 10**9
    tiny = terms.subnet_terms(
        tao_emission=U96F32.from_int(small["tao_emission"]), alpha_emission=10**9, price=one, root_proportion=one
    )
    assert small["expected_alpha_in"] == "tao/price"
    assert tiny.alpha_in == U96F32.from_int(small["tao_emission"])
    assert (U96F32.to_int(tiny.tao_in), tiny.excess_tao) == (small["expected_tao_in"], small["expected_excess"])
    assert U96F32.to_int(tiny.alpha_out) == 10**9


def test_the_owner_cut_is_a_share_of_the_participants_alpha():
    for case in economics.cases("coinbase.owner_cut"):
        cut = terms.owner_cut(U96F32.from_int(10**9), terms.owner_rate(case["SubnetOwnerCut"]))
        assert U96F32.to_int(cut) == case["expected_PendingOwnerCut"]
    assert terms.owner_cut(U96F32.one, terms.owner_rate(11_796)) == 773_074_452


def test_servers_take_half_and_root_its_proportion_of_the_other_half():
    for case in economics.cases("coinbase.pending_emission_root_sell"):
        proportion = terms.root_proportion(
            weighed_root=terms.weighed_root(root_tao=case["root_tao"], tao_weight=U96F32.one),
            alpha_issuance=case["alpha_issuance_after_mint"],
        )
        split = terms.participant_split(U96F32.from_int(case["alpha_emission"]), proportion)
        assert U96F32.to_int(split.server) == case["expected_PendingServerEmission"]
        assert U96F32.to_int(split.validator) == case["expected_PendingValidatorEmission"]
        assert U96F32.to_int(split.root) == case["expected_PendingRootAlphaDivs"]


def test_dividends_are_split_into_alpha_and_root_by_stake():
    tolerance = economics.table("coinbase.dividend_distribution")["tolerance"]
    for case in economics.cases("coinbase.dividend_distribution"):
        alpha, root = dividends.distribute(
            validator_alpha=case["pending_validator_alpha"],
            root_alpha=case["pending_root_alpha"],
            tao_weight=economics.raw(U96F32, case["tao_weight"]),
            stakes=dict(zip((ALICE, BOB), map(tuple, case["stake_map_alpha_root"]), strict=True)),
            dividends=dict(zip((ALICE, BOB), map(U96F32.from_int, case["dividends"]), strict=True)),
        )
        alpha, root = (list(map(U96F32.to_int, side.values())) for side in (alpha, root))
        assert sum(alpha) == pytest.approx(case["expected_total_alpha_dividends"], abs=tolerance)
        assert sum(root) == pytest.approx(case["expected_total_root_dividends"], abs=tolerance)
        assert (alpha, root) == (case["model_alpha_dividends"], case["model_root_dividends"])


def split(hotkey, amount, **values):
    defaults = {"own": 0, "parents": [], "tao_weight": 0, "child_take": 0, "burn_take": 0}
    return dividends.split_by_parents(hotkey, amount, **{**defaults, **values})


def test_a_hotkey_without_parents_keeps_everything():
    for case in economics.cases("coinbase.dividends_and_incentives")[:3]:
        assert split(ALICE, case["dividends"], own=10).dividends == [(ALICE, case["dividends"])]


def test_childkey_burn_is_taken_from_foreign_parents_only():
    foreign = dividends.Parent(ALICE, 100, 0, U64_MAX, same_owner=False)
    own = dividends.Parent(CAROL, 100, 0, U64_MAX, same_owner=True)
    result = split(BOB, 1000, parents=[foreign, own], burn_take=U64_MAX // 2)
    assert result.burnt == [249]
    assert dict(result.dividends)[CAROL] == 500


@given(
    st.integers(0, 2**50),
    st.lists(st.tuples(st.integers(0, 2**50), st.integers(0, 2**50), st.integers(0, U64_MAX)), max_size=5),
    st.integers(0, 65_535),
)
def test_a_split_never_pays_more_than_was_earned(amount, lenders, take):
    parents = [
        dividends.Parent(AccountId(bytes([index + 9]) * 32), alpha, root, share, same_owner=index % 2 == 0)
        for index, (alpha, root, share) in enumerate(lenders)
    ]
    result = split(BOB, amount, own=5, parents=parents, tao_weight=2**28, child_take=take)
    assert sum(part for _, part in result.dividends) <= amount
    assert sum(part for _, part in result.dividends) >= amount - 2 * len(parents) - 1


def test_inherited_stake_is_floored_as_on_the_chain():
    for case in economics.cases("children.stake_values"):
        own, given_away = case["own"], case["proportions"]
        assert stake_weight.inherited(own, given_away, []) == case["expected_parent"]
        assert stake_weight.inherited(0, [], [(own, given_away[0])]) == case["expected_child"]
    half = U64_MAX // 2
    assert stake_weight.inherited(1000, [half], []) == pytest.approx(500, abs=10)
    assert stake_weight.inherited(0, [], [(1000, half), (2000, half)]) == pytest.approx(1499, abs=10)
    assert stake_weight.inherited(6 * 10**14, [0, U64_MAX], []) == 0


def test_the_next_automatic_epoch_is_counted_in_saturating_blocks():
    for case in economics.cases("schedule.blocks_until_next_auto_epoch"):
        got = schedule.blocks_until_automatic(case["last_epoch_block"], case["tempo"], case["block"])
        assert got == case["expected"]


def test_the_next_epoch_is_the_automatic_or_the_one_asked_for():
    for case in economics.cases("schedule.get_next_epoch_start_block"):
        if "tempo" in case:
            state = schedule.Schedule(case["tempo"], case["last_epoch_block"] or 0, case["pending_epoch_at"], 0)
            assert state.next_start() == case["expected"]
    for case in economics.cases("schedule.get_first_block_of_epoch"):
        assert schedule.first_block_of_epoch(case["netuid"], case["tempo"], case["epoch"]) == case["expected"]


def test_an_epoch_is_due_after_a_tempo_when_asked_for_or_when_overdue():
    assert schedule.Schedule(10, 100, 0, 0).is_due(110)
    assert not schedule.Schedule(10, 100, 0, 0).is_due(109)
    assert schedule.Schedule(100, 100, 105, 0).is_due(105)
    assert schedule.Schedule(60_000, 100, 0, schedule.MAX_TEMPO + 1).is_due(101)
    assert not schedule.Schedule(0, 0, 1, schedule.MAX_TEMPO + 1).is_due(10**9)


def test_the_admin_window_closes_before_an_epoch():
    assert schedule.Schedule(100, 0, 0, 0).is_frozen(91, 10)
    assert not schedule.Schedule(100, 0, 0, 0).is_frozen(90, 10)
    assert schedule.Schedule(100, 0, 50, 0).is_frozen(1, 10)
    assert not schedule.Schedule(0, 0, 50, 0).is_frozen(1, 10)


def test_automatic_claims_are_drawn_from_the_block_hash():
    for case in economics.cases("claim_root.block_hash_to_indices"):
        block_hash = bytes.fromhex(case.get("hash_hex", "00" * 32))
        assert block_hash_to_indices(block_hash, case["k"], case["n"]) == case["expected"]
