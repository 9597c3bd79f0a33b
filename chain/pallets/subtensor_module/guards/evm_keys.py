"""CheckEvmKeyAssociation: EVM keys of neurons that exist, not too often."""

from typing import Protocol

from chain.frame.call import Call
from chain.primitives.identifiers import AccountId


class AssociationRules(Protocol):
    """Who may associate an EVM key."""

    def ensure_may_associate(self, netuid: int, hotkey: AccountId) -> int:
        """The uid of a hotkey; raises what stands against its association now."""
        ...


class EvmKeyGuard:
    """Refuses associations that could only fail."""

    def __init__(self, *, keys: AssociationRules) -> None:
        self._keys = keys

    def __call__(self, call: Call, who: AccountId) -> None:
        """Raise what stands against an association; other calls pass."""
        if call.is_any_of("SubtensorModule", "associate_evm_key"):
            self._keys.ensure_may_associate(call["netuid"], who)
