"""The state of a chain: a working view with nested layers, the trie below it, its history and its file."""

from chain.state.history import Snapshot, StaleState, StateHistory, UnknownState
from chain.state.proof import InvalidProof, verify_proof
from chain.state.state import NoOpenLayer, State

__all__ = [
    "InvalidProof",
    "NoOpenLayer",
    "Snapshot",
    "StaleState",
    "State",
    "StateHistory",
    "UnknownState",
    "verify_proof",
]
