"""Events of keys: delegates, takes, children, swaps, identities."""

from chain.codec import U64
from chain.frame.event import Event
from chain.pallets.subtensor_module.types import PerU16
from chain.primitives.identifiers import AccountId, Hash, NetUid, TaoBalance


class DelegateAdded(Event, index=31, unnamed=True):
    """A hotkey became a delegate."""

    coldkey: AccountId
    hotkey: AccountId
    take: PerU16


class ChildKeyTakeSet(Event, index=49, unnamed=True):
    """The take of a child was set, of 65535."""

    hotkey: AccountId
    take: PerU16


class TakeDecreased(Event, index=65, unnamed=True):
    """A delegate lowered its take, of 65535."""

    coldkey: AccountId
    hotkey: AccountId
    take: PerU16


class TakeIncreased(Event, index=66, unnamed=True):
    """A delegate raised its take, of 65535."""

    coldkey: AccountId
    hotkey: AccountId
    take: PerU16


class HotkeySwapped(Event, index=67):
    """A hotkey replaced another on all networks."""

    coldkey: AccountId
    old_hotkey: AccountId
    new_hotkey: AccountId


class ColdkeySwapAnnounced(Event, index=70):
    """A coldkey announced the hash of the one to replace it."""

    who: AccountId
    new_coldkey_hash: Hash


class ColdkeySwapReset(Event, index=71):
    """Root cleared the announcement and the dispute of a coldkey."""

    who: AccountId


class ColdkeySwapped(Event, index=72):
    """A coldkey was replaced by another, with all it owned."""

    old_coldkey: AccountId
    new_coldkey: AccountId


class ColdkeySwapDisputed(Event, index=73):
    """A coldkey disputed its announced swap and is blocked."""

    coldkey: AccountId


class AllBalanceUnstakedAndTransferredToNewColdkey(Event, index=74):
    """Everything of a coldkey was unstaked and passed to a new one; no call does that any more."""

    current_coldkey: AccountId
    new_coldkey: AccountId
    total_balance: TaoBalance


class ArbitrationPeriodExtended(Event, index=75):
    """The arbitration of a coldkey was extended; no call does that any more."""

    coldkey: AccountId


class SetChildrenScheduled(Event, index=76, unnamed=True):
    """The children of a hotkey will change after a block."""

    hotkey: AccountId
    netuid: NetUid
    cooldown_block: U64
    children: list[tuple[U64, AccountId]]


class SetChildren(Event, index=77, unnamed=True):
    """The children of a hotkey changed."""

    hotkey: AccountId
    netuid: NetUid
    children: list[tuple[U64, AccountId]]


class ChainIdentitySet(Event, index=78, unnamed=True):
    """A coldkey described itself."""

    coldkey: AccountId


class HotkeySwappedOnSubnet(Event, index=103):
    """A hotkey replaced another on one network."""

    coldkey: AccountId
    old_hotkey: AccountId
    new_hotkey: AccountId
    netuid: NetUid


class ColdkeySwapCleared(Event, index=127):
    """A coldkey withdrew its announced swap."""

    who: AccountId


class AutoParentDelegationEnabledSet(Event, index=131):
    """A root validator allowed or refused to become a parent of new owners' hotkeys."""

    hotkey: AccountId
    enabled: bool
