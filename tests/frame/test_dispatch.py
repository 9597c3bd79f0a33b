"""Calls: how they are read, and what running one leaves behind."""

import pytest

from chain.codec import U64, Compact, DecodeError, EncodeError
from chain.frame import (
    ArithmeticError_,
    BadOrigin,
    Event,
    InvariantBroken,
    ModuleError,
    Origin,
    Other,
    Pallet,
    RuntimeCall,
    StorageValue,
    TokenError,
    Weight,
    call,
)
from chain.frame import dispatch_error as wire
from chain.frame.call_table import MAX_CALL_DEPTH, CallTooDeep
from chain.frame.testing import TestRuntime
from chain.pallets.system import CallFiltered, System
from chain.primitives.identifiers import AccountId

ALICE = AccountId(b"\x01" * 32)


class Stored(Event, index=0):
    """A number was stored."""

    number: U64


class NotFive(ModuleError, index=0):
    """Five is not allowed; choose another number."""


class Unlisted(ModuleError, index=1):
    """An error that no pallet lists; list it."""


class Notes(Pallet):
    """Keeps a number."""

    events = (Stored,)
    errors = (NotFive,)

    number = StorageValue[U64](default=0, doc="The number.")

    @call(index=0, weight=lambda number: Weight(number, 0))
    def store(self, origin: Origin, number: Compact[U64]) -> None:
        """Keep a number."""
        origin.ensure_signed()
        self.number = number
        self.deposit_event(Stored(number))
        if number == 5:
            raise NotFive

    @call(index=1)
    def subtract(self, origin: Origin, amount: U64) -> None:
        """Take an amount off the number."""
        self.number -= amount

    @call(index=2)
    def wrap(self, origin: Origin, inner: RuntimeCall) -> None:
        """Hold another call."""

    @call(index=3)
    def wrap_many(self, origin: Origin, inner: list[RuntimeCall]) -> None:
        """Hold other calls."""

    @call(index=9)
    def fault(self, origin: Origin) -> None:
        """Fail as no call should."""
        self.number = 1
        raise KeyError("a bug")

    def check_invariants(self) -> None:
        if self.number == 13:
            raise InvariantBroken("thirteen is unlucky")


@pytest.fixture
def chain():
    system = System.for_tests()
    return TestRuntime({0: system, 6: Notes(system)})


def notes(chain):
    return chain.parts[1]


def encoded(chain, made):
    return chain.declaration.codec_of(RuntimeCall).encode(made)


def test_a_call_goes_over_the_wire_and_runs(chain):
    made = chain.call(Notes.store, number=300)
    assert encoded(chain, made) == b"\x06\x00" + b"\xb1\x04"
    chain.dispatch(made, Origin.signed(ALICE))
    assert notes(chain).number == 300
    assert chain.events() == [Stored(300)]
    assert chain.events() == []


def test_a_failed_call_leaves_neither_writes_nor_events(chain):
    chain.dispatch(chain.call(Notes.store, number=4), Origin.signed(ALICE))
    chain.events()
    with pytest.raises(NotFive):
        chain.dispatch(chain.call(Notes.store, number=5), Origin.signed(ALICE))
    assert notes(chain).number == 4 and chain.events() == []
    chain.dispatch(chain.call(Notes.store, number=6), Origin.signed(ALICE))
    assert chain.events() == [Stored(6)]


def test_events_of_any_dropped_layer_are_gone(chain):
    with pytest.raises(ZeroDivisionError), chain.state.layer():
        notes(chain).deposit_event(Stored(1))
        raise ZeroDivisionError
    notes(chain).deposit_event(Stored(2))
    assert chain.events() == [Stored(2)]


def test_an_amount_that_does_not_fit_its_storage_is_an_overflow(chain):
    with pytest.raises(ArithmeticError_.Overflow, match="-1"):
        chain.dispatch(chain.call(Notes.subtract, amount=1), Origin.signed(ALICE))
    assert notes(chain).number == 0


def test_a_fault_of_the_runtime_comes_out_and_changes_nothing(chain):
    with pytest.raises(KeyError, match="a bug"):
        chain.dispatch(chain.call(Notes.fault), Origin.root())
    assert notes(chain).number == 0 and chain.state.depth == 0


def test_origins_say_who_may(chain):
    for origin in (Origin.root(), Origin.none()):
        with pytest.raises(BadOrigin):
            chain.dispatch(chain.call(Notes.store, number=1), origin)
    assert Origin.signed(ALICE).ensure_signed() == ALICE
    assert Origin.root().ensure_signed_or_root() is None
    for wrong in (Origin.signed(ALICE), Origin.none()):
        with pytest.raises(BadOrigin):
            wrong.ensure_root()
    with pytest.raises(BadOrigin):
        Origin.signed(ALICE).ensure_none()
    with pytest.raises(BadOrigin):
        Origin.none().ensure_signed_or_root()


def test_weight_may_follow_from_the_arguments(chain):
    assert chain.call(Notes.store, number=77).info.weight == Weight(77, 0)


