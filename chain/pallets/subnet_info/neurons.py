"""What clients are told about single neurons (lifecycle 5.7)."""

from chain.codec import U16
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.pallets.epoch.vectors import at
from chain.pallets.subnet_info.neuron_types import NeuronInfo, NeuronInfoLite
from chain.pallets.subnet_info.reads import SubnetParts
from chain.pallets.subtensor_module.types import AxonInfo, PrometheusInfo
from chain.primitives.identifiers import AccountId, NetUid

NO_AXON = AxonInfo(0, 0, 0, 0, 0, 0, 0, 0)
NO_PROMETHEUS = PrometheusInfo(0, 0, 0, 0, 0)
PRUNING_SCORE = 65_535
"""What every neuron's pruning score reads as; scores are no longer kept."""


class NeuronInfoRuntimeApi(RuntimeApi, version=1):
    """Neurons of a network, with or without their weights and bonds."""

    def __init__(self, parts: SubnetParts) -> None:
        self._parts = parts

    @api_method
    def get_neurons(self, netuid: NetUid) -> list[NeuronInfo]:
        """All neurons of a network by uid."""
        lite = self.get_neurons_lite(netuid)
        return [self._with_rows(neuron) for neuron in lite]

    @api_method
    def get_neuron(self, netuid: NetUid, uid: U16) -> NeuronInfo | None:
        """One neuron, if the uid is taken."""
        lite = self.get_neuron_lite(netuid, uid)
        return None if lite is None else self._with_rows(lite)

    @api_method
    def get_neurons_lite(self, netuid: NetUid) -> list[NeuronInfoLite]:
        """All neurons of a network by uid, without weights and bonds."""
        if not self._parts.networks.exists(netuid):
            return []
        vectors = _NetworkVectors(self._parts, netuid)
        neurons = []
        for uid in range(self._parts.networks.size(netuid)):
            hotkey = self._parts.neurons.hotkey_of(netuid, uid)
            if hotkey is None:
                break
            neurons.append(vectors.neuron(uid, hotkey))
        return neurons

    @api_method
    def get_neuron_lite(self, netuid: NetUid, uid: U16) -> NeuronInfoLite | None:
        """One neuron without weights and bonds, if the uid is taken."""
        hotkey = self._parts.neurons.hotkey_of(netuid, uid)
        if hotkey is None or not self._parts.networks.exists(netuid):
            return None
        return _NetworkVectors(self._parts, netuid).neuron(uid, hotkey)

    def _with_rows(self, lite: NeuronInfoLite) -> NeuronInfo:
        values = {name: getattr(lite, name) for name in NeuronInfoLite.__annotations__}
        weights = [pair for pair in self._parts.weights.row(lite.netuid, lite.uid) if pair[1] > 0]
        bonds = [pair for pair in self._parts.vectors.bonds_of(lite.netuid, lite.uid) if pair[1] > 0]
        return NeuronInfo(**values, weights=weights, bonds=bonds)


class _NetworkVectors:
    """The vectors of one network, read once for all its neurons."""

    def __init__(self, parts: SubnetParts, netuid: int) -> None:
        self._parts = parts
        self._netuid = netuid
        vectors = parts.vectors
        self.active = vectors.active[netuid]
        self.emission = vectors.emission[netuid]
        self.incentive = vectors.incentive[netuid]
        self.consensus = vectors.consensus[netuid]
        self.validator_trust = vectors.validator_trust[netuid]
        self.dividends = vectors.dividends[netuid]
        self.last_update = vectors.last_update[netuid]
        self.validator_permit = vectors.validator_permit[netuid]

    def neuron(self, uid: int, hotkey: AccountId) -> NeuronInfoLite:
        """One neuron; values beyond the end of a vector read as zero."""
        parts, netuid = self._parts, self._netuid
        coldkey = parts.accounts.owner_of(hotkey)
        return NeuronInfoLite(
            hotkey=hotkey,
            coldkey=coldkey,
            uid=uid,
            netuid=netuid,
            active=at(self.active, uid, False),
            axon_info=parts.serving.axon_of(netuid, hotkey) or NO_AXON,
            prometheus_info=parts.serving.prometheus_of(netuid, hotkey) or NO_PROMETHEUS,
            stake=[(coldkey, parts.stakes.hotkey_stake(hotkey, netuid))],
            rank=0,
            emission=at(self.emission, uid, 0),
            incentive=at(self.incentive, uid, 0),
            consensus=at(self.consensus, uid, 0),
            trust=0,
            validator_trust=at(self.validator_trust, uid, 0),
            dividends=at(self.dividends, uid, 0),
            last_update=at(self.last_update, uid, 0),
            validator_permit=at(self.validator_permit, uid, False),
            pruning_score=PRUNING_SCORE,
        )
