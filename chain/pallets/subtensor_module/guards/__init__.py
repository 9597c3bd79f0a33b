"""What is tested of a signed call before it runs, whether it comes alone or inside another call (lifecycle 0.8)."""

from chain.pallets.subtensor_module.guards.coldkey_swaps import ColdkeySwapGuard
from chain.pallets.subtensor_module.guards.evm_keys import EvmKeyGuard
from chain.pallets.subtensor_module.guards.rates import RateGuard
from chain.pallets.subtensor_module.guards.serving import ServingGuard
from chain.pallets.subtensor_module.guards.takes import DelegateTakeGuard
from chain.pallets.subtensor_module.guards.weights import WeightGuard
from chain.pallets.subtensor_module.guards.work import WorkGuard

__all__ = [
    "ColdkeySwapGuard",
    "DelegateTakeGuard",
    "EvmKeyGuard",
    "RateGuard",
    "ServingGuard",
    "WeightGuard",
    "WorkGuard",
]
