"""Hotkey accounts: which coldkey owns which hotkeys (lifecycle 2.8)."""

from typing import Protocol

from chain.frame.call import call
from chain.frame.error import InvariantBroken
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageMap
from chain.frame.weight import measured_weight
from chain.pallets.networks.sovereign import ZERO_ACCOUNT, is_subnet_account
from chain.pallets.subtensor_module.errors import CannotUseSystemAccount, HotKeyAccountNotExists, NonAssociatedColdKey
from chain.primitives.hashing import Blake2_128Concat
from chain.primitives.identifiers import AccountId


class StakingIndex(Protocol):
    """Where staking remembers the hotkeys a coldkey may have stake with."""

    def add_staking_hotkey(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Remember the hotkey, once."""
        ...


class HotkeyAccounts(Pallet, wire="SubtensorModule"):
    """A hotkey belongs to the coldkey that first used it; it keeps its owner until a key swap."""

    errors = (CannotUseSystemAccount, HotKeyAccountNotExists, NonAssociatedColdKey)

    owner = StorageMap[AccountId, AccountId](
        hasher=Blake2_128Concat, default=ZERO_ACCOUNT, doc="The coldkey that owns a hotkey."
    )
    owned_hotkeys = StorageMap[AccountId, list[AccountId]](
        hasher=Blake2_128Concat, default=[], doc="The hotkeys of a coldkey, oldest first."
    )

    def connect(self, *, staking: StakingIndex) -> None:
        """Hand over what keeps the staking hotkeys of a coldkey."""
        self._staking = staking

    def genesis(self) -> None:
        """Let the zero account own itself: it holds the first network's only uid (economics 5.2)."""
        self.owner[ZERO_ACCOUNT] = ZERO_ACCOUNT

    @call(index=91, weight=measured_weight(25_337_000, reads=3, writes=3))
    def try_associate_hotkey(self, origin: Origin, hotkey: AccountId) -> None:
        """Make the hotkey the signing coldkey's own, if nobody owns it; otherwise change nothing.

        Fails with CannotUseSystemAccount for an account of the chain itself.
        """
        self.create_if_missing(origin.ensure_signed(), hotkey)

    # for other parts

    def exists(self, hotkey: AccountId) -> bool:
        """Whether some coldkey owns the hotkey."""
        return hotkey in self.owner

    def owner_of(self, hotkey: AccountId) -> AccountId:
        """The coldkey of a hotkey; the zero account if nobody owns it."""
        return self.owner[hotkey]

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        return hotkey in self.owner and self.owner[hotkey] == coldkey

    def hotkeys_of(self, coldkey: AccountId) -> list[AccountId]:
        """The hotkeys of a coldkey, oldest first."""
        return list(self.owned_hotkeys[coldkey])

    def create_if_missing(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Give the hotkey to the coldkey unless somebody owns it; raises CannotUseSystemAccount."""
        self.ensure_may_be_hotkey(hotkey)
        if hotkey in self.owner:
            return
        self.give(coldkey, hotkey)
        self._staking.add_staking_hotkey(coldkey, hotkey)

    def ensure_may_be_hotkey(self, account: AccountId) -> None:
        """Raise CannotUseSystemAccount for an account of the chain itself."""
        if is_subnet_account(account):
            raise CannotUseSystemAccount

    def give(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Make the coldkey the owner of a hotkey that nobody owns, or that it owns; raises CannotUseSystemAccount."""
        self.ensure_may_be_hotkey(hotkey)
        self.owner[hotkey] = coldkey
        owned = self.owned_hotkeys[coldkey]
        if hotkey not in owned:
            self.owned_hotkeys[coldkey] = [*owned, hotkey]

    def release(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Let a hotkey of the coldkey be nobody's."""
        del self.owner[hotkey]
        self._list(coldkey, [owned for owned in self.owned_hotkeys[coldkey] if owned != hotkey])

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Give all hotkeys of a coldkey to another."""
        hotkeys = self.owned_hotkeys[old]
        for hotkey in hotkeys:
            self.owner[hotkey] = new
        others = self.owned_hotkeys[new]
        self._list(new, [*others, *(hotkey for hotkey in hotkeys if hotkey not in others)])
        self._list(old, [])

    def _list(self, coldkey: AccountId, hotkeys: list[AccountId]) -> None:
        if hotkeys:
            self.owned_hotkeys[coldkey] = hotkeys
        else:
            del self.owned_hotkeys[coldkey]

    def check_invariants(self) -> None:
        """Every hotkey but the zero account's own is listed once, by the coldkey that owns it."""
        for coldkey, hotkeys in self.owned_hotkeys.items():
            if len(set(hotkeys)) != len(hotkeys):
                raise InvariantBroken(f"OwnedHotkeys of {coldkey.hex()} lists a hotkey twice")
            for hotkey in hotkeys:
                if self.owner[hotkey] != coldkey:
                    raise InvariantBroken(
                        f"OwnedHotkeys of {coldkey.hex()} lists {hotkey.hex()}, owned by {self.owner[hotkey].hex()}"
                    )
        for hotkey, coldkey in self.owner.items():
            if hotkey != ZERO_ACCOUNT and hotkey not in self.owned_hotkeys[coldkey]:
                raise InvariantBroken(f"{coldkey.hex()} owns {hotkey.hex()}, but its OwnedHotkeys do not list it")
