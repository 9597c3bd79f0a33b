"""Registrations by work, which are free: the pool tests the work before it takes one in."""

from typing import Protocol

from chain.frame.call import Call
from chain.primitives.identifiers import AccountId


class WorkRules(Protocol):
    """What work must be."""

    def ensure_work(
        self, coldkey: AccountId, netuid: int, work_block: int, nonce: int, work: bytes, hotkey: AccountId
    ) -> None:
        """Raise the first reason why work is not good for a registration."""
        ...


class WorkGuard:
    """Refuses registrations whose work is no good."""

    def __init__(self, *, rules: WorkRules) -> None:
        self._rules = rules

    def __call__(self, call: Call, who: AccountId) -> None:
        """Raise what stands against a registration by work; other calls pass."""
        if call.is_any_of("SubtensorModule", "pow_register"):
            self._rules.ensure_work(
                who, call["netuid"], call["work_block"], call["nonce"], call["work"], call["hotkey"]
            )
