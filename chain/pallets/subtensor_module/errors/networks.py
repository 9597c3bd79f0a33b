"""Errors of networks: their existence, registration, dissolution, ownership, identity and symbols."""

from chain.frame.error import ModuleError


class RootNetworkDoesNotExist(ModuleError, index=0):
    """The root network (netuid 0) is missing from the state, so nothing can register on it; genesis writes it."""


class NetworkTxRateLimitExceeded(ModuleError, index=33):
    """A network was registered less than `NetworkRateLimit` blocks ago; wait for the rest of the interval."""


class SubNetRegistrationDisabled(ModuleError, index=37):
    """Registration is closed, on this network (`NetworkRegistrationAllowed`) or for new networks before the start
    block.
    """


class NotSubnetOwner(ModuleError, index=41):
    """Only the coldkey in `SubnetOwner` may do this; sign with the owner of the network."""


class AllNetworksInImmunity(ModuleError, index=44):
    """Every network is still inside its immunity period, so none can make room for a new one."""


class NotRootSubnet(ModuleError, index=46):
    """The call is meant for the root network alone; pass netuid 0."""


class InvalidIdentity(ModuleError, index=73):
    """A field of the identity is longer than its limit; shorten the texts."""


class MechanismDoesNotExist(ModuleError, index=74):
    """The network has no mechanism of that id, or does not exist; valid ids are below `MechanismCountCurrent`."""


class SubnetNotExists(ModuleError, index=76):
    """No network of that netuid exists; see `NetworksAdded` for those that do."""


class CallDisabled(ModuleError, index=87):
    """The call is switched off in this runtime."""


class FirstEmissionBlockNumberAlreadySet(ModuleError, index=88):
    """The network was started before; `start_call` works once in its life."""


class NeedWaitingMoreBlocksToStarCall(ModuleError, index=89):
    """The network is younger than `StartCallDelay` blocks; start it later."""


class SubtokenDisabled(ModuleError, index=94):
    """The alpha of the network cannot be traded or staked before its owner started it."""


class InvalidLeaseBeneficiary(ModuleError, index=99):
    """The signer is not the beneficiary of the lease."""


class LeaseCannotEndInThePast(ModuleError, index=100):
    """The end block of a lease must lie after the current block."""


class LeaseNetuidNotFound(ModuleError, index=101):
    """The network that the lease registered could not be found."""


class LeaseDoesNotExist(ModuleError, index=102):
    """No lease of that id exists."""


class LeaseHasNoEndBlock(ModuleError, index=103):
    """The lease is perpetual, so it cannot be terminated."""


class LeaseHasNotEnded(ModuleError, index=104):
    """The lease runs until its end block; terminate it after that."""


class BeneficiaryDoesNotOwnHotkey(ModuleError, index=106):
    """The hotkey given at the end of a lease must belong to the beneficiary."""


class ExpectedBeneficiaryOrigin(ModuleError, index=107):
    """Only the beneficiary of the lease may terminate it."""


class SymbolDoesNotExist(ModuleError, index=109):
    """The text is not an entry of the symbol table; choose one that is."""


class SymbolAlreadyInUse(ModuleError, index=110):
    """Another network carries that symbol; choose a free one."""


class SubnetLimitReached(ModuleError, index=116):
    """As many networks as `SubnetLimit` allows exist, and none may be pruned yet."""


class CannotAffordLockCost(ModuleError, index=117):
    """The coldkey owns less than the current lock cost of a network."""


class NetworkDissolveAlreadyQueued(ModuleError, index=130):
    """The network already waits for its dissolution; nothing more is to be done."""


class WaitingForDissolvedSubnetCleanup(ModuleError, index=143):
    """The storage of a dissolved network is still being cleared; retry in a few blocks."""


class StartCallNotReady(ModuleError, index=151):
    """The network is still being set up and cannot be started yet; try in a later block."""
