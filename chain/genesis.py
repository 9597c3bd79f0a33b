"""Genesis presets: the chains that can be started by name."""

from collections.abc import Mapping
from functools import cache

from chain.codec import Record, replace
from chain.primitives.identifiers import AccountId
from chain.primitives.keys import Keypair
from chain.primitives.ss58 import decode
from chain.settings import NORMAL_SLOT_MS, RuntimeSettings

RICH_RAO = 1_000_000_000_000_000
FUNDED_RAO = 2_000_000_000_000

RICH = ("Alice", "Bob", "Charlie")
FUNDED = ("Dave", "Eve", "Ferdie", "One", "Two", "Three")
ETHEREUM_MAPPED = (
    "5Fghzk1AJt88PeFEzuRfXzbPchiBbsVGTTXcdx599VdZzkTA",
    "5GeqNhKWj1KG78VHzbmo3ZjZgUTrCuWeamdgiA114XHGdaEr",
)
NOBODY = AccountId(bytes(32))


class UnknownPreset(LookupError):
    """There is no genesis preset of that name."""


class GenesisPreset(Record):
    """How a chain begins. Balances are in rao."""

    name: str
    settings: RuntimeSettings
    balances: Mapping[AccountId, int]
    sudo_key: AccountId
    authorities: tuple[AccountId, ...]
    has_subnets: bool
    """Whether the root network and network 1 stand from the beginning (economics section 5.2)."""
    has_development_beacon: bool = True
    """Whether pulses come from the development beacon, whose secret everyone knows, or from drand's quicknet."""
    root_owner: AccountId = NOBODY
    root_owner_hotkey: AccountId = NOBODY


@cache
def account(name: str) -> AccountId:
    """The account of a development key such as `//Alice`."""
    return AccountId(Keypair.from_uri(f"//{name}").public_key)


def localnet_balances() -> dict[AccountId, int]:
    """Who is funded on a localnet (economics section 5.1)."""
    balances = {account(name): RICH_RAO for name in RICH}
    balances |= {account(name): FUNDED_RAO for name in FUNDED}
    balances |= {decode(address): FUNDED_RAO for address in ETHEREUM_MAPPED}
    return balances


def localnet_fast() -> GenesisPreset:
    """A localnet with slots of 250 ms and the short delays of the fast runtime; Alice owns the root network."""
    return GenesisPreset(
        name="localnet-fast",
        settings=RuntimeSettings(),
        balances=localnet_balances(),
        sudo_key=account("Alice"),
        authorities=(account("One"),),
        has_subnets=True,
        root_owner=account("Alice"),
        root_owner_hotkey=account("Alice_hk"),
    )


def localnet() -> GenesisPreset:
    """A localnet with the block time and the delays of the live chain."""
    return GenesisPreset(
        name="localnet",
        settings=RuntimeSettings(slot_duration_ms=NORMAL_SLOT_MS, fast=False),
        balances=localnet_balances(),
        sudo_key=account("Alice"),
        authorities=(account("One"),),
        has_subnets=True,
    )


def permissive() -> GenesisPreset:
    """The fast localnet without rate limits, waiting times and freeze windows: nothing to wait for in a test."""
    return replace(localnet_fast(), name="permissive", settings=RuntimeSettings(limits_lifted=True))


def empty() -> GenesisPreset:
    """A fast chain without subnets, on which only Alice owns anything."""
    return GenesisPreset(
        name="empty",
        settings=RuntimeSettings(),
        balances={account("Alice"): RICH_RAO},
        sudo_key=account("Alice"),
        authorities=(account("One"),),
        has_subnets=False,
    )


PRESETS = {"localnet-fast": localnet_fast, "localnet": localnet, "permissive": permissive, "empty": empty}


def preset(name: str) -> GenesisPreset:
    """The preset of that name. Raises UnknownPreset."""
    make = PRESETS.get(name)
    if make is None:
        raise UnknownPreset(f"there is no genesis preset {name!r}; there are {', '.join(PRESETS)}")
    return make()
