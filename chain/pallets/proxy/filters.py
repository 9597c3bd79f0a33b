"""Which calls each type of proxy may make (lifecycle 4.4).

A type allows only what it lists, or all but what it lists. The calls that spec 461 added stand beside the older ones
that do the same kind of thing, so that no type can do more by a new name.
"""

from enum import Enum as PlainEnum
from functools import cache

from chain.codec import Record
from chain.frame.call import Call
from chain.pallets.proxy.types import ProxyType

SMALL_AMOUNT_RAO = 500_000_000
MODULE = "SubtensorModule"

SWAP_ANNOUNCEMENTS = (
    "announce_coldkey_swap",
    "swap_coldkey_announced",
    "clear_coldkey_swap_announcement",
    "dispute_coldkey_swap",
)
COLDKEY_SWAPS = ("schedule_swap_coldkey", "swap_coldkey", *SWAP_ANNOUNCEMENTS)
STAKE_TRANSFERS = ("transfer_stake", "transfer_stake_and_hotkey")
OWN_STAKE = (
    "add_stake",
    "remove_stake",
    "unstake_all",
    "unstake_all_alpha",
    "swap_stake",
    "swap_stake_limit",
    "move_stake",
    "add_stake_limit",
    "remove_stake_limit",
    "remove_stake_full_limit",
)
LEASED_PARAMETERS = (
    "sudo_set_serving_rate_limit",
    "sudo_set_min_difficulty",
    "sudo_set_max_difficulty",
    "sudo_set_weights_version_key",
    "sudo_set_adjustment_alpha",
    "sudo_set_immunity_period",
    "sudo_set_min_allowed_weights",
    "sudo_set_kappa",
    "sudo_set_rho",
    "sudo_set_activity_cutoff",
    "sudo_set_network_registration_allowed",
    "sudo_set_network_pow_registration_allowed",
    "sudo_set_max_burn",
    "sudo_set_bonds_moving_average",
    "sudo_set_bonds_penalty",
    "sudo_set_commit_reveal_weights_enabled",
    "sudo_set_liquid_alpha_enabled",
    "sudo_set_alpha_values",
    "sudo_set_commit_reveal_weights_interval",
    "sudo_set_toggle_transfer",
    "sudo_set_subnet_emission_enabled",
    "sudo_set_min_childkey_take_per_subnet",
)


class Mode(PlainEnum):
    """How the calls that a type lists are meant."""

    ALL = "all"
    NONE = "none"
    ONLY = "only"
    ALL_BUT = "all but"


class CallRule(Record):
    """One call of a pallet, or all of them where `name` is None, under a condition if there is one."""

    pallet: str
    name: str | None = None
    below: tuple[str, int] | None = None
    """An argument, and what it must be less than."""
    carries: tuple[str, str, str] | None = None
    """An argument that is a call, and the pallet and name which that call must have."""

    def names(self, pallet: str, name: str) -> bool:
        """Whether the rule is about this call, whatever its arguments."""
        return self.pallet == pallet and self.name in (None, name)

    def covers(self, call: Call) -> bool:
        """Whether the rule is about this call with its arguments."""
        if not self.names(call.pallet, call.name):
            return False
        if self.below is not None:
            argument, limit = self.below
            return bool(call[argument] < limit)
        if self.carries is not None:
            argument, pallet, name = self.carries
            inner: Call = call[argument]
            return inner.is_any_of(pallet, name)
        return True


class ProxyFilter(Record):
    """What proxies of one type may call."""

    mode: Mode
    calls: tuple[CallRule, ...] = ()
    exceptions: tuple[CallRule, ...] = ()

    def allows(self, call: Call) -> bool:
        """Whether a proxy of this type may make the call."""
        if self.mode in (Mode.ALL, Mode.NONE):
            return self.mode is Mode.ALL
        listed = any(rule.covers(call) for rule in self.calls)
        if listed:
            listed = not any(rule.covers(call) for rule in self.exceptions)
        return listed is (self.mode is Mode.ONLY)

    def rule_for(self, pallet: str, name: str) -> CallRule | None:
        """The rule that lets a proxy make calls of this name, with its condition; None where none does."""
        rule = next((rule for rule in self.calls if rule.names(pallet, name)), None)
        if rule is not None and any(other.names(pallet, name) for other in self.exceptions):
            rule = None
        if self.mode is Mode.ONLY:
            return rule
        return CallRule(pallet, name) if self.mode is Mode.ALL or (self.mode is Mode.ALL_BUT and rule is None) else None


