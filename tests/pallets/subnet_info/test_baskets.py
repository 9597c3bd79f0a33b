"""A chain without root baskets says so, in the types of the reference."""

import pytest

from chain.genesis import account, preset
from chain.pallets.subnet_info import BetaBasketRuntimeApi
from chain.pallets.subnet_info.baskets import BasketHolding, BasketPosition, BasketSummary
from chain.runtime import Runtime
from chain.state import State
from tests.vectors.interface import reference_interface

ALICE, BOB = account("Alice"), account("Bob")
INTERFACE = reference_interface()
REFERENCE = {
    name: [argument for argument, _ in arguments]
    for api in INTERFACE["runtime_apis"]
    if api["name"] == "BetaBasketRuntimeApi"
    for name, arguments, _ in api["methods"]
}
AMOUNT, EMPTY, ABSENT = bytes(8), b"\0", b"\0"


@pytest.mark.parametrize(
    ("method", "arguments", "answer"),
    [
        ("get_root_basket_owed", ALICE, AMOUNT),
        ("get_basket_payout", BOB + ALICE, AMOUNT),
        ("get_validator_basket_nav", BOB, AMOUNT),
        ("get_validator_basket", BOB, EMPTY),
        ("get_root_basket_total_nav", b"", AMOUNT),
        ("get_all_validator_baskets", b"", EMPTY),
        ("get_root_basket_positions", ALICE, EMPTY),
        ("get_basket_position", BOB + ALICE, ABSENT),
        ("get_root_basket_portfolio", ALICE, EMPTY),
    ],
)
def test_nobody_holds_a_basket(method, arguments, answer):
    runtime = Runtime(State(), preset("empty").settings)
    assert runtime.call_api(f"BetaBasketRuntimeApi_{method}", arguments) == answer


def test_arguments_are_those_of_the_reference():
    declared = BetaBasketRuntimeApi.methods.values()
    for method in declared:
        assert [argument.name for argument in method.arguments] == REFERENCE[method.name]


@pytest.mark.parametrize("record", [BasketSummary, BasketPosition, BasketHolding])
def test_fields_are_those_of_the_reference(record):
    rows = [row for row in INTERFACE["types"].values() if row["path"].endswith(f"::{record.__name__}")]
    assert [field for field, _, _ in rows[0]["fields"]] == list(record.record_fields)
