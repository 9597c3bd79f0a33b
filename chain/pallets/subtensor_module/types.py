"""The wire types that several parts of SubtensorModule share."""

from typing import Annotated, ClassVar, Protocol, TypeVar

from chain.codec import U8, U16, U32, U64, U128, Bytes8, Bytes20, Enum, Newtype, Struct, TypeName, UnitEnum
from chain.primitives.identifiers import AccountId, Hash, NetUid

V = TypeVar("V", covariant=True)


class PerNetwork(Protocol[V]):
    """A value for every netuid, as one part reads it from another."""

    def __getitem__(self, netuid: int, /) -> V:
        """The value of a network; its default where none is stored."""
        ...


PerU16 = Annotated[U16, TypeName("PerU16")]
"""A share in parts of 65535."""

H256 = Annotated[Hash, TypeName("H256")]
"""A hash, as calls and events about weights spell its type."""

LeaseId = Annotated[U32, TypeName("LeaseId")]


class H160(bytes):
    """An EVM address."""

    __slots__ = ()
    __scale__: ClassVar[Newtype] = Newtype(Bytes20, "primitive_types::H160", "H160")


class SubnetIdentityV3(Struct, path="pallet_subtensor::pallet::SubnetIdentityV3"):
    """How the owner of a network describes it; every field is free text in UTF-8."""

    subnet_name: bytes
    github_repo: bytes
    subnet_contact: bytes
    subnet_url: bytes
    discord: bytes
    description: bytes
    logo_url: bytes
    additional: bytes


class AxonInfo(Struct, path="pallet_subtensor::pallet::AxonInfo"):
    """Where a neuron serves; all zero where it announced nothing."""

    block: U64
    version: U32
    ip: U128
    port: U16
    ip_type: U8
    protocol: U8
    placeholder1: U8
    placeholder2: U8


class PrometheusInfo(Struct, path="pallet_subtensor::pallet::PrometheusInfo"):
    """Where a neuron shows its metrics; all zero where it announced nothing."""

    block: U64
    version: U32
    ip: U128
    port: U16
    ip_type: U8


class PalletId(bytes):
    """Eight letters that accounts of a pallet are derived from."""

    __slots__ = ()
    __scale__: ClassVar[Newtype] = Newtype(Bytes8, "frame_support::PalletId", "PalletId")


IdentityOfSubnet = Annotated[SubnetIdentityV3 | None, TypeName("Option<SubnetIdentityOfV3>")]


class RecycleOrBurnEnum(UnitEnum, path="pallet_subtensor::pallet::RecycleOrBurnEnum"):
    """What becomes of the alpha which the owner's own miners earn."""

    Burn = 0
    Recycle = 1


class EpochConsensus(UnitEnum, path="pallet_subtensor::pallet::EpochConsensus"):
    """How the epoch of a network turns weights into emission."""

    Yuma = 0
    Null = 1


class ConsensusMode(UnitEnum, path="pallet_subtensor::pallet::ConsensusMode"):
    """Which consensus liquid alpha compares weights with."""

    Current = 0
    Previous = 1
    Auto = 2


class Hyperparameter(UnitEnum, path="pallet_subtensor::utils::rate_limiting::Hyperparameter"):
    """The parameters whose changes by an owner are rate limited, one by one."""

    Unknown = 0
    ServingRateLimit = 1
    MaxDifficulty = 2
    AdjustmentAlpha = 3
    MaxWeightLimit = 4
    ImmunityPeriod = 5
    MinAllowedWeights = 6
    Kappa = 7
    Rho = 8
    ActivityCutoff = 9
    PowRegistrationAllowed = 10
    MinBurn = 11
    MaxBurn = 12
    BondsMovingAverage = 13
    BondsPenalty = 14
    CommitRevealEnabled = 15
    LiquidAlphaEnabled = 16
    AlphaValues = 17
    WeightCommitInterval = 18
    TransferEnabled = 19
    AlphaSigmoidSteepness = 20
    Yuma3Enabled = 21
    BondsResetEnabled = 22
    ImmuneNeuronLimit = 23
    RecycleOrBurn = 24
    MaxAllowedUids = 25
    BurnHalfLife = 26
    BurnIncreaseMult = 27
    SubnetEmissionEnabled = 28
    MinChildkeyTake = 29
    ActivityCutoffFactorMilli = 30
    TriggerEpoch = 31
    CollateralLockShare = 32
    CollateralDrainRatio = 33
    LiquidAlphaConsensusMode = 34
    EpochConsensus = 35


class RateLimitKey(Enum, path="pallet_subtensor::RateLimitKey"):
    """What a rate limit remembers its last block under (`LastRateLimitedBlock`)."""


class SetSNOwnerHotkey(RateLimitKey, index=0, unnamed=True):
    """The owner hotkey of a network was set."""

    netuid: NetUid


class OwnerHyperparamUpdate(RateLimitKey, index=1, unnamed=True):
    """An owner changed a parameter of a network."""

    netuid: NetUid
    parameter: Hyperparameter


class NetworkLastRegistered(RateLimitKey, index=2):
    """A network was registered."""


class LastTxBlock(RateLimitKey, index=3, unnamed=True):
    """A coldkey swapped one of its hotkeys."""

    account: AccountId


class LastTxBlockChildKeyTake(RateLimitKey, index=4, unnamed=True):
    """A hotkey changed its childkey take."""

    account: AccountId


class LastTxBlockDelegateTake(RateLimitKey, index=5, unnamed=True):
    """A hotkey changed its delegate take."""

    account: AccountId


class AddStakeBurn(RateLimitKey, index=6, unnamed=True):
    """Alpha of a network was bought and burnt."""

    netuid: NetUid
