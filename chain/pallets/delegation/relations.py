"""Parents and children of one hotkey on one network, as a value that can be checked and changed (lifecycle 2.9)."""

from collections.abc import Sequence

from chain.codec import Record
from chain.pallets.subtensor_module.errors import (
    ChildParentInconsistency,
    InvalidChild,
    ProportionOverflow,
    TooManyChildren,
)
from chain.primitives.fixed import U64_MAX
from chain.primitives.identifiers import AccountId

MAX_CHILDREN = 5

Shares = list[tuple[int, AccountId]]
"""Pairs of (proportion of 2**64 - 1, hotkey)."""


class Relations(Record):
    """The children a hotkey lends to and the parents that lend to it."""

    pivot: AccountId
    children: dict[AccountId, int]
    parents: dict[AccountId, int]

    @classmethod
    def load(cls, pivot: AccountId, children: Shares, parents: Shares) -> "Relations":
        """The stored relations, entries on the hotkey itself left out.

        Raises ProportionOverflow or ChildParentInconsistency where they contradict themselves.
        """
        own = {hotkey: share for share, hotkey in children if hotkey != pivot}
        lending = {hotkey: share for share, hotkey in parents if hotkey != pivot}
        _ensure_whole(own)
        _ensure_apart(own, lending)
        return cls(pivot, own, lending)

    def with_children(self, children: Sequence[tuple[int, AccountId]]) -> "Relations":
        """The relations after the children are replaced; raises what makes the new ones impossible."""
        chosen = {hotkey: share for share, hotkey in children}
        if self.pivot in chosen:
            raise InvalidChild
        if len(chosen) > MAX_CHILDREN:
            raise TooManyChildren
        _ensure_whole(chosen)
        _ensure_apart(chosen, self.parents)
        return Relations(self.pivot, chosen, self.parents)

    def joined(self, other: "Relations") -> "Relations":
        """The relations of one hotkey that takes the place of two; shares with the same hotkey add up.

        Raises InvalidChild where one of the two lends to the other, and what makes the joined ones impossible.
        """
        if {self.pivot, other.pivot} & {*self.children, *self.parents, *other.children, *other.parents}:
            raise InvalidChild
        parents = _sum_of(self.parents, other.parents)
        return Relations(other.pivot, {}, parents).with_children(
            [(share, hotkey) for hotkey, share in _sum_of(self.children, other.children).items()]
        )

    def stored_children(self) -> Shares:
        """The children as they are stored, by account."""
        return [(self.children[hotkey], hotkey) for hotkey in sorted(self.children)]

    def stored_parents(self) -> Shares:
        """The parents as they are stored, by account."""
        return [(self.parents[hotkey], hotkey) for hotkey in sorted(self.parents)]


def _sum_of(first: dict[AccountId, int], second: dict[AccountId, int]) -> dict[AccountId, int]:
    return {hotkey: first.get(hotkey, 0) + second.get(hotkey, 0) for hotkey in {**first, **second}}


def _ensure_whole(shares: dict[AccountId, int]) -> None:
    if sum(shares.values()) > U64_MAX:
        raise ProportionOverflow


def _ensure_apart(children: dict[AccountId, int], parents: dict[AccountId, int]) -> None:
    if children.keys() & parents.keys():
        raise ChildParentInconsistency


def with_share(shares: Shares, hotkey: AccountId, share: int) -> Shares:
    """The list with the hotkey's share set, in its place or at the end."""
    if any(held == hotkey for _, held in shares):
        return [(share if held == hotkey else old, held) for old, held in shares]
    return [*shares, (share, hotkey)]


def renamed(shares: Shares, old: AccountId, new: AccountId) -> Shares:
    """The list with one hotkey in the place of another; where both are in it, their shares add up."""
    together = sum(share for share, held in shares if held in (old, new))
    return [(together if held == old else share, new if held == old else held) for share, held in shares if held != new]


def without(shares: Shares, hotkey: AccountId) -> Shares:
    """The list without the hotkey."""
    return [(share, held) for share, held in shares if held != hotkey]
