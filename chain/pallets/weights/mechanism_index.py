"""The key under which a mechanism of a network stores weights, commits and vectors (lifecycle 0.1)."""

from typing import Protocol

NETUIDS = 4_096
"""How many netuids fit below the mechanism id."""


class MechanismCounts(Protocol):
    """How many mechanisms networks have."""

    def mechanism_count(self, netuid: int) -> int:
        """The number of mechanisms of a network."""
        ...


def storage_index(netuid: int, mecid: int) -> int:
    """The key of a mechanism; for the first one it is the netuid."""
    return netuid + NETUIDS * mecid


def netuid_of(index: int) -> int:
    """The network of a key."""
    return index % NETUIDS


def indices_of(netuid: int, counts: MechanismCounts) -> list[int]:
    """The keys of all mechanisms of a network."""
    return [storage_index(netuid, mecid) for mecid in range(counts.mechanism_count(netuid))]
