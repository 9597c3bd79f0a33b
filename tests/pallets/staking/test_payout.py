from hypothesis import given
from hypothesis import strategies as st

from chain.frame import Origin
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.staking.payout import owner_refund, pro_rata
from tests.pallets.staking.world import ALICE, BOB, CAROL, HOTKEY, OTHER_HOTKEY, TAO, World, account
from tests.vectors.economics import cases


def test_the_pot_is_divided_as_in_the_table() -> None:
    for case in cases("networks.dissolve_pro_rata"):
        values = [*case["alpha"], case.get("protocol_alpha", 0)]
        assert pro_rata(case["pot"], values)[: len(case["alpha"])] == case["expected"], case
        locked, refunded = case.get("owner_lock", 0), case.get("expected_owner_refund", case.get("expected_owner", 0))
        assert owner_refund(locked, emitted=0, owner_cut=11_796, price=1 << 64) == refunded


@given(st.integers(0, 2**64), st.lists(st.integers(0, 2**64), min_size=1, max_size=8))
def test_all_of_the_pot_is_divided_when_anyone_has_a_claim(pot: int, values: list[int]) -> None:
    shares = pro_rata(pot, values)
    assert sum(shares) == (pot if any(values) else 0)
    for share, value in zip(shares, values, strict=True):
        if any(values):
            assert abs(share - pot * value // sum(values)) <= 1


def test_an_ended_network_pays_its_holders_and_recycles_the_rest() -> None:
    world = World()
    world.open_network(1, 100 * TAO, 100 * TAO)
    for who, hotkey, tao in ((ALICE, HOTKEY, 30 * TAO), (BOB, OTHER_HOTKEY, 10 * TAO)):
        world.calls.add_stake(Origin.signed(who), hotkey, 1, tao)
    world.accounts.increase(HOTKEY, account(77), 1, 1)
    pot, reserve = world.pools.tao_reserve(1), world.pools.alpha_reserve(1)
    held = {who: world.accounts.coldkey_stake(who, 1) for who in (ALICE, BOB)}
    before = {who: world.free(who) for who in (ALICE, BOB)}
    issued, total = world.balances.total_issuance, world.pools.total_stake
    claims = sum(held.values()) + 1 + reserve
    world.payout.remove_subnet(1)
    for who in (ALICE, BOB):
        assert abs(world.free(who) - before[who] - pot * held[who] // claims) <= 1
    recycled = pot - sum(world.free(who) - before[who] for who in (ALICE, BOB))
    assert world.told.recycled == recycled
    assert world.balances.total_issuance == issued - recycled
    assert world.free(subnet_account(1)) == 0
    assert world.free(account(77)) == 0
    assert world.pools.total_stake == total - pot
    assert list(world.accounts.alpha_v2.keys()) == []
    assert list(world.accounts.total_hotkey_alpha.keys()) == []
    world.check_invariants()


def test_the_owner_of_a_network_from_before_the_start_gets_what_exceeds_its_earnings() -> None:
    for start, refund in ((0, 0), (3, 0), (4, 5 * TAO - 2 * 11_796 * TAO // 65_535)):
        world = World()
        world.open_network(3, 20 * TAO, 10 * TAO)
        world.networks.locks[3] = 5 * TAO
        world.told.emission = [TAO // 2, TAO // 2]
        world.parameters.network_registration_start_block = start
        before, issued = world.free(CAROL), world.balances.total_issuance
        world.payout.remove_subnet(3)
        assert abs(world.free(CAROL) - before - refund) <= 2
        assert world.told.recycled == issued - world.balances.total_issuance == 20 * TAO - (world.free(CAROL) - before)


def test_reserves_take_part_only_where_they_are_the_protocols() -> None:
    paid = []
    for since in (0, 3):
        world = World()
        world.open_network(3, 20 * TAO, 10 * TAO)
        world.pools.mint_alpha_out(3, 10 * TAO)
        world.accounts.increase(HOTKEY, ALICE, 3, 10 * TAO)
        world.parameters.tao_in_refund_deployment_block = since
        before = world.free(ALICE)
        world.payout.remove_subnet(3)
        paid.append(world.free(ALICE) - before)
    assert paid == [10 * TAO, 20 * TAO]
