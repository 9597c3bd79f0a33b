"""Inherents: what the node knows and every block has to say, such as the time."""

from typing import Annotated

from chain.codec import Bytes8, Struct, TypeName

TIMESTAMP_INHERENT = b"timstap0"


class InherentData(Struct, path="sp_inherents::InherentData"):
    """What the node hands to the runtime, by inherent identifier (8 bytes), each SCALE encoded."""

    data: Annotated[dict[Bytes8, bytes], TypeName("BTreeMap<InherentIdentifier, Vec<u8>>")]


class CheckInherentsResult(Struct, path="sp_inherents::CheckInherentsResult"):
    """Whether the inherents of a block agree with what the checking node knows."""

    okay: bool
    fatal_error: bool
    errors: InherentData
