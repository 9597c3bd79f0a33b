"""From an empty chain to a subnet with its neurons: wallets, funds, registration, hyperparameters, stake.

The chain seals a block for each extrinsic meanwhile, so that founding takes as long as the work in it and no longer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from substrateinterface import SubstrateInterface

from chain.client.neurons import register
from chain.client.staking import RAO_PER_TAO, add_stake
from chain.client.submit import submit, submit_as_root
from chain.client.subnet import register_network, set_hyperparameter, start_call
from chain.client.wallets import create_wallet, development_key, open_coldkey
from localnet.scenario import Scenario

FAUCET_URI = "//Alice"
OWNER = "owner"
OWNER_FUNDS_TAO = 10_000
MINER_FUNDS_TAO = 100

# What lets a small network live at the pace of its blocks; a scenario may say otherwise.
BRISK_HYPERPARAMETERS: dict[str, Any] = {
    "subnet_emission_enabled": True,
    "commit_reveal_weights_enabled": False,
    "weights_set_rate_limit": 0,
    "serving_rate_limit": 0,
    "max_registrations_per_block": 64,
    "target_registrations_per_interval": 64,
}


@dataclass(frozen=True)
class Participant:
    """A miner or validator: its name in the scenario (and of its wallet), its kind, and its hotkey (SS58)."""

    name: str
    role: str
    kind: str
    hotkey: str


@dataclass(frozen=True)
class Foundation:
    """The subnet that was founded and who works on it, in the order of registration."""

    netuid: int
    participants: tuple[Participant, ...]


def found_network(connection: SubstrateInterface, scenario: Scenario, wallets: Path) -> Foundation:
    """Fund accounts, register and start the subnet, register and stake its neurons.

    Raises the errors of `chain.client`: what the chain refuses is told with the chain's own reason.
    """
    participants = tuple(_participants(scenario, wallets))
    owner = create_wallet(OWNER, "default", wallets, uri=f"//{OWNER}")
    funds = {owner.coldkey: OWNER_FUNDS_TAO}
    stakes = {validator.name: validator.stake_tao for validator in scenario.validators}
    for participant in participants:
        coldkey = open_coldkey(participant.name, wallets)
        funds[coldkey.ss58_address] = MINER_FUNDS_TAO + stakes.get(participant.name, 0)
    _fund(connection, funds)
    netuid = _open_subnet(connection, scenario, wallets, owner.hotkeys["default"])
    for participant in participants:
        coldkey = open_coldkey(participant.name, wallets)
        register(connection, coldkey, netuid, participant.hotkey)
        if participant.name in stakes:
            add_stake(connection, coldkey, participant.hotkey, netuid, stakes[participant.name] * RAO_PER_TAO)
    return Foundation(netuid, participants)


def _participants(scenario: Scenario, wallets: Path) -> Iterator[Participant]:
    members = [(miner.name, "miner", miner.kind) for miner in scenario.miners]
    members += [(validator.name, "validator", "validator") for validator in scenario.validators]
    for name, role, kind in members:
        wallet = create_wallet(name, "default", wallets, uri=f"//{name}")
        yield Participant(name, role, kind, wallet.hotkeys["default"])


def _fund(connection: SubstrateInterface, funds_tao: dict[str, int]) -> None:
    transfers: Sequence[Any] = [
        connection.compose_call("Balances", "transfer_keep_alive", {"dest": account, "value": tao * RAO_PER_TAO})
        for account, tao in funds_tao.items()
    ]
    submit(connection, development_key(FAUCET_URI), "Utility", "batch_all", {"calls": transfers})


def _open_subnet(connection: SubstrateInterface, scenario: Scenario, wallets: Path, owner_hotkey: str) -> int:
    owner = open_coldkey(OWNER, wallets)
    netuid = register_network(connection, owner, owner_hotkey)
    start_call(connection, owner, netuid)
    sudo = development_key(FAUCET_URI)
    # In the last blocks before an epoch most parameters are frozen, for root too.
    submit_as_root(connection, sudo, "AdminUtils", "sudo_set_admin_freeze_window", {"window": 0})
    wanted = {
        **BRISK_HYPERPARAMETERS,
        "tempo": scenario.subnet.tempo,
        # A free permit would go to the miner with the most stake, and with it the right to ask other miners.
        "max_allowed_validators": len(scenario.validators),
        **scenario.subnet.hyperparameters,
    }
    for name, value in wanted.items():
        set_hyperparameter(connection, sudo, netuid, name, value, as_root=True)
    return netuid
