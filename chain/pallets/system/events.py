"""Events of the system pallet."""

from typing import Annotated

from chain.codec import TypeName
from chain.frame.dispatch_error import DispatchError
from chain.frame.event import Event
from chain.pallets.system.types import DispatchEventInfo
from chain.primitives.identifiers import AccountId, Hash


class ExtrinsicSuccess(Event, index=0):
    """An extrinsic completed."""

    dispatch_info: DispatchEventInfo


class ExtrinsicFailed(Event, index=1):
    """An extrinsic failed; the fee was taken all the same."""

    dispatch_error: DispatchError
    dispatch_info: DispatchEventInfo


class CodeUpdated(Event, index=2):
    """The runtime's code was replaced."""


class NewAccount(Event, index=3):
    """An account came into being."""

    account: AccountId


class KilledAccount(Event, index=4):
    """An account ceased to be."""

    account: AccountId


class Remarked(Event, index=5):
    """A remark was made, of this hash."""

    sender: AccountId
    hash: Hash


class UpgradeAuthorized(Event, index=6):
    """A code of this hash may replace the runtime's."""

    code_hash: Hash
    check_version: bool


class RejectedInvalidAuthorizedUpgrade(Event, index=7):
    """The code that was authorised is not acceptable."""

    code_hash: Hash
    error: Annotated[DispatchError, TypeName("DispatchError")]
