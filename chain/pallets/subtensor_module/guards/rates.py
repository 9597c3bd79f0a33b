"""CheckRateLimits: weights, commits and networks that come too soon."""

from typing import Protocol

from chain.frame.call import Call
from chain.pallets.subtensor_module.limits import NETWORKS, WEIGHT_COMMITS, WEIGHTS, WaitingRule
from chain.pallets.subtensor_module.types import NetworkLastRegistered, PerNetwork, RateLimitKey
from chain.primitives.identifiers import AccountId

PALLET = "SubtensorModule"
NETUIDS = 4_096
SETTING = ("set_weights", "set_mechanism_weights")
COMMITTING = ("commit_weights", "commit_mechanism_weights")


class RatedNeurons(Protocol):
    """Which uid a hotkey has."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...


class RatedWeights(Protocol):
    """When weights were set last."""

    def ensure_may_update(self, rule: WaitingRule, netuid: int, index: int, uid: int) -> None:
        """Raise the rule's error unless that is long enough ago."""
        ...


class RateParameters(Protocol):
    """The parameters of the limits."""

    @property
    def commit_reveal_weights_enabled(self) -> PerNetwork[bool]:
        """Whether weights are committed first."""
        ...

    @property
    def network_rate_limit(self) -> int:
        """Blocks between two registrations of networks."""
        ...


class NetworkRate(Protocol):
    """When a network was registered last."""

    def ensure_passed(self, rule: WaitingRule, key: RateLimitKey, blocks: int) -> None:
        """Raise the rule's error unless so many blocks have gone by."""
        ...


class RateGuard:
    """Refuses calls that a rate limit would fail."""

    def __init__(
        self, *, neurons: RatedNeurons, weights: RatedWeights, parameters: RateParameters, limits: NetworkRate
    ) -> None:
        self._neurons = neurons
        self._weights = weights
        self._parameters = parameters
        self._limits = limits

    def __call__(self, call: Call, who: AccountId) -> None:
        """Raise the rate limit that stands against the call; a hotkey without uid passes here."""
        if call.pallet != PALLET:
            return
        if call.name == "register_network":
            self._limits.ensure_passed(NETWORKS, NetworkLastRegistered(), self._parameters.network_rate_limit)
        elif call.name in COMMITTING:
            self._ensure_may_update(WEIGHT_COMMITS, call, who)
        elif call.name in SETTING:
            hidden = self._parameters.commit_reveal_weights_enabled[call["netuid"]]
            if not hidden:
                self._ensure_may_update(WEIGHTS, call, who)

    def _ensure_may_update(self, rule: WaitingRule, call: Call, who: AccountId) -> None:
        netuid = call["netuid"]
        mecid = call["mecid"] if "mechanism" in call.name else 0
        uid = self._neurons.uid_of(netuid, who)
        if uid is not None:
            self._weights.ensure_may_update(rule, netuid, netuid + NETUIDS * mecid, uid)