def test_arguments_are_found_by_name(chain):
    made = chain.call(Notes.store, number=77)
    assert made["number"] == 77 and made.is_any_of("Notes", "store", "other") and made.is_any_of("Notes")
    assert not made.is_any_of("Notes", "other") and repr(made) == "Notes.store(number=77)"
    with pytest.raises(KeyError, match="no argument 'size'"):
        made["size"]


def test_making_a_call_wrongly_says_what_is_wrong(chain):
    with pytest.raises(TypeError, match=r"Notes\.store takes \(number\), given \(numbers\)"):
        chain.call(Notes.store, numbers=1)
    with pytest.raises(TypeError, match="not marked with @call"):
        chain.call(Notes.check_invariants)
    with pytest.raises(LookupError, match=r"no call Notes\.burn; Notes has fault, store"):
        chain.declaration.calls.make("Notes", "burn", {})


def test_bytes_that_are_no_call_are_refused(chain):
    codec = chain.declaration.codec_of(RuntimeCall)
    for wrong in (b"", b"\x06", b"\x06\x63", b"\x63\x00", b"\x06\x00", b"\x06\x01\x01\x02", b"\x06\x00\x04\x04"):
        with pytest.raises(DecodeError):
            codec.decode(wrong)


def test_a_call_that_does_not_fit_names_call_and_argument(chain):
    with pytest.raises(EncodeError, match=r"Notes\.store"):
        encoded(chain, chain.call(Notes.store, number=-1))


def test_calls_nest_up_to_a_depth_and_no_further(chain):
    codec = chain.declaration.codec_of(RuntimeCall)
    inner = b"\x06\x00\x04"
    deep = b"\x06\x02" * MAX_CALL_DEPTH + inner
    assert codec.encode(codec.decode(deep)) == deep
    with pytest.raises(CallTooDeep):
        codec.decode(b"\x06\x02" * (MAX_CALL_DEPTH + 1) + inner)
    with pytest.raises(DecodeError):
        codec.decode(b"\x06\x03\x04" * 5_000)
    assert codec.decode(deep).name == "wrap"


def test_failures_have_their_wire_form(chain):
    errors = chain.declaration
    assert errors.dispatch_error(NotFive()) == wire.Module(wire.ModuleErrorCode(6, b"\x00\x00\x00\x00"))
    assert errors.dispatch_error(BadOrigin()) == wire.BadOrigin()
    assert errors.dispatch_error(TokenError.Frozen()) == wire.Token(wire.TokenErrorKind.Frozen)
    assert errors.dispatch_error(ArithmeticError_.Underflow()) == wire.Arithmetic(wire.ArithmeticErrorKind.Underflow)
    assert errors.dispatch_error(Other("why")) == wire.Other()
    with pytest.raises(LookupError, match="Unlisted is not in the `errors`"):
        errors.dispatch_error(Unlisted())


def test_a_wire_error_is_traced_back_to_its_class(chain):
    errors = chain.declaration
    assert isinstance(errors.failure_of(wire.Module(wire.ModuleErrorCode(6, b"\x00\x00\x00\x00"))), NotFive)
    token = wire.Token(wire.TokenErrorKind.Frozen)
    assert errors.dispatch_error(errors.failure_of(token)) == token


def test_wire_errors_have_the_encoding_of_substrate(chain):
    codec = chain.declaration.codec_of(wire.DispatchError)
    assert codec.encode(wire.Module(wire.ModuleErrorCode(7, b"\x02\x00\x00\x00"))).hex() == "030702000000"
    assert codec.encode(wire.Token(wire.TokenErrorKind.NotExpendable)).hex() == "0708"
    assert codec.encode(wire.Arithmetic(wire.ArithmeticErrorKind.DivisionByZero)).hex() == "0802"
    assert codec.encode(wire.RootNotAllowed()).hex() == "0d"


def test_filters_stop_all_but_root_and_guards_all_that_is_signed(chain):
    made = chain.call(Notes.subtract, amount=0)
    chain.dispatcher.filters = (lambda call: call.name != "subtract",)
    with pytest.raises(CallFiltered):
        chain.dispatch(made, Origin.signed(ALICE))
    chain.dispatch(made, Origin.root())
    chain.dispatcher.dispatch_unfiltered(made, Origin.signed(ALICE))

    def guard(call, who):
        raise NotFive

    chain.dispatcher.guards = (guard,)
    with pytest.raises(NotFive):
        chain.dispatcher.dispatch_unfiltered(made, Origin.signed(ALICE))
    chain.dispatch(made, Origin.root())


def test_leaving_a_test_runtime_checks_the_invariants(chain):
    with pytest.raises(InvariantBroken, match="unlucky"), chain:
        notes(chain).number = 13


def test_blocks_follow_each_other_with_hooks(chain):
    seen = []
    notes(chain).on_initialize = lambda now: seen.append(("begin", now)) or Weight(0, 0)
    notes(chain).on_finalize = lambda now: seen.append(("end", now))
    assert chain.next_block(2) == 3
    assert seen == [("end", 1), ("begin", 2), ("end", 2), ("begin", 3)]
    assert chain.system.block_number == 3
