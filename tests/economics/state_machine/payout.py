"""An epoch's payout as conservation: every rao of alpha that waited is staked, destroyed, claimable or nobody's.

What stays nobody's, outside the pool, follows from the rules and is checked here to the rao:
* servers' alpha beyond what incentives came to, where any server earned: the epoch shares out half of servers' and
  validators' alpha together, and where root's part was recycled the servers' part is more than that half;
* validators' alpha where nobody who earned dividends has alpha, root's where nobody has root stake;
* the owner's cut where there is no owner;
* what flooring loses: three rao for each payment, and `2**-32` of the amount for each share of it.

What CKBurn takes of children's dividends is no part of this: the rule recycles it and pays the dividends in full, so
it comes out of alpha that was nobody's. With several mechanisms incentives can come to more than servers' alpha: one
without dividends gives servers all.
"""

from fractions import Fraction
from typing import Any

from chain.frame.event import Event
from chain.pallets.subtensor_module.events import IncentiveAlphaEmittedToMiners
from tests.economics.state_machine.chain import EconomicChain
from tests.economics.state_machine.exact_swap import Disagreement
from tests.economics.state_machine.model import ROOT, Model
from tests.economics.state_machine.notes import Notes
from tests.economics.state_machine.rules import add_to_lock

FLOOR = Fraction(1, 2**32)
NETUIDS = 4_096


def apply_payouts(model: Model, notes: Notes, chain: EconomicChain, events: list[Event]) -> None:
    """Carry out the epochs that the journal tells of."""
    while notes.next_kind() == "distribute":
        netuid, pending = notes.pop("distribute")
        incentives = [
            sum(event.emissions)
            for event in events
            if isinstance(event, IncentiveAlphaEmittedToMiners) and event.netuid % NETUIDS == netuid
        ]
        _apply_payout(model, notes, chain, netuid, pending, sum(incentives))


class Paid:
    """Where the alpha of one epoch went, in rao."""

    def __init__(self) -> None:
        self.staked = self.destroyed = self.claimable = self.steps = 0
        self.split = False
        """Whether dividends are divided between children and parents already."""

    @property
    def total(self) -> int:
        """All that was paid."""
        return self.staked + self.destroyed + self.claimable


def _apply_payout(model: Model, notes: Notes, chain: EconomicChain, netuid: int, pending: Any, incentives: int) -> None:
    parts, network = chain.runtime.subtensor, model.networks[netuid]
    waited = [pending.server, pending.validator, pending.root, pending.owner_cut]
    if waited != network.pending:
        raise Disagreement(f"the epoch of {netuid} took {waited}, {network.pending} waited")
    network.pending = [0, 0, 0, 0]
    paid = Paid()
    while notes.next_kind() != "distribute done":
        _apply_note(model, notes, netuid, paid)
    notes.pop("distribute done")
    network.miner_burned = Fraction(parts.distribution.miner_burned[netuid].bits, 2**32)
    lost = sum(waited) - paid.total - _nobodys(parts, netuid, waited, incentives)
    floors = (parts.networks.size(netuid) + paid.steps) * (3 + sum(waited) * FLOOR)
    if not 0 <= lost <= floors:
        raise Disagreement(
            f"the epoch of {netuid} had {waited}, incentives {incentives}, and paid {vars(paid)}: {lost} are missing"
        )


def _nobodys(parts: Any, netuid: int, waited: list[int], incentives: int) -> int:
    """The rao that the rules give to nobody, flooring aside; below zero where they give more than waited."""
    server, validator, root, cut = waited
    distribution, networks = parts.distribution, parts.networks
    if incentives:
        server -= incentives
    else:
        server, validator = 0, validator + server
    has_owner = networks.owner_hotkey_of(netuid) is not None and any(networks.owner_of(netuid))
    to_alpha = any(distribution.alpha_dividends_per_subnet.values(netuid))
    to_root = any(distribution.root_alpha_dividends_per_subnet.values(netuid))
    return server + (0 if to_alpha else validator) + (0 if to_root else root) + (0 if has_owner else cut)


def _apply_note(model: Model, notes: Notes, netuid: int, paid: Paid) -> None:
    kind = notes.next_kind()
    paid.steps += 1
    if kind == "_pay_incentives":
        notes.pop("_pay_incentives")
        paid.split = True
    elif kind == "increase":
        hotkey, coldkey, where, alpha = notes.peek()
        model.increase(notes, hotkey, coldkey, where, alpha)
        paid.staked += alpha if where == netuid else 0
    elif kind == "increase_for_all":
        hotkey, _, alpha = notes.pop("increase_for_all")
        if alpha:
            model.pool_of(hotkey, netuid).grow(alpha)
        paid.staked += alpha
    elif kind == "recycle_alpha done":
        alpha = model.recycle(notes, netuid)
        paid.destroyed += alpha if paid.split else 0
    elif kind == "burn_alpha done":
        paid.destroyed += model.burn_alpha(notes, netuid)
    elif kind == "increase_root_claimable":
        _apply_claimable(model, notes, netuid, paid)
    elif kind == "add done":
        coldkey, hotkey, _, alpha, _ = notes.pop("add done")
        add_to_lock(model, coldkey, hotkey, netuid, alpha)
    else:
        raise Disagreement(f"an epoch does not {kind} {notes.peek()}")


def _apply_claimable(model: Model, notes: Notes, netuid: int, paid: Paid) -> None:
    hotkey, _, alpha = notes.pop("increase_root_claimable")
    stake = model.pool_of(hotkey, ROOT).value
    if alpha > stake:
        _, coldkey, _, _ = notes.peek()
        model.increase(notes, hotkey, coldkey, netuid, alpha)
        paid.staked += alpha
        return
    paid.claimable += alpha
    if alpha:
        key = hotkey, netuid
        model.rates[key] = model.rates.get(key, Fraction(0)) + Fraction(alpha, stake)
        model.rate_slack[key] += FLOOR
