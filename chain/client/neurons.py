"""Who is on a subnet: reading its neurons from storage, registering one, announcing its address."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from substrateinterface import SubstrateInterface

from chain.client.submit import Inclusion, SigningKey, submit

PALLET = "SubtensorModule"
_HTTP = 4
_AXON_VERSION = 1


@dataclass(frozen=True)
class Axon:
    """Where a neuron says it answers. The address 0.0.0.0 stands for the machine of whoever reads it."""

    address: IPv4Address | IPv6Address
    port: int

    @property
    def is_on_this_machine(self) -> bool:
        """Whether only the reader's own machine can be meant."""
        return self.address.is_unspecified or self.address.is_loopback

    @property
    def url(self) -> str:
        """Where it is reached by HTTP, without a path."""
        if self.address.is_unspecified:
            return f"http://127.0.0.1:{self.port}"
        host = f"[{self.address}]" if self.address.version == 6 else str(self.address)
        return f"http://{host}:{self.port}"


@dataclass(frozen=True)
class Neuron:
    """One member of a subnet. `stake_rao` is the alpha on its hotkey, `last_update_block` its last weights."""

    uid: int
    hotkey: str
    axon: Axon | None
    validator_permit: bool
    last_update_block: int
    stake_rao: int


@dataclass(frozen=True)
class Metagraph:
    """A subnet's neurons in the order of their uids, all read at one block."""

    netuid: int
    block: int
    neurons: tuple[Neuron, ...]

    def neuron(self, hotkey: str) -> Neuron | None:
        """The neuron with this hotkey (SS58), if there is one."""
        return next((neuron for neuron in self.neurons if neuron.hotkey == hotkey), None)


def read_metagraph(connection: SubstrateInterface, netuid: int) -> Metagraph:
    """Read a subnet's neurons at the best block."""
    at = connection.get_chain_head()
    block = int(connection.rpc_request("chain_getHeader", [at])["result"]["number"], 16)
    hotkeys = {int(uid.value): str(hotkey.value) for uid, hotkey in connection.query_map(PALLET, "Keys", [netuid], at)}
    axons = {str(hotkey.value): axon.value for hotkey, axon in connection.query_map(PALLET, "Axons", [netuid], at)}
    permits = connection.query(PALLET, "ValidatorPermit", [netuid], at).value
    updates = connection.query(PALLET, "LastUpdate", [netuid], at).value
    stakes = _read_stakes(connection, netuid, list(hotkeys.values()), at)
    neurons = tuple(
        Neuron(
            uid=uid,
            hotkey=hotkey,
            axon=_axon(axons.get(hotkey)),
            validator_permit=uid < len(permits) and bool(permits[uid]),
            last_update_block=int(updates[uid]) if uid < len(updates) else 0,
            stake_rao=stakes[hotkey],
        )
        for uid, hotkey in sorted(hotkeys.items())
    )
    return Metagraph(netuid, block, neurons)


def register(connection: SubstrateInterface, coldkey: SigningKey, netuid: int, hotkey: str) -> Inclusion:
    """Buy a place for a hotkey at the current price, paid and owned by the coldkey."""
    return submit(connection, coldkey, PALLET, "burned_register", {"netuid": netuid, "hotkey": hotkey})


def root_register(connection: SubstrateInterface, coldkey: SigningKey, hotkey: str) -> Inclusion:
    """Give a hotkey a place in the root network."""
    return submit(connection, coldkey, PALLET, "root_register", {"hotkey": hotkey})


def serve_axon(connection: SubstrateInterface, hotkey: SigningKey, netuid: int, axon: Axon) -> Inclusion:
    """Announce where the hotkey answers. The chain refuses loopback addresses; 0.0.0.0 serves one machine."""
    arguments = {
        "netuid": netuid,
        "version": _AXON_VERSION,
        "ip": int(axon.address),
        "port": axon.port,
        "ip_type": axon.address.version,
        "protocol": _HTTP,
        "placeholder1": 0,
        "placeholder2": 0,
    }
    return submit(connection, hotkey, PALLET, "serve_axon", arguments)


def _axon(record: dict[str, Any] | None) -> Axon | None:
    if record is None or not record["port"]:
        return None
    version = IPv6Address if record["ip_type"] == 6 else IPv4Address
    return Axon(ip_address(version(int(record["ip"]))), int(record["port"]))


def _read_stakes(connection: SubstrateInterface, netuid: int, hotkeys: list[str], at: str) -> dict[str, int]:
    keys = [connection.create_storage_key(PALLET, "TotalHotkeyAlpha", [hotkey, netuid]) for hotkey in hotkeys]
    values = connection.query_multi(keys, at) if keys else []
    return {hotkey: int(value.value or 0) for hotkey, (_, value) in zip(hotkeys, values, strict=True)}
