"""Whatever is staked, locked and swapped in whatever order, nothing is lost and everybody owns what was his."""

import random

import pytest

from chain.frame.error import DispatchFailure
from chain.primitives.identifiers import AccountId
from tests.pallets.keys.swap_world import (
    ALICE,
    BOB,
    CHARLIE,
    HOTKEY,
    NETUID,
    OTHER,
    ROOT,
    SECOND,
    TAO,
    SwapWorld,
    account,
)

STEPS = 60
NETWORKS = (ROOT, NETUID, SECOND)


class Walk:
    """A chain that somebody does random things with."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.world = SwapWorld("permissive")
        self.coldkeys = [ALICE, BOB, CHARLIE]
        self.hotkeys = [HOTKEY, OTHER]
        self.made = 1_000
        self.done: dict[str, int] = {}
        for parent, child in ((HOTKEY, account(500)), (account(501), OTHER)):
            self.world.children._apply(parent, NETUID, [(2**62, child)])

    def fresh(self) -> AccountId:
        self.made += 1
        return account(self.made)

    def step(self) -> None:
        action = self.random.choice(
            (self.stake, self.stake, self.unstake, self.lock, self.grow, self.swap_hotkey, self.swap_coldkey)
        )
        try:
            action()
        except DispatchFailure:
            # A refusal is as good an outcome as any: it must leave nothing behind.
            self.world.runtime.check_invariants()
            return
        self.done[action.__name__] = self.done.get(action.__name__, 0) + 1

    def stake(self) -> None:
        who, hotkey, netuid = self._somebody(), self.random.choice(self.hotkeys), self.random.choice(NETWORKS)
        self.world.stake(who, hotkey, netuid, self.random.randint(1, 50))

    def unstake(self) -> None:
        who, hotkey, netuid = self._somebody(), self.random.choice(self.hotkeys), self.random.choice(NETWORKS)
        part = self.world.held(hotkey, who, netuid) // self.random.randint(1, 3)
        self.world.sign(who, "remove_stake", hotkey=hotkey, netuid=netuid, amount_unstaked=part)

    def lock(self) -> None:
        who, hotkey, netuid = self._somebody(), self.random.choice(self.hotkeys), self.random.choice(NETWORKS[1:])
        self.world.sign(who, "set_perpetual_lock", netuid=netuid, enabled=self.random.random() < 0.5)
        self.world.sign(who, "lock_stake", hotkey=hotkey, netuid=netuid, amount=TAO)

    def grow(self) -> None:
        self.world.stakes.increase_for_all(HOTKEY, ROOT, 0)
        self.world.later(self.random.randint(1, 3))

    def swap_hotkey(self) -> None:
        world, old = self.world, self.random.choice(self.hotkeys)
        owner = world.owner_of(old)
        new = self.random.choice([self.fresh(), *self.hotkeys])
        netuid = self.random.choice([None, None, *NETWORKS])
        keeps = self.random.random() < 0.2 and netuid is not None
        arguments = {"hotkey": old, "new_hotkey": new, "netuid": netuid, "keep_stake": keeps}
        before = {where: self._holdings(where) for where in NETWORKS}
        totals = {where: world.stakes.total_alpha_staked[where] for where in NETWORKS}
        world.sign(owner or ALICE, "swap_hotkey_v2", **arguments)
        if new not in self.hotkeys:
            self.hotkeys.append(new)
        if netuid is None:
            self.hotkeys.remove(old)
        for where in NETWORKS:
            assert world.stakes.total_alpha_staked[where] == totals[where]
            self._same(before[where], self._holdings(where))

    def swap_coldkey(self) -> None:
        world, old, new = self.world, self._somebody(), self.fresh()
        held = {where: self._holdings(where) for where in NETWORKS}
        free = world.free(old)
        world.sudo("SubtensorModule", "swap_coldkey", old_coldkey=old, new_coldkey=new, swap_cost=0)
        self.coldkeys[self.coldkeys.index(old)] = new
        for where in NETWORKS:
            expected = {new if who == old else who: alpha for who, alpha in held[where].items()}
            assert self._holdings(where) == expected
        assert world.free(new) == free

    def _somebody(self) -> AccountId:
        return self.random.choice(self.coldkeys)

    def _holdings(self, netuid: int) -> dict[AccountId, int]:
        return {who: self.world.stakes.coldkey_stake(who, netuid) for who in self.coldkeys}

    def _same(self, before: dict[AccountId, int], after: dict[AccountId, int]) -> None:
        for who, alpha in before.items():
            assert abs(after[who] - alpha) <= 2 + alpha // 10**12, (who.hex(), alpha, after[who])


@pytest.mark.parametrize("seed", range(4))
def test_random_stakes_locks_and_swaps_keep_all_invariants(seed):
    walk = Walk(seed)
    for _ in range(STEPS):
        walk.step()
    for netuid in NETWORKS[1:]:
        walk.world.locks.check_sums(netuid)
    walk.world.runtime.check_invariants()
    assert {"stake", "swap_hotkey", "swap_coldkey"} <= walk.done.keys()
