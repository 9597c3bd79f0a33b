"""The digest of a header: what consensus engines and the runtime write beside the roots."""

from typing import Annotated

from chain.codec import Bytes4, Enum, Struct, TypeName

ConsensusEngineId = Annotated[Bytes4, TypeName("ConsensusEngineId")]


class DigestItem(Enum, path="sp_runtime::generic::digest::DigestItem"):
    """One entry of a digest."""


class PreRuntime(DigestItem, index=6, unnamed=True):
    """From the block's author to the runtime, for example the slot."""

    engine: ConsensusEngineId
    data: bytes


class Consensus(DigestItem, index=4, unnamed=True):
    """From the runtime to the consensus engine, for example a new set of authorities."""

    engine: ConsensusEngineId
    data: bytes


class Seal(DigestItem, index=5, unnamed=True):
    """The author's proof, outside what it proves: a sealed header's hash covers it."""

    engine: ConsensusEngineId
    data: bytes


class Other(DigestItem, index=0, unnamed=True):
    """Anything else."""

    data: bytes


class RuntimeEnvironmentUpdated(DigestItem, index=8):
    """The runtime's code or memory limit changed in this block."""


class Digest(Struct, path="sp_runtime::generic::digest::Digest"):
    """The entries in the order in which they were deposited."""

    logs: list[DigestItem] = []
