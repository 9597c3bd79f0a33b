"""Baskets in the model: stake of escrow accounts, bought with TAO and redeemed for root stake, none of it lost."""

from collections.abc import Mapping
from typing import Any

from chain.pallets.networks.sovereign import basket_account, is_basket_account, subnet_account
from chain.primitives.identifiers import AccountId
from tests.economics.state_machine.exact_swap import Disagreement
from tests.economics.state_machine.model import ROOT, Model
from tests.economics.state_machine.notes import Notes


def stake_into_basket(model: Model, notes: Notes, coldkey: AccountId, call: Mapping[str, Any]) -> None:
    """TAO buys a part of every holding of a basket, all of it."""
    hotkey, offered = call["hotkey"], 0
    while notes.next_kind() == "move_to_subnet done":
        payer, netuid, tao, _ = notes.peek()
        paid = model.to_network(notes, coldkey, netuid, tao)
        if payer != coldkey or notes.peek()[:4] != (hotkey, basket_account(hotkey), netuid, paid):
            raise Disagreement(f"{paid} rao are to be the basket's on {netuid}, not {notes.peek()}")
        model.stake_moved(notes)
        offered += tao
    if offered != call["amount_staked"]:
        raise Disagreement(f"{offered} of {call['amount_staked']} rao were put into a basket")


def swap_basket(model: Model, notes: Notes, coldkey: AccountId, call: Mapping[str, Any]) -> None:
    """A holding of a basket is sold, and another bought for all that came of it."""
    hotkey, source, target = call["hotkey"], call["origin_netuid"], call["destination_netuid"]
    escrow, purse = basket_account(hotkey), subnet_account(target)
    if notes.peek()[:5] != (hotkey, escrow, purse, source, call["amount"]):
        raise Disagreement(f"{call['amount']} of a basket on {source} is to be sold, not {notes.peek()}")
    tao = model.unstake_from(notes)
    if notes.peek()[:4] != (hotkey, escrow, target, tao):
        raise Disagreement(f"{tao} rao are to be the basket's on {target}, not {notes.peek()}")
    model.stake_moved(notes)


def redeems(notes: Notes) -> bool:
    """Whether the journal goes on with what a basket sells for a claim."""
    return notes.next_kind() in ("unstake_from_subnet", "decrease") and is_basket_account(notes.peek()[1])


def redeem(model: Model, notes: Notes) -> None:
    """A part of a basket's holdings is sold, or burnt where it is worth nothing; all that came of it is root stake."""
    fetched = 0
    while redeems(notes):
        hotkey, escrow, *_ = notes.peek()
        if notes.next_kind() == "unstake_from_subnet":
            if notes.peek()[2] != subnet_account(ROOT):
                raise Disagreement(f"what a basket sells goes to 0x{notes.peek()[2].hex()}, not to root")
            fetched += model.unstake_from(notes)
        else:
            _, _, netuid, alpha = notes.peek()
            model.decrease(notes, hotkey, escrow, netuid, alpha)
            if model.burn_alpha(notes, netuid) != alpha:
                raise Disagreement(f"{alpha} of a basket on {netuid} were to be burnt")
    staked = 0
    while notes.next_kind() == "stake_moved":
        staked += notes.peek()[3]
        model.stake_moved(notes)
    if staked != fetched:
        raise Disagreement(f"a basket sold for {fetched} rao and {staked} became root stake")
