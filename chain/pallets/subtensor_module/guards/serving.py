"""CheckServingEndpoints: announcements of endpoints, with all that the calls themselves test."""

from typing import Protocol

from chain.frame.call import Call
from chain.primitives.identifiers import AccountId


class EndpointRules(Protocol):
    """What an endpoint must be."""

    def ensure_axon(self, hotkey: AccountId, netuid: int, ip: int, port: int, ip_type: int) -> None:
        """Raise what is wrong with an axon."""
        ...

    def ensure_prometheus(self, hotkey: AccountId, netuid: int, ip: int, port: int, ip_type: int) -> None:
        """Raise what is wrong with an endpoint of measurements."""
        ...


class ServingGuard:
    """Refuses announcements that could only fail."""

    def __init__(self, *, serving: EndpointRules) -> None:
        self._serving = serving

    def __call__(self, call: Call, who: AccountId) -> None:
        """Raise what stands against an announcement; other calls pass."""
        if call.is_any_of("SubtensorModule", "serve_axon", "serve_axon_tls"):
            self._serving.ensure_axon(who, call["netuid"], call["ip"], call["port"], call["ip_type"])
        elif call.is_any_of("SubtensorModule", "serve_prometheus"):
            self._serving.ensure_prometheus(who, call["netuid"], call["ip"], call["port"], call["ip_type"])
