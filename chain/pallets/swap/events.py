"""The events of the Swap pallet."""

from chain.codec import U16
from chain.frame import Event
from chain.primitives.identifiers import NetUid


class FeeRateSet(Event, index=0):
    """The fee of a network's pool was set, in parts of 65535."""

    netuid: NetUid
    rate: U16
