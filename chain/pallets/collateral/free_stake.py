"""Stake less collateral: what a coldkey may part with, as far as collateral is concerned. Amounts are rao of alpha."""

from typing import Protocol

from chain.primitives.identifiers import AccountId


class AllStake(Protocol):
    """What coldkeys hold."""

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with a hotkey."""
        ...

    def coldkey_stake(self, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with all hotkeys."""
        ...


class HeldCollateral(Protocol):
    """What of it is collateral."""

    def locked_with(self, netuid: int, hotkey: AccountId, coldkey: AccountId) -> int:
        """The collateral of one position."""
        ...

    def locked_by(self, netuid: int, coldkey: AccountId) -> int:
        """The collateral of a coldkey with all hotkeys."""
        ...


class FreeStake:
    """Answers like stake accounts, leaving collateral out."""

    def __init__(self, stakes: AllStake, collateral: HeldCollateral) -> None:
        self._stakes = stakes
        self._collateral = collateral

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with a hotkey beyond its collateral there."""
        locked = self._collateral.locked_with(netuid, hotkey, coldkey)
        return max(0, self._stakes.stake_of(hotkey, coldkey, netuid) - locked)

    def coldkey_stake(self, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds on a network beyond all its collateral there."""
        locked = self._collateral.locked_by(netuid, coldkey)
        return max(0, self._stakes.coldkey_stake(coldkey, netuid) - locked)
