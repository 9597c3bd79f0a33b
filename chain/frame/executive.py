"""Executive: how a block runs, in Substrate's order.

Begin: events of the block before are forgotten, a new runtime version runs its upgrade, then `on_initialize` of all
pallets by index. Extrinsics: inherents, then transactions, each in a layer that stays or goes as a whole. End:
`on_idle` with the weight that is left, `on_finalize`, then the header with the roots.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeAlias

from chain.codec import Err, Ok, Result, append_compact
from chain.frame.call import Call, PostDispatchInfo, RuntimeCall
from chain.frame.dispatch import Dispatcher
from chain.frame.dispatch_error import DispatchError
from chain.frame.error import DispatchFailure
from chain.frame.extension import Transaction
from chain.frame.extrinsic_type import OpaqueExtrinsic, WholeExtrinsic
from chain.frame.inherent import Inherent
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.pipeline import Pipeline
from chain.frame.runtime_declaration import RuntimeDeclaration
from chain.frame.validity import (
    BadMandatory,
    MandatoryValidation,
    NoUnsignedValidator,
    TransactionRefused,
    TransactionSource,
    ValidTransaction,
)
from chain.frame.weight import ZERO_WEIGHT, DispatchClass, Pays, Weight
from chain.primitives.extrinsic import UncheckedExtrinsic
from chain.primitives.header import Header
from chain.state import State

DispatchResult: TypeAlias = Result[None, DispatchError]


class BlockKeeper(Protocol):
    """What the executive asks of the system pallet."""

    @property
    def number(self) -> int:
        """The number of the block."""

    def begin(self, header: Header) -> bool:
        """Begin the block of this header; whether the runtime's version is new."""

    def finish_initialization(self, weight: Weight) -> None:
        """Count the weight of the hooks; extrinsics follow."""

    def take_room(self, transaction: Transaction) -> None:
        """Count an unsigned extrinsic's length and weight. TransactionRefused where there is no room."""

    def note_result(self, transaction: Transaction, failure: DispatchError | None, weight: Weight, pays: Pays) -> None:
        """Count the extrinsic as part of the block, and tell how it went."""

    def checkpoint(self) -> Any:
        """What `restore` needs to undo the counting since."""

    def restore(self, checkpoint: Any) -> None:
        """Undo the counting of an extrinsic that was refused."""

    def finish_extrinsics(self) -> Weight:
        """Extrinsics are over; the weight that is left."""

    def use_weight(self, weight: Weight) -> None:
        """Count the weight of hooks."""

    def finish(self) -> Header:
        """End the block; its header."""


