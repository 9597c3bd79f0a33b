"""Subnets: registering, starting and listing them, and their hyperparameters."""

from dataclasses import dataclass
from typing import Any

from substrateinterface import SubstrateInterface

from chain.client.errors import NotFound
from chain.client.submit import Inclusion, SigningKey, submit, submit_as_root

PALLET = "SubtensorModule"


@dataclass(frozen=True)
class SubnetEntry:
    """One subnet. `started` is whether its owner made the start call, `emission_enabled` whether root lets it earn."""

    netuid: int
    owner: str
    neurons: int
    tempo_blocks: int
    registration_cost_rao: int
    started: bool
    emission_enabled: bool


@dataclass(frozen=True)
class WeightRules:
    """What the chain asks of weights on a subnet. Rates and tempo are in blocks."""

    rate_limit_blocks: int
    least_entries: int
    greatest_weight: int
    version_key: int
    commit_reveal: bool
    tempo_blocks: int


def register_network(connection: SubstrateInterface, coldkey: SigningKey, hotkey: str) -> int:
    """Create a subnet owned by the coldkey with the hotkey as its first neuron; returns its netuid."""
    included = submit(connection, coldkey, PALLET, "register_network", {"hotkey": hotkey})
    attributes = included.attributes(PALLET, "NetworkAdded")
    return int(attributes[0] if isinstance(attributes, list | tuple) else attributes["netuid"])


def start_call(connection: SubstrateInterface, coldkey: SigningKey, netuid: int) -> Inclusion:
    """Open a subnet for stake and emission; its owner alone may."""
    return submit(connection, coldkey, PALLET, "start_call", {"netuid": netuid})


def enable_emission(connection: SubstrateInterface, sudo_key: SigningKey, netuid: int) -> Inclusion:
    """Let a subnet take part in emission, which the root origin decides."""
    return set_hyperparameter(connection, sudo_key, netuid, "subnet_emission_enabled", True, as_root=True)


def set_hyperparameter(
    connection: SubstrateInterface, key: SigningKey, netuid: int, name: str, value: Any, *, as_root: bool
) -> Inclusion:
    """Set what `AdminUtils.sudo_set_NAME` sets on one subnet, as its owner or as root.

    Raises NotFound for an unknown name, BadValue for a value of another type.
    """
    arguments = _setter_arguments(connection, name)
    if len(arguments) != 2 or arguments[0] != "netuid":
        raise NotFound(f"there is no hyperparameter {name!r} with one value per subnet (AdminUtils.sudo_set_{name})")
    send = submit_as_root if as_root else submit
    return send(connection, key, "AdminUtils", f"sudo_set_{name}", {"netuid": netuid, arguments[1]: value})


def set_global_parameter(connection: SubstrateInterface, sudo_key: SigningKey, name: str, value: Any) -> Inclusion:
    """Set what `AdminUtils.sudo_set_NAME` sets for the whole chain, as root. Raises NotFound."""
    arguments = _setter_arguments(connection, name)
    if len(arguments) != 1:
        raise NotFound(f"there is no parameter {name!r} of the whole chain (AdminUtils.sudo_set_{name})")
    return submit_as_root(connection, sudo_key, "AdminUtils", f"sudo_set_{name}", {arguments[0]: value})


def _setter_arguments(connection: SubstrateInterface, name: str) -> list[str]:
    call = connection.get_metadata_call_function("AdminUtils", f"sudo_set_{name}")
    return [] if call is None else [str(argument.value["name"]) for argument in call.args]


def list_subnets(connection: SubstrateInterface) -> list[SubnetEntry]:
    """Every subnet but root, by netuid."""
    at = connection.get_chain_head()
    added = connection.query_map(PALLET, "NetworksAdded", block_hash=at)
    netuids = sorted(int(netuid.value) for netuid, exists in added if exists.value and int(netuid.value) != 0)
    return [_entry(connection, netuid, at) for netuid in netuids]


def read_weight_rules(connection: SubstrateInterface, netuid: int) -> WeightRules:
    """The rules in force at the best block. Raises NotFound if there is no such subnet."""
    at = connection.get_chain_head()

    def read(name: str) -> Any:
        return connection.query(PALLET, name, [netuid], at).value

    if not read("NetworksAdded"):
        raise NotFound(f"there is no subnet {netuid}; `weft subnet list` shows those there are")
    return WeightRules(
        rate_limit_blocks=int(read("WeightsSetRateLimit")),
        least_entries=int(read("MinAllowedWeights")),
        greatest_weight=int(read("MaxWeightsLimit")),
        version_key=int(read("WeightsVersionKey")),
        commit_reveal=bool(read("CommitRevealWeightsEnabled")),
        tempo_blocks=int(read("Tempo")),
    )


def _entry(connection: SubstrateInterface, netuid: int, at: str) -> SubnetEntry:
    def read(name: str) -> Any:
        return connection.query(PALLET, name, [netuid], at).value

    return SubnetEntry(
        netuid=netuid,
        owner=str(read("SubnetOwner")),
        neurons=int(read("SubnetworkN")),
        tempo_blocks=int(read("Tempo")),
        registration_cost_rao=int(read("Burn")),
        started=read("FirstEmissionBlockNumber") is not None,
        emission_enabled=bool(read("SubnetEmissionEnabled")),
    )
