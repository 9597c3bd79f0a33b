"""What happens in the economic world, drawn from numbers: a step names its kind and whom and what it concerns.

A step is small and plain, so that a failing run can be shrunk, printed and repeated. Amounts relate to what is there:
`size` chooses to what, so that exact, too large and hardly sufficient amounts all occur often.
"""

import random
from collections.abc import Callable
from typing import Any, NamedTuple

from chain.frame import Call
from chain.genesis import account
from chain.pallets.networks.sovereign import basket_account
from chain.pallets.subtensor_module import claim_type
from chain.pallets.subtensor_module.types import H256, RecycleOrBurnEnum
from chain.pallets.weights.commitment import commit_hash
from chain.primitives.address import Id
from chain.primitives.fixed import I96f32
from chain.primitives.identifiers import AccountId
from tests.economics.state_machine.chain import SUDO, TAO, EconomicChain

FUNDED = (SUDO, account("Bob"), account("Charlie"), account("Dave"), account("Eve"))
COLDKEYS = (*FUNDED, account("Ferdie"), account("Two"))
"""Whoever acts; the last two come to something when others are swapped for them."""

HOTKEYS = tuple(AccountId(bytes((64 + number,)) * 32) for number in range(10))
NETUIDS = (0, 1, 2, 3, 4)
PRICES_RAO = (0, 1, TAO // 100, TAO // 3, TAO, TAO, 2 * TAO, 50 * TAO, 2**64 - 1)
MIN_STAKE = 2_000_000
U64_MAX = 2**64 - 1

TAKING = frozenset(
    {
        "remove_stake", "remove_stake_limit", "remove_stake_full_limit", "unstake_all", "unstake_all_alpha",
        "recycle_alpha", "burn_alpha", "move_stake", "move_stake_limit", "transfer_stake",
        "transfer_stake_and_hotkey", "swap_stake", "swap_stake_limit", "lock_stake", "add_collateral",
    }
)  # fmt: skip
OF_LOCKS = frozenset({"move_lock", "set_perpetual_lock"})
OF_BASKETS = frozenset({"stake_into_basket", "swap_basket"})
OF_COMMITS = frozenset({"reveal_weights"})
OF_HOTKEY_OWNERS = frozenset(
    {
        "decrease_take", "increase_take", "set_childkey_take", "set_children", "burned_register", "register_limit",
        "register", "register_network", "root_register", "set_min_collateral", "swap_hotkey",
        "swap_hotkey_v2",
    }
)  # fmt: skip
OF_NETWORK_OWNERS = frozenset({"start_call", "trigger_epoch"})


class Step(NamedTuple):
    """One thing that happens: indices into the accounts and networks above, and a raw amount."""

    kind: str
    who: int
    key: int
    other: int
    netuid: int
    to: int
    size: int
    raw: int
    flag: bool


class Target:
    """A step's numbers, looked up in the chain as it is now.

    Seven of eight steps concern what is there: stake that somebody has, a hotkey of the signer's, a network that exists
    and belongs to the signer where that is asked for. The others take their numbers as they are.
    """

    def __init__(self, chain: EconomicChain, step: Step) -> None:
        self.chain, self.step = chain, step
        self.coldkey = COLDKEYS[step.who % len(COLDKEYS)]
        self.hotkey = HOTKEYS[step.key % len(HOTKEYS)]
        self.other_hotkey = HOTKEYS[step.other % len(HOTKEYS)]
        self.netuid = NETUIDS[step.netuid % len(NETUIDS)]
        self.to = NETUIDS[step.to % len(NETUIDS)]
        self.price = PRICES_RAO[step.raw % len(PRICES_RAO)]
        if step.raw % 8:
            self._aim()
        self.other_coldkey = COLDKEYS[(step.who + 1 + step.other) % len(COLDKEYS)]

    def _aim(self) -> None:
        """Concern what is there."""
        kind, parts = self.step.kind, self.parts
        if kind in TAKING:
            held = [key for key in parts.stakes.alpha_v2 if key[1] in COLDKEYS]
            if held:
                self.hotkey, self.coldkey, self.netuid = held[self._place(len(held))]
        elif kind in OF_LOCKS:
            locks = list(parts.locks.lock)
            if locks:
                self.coldkey, self.netuid, _ = locks[self._place(len(locks))]
        elif kind in OF_HOTKEY_OWNERS:
            owner = parts.accounts.owner_of(self.hotkey)
            self.coldkey = owner if owner in COLDKEYS else self.coldkey
        elif kind in OF_BASKETS:
            seated = [member for member in parts.neurons.keys.values(0) if member in HOTKEYS]
            if seated:
                self.hotkey = seated[self._place(len(seated))]
            owner = parts.accounts.owner_of(self.hotkey)
            self.coldkey = owner if owner in COLDKEYS and kind == "swap_basket" else self.coldkey
        elif kind == "set_weights":
            seats = [seat for seat in parts.neurons.keys.items() if seat[0][0] and seat[1] in HOTKEYS]
            if seats:
                (self.netuid, _), self.hotkey = seats[self._place(len(seats))]
        elif kind in OF_COMMITS:
            commits = list(parts.commits.weight_commits)
            if commits:
                self.netuid, self.hotkey = commits[self._place(len(commits))]
        elif kind in OF_NETWORK_OWNERS:
            owner = parts.networks.owner_of(self.netuid)
            self.coldkey = owner if owner in COLDKEYS else self.coldkey

    def _place(self, count: int) -> int:
        step = self.step
        return (step.who * 67 + step.key * 29 + step.netuid * 7 + step.other) % count

    @property
    def parts(self) -> Any:
        """The parts of SubtensorModule in the open block."""
        return self.chain.runtime.subtensor

    def alpha(self) -> int:
        """An amount of alpha, mostly about what the coldkey has with the hotkey."""
        held = self.parts.stakes.stake_of(self.hotkey, self.coldkey, self.netuid)
        locked = self.parts.locks.locked(self.coldkey, self.netuid)
        about = (held, held // 2, max(0, held - 1), held + 1, max(0, held - locked), held // 10, self.step.raw)
        return min(U64_MAX, about[self.step.size % len(about)])

    def tao(self) -> int:
        """An amount of TAO, about what the coldkey has, what a pool has, or what is allowed at least."""
        free = self.chain.runtime.balances.free_balance(self.coldkey)
        pool = self.parts.pools.tao_reserve(self.netuid)
        raw = self.step.raw
        about = (raw, raw % (10 * TAO), MIN_STAKE + raw % 1_100, pool // 7, pool * 3, free // 4, free - 500, free, raw)
        return max(0, min(U64_MAX, about[self.step.size % len(about)]))

    def of_basket(self) -> int:
        """An amount of what the hotkey's basket has on the network."""
        held = self.parts.stakes.stake_of(self.hotkey, basket_account(self.hotkey), self.netuid)
        return min(U64_MAX, (held // 50, held // 3, held, held + 1)[self.step.size % 4])

    def signed(self, pallet: str, name: str, **arguments: Any) -> tuple[AccountId, Call]:
        """A call signed by the step's coldkey."""
        return self.coldkey, self.chain.call(pallet, name, **arguments)

    def sudo(self, pallet: str, name: str, **arguments: Any) -> tuple[AccountId, Call]:
        """A call as root."""
        return SUDO, self.chain.call("Sudo", "sudo", call=self.chain.call(pallet, name, **arguments))


Make = Callable[[Target], tuple[AccountId, Call]]


def _stake(name: str, **more: Callable[[Target], Any]) -> Make:
    def make(target: Target) -> tuple[AccountId, Call]:
        return target.signed("SubtensorModule", name, **{key: value(target) for key, value in more.items()})

    return make


def _sudo(pallet: str, name: str, **more: Callable[[Target], Any]) -> Make:
    def make(target: Target) -> tuple[AccountId, Call]:
        return target.sudo(pallet, name, **{key: value(target) for key, value in more.items()})

    return make


def _balances(name: str, **more: Callable[[Target], Any]) -> Make:
    def make(target: Target) -> tuple[AccountId, Call]:
        return target.signed("Balances", name, **{key: value(target) for key, value in more.items()})

    return make


def _one_of(*values: Any) -> Callable[[Target], Any]:
    return lambda target: values[target.step.raw % len(values)]


def hotkey(target: Target) -> AccountId:
    """The step's hotkey."""
    return target.hotkey


def other_hotkey(target: Target) -> AccountId:
    """The step's other hotkey."""
    return target.other_hotkey


def netuid(target: Target) -> int:
    """The step's network."""
    return target.netuid


def to(target: Target) -> int:
    """The step's other network."""
    return target.to


def price(target: Target) -> int:
    """A price limit in rao."""
    return target.price


def flag(target: Target) -> bool:
    """Yes or no."""
    return target.step.flag


def _dest(target: Target) -> Id:
    return Id(target.other_coldkey)


def _swapped_hotkey(target: Target) -> int | None:
    return target.netuid if target.step.raw % 3 else None


def _children(target: Target) -> list[tuple[int, AccountId]]:
    shares = ((U64_MAX,), (U64_MAX // 2, U64_MAX // 3), (1,), ())[target.step.raw % 4]
    return [(share, HOTKEYS[(target.step.other + place) % len(HOTKEYS)]) for place, share in enumerate(shares)]


def _weigh(target: Target) -> tuple[AccountId, Call]:
    """Hotkeys sign their weights themselves; they cost nothing."""
    size = target.parts.networks.size(target.netuid)
    draw = random.Random(target.step.raw)
    uids = draw.sample(range(size), draw.randint(1, size)) if size else [0]
    row = {"dests": uids, "weights": [draw.choice((0, 1, 65_535, draw.randrange(65_536))) for _ in uids]}
    call = target.chain.call("SubtensorModule", "set_weights", netuid=target.netuid, version_key=0, **row)
    return target.hotkey, call


def _hidden(target: Target) -> dict[str, Any]:
    """Weights that a hotkey commits to and reveals later, always the same."""
    return {"uids": [0], "values": [65_535], "salt": [target.netuid], "version_key": 0}


def _commit(target: Target) -> tuple[AccountId, Call]:
    hashed = commit_hash(target.hotkey, target.netuid, *_hidden(target).values())
    call = target.chain.call("SubtensorModule", "commit_weights", netuid=target.netuid, commit_hash=H256(hashed))
    return target.hotkey, call


def _reveal(target: Target) -> tuple[AccountId, Call]:
    call = target.chain.call("SubtensorModule", "reveal_weights", netuid=target.netuid, **_hidden(target))
    return target.hotkey, call


def _claim_type(target: Target) -> Any:
    keeps = claim_type.KeepSubnets(subnets=frozenset({target.netuid}))
    return (claim_type.Swap(), claim_type.Keep(), keeps)[target.step.raw % 3]


STAKING: dict[str, Make] = {
    "add_stake": _stake("add_stake", hotkey=hotkey, netuid=netuid, amount_staked=Target.tao),
    "add_stake_limit": _stake(
        "add_stake_limit", hotkey=hotkey, netuid=netuid, amount_staked=Target.tao, limit_price=price, allow_partial=flag
    ),
    "remove_stake": _stake("remove_stake", hotkey=hotkey, netuid=netuid, amount_unstaked=Target.alpha),
    "remove_stake_limit": _stake(
        "remove_stake_limit",
        hotkey=hotkey,
        netuid=netuid,
        amount_unstaked=Target.alpha,
        limit_price=price,
        allow_partial=flag,
    ),
    "remove_stake_full_limit": _stake(
        "remove_stake_full_limit",
        hotkey=hotkey,
        netuid=netuid,
        limit_price=lambda target: target.price if target.step.flag else None,
    ),
    "unstake_all": _stake("unstake_all", hotkey=hotkey),
    "unstake_all_alpha": _stake("unstake_all_alpha", hotkey=hotkey),
    "recycle_alpha": _stake("recycle_alpha", hotkey=hotkey, amount=Target.alpha, netuid=netuid),
    "burn_alpha": _stake("burn_alpha", hotkey=hotkey, amount=Target.alpha, netuid=netuid),
    "add_stake_burn": _stake(
        "add_stake_burn",
        hotkey=hotkey,
        netuid=netuid,
        amount=Target.tao,
        limit=lambda target: target.price if target.step.flag else None,
    ),
}

MOVING: dict[str, Make] = {
    "move_stake": _stake(
        "move_stake",
        origin_hotkey=hotkey,
        destination_hotkey=other_hotkey,
        origin_netuid=netuid,
        destination_netuid=to,
        alpha_amount=Target.alpha,
    ),
    "move_stake_limit": _stake(
        "move_stake_limit",
        origin_hotkey=hotkey,
        destination_hotkey=other_hotkey,
        origin_netuid=netuid,
        destination_netuid=to,
        alpha_amount=Target.alpha,
        limit_price=price,
        allow_partial=flag,
    ),
    "transfer_stake": _stake(
        "transfer_stake",
        destination_coldkey=lambda target: target.other_coldkey,
        hotkey=hotkey,
        origin_netuid=netuid,
        destination_netuid=to,
        alpha_amount=Target.alpha,
    ),
    "transfer_stake_and_hotkey": _stake(
        "transfer_stake_and_hotkey",
        destination_coldkey=lambda target: target.other_coldkey,
        origin_hotkey=hotkey,
        destination_hotkey=other_hotkey,
        origin_netuid=netuid,
        destination_netuid=to,
        alpha_amount=Target.alpha,
    ),
    "swap_stake": _stake(
        "swap_stake", hotkey=hotkey, origin_netuid=netuid, destination_netuid=to, alpha_amount=Target.alpha
    ),
    "swap_stake_limit": _stake(
        "swap_stake_limit",
        hotkey=hotkey,
        origin_netuid=netuid,
        destination_netuid=to,
        alpha_amount=Target.alpha,
        limit_price=price,
        allow_partial=flag,
    ),
}

LOCKING: dict[str, Make] = {
    "lock_stake": _stake("lock_stake", hotkey=hotkey, netuid=netuid, amount=Target.alpha),
    "move_lock": _stake("move_lock", destination_hotkey=hotkey, netuid=netuid),
    "set_perpetual_lock": _stake("set_perpetual_lock", netuid=netuid, enabled=flag),
    "set_reject_locked_alpha": _stake("set_reject_locked_alpha", enabled=flag),
    "add_collateral": _stake("add_collateral", netuid=netuid, hotkey=hotkey, alpha=Target.alpha, limit_price=price),
    "set_min_collateral": _stake("set_min_collateral", netuid=netuid, hotkey=hotkey, min_locked=Target.alpha),
}

DELEGATION: dict[str, Make] = {
    "decrease_take": _stake("decrease_take", hotkey=hotkey, take=_one_of(0, 500, 5_000, 11_000)),
    "increase_take": _stake("increase_take", hotkey=hotkey, take=_one_of(600, 6_000, 11_796, 20_000)),
    "set_childkey_take": _stake("set_childkey_take", hotkey=hotkey, netuid=netuid, take=_one_of(0, 3_000, 11_796)),
    "set_children": _stake("set_children", hotkey=hotkey, netuid=netuid, children=_children),
    "stake_into_basket": _stake("stake_into_basket", hotkey=hotkey, amount_staked=Target.tao),
    "swap_basket": _stake(
        "swap_basket",
        hotkey=hotkey,
        origin_netuid=netuid,
        destination_netuid=to,
        amount=Target.of_basket,
        min_amount_out=_one_of(0, 0, 0, TAO),
    ),
    "set_coldkey_auto_stake_hotkey": _stake("set_coldkey_auto_stake_hotkey", netuid=netuid, hotkey=hotkey),
    "claim_root": _stake("claim_root", subnets=lambda target: frozenset({target.netuid, target.to})),
    "claim_root_with_hotkey": _stake("claim_root_with_hotkey", hotkey=hotkey),
    "set_root_claim_type": _stake("set_root_claim_type", new_root_claim_type=_claim_type),
    "set_weights": _weigh,
    "commit_weights": _commit,
    "reveal_weights": _reveal,
}

REGISTRATION: dict[str, Make] = {
    "burned_register": _stake("burned_register", netuid=netuid, hotkey=hotkey),
    "register_limit": _stake("register_limit", netuid=netuid, hotkey=hotkey, limit_price=price),
    "register": _stake(
        "register",
        netuid=netuid,
        block_number=lambda _: 0,
        nonce=lambda _: 0,
        work=lambda _: b"",
        hotkey=hotkey,
        coldkey=lambda target: target.coldkey,
    ),
    "root_register": _stake("root_register", hotkey=hotkey),
    "swap_hotkey": _stake("swap_hotkey", hotkey=hotkey, new_hotkey=other_hotkey, netuid=_swapped_hotkey),
    "swap_hotkey_v2": _stake(
        "swap_hotkey_v2", hotkey=hotkey, new_hotkey=other_hotkey, netuid=_swapped_hotkey, keep_stake=flag
    ),
    "try_associate_hotkey": _stake("try_associate_hotkey", hotkey=hotkey),
    "register_network": _stake("register_network", hotkey=hotkey),
    "start_call": _stake("start_call", netuid=netuid),
    "trigger_epoch": _stake("trigger_epoch", netuid=netuid),
}

TRANSFERS: dict[str, Make] = {
    "transfer_allow_death": _balances("transfer_allow_death", dest=_dest, value=Target.tao),
    "transfer_keep_alive": _balances("transfer_keep_alive", dest=_dest, value=Target.tao),
    "transfer_all": _balances("transfer_all", dest=_dest, keep_alive=flag),
    "burn": _balances("burn", value=Target.tao, keep_alive=flag),
}

SUDO_CALLS: dict[str, Make] = {
    "force_set_balance": _sudo(
        "Balances",
        "force_set_balance",
        who=lambda target: Id(target.other_coldkey),
        new_free=_one_of(2_000 * TAO, 500, 501, 20_000 * TAO, 7 * TAO + 3),
    ),
    "swap_coldkey": _sudo(
        "SubtensorModule",
        "swap_coldkey",
        old_coldkey=lambda target: COLDKEYS[1 + target.step.key % (len(COLDKEYS) - 1)],
        new_coldkey=lambda target: COLDKEYS[1 + target.step.other % (len(COLDKEYS) - 1)],
        swap_cost=_one_of(0, 100_000_000),
    ),
    "root_dissolve_network": _sudo("SubtensorModule", "root_dissolve_network", netuid=netuid),
    "set_fee_rate": _sudo("Swap", "set_fee_rate", netuid=netuid, rate=_one_of(0, 1, 33, 33, 500, 10_000)),
    "set_subnet_emission_enabled": _sudo(
        "AdminUtils", "sudo_set_subnet_emission_enabled", netuid=netuid, enabled=_one_of(True, True, True, False)
    ),
    "set_tempo": _sudo("AdminUtils", "sudo_set_tempo", netuid=netuid, tempo=_one_of(1, 2, 5, 10, 20)),
    "set_nominator_min": _sudo(
        "AdminUtils", "sudo_set_nominator_min_required_stake", min_stake=_one_of(0, 1_000_000, 5_000_000, 10**12)
    ),
    "set_owner_cut": _sudo("AdminUtils", "sudo_set_subnet_owner_cut", subnet_owner_cut=_one_of(0, 11_796, 30_000)),
    "set_owner_cut_enabled": _sudo("AdminUtils", "sudo_set_owner_cut_enabled", netuid=netuid, enabled=flag),
    "set_auto_lock": _sudo("AdminUtils", "sudo_set_owner_cut_auto_lock_enabled", netuid=netuid, enabled=flag),
    "set_recycle_or_burn": _sudo(
        "AdminUtils", "sudo_set_recycle_or_burn", netuid=netuid, recycle_or_burn=_one_of(*RecycleOrBurnEnum)
    ),
    "set_claim_threshold": _sudo(
        "SubtensorModule", "sudo_set_root_claim_threshold", netuid=netuid, new_value=_one_of(0, 1_000, 500_000)
    ),
    "set_moving_alpha": _sudo(
        "AdminUtils", "sudo_set_subnet_moving_alpha", alpha=_one_of(I96f32(12_885), I96f32(1 << 26), I96f32(1 << 30))
    ),
    "set_owner_hotkey": _sudo("AdminUtils", "sudo_set_sn_owner_hotkey", netuid=netuid, hotkey=hotkey),
    "set_mechanism_count": _sudo(
        "AdminUtils", "sudo_set_mechanism_count", netuid=netuid, mechanism_count=_one_of(1, 1, 2)
    ),
    "set_transfer_toggle": _sudo(
        "AdminUtils", "sudo_set_toggle_transfer", netuid=netuid, toggle=_one_of(True, True, False)
    ),
    "set_lock_share": _sudo(
        "AdminUtils", "sudo_set_collateral_lock_share", netuid=netuid, lock_share=_one_of(0, 1_000, 20_000)
    ),
    "set_ck_burn": _sudo("AdminUtils", "sudo_set_ck_burn", burn=_one_of(U64_MAX // 5, 10**15)),
    "set_commit_reveal": _sudo(
        "AdminUtils",
        "sudo_set_commit_reveal_weights_enabled",
        netuid=netuid,
        enabled=_one_of(False, False, False, False, True),
    ),
    "set_weights_rate": _sudo(
        "AdminUtils", "sudo_set_weights_set_rate_limit", netuid=netuid, weights_set_rate_limit=_one_of(0, 0, 3)
    ),
    "set_subtoken_enabled": _sudo(
        "AdminUtils", "sudo_set_subtoken_enabled", netuid=netuid, subtoken_enabled=_one_of(True, True, True, False)
    ),
    "set_immunity": _sudo("AdminUtils", "sudo_set_immunity_period", netuid=netuid, immunity_period=_one_of(1, 10, 40)),
    "set_liquid_alpha": _sudo("AdminUtils", "sudo_set_liquid_alpha_enabled", netuid=netuid, enabled=flag),
    "set_yuma3": _sudo("AdminUtils", "sudo_set_yuma3_enabled", netuid=netuid, enabled=flag),
    "trim": _sudo("AdminUtils", "sudo_trim_to_max_allowed_uids", netuid=netuid, max_n=_one_of(2, 3, 4)),
    "set_max_uids": _sudo(
        "AdminUtils", "sudo_set_max_allowed_uids", netuid=netuid, max_allowed_uids=_one_of(3, 4, 5, 8, 64)
    ),
}

CALLS = STAKING | MOVING | LOCKING | DELEGATION | REGISTRATION | TRANSFERS | SUDO_CALLS
"""Every kind of call, by the name of its step."""

WORLD = ("blocks", "snapshot", "rollback")
"""Steps that are no calls."""

WEIGHTS = (
    (STAKING, 36),
    (MOVING, 18),
    (LOCKING, 8),
    (DELEGATION, 16),
    (REGISTRATION, 9),
    (TRANSFERS, 3),
    (SUDO_CALLS, 5),
    (WORLD, 10),
)
"""How often steps of a family are drawn."""

RARE = frozenset(
    {
        "unstake_all", "unstake_all_alpha", "transfer_all", "root_dissolve_network", "set_subtoken_enabled",
        "set_owner_hotkey", "set_ck_burn",
    }
)  # fmt: skip
"""What empties the world or ends a check in it, and so is drawn less often than the rest of its family."""


def drawn(draw: random.Random) -> Step:
    """A step at random."""
    families = [list(family) for family, _ in WEIGHTS]
    family = draw.choices(families, [weight for _, weight in WEIGHTS])[0]
    if family[0] == "blocks":
        kind = draw.choices(WORLD, (9, 1, 1))[0]
    else:
        kind = draw.choices(family, [1 if name in RARE else 4 for name in family])[0]
    raw = int(2 ** draw.uniform(0, 64)) if draw.random() < 0.2 else int(2 ** draw.uniform(20, 44))
    return Step(
        kind,
        draw.randrange(len(COLDKEYS)),
        draw.randrange(len(HOTKEYS)),
        draw.randrange(len(HOTKEYS)),
        draw.choice((0, 0, 1, 2, 2, 2, 3, 3, 4)),
        draw.choice((0, 0, 1, 2, 2, 3, 3, 4)),
        draw.randrange(16),
        min(raw, U64_MAX),
        draw.random() < 0.5,
    )
