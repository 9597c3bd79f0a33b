"""Tasks, and how often those that fail are tried again."""

from typing import Annotated

from chain.codec import U8, U32, Bytes32, Struct, TypeName
from chain.frame.origin import OriginCaller
from chain.frame.stored_call import StoredCall
from chain.primitives.identifiers import AccountId

TaskName = Annotated[Bytes32, TypeName("TaskName")]
TaskAddress = Annotated[tuple[U32, U32], TypeName("TaskAddress<BlockNumberFor<T>>")]
"""The block a task is planned for, and its place in that block's agenda."""

Period = tuple[U32, U32]
"""Every how many blocks, and how many times more."""


class Scheduled(
    Struct,
    path="pallet_scheduler::Scheduled",
    params={
        "Name": Bytes32,
        "Call": StoredCall,
        "BlockNumber": U32,
        "PalletsOrigin": OriginCaller,
        "AccountId": AccountId,
    },
):
    """A task: a call to be made, and again so many times."""

    maybe_id: Annotated[Bytes32 | None, TypeName("Option<Name>")]
    priority: Annotated[U8, TypeName("schedule::Priority")]
    call: Annotated[StoredCall, TypeName("Call")]
    maybe_periodic: Annotated[Period | None, TypeName("Option<schedule::Period<BlockNumber>>")]
    origin: Annotated[OriginCaller, TypeName("PalletsOrigin")]


class RetryConfig(Struct, path="pallet_scheduler::RetryConfig", params={"Period": U32}):
    """How often a task that fails is tried again, and how often that is still left."""

    total_retries: U8
    remaining: U8
    period: Annotated[U32, TypeName("Period")]
