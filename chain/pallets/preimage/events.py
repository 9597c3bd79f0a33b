"""Events of the preimage pallet."""

from chain.frame.event import Event
from chain.primitives.identifiers import Hash


class Noted(Event, index=0):
    """Bytes with this hash are kept now."""

    hash: Hash


class RequestedEvent(Event, index=1, name="Requested"):
    """The chain wants the bytes with this hash."""

    hash: Hash


class Cleared(Event, index=2):
    """The bytes with this hash are gone."""

    hash: Hash
