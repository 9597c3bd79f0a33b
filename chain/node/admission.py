"""The way into the pool: the runtime's word on an extrinsic, asked over the best block's state."""

from collections.abc import Callable, Iterable
from itertools import islice

from chain.codec import DecodeError
from chain.frame.validity import Future, InvalidTransaction, TransactionRefused, TransactionSource, ValidTransaction
from chain.node.ledger import Block
from chain.node.pool import Pool
from chain.node.pool_entry import PooledExtrinsic, PoolRefusal
from chain.node.ports import RuntimeOf, RuntimePort
from chain.node.shield import Shield
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import Hash
from chain.state import State

REVALIDATED_PER_BLOCK = 20
"""Substrate's batch: a pool of thousands must not hold up the next block."""


class Admission:
    """Validates extrinsics and hands them to the pool."""

    def __init__(
        self,
        pool: Pool,
        runtime_of: RuntimeOf,
        head_state: Callable[[], State],
        head: Callable[[], Block],
        refused: Callable[[bytes, str], None],
        shield: Shield,
    ) -> None:
        self._pool = pool
        self._runtime_of = runtime_of
        self._head_state = head_state
        self._head = head
        self._refused = refused
        self._shield = shield
        self._over_head: RuntimePort | None = None

    def rules_changed(self) -> None:
        """Hear that the best block is another one, or that signatures are checked otherwise."""
        self._over_head = None

    def submit(self, extrinsic: bytes, source: TransactionSource = TransactionSource.External) -> bytes:
        """Put an extrinsic into the pool and return its hash.

        Raises:
            DecodeError: the bytes are no extrinsic of this chain.
            TransactionRefused: the runtime finds it invalid, or cannot tell.
            PoolRefusal: the pool holds it, has banned it, is full, or holds a better one.
        """
        extrinsic_hash = blake2_256(extrinsic)
        self._pool.refuse_known(extrinsic_hash)
        try:
            entry = self._entry(extrinsic, extrinsic_hash, self._pool.next_number(), source)
        except TransactionRefused as error:
            self._refused(extrinsic_hash, str(error))
            raise
        self._pool.add(entry)
        return extrinsic_hash

    def take_back(self, extrinsics: Iterable[bytes]) -> None:
        """Put extrinsics of blocks that were cut off into the pool again, as far as they are valid."""
        for extrinsic in extrinsics:
            try:
                self.submit(extrinsic, TransactionSource.InBlock)
            except (TransactionRefused, PoolRefusal, DecodeError):
                self._pool.watchers.tell(blake2_256(extrinsic), "invalid")

    def revalidate_some(self) -> None:
        """Validate the extrinsics that have waited longest once more, and drop those that have become invalid."""
        for held in (self._pool.ready, self._pool.future):
            for entry in list(islice(held.values(), REVALIDATED_PER_BLOCK)):
                if entry.hash in self._pool:
                    self._revalidate(entry)

    def _revalidate(self, entry: PooledExtrinsic) -> None:
        try:
            fresh = self._entry(entry.data, entry.hash, entry.number, TransactionSource.External)
        except TransactionRefused as error:
            banned = isinstance(error.reason, InvalidTransaction) and not isinstance(error.reason, Future)
            self._pool.discard(entry.hash, "invalid", ban=banned)
            return
        except DecodeError:
            self._pool.discard(entry.hash, "invalid", ban=True)
            return
        if (fresh.priority, fresh.requires, fresh.provides) != (entry.priority, entry.requires, entry.provides):
            self._pool.refresh(fresh)

    def _entry(
        self, extrinsic: bytes, extrinsic_hash: bytes, number: int, source: TransactionSource
    ) -> PooledExtrinsic:
        valid = self.validate(extrinsic, source)
        return PooledExtrinsic(
            data=extrinsic,
            hash=extrinsic_hash,
            number=number,
            priority=valid.priority,
            requires=tuple(valid.requires),
            provides=tuple(valid.provides),
            valid_until=self._head().number + valid.longevity,
        )

    def validate(self, extrinsic: bytes, source: TransactionSource) -> ValidTransaction:
        """Ask the runtime about an extrinsic, and the shield about what it carries.

        Raises:
            DecodeError: the bytes are no extrinsic of this chain.
            TransactionRefused: the extrinsic is invalid, or the runtime cannot tell, or the author cannot open it.
        """
        if self._over_head is None:
            self._over_head = self._runtime_of(self._head_state())
        head = self._head()
        valid = self._over_head.validate_transaction(source, extrinsic, Hash(head.hash))
        shielded = self._over_head.shielded_in(extrinsic)
        if shielded is not None:
            self._shield.key_for(shielded, head.number + 1)
        return valid
