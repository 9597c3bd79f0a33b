"""Events of stake: added, removed, moved, locked, recycled, burnt."""

from chain.codec import U64
from chain.frame.event import Event
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance


class StakeAdded(Event, index=2, unnamed=True):
    """TAO was staked; the fee is part of the TAO."""

    coldkey: AccountId
    hotkey: AccountId
    tao: TaoBalance
    alpha: AlphaBalance
    netuid: NetUid
    fee: U64


class StakeRemoved(Event, index=3, unnamed=True):
    """Alpha was sold for TAO; the fee is in alpha."""

    coldkey: AccountId
    hotkey: AccountId
    tao: TaoBalance
    alpha: AlphaBalance
    netuid: NetUid
    fee: U64


class StakeMoved(Event, index=4, unnamed=True):
    """Stake moved between hotkeys or networks of one coldkey."""

    coldkey: AccountId
    origin_hotkey: AccountId
    origin_netuid: NetUid
    destination_hotkey: AccountId
    destination_netuid: NetUid
    tao: TaoBalance


class StakeTransferred(Event, index=92, unnamed=True):
    """Stake passed to another coldkey."""

    origin_coldkey: AccountId
    destination_coldkey: AccountId
    hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    tao: TaoBalance


class StakeSwapped(Event, index=93, unnamed=True):
    """Stake moved between networks, with the same keys."""

    coldkey: AccountId
    hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    tao: TaoBalance


class AlphaRecycled(Event, index=97, unnamed=True):
    """Alpha was taken out of the outstanding supply."""

    coldkey: AccountId
    hotkey: AccountId
    alpha: AlphaBalance
    netuid: NetUid


class AlphaBurned(Event, index=98, unnamed=True):
    """Alpha was destroyed and still counts as outstanding."""

    coldkey: AccountId
    hotkey: AccountId
    alpha: AlphaBalance
    netuid: NetUid


class AutoStakeAdded(Event, index=110):
    """A miner's incentive was staked to the hotkey its coldkey chose."""

    netuid: NetUid
    destination: AccountId
    hotkey: AccountId
    owner: AccountId
    incentive: AlphaBalance


class AutoStakeDestinationSet(Event, index=113):
    """A coldkey chose the hotkey to which its rewards are staked."""

    coldkey: AccountId
    netuid: NetUid
    hotkey: AccountId


class AddStakeBurn(Event, index=125):
    """TAO bought alpha, and the alpha was burnt."""

    netuid: NetUid
    hotkey: AccountId
    amount: TaoBalance
    alpha: AlphaBalance


class TransactionFeePaidWithAlpha(Event, index=128):
    """The fee of a transaction was paid with alpha, sold for TAO."""

    who: AccountId
    netuid: NetUid
    alpha_fee: AlphaBalance
    tao_amount: TaoBalance


class StakeLocked(Event, index=132):
    """Alpha was locked with a hotkey, for conviction."""

    coldkey: AccountId
    hotkey: AccountId
    netuid: NetUid
    amount: AlphaBalance


class StakeUnlocked(Event, index=133):
    """Locked alpha was freed."""

    coldkey: AccountId
    hotkey: AccountId
    netuid: NetUid
    amount: AlphaBalance


class LockMoved(Event, index=134):
    """A lock moved to another hotkey."""

    coldkey: AccountId
    origin_hotkey: AccountId
    destination_hotkey: AccountId
    netuid: NetUid


class PerpetualLockUpdated(Event, index=140):
    """A lock was made perpetual, or decaying again."""

    coldkey: AccountId
    netuid: NetUid
    enabled: bool


class RejectLockedAlphaUpdated(Event, index=142):
    """An account began or ceased to refuse locked alpha."""

    coldkey: AccountId
    enabled: bool


class StakeAndHotkeyTransferred(Event, index=143):
    """Stake and the hotkey that held it passed to another coldkey."""

    origin_coldkey: AccountId
    destination_coldkey: AccountId
    origin_hotkey: AccountId
    destination_hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    amount: TaoBalance


class CollateralLocked(Event, index=144):
    """Alpha was locked as the collateral of a miner."""

    netuid: NetUid
    hotkey: AccountId
    locked: AlphaBalance
    total_locked: AlphaBalance


class MinCollateralSet(Event, index=145):
    """A coldkey set the collateral its miner keeps."""

    netuid: NetUid
    hotkey: AccountId
    min_locked: AlphaBalance
