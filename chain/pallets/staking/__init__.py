"""Staking: pools, share pools, and the calls that move TAO into stake and back."""

from chain.pallets.staking.accounts import StakeAccounts
from chain.pallets.staking.alpha_fees import AlphaFees
from chain.pallets.staking.auto_stake import AutoStake
from chain.pallets.staking.burning import AlphaBurning
from chain.pallets.staking.calls import StakeCalls
from chain.pallets.staking.checks import StakeChecks
from chain.pallets.staking.limits import PriceLimits
from chain.pallets.staking.locks import Locks
from chain.pallets.staking.movement import StakeMovement
from chain.pallets.staking.payout import StakePayout
from chain.pallets.staking.pools import Pools
from chain.pallets.staking.trading import StakeTrading

__all__ = [
    "AlphaBurning",
    "AlphaFees",
    "AutoStake",
    "Locks",
    "Pools",
    "PriceLimits",
    "StakeAccounts",
    "StakeCalls",
    "StakeChecks",
    "StakeMovement",
    "StakePayout",
    "StakeTrading",
]
