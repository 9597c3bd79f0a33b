"""What swaps of keys want of the other parts."""

from typing import Protocol

from chain.pallets.balances.types import Preservation
from chain.pallets.subtensor_module.limits import WaitingRule
from chain.pallets.subtensor_module.types import RateLimitKey
from chain.primitives.identifiers import AccountId


class HotkeyStorage(Protocol):
    """A part that keeps something by hotkey on networks."""

    def move_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let what it keeps for a hotkey on a network follow the exchange for another; raises what forbids it."""
        ...


class HotkeyStakes(Protocol):
    """A part that keeps something for the stake with a hotkey."""

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let it follow the stake with a hotkey on a network to another."""
        ...


class ColdkeyStorage(Protocol):
    """A part that keeps something by coldkey."""

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Let everything it keeps for a coldkey follow the exchange for another; raises what forbids it."""
        ...


class SwapAccounts(Protocol):
    """Who owns which hotkey."""

    def exists(self, hotkey: AccountId) -> bool:
        """Whether somebody owns the hotkey."""
        ...

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        ...

    def ensure_may_be_hotkey(self, account: AccountId) -> None:
        """Raise CannotUseSystemAccount for an account of the chain itself."""
        ...

    def give(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Make the coldkey the hotkey's owner; raises CannotUseSystemAccount."""
        ...

    def release(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Let a hotkey of the coldkey be nobody's."""
        ...


class SwapNetworks(Protocol):
    """Which networks there are."""

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class SwapNeurons(HotkeyStorage, Protocol):
    """Who has a uid where."""

    def is_member(self, hotkey: AccountId, netuid: int) -> bool:
        """Whether the hotkey has a uid on the network."""
        ...

    def is_member_anywhere(self, hotkey: AccountId) -> bool:
        """Whether the hotkey has a uid on any network."""
        ...


class SwapFamily(Protocol):
    """Who lends stake to whom."""

    def children_of(self, hotkey: AccountId, netuid: int) -> list[tuple[int, AccountId]]:
        """The children of a hotkey with their proportions."""
        ...


class SwapClaims(Protocol):
    """Root dividends."""

    def has_claims(self, hotkey: AccountId) -> bool:
        """Whether anything was earned or claimed for root stake with the hotkey."""
        ...


class SwapStakes(Protocol):
    """Stake with hotkeys, and its holders."""

    def root_stake(self, hotkey: AccountId) -> int:
        """What all coldkeys hold with a hotkey on root, in rao."""
        ...

    def hotkeys_of(self, coldkey: AccountId) -> list[AccountId]:
        """The hotkeys with which a coldkey has or had stake."""
        ...

    def holders_of_hotkey(self, hotkey: AccountId) -> list[AccountId]:
        """The coldkeys with a share of the hotkey's pools."""
        ...

    def replace_staking_hotkey(self, coldkey: AccountId, old: AccountId, new: AccountId) -> None:
        """Remember one hotkey instead of another for the coldkey."""
        ...


class SwapCollateral(Protocol):
    """Stake that is pledged."""

    def is_pledged(self, netuid: int, hotkey: AccountId) -> bool:
        """Whether anybody has collateral with a hotkey on a network."""
        ...


class SwapTakes(Protocol):
    """What delegates keep."""

    def move_take(self, old: AccountId, new: AccountId) -> None:
        """Let a delegate go by another hotkey."""
        ...


class SwapLimits(Protocol):
    """When something was done last."""

    def ensure_not_exceeded(self, rule: WaitingRule, key: RateLimitKey, blocks: int) -> None:
        """Raise the rule's error while no more than `blocks` have gone by since the last action."""
        ...

    def record(self, key: RateLimitKey) -> None:
        """Note the action as taken in the current block."""
        ...

    def copy(self, source: RateLimitKey, destination: RateLimitKey) -> None:
        """Let the last action of one kind count for another."""
        ...

    def forget(self, key: RateLimitKey) -> None:
        """Let the action never have been taken."""
        ...


class SwapParameters(Protocol):
    """The parameters of swaps."""

    @property
    def tx_rate_limit(self) -> int:
        """Blocks between two hotkey swaps of a coldkey."""
        ...

    @property
    def coldkey_swap_announcement_delay(self) -> int:
        """Blocks between announcing and making a coldkey swap."""
        ...

    @property
    def coldkey_swap_reannouncement_delay(self) -> int:
        """Further blocks after which a coldkey swap can be announced anew."""
        ...


class SwapCurrency(Protocol):
    """TAO in accounts."""

    def reducible_balance(self, who: AccountId, preservation: Preservation = ...) -> int:
        """What the account can part with, in rao."""
        ...

    def burn_from(self, who: AccountId, amount: int) -> int:
        """Destroy balance of an account; the amount."""
        ...

    def transfer(self, source: AccountId, dest: AccountId, amount: int) -> None:
        """Move an amount; the source may end by it."""
        ...


class SwapIssuance(Protocol):
    """The count of all TAO."""

    def recycle(self, amount: int) -> None:
        """Count TAO that ceased to exist; it will be minted again."""
        ...


class SwapLineage(Protocol):
    """Which key followed which."""

    def follow_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Note that a hotkey took the place of another on a network."""
        ...

    def follow_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Note that a coldkey took the place of another."""
        ...
