"""When something was done last, for everything that may be done only so often (lifecycle 0.7)."""

from enum import IntEnum

from chain.codec import U16, U64
from chain.frame.pallet import Pallet, SystemServices
from chain.frame.storage import StorageMap, StorageNMap
from chain.pallets.subtensor_module.limits import WaitingRule
from chain.pallets.subtensor_module.types import RateLimitKey
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, NetUid


class TransactionKind(IntEnum):
    """What a key does on a network, by the number under which its last block is stored."""

    SET_CHILDREN = 0
    SET_CHILDKEY_TAKE = 1
    SET_WEIGHTS_VERSION_KEY = 4
    MECHANISM_COUNT_UPDATE = 7
    MECHANISM_EMISSION = 8
    MAX_UIDS_TRIMMING = 9
    TEMPO_UPDATE = 11


class RateLimits(Pallet, wire="SubtensorModule"):
    """The blocks in which rate-limited actions were last taken; 0 means never. `lifted` lets all of them pass."""

    last_rate_limited_block = StorageMap[RateLimitKey, U64](
        hasher=Identity, default=0, doc="The block of the last action of a kind."
    )
    transaction_key_last_block = StorageNMap[tuple[AccountId, NetUid, U16], U64](
        hashers=(Blake2_128Concat, Identity, Identity),
        default=0,
        doc="The block of the last transaction of a kind by a key on a network.",
    )

    def __init__(self, system: SystemServices, *, lifted: bool = False) -> None:
        super().__init__(system)
        self._lifted = lifted

    def last(self, key: RateLimitKey) -> int:
        """The block of the last action; 0 if there was none."""
        return self.last_rate_limited_block[key]

    def passed(self, key: RateLimitKey, blocks: int) -> bool:
        """Whether `blocks` have gone by since the last action, or there was none."""
        return self._is_over(self.last(key), blocks)

    def record(self, key: RateLimitKey) -> None:
        """Note the action as taken in the current block."""
        self.last_rate_limited_block[key] = self.system.block_number

    def copy(self, source: RateLimitKey, destination: RateLimitKey) -> None:
        """Let the last action of one kind count for another, too."""
        block = self.last(source)
        if block:
            self.last_rate_limited_block[destination] = block
        else:
            self.forget(destination)

    def forget(self, key: RateLimitKey) -> None:
        """Let the action never have been taken."""
        del self.last_rate_limited_block[key]

    def ensure_passed(self, rule: WaitingRule, key: RateLimitKey, blocks: int) -> None:
        """Raise the rule's error unless `blocks` have gone by since the last action, or there was none."""
        if not self.passed(key, blocks):
            raise rule.refusal(self.last(key) + blocks)

    def ensure_not_exceeded(self, rule: WaitingRule, key: RateLimitKey, blocks: int) -> None:
        """The older rule of key swaps and takes: too soon while no more than `blocks` have gone by."""
        last = self.last(key)
        if not self._lifted and blocks != 0 and last != 0 and self.system.block_number - last <= blocks:
            raise rule.refusal(last + blocks + 1)

    def last_transaction(self, account: AccountId, netuid: int, kind: int) -> int:
        """The block of the account's last transaction of a kind on a network; 0 if there was none."""
        return self.transaction_key_last_block[account, netuid, kind]

    def ensure_transaction_passed(
        self, rule: WaitingRule, account: AccountId, netuid: int, kind: int, blocks: int
    ) -> None:
        """Raise the rule's error unless `blocks` have gone by since the account's last transaction of the kind."""
        last = self.last_transaction(account, netuid, kind)
        if not self._is_over(last, blocks):
            raise rule.refusal(last + blocks)

    def record_transaction(self, account: AccountId, netuid: int, kind: int) -> None:
        """Note the transaction as made in the current block."""
        self.transaction_key_last_block[account, netuid, kind] = self.system.block_number

    def remove_subnet(self, netuid: int) -> None:
        """Forget the transactions made on a network; what its owner did is remembered for a later network."""
        for account, its_netuid, kind in list(self.transaction_key_last_block.keys()):
            if its_netuid == netuid:
                del self.transaction_key_last_block[account, its_netuid, kind]

    def _is_over(self, last: int, blocks: int) -> bool:
        return self._lifted or last == 0 or self.system.block_number - last >= blocks
