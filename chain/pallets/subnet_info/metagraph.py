"""The metagraph: every field by name, so that a client may ask for some of them alone (lifecycle 5.7)."""

from collections.abc import Callable, Collection, Mapping
from typing import Annotated, Any

from chain.codec import U8, U16, Compact, TypeName
from chain.codec.struct import make_struct
from chain.pallets.collateral.state import MinerCollateralState
from chain.pallets.epoch.mechanisms import storage_index
from chain.pallets.epoch.vectors import at
from chain.pallets.hyperparameters import api as hyperparameters
from chain.pallets.subnet_info.metagraph_types import Metagraph
from chain.pallets.subnet_info.neurons import NO_AXON
from chain.pallets.subnet_info.reads import SubnetParts
from chain.pallets.subtensor_module.types import SubnetIdentityV3
from chain.primitives.fixed.wire import I96f32
from chain.primitives.identifiers import AccountId

_RUST_PATH = "pallet_subtensor::rpc_info::metagraph::SelectiveMetagraph"
FIELDS = Metagraph.__annotations__
_COLLATERAL = ("collateral_locked", "collateral_min", "collateral_earned")


def _selective_fields() -> dict[str, Any]:
    """Every field of the metagraph as an option, and two of its own before the last three."""
    fields: dict[str, Any] = {"netuid": FIELDS["netuid"]}
    for name, annotation in FIELDS.items():
        if name != "netuid" and name not in _COLLATERAL:
            fields[name] = annotation | None
    # An option of an option: the annotation keeps Python from folding the two into one.
    fields["identity"] = Annotated[SubnetIdentityV3 | None, TypeName("Option<SubnetIdentityV3>")] | None
    fields["validators"] = list[Compact[U16]] | None
    fields["commitments"] = list[tuple[AccountId, list[Compact[U8]]]] | None
    return fields | {name: FIELDS[name] | None for name in _COLLATERAL}


SelectiveMetagraph = make_struct(
    "SelectiveMetagraph",
    _selective_fields(),
    module=__name__,
    path=_RUST_PATH,
    docs="Those parts of the metagraph that were asked for; the others are None.",
)
SELECTIVE_NAMES = tuple(_selective_fields())
"""The field behind each index a client may ask for."""


class MetagraphReader:
    """One network, and one mechanism of it, read field by field."""

    def __init__(self, parts: SubnetParts, netuid: int, mecid: int = 0) -> None:
        self._parts = parts
        self.netuid = netuid
        self.index = storage_index(netuid, mecid)
        self._hotkeys: list[AccountId] | None = None
        self._stakes: tuple[list[int], list[int]] | None = None

    def full(self) -> Metagraph:
        """Every field; `netuid` is the storage index, which for mechanism 0 is the netuid."""
        return Metagraph(**{name: self.read(name) for name in FIELDS} | {"netuid": self.index})

    def selected(self, indexes: Collection[int], *, always_netuid: bool = False) -> Any:
        """The fields at the given indexes; indexes that name no field are passed over."""
        wanted = {SELECTIVE_NAMES[index] for index in indexes if index < len(SELECTIVE_NAMES)}
        values = {name: self.read(name) if name in wanted else None for name in SELECTIVE_NAMES}
        values["netuid"] = self.netuid if always_netuid or "netuid" in wanted else 0
        return SelectiveMetagraph(**values)

    def read(self, name: str) -> Any:
        """The value of one field."""
        for table in (_NETWORK, _NEURONS):
            if name in table:
                return table[name](self)
        return hyperparameters.value_of(self._parts.parameters, self.netuid, name)

    # what several fields need

    @property
    def parts(self) -> SubnetParts:
        """The parts that are read."""
        return self._parts

    @property
    def hotkeys(self) -> list[AccountId]:
        """The hotkeys by uid."""
        if self._hotkeys is None:
            self._hotkeys = self._parts.neurons.hotkeys(self.netuid)
        return self._hotkeys

    @property
    def coldkeys(self) -> list[AccountId]:
        """The coldkeys by uid."""
        return [self._parts.accounts.owner_of(hotkey) for hotkey in self.hotkeys]

    @property
    def stakes(self) -> tuple[list[int], list[int]]:
        """Alpha and weighed root stake by uid, in rao."""
        if self._stakes is None:
            alpha, root = self._parts.stake_weights.inherited_stakes(self.netuid, self.hotkeys)
            weight = self._parts.stake_weights.tao_weight_raw
            self._stakes = alpha, [(stake * weight) >> 32 for stake in root]
        return self._stakes

    @property
    def total_stakes(self) -> list[int]:
        """Stake weight by uid, in rao."""
        return [alpha + root for alpha, root in zip(*self.stakes, strict=True)]

    def validators(self) -> list[int]:
        """The uids with a permit and more stake weight than the threshold, ascending."""
        permits = self._parts.vectors.validator_permit[self.netuid]
        threshold = self._parts.parameters.stake_threshold
        return [uid for uid, stake in enumerate(self.total_stakes) if at(permits, uid, False) and stake > threshold]

    def commitments(self) -> list[tuple[AccountId, list[int]]]:
        """What the hotkeys of the network published."""
        published = self._parts.commitments
        return (
            [] if published is None else [(who, list(data)) for who, data in published.encoded_commitments(self.netuid)]
        )

    def alpha_dividends(self) -> list[tuple[AccountId, int]]:
        """Rao of alpha that the nominators of each hotkey earned."""
        return list(self._parts.dividends.alpha_dividends(self.netuid))

    def collateral(self) -> list[MinerCollateralState | None]:
        """What the owner of each hotkey has locked with it, by uid."""
        find = self._parts.collateral.of
        return [find(self.netuid, *position) for position in zip(self.hotkeys, self.coldkeys, strict=True)]

    def blocks_since_last_step(self) -> int:
        """Blocks since the last epoch was paid out."""
        return max(self._parts.clock.block_number - self._parts.schedule.last_step_block(self.netuid), 0)


