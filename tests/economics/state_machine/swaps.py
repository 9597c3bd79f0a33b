"""Swaps of keys: the same money under other names, less the price. Economics, section 4.1, lifecycle 2.11."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeVar

from chain.pallets.networks.sovereign import basket_account, is_basket_account
from chain.primitives.identifiers import AccountId
from tests.economics.state_machine.exact_shares import on_grid
from tests.economics.state_machine.exact_swap import Disagreement
from tests.economics.state_machine.model import ROOT, Model
from tests.economics.state_machine.notes import Notes

PRICE_RAO = 100_000_000
PRICE_ON_NETWORK_RAO = 1_000_000

K = TypeVar("K")
V = TypeVar("V")


def swap_hotkey(model: Model, notes: Notes, coldkey: AccountId, call: Mapping[str, Any]) -> None:
    """One hotkey takes the place of another, with the locks in its favour, and with the stake unless that is kept."""
    old, new, netuid = call["hotkey"], call["new_hotkey"], call["netuid"]
    _recycle(model, coldkey, PRICE_RAO if netuid is None else PRICE_ON_NETWORK_RAO)
    networks = sorted(model.networks) if netuid is None else [netuid]
    for where in networks:
        for (_, place), lock in model.locks.items():
            if place == where and lock.hotkey == old:
                lock.hotkey = new
                lock.slack += 1
    if not call.get("keep_stake", False):
        for where in networks:
            _move_pool(model, notes, where, old, new)
            _follow_basket(model, notes)
    if ROOT in networks and not call.get("keep_stake", False):
        model.rates = _renamed(model.rates, lambda key: (new if key[0] == old else key[0], key[1]))
        for key in [key for key in model.rate_slack if key[0] == old]:
            model.rate_slack[new, key[1]] = model.rate_slack.pop(key)
        _rename_claims(model, lambda key: (key[0], new if key[1] == old else key[1], key[2]))
        escrow = basket_account(old)
        _rename_claims(model, lambda key: (key[0], key[1], basket_account(new) if key[2] == escrow else key[2]))


def swap_coldkey(model: Model, notes: Notes, signer: AccountId, call: Mapping[str, Any]) -> None:
    """Everything of one coldkey becomes another's, which had no stake."""
    old, new = call["old_coldkey"], call["new_coldkey"]
    if call["swap_cost"]:
        _recycle(model, old, call["swap_cost"])
    for pool in model.shares.values():
        if old in pool.parts:
            pool.parts[new] = pool.parts.pop(old) + pool.parts.get(new, Fraction(0))
    model.locks = _renamed(model.locks, lambda key: (new if key[0] == old else key[0], key[1]))
    model.perpetual = {(new if coldkey == old else coldkey, netuid) for coldkey, netuid in model.perpetual}
    _rename_claims(model, lambda key: (key[0], key[1], new if key[2] == old else key[2]))
    model.move(old, new, model.free.get(old, 0))


def _recycle(model: Model, who: AccountId, price: int) -> None:
    model.burn(who, price)
    model.total_issuance = max(0, model.total_issuance - price)


def _move_pool(model: Model, notes: Notes, netuid: int, old: AccountId, new: AccountId) -> None:
    """A pool without holders takes another over as it is; in one with holders, everybody gets whole rao."""
    source, target = model.shares.pop((old, netuid), None), model.pool_of(new, netuid)
    if source is None:
        source = type(target)()
    if not target.parts:
        whole = source.value + target.value
        scale = Fraction(whole, source.value) if source.value else Fraction(1)
        target.parts = {who: on_grid(part * scale) for who, part in source.parts.items()}
        target.drift, target.value = target.drift + on_grid(source.drift * scale), whole
        notes.expect("increase_for_all", new, netuid, source.value)
        return
    left = source.value
    while notes.next_kind() == "increase":
        hotkey, coldkey, where, alpha = notes.pop("increase")
        if (hotkey, where) != (new, netuid):
            raise Disagreement(f"stake with 0x{hotkey.hex()} on {where} grows, not with 0x{new.hex()} on {netuid}")
        if alpha:
            source.check(coldkey, alpha)
            target.add(coldkey, alpha)
        left -= alpha
    notes.expect("increase_for_all", new, netuid, left)
    if left:
        target.grow(left)


def _follow_basket(model: Model, notes: Notes) -> None:
    """What a basket holds stays its own under the hotkey that has it now, all of it."""
    while notes.next_kind() == "decrease":
        hotkey, coldkey, netuid, alpha = notes.peek()
        model.decrease(notes, hotkey, coldkey, netuid, alpha)
        to_hotkey, to_coldkey, where, moved = notes.peek()
        if (where, moved) != (netuid, alpha) or not (is_basket_account(coldkey) and is_basket_account(to_coldkey)):
            raise Disagreement(f"{alpha} of a basket on {netuid} became {moved} on {where}")
        model.increase(notes, to_hotkey, to_coldkey, where, moved)


def _rename_claims(model: Model, rename: Any) -> None:
    for claims in (model.claimed, model.claim_slack):
        for key in [key for key in claims if rename(key) != key]:
            claims[rename(key)] = claims.get(rename(key), Fraction(0)) + claims.pop(key)


def _renamed(values: Mapping[K, V], rename: Any) -> dict[K, V]:
    return {rename(key): value for key, value in values.items()}
