"""The transaction extensions of the system pallet: who, for which chain, until when, in which order, how heavy."""

from typing import Annotated, Any

from chain.codec import U32, Compact, Struct, TypeName
from chain.frame.call import Call, PostDispatchInfo
from chain.frame.error import DispatchFailure
from chain.frame.extension import Transaction, TransactionExtension
from chain.frame.validity import (
    AncientBirthBlock,
    BadSigner,
    ExhaustsResources,
    Future,
    Payment,
    Stale,
    TransactionRefused,
    TransactionSource,
    ValidTransaction,
)
from chain.frame.weight import Pays, Weight, measured_weight
from chain.pallets.system.limits import BLOCK_LENGTH, BLOCK_WEIGHTS
from chain.pallets.system.pallet import NO_HASH, System
from chain.primitives.era import Era
from chain.primitives.identifiers import AccountId, Hash

NOBODY = bytes(32)
LONGEST_SHIELDED_ERA = 8
"""Blocks: the author's key is another by then."""


class CheckNonZeroSender(TransactionExtension):
    """Nobody has the account of zeros."""

    class Extra(Struct, path="frame_system::extensions::check_non_zero_sender::CheckNonZeroSender", params={"T": None}):
        """Adds nothing to a transaction."""

    def weight(self, call: Call) -> Weight:
        """A comparison."""
        return Weight(449_000, 0)

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> None:
        """BadSigner for the account of zeros."""
        if transaction.signer == NOBODY:
            raise TransactionRefused(BadSigner())


class CheckSpecVersion(TransactionExtension):
    """The signature is for one spec version."""

    class Extra(Struct, path="frame_system::extensions::check_spec_version::CheckSpecVersion", params={"T": None}):
        """Adds nothing to a transaction."""

    Implicit = U32

    def __init__(self, system: System) -> None:
        self._spec_version = system.version.spec_version

    def weight(self, call: Call) -> Weight:
        """A comparison."""
        return Weight(399_000, 0)

    def implicit(self, extra: Any) -> int:
        """The spec version."""
        return self._spec_version


class CheckTxVersion(TransactionExtension):
    """The signature is for one transaction version."""

    class Extra(Struct, path="frame_system::extensions::check_tx_version::CheckTxVersion", params={"T": None}):
        """Adds nothing to a transaction."""

    Implicit = U32

    def __init__(self, system: System) -> None:
        self._transaction_version = system.version.transaction_version

    def weight(self, call: Call) -> Weight:
        """A comparison."""
        return Weight(390_000, 0)

    def implicit(self, extra: Any) -> int:
        """The transaction version."""
        return self._transaction_version


class CheckGenesis(TransactionExtension):
    """The signature is for one chain."""

    class Extra(Struct, path="frame_system::extensions::check_genesis::CheckGenesis", params={"T": None}):
        """Adds nothing to a transaction."""

    Implicit = Hash

    def __init__(self, system: System) -> None:
        self._system = system

    def weight(self, call: Call) -> Weight:
        """One read."""
        return measured_weight(3_876_000, reads=1)

    def implicit(self, extra: Any) -> Hash:
        """The hash of block 0."""
        return self._system.block_hash_at(0)


class CheckMortality(TransactionExtension):
    """The transaction is valid for some blocks, counted from one whose hash is signed."""

    class Extra(
        Struct, path="node_subtensor_runtime::check_mortality::CheckMortality", params={"T": None}, unnamed=True
    ):
        """From when, and for how many blocks."""

        era: Era

    Implicit = Hash

    def __init__(self, system: System) -> None:
        self._system = system

    def weight(self, call: Call) -> Weight:
        """Two reads."""
        return measured_weight(6_296_000, reads=2)

    def implicit(self, extra: Any) -> Hash:
        """The hash of the block the transaction is valid from; that of block 0 for ever."""
        era: Era = extra.era
        birth = era.birth(self._system.block_number)
        found = self._system.block_hash_at(birth)
        if found == NO_HASH:
            raise TransactionRefused(AncientBirthBlock(), f"the hash of block {birth} is not known any more")
        return found

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> ValidTransaction | None:
        """Tell the pool until when to keep the transaction; Stale for a shielded one that could live for long."""
        era: Era = extra.era
        if transaction.call.is_any_of("MevShield", "submit_encrypted") and not _is_short(era):
            raise TransactionRefused(
                Stale(), f"a shielded transaction is mortal for at most {LONGEST_SHIELDED_ERA} blocks; sign it so"
            )
        if era.is_immortal:
            return None
        now = self._system.block_number
        return ValidTransaction(longevity=max(era.death(now) - now, 0))


