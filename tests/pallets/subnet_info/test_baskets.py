"""Baskets as clients are told of them, in the types of the reference."""

import pytest

from chain.codec import decode, encode
from chain.genesis import account, preset
from chain.pallets.subnet_info import BetaBasketRuntimeApi
from chain.pallets.subnet_info.baskets import (
    BasketHolding,
    BasketPosition,
    BasketSummary,
    BasketTradingStatus,
    BetaPosition,
    BetaPricing,
    BetaPricingPage,
)
from chain.runtime import Runtime
from chain.state import State
from tests.pallets.baskets.funds import HOTKEY, NETUID, STAKER, TAO, BasketChain
from tests.vectors.interface import reference_interface

ALICE, BOB = account("Alice"), account("Bob")
INTERFACE = reference_interface()
REFERENCE = {
    name: [argument for argument, _ in arguments]
    for api in INTERFACE["runtime_apis"]
    if api["name"] == "BetaBasketRuntimeApi"
    for name, arguments, _ in api["methods"]
}
# Newer than the reference; bittensor 11.3.0 asks for them first.
NEWER = {"get_basket_claim_preview": ["hotkey", "coldkey"], "get_root_basket_claim_previews": ["coldkey"]}
RECORDS = [
    BasketHolding, BasketPosition, BasketSummary, BasketTradingStatus, BetaPosition, BetaPricing, BetaPricingPage,
]  # fmt: skip
AMOUNT, EMPTY, ABSENT = bytes(8), b"\0", b"\0"


@pytest.mark.parametrize(
    ("method", "arguments", "answer"),
    [
        ("get_root_basket_owed", ALICE, AMOUNT),
        ("get_basket_payout", BOB + ALICE, AMOUNT),
        ("get_validator_basket_nav", BOB, AMOUNT),
        ("get_validator_basket", BOB, EMPTY),
        ("get_root_basket_total_nav", b"", AMOUNT),
        ("get_validator_basket_summary", BOB, BOB + bytes(5 * 8) + EMPTY),
        ("get_all_validator_baskets", b"", EMPTY),
        ("get_root_basket_positions", ALICE, EMPTY),
        ("get_basket_position", BOB + ALICE, ABSENT),
        ("get_root_basket_portfolio", ALICE, EMPTY),
        ("get_beta_pricing", BOB, ABSENT),
        ("get_all_beta_pricing", b"\0" + bytes(4), EMPTY + ABSENT),
        ("get_beta_index", b"", 2 * (1 << 64).to_bytes(16, "little")),
        ("get_beta_position", BOB + ALICE, ABSENT),
        ("get_beta_portfolio", ALICE, EMPTY),
        ("get_basket_trading_status", BOB, b"\0\0" + (7_200).to_bytes(8, "little") + 2 * AMOUNT),
        ("get_basket_claim_preview", BOB + ALICE, ABSENT),
        ("get_root_basket_claim_previews", ALICE, EMPTY),
    ],
)
def test_nobody_holds_a_basket_at_first(method, arguments, answer):
    runtime = Runtime(State(), preset("empty").settings)
    assert runtime.call_api(f"BetaBasketRuntimeApi_{method}", arguments) == answer


def test_methods_and_arguments_are_those_of_the_reference():
    declared = {
        method.name: [argument.name for argument in method.arguments]
        for method in BetaBasketRuntimeApi.methods.values()
    }
    assert declared == REFERENCE | NEWER


@pytest.mark.parametrize("record", RECORDS)
def test_fields_are_those_of_the_reference(record):
    rows = [row for row in INTERFACE["types"].values() if row["path"].endswith(f"::{record.__name__}")]
    assert [field for field, _, _ in rows[0]["fields"]] == list(record.record_fields)


def test_every_answer_about_a_basket_survives_the_wire():
    chain = BasketChain()
    chain.stake_in(10)
    chain.swap(0, NETUID, TAO)
    answers = {"hotkey": HOTKEY, "coldkey": STAKER, "start_after": None, "limit": 10}
    for name, method in BetaBasketRuntimeApi.methods.items():
        sent = b"".join(encode(argument.annotation, answers[argument.name]) for argument in method.arguments)
        answer = chain.runtime.call_api(f"BetaBasketRuntimeApi_{name}", sent)
        assert encode(method.result, decode(method.result, answer)) == answer
        assert any(answer), name
