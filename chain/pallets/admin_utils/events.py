"""Events of AdminUtils: the changes that SubtensorModule announces with no event of its own."""

from chain.codec import U16, UnitEnum
from chain.frame.event import Event
from chain.primitives.fixed import U64f64
from chain.primitives.identifiers import AccountId, NetUid


class PrecompileEnum(UnitEnum, path="pallet_admin_utils::pallet::PrecompileEnum"):
    """The precompiled contracts of the chain's EVM."""

    BalanceTransfer = 0
    Staking = 1
    Subnet = 2
    Metagraph = 3
    Neuron = 4
    UidLookup = 5
    Alpha = 6
    Crowdloan = 7
    Proxy = 8
    Leasing = 9
    AddressMapping = 10
    VotingPower = 11
    AccountBalance = 12
    Scheduler = 13
    Drand = 14
    Timestamp = 15
    RuntimeConfiguration = 16
    PrecompileRegistry = 17


class PrecompileUpdated(Event, index=0):
    """A precompiled contract was switched on or off."""

    precompile_id: PrecompileEnum
    enabled: bool


class Yuma3EnableToggled(Event, index=1):
    """Bonds of the third Yuma were switched on or off."""

    netuid: NetUid
    enabled: bool


class BondsResetToggled(Event, index=2):
    """Resetting bonds by a commitment was switched on or off."""

    netuid: NetUid
    enabled: bool


class BurnHalfLifeSet(Event, index=3):
    """The blocks in which the registration price halves were set."""

    netuid: NetUid
    burn_half_life: U16


class BurnIncreaseMultSet(Event, index=4):
    """The factor by which a registration raises the price was set."""

    netuid: NetUid
    burn_increase_mult: U64f64


class SubnetEmissionEnabledSet(Event, index=5):
    """Emission of TAO to a network was switched on or off."""

    netuid: NetUid
    enabled: bool


class CollateralLockShareSet(Event, index=6):
    """The share of incentive that is locked as collateral was set, of 65535."""

    netuid: NetUid
    lock_share: U16


class CollateralDrainRatioSet(Event, index=7):
    """The ratio at which collateral is freed was set."""

    netuid: NetUid
    drain_ratio: U64f64


class BasketConcentrationCapSet(Event, index=8):
    """The largest share of one network in a basket was set, of 65535."""

    cap: U16


class BasketTradingToggled(Event, index=9):
    """Trading by baskets was switched on or off."""

    enabled: bool


class BasketTradingFrozenSet(Event, index=10):
    """Trading by one basket was frozen or freed."""

    hotkey: AccountId
    frozen: bool


class BasketDailyTurnoverCapSet(Event, index=11):
    """The share of itself that a basket may trade in a day was set, of 65535."""

    cap: U16


class BasketLiquidityCapSet(Event, index=12):
    """The share of a pool that a basket may trade was set, of 65535."""

    cap: U16
