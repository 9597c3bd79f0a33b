"""What clients are told about networks, neurons and delegates in one question."""

from chain.pallets.subnet_info.baskets import BetaBasketRuntimeApi
from chain.pallets.subnet_info.delegates import DelegateInfoRuntimeApi
from chain.pallets.subnet_info.neurons import NeuronInfoRuntimeApi
from chain.pallets.subnet_info.reads import SubnetParts
from chain.pallets.subnet_info.subnets import SubnetInfoRuntimeApi, SubnetRegistrationRuntimeApi

__all__ = [
    "BetaBasketRuntimeApi",
    "DelegateInfoRuntimeApi",
    "NeuronInfoRuntimeApi",
    "SubnetInfoRuntimeApi",
    "SubnetParts",
    "SubnetRegistrationRuntimeApi",
]
