"""The parameters at work: what a new network starts with, what is announced, what a dissolved network leaves."""

from collections.abc import Iterator
from typing import Any

from chain.frame.pallet import SystemServices
from chain.pallets.hyperparameters.parameter import GlobalParameter, SubnetParameter
from chain.pallets.hyperparameters.table import ParameterTable
from chain.primitives.identifiers import AccountId

ROOT, FIRST = 0, 1

NEW_NETWORK = {
    "network_registration_allowed": True,
    "max_allowed_uids": 256,
    "max_allowed_validators": 64,
    "min_allowed_weights": 1,
    "immunity_period": 5_000,
    "yuma3_on": True,
    "subnet_emission_enabled": True,
}
"""What a registered network starts with, in the order in which it is announced."""


class Hyperparameters(ParameterTable, wire="SubtensorModule"):
    """Parameters of single networks, set by their owner or by root, and of the whole chain, set by root.

    `fast` chooses the values of the fast build; `network_rate_limit` is the blocks between network registrations at
    first, 0 on a localnet; `limits_lifted` starts without rate limits, waiting times and freeze windows.
    """

    def __init__(
        self, system: SystemServices, *, fast: bool, network_rate_limit: int = 7_200, limits_lifted: bool = False
    ) -> None:
        super().__init__(system)
        self.fast = fast
        self.limits_lifted = limits_lifted
        self.initial_network_rate_limit = network_rate_limit

    # genesis

    def genesis(self) -> None:
        """Write what root and the first network of a fresh chain start with (economics 5.2)."""
        self.max_allowed_uids[ROOT] = 64
        self.max_allowed_uids[FIRST] = 256
        if not self.limits_lifted:
            self.target_registrations_per_interval[ROOT] = 1
        for netuid in (ROOT, FIRST):
            self.max_allowed_validators[netuid] = 64
            self.min_allowed_weights[netuid] = 0
            self.tempo[netuid] = 100
            self.network_registration_allowed[netuid] = True

    # for other parts

    @property
    def burn_increase_mult_raw(self) -> "RawMultiplier":
        """What a registration multiplies the price by, per network, as a raw U64F64."""
        return RawMultiplier(self)

    def mechanism_count(self, netuid: int) -> int:
        """The number of mechanisms of a network."""
        return self.mechanism_count_current[netuid]

    def activity_cutoff_of(self, netuid: int) -> int:
        """Blocks after which a validator that set no weights does not count; 1 at least."""
        return max(1, self.activity_cutoff_factor_milli[netuid] * self.tempo[netuid] // 1_000)

    def enable_subtoken(self, netuid: int) -> None:
        """Let the alpha of a network be traded."""
        self.subtoken_enabled[netuid] = True

    def end_voting_power_tracking(self, netuid: int) -> None:
        """Forget that the voting power of a network was tracked, and when that was to end."""
        del self.voting_power_tracking_enabled[netuid]
        del self.voting_power_disable_at_block[netuid]

    def begin_subnet(self, netuid: int) -> int:
        """Write what a new network starts with and announce it; returns its tempo in blocks."""
        tempo: int = type(self).tempo.default_for(self)
        self.tempo[netuid] = tempo
        for name, value in NEW_NETWORK.items():
            self.write(name, netuid, value)
        self.network_pow_registration_allowed[netuid] = False
        self.kappa[netuid] = self.kappa[netuid]
        self.activity_cutoff[netuid] = self.activity_cutoff[netuid]
        return tempo

    def finish_subnet(self, netuid: int) -> None:
        """Hold back the emission of a network that now stands, until root allows it."""
        self.subnet_emission_enabled[netuid] = False

    def takes_work(self, netuid: int) -> bool:
        """Whether registration by work was opened; where nobody decided it is closed, whatever its default says."""
        return netuid in self.network_pow_registration_allowed and self.network_pow_registration_allowed[netuid]

    def is_basket_frozen(self, hotkey: AccountId) -> bool:
        """Whether root froze the trading of a basket."""
        return hotkey in self.basket_trading_frozen

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let a basket that is frozen stay so under another hotkey, to which it moves with root."""
        if netuid == ROOT and old in self.basket_trading_frozen:
            self.basket_trading_frozen[new] = self.basket_trading_frozen.take(old)

    def write(self, name: str, netuid: int, value: Any) -> None:
        """Set a parameter of a network, by attribute name, and announce it where it has an event."""
        getattr(self, name)[netuid] = value
        event = getattr(type(self), name).settings.event
        if event is not None:
            self.deposit_event(event(netuid, value))

    def write_global(self, name: str, value: Any) -> None:
        """Set a parameter of the chain, by attribute name, and announce it where it has an event."""
        setattr(self, name, value)
        event = getattr(type(self), name).settings.event
        if event is not None:
            self.deposit_event(event(value))

    def remove_subnet(self, netuid: int) -> None:
        """Forget the parameters of a network, except those which the next one of its netuid inherits."""
        for declared in declared_parameters():
            if isinstance(declared, SubnetParameter) and declared.settings.removed:
                del getattr(self, declared.attribute)[netuid]
        del self.mechanism_emission_split[netuid]


def declared_parameters() -> Iterator[SubnetParameter[Any] | GlobalParameter[Any]]:
    """The rows of the table, in order."""
    for declared in vars(ParameterTable).values():
        if isinstance(declared, SubnetParameter | GlobalParameter):
            yield declared


class RawMultiplier:
    """Reads `BurnIncreaseMult` as plain integers."""

    def __init__(self, parameters: Hyperparameters) -> None:
        self._parameters = parameters

    def __getitem__(self, netuid: int) -> int:
        return self._parameters.burn_increase_mult[netuid].bits