class Executive:
    """Runs blocks of one runtime over one state."""

    def __init__(
        self,
        *,
        state: State,
        declaration: RuntimeDeclaration,
        keeper: BlockKeeper,
        parts: Sequence[tuple[str, Pallet]],
        dispatcher: Dispatcher,
        pipeline: Pipeline,
    ) -> None:
        self._state = state
        self._declaration = declaration
        self._keeper = keeper
        self._named_parts = parts
        self._parts = [part for _, part in parts]
        self._classes = tuple(map(type, self._parts))
        self._dispatcher = dispatcher
        self.pipeline = pipeline
        self._inherents: dict[Pallet, tuple[Inherent, bytes]] = {}

    def initialize_block(self, header: Header) -> None:
        """Begin the block of this header, whose roots are not known yet."""
        weight = ZERO_WEIGHT
        if self._keeper.begin(header):
            for part in self._having(Pallet.on_runtime_upgrade):
                weight = weight + part.on_runtime_upgrade()
        for part in self._having(Pallet.on_initialize):
            used = part.on_initialize(header.number)
            if used is not ZERO_WEIGHT:
                weight = weight + used
        self._keeper.finish_initialization(weight)

    def inherents(self, data: Mapping[bytes, bytes]) -> list[bytes]:
        """The extrinsics that this block has to begin with, made from what the node knows."""
        codec = self._declaration.codec_of(RuntimeCall)
        encoded = []
        for part in self._having(Pallet.create_inherent):
            inherent = part.create_inherent(data)
            if inherent is None:
                continue
            known = self._inherents.get(part)
            if known is None or known[0] != inherent:
                call = self._declaration.calls.make_for(inherent.method, inherent.arguments)
                known = self._inherents[part] = inherent, UncheckedExtrinsic(None, codec.encode(call)).encode()
            # An inherent that does not change is the same object in all blocks: they stay in memory.
            encoded.append(known[1])
        return encoded

    def opaque_inherents(self, data: Mapping[bytes, bytes]) -> list[WholeExtrinsic]:
        """The same extrinsics as values of the runtime's extrinsic type."""
        codec = self._declaration.codec_of(list[OpaqueExtrinsic])
        encoded = self.inherents(data)
        out = bytearray()
        append_compact(len(encoded), out)
        extrinsics: list[WholeExtrinsic] = codec.decode(bytes(out) + b"".join(encoded))
        return extrinsics

    def check_inherents(self, extrinsics: Sequence[bytes], data: Mapping[bytes, bytes]) -> dict[bytes, str]:
        """Why inherents of a block contradict what the node knows, by inherent identifier."""
        objections: dict[bytes, str] = {}
        for encoded in extrinsics:
            transaction = self.pipeline.decode(encoded)
            if transaction.signer is None:
                for part in self._parts_of(transaction.call.pallet):
                    objection = part.check_inherent(transaction.call, data)
                    if objection is not None:
                        objections[part.inherent_identifier] = objection
        return objections

    def apply_extrinsic(self, encoded: bytes) -> DispatchResult:
        """Apply an extrinsic: how its call went.

        TransactionRefused or DecodeError where it is not part of the block; then nothing has changed.
        """
        transaction = self.pipeline.decode(encoded)
        if transaction.signer is not None:
            self.pipeline.check_signature(transaction)
            self.pipeline.check(transaction)
        elif transaction.info.dispatch_class is not DispatchClass.Mandatory and not self._is_inherent(transaction.call):
            self._validate_unsigned(transaction.call)
        state = self._state
        checkpoint = self._keeper.checkpoint()
        state.begin()
        try:
            result = self._apply(transaction)
        except BaseException:
            state.rollback()
            self._keeper.restore(checkpoint)
            raise
        state.commit()
        return result

    def _apply(self, transaction: Transaction) -> DispatchResult:
        if transaction.signer is None:
            self._keeper.take_room(transaction)
            prepared = {}
            origin = Origin.none()
        else:
            prepared = self.pipeline.prepare(transaction)
            origin = Origin.signed(transaction.signer)
        failure: DispatchFailure | None = None
        try:
            actual = self._dispatcher.dispatch(transaction.call, origin)
        except DispatchFailure as raised:
            failure = raised
            actual = PostDispatchInfo(raised.actual_weight, raised.pays or Pays.Yes)
        info = transaction.info
        if failure is not None and info.dispatch_class is DispatchClass.Mandatory:
            raise TransactionRefused(BadMandatory(), f"{transaction.call!r} failed: {failure!r}") from failure
        if transaction.signer is not None:
            self.pipeline.post_dispatch(transaction, prepared, actual, failure)
        used = info.weight if actual.actual_weight is None else actual.actual_weight.at_most(info.weight)
        pays = Pays.Yes if info.pays is Pays.Yes and actual.pays is Pays.Yes else Pays.No
        error = None if failure is None else self._declaration.dispatch_error(failure)
        self._keeper.note_result(transaction, error, used + transaction.extension_weight, pays)
        return Ok(None) if error is None else Err(error)

    def finalize_block(self) -> Header:
        """Run the last hooks, write the block's marks into the state and give its header with both roots."""
        number = self._keeper.number
        remaining = self._keeper.finish_extrinsics()
        for part in self._having(Pallet.on_idle):
            used = part.on_idle(number, remaining)
            if used is not ZERO_WEIGHT:
                remaining = remaining - used
                self._keeper.use_weight(used)
        for part in self._having(Pallet.on_finalize):
            part.on_finalize(number)
        return self._keeper.finish()

    def validate_transaction(self, source: TransactionSource, encoded: bytes) -> ValidTransaction:
        """What the pool needs to know of a transaction for the block that is about to be built.

        TransactionRefused where it cannot be included, DecodeError where it is no transaction.
        """
        transaction = self.pipeline.decode(encoded)
        if transaction.info.dispatch_class is DispatchClass.Mandatory:
            raise TransactionRefused(MandatoryValidation())
        if transaction.signer is None:
            return self._validate_unsigned(transaction.call)
        self.pipeline.check_signature(transaction)
        return self.pipeline.validate(transaction, source)

    def _is_inherent(self, call: Call) -> bool:
        return any(part.is_inherent(call) for part in self._parts_of(call.pallet))

    def _validate_unsigned(self, call: Call) -> ValidTransaction:
        for part in self._parts_of(call.pallet):
            valid = part.validate_unsigned(call)
            if valid is not None:
                return valid
        raise TransactionRefused(NoUnsignedValidator(), f"nobody vouches for an unsigned {call.pallet}.{call.name}")

    def _parts_of(self, pallet: str) -> list[Pallet]:
        """The parts of a pallet by its name on the wire."""
        return [part for name, part in self._named_parts if name == pallet]

    def _having(self, hook: Callable[..., Any]) -> list[Pallet]:
        """The parts that have a hook of their own."""
        parts = self._parts
        return [parts[position] for position in _positions_having(self._classes, hook)]


@cache
def _positions_having(classes: tuple[type[Pallet], ...], hook: Callable[..., Any]) -> tuple[int, ...]:
    return tuple(position for position, part in enumerate(classes) if getattr(part, hook.__name__) is not hook)