def _calls(pallet: str, *names: str) -> tuple[CallRule, ...]:
    return tuple(CallRule(pallet, name) for name in names) if names else (CallRule(pallet),)


NOTHING = ProxyFilter(Mode.NONE)
DEPRECATED = (ProxyType.Senate, ProxyType.Triumvirate, ProxyType.Governance, ProxyType.RootWeights)


@cache
def filter_of(proxy_type: ProxyType) -> ProxyFilter:
    """What proxies of a type may call."""
    return _filters().get(proxy_type, NOTHING)


@cache
def _filters() -> dict[ProxyType, ProxyFilter]:
    return {ProxyType.Any: ProxyFilter(Mode.ALL)} | _all_but() | _only()


def _all_but() -> dict[ProxyType, ProxyFilter]:
    return {
        ProxyType.NonCritical: ProxyFilter(
            Mode.ALL_BUT,
            _calls(MODULE, "dissolve_network", "root_register", "burned_register", *SWAP_ANNOUNCEMENTS)
            + _calls("Sudo"),
        ),
        ProxyType.NonTransfer: ProxyFilter(
            Mode.ALL_BUT, _calls("Balances") + _calls(MODULE, *STAKE_TRANSFERS, *COLDKEY_SWAPS)
        ),
        ProxyType.NonFungible: ProxyFilter(
            Mode.ALL_BUT,
            _calls("Balances")
            + _calls(MODULE, *OWN_STAKE, *STAKE_TRANSFERS, "burned_register", "root_register", *COLDKEY_SWAPS)
            + _calls(MODULE, "swap_hotkey", "swap_hotkey_v2"),
        ),
    }


def _only() -> dict[ProxyType, ProxyFilter]:
    transfers = ("transfer_keep_alive", "transfer_allow_death")
    small = ("value", SMALL_AMOUNT_RAO)
    allowed: dict[ProxyType, tuple[CallRule, ...]] = {
        ProxyType.Staking: _calls(MODULE, *OWN_STAKE, "set_root_claim_type"),
        ProxyType.Registration: _calls(MODULE, "burned_register", "register", "register_limit"),
        ProxyType.Transfer: _calls("Balances", *transfers, "transfer_all") + _calls(MODULE, "transfer_stake"),
        ProxyType.SmallTransfer: (
            *(CallRule("Balances", name, below=small) for name in transfers),
            CallRule(MODULE, "transfer_stake", below=("alpha_amount", SMALL_AMOUNT_RAO)),
        ),
        ProxyType.ChildKeys: _calls(MODULE, "set_children", "set_childkey_take"),
        ProxyType.SudoUncheckedSetCode: (
            CallRule("Sudo", "sudo_unchecked_weight", carries=("call", "System", "set_code")),
        ),
        ProxyType.SwapHotkey: _calls(MODULE, "swap_hotkey", "swap_hotkey_v2"),
        ProxyType.SubnetLeaseBeneficiary: _calls(MODULE, "start_call") + _calls("AdminUtils", *LEASED_PARAMETERS),
        ProxyType.RootClaim: _calls(MODULE, "claim_root", "claim_root_with_hotkey"),
        ProxyType.BasketTrading: _calls(MODULE, "swap_basket"),
    }
    owner = ProxyFilter(
        Mode.ONLY,
        _calls("AdminUtils") + _calls(MODULE, "set_subnet_identity", "update_symbol"),
        _calls("AdminUtils", "sudo_set_sn_owner_hotkey", "sudo_set_subnet_owner_hotkey"),
    )
    return {ProxyType.Owner: owner} | {kind: ProxyFilter(Mode.ONLY, calls) for kind, calls in allowed.items()}


def is_superset(wider: ProxyType, narrower: ProxyType) -> bool:
    """Whether a proxy of one type may hand out, or take back, proxies of another."""
    if wider == narrower or wider is ProxyType.Any:
        return True
    if narrower is ProxyType.Any:
        return False
    if wider is ProxyType.NonTransfer:
        return narrower not in (ProxyType.Transfer, ProxyType.SmallTransfer)
    return wider is ProxyType.Transfer and narrower is ProxyType.SmallTransfer


def allows(proxy_type: ProxyType, call: Call) -> bool:
    """Whether a proxy of this type may make the call in the name of its account.

    Beside the list of its type, a proxy may change no more about proxies than its own type holds.
    """
    if call.is_any_of("Proxy", "add_proxy", "remove_proxy") and not is_superset(proxy_type, call["proxy_type"]):
        return False
    if call.is_any_of("Proxy", "remove_proxies", "kill_pure") and proxy_type is not ProxyType.Any:
        return False
    return filter_of(proxy_type).allows(call)