class CheckNonce(TransactionExtension):
    """An account's transactions are numbered and come in order."""

    class Extra(Struct, path="node_subtensor_runtime::check_nonce::CheckNonce", params={"T": None}, unnamed=True):
        """The number of the transaction."""

        nonce: Annotated[Compact[U32], TypeName("T::Nonce")]

    def __init__(self, system: System) -> None:
        self._accounts = system.accounts

    def weight(self, call: Call) -> Weight:
        """One read and one write."""
        return measured_weight(5_689_000, reads=1, writes=1)

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> ValidTransaction | None:
        """Payment for a paying account that does not exist, Stale for a number used before."""
        who = transaction.signer
        assert who is not None
        info = self._accounts.get(who)
        if transaction.info.pays is Pays.Yes and info.providers == 0 and info.sufficients == 0:
            raise TransactionRefused(Payment(), "the account does not exist, so it cannot pay")
        nonce: int = extra.nonce
        if nonce < info.nonce:
            raise TransactionRefused(Stale(), f"the transaction has nonce {nonce}, the account is at {info.nonce}")
        if source is TransactionSource.InBlock:
            return None
        if nonce == info.nonce:
            return ValidTransaction(provides=[_tag(who, nonce)])
        return ValidTransaction(provides=[_tag(who, nonce)], requires=[_tag(who, nonce - 1)])

    def prepare(self, transaction: Transaction, extra: Any) -> None:
        """Count the transaction; Future where one before it is missing."""
        who = transaction.signer
        assert who is not None
        info = self._accounts.get(who)
        expected = info.nonce
        if extra.nonce != expected:
            reason = Stale() if extra.nonce < expected else Future()
            raise TransactionRefused(reason, f"the transaction has nonce {extra.nonce}, the account is at {expected}")
        self._accounts.increase_nonce(who, info)


class CheckWeight(TransactionExtension):
    """A block holds so much weight and so many bytes, in each class and in all."""

    class Extra(Struct, path="frame_system::extensions::check_weight::CheckWeight", params={"T": None}):
        """Adds nothing to a transaction."""

    def __init__(self, system: System) -> None:
        self._system = system

    def weight(self, call: Call) -> Weight:
        """One read and one write."""
        return measured_weight(4_375_000, reads=1, writes=1)

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> None:
        """ExhaustsResources for a transaction that fits no block, or not into what is left of this one."""
        info = transaction.info
        if self._system.block.length + transaction.length > BLOCK_LENGTH.max.of(info.dispatch_class):
            raise TransactionRefused(ExhaustsResources(), f"{transaction.length} bytes do not fit into the block")
        limit = BLOCK_WEIGHTS.per_class.of(info.dispatch_class).max_extrinsic
        if limit is not None and transaction.weight.exceeds(limit):
            raise TransactionRefused(ExhaustsResources(), f"{transaction.weight} is above {limit} for a transaction")

    def prepare(self, transaction: Transaction, extra: Any) -> None:
        """Count length and weight in the block. ExhaustsResources where there is no room."""
        block = self._system.block
        dispatch_class = transaction.info.dispatch_class
        limits = BLOCK_WEIGHTS.per_class.of(dispatch_class)
        counted = transaction.weight + limits.base_extrinsic
        used = block.weights[dispatch_class] + counted
        if limits.max_total is not None and used.exceeds(limits.max_total):
            raise TransactionRefused(ExhaustsResources(), "the block has no weight left in this class")
        is_full = (block.total_weight() + counted).exceeds(BLOCK_WEIGHTS.max_block)
        # Beyond the whole block's limit a class may still use what is reserved for it; mandatory calls, anything.
        if is_full and limits.reserved is not None and used.exceeds(limits.reserved):
            raise TransactionRefused(ExhaustsResources(), "the block has no weight left")
        block.weights[dispatch_class] = used
        block.length += transaction.length

    def post_dispatch(
        self, transaction: Transaction, prepared: Any, actual: PostDispatchInfo, failure: DispatchFailure | None
    ) -> None:
        """Give back the weight that was not used."""
        used = actual.actual_weight
        declared = transaction.info.weight
        if used is not None and used != declared:
            unused = declared - used.at_most(declared)
            self._system.block.remove_weight(unused, transaction.info.dispatch_class)


def _is_short(era: Era) -> bool:
    return not era.is_immortal and era.period <= LONGEST_SHIELDED_ERA


def _tag(who: AccountId, nonce: int) -> bytes:
    return bytes(who) + nonce.to_bytes(4, "little")
