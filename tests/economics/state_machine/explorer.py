"""Takes steps in the economic world: each is done by the chain, then by the model, then the two are compared.

After every step, and after every block, all invariants of the runtime are checked as well.
"""

from collections import Counter
from copy import deepcopy
from typing import Any

from chain.frame import Call
from chain.frame.validity import TransactionRefused
from chain.primitives.identifiers import AccountId
from tests.economics.state_machine.block_step import apply_block
from tests.economics.state_machine.chain import SUDO, TAO, EconomicChain, Outcome, Place
from tests.economics.state_machine.comparison import compare, network_of, taken_over
from tests.economics.state_machine.model import AUTHOR, Model
from tests.economics.state_machine.notes import Notes
from tests.economics.state_machine.rules import RULES
from tests.economics.state_machine.steps import CALLS, COLDKEYS, FUNDED, HOTKEYS, Step, Target

MOST_BLOCKS = 12
MOST_SNAPSHOTS = 3


class Explorer:
    """A world of seven coldkeys, ten hotkeys and up to four networks, and what was done in it."""

    def __init__(self) -> None:
        self.chain = EconomicChain({AUTHOR: TAO, **dict.fromkeys(FUNDED, 20_000 * TAO)})
        self.counts: Counter[str] = Counter()
        self.invariant_checks = 0
        self._snapshots: list[tuple[Place, Model]] = []
        _prepare(self.chain)
        self.model = taken_over(self.chain.runtime)
        self.check()

    def perform(self, step: Step) -> None:
        """Do one step. Raises Disagreement or InvariantBroken where something is wrong."""
        if step.kind == "blocks":
            for _ in range(1 + step.raw % MOST_BLOCKS):
                self._block(self.chain.next_block())
        elif step.kind == "snapshot":
            self._snapshot()
        elif step.kind == "rollback":
            self._roll_back(step)
        else:
            self._submit(step)

    def check(self) -> None:
        """Check all invariants, and the model against the chain."""
        self.chain.runtime.check_invariants()
        self.invariant_checks += 1
        compare(self.model, self.chain.runtime)

    def _block(self, outcome: Outcome) -> None:
        apply_block(self.model, self.chain, outcome)
        self.counts["block"] += 1
        self.check()

    def _snapshot(self) -> None:
        place = self.chain.snapshot()
        self._snapshots = [*self._snapshots, (place, deepcopy(self.model))][-MOST_SNAPSHOTS:]
        self.counts["snapshot"] += 1
        self._block(self.chain.go_on())

    def _roll_back(self, step: Step) -> None:
        if not self._snapshots:
            return
        chosen = step.raw % len(self._snapshots)
        place, model = self._snapshots[chosen]
        del self._snapshots[chosen + 1 :]
        self.chain.return_to(place)
        self.model = deepcopy(model)
        self.counts["rollback"] += 1
        self._block(self.chain.go_on())

    def _submit(self, step: Step) -> None:
        signer, call = CALLS[step.kind](Target(self.chain, step))
        facts = self._facts(step)
        try:
            outcome = self.chain.submit(signer, call)
        except TransactionRefused as refusal:
            self.counts[f"{step.kind} refused: {refusal.reason!r}"] += 1
            if "Exhausts" in repr(refusal.reason):
                self._block(self.chain.next_block())
            return
        notes, too_much = self._pay_fee(signer, outcome)
        error = self._error_of(outcome)
        self.counts[f"{step.kind} {error or 'ok'}"] += 1
        if error is None and (rule := RULES.get(step.kind)) is not None:
            rule(self.model, notes, signer, self._arguments(call, facts))
        notes.ensure_read()
        self.model.free[signer] = self.model.free.get(signer, 0) + too_much
        self.check()

    def _pay_fee(self, signer: AccountId, outcome: Outcome) -> tuple[Notes, int]:
        """The signer pays the author, in TAO or else in alpha. What is left to read, and the rao to give back."""
        notes, paid = list(outcome.notes), {AUTHOR: 0, signer: 0}
        for who in (AUTHOR, signer):
            if notes and notes[-1][:2] == ("deposit done", who):
                paid[who] = notes.pop()[2]
        self.model.move(signer, AUTHOR, paid[AUTHOR])
        self.model.take(signer, paid[signer])
        unread = Notes(notes)
        if unread.next_kind() == "unstake_from_subnet" and unread.peek()[2] == AUTHOR:
            hotkey, _, _, netuid, alpha, *_ = unread.peek()
            self.model.unstake_from(unread)
            self.model.stakes[hotkey, netuid][signer] -= alpha
            self.counts["fee paid in alpha"] += 1
        return unread, paid[signer]

    def _error_of(self, outcome: Outcome) -> str | None:
        """The name of the error, of an inner call where there is one."""
        error: Any = outcome.error
        for event in outcome.events:
            if type(event).__name__ == "Sudid":
                error = getattr(event.sudo_result, "value", None)
        return None if error is None else self._name(error)

    def _name(self, error: Any) -> str:
        code = getattr(error, "error", None)
        if not hasattr(code, "index"):
            return f"{type(error).__name__} {code if code is not None else ''}".strip()
        pallet = self.chain.runtime.pallets[code.index].declaration
        number = code.error[0]
        return next(declared.__name__ for declared in pallet.errors if declared.index == number)

    def _facts(self, step: Step) -> dict[str, Any]:
        """What registering a network depends on and the model does not keep."""
        if step.kind != "register_network":
            return {}
        parts = self.chain.runtime.subtensor
        full = len(parts.networks.netuids()) - 1 >= parts.parameters.subnet_limit
        victim = parts.network_registration.network_to_prune() if full else None
        free = next(netuid for netuid in range(1, 100) if netuid not in self.model.networks)
        return {
            "its_netuid": free if victim is None else victim,
            "its_victim": victim,
            "its_cost": parts.network_registration.lock_cost(),
            "its_minimum": parts.parameters.network_min_lock_cost,
        }

    def _arguments(self, call: Call, facts: dict[str, Any]) -> dict[str, Any]:
        inner = call["call"] if call.name == "sudo" else call
        names = [argument.name for argument in inner.declaration.arguments]
        given = {name: inner[name] for name in names}
        if facts:
            given["its_network"] = network_of(self.chain.runtime.subtensor, facts["its_netuid"])
        return given | facts


