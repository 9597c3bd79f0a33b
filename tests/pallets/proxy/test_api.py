"""What clients are told of the types of proxies."""

import pytest

from chain.genesis import preset
from chain.pallets.proxy.api import (
    Allow,
    AllowAll,
    AllowMode,
    CallInfo,
    DenyMode,
    NestedCallMustBe,
    OldParamLessThan,
    ParamLessThan,
    ProxyFilterInfo,
    ProxyFilterRuntimeApi,
)
from chain.pallets.proxy.types import ProxyType
from chain.runtime import Runtime
from chain.state import State


@pytest.fixture(scope="module")
def api():
    return ProxyFilterRuntimeApi(Runtime(State(), preset("localnet-fast").settings).declaration)


def test_all_types_are_listed_and_four_are_deprecated(api):
    listed = api.get_proxy_types()
    assert [(one.index, one.name) for one in listed][:2] == [(0, b"Any"), (1, b"Owner")] and len(listed) == 19
    assert {one.name for one in listed if one.deprecated} == {b"Senate", b"Triumvirate", b"Governance", b"RootWeights"}


def test_filters_list_every_call_that_is_allowed(api):
    (small,) = api.get_proxy_filters([ProxyType.SmallTransfer])
    assert small.filter_mode == Allow(
        [
            CallInfo(b"Balances", 5, b"transfer_allow_death", 0, ParamLessThan(b"value", 500_000_000)),
            CallInfo(b"Balances", 5, b"transfer_keep_alive", 3, ParamLessThan(b"value", 500_000_000)),
            CallInfo(b"SubtensorModule", 7, b"transfer_stake", 86, ParamLessThan(b"alpha_amount", 500_000_000)),
        ]
    )
    (code,) = api.get_proxy_filters([14])
    assert code.filter_mode.calls[0].constraint == NestedCallMustBe(b"call", b"System", b"set_code")
    assert api.get_proxy_filters([0, 4]) == [
        ProxyFilterInfo(0, b"Any", False, AllowAll()),
        ProxyFilterInfo(4, b"Senate", True, Allow([])),
    ]


def test_a_filter_by_denial_becomes_the_list_of_the_rest(api):
    (untransferable,) = api.get_proxy_filters([ProxyType.NonTransfer])
    allowed = {(call.pallet_name, call.call_name) for call in untransferable.filter_mode.calls}
    assert (b"SubtensorModule", b"add_stake") in allowed and (b"SubtensorModule", b"transfer_stake") not in allowed
    assert not any(pallet == b"Balances" for pallet, _ in allowed)


def test_an_owners_proxy_does_not_give_the_network_away(api):
    (owner,) = api.get_proxy_filters([ProxyType.Owner])
    names = {call.call_name for call in owner.filter_mode.calls}
    assert b"sudo_set_tempo" in names
    assert names.isdisjoint({b"sudo_set_sn_owner_hotkey", b"sudo_set_subnet_owner_hotkey"})


def test_the_older_question_is_answered_by_the_lists_themselves(api):
    assert len(api.get_proxy_filter(None)) == 19
    (small,) = api.get_proxy_filter(11)
    assert small.filter_mode == AllowMode() and small.calls[0].condition == OldParamLessThan(b"value", 500_000_000)
    (untransferable,) = api.get_proxy_filter(3)
    assert untransferable.filter_mode == DenyMode()
    assert (untransferable.calls[0].pallet_name, untransferable.calls[0].call_name) == (b"Balances", None)
    (owner,) = api.get_proxy_filter(1)
    assert {call.call_name for call in owner.exceptions} == {
        b"sudo_set_sn_owner_hotkey",
        b"sudo_set_subnet_owner_hotkey",
    }
