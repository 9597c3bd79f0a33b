from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from chain.frame import DispatchFailure, Origin
from chain.pallets.networks.sovereign import subnet_account
from tests.pallets.staking.world import ALICE, AUTHOR, BOB, CAROL, HOTKEY, OTHER_HOTKEY, TAO, World

Step = tuple[str, int, int, int, int, int]
STEPS = st.tuples(
    st.sampled_from(("add", "add_limit", "remove", "remove_limit", "move", "give", "burn", "recycle", "emit", "lock")),
    st.integers(0, 2),
    st.integers(0, 1),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(1, 50 * TAO),
)
COLDKEYS, HOTKEYS = (ALICE, BOB, CAROL), (HOTKEY, OTHER_HOTKEY)


def action(world: World, step: Step) -> Callable[[], None]:
    kind, who, key, netuid, other, amount = step
    coldkey, hotkey = COLDKEYS[who], HOTKEYS[key]
    signer = Origin.signed(coldkey)

    def emit() -> None:
        earning = netuid or 1
        world.pools.mint_alpha_out(earning, amount)
        world.accounts.increase_for_all(hotkey, earning, amount // 2)
        world.accounts.increase(hotkey, coldkey, earning, amount // 2)

    return {
        "add": lambda: world.calls.add_stake(signer, hotkey, netuid, amount),
        "add_limit": lambda: world.calls.add_stake_limit(signer, hotkey, netuid, amount, 2 * TAO, True),
        "remove": lambda: world.calls.remove_stake(signer, hotkey, netuid, amount),
        "remove_limit": lambda: world.calls.remove_stake_limit(signer, hotkey, netuid, amount, TAO // 2, True),
        "move": lambda: world.movement.move_stake(signer, hotkey, HOTKEYS[1 - key], netuid, other, amount),
        "give": lambda: world.movement.transfer_stake(signer, COLDKEYS[who - 1], hotkey, netuid, other, amount),
        "burn": lambda: world.burning.burn_alpha(signer, hotkey, amount, netuid),
        "recycle": lambda: world.burning.recycle_alpha(signer, hotkey, amount, netuid),
        "emit": emit,
        "lock": lambda: world.locks.lock_stake(signer, hotkey, netuid, amount // 4),
    }[kind]


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=25))
def test_no_sequence_of_calls_makes_or_loses_tao_or_unbacked_stake(steps: list[Step]) -> None:
    world = World()
    for netuid in (1, 2):
        world.open_network(netuid, 100 * TAO, 100 * TAO)
    issued = world.balances.total_issuance
    for step in steps:
        before = world.state.changes()
        try:
            with world.state.layer():
                action(world, step)()
        except DispatchFailure:
            assert world.state.changes() == before
        world.check_invariants()
        assert world.balances.total_issuance == issued
        accounts = [*COLDKEYS, AUTHOR, *(subnet_account(netuid) for netuid in range(3))]
        assert sum(world.free(who) for who in accounts) == issued
        for netuid in range(3):
            # A pool's TAO lies on the network's account; what a limit kept out of a purchase lies there too.
            assert world.free(subnet_account(netuid)) >= world.pools.tao_reserve(netuid)
