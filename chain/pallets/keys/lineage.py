"""Which key followed which: what a swap leaves for those who know a neuron or an owner by its former key."""

from typing import Protocol, TypeVar

from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalDoubleMap, OptionalMap
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, NetUid

K = TypeVar("K", contravariant=True)


class _Map(Protocol[K]):
    def __getitem__(self, key: K) -> AccountId | None: ...

    def __setitem__(self, key: K, value: AccountId | None) -> None: ...


class Lineage(Pallet, wire="SubtensorModule"):
    """Successors of swapped keys, and the first key of every line."""

    hotkey_successor = OptionalDoubleMap[NetUid, AccountId, AccountId](
        hashers=(Identity, Blake2_128Concat), doc="The hotkey that took the place of a hotkey on a network."
    )
    hotkey_root = OptionalDoubleMap[NetUid, AccountId, AccountId](
        hashers=(Identity, Blake2_128Concat), doc="The first hotkey of the line that a hotkey continues on a network."
    )
    coldkey_successor = OptionalMap[AccountId, AccountId](
        hasher=Blake2_128Concat, doc="The coldkey that took the place of a coldkey."
    )
    coldkey_root = OptionalMap[AccountId, AccountId](
        hasher=Blake2_128Concat, doc="The first coldkey of the line that a coldkey continues."
    )

    def follow_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Note that a hotkey took the place of another on a network."""
        _follow(self.hotkey_successor, self.hotkey_root, (netuid, old), (netuid, new), old, new)

    def follow_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Note that a coldkey took the place of another."""
        _follow(self.coldkey_successor, self.coldkey_root, old, new, old, new)

    def remove_subnet(self, netuid: int) -> None:
        """Forget the lines of hotkeys on a network."""
        self.hotkey_successor.clear(netuid)
        self.hotkey_root.clear(netuid)


def _follow(successors: _Map[K], roots: _Map[K], old: K, new: K, replaced: AccountId, replacing: AccountId) -> None:
    """Write the two ends of a step. A key that comes back into use has no successor, and begins its own line."""
    first = roots[old] or replaced
    successors[old] = replacing
    successors[new] = None
    roots[new] = None if first == replacing else first
