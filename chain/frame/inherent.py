"""Inherents: what the node knows and every block has to say, such as the time."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from chain.codec import Bytes8, Record, Struct, TypeName

TIMESTAMP_INHERENT = b"timstap0"
SHIELD_INHERENT = b"shieldpk"


class Inherent(Record):
    """A call that a pallet wants in the block: the method that carries it out and its arguments by name."""

    method: Callable[..., Any]
    arguments: Mapping[str, Any]


class InherentData(Struct, path="sp_inherents::InherentData"):
    """What the node hands to the runtime, by inherent identifier (8 bytes), each SCALE encoded."""

    data: Annotated[dict[Bytes8, bytes], TypeName("BTreeMap<InherentIdentifier, Vec<u8>>")]


class CheckInherentsResult(Struct, path="sp_inherents::CheckInherentsResult"):
    """Whether the inherents of a block agree with what the checking node knows."""

    okay: bool
    fatal_error: bool
    errors: InherentData
