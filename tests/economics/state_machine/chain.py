"""A whole chain for economic tests: real runtime, real blocks, extrinsics without real signatures."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chain.codec import replace
from chain.frame import Call, RuntimeCall
from chain.frame.dispatch_error import DispatchError
from chain.frame.event import Event
from chain.genesis import account, preset
from chain.pallets.aura.pallet import slot_digest
from chain.primitives.address import Id
from chain.primitives.digest import Digest
from chain.primitives.extrinsic import ExtrinsicSignature, UncheckedExtrinsic
from chain.primitives.header import Header
from chain.primitives.identifiers import AccountId, Hash
from chain.primitives.signature import Sr25519
from chain.runtime import Runtime
from chain.state import State
from chain.state.history import StateHistory
from tests.economics.state_machine.journal import Journal, Note
from tests.local_chain import NO_HASH, compact

TAO = 10**9
SUDO = account("Alice")
UNSIGNED = Sr25519(bytes(64))
FIRST_TIME_MS = 1_700_000_000_000


class Outcome(NamedTuple):
    """How an extrinsic or a block step went, and what it told and did."""

    error: DispatchError | None
    events: list[Event]
    notes: list[Note]


class Place(NamedTuple):
    """A point of the chain to come back to."""

    token: Any
    head: Header
    now_ms: int


class EconomicChain:
    """Blocks over the fast localnet with other balances. Between two calls a block is always open."""

    def __init__(self, balances: Mapping[AccountId, int]) -> None:
        self._preset = replace(preset("localnet-fast"), balances=balances)
        state = State()
        Runtime(state, self._preset.settings).build_genesis(self._preset)
        self._history = StateHistory()
        root = self._history.genesis(state.changes())
        self.head = Header(NO_HASH, 0, Hash(root), NO_HASH, Digest())
        self._history.commit(self.head.hash(), self._history.head())
        self._now_ms = FIRST_TIME_MS
        self._renew()
        self._open()

    def next_block(self) -> Outcome:
        """Seal the open block and begin the next one; what its block step did."""
        self._seal()
        return self._open()

    def submit(self, signer: AccountId, call: Call) -> Outcome:
        """Put a call into the open block. Raises TransactionRefused where it cannot be part of it."""
        seen = self.runtime.system.log.count()
        self.journal.begin()
        result = self.runtime.apply_extrinsic(self._extrinsic(signer, call))
        return Outcome(getattr(result, "value", None), self._events(seen), self.journal.take())

    def call(self, pallet: str, name: str, **arguments: Any) -> Call:
        """A call by its wire names."""
        return self.runtime.declaration.calls.make(pallet, name, arguments)

    def snapshot(self) -> Place:
        """Seal the open block; a place to come back to, after which the next block is open."""
        self._seal()
        return Place(self._history.snapshot(), self.head, self._now_ms)

    def go_on(self) -> Outcome:
        """Begin the block after a snapshot or a return."""
        return self._open()

    def return_to(self, place: Place) -> None:
        """Forget every block since."""
        self._history.revert(place.token)
        self.head, self._now_ms = place.head, place.now_ms
        self._renew()

    def _renew(self) -> None:
        """A runtime over the newest state; it makes all blocks until the chain returns to a place."""
        # Every extrinsic brings no signature, so every signature is good.
        state = self._history.at(self.head.hash())
        self.runtime = Runtime(state, self._preset.settings, verify_signature=lambda *_: True)
        self.journal = Journal(self.runtime)

    def _seal(self) -> None:
        header = self.runtime.finalize_block()
        self._history.commit(header.hash(), self.runtime.state)
        self._history.prune(8)
        self.head = header

    def _open(self) -> Outcome:
        settings = self._preset.settings
        self._history.follow(self.runtime.state)
        self._now_ms += settings.slot_duration_ms
        digest = Digest([slot_digest(self._now_ms // settings.slot_duration_ms)])
        self.journal.begin()
        self.runtime.initialize_block(Header(self.head.hash(), self.head.number + 1, NO_HASH, NO_HASH, digest))
        outcome = Outcome(None, self._events(0), self.journal.take())
        for inherent in self.runtime.inherents(self._now_ms):
            self.runtime.apply_extrinsic(inherent)
        return outcome

    def _events(self, seen: int) -> list[Event]:
        """The events of the open block after so many."""
        log = self.runtime.system.log
        fresh = log._records[seen : log.count()]
        return [record.event for record in log._record_codec.decode(compact(len(fresh)) + b"".join(fresh))]

    def _extrinsic(self, signer: AccountId, call: Call) -> bytes:
        nonce = self.runtime.system.accounts.nonce(signer)
        extra = b"\x00" + compact(nonce) + compact(0) + b"\x00"
        encoded = self.runtime.declaration.codec_of(RuntimeCall).encode(call)
        return UncheckedExtrinsic(ExtrinsicSignature(Id(signer), UNSIGNED, extra), encoded).encode()