Read = Callable[[MetagraphReader], Any]

_NETWORK: Mapping[str, Read] = {
    "netuid": lambda graph: graph.netuid,
    "name": lambda graph: list(graph.parts.networks.name_of(graph.netuid)),
    "symbol": lambda graph: list(graph.parts.networks.symbol_of(graph.netuid)),
    "identity": lambda graph: graph.parts.networks.identity_of(graph.netuid),
    "network_registered_at": lambda graph: graph.parts.networks.registered_at(graph.netuid),
    "owner_hotkey": lambda graph: graph.parts.networks.owner_hotkey_of(graph.netuid) or AccountId(bytes(32)),
    "owner_coldkey": lambda graph: graph.parts.networks.owner_of(graph.netuid),
    "block": lambda graph: graph.parts.clock.block_number,
    "last_step": lambda graph: graph.parts.schedule.last_step_block(graph.netuid),
    "blocks_since_last_step": MetagraphReader.blocks_since_last_step,
    "subnet_emission": lambda graph: 0,
    "alpha_in": lambda graph: graph.parts.pools.alpha_reserve(graph.netuid),
    "alpha_out": lambda graph: graph.parts.pools.alpha_out(graph.netuid),
    "tao_in": lambda graph: graph.parts.pools.tao_reserve(graph.netuid),
    "alpha_out_emission": lambda graph: graph.parts.emission.subnet_alpha_out_emission[graph.netuid],
    "alpha_in_emission": lambda graph: graph.parts.emission.subnet_alpha_in_emission[graph.netuid],
    "tao_in_emission": lambda graph: graph.parts.emission.subnet_tao_in_emission[graph.netuid],
    "pending_alpha_emission": lambda graph: graph.parts.emission.pending_alpha(graph.netuid),
    "pending_root_emission": lambda graph: 0,
    "subnet_volume": lambda graph: graph.parts.pools.subnet_volume[graph.netuid],
    "moving_price": lambda graph: I96f32(graph.parts.emission.moving_price(graph.netuid)),
    "num_uids": lambda graph: graph.parts.networks.size(graph.netuid),
    "max_uids": lambda graph: graph.parts.parameters.max_allowed_uids[graph.netuid],
    "burn": lambda graph: graph.parts.registration.burn[graph.netuid],
    "pow_registration_allowed": lambda graph: graph.parts.parameters.network_pow_registration_allowed[graph.netuid],
}

_NEURONS: Mapping[str, Read] = {
    "hotkeys": lambda graph: graph.hotkeys,
    "coldkeys": lambda graph: graph.coldkeys,
    "identities": lambda graph: [graph.parts.identities.identity_of(coldkey) for coldkey in graph.coldkeys],
    "axons": lambda graph: [graph.parts.serving.axon_of(graph.netuid, key) or NO_AXON for key in graph.hotkeys],
    "active": lambda graph: graph.parts.vectors.active[graph.netuid],
    "validator_permit": lambda graph: graph.parts.vectors.validator_permit[graph.netuid],
    "pruning_score": lambda graph: [],
    "last_update": lambda graph: graph.parts.vectors.last_update[graph.index],
    "emission": lambda graph: graph.parts.vectors.emission[graph.netuid],
    "dividends": lambda graph: graph.parts.vectors.dividends[graph.netuid],
    "incentives": lambda graph: graph.parts.vectors.incentive[graph.index],
    "consensus": lambda graph: graph.parts.vectors.consensus[graph.netuid],
    "trust": lambda graph: [],
    "rank": lambda graph: [],
    "block_at_registration": lambda graph: [
        graph.parts.neurons.registered_at(graph.netuid, uid) for uid in range(len(graph.hotkeys))
    ],
    "alpha_stake": lambda graph: graph.stakes[0],
    "tao_stake": lambda graph: graph.stakes[1],
    "total_stake": lambda graph: graph.total_stakes,
    "tao_dividends_per_hotkey": lambda graph: [(hotkey, 0) for hotkey, _ in graph.alpha_dividends()],
    "alpha_dividends_per_hotkey": MetagraphReader.alpha_dividends,
    "validators": MetagraphReader.validators,
    "commitments": MetagraphReader.commitments,
    "collateral_locked": lambda graph: [0 if state is None else state.locked for state in graph.collateral()],
    "collateral_min": lambda graph: [0 if state is None else state.min_locked for state in graph.collateral()],
    "collateral_earned": lambda graph: [0 if state is None else state.earned for state in graph.collateral()],
}
