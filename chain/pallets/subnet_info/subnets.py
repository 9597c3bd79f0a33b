"""What clients are told about networks (lifecycle 5.7). A network that does not exist gives None."""

from typing import Any

from chain.codec import U16, U64
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.pallets.hyperparameters import api as hyperparameters
from chain.pallets.hyperparameters.api import HyperparamEntry, SubnetHyperparams, SubnetHyperparamsV2
from chain.pallets.subnet_info.metagraph import MetagraphReader, SelectiveMetagraph
from chain.pallets.subnet_info.metagraph_types import Metagraph
from chain.pallets.subnet_info.reads import SubnetParts
from chain.pallets.subnet_info.subnet_types import DynamicInfo, SubnetInfo, SubnetInfov2, SubnetState
from chain.primitives.identifiers import AccountId, MechId, NetUid, TaoBalance


class SubnetInfoRuntimeApi(RuntimeApi, version=2):
    """Networks: parameters, pools, neurons, schedules."""

    def __init__(self, parts: SubnetParts) -> None:
        self._parts = parts

    # parameters

    @api_method
    def get_subnet_info(self, netuid: NetUid) -> SubnetInfo | None:
        """The main parameters of a network, in the oldest form."""
        return SubnetInfo(**self._info(netuid), emission_values=0) if self._exists(netuid) else None

    @api_method
    def get_subnets_info(self) -> list[SubnetInfo | None]:
        """The same of all networks, ascending."""
        return [self.get_subnet_info(netuid) for netuid in self._ascending()]

    @api_method
    def get_subnet_info_v2(self, netuid: NetUid) -> SubnetInfov2 | None:
        """The main parameters of a network and how its owner describes it."""
        if not self._exists(netuid):
            return None
        identity = self._parts.networks.identity_of(netuid)
        return SubnetInfov2(**self._info(netuid), emission_value=0, identity=identity)

    @api_method
    def get_subnets_info_v2(self) -> list[SubnetInfov2 | None]:
        """The same of all networks, ascending."""
        return [self.get_subnet_info_v2(netuid) for netuid in self._ascending()]

    @api_method
    def get_subnet_hyperparams(self, netuid: NetUid) -> SubnetHyperparams | None:
        """The hyperparameters of a network, in the oldest form."""
        return hyperparameters.subnet_hyperparams(self._parts.parameters, netuid) if self._exists(netuid) else None

    @api_method
    def get_subnet_hyperparams_v2(self, netuid: NetUid) -> SubnetHyperparamsV2 | None:
        """The hyperparameters of a network, in the second form."""
        return hyperparameters.subnet_hyperparams_v2(self._parts.parameters, netuid) if self._exists(netuid) else None

    # pools and neurons

    @api_method
    def get_all_dynamic_info(self) -> list[DynamicInfo | None]:
        """Pool, price and emission of all networks, in storage order."""
        return [self.get_dynamic_info(netuid) for netuid in self._parts.networks.netuids()]

    @api_method
    def get_all_metagraphs(self) -> list[Metagraph | None]:
        """The metagraphs of all networks, in storage order."""
        return [self.get_metagraph(netuid) for netuid in self._parts.networks.netuids()]

    @api_method
    def get_metagraph(self, netuid: NetUid) -> Metagraph | None:
        """All there is to know about a network and its neurons."""
        return MetagraphReader(self._parts, netuid).full() if self._exists(netuid) else None

    @api_method
    def get_all_mechagraphs(self) -> list[Metagraph | None]:
        """The metagraphs of all mechanisms of all networks, in storage order."""
        return [
            self.get_mechagraph(netuid, mecid)
            for netuid in self._parts.networks.netuids()
            for mecid in range(self._mechanisms(netuid))
        ]

    @api_method
    def get_mechagraph(self, netuid: NetUid, mecid: MechId) -> Metagraph | None:
        """The metagraph of one mechanism; its `netuid` is the mechanism's storage index."""
        return MetagraphReader(self._parts, netuid, mecid).full() if self._has_mechanism(netuid, mecid) else None

    @api_method
    def get_dynamic_info(self, netuid: NetUid) -> DynamicInfo | None:
        """Pool, price and emission of a network."""
        if not self._exists(netuid):
            return None
        graph = MetagraphReader(self._parts, netuid)
        shared = {name: graph.read(name) for name in DynamicInfo.__annotations__ if name not in _DYNAMIC_ALONE}
        return DynamicInfo(
            **shared,
            subnet_name=graph.read("name"),
            token_symbol=graph.read("symbol"),
            emission=0,
            subnet_identity=graph.read("identity"),
        )

    @api_method
    def get_subnet_state(self, netuid: NetUid) -> SubnetState | None:
        """The neurons of a network, vector by vector."""
        if not self._exists(netuid):
            return None
        graph = MetagraphReader(self._parts, netuid)
        values = {name: graph.read(name) for name in SubnetState.__annotations__ if name != "emission_history"}
        # LastHotkeyEmissionOnNetuid is no longer written, so the history of every neuron reads as zero.
        history = [[0] * len(graph.hotkeys) for _ in self._parts.networks.netuids()]
        return SubnetState(**values, emission_history=history)

    @api_method
    def get_selective_metagraph(self, netuid: NetUid, metagraph_indexes: list[U16]) -> SelectiveMetagraph | None:  # type: ignore[valid-type]  # a struct made from the fields of another
        """Those fields of the metagraph whose indexes are given."""
        if not self._exists(netuid):
            return None
        return MetagraphReader(self._parts, netuid).selected(metagraph_indexes)  # type: ignore[no-any-return]  # as above

    @api_method
    def get_coldkey_auto_stake_hotkey(self, coldkey: AccountId, netuid: NetUid) -> AccountId | None:
        """The hotkey to which a coldkey's incentive on a network is staked, if it chose one."""
        return self._parts.destinations.destination_of(coldkey, netuid)

    @api_method
    def get_selective_mechagraph(
        self, netuid: NetUid, subid: MechId, metagraph_indexes: list[U16]
    ) -> SelectiveMetagraph | None:  # type: ignore[valid-type]  # as above
        """Those fields of a mechanism's metagraph whose indexes are given; the netuid is always there."""
        if not self._has_mechanism(netuid, subid):
            return None
        reader = MetagraphReader(self._parts, netuid, subid)
        return reader.selected(metagraph_indexes, always_netuid=True)  # type: ignore[no-any-return]  # as above

    # the rest

    @api_method
    def get_subnet_to_prune(self) -> NetUid | None:
        """The network that would make room for a new one."""
        return self._parts.market.network_to_prune()

    @api_method
    def get_subnet_account_id(self, netuid: NetUid) -> AccountId | None:
        """The account that holds the TAO of a network."""
        return self._parts.networks.account_of(netuid)

    @api_method
    def get_next_epoch_start_block(self, netuid: NetUid) -> U64 | None:
        """The block of a network's next epoch; None if it has none."""
        return self._parts.schedule.next_epoch_start(netuid)

    @api_method
    def get_block_emission(self) -> TaoBalance:
        """Rao that a block mints now."""
        return self._parts.emission.current_block_emission()

    @api_method
    def get_subnet_hyperparams_v3(self, netuid: NetUid) -> list[HyperparamEntry] | None:
        """The hyperparameters of a network as named values."""
        return hyperparameters.subnet_hyperparams_v3(self._parts.parameters, netuid) if self._exists(netuid) else None

    # inner

    def _exists(self, netuid: int) -> bool:
        return self._parts.networks.exists(netuid)

    def _ascending(self) -> list[int]:
        return sorted(self._parts.networks.netuids())

    def _mechanisms(self, netuid: int) -> int:
        return int(self._parts.parameters.mechanism_count_current[netuid])

    def _has_mechanism(self, netuid: int, mecid: int) -> bool:
        return self._exists(netuid) and mecid < self._mechanisms(netuid)

    def _info(self, netuid: int) -> dict[str, Any]:
        """The fields that both forms share."""
        parts = self._parts
        parameters = parts.parameters
        named = ("rho", "kappa", "difficulty", "immunity_period", "min_allowed_weights", "max_weights_limit", "tempo")
        return {name: hyperparameters.value_of(parameters, netuid, name) for name in named} | {
            "netuid": netuid,
            "max_allowed_validators": parameters.max_allowed_validators[netuid],
            "scaling_law_power": parameters.scaling_law_power[netuid],
            "subnetwork_n": parts.networks.size(netuid),
            "max_allowed_uids": parameters.max_allowed_uids[netuid],
            "blocks_since_last_step": parts.schedule.blocks_since_step(netuid),
            "network_modality": 0,
            "network_connect": [],
            "burn": parts.registration.burn[netuid],
            "owner": parts.networks.owner_of(netuid),
        }


_DYNAMIC_ALONE = ("subnet_name", "token_symbol", "emission", "subnet_identity")
"""What DynamicInfo calls otherwise than the metagraph does."""


class SubnetRegistrationRuntimeApi(RuntimeApi, version=1):
    """The price of registering a network."""

    def __init__(self, parts: SubnetParts) -> None:
        self._parts = parts

    @api_method
    def get_network_registration_cost(self) -> TaoBalance:
        """Rao that registering a network costs now."""
        return self._parts.market.lock_cost()
