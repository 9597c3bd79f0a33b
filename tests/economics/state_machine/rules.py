"""What each call does to money, in the words of the specification: the model's side of a successful call.

Whatever is not here moves no money. Economics, sections 1.14 and 4.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from chain.pallets.networks.sovereign import is_basket_account, subnet_account
from chain.pallets.swap import Side
from chain.primitives.identifiers import AccountId
from tests.economics.state_machine.baskets import stake_into_basket, swap_basket
from tests.economics.state_machine.claims import apply_claims
from tests.economics.state_machine.exact_locks import ExactLock
from tests.economics.state_machine.exact_swap import Disagreement
from tests.economics.state_machine.model import EXISTENTIAL_RAO, ROOT, Model
from tests.economics.state_machine.notes import Notes
from tests.economics.state_machine.swaps import swap_coldkey, swap_hotkey

MIN_STAKE = 2_000_000

Arguments = Mapping[str, Any]
Rule = Callable[[Model, Notes, AccountId, Arguments], None]


def _ensure(holds: bool, message: str) -> None:
    if not holds:
        raise Disagreement(message)


def _is_amount(alpha: int, wanted: int) -> bool:
    """Whether an amount is the one wanted; a fee taken from the same stake before may have moved it by a rao."""
    return abs(alpha - wanted) <= 1


# staking


def add_stake(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """TAO becomes stake with one hotkey; a limit may leave some of it out."""
    amount = call.get("amount_staked", call.get("amount"))
    hotkey, its_coldkey, netuid, tao, *_ = notes.peek()
    _ensure((hotkey, its_coldkey, netuid) == (call["hotkey"], coldkey, call["netuid"]), "somebody else's stake grew")
    _ensure(tao == amount or (call.get("allow_partial", False) and tao < amount), f"{amount} wanted, {tao} staked")
    model.stake_into(notes)


def remove_stake(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Stake with one hotkey becomes TAO; more than there is counts as all in the form without limit."""
    hotkey, its_coldkey, beneficiary, netuid, alpha, *_ = notes.peek()
    _ensure((hotkey, its_coldkey, netuid) == (call["hotkey"], coldkey, call["netuid"]), "somebody else's stake shrank")
    _ensure(beneficiary == coldkey, "the TAO goes to somebody else")
    held = model.stakes.get((hotkey, netuid), {}).get(coldkey, 0)
    wanted = min(call.get("amount_unstaked", held), held)
    partial = call.get("allow_partial", False)
    _ensure(_is_amount(alpha, wanted) or (partial and alpha < wanted), f"{wanted} of {held} wanted, {alpha} unstaked")
    model.unstake_from(notes)
    clear_small(model, notes)


def clear_small(model: Model, notes: Notes) -> None:
    """Nominations that became too small are paid out, or lost where that is impossible; locks on them go too."""
    while notes.next_kind() in ("unstake_from_subnet", "decrease"):
        _clear_one(model, notes)


def _clear_one(model: Model, notes: Notes) -> None:
    if notes.next_kind() == "unstake_from_subnet":
        hotkey, coldkey, _, netuid, alpha, *_ = notes.peek()
        held = _reduced(model, hotkey, coldkey, netuid)
        model.unstake_from(notes)
    else:
        hotkey, coldkey, netuid, alpha = notes.peek()
        held = _reduced(model, hotkey, coldkey, netuid)
        model.decrease(notes, hotkey, coldkey, netuid, alpha)
    _ensure(abs(alpha - held) <= 2 + model.pool_of(hotkey, netuid).drift, f"{alpha} cleared of {held} left")
    lock = model.locks.get((coldkey, netuid))
    if lock is not None:
        lock.roll(model.block)
        lock.change(-min(alpha, lock.mass), model.block)


def _reduced(model: Model, hotkey: AccountId, coldkey: AccountId, netuid: int) -> Fraction:
    return model.pool_of(hotkey, netuid).parts.get(coldkey, Fraction(0))


