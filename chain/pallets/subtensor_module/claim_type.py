"""How a coldkey's root dividends are claimed, as clients of the 10th generation ask for it."""

from chain.codec import Enum
from chain.primitives.identifiers import NetUid


class RootClaimTypeEnum(Enum, path="pallet_subtensor::pallet::RootClaimTypeEnum"):
    """What becomes of alpha claimed by root stakers."""


class Swap(RootClaimTypeEnum, index=0):
    """It is sold and the TAO is staked on root."""


class Keep(RootClaimTypeEnum, index=1):
    """It is staked on its network."""


class KeepSubnets(RootClaimTypeEnum, index=2):
    """It is staked on the networks listed, and sold on the others."""

    subnets: frozenset[NetUid]
