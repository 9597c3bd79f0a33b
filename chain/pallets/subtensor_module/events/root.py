"""Events of root stake and of the baskets that invest root dividends."""

from chain.codec import U64
from chain.frame.event import Event
from chain.pallets.subtensor_module.claim_type import RootClaimTypeEnum
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance


class RootClaimed(Event, index=115):
    """A coldkey claimed its root dividends, in TAO."""

    coldkey: AccountId
    tao: TaoBalance


class BasketDeposited(Event, index=116):
    """Dividends of a root validator were put into its basket."""

    hotkey: AccountId
    tao: TaoBalance
    shares: U64


class BasketStakedIn(Event, index=117):
    """A coldkey bought shares of a basket."""

    hotkey: AccountId
    coldkey: AccountId
    tao: TaoBalance
    value: TaoBalance
    shares: U64


class BasketClaimed(Event, index=118):
    """A coldkey took its part out of a basket."""

    hotkey: AccountId
    coldkey: AccountId
    tao: TaoBalance


class BasketHoldingConverted(Event, index=119):
    """What a basket held of one network was converted to TAO."""

    hotkey: AccountId
    netuid: NetUid
    tao: TaoBalance


class BetaBaselineStamped(Event, index=147):
    """The reference value of a basket was recorded."""

    hotkey: AccountId


class BasketAlphaWrittenOff(Event, index=148):
    """A basket gave up alpha of a network that is worth nothing."""

    hotkey: AccountId
    netuid: NetUid
    alpha: AlphaBalance


class BasketSwapped(Event, index=149):
    """A basket swapped alpha of one network for another's."""

    hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    alpha_sold: AlphaBalance
    tao_mid: TaoBalance
    alpha_bought: AlphaBalance


class RootClaimTypeSet(Event, index=150):
    """A coldkey chose what becomes of the alpha it claims. Spec 461 has no such event; it stands after the others."""

    coldkey: AccountId
    root_claim_type: RootClaimTypeEnum