def unstake_all(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Everything with one hotkey becomes TAO, network by network."""
    _unstake_everywhere(model, notes, coldkey, call["hotkey"])


def _unstake_everywhere(model: Model, notes: Notes, coldkey: AccountId, hotkey: AccountId) -> int:
    total, done = 0, set()
    while notes.next_kind() in ("unstake_from_subnet", "decrease"):
        netuid = notes.peek()[3 if notes.next_kind() == "unstake_from_subnet" else 2]
        if netuid in done:
            # A rao that rounding left is a nomination too small.
            _clear_one(model, notes)
            continue
        done.add(netuid)
        its_hotkey, its_coldkey, _, _, alpha, *_ = notes.peek()
        held = model.stakes[hotkey, netuid][coldkey]
        _ensure((its_hotkey, its_coldkey) == (hotkey, coldkey), "somebody else's stake shrank")
        _ensure(_is_amount(alpha, held), f"{alpha} of {held} unstaked")
        total += model.unstake_from(notes)
    return total


def unstake_all_alpha(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Everything with one hotkey off root becomes root stake with it."""
    total = _unstake_everywhere(model, notes, coldkey, call["hotkey"])
    hotkey, its_coldkey, netuid, tao, *_ = notes.peek()
    _ensure((hotkey, its_coldkey, netuid, tao) == (call["hotkey"], coldkey, ROOT, total), "another amount goes to root")
    model.stake_into(notes)


def recycle_alpha(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Stake ceases to exist."""
    alpha = _destroyed(model, notes, coldkey, call)
    if alpha:
        _ensure(model.recycle(notes, call["netuid"]) == alpha, "another amount was recycled")
    else:
        notes.pop("recycle_alpha done")


def burn_alpha(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Stake becomes nobody's; it still exists."""
    alpha = _destroyed(model, notes, coldkey, call)
    _ensure(model.burn_alpha(notes, call["netuid"]) == alpha, "another amount was burnt")


def _destroyed(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> int:
    hotkey, netuid = call["hotkey"], call["netuid"]
    held = model.stakes.get((hotkey, netuid), {}).get(coldkey, 0)
    _, _, _, alpha = notes.peek()
    _ensure(_is_amount(alpha, min(call["amount"], held)), f"{alpha} of {held} destroyed, {call['amount']} wanted")
    model.decrease(notes, hotkey, coldkey, netuid, alpha)
    return int(alpha)


def add_stake_burn(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """TAO buys alpha that is burnt at once."""
    add_stake(model, notes, coldkey, call)
    hotkey, its_coldkey, netuid, alpha = notes.peek()
    model.decrease(notes, hotkey, its_coldkey, netuid, alpha)
    _ensure(model.burn_alpha(notes, netuid) == alpha, "another amount was burnt")


# moving


def move_stake(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Stake goes to another hotkey, coldkey or network; between networks it is sold and bought."""
    origin = call.get("origin_hotkey", call.get("hotkey"))
    destination = call.get("destination_hotkey", origin)
    owner = call.get("destination_coldkey", coldkey)
    source, target = call["origin_netuid"], call["destination_netuid"]
    held = model.stakes.get((origin, source), {}).get(coldkey, 0)
    alpha = min(call["alpha_amount"], held)
    if source == target:
        _, _, _, moved = notes.peek()
        _ensure(_is_amount(moved, alpha), f"{moved} of {held} moved, {call['alpha_amount']} wanted")
        alpha = moved
        _transfer(model, notes, (origin, coldkey), (destination, owner), source, alpha)
        return
    its_hotkey, its_coldkey, beneficiary, netuid, sold, *_ = notes.peek()
    parties = its_hotkey, its_coldkey, beneficiary, netuid
    _ensure(parties == (origin, coldkey, coldkey, source), f"somebody else's stake moved: {parties}")
    partial = call.get("allow_partial", False)
    _ensure(_is_amount(sold, alpha) or (partial and sold < alpha), f"{sold} moved, {alpha} wanted")
    tao = model.unstake_from(notes)
    model.move(coldkey, owner, tao)
    if tao >= MIN_STAKE:
        hotkey, its_coldkey, netuid, staked, *_ = notes.peek()
        _ensure((hotkey, its_coldkey, netuid, staked) == (destination, owner, target, tao), "it did not arrive whole")
        model.stake_into(notes)


def _transfer(
    model: Model,
    notes: Notes,
    origin: tuple[AccountId, AccountId],
    destination: tuple[AccountId, AccountId],
    netuid: int,
    alpha: int,
) -> None:
    _move_lock_along(model, origin[1], destination[1], netuid, alpha)
    model.decrease(notes, *origin, netuid, alpha)
    model.increase(notes, *destination, netuid, alpha)
    if netuid == ROOT:
        model.root_stake_removed(*origin, alpha)
        model.root_stake_added(*destination, alpha)


def _move_lock_along(model: Model, source: AccountId, dest: AccountId, netuid: int, alpha: int) -> None:
    """Free alpha goes first; what of the transfer is locked stays locked with the new holder."""
    lock = model.locks.get((source, netuid))
    if lock is None or source == dest:
        return
    lock.roll(model.block)
    free = max(0, model.held(source, netuid) - lock.mass)
    mass = min(max(Fraction(0), alpha - free), lock.mass)
    if mass <= lock.slack + 1:
        lock.slack += mass + 1
        lock.change(-mass, model.block)
        return
    lock.change(-mass, model.block)
    there = model.locks.setdefault((dest, netuid), ExactLock(lock.hotkey, Fraction(0), model.block, False))
    there.change(mass, model.block)
    there.slack += lock.slack


# locks


def lock_stake(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Alpha is locked in favour of a hotkey."""
    notes.expect("add done", coldkey, call["hotkey"], call["netuid"], call["amount"])
    add_to_lock(model, coldkey, call["hotkey"], call["netuid"], call["amount"])


def add_to_lock(model: Model, coldkey: AccountId, hotkey: AccountId, netuid: int, amount: int) -> None:
    """Lock so much more, perpetually if the coldkey chose that."""
    perpetual = (coldkey, netuid) in model.perpetual
    lock = model.locks.setdefault((coldkey, netuid), ExactLock(hotkey, Fraction(0), model.block, perpetual))
    if lock.mass < 200:
        lock.slack += lock.mass
        lock.hotkey = hotkey
    lock.change(amount, model.block)


def move_lock(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """The lock favours another hotkey."""
    lock = model.locks[coldkey, call["netuid"]]
    lock.hotkey = call["destination_hotkey"]
    lock.change(0, model.block)


def set_perpetual_lock(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """The coldkey's locks on the network no longer decay, or do again."""
    key = coldkey, call["netuid"]
    (model.perpetual.add if call["enabled"] else model.perpetual.discard)(key)
    if key in model.locks:
        model.locks[key].roll(model.block)
        model.locks[key].perpetual = call["enabled"]
        model.locks[key].change(0, model.block)


# registration


def register(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """The price buys alpha that is destroyed, its fee stays; a share of the price becomes collateral instead."""
    netuid = call["netuid"]
    network = model.networks[netuid]
    share = network.burn * network.lock_share // 65_535
    burnt = network.burn - share
    paid = model.to_network(notes, coldkey, netuid, burnt)
    _, bought, _ = model.trade(notes, netuid, Side.BUY, paid, drop_fees=False)
    network.alpha_out -= bought
    network.tao_flow += burnt
    if notes.next_kind() == "stake_into_subnet":
        hotkey, its_coldkey, where, tao, *_ = notes.peek()
        _ensure((hotkey, its_coldkey, where) == (call["hotkey"], coldkey, netuid), "somebody else's collateral grew")
        _ensure(tao <= share, f"{tao} rao became collateral, {share} were to be")
        model.stake_into(notes)


def add_collateral(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Free stake becomes collateral; what is missing is bought."""
    if notes.next_kind() == "stake_into_subnet":
        parties = notes.peek()[:3]
        _ensure(parties == (call["hotkey"], coldkey, call["netuid"]), f"somebody else's stake grew: {parties}")
        _ensure(model.stake_into(notes) <= 2 * call["alpha"] + 2, "much more was bought than is to be locked")


# balances


def transfer(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Free balance moves."""
    model.move(coldkey, call["dest"].account, call["value"])


def transfer_all(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """All free balance moves, but what keeps the account alive if it is to live."""
    keep = EXISTENTIAL_RAO if call["keep_alive"] else 0
    model.move(coldkey, call["dest"].account, model.free[coldkey] - keep)


def burn(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Free balance ceases to exist."""
    model.burn(coldkey, call["value"])


def force_set_balance(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """An account gets this balance, and the issuance the difference."""
    who, free = call["who"].account, call["new_free"]
    model.balances_issuance += free - model.free.get(who, 0)
    model.free[who] = free


# networks


def dissolve(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """The pool's TAO goes to the holders by largest remainder; what is left on the account ceases to exist."""
    dissolve_network(model, notes, call["netuid"])


def dissolve_network(model: Model, notes: Notes, netuid: int) -> None:
    """Pay the holders of a network, forget it. What a basket gets is staked on root for it."""
    network = model.networks.pop(netuid)
    protocol = network.protocol + (network.pool.alpha if network.registered_at > 0 else 0)
    holders = model.holders[netuid]
    values = [model.stakes.get((hotkey, netuid), {}).get(coldkey, 0) for hotkey, coldkey in holders]
    pot, total = network.pool.tao, protocol + sum(values)
    exact = [Fraction(pot * value, total) if total else Fraction(0) for value in [*values, protocol]]
    paid = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: int(exact[place]) - exact[place])
    for place in by_remainder[: (pot if total else 0) - sum(paid)]:
        paid[place] += 1
    purse = subnet_account(netuid)
    for (hotkey, coldkey), share in zip(holders, paid, strict=False):
        payee = subnet_account(ROOT) if is_basket_account(coldkey) else coldkey
        share = min(share, model.free.get(purse, 0))
        if share and model.free.get(payee, 0) + share >= EXISTENTIAL_RAO:
            model.move(purse, payee, share)
            if payee != coldkey:
                _ensure(notes.peek()[:4] == (hotkey, coldkey, ROOT, share), "the basket keeps another amount")
                model.stake_moved(notes)
    left = model.free.get(purse, 0)
    model.burn(purse, left)
    model.total_issuance = max(0, model.total_issuance - left)
    model.total_stake = max(0, model.total_stake - pot)
    model.forget_network(netuid)


def register_network(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """The lock cost fills the pool; alpha enters at the median price of the others."""
    netuid, victim = call["its_netuid"], call["its_victim"]
    if victim is not None:
        dissolve_network(model, notes, victim)
    paid = model.to_network(notes, coldkey, netuid, call["its_cost"])
    tao = max(paid, call["its_minimum"])
    prices = sorted(
        price for other, network in model.networks.items() if other != ROOT and (price := network.pool.price()) > 0
    )
    middle = len(prices) // 2
    median = (
        (prices[middle] if len(prices) % 2 else (prices[middle - 1] + prices[middle]) / 2) if prices else Fraction(1)
    )
    opened = call["its_network"]
    alpha, exact = opened.pool.alpha, tao / median
    slack = 1 + exact * Fraction(8, 2**64) / median
    _ensure(opened.pool.tao == tao, f"the pool opens with {opened.pool.tao}, {tao} were paid in")
    _ensure(exact - slack <= alpha <= exact + slack, f"{alpha} alpha in a new pool, exactly {float(exact)}")
    model.networks[netuid] = opened
    model.total_stake += tao


def set_fee_rate(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Trades cost another fee."""
    model.networks[call["netuid"]].fee_rate = call["rate"]


def set_nominator_min(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Nominations below the new minimum are paid out."""
    clear_small(model, notes)


def claim_root(model: Model, notes: Notes, coldkey: AccountId, call: Arguments) -> None:
    """Root dividends are sold for root stake, or kept."""
    apply_claims(model, notes, coldkey)


RULES: dict[str, Rule] = {
    "add_stake": add_stake,
    "add_stake_limit": add_stake,
    "remove_stake": remove_stake,
    "remove_stake_limit": remove_stake,
    "remove_stake_full_limit": remove_stake,
    "unstake_all": unstake_all,
    "unstake_all_alpha": unstake_all_alpha,
    "recycle_alpha": recycle_alpha,
    "burn_alpha": burn_alpha,
    "add_stake_burn": add_stake_burn,
    "move_stake": move_stake,
    "move_stake_limit": move_stake,
    "transfer_stake": move_stake,
    "transfer_stake_and_hotkey": move_stake,
    "swap_stake": move_stake,
    "swap_stake_limit": move_stake,
    "lock_stake": lock_stake,
    "move_lock": move_lock,
    "set_perpetual_lock": set_perpetual_lock,
    "burned_register": register,
    "register_limit": register,
    "register": register,
    "add_collateral": add_collateral,
    "register_network": register_network,
    "stake_into_basket": stake_into_basket,
    "swap_basket": swap_basket,
    "swap_hotkey": swap_hotkey,
    "swap_hotkey_v2": swap_hotkey,
    "swap_coldkey": swap_coldkey,
    "transfer_allow_death": transfer,
    "transfer_keep_alive": transfer,
    "transfer_all": transfer_all,
    "burn": burn,
    "force_set_balance": force_set_balance,
    "root_dissolve_network": dissolve,
    "set_fee_rate": set_fee_rate,
    "set_nominator_min": set_nominator_min,
    "claim_root": claim_root,
    "claim_root_with_hotkey": claim_root,
}
"""By the kind of a step. Calls that are not here move no money and change nothing the model knows of."""
