"""Where an account is found in the whole state: in which storage items, as a key or inside a value."""

from typing import Any

from chain.primitives.identifiers import AccountId

COLDKEYS_BY_PLACE = (
    {
        "AccountFlags", "AutoStakeDestination", "ColdkeyRoot", "ColdkeySuccessor", "ColdkeySwapAnnouncements",
        "ColdkeySwapDisputes", "DecayingLock", "IdentitiesV2", "LastColdkeyHotkeyStakeBlock", "Lock", "OwnedHotkeys",
        "RootClaimType", "StakingColdkeys", "StakingHotkeys",
    },
    {
        "Alpha", "AlphaV2", "BasketClaimed", "ColdkeyCollateralHotkeys", "ColdkeyMinerCollateral",
        "LastHotkeySwapOnNetuid",
        "SubnetLeaseShares",
    },
    {"LockingColdkeys", "MinerCollateral", "RootClaimed"},
)  # fmt: skip
"""The items whose first, second and third key is a coldkey; other accounts among their keys are hotkeys."""

PALLETS = ("SubtensorModule", "Commitments")
NEVER_WRITTEN = ("Unwritten", "Hyperparameters")


def items_of(runtime: Any) -> list[tuple[Any, Any]]:
    """Every storage item of the runtime with the part that owns it."""
    return [(part, item) for part in runtime.parts for item in part.declaration.storage]


def traces_of(account: AccountId, runtime: Any) -> set[str]:
    """The storage items in whose keys or values the account is found."""
    named = {item.prefix: item.name for _, item in items_of(runtime)}
    state = runtime.state
    return {
        named[raw_key[:32]]
        for raw_key in state.keys(b"")
        if raw_key[:32] in named and (account in raw_key[32:] or account in (state.get(raw_key) or b""))
    }


def fill(runtime: Any, hotkey: AccountId, coldkey: AccountId, netuid: int, values: dict[str, Any]) -> None:
    """Give every item that is kept by hotkey or coldkey an entry for the two, where it has none.

    The entry is the one in `values`, else the default; an optional item needs one in `values`, so that none is
    forgotten.
    """
    for part, item in items_of(runtime):
        if part.declaration.name not in PALLETS or type(part).__name__ in NEVER_WRITTEN:
            continue
        if AccountId not in item.key_annotations:
            continue
        key = tuple(
            netuid if annotation is not AccountId else coldkey if item.name in COLDKEYS_BY_PLACE[at] else hotkey
            for at, annotation in enumerate(item.key_annotations)
        )
        stored, where = getattr(part, item.attribute), key if len(key) > 1 else key[0]
        if where not in stored:
            default = None if item.is_optional else item.default
            stored[where] = values.get(item.name, default)
            assert where in stored, f"{item.name} needs a sample value"
