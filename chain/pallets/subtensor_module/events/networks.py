"""Events of networks: registration, dissolution, owners, names, leases and epochs."""

from chain.codec import U16, U64
from chain.frame.event import Event
from chain.pallets.subtensor_module.types import IdentityOfSubnet, LeaseId
from chain.primitives.fixed import U64f64
from chain.primitives.identifiers import AccountId, AlphaBalance, BlockNumber, NetUid, TaoBalance


class NetworkAdded(Event, index=0, unnamed=True):
    """A network was registered, with the given mechanism of emission."""

    netuid: NetUid
    mechanism: U16


class NetworkRemoved(Event, index=1, unnamed=True):
    """A network was dissolved; its netuid is free again."""

    netuid: NetUid


class SubnetIdentitySet(Event, index=79, unnamed=True):
    """The owner described the network."""

    netuid: NetUid


class SubnetIdentityRemoved(Event, index=80, unnamed=True):
    """The description of a network was removed."""

    netuid: NetUid


class DissolveNetworkScheduled(Event, index=81):
    """The dissolution of a network was scheduled for a block."""

    account: AccountId
    netuid: NetUid
    execution_block: BlockNumber


class SubnetOwnerHotkeySet(Event, index=95, unnamed=True):
    """The network's owner hotkey changed."""

    netuid: NetUid
    hotkey: AccountId


class FirstEmissionBlockNumberSet(Event, index=96, unnamed=True):
    """The owner started the network; emission may flow from this block on."""

    netuid: NetUid
    block: U64


class SubnetLeaseCreated(Event, index=104):
    """A leased network was registered for its beneficiary."""

    beneficiary: AccountId
    lease_id: LeaseId
    netuid: NetUid
    end_block: BlockNumber | None


class SubnetLeaseTerminated(Event, index=105):
    """A lease ended and its network belongs to the beneficiary."""

    beneficiary: AccountId
    netuid: NetUid


class SymbolUpdated(Event, index=106):
    """The symbol of the network's token changed."""

    netuid: NetUid
    symbol: bytes


class SubnetLeaseDividendsDistributed(Event, index=124):
    """A contributor of a lease received a share of its dividends."""

    lease_id: LeaseId
    contributor: AccountId
    alpha: AlphaBalance


class NetworkDissolveCleanupCompleted(Event, index=126):
    """The last of the storage of a dissolved network was cleared."""

    netuid: NetUid


class EpochTriggered(Event, index=136):
    """The owner ordered an epoch."""

    netuid: NetUid
    by: AccountId
    fires_at: U64


class EpochDeferred(Event, index=137):
    """An epoch was put off by one block, because this block ran as many as it may."""

    netuid: NetUid
    from_block: U64
    to_block: U64


class EpochSkipped(Event, index=138):
    """An epoch was due but not run, because a hotkey holds two uids; its emission waits."""

    netuid: NetUid
    block: U64


class SubnetOwnerChanged(Event, index=139):
    """The network passed to another coldkey."""

    netuid: NetUid
    old_coldkey: AccountId
    new_coldkey: AccountId


class NetworkRegistrationQueued(Event, index=141):
    """A registration waits for the storage of a dissolved network to be cleared."""

    coldkey: AccountId
    hotkey: AccountId
    mechid: U16
    identity: IdentityOfSubnet
    lock_amount: TaoBalance
    median_subnet_alpha_price: U64f64
    registration_block: U64
