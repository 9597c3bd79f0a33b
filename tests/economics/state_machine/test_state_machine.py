"""A short walk through the economy in every run of the tests; `just soak-economics` walks a hundred thousand steps."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from chain.frame import InvariantBroken
from chain.pallets.balances import Balances
from chain.pallets.coinbase import Coinbase, RootDividends
from chain.pallets.staking import Locks, Pools, StakeAccounts, StakeTrading
from chain.pallets.swap import curve
from tests.economics.state_machine import steps as kinds
from tests.economics.state_machine.exact_swap import Disagreement
from tests.economics.state_machine.explorer import Explorer
from tests.economics.state_machine.steps import Step, drawn

STEPS_PER_WALK = 60
WALKS = 6


def steps_of(*names: str) -> st.SearchStrategy[Step]:
    """Steps of these kinds."""
    amounts = st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 44).flatmap(lambda bits: st.integers(0, 2**bits)))
    index = st.integers(0, 7)
    return st.builds(
        Step, st.sampled_from(names), index, index, index, index, index, st.integers(0, 15), amounts, st.booleans()
    )


class Economy(RuleBasedStateMachine):
    """Every rule takes one step of a family; the world compares itself with the model after each."""

    def __init__(self) -> None:
        super().__init__()
        self.world = Explorer()

    @rule(step=steps_of(*kinds.STAKING))
    def stake(self, step: Step) -> None:
        """Add stake, take it back, destroy it."""
        self.world.perform(step)

    @rule(step=steps_of(*kinds.MOVING))
    def move(self, step: Step) -> None:
        """Move stake."""
        self.world.perform(step)

    @rule(step=steps_of(*kinds.LOCKING, *kinds.DELEGATION))
    def lock_or_delegate(self, step: Step) -> None:
        """Lock stake, claim dividends, choose children, takes and weights."""
        self.world.perform(step)

    @rule(step=steps_of(*kinds.REGISTRATION))
    def register(self, step: Step) -> None:
        """Register neurons and networks."""
        self.world.perform(step)

    @rule(step=steps_of(*kinds.TRANSFERS, *kinds.SUDO_CALLS))
    def pay_or_govern(self, step: Step) -> None:
        """Transfer, and change parameters as root."""
        self.world.perform(step)

    @rule(step=steps_of(*kinds.WORLD))
    def pass_time(self, step: Step) -> None:
        """Make blocks, keep a place, go back to one."""
        self.world.perform(step)


def test_no_walk_breaks_an_invariant_or_leaves_the_exact_model() -> None:
    run_state_machine_as_test(
        Economy,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS_PER_WALK,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def walk(seed: int, count: int) -> Explorer:
    """Take steps drawn at random."""
    world, draw = Explorer(), random.Random(seed)
    for _ in range(count):
        world.perform(drawn(draw))
    return world


def test_a_walk_gets_around() -> None:
    counts = walk(11, 250).counts
    assert sum(count for name, count in counts.items() if name.endswith(" ok")) > 60
    assert counts["block"] > 60
    for kind in ("add_stake", "remove_stake", "recycle_alpha", "claim_root", "set_weights", "rollback"):
        assert any(name.startswith(kind) and (name.endswith(" ok") or name == kind) for name in counts), kind


def off_by(amount: int, right: Any) -> Any:
    return lambda *arguments: right(*arguments) + amount


def without_effect(*_: Any, **__: Any) -> None:
    """Do nothing."""


def lost_on_the_way(right: Any) -> Any:
    return lambda self, netuid, account, tao: right(self, netuid, account, max(0, tao - 1))


def one_share_too_many(right: Any) -> Any:
    return lambda self, hotkey, coldkey, netuid, alpha: right(self, hotkey, coldkey, netuid, alpha + 1)


def half_as_much(right: Any) -> Any:
    return lambda self, hotkey, netuid, alpha: right(self, hotkey, netuid, alpha // 2)


MISTAKES = {
    "a purchase that gives two rao too much": (curve, "alpha_for_tao", off_by(2, curve.alpha_for_tao)),
    "a sale that gives two rao too little": (curve, "tao_for_alpha", off_by(-2, curve.tao_for_alpha)),
    "a fee of a rao more": (curve, "fee_on_input", off_by(1, curve.fee_on_input)),
    "a rao lost on the way out of a pool": (
        StakeTrading,
        "_move_from_subnet",
        lost_on_the_way(StakeTrading._move_from_subnet),
    ),
    "stake given twice by a rao": (StakeAccounts, "increase", one_share_too_many(StakeAccounts.increase)),
    "nominators who get half of their dividends": (
        StakeAccounts,
        "increase_for_all",
        half_as_much(StakeAccounts.increase_for_all),
    ),
    "stake counted in and never out": (Pools, "add_total_stake", without_effect),
    "recycled alpha that still exists": (Pools, "remove_alpha_out", without_effect),
    "new root stake that claims the past": (RootDividends, "root_stake_added", without_effect),
    "locks that are no longer added up": (Locks, "_write_aggregate", without_effect),
    "minted TAO that nobody gets and nobody destroys": (Balances, "drop", without_effect),
    "recycled TAO that still counts": (Coinbase, "recycle", without_effect),
}


@pytest.mark.parametrize("mistake", list(MISTAKES))
def test_a_walk_finds(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, wrong = MISTAKES[mistake]
    monkeypatch.setattr(where, name, wrong)
    with pytest.raises((Disagreement, InvariantBroken)):
        walk(7, 400)
