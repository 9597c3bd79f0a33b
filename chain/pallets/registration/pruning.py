"""Which neuron makes room when a network is full, and which may not (lifecycle 2.5). Plain functions of numbers."""

from collections.abc import Collection, Iterable, Sequence

from chain.codec import Record
from chain.primitives.identifiers import AccountId

IMMUNE_PERCENT_LIMIT = 80
"""Trimming is refused when at least this percentage of the uids that would stay is immune."""


class Neuron(Record):
    """What pruning looks at: emission in rao of alpha of the last epoch, block of registration, immunity."""

    uid: int
    emission: int
    registered_at: int
    immune: bool


def immortal_hotkeys(
    owned: Iterable[tuple[int, int, AccountId]], owner_hotkey: AccountId | None, limit: int
) -> list[AccountId]:
    """The owner's hotkeys that are never pruned.

    `owned` holds (block of registration, uid, hotkey) of every registered hotkey of the owner; the earliest `limit`
    are safe. `owner_hotkey`, given only if it is registered, comes before all of them.
    """
    safe = [hotkey for _, _, hotkey in sorted(owned, key=lambda entry: entry[:2])][:limit]
    if owner_hotkey is not None and owner_hotkey not in safe:
        safe = [owner_hotkey, *safe][:limit]
    return safe


def weakest(candidates: Iterable[Neuron], min_non_immune: int) -> int | None:
    """The uid to replace: the one that earns least among those past immunity, older first, smaller uid first.

    Where no more than `min_non_immune` are past immunity, an immune one goes instead; None if there is none.
    """
    immune: list[Neuron] = []
    mortal: list[Neuron] = []
    for neuron in candidates:
        (immune if neuron.immune else mortal).append(neuron)
    chosen = mortal if len(mortal) > min_non_immune else immune
    return min(chosen, key=_worth).uid if chosen else None


def exceeds_immune_limit(immune: int, remaining: int) -> bool:
    """Whether `immune` uids are too many among `remaining`, as a rounded-down percentage."""
    percent = min(immune * 100 // remaining, 100) if remaining else 100
    return percent >= IMMUNE_PERCENT_LIMIT


def trimmed(emission: Sequence[int], protected: Collection[int], remaining: int) -> list[int]:
    """The uids to remove so that `remaining` stay: lowest emission first, the later uid first among equals."""
    ranked = sorted(range(len(emission)), key=lambda uid: -emission[uid])
    surplus = len(emission) - remaining
    removed: list[int] = []
    for uid in reversed(ranked):
        if len(removed) >= surplus:
            break
        if uid not in protected:
            removed.append(uid)
    return removed


def _worth(neuron: Neuron) -> tuple[int, int, int]:
    return neuron.emission, neuron.registered_at, neuron.uid