def _prepare(chain: EconomicChain) -> None:
    """Open the markets, and let two networks with neurons, validators and stake earn; all by calls."""
    sudo = [
        ("AdminUtils", "sudo_set_admin_freeze_window", {"window": 0}),
        ("AdminUtils", "sudo_set_network_min_lock_cost", {"lock_cost": 100 * TAO}),
        ("AdminUtils", "sudo_set_lock_reduction_interval", {"interval": 10}),
        ("AdminUtils", "sudo_set_subnet_limit", {"max_subnets": 4}),
        ("AdminUtils", "sudo_set_network_immunity_period", {"immunity_period": 40}),
        ("AdminUtils", "sudo_set_stake_threshold", {"min_stake": 0}),
        ("AdminUtils", "sudo_set_tx_delegate_take_rate_limit", {"tx_rate_limit": 5}),
        ("AdminUtils", "sudo_set_basket_trading_enabled", {"enabled": True}),
        ("AdminUtils", "sudo_set_basket_daily_turnover_cap", {"cap": 65_535}),
        ("AdminUtils", "sudo_set_basket_liquidity_cap", {"cap": 65_535}),
        ("AdminUtils", "sudo_set_basket_concentration_cap", {"cap": 65_535}),
        ("AdminUtils", "sudo_set_subtoken_enabled", {"netuid": 0, "subtoken_enabled": True}),
        ("AdminUtils", "sudo_set_subtoken_enabled", {"netuid": 1, "subtoken_enabled": True}),
    ]
    for pallet, name, arguments in sudo:
        _must(chain, SUDO, chain.call("Sudo", "sudo", call=chain.call(pallet, name, **arguments)))
    for netuid in (2, 3):
        _open_network(chain, netuid)
    for _ in range(3):
        chain.next_block()


def _open_network(chain: EconomicChain, netuid: int) -> None:
    owner, hotkeys = COLDKEYS[netuid - 1], HOTKEYS[3 * netuid - 6 : 3 * netuid - 3]
    _must(chain, owner, chain.call("SubtensorModule", "register_network", hotkey=hotkeys[0]))
    _must(chain, owner, chain.call("SubtensorModule", "start_call", netuid=netuid))
    settings = [
        ("sudo_set_commit_reveal_weights_enabled", {"enabled": False}),
        ("sudo_set_weights_set_rate_limit", {"weights_set_rate_limit": 0}),
        ("sudo_set_subnet_emission_enabled", {"enabled": True}),
        ("sudo_set_immunity_period", {"immunity_period": 15}),
        ("sudo_set_min_non_immune_uids", {"min": 0}),
        ("sudo_set_min_allowed_uids", {"min_allowed_uids": 0}),
        ("sudo_set_owner_immune_neuron_limit", {"immune_neurons": 1}),
    ]
    for name, arguments in settings:
        call = chain.call("AdminUtils", name, netuid=netuid, **arguments)
        _must(chain, SUDO, chain.call("Sudo", "sudo", call=call))
    for place, hotkey in enumerate(hotkeys[1:]):
        coldkey = FUNDED[(netuid + place) % len(FUNDED)]
        _must(chain, coldkey, chain.call("SubtensorModule", "burned_register", netuid=netuid, hotkey=hotkey))
        for where, tao in ((netuid, 30 * TAO), (0, 200 * TAO)):
            stake = chain.call("SubtensorModule", "add_stake", hotkey=hotkey, netuid=where, amount_staked=tao)
            _must(chain, coldkey, stake)
    _must(chain, COLDKEYS[netuid], chain.call("SubtensorModule", "root_register", hotkey=hotkeys[1]))
    chain.next_block()


def _must(chain: EconomicChain, signer: AccountId, call: Call) -> None:
    outcome = chain.submit(signer, call)
    failed = [event for event in outcome.events if type(getattr(event, "sudo_result", None)).__name__ == "Err"]
    if outcome.error is not None or failed:
        raise AssertionError(f"{call!r} failed: {outcome.error!r} {failed}")
