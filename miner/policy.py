"""Whom a miner answers.

The rule is looked up in a set before anything is spent on a request. A validator's permit is what keeps copiers out: a
miner that relays the questions it gets must sign them itself, and is refused for want of a permit. A permit is had by
stake, so this holds as far as a permit costs more than copying earns; `least_stake_rao` raises that price.
"""

from dataclasses import dataclass
from enum import Enum

from chain.client.neurons import Metagraph


class Admission(Enum):
    """Who may ask."""

    VALIDATORS = "validators"
    """Neurons of the subnet with a validator permit."""
    REGISTERED = "registered"
    """Every neuron of the subnet."""
    ANYONE = "anyone"
    """Every well-signed request."""


@dataclass(frozen=True)
class Denial:
    """Why a caller is not answered."""

    code: str
    what: str
    expected: str


class CallerPolicy:
    """Decides by hotkey; `update` swaps in what a newer metagraph says."""

    def __init__(self, admission: Admission, least_stake_rao: int = 0) -> None:
        self.admission = admission
        self.least_stake_rao = least_stake_rao
        self._registered: frozenset[str] = frozenset()
        self._admitted: frozenset[str] = frozenset()

    def update(self, metagraph: Metagraph) -> None:
        """Take over who is registered, permitted and staked."""
        admitted = (
            neuron.hotkey
            for neuron in metagraph.neurons
            if (neuron.validator_permit or self.admission is Admission.REGISTERED)
            and neuron.stake_rao >= self.least_stake_rao
        )
        self._registered = frozenset(neuron.hotkey for neuron in metagraph.neurons)
        self._admitted = frozenset(admitted)

    def denial(self, hotkey: str) -> Denial | None:
        """Why this hotkey is not answered; None if it is."""
        if self.admission is Admission.ANYONE or hotkey in self._admitted:
            return None
        if hotkey not in self._registered:
            return Denial("unknown_caller", f"{hotkey} is not registered on this subnet", "a registered validator")
        return Denial(
            "caller_not_admitted",
            f"{hotkey} is registered, without what this miner asks of callers",
            f"{self.admission.value} with at least {self.least_stake_rao} rao of stake",
        )
