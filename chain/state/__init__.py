"""The state of a chain: a working view with nested layers, the trie below it, its history and its file."""

from chain.state.state import NoOpenLayer, State

__all__ = ["NoOpenLayer", "State"]
