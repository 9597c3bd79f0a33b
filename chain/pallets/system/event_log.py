"""The events of the block under construction.

Events are encoded when they happen and kept in memory; their number lies in the state. So a storage layer that is
dropped takes its events along, whoever dropped it, and the list in the state is written once, at the end of the block.
"""

from typing import Any

from chain.codec import Codec, append_compact, codec_of
from chain.frame.event import Event
from chain.frame.runtime_declaration import RuntimeDeclaration
from chain.pallets.system.types import EventRecord, Initialization, Phase, RuntimeEvent
from chain.primitives.hashing import twox_128
from chain.state import State

_SYSTEM = twox_128(b"System")
EVENTS_KEY = _SYSTEM + twox_128(b"Events")
EVENT_COUNT_KEY = _SYSTEM + twox_128(b"EventCount")
NUMBER_KEY = _SYSTEM + twox_128(b"Number")
NO_TOPICS = 0


class EventLog:
    """Collects the events of one block over one state."""

    __slots__ = ("_codec", "_is_past_genesis", "_phase", "_phase_prefix", "_record_codec", "_records", "_state")

    def __init__(self, state: State) -> None:
        self._state = state
        self._records: list[bytes] = []
        self._is_past_genesis = False
        self._codec: Codec[Any] | None = None
        self._record_codec: Codec[list[EventRecord]] | None = None
        self.phase = Initialization()

    def connect(self, declaration: RuntimeDeclaration) -> None:
        """Learn which events there are and how they are written."""
        self._codec = declaration.codec_of(RuntimeEvent)
        self._record_codec = declaration.codec_of(list[EventRecord])

    @property
    def phase(self) -> Phase:
        """The phase that events belong to."""
        return self._phase

    @phase.setter
    def phase(self, phase: Phase) -> None:
        self._phase = phase
        self._phase_prefix = codec_of(Phase).encode(phase)

    def clear(self) -> None:
        """Forget the events of the block before."""
        self._records.clear()
        self._state.delete(EVENTS_KEY)
        self._state.delete(EVENT_COUNT_KEY)

    def deposit(self, event: Event) -> None:
        """Record an event; EncodeError where no pallet of the runtime declares it. Genesis has no events."""
        self.deposit_encoded(self.encode(event))

    def encode(self, event: Event) -> bytes:
        """An event as it is recorded, without its phase."""
        if self._codec is None:
            raise RuntimeError(f"{event!r} came before the runtime was complete; connect the system pallet first")
        out = bytearray()
        self._codec.append(event, out)
        out.append(NO_TOPICS)
        return bytes(out)

    def deposit_encoded(self, event: bytes) -> None:
        """Record an event that is encoded already."""
        state = self._state
        if not self._is_past_genesis:
            if not any(state.get(NUMBER_KEY) or b""):
                return
            self._is_past_genesis = True
        count = int.from_bytes((state.get(EVENT_COUNT_KEY) or b"")[:4], "little")
        records = self._records
        if len(records) != count:
            # The events of a layer that was dropped.
            del records[count:]
        records.append(self._phase_prefix + event)
        state.put(EVENT_COUNT_KEY, (count + 1).to_bytes(4, "little"))

    def count(self) -> int:
        """How many events the block has so far."""
        return int.from_bytes((self._state.get(EVENT_COUNT_KEY) or b"")[:4], "little")

    def encoded(self) -> bytes:
        """All events so far as they are stored."""
        count = self.count()
        if count > len(self._records):
            raise RuntimeError(
                f"the state counts {count} events and this runtime recorded {len(self._records)}; "
                "a block must be built by one runtime object from its beginning to its end"
            )
        out = bytearray()
        append_compact(count, out)
        return bytes(out) + b"".join(self._records[:count])

    def records(self) -> list[EventRecord]:
        """All events so far."""
        if self._record_codec is None:
            raise RuntimeError("events cannot be read before the runtime is complete; connect the system pallet first")
        return self._record_codec.decode(self.encoded())

    def write(self) -> None:
        """Put the events into the state."""
        self._state.put(EVENTS_KEY, self.encoded())
