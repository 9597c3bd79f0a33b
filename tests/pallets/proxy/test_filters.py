"""What each type of proxy may call."""

import pytest

from chain.genesis import preset
from chain.pallets.proxy.filters import DEPRECATED, SMALL_AMOUNT_RAO, Mode, _filters, allows, filter_of, is_superset
from chain.pallets.proxy.types import ProxyType
from chain.primitives.address import Id
from chain.primitives.identifiers import AccountId
from chain.runtime import Runtime
from chain.state import State
from tests.vectors.interface import reference_interface

WHO = AccountId(bytes(32))


@pytest.fixture(scope="module")
def make():
    calls = Runtime(State(), preset("localnet-fast").settings).declaration.calls
    return calls.make


@pytest.fixture(scope="module")
def calls(make):
    def transfer(value):
        return make("Balances", "transfer_keep_alive", {"dest": Id(WHO), "value": value})

    def transfer_stake(alpha):
        return make(
            "SubtensorModule",
            "transfer_stake",
            {
                "destination_coldkey": WHO,
                "hotkey": WHO,
                "origin_netuid": 1,
                "destination_netuid": 1,
                "alpha_amount": alpha,
            },
        )

    remark = make("System", "remark", {"remark": b""})
    return {
        "transfer": transfer(SMALL_AMOUNT_RAO),
        "small transfer": transfer(SMALL_AMOUNT_RAO - 1),
        "transfer_stake": transfer_stake(SMALL_AMOUNT_RAO),
        "small transfer_stake": transfer_stake(SMALL_AMOUNT_RAO - 1),
        "add_stake": make("SubtensorModule", "add_stake", {"hotkey": WHO, "netuid": 1, "amount_staked": 1}),
        "burned_register": make("SubtensorModule", "burned_register", {"netuid": 1, "hotkey": WHO}),
        "set_childkey_take": make("SubtensorModule", "set_childkey_take", {"hotkey": WHO, "netuid": 1, "take": 1}),
        "start_call": make("SubtensorModule", "start_call", {"netuid": 1}),
        "claim_root": make("SubtensorModule", "claim_root", {"subnets": frozenset((1,))}),
        "set_kappa": make("AdminUtils", "sudo_set_kappa", {"netuid": 1, "kappa": 1}),
        "set_tempo": make("AdminUtils", "sudo_set_tempo", {"netuid": 1, "tempo": 1}),
        "set_owner_hotkey": make("AdminUtils", "sudo_set_sn_owner_hotkey", {"netuid": 1, "hotkey": WHO}),
        "update_symbol": make("SubtensorModule", "update_symbol", {"netuid": 1, "symbol": b"x"}),
        "sudo": make("Sudo", "sudo", {"call": remark}),
        "set_code": make(
            "Sudo",
            "sudo_unchecked_weight",
            {"call": make("System", "set_code", {"code": b""}), "weight": remark.info.weight},
        ),
        "remark": remark,
    }


STAKE = {"add_stake"}
TRANSFERS = {"transfer", "small transfer", "transfer_stake", "small transfer_stake"}
ALLOWED = {
    ProxyType.Owner: {"set_kappa", "set_tempo", "update_symbol"},
    ProxyType.Staking: STAKE,
    ProxyType.Registration: {"burned_register"},
    ProxyType.Transfer: TRANSFERS,
    ProxyType.SmallTransfer: {"small transfer", "small transfer_stake"},
    ProxyType.ChildKeys: {"set_childkey_take"},
    ProxyType.SudoUncheckedSetCode: {"set_code"},
    ProxyType.SwapHotkey: set(),
    ProxyType.SubnetLeaseBeneficiary: {"start_call", "set_kappa"},
    ProxyType.RootClaim: {"claim_root"},
    ProxyType.BasketTrading: set(),
    ProxyType.Senate: set(),
    ProxyType.Triumvirate: set(),
    ProxyType.Governance: set(),
    ProxyType.RootWeights: set(),
}
DENIED = {
    ProxyType.Any: set(),
    ProxyType.NonCritical: {"burned_register", "sudo", "set_code"},
    ProxyType.NonTransfer: TRANSFERS,
    ProxyType.NonFungible: {"burned_register", *TRANSFERS, *STAKE},
}


@pytest.mark.parametrize("proxy_type", ProxyType, ids=lambda kind: kind.name)
def test_a_type_allows_its_calls_and_no_others(calls, proxy_type):
    expected = ALLOWED[proxy_type] if proxy_type in ALLOWED else calls.keys() - DENIED[proxy_type]
    assert {name for name, call in calls.items() if allows(proxy_type, call)} == expected


def test_every_listed_call_exists_at_the_reference_chain():
    known = {(pallet["name"], row[1]) for pallet in reference_interface()["pallets"] for row in pallet.get("calls", [])}
    named = {(rule.pallet, rule.name) for kind in _filters().values() for rule in (*kind.calls, *kind.exceptions)}
    # Calls of spec 425 that 461 dropped.
    gone = {("AdminUtils", "sudo_set_subnet_owner_hotkey"), ("SubtensorModule", "set_root_claim_type")}
    assert {pair for pair in named if pair[1] is not None} - known <= gone
    assert {pallet for pallet, name in named if name is None} <= {pallet for pallet, _ in known}


def test_deprecated_types_may_do_nothing():
    assert {kind for kind in ProxyType if filter_of(kind).mode is Mode.NONE} == set(DEPRECATED)


def test_which_type_is_above_which():
    above = {(wide.name, narrow.name) for wide in ProxyType for narrow in ProxyType if is_superset(wide, narrow)}
    others = {kind.name for kind in ProxyType} - {"Any", "Transfer", "SmallTransfer"}
    assert above == (
        {(kind.name, kind.name) for kind in ProxyType}
        | {("Any", kind.name) for kind in ProxyType}
        | {("NonTransfer", name) for name in others}
        | {("Transfer", "SmallTransfer")}
    )
