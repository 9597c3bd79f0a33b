"""What clients ask about the types of proxies: in the form of spec 461, and in the older one that SDK 10 asks for."""

from typing import Annotated

from chain.codec import U8, U128, Enum, Struct, TypeName
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.frame.runtime_declaration import RuntimeDeclaration
from chain.pallets.proxy.filters import DEPRECATED, CallRule, Mode, filter_of
from chain.pallets.proxy.types import ProxyType

COMMON = "subtensor_runtime_common::proxy"


class ProxyTypeInfo(Struct, path=f"{COMMON}::ProxyTypeInfo"):
    """One type of proxy; deprecated ones may make no call."""

    name: bytes
    index: U8
    deprecated: bool


class CallConstraint(Enum, path=f"{COMMON}::CallConstraint"):
    """What a call must look like beside its name."""


class ParamLessThan(CallConstraint, index=0):
    """An argument must be less than a limit."""

    param_name: bytes
    limit: U128


class NestedCallMustBe(CallConstraint, index=1):
    """An argument must be a certain call."""

    param_name: bytes
    pallet_name: bytes
    call_name: bytes


class CallInfo(Struct, path=f"{COMMON}::CallInfo"):
    """One call that a proxy may make."""

    pallet_name: bytes
    pallet_index: U8
    call_name: bytes
    call_index: U8
    constraint: CallConstraint | None


class FilterMode(Enum, path=f"{COMMON}::FilterMode"):
    """Whether a proxy may make every call, or which it may."""


class AllowAll(FilterMode, index=0):
    """Every call."""


class Allow(FilterMode, index=1, unnamed=True):
    """These calls and no others."""

    calls: list[CallInfo]


class ProxyFilterInfo(Struct, path=f"{COMMON}::ProxyFilterInfo"):
    """What proxies of one type may do."""

    proxy_type: U8
    name: bytes
    deprecated: bool
    filter_mode: FilterMode


class CallCondition(Enum, path=f"{COMMON}::CallCondition"):
    """What a call must look like beside its name, in the older form."""


class OldParamLessThan(CallCondition, index=0, name="ParamLessThan"):
    """An argument must be less than a limit."""

    param_name: bytes
    limit: U128


class OldNestedCallMustBe(CallCondition, index=1, name="NestedCallMustBe"):
    """The call inside must be a certain one."""

    pallet_name: bytes
    call_name: bytes


class ListedCall(Struct, path=f"{COMMON}::ListedCall"):
    """One call of a pallet, or all of them where there is no name."""

    pallet_name: bytes
    pallet_index: U8
    call_name: bytes | None
    call_index: U8 | None
    condition: CallCondition | None


class ListMode(Enum, path=f"{COMMON}::ListMode"):
    """How a list of calls is meant."""


class AllowAllMode(ListMode, index=0, name="AllowAll"):
    """Every call."""


class DenyAllMode(ListMode, index=1, name="DenyAll"):
    """No call."""


class AllowMode(ListMode, index=2, name="Allow"):
    """Only what is listed, less the exceptions."""


class DenyMode(ListMode, index=3, name="Deny"):
    """All but what is listed."""


class ListedFilter(Struct, path=f"{COMMON}::ListedFilter"):
    """What proxies of one type may do, in the older form."""

    proxy_type: U8
    name: bytes
    deprecated: bool
    filter_mode: ListMode
    calls: list[ListedCall]
    exceptions: list[ListedCall]


ProxyTypes = Annotated[list[U8] | None, TypeName("Option<Vec<u8>>")]
MODES: dict[Mode, ListMode] = {
    Mode.ALL: AllowAllMode(),
    Mode.NONE: DenyAllMode(),
    Mode.ONLY: AllowMode(),
    Mode.ALL_BUT: DenyMode(),
}


class ProxyFilterRuntimeApi(RuntimeApi, version=1):
    """Types of proxies and the calls they may make."""

    def __init__(self, declaration: RuntimeDeclaration) -> None:
        self._declaration = declaration

    @api_method
    def get_proxy_types(self) -> list[ProxyTypeInfo]:
        """Every type of proxy."""
        return [ProxyTypeInfo(kind.name.encode(), kind, kind in DEPRECATED) for kind in ProxyType]

    @api_method
    def get_proxy_filters(self, proxy_types: ProxyTypes) -> list[ProxyFilterInfo]:
        """What each type may call, as the list of all calls that it may make; of all types where none are given."""
        wanted = [kind for kind in ProxyType if proxy_types is None or kind in proxy_types]
        return [
            ProxyFilterInfo(kind, kind.name.encode(), kind in DEPRECATED, self._filter_mode(kind)) for kind in wanted
        ]

    @api_method
    def get_proxy_filter(self, proxy_type: U8 | None) -> list[ListedFilter]:
        """What each type may call, by the lists that say so; of all types where none is given."""
        return [self._listed(kind) for kind in ProxyType if proxy_type in (None, kind)]

    def _filter_mode(self, kind: ProxyType) -> FilterMode:
        rules = filter_of(kind)
        if rules.mode is Mode.ALL:
            return AllowAll()
        allowed = []
        for index, pallet in self._declaration.pallets.items():
            for call in pallet.calls:
                rule = rules.rule_for(pallet.name, call.name)
                if rule is not None:
                    allowed.append(
                        CallInfo(pallet.name.encode(), index, call.name.encode(), call.index, _constraint(rule))
                    )
        return Allow(allowed)

    def _listed(self, kind: ProxyType) -> ListedFilter:
        rules = filter_of(kind)
        calls, exceptions = self._known(rules.calls), self._known(rules.exceptions)
        return ListedFilter(kind, kind.name.encode(), kind in DEPRECATED, MODES[rules.mode], calls, exceptions)

    def _known(self, rules: tuple[CallRule, ...]) -> list[ListedCall]:
        """The rules that are about calls this runtime has."""
        listed = []
        for rule in rules:
            for index, pallet in self._declaration.pallets.items():
                if pallet.name != rule.pallet:
                    continue
                if rule.name is None:
                    listed.append(ListedCall(pallet.name.encode(), index, None, None, None))
                for call in pallet.calls:
                    if call.name == rule.name:
                        name = call.name.encode()
                        listed.append(ListedCall(pallet.name.encode(), index, name, call.index, _condition(rule)))
        return listed


def _constraint(rule: CallRule) -> CallConstraint | None:
    if rule.below is not None:
        return ParamLessThan(rule.below[0].encode(), rule.below[1])
    if rule.carries is not None:
        argument, pallet, name = (part.encode() for part in rule.carries)
        return NestedCallMustBe(argument, pallet, name)
    return None


def _condition(rule: CallRule) -> CallCondition | None:
    if rule.below is not None:
        return OldParamLessThan(rule.below[0].encode(), rule.below[1])
    if rule.carries is not None:
        _, pallet, name = (part.encode() for part in rule.carries)
        return OldNestedCallMustBe(pallet, name)
    return None
