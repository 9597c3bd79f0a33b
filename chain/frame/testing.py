"""A runtime of a few pallets in one call, for tests.

    system = System.for_tests()
    with TestRuntime({0: system, 5: Balances(system, existential_deposit=500)}) as chain:
        chain.dispatch(chain.call(Balances.transfer_keep_alive, dest=Id(bob), value=7), Origin.signed(alice))
        assert chain.events() == [Transfer(alice, bob, 7)]

The block is number 1. Leaving the `with` block checks the invariants of all pallets.
"""

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Protocol, Self

from chain.frame.call import Call, PostDispatchInfo
from chain.frame.dispatch import Dispatcher
from chain.frame.event import Event
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.runtime_declaration import RuntimeDeclaration, runtime_declaration
from chain.frame.weight import Weight
from chain.frame.wire_pallet import WirePallet
from chain.state import State


class TestableSystem(Protocol):
    """What the test runtime asks of the system pallet, which stands at index 0."""

    state: State

    def connect(self, declaration: RuntimeDeclaration) -> None:
        """Learn what the runtime consists of."""

    def begin_test_block(self, number: int) -> None:
        """Begin a block without header or digest."""

    def recorded_events(self) -> list[Event]:
        """The events of the block."""

    def call_filtered(self) -> Exception:
        """The error for a call that a filter refuses."""


IDLE_WEIGHT = Weight(10**12, 2**63)


class TestRuntime:
    """Pallets at their indices on an empty state, in block 1."""

    __test__ = False

    def __init__(self, pallets: Mapping[int, Pallet | WirePallet], *, block: int = 1) -> None:
        system: Any = pallets[0]
        self.system: TestableSystem = system
        self.state = self.system.state
        self.pallets = dict(sorted(pallets.items()))
        self.parts: list[Pallet] = [
            part
            for pallet in self.pallets.values()
            for part in (pallet.parts if isinstance(pallet, WirePallet) else (pallet,))
        ]
        self.declaration = runtime_declaration({index: pallet.declaration for index, pallet in self.pallets.items()})
        self.system.connect(self.declaration)
        self.dispatcher = Dispatcher(self.state, self.parts, call_filtered=self.system.call_filtered)
        self._events_seen = 0
        self.block_number = block
        self.system.begin_test_block(block)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.check_invariants()

    def call(self, method: Callable[..., Any], **arguments: Any) -> Call:
        """A call by the method that carries it out, with its arguments by name (without the origin)."""
        return self.declaration.calls.make_for(method, arguments)

    def dispatch(self, call: Call, origin: Origin) -> PostDispatchInfo:
        """Run a call; raises the DispatchFailure that it fails with. The call goes over the wire and back first."""
        codec = self.declaration.codecs.codec_of(self.declaration.calls.shape)
        return self.dispatcher.dispatch(codec.decode(codec.encode(call)), origin)

    def events(self) -> list[Event]:
        """The events of the block since the last time this was asked."""
        recorded = self.system.recorded_events()
        fresh = recorded[self._events_seen :]
        self._events_seen = len(recorded)
        return fresh

    def next_block(self, count: int = 1) -> int:
        """Finish the block and begin the next one, `count` times, hooks included; the number of the last one.

        Invariants are checked between them.
        """
        for _ in range(count):
            self.check_invariants()
            for part in self.parts:
                part.on_idle(self.block_number, IDLE_WEIGHT)
            for part in self.parts:
                part.on_finalize(self.block_number)
            self.block_number += 1
            self.system.begin_test_block(self.block_number)
            self._events_seen = 0
            for part in self.parts:
                part.on_initialize(self.block_number)
        return self.block_number

    def check_invariants(self) -> None:
        """Raise InvariantBroken where the state of a pallet contradicts itself."""
        for part in self.parts:
            part.check_invariants()
