"""How coldkeys describe themselves (lifecycle 1.7)."""

from typing import Protocol

from chain.codec import Struct
from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap
from chain.frame.weight import Weight
from chain.pallets.subtensor_module.errors import HotKeyNotRegisteredInNetwork, InvalidIdentity
from chain.pallets.subtensor_module.events import ChainIdentitySet
from chain.primitives.hashing import Blake2_128Concat
from chain.primitives.identifiers import AccountId

LONGEST = {
    "name": 256,
    "url": 256,
    "github_repo": 256,
    "image": 1024,
    "discord": 256,
    "description": 1024,
    "additional": 1024,
}
"""Bytes per field."""

LONGEST_TOGETHER = 4096
"""Bytes of all fields but the repository."""


class ChainIdentityV2(Struct, path="pallet_subtensor::pallet::ChainIdentityV2"):
    """What a coldkey says about itself; every field is free text in UTF-8."""

    name: bytes
    url: bytes
    github_repo: bytes
    image: bytes
    discord: bytes
    description: bytes
    additional: bytes


def ensure_valid(identity: ChainIdentityV2) -> None:
    """Raise InvalidIdentity for a field longer than its limit, naming it, or for too much text in all."""
    lengths = {field: len(getattr(identity, field)) for field in LONGEST}
    for field, limit in LONGEST.items():
        if lengths[field] > limit:
            raise InvalidIdentity(f"InvalidIdentity: {field} has {lengths[field]} bytes, at most {limit} are allowed")
    together = sum(lengths.values()) - lengths["github_repo"]
    if together > LONGEST_TOGETHER:
        raise InvalidIdentity(
            f"InvalidIdentity: the fields have {together} bytes together, at most {LONGEST_TOGETHER} are allowed"
        )


class IdentityAccounts(Protocol):
    """What identities ask of the hotkey accounts."""

    def hotkeys_of(self, coldkey: AccountId) -> list[AccountId]:
        """The hotkeys of a coldkey."""
        ...


class IdentityMembers(Protocol):
    """What identities ask of the neuron slots."""

    def is_member_anywhere(self, hotkey: AccountId) -> bool:
        """Whether the hotkey has a uid on any network."""
        ...


class Identities(Pallet, wire="SubtensorModule"):
    """The descriptions that coldkeys give of themselves."""

    errors = (HotKeyNotRegisteredInNetwork, InvalidIdentity)
    events = (ChainIdentitySet,)

    identities_v2 = OptionalMap[AccountId, ChainIdentityV2](
        hasher=Blake2_128Concat, doc="How a coldkey describes itself."
    )

    def connect(self, *, accounts: IdentityAccounts, members: IdentityMembers) -> None:
        """Hand over what identities depend on."""
        self._accounts = accounts
        self._members = members

    @call(index=68, weight=Weight(207_040_000, 0))
    def set_identity(
        self,
        origin: Origin,
        name: bytes,
        url: bytes,
        github_repo: bytes,
        image: bytes,
        discord: bytes,
        description: bytes,
        additional: bytes,
    ) -> None:
        """Describe the signing coldkey, which must own a hotkey with a uid somewhere.

        Fails with HotKeyNotRegisteredInNetwork otherwise, with InvalidIdentity where a text is too long.
        """
        coldkey = origin.ensure_signed()
        if not any(self._members.is_member_anywhere(hotkey) for hotkey in self._accounts.hotkeys_of(coldkey)):
            raise HotKeyNotRegisteredInNetwork
        identity = ChainIdentityV2(name, url, github_repo, image, discord, description, additional)
        ensure_valid(identity)
        self.identities_v2[coldkey] = identity
        self.deposit_event(ChainIdentitySet(coldkey))

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Let a coldkey without a description of its own take over that of another."""
        if new not in self.identities_v2:
            self.identities_v2[new] = self.identities_v2.take(old)

    def identity_of(self, coldkey: AccountId) -> ChainIdentityV2 | None:
        """How the coldkey describes itself, if it does."""
        return self.identities_v2[coldkey]
