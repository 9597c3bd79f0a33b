"""Root dividends being claimed: what the model says is owed, and what becomes of it. Economics, section 1.11."""

from fractions import Fraction

from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.swap import Side
from chain.primitives.identifiers import AccountId
from tests.economics.state_machine.baskets import redeem, redeems
from tests.economics.state_machine.exact_swap import Disagreement
from tests.economics.state_machine.model import ROOT, Model
from tests.economics.state_machine.notes import Notes


def apply_claims(model: Model, notes: Notes, coldkey: AccountId | None = None) -> None:
    """Carry out the claims that the journal tells of next; all by one coldkey where that is given."""
    while notes.next_kind() == "_claim_on" or redeems(notes):
        if notes.next_kind() != "_claim_on":
            redeem(model, notes)
            continue
        hotkey, its_coldkey, netuid = notes.pop("_claim_on")
        if coldkey not in (None, its_coldkey):
            raise Disagreement("somebody claims for somebody else")
        owed, slack = model.owed(hotkey, its_coldkey, netuid)
        claimed = _claimed(model, notes, hotkey, its_coldkey, netuid)
        if claimed == 0:
            least = max(1, model.claim_thresholds.get(netuid, 0))
            if owed >= least + slack:
                raise Disagreement(f"{float(owed)} rao are owed on {netuid}, nothing was claimed")
        elif not owed - slack - 1 <= claimed <= owed + slack:
            raise Disagreement(f"{claimed} rao claimed on {netuid}, exactly {float(owed)} (+-{float(slack)}) are owed")
        notes.expect("_claim_on done", hotkey, its_coldkey, netuid)
        if claimed:
            # Nothing but the fraction of a rao is owed now, whatever it was before.
            key = netuid, hotkey, its_coldkey
            part = model.pool_of(hotkey, ROOT).parts.get(its_coldkey, Fraction(0))
            model.claimed[key], model.claim_slack[key] = model.rates[hotkey, netuid] * part, Fraction(2)


def _claimed(model: Model, notes: Notes, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
    """Read one claim; the alpha that was claimed."""
    if notes.next_kind() == "increase":
        _, _, _, alpha = notes.peek()
        model.increase(notes, hotkey, coldkey, netuid, alpha)
        return int(alpha)
    if notes.next_kind() != "swap done":
        return 0
    alpha = notes.peek()[2]
    _, tao, _ = model.trade(notes, netuid, Side.SELL, alpha, drop_fees=True)
    model.move(subnet_account(netuid), subnet_account(ROOT), tao)
    model.networks[netuid].protocol_flow -= tao
    model.increase(notes, hotkey, coldkey, ROOT, tao)
    root = model.networks[ROOT]
    root.pool.tao += tao
    root.alpha_out += tao
    model.total_stake += tao
    model.root_stake_added(hotkey, coldkey, tao)
    return int(alpha)
