"""Paying out an epoch, children, root dividends and mechanisms against the reference's tables, on the whole chain."""

from fractions import Fraction

import pytest

from chain.pallets.epoch import mechanisms
from chain.pallets.epoch.pallet import HotkeyEmission
from chain.pallets.subtensor_module.claim_type import Keep
from tests.economics.world import ALL, NETUID, RAO, ROOT, Economy, coldkey, hotkey
from tests.vectors import economics

PROPORTIONS = {"MAX": ALL, "MAX/2": ALL // 2, "MAX/3": ALL // 3, "u64::MAX": ALL, "u64::MAX/2": ALL // 2}


def share(written):
    """A proportion as the tables write it."""
    return PROPORTIONS.get(written, written)


class FixedEpoch:
    """An epoch that owes what a table says."""

    def __init__(self, incentive, dividend):
        self.owed = [HotkeyEmission(hotkey(1), incentive, dividend)]

    def run(self, netuid, total):
        return self.owed


def paid(incentive, dividend, *, server, validator):
    """Incentive and dividends that one hotkey without parents is paid."""
    economy = Economy()
    economy.open_network()
    economy.add_neuron(1)
    economy.parts.distribution._epoch = FixedEpoch(incentive, dividend)
    economy.distribute(server, validator)
    dividends = economy.parts.distribution.dividends_of(NETUID, hotkey(1))
    # Alpha dividends go to a pool of shares; without any the owner has none to see.
    return economy.stake_on(1), dividends


def test_a_hotkey_without_parents_is_paid_all_it_earned():
    both, validator, miner, split, everything = economics.cases("coinbase.dividends_and_incentives")
    incentive, dividends = paid(
        both["incentive"], both["dividends"], server=both["incentive"], validator=both["dividends"]
    )
    assert incentive == both["expected_total"]
    assert dividends == both["dividends"]
    incentive, dividends = paid(0, validator["dividends"], server=0, validator=validator["dividends"])
    assert (incentive, dividends) == (validator["expected_incentive"], validator["expected_dividends"])
    incentive, dividends = paid(miner["incentive"], 0, server=miner["incentive"], validator=0)
    assert (incentive, dividends) == (miner["expected_incentive"], miner["expected_dividends"])
    for case in (split, everything):
        incentive, dividend = case["hotkey_emission"]
        server = case["pending_alpha"] - case["pending_validator_alpha"]
        staked, dividends = paid(incentive, dividend, server=server, validator=case["pending_validator_alpha"])
        total = staked if incentive else dividends
        assert total == pytest.approx(case["expected_sum"], abs=case.get("abs_tolerance", 0)), case


def test_without_weights_the_emission_goes_to_registered_stakers():
    nobody, single, rooted, equal, equal_with_root = economics.cases("coinbase.drain_single_and_double_staker")
    tolerance = economics.table("coinbase.drain_single_and_double_staker")["tolerance"]
    half = 5 * 10**8

    economy = Economy()
    economy.open_network()
    economy.add_hotkey(1, alpha=nobody["stake"])
    economy.distribute(half, half)
    assert economy.stake_on(1) == pytest.approx(nobody["expected_stake_after"], abs=tolerance)

    economy = Economy()
    economy.open_network()
    economy.add_neuron(1, alpha=single["stake"])
    economy.distribute(half, half)
    assert economy.stake_on(1) == pytest.approx(single["expected_stake_after"], abs=tolerance)

    economy = Economy()
    economy.open_network()
    economy.parts.parameters.tao_weight = ALL
    economy.add_neuron(1, alpha=rooted["stake"], root=RAO)
    economy.distribute(half, half, RAO)
    assert economy.stake_on(1) == pytest.approx(rooted["expected_alpha_after"], abs=tolerance)
    assert economy.stake_on(1, ROOT) == pytest.approx(rooted["expected_root_after"], abs=tolerance)

    for case, weight, roots in (
        (equal, 0, (0, 0)),
        (equal_with_root, ALL, (RAO, RAO)),
        (equal_with_root, ALL, (RAO, 2 * RAO)),
    ):
        economy = Economy()
        economy.open_network()
        economy.parts.parameters.tao_weight = weight
        for number, stake, root in zip((1, 2), case["stakes"], roots, strict=True):
            economy.add_neuron(number, alpha=stake, root=root)
        economy.distribute(half, half)
        assert [economy.stake_on(1), economy.stake_on(2)] == pytest.approx(case["expected_after"], abs=tolerance), roots


def test_a_childs_take_is_paid_by_its_parent():
    tolerance = economics.table("coinbase.root_children_take")["tolerance"]
    for case in economics.cases("coinbase.root_children_take"):
        economy = Economy()
        economy.open_network()
        economy.parts.parameters.tao_weight = ALL
        for number in (1, 2):
            economy.add_neuron(number, alpha=RAO, root=RAO)
        economy.lend(1, 2, share(case["proportion"]))
        economy.parts.children.childkey_take[hotkey(2), NETUID] = case["childkey_take"]
        economy.distribute(5 * 10**8, 5 * 10**8)
        got = [economy.parts.distribution.dividends_of(NETUID, hotkey(number)) for number in (1, 2)]
        assert got == pytest.approx(case["expected"], abs=case.get("abs_tolerance", tolerance)), case


def family(owns):
    """Hotkeys 1, 2, ... with this alpha."""
    economy = Economy()
    economy.open_network()
    for number, own in enumerate(owns, 1):
        economy.add_hotkey(number, alpha=own)
    return economy


def inherited(economy, *numbers):
    """What the hotkeys count for in alpha after lending and borrowing."""
    alpha, _ = economy.parts.children.inherited_stakes(NETUID, [hotkey(number) for number in numbers])
    return alpha


def test_stake_lent_to_three_children_is_floored_as_on_the_chain():
    for case in economics.cases("children.stake_values"):
        economy = family([case["own"], 0, 0, 0])
        for child, proportion in enumerate(case["proportions"], 2):
            economy.lend(1, child, proportion)
        parent, *children = inherited(economy, 1, 2, 3, 4)
        assert parent == case["expected_parent"]
        assert children == [case["expected_child"]] * 3
        assert parent + sum(children) == case["expected_sum"]


def test_inherited_stake_is_that_of_the_table():
    alone, shared, whole, two_parents, thirds, uneven, generations = economics.cases("children.inherited_stake")

    assert inherited(family([alone["own"]]), 1) == pytest.approx([alone["expected"]], abs=alone["abs_tolerance"])

    economy = family([shared["coldkeys"][0]])
    economy.parts.pools.mint_alpha_out(NETUID, shared["coldkeys"][1])
    economy.parts.stakes.increase(hotkey(1), coldkey(2), NETUID, shared["coldkeys"][1])
    assert inherited(economy, 1) == pytest.approx([shared["expected"]], abs=shared["abs_tolerance"])

    economy = family([whole["parent_own"], 0])
    economy.lend(1, 2, share(whole["proportion"]))
    assert inherited(economy, 1, 2) == pytest.approx(
        [whole["expected_parent"], whole["expected_child"]], abs=whole["abs_tolerance"]
    )

    economy = family([*two_parents["parents_own"], 0])
    for parent in (1, 2):
        economy.lend(parent, 3, share(two_parents["proportion"]))
    assert inherited(economy, 1, 2, 3) == pytest.approx(
        [*two_parents["expected_parents"], two_parents["expected_child"]], abs=two_parents["abs_tolerance"]
    )

    for case in (thirds, uneven):
        economy = family([case["parent_own"], 0, 0])
        for child, proportion in enumerate(case["proportions"], 2):
            economy.lend(1, child, share(proportion))
        assert inherited(economy, 1, 2, 3) == pytest.approx(case["expected"], abs=case["abs_tolerance"])

    economy = family([generations["parent_own"], 0, 0, 0])
    for child, proportion in enumerate(generations["proportions"], 2):
        economy.lend(1, child, share(proportion))
    economy.lend(2, 4, ALL)
    expected = [generations["expected_parent"], *generations["expected_children"], generations["grandchild_of_child1"]]
    assert inherited(economy, 1, 2, 3, 4) == pytest.approx(expected, abs=generations["abs_tolerance"])


def test_dividends_go_one_generation_up():
    shares, from_b, from_c, from_a = economics.cases("children.dividend_distribution")
    a, b, c = 1, 2, 3
    economy = Economy()
    economy.open_network()
    for number, own in ((a, 6), (b, 2), (c, 1)):
        economy.add_neuron(number, alpha=own * 10**11)
    economy.lend(a, b, ALL // 2)
    economy.lend(b, c, ALL // 2)
    for number in (b, c):
        economy.parts.children.childkey_take[hotkey(number), NETUID] = 65_535 // 9
    owed = economy.parts.epoch.run(NETUID, RAO)
    assert [each.dividend / RAO for each in owed] == pytest.approx(
        shares["expected_emission_share"], abs=shares["abs_tolerance"]
    )
    names = {hotkey(a): "A", hotkey(b): "B", hotkey(c): "C"}
    for case, earner in ((from_b, b), (from_c, c), (from_a, a)):
        paid_to = economy.parts.distribution._split_by_parents(NETUID, hotkey(earner), 10**6)
        assert [names[account] for account, _ in paid_to] == case["order"]
        for account, amount in paid_to:
            wanted = case.get(f"expected_{names[account]}")
            if wanted is not None:
                assert amount == pytest.approx(wanted, abs=case.get("abs_tolerance", 0)), case


def test_root_dividends_become_a_rate_that_stakers_claim_by():
    take, rate, claim, second = economics.cases("claim_root.drain_emissions")
    economy = Economy()
    economy.open_network()
    economy.parts.parameters.tao_weight = ALL
    economy.add_neuron(1, alpha=10**7, take=11_796)
    parts, staker = economy.parts, coldkey(2)
    parts.stakes.increase(hotkey(1), staker, ROOT, take["root_stake"])
    parts.pools.stake_claimed_tao(take["root_stake"])
    parts.stakes.add_staking_hotkey(staker, hotkey(1))
    assert Fraction(11_796, 65_535) == pytest.approx(take["take_fraction"], abs=1e-4)

    economy.distribute(root=take["pending_root_alpha"])
    assert economy.stake_on(1) == pytest.approx(take["expected_owner_stake"], abs=take["abs_tolerance"])
    first_rate = parts.root_dividends.claimable_rate(hotkey(1), NETUID) / 2**32
    assert first_rate == pytest.approx(rate["expected_root_claimable_rate"], abs=rate["abs_tolerance"])

    economy.signed(staker, "set_root_claim_type", new_root_claim_type=Keep())
    economy.signed(staker, "claim_root", subnets=frozenset({NETUID}))
    received = parts.stakes.stake_of(hotkey(1), staker, NETUID)
    assert claim["expected_claimed_alpha"] == "rate*root_stake"
    assert received == pytest.approx(first_rate * take["root_stake"], abs=claim["abs_tolerance"])
    assert received == pytest.approx(claim["model"], abs=claim["abs_tolerance"])
    assert claim["expected_RootClaimed"] == "equal to the alpha received"
    assert parts.root_dividends.root_claimed[NETUID, hotkey(1), staker] == received

    economy.distribute(root=take["pending_root_alpha"])
    assert (second["round"], second["expected_rate"]) == (2, "0.41 + previous rate")
    assert parts.root_dividends.claimable_rate(hotkey(1), NETUID) / 2**32 == pytest.approx(
        0.41 + first_rate, abs=second["abs_tolerance"]
    )


def test_each_mechanism_has_incentive_and_bonds_of_its_own():
    for case in economics.cases("mechanism.epoch_with_mechanisms.incentive"):
        economy = Economy()
        economy.open_network()
        for number, stake in enumerate(case["stake"], 1):
            economy.add_neuron(number, alpha=stake)
        economy.parts.parameters.mechanism_count_current[NETUID] = 2
        economy.parts.epoch.validator_permit[NETUID] = case["permits"]
        indices = [mechanisms.storage_index(NETUID, mechid) for mechid in (0, 1)]
        for index in indices:
            economy.parts.epoch.last_update[index] = [economy.block] * case["n"]
            for uid, row in case["weights"].items():
                economy.weigh(int(uid), [tuple(pair) for pair in row], index)
        economy.parts.epoch.run(NETUID, RAO)
        for index in indices:
            incentive = economy.parts.epoch.incentive[index]
            if "expected_incentive" in case:
                assert incentive == case["expected_incentive"]
            for uid in (1, 2):
                wanted = case.get(f"expected_incentive_uid{uid}")
                if wanted is not None:
                    assert incentive[uid] == pytest.approx(wanted, abs=case["abs_tolerance"])
            for uid, row in case.get("expected_bonds", {}).items():
                assert economy.parts.epoch.bonds_of(index, int(uid)) == [tuple(pair) for pair in row]
