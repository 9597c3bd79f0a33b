"""Errors of neurons: registration, slots, served addresses, EVM keys."""

from chain.frame.error import ModuleError


class InvalidIpType(ModuleError, index=1):
    """The type of an address must be 4 or 6."""


class InvalidIpAddress(ModuleError, index=2):
    """The address is not valid for its type: a loopback, a broadcast, zero where zero is refused, or too large."""


class InvalidPort(ModuleError, index=3):
    """Port 0 cannot be served."""


class HotKeyNotRegisteredInSubNet(ModuleError, index=4):
    """The hotkey has no uid on this network; register it first."""


class HotKeyAccountNotExists(ModuleError, index=5):
    """No coldkey owns this hotkey; associate or register it first."""


class HotKeyNotRegisteredInNetwork(ModuleError, index=6):
    """The hotkey is a member of no network that this action needs; register it first."""


class NonAssociatedColdKey(ModuleError, index=7):
    """The signing coldkey does not own the hotkey; sign with the coldkey in `Owner`."""


class TooManyRegistrationsThisBlock(ModuleError, index=20):
    """The network took as many registrations in this block as it may; try the next one."""


class HotKeyAlreadyRegisteredInSubNet(ModuleError, index=21):
    """The hotkey has a uid on this network already."""


class InvalidWorkBlock(ModuleError, index=24):
    """The work refers to a block that lies ahead, too far back, or that the hotkey registered with before."""


class InvalidDifficulty(ModuleError, index=25):
    """The work does not meet the difficulty."""


class InvalidSeal(ModuleError, index=26):
    """The seal does not follow from block, nonce and key."""


class ServingRateLimitExceeded(ModuleError, index=31):
    """The endpoint was announced fewer than `ServingRateLimit` blocks ago; wait."""


class TooManyRegistrationsThisInterval(ModuleError, index=38):
    """The network took three times its target of registrations in this interval; wait for the next."""


class TransactorAccountShouldBeHotKey(ModuleError, index=39):
    """The transaction must be signed by the hotkey itself."""


class FaucetDisabled(ModuleError, index=40):
    """This runtime has no faucet."""


class RegistrationNotPermittedOnRootSubnet(ModuleError, index=42):
    """Root takes no paid registrations, children or limits; use `root_register` or another netuid."""


class StakeTooLowForRoot(ModuleError, index=43):
    """Root is full and the hotkey has no more root stake than its weakest member."""


class NoNeuronIdAvailable(ModuleError, index=48):
    """The network is full and no neuron in it may be pruned now."""


class UnableToRecoverPublicKey(ModuleError, index=92):
    """No public key follows from the signature of the EVM key."""


class InvalidRecoveredPublicKey(ModuleError, index=93):
    """The signature was made by another EVM key than the one given."""


class EvmKeyAssociateRateLimitExceeded(ModuleError, index=118):
    """The EVM key of this uid was changed too recently; wait for the interval to pass."""


class EvmKeyAssociationLimitExceeded(ModuleError, index=119):
    """The EVM key is associated with as many neurons as one key may be."""


class UidMapCouldNotBeCleared(ModuleError, index=121):
    """The map from hotkeys to uids could not be emptied while trimming; nothing was changed."""


class TrimmingWouldExceedMaxImmunePercentage(ModuleError, index=122):
    """At least 80 % of the uids that would stay are immune; trim to a higher number or later."""


class RegistrationPriceLimitExceeded(ModuleError, index=136):
    """The registration price rose above the limit given; raise the limit or wait until it decays."""


class CannotUseSystemAccount(ModuleError, index=141):
    """The account belongs to the chain itself and cannot be a hotkey."""
