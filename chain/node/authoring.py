"""Making a block: the parent's state, the inherents, what the pool offers.

Runs in the worker thread and touches nothing shared.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from chain.codec import DecodeError, Ok, Record
from chain.frame.dispatch import FailedCall
from chain.frame.validity import ExhaustsResources, Future, TransactionRefused
from chain.node.beacon import RoundChoice, pulse_extrinsics
from chain.node.ledger import Block
from chain.node.pool_entry import PooledExtrinsic
from chain.node.ports import RuntimePort
from chain.node.shield import Shield
from chain.primitives.digest import Digest, PreRuntime
from chain.primitives.hashing import blake2_256
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash
from chain.primitives.mlkem import DecapsulationKey
from chain.primitives.shielded import CannotUnshield, ShieldedTransaction, unshield
from chain.state import State

AURA_ENGINE = b"aura"
NO_ROOT = Hash(bytes(32))
EXHAUSTED_IN_A_ROW = 8
"""So many extrinsics in a row that found no room mean that the block is full."""


@dataclass
class BuiltBlock:
    """A block that is not yet part of the chain, with what became of the extrinsics that were offered."""

    block: Block
    included: list[PooledExtrinsic] = field(default_factory=list)
    invalid: list[PooledExtrinsic] = field(default_factory=list)
    too_early: list[PooledExtrinsic] = field(default_factory=list)
    failed: list[tuple[bytes, list[FailedCall]]] = field(default_factory=list)
    """The calls that failed, by the extrinsic that made them."""
    faults: list[tuple[PooledExtrinsic, Exception]] = field(default_factory=list)
    """Extrinsics that ran into a fault of the runtime itself, which undid what they did."""
    unshielded: set[bytes] = field(default_factory=set)
    """The hashes of the extrinsics that came into the block shielded."""
    lost: list[tuple[bytes, str]] = field(default_factory=list)
    """By hash, extrinsics that carried something which did not get into the block, and what they carried; and why."""


class BlockPlan(Record):
    """What a block is to be made of; `storage` is written before the block begins (`dev_setStorage`)."""

    parent: Block
    timestamp_ms: int
    slot_ms: int
    shield: Shield
    announces_key: bool = True
    """Whether the block says which key of the shield its author has."""
    candidates: Iterable[PooledExtrinsic] = ()
    forced: tuple[bytes, ...] = ()
    storage: Mapping[bytes, bytes | None] = {}
    check_invariants: bool = False
    rounds: RoundChoice | None = None
    """Which rounds of the development beacon the block brings; None for none."""


class BlockNotMade(RuntimeError):
    """A block could not be made; the message says what stood in the way."""


def build_block(plan: BlockPlan, state: State, runtime: RuntimePort, stopped: Callable[[], bool]) -> BuiltBlock:
    """Make the block that the plan describes; `runtime` works on `state`, which is the parent's until then.

    Raises:
        BlockNotMade: an inherent or a forced extrinsic was refused, or the node is stopping.
    """
    for key, value in plan.storage.items():
        if value is None:
            state.delete(key)
        else:
            state.put(key, value)
    runtime.initialize_block(_unfinished_header(plan))
    runtime.take_failed()
    built = BuiltBlock(plan.parent)
    extrinsics: list[bytes] = []
    _place_what_must_be(plan, runtime, built, extrinsics)
    exhausted = 0
    for entry in plan.candidates:
        if stopped():
            raise BlockNotMade("the node is stopping")
        if entry.hash in built.unshielded:
            continue
        try:
            carried = _carried_by(entry.data, plan, runtime)
            result = runtime.apply_extrinsic(entry.data)
        except TransactionRefused as error:
            if isinstance(error.reason, ExhaustsResources):
                exhausted += 1
                if exhausted >= EXHAUSTED_IN_A_ROW:
                    break
            else:
                (built.too_early if isinstance(error.reason, Future) else built.invalid).append(entry)
            continue
        except DecodeError:
            built.invalid.append(entry)
            continue
        except Exception as error:
            # One extrinsic that finds a fault in a pallet must not keep all others out of every block from now on.
            built.faults.append((entry, error))
            continue
        exhausted = 0
        built.included.append(entry)
        extrinsics.append(entry.data)
        if failed := runtime.take_failed():
            built.failed.append((entry.data, failed))
        if carried is not None and isinstance(result, Ok):
            _place_carried(carried, entry, runtime, built, extrinsics)
    header = runtime.finalize_block()
    if plan.check_invariants:
        runtime.check_invariants()
    built.block = Block(header.number, bytes(header.hash()), header, tuple(extrinsics), plan.timestamp_ms)
    return built


def _place_what_must_be(plan: BlockPlan, runtime: RuntimePort, built: BuiltBlock, extrinsics: list[bytes]) -> None:
    """Apply the inherents, the pulses that the block brings, and what was forced. BlockNotMade if one is refused."""
    pulses = [] if plan.rounds is None else pulse_extrinsics(runtime, plan.rounds, plan.timestamp_ms)
    announced = plan.shield.inherent(plan.parent.number + 1) if plan.announces_key else {}
    inherents = runtime.inherents(plan.timestamp_ms, announced)
    for extrinsic in (*inherents, *pulses, *plan.forced):
        try:
            runtime.apply_extrinsic(extrinsic)
        except TransactionRefused as error:
            raise BlockNotMade(
                f"extrinsic 0x{extrinsic.hex()[:64]} must be in block {plan.parent.number + 1}: {error}"
            ) from error
        extrinsics.append(extrinsic)
        if failed := runtime.take_failed():
            built.failed.append((extrinsic, failed))


class _Carried(Record):
    """A shielded transaction, and what opens it."""

    shielded: ShieldedTransaction
    key: DecapsulationKey


def _carried_by(extrinsic: bytes, plan: BlockPlan, runtime: RuntimePort) -> _Carried | None:
    """What an extrinsic carries shielded, if it does. TransactionRefused where this author cannot open it."""
    shielded = runtime.shielded_in(extrinsic)
    return None if shielded is None else _Carried(shielded, plan.shield.key_for(shielded, plan.parent.number + 1))


def _place_carried(
    carried: _Carried, carrier: PooledExtrinsic, runtime: RuntimePort, built: BuiltBlock, extrinsics: list[bytes]
) -> None:
    """Apply what an extrinsic carried, right behind it; whoever sent it shielded has paid for carrying it either way.

    It is an extrinsic like any other: the pool would have to take it, and it is no inherent.
    """
    try:
        data = unshield(carried.shielded, carried.key)
    except CannotUnshield as error:
        built.lost.append((carrier.hash, str(error)))
        return
    entry = replace(carrier, data=data, hash=blake2_256(data), requires=(), provides=())
    try:
        entry = replace(entry, provides=tuple(runtime.validate_next(data).provides))
        runtime.apply_extrinsic(data)
    except (TransactionRefused, DecodeError) as error:
        built.lost += ((carrier.hash, f"what it carried was refused: {error}"), (entry.hash, str(error)))
        return
    except Exception as error:
        built.faults.append((entry, error))
        return
    built.unshielded.add(entry.hash)
    built.included.append(entry)
    extrinsics.append(data)
    if failed := runtime.take_failed():
        built.failed.append((data, failed))


def _unfinished_header(plan: BlockPlan) -> Header:
    slot = (plan.timestamp_ms // plan.slot_ms).to_bytes(8, "little")
    return Header(
        parent_hash=Hash(plan.parent.hash),
        number=plan.parent.number + 1,
        state_root=NO_ROOT,
        extrinsics_root=NO_ROOT,
        digest=Digest(logs=[PreRuntime(AURA_ENGINE, slot)]),
    )
