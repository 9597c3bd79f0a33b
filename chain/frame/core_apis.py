"""The runtime APIs every Substrate node asks first: version, metadata, building and checking blocks, the pool."""

from collections.abc import Callable, Sequence
from typing import Annotated

from chain.codec import U32, Err, Ok, Result, Struct, TypeName, UnitEnum
from chain.frame.dispatch_error import DispatchError
from chain.frame.executive import Executive
from chain.frame.extrinsic_type import OpaqueExtrinsic, with_length
from chain.frame.inherent import CheckInherentsResult, InherentData
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.frame.validity import (
    TransactionRefused,
    TransactionSource,
    TransactionValidityError,
    ValidTransaction,
)
from chain.frame.version import RuntimeVersion
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash


class ExtrinsicInclusionMode(UnitEnum, path="sp_runtime::ExtrinsicInclusionMode"):
    """Which extrinsics the block may hold."""

    AllExtrinsics = 0
    OnlyInherents = 1


class BlockOfExtrinsics(
    Struct, path="sp_runtime::generic::block::Block", params={"Header": Header, "Extrinsic": OpaqueExtrinsic}
):
    """A header and the extrinsics below it."""

    header: Annotated[Header, TypeName("Header")]
    extrinsics: Annotated[list[OpaqueExtrinsic], TypeName("Vec<Extrinsic>")]


class OpaqueMetadata(Struct, path="sp_core::OpaqueMetadata", unnamed=True):
    """Metadata as bytes."""

    encoded: bytes


class BlockMismatch(ValueError):
    """A block does not lead where its header says."""


class Core(RuntimeApi, version=5):
    """The version, and running blocks of others."""

    def __init__(self, version: RuntimeVersion, executive: Executive) -> None:
        self._version = version
        self._executive = executive

    @api_method
    def version(self) -> RuntimeVersion:
        """The version of the runtime."""
        return self._version

    @api_method
    def execute_block(self, block: BlockOfExtrinsics) -> None:
        """Run a whole block. BlockMismatch where it leads elsewhere than its header says."""
        expected = block.header
        self._executive.initialize_block(expected)
        for extrinsic in block.extrinsics:
            self._executive.apply_extrinsic(with_length(extrinsic.encoded))
        found = self._executive.finalize_block()
        if found != expected:
            raise BlockMismatch(f"the block leads to {found}, but its header is {expected}")

    @api_method
    def initialize_block(self, header: Header) -> ExtrinsicInclusionMode:
        """Begin a block."""
        self._executive.initialize_block(header)
        return ExtrinsicInclusionMode.AllExtrinsics


class Metadata(RuntimeApi, version=2):
    """What the runtime consists of, as clients read it."""

    def __init__(self, encode: Callable[[int], bytes], versions: Sequence[int]) -> None:
        self._encode = encode
        self._versions = list(versions)

    @api_method
    def metadata(self) -> OpaqueMetadata:
        """The metadata in version 14."""
        return OpaqueMetadata(self._encode(14))

    @api_method
    def metadata_at_version(self, version: U32) -> OpaqueMetadata | None:
        """The metadata in a version, where there is one."""
        return OpaqueMetadata(self._encode(version)) if version in self._versions else None

    @api_method
    def metadata_versions(self) -> list[U32]:
        """The versions there are."""
        return list(self._versions)


class BlockBuilder(RuntimeApi, version=6):
    """Building a block step by step."""

    def __init__(self, executive: Executive) -> None:
        self._executive = executive

    @api_method
    def apply_extrinsic(
        self, extrinsic: OpaqueExtrinsic
    ) -> Result[Result[None, DispatchError], TransactionValidityError]:
        """Apply an extrinsic: how its call went, or why it cannot be part of the block."""
        try:
            return Ok(self._executive.apply_extrinsic(with_length(extrinsic.encoded)))
        except TransactionRefused as refused:
            return Err(refused.error)

    @api_method
    def finalize_block(self) -> Header:
        """End the block; its header."""
        return self._executive.finalize_block()

    @api_method
    def inherent_extrinsics(self, inherent: InherentData) -> list[OpaqueExtrinsic]:
        """The extrinsics that the block has to begin with."""
        return self._executive.opaque_inherents(inherent.data)

    @api_method
    def check_inherents(self, block: BlockOfExtrinsics, data: InherentData) -> CheckInherentsResult:
        """Whether the inherents of a block agree with what the asking node knows."""
        extrinsics = [with_length(extrinsic.encoded) for extrinsic in block.extrinsics]
        objections = self._executive.check_inherents(extrinsics, data.data)
        errors = {identifier: text.encode() for identifier, text in objections.items()}
        return CheckInherentsResult(okay=not objections, fatal_error=bool(objections), errors=InherentData(errors))


class TaggedTransactionQueue(RuntimeApi, version=3):
    """What the pool asks of a transaction."""

    def __init__(self, validate: Callable[[TransactionSource, bytes, Hash], ValidTransaction]) -> None:
        self._validate = validate

    @api_method
    def validate_transaction(
        self, source: TransactionSource, tx: OpaqueExtrinsic, block_hash: Hash
    ) -> Result[ValidTransaction, TransactionValidityError]:
        """What the pool needs to know of a transaction, or why it cannot be included after this block."""
        try:
            return Ok(self._validate(source, with_length(tx.encoded), block_hash))
        except TransactionRefused as refused:
            return Err(refused.error)


class OffchainWorkerApi(RuntimeApi, version=2):
    """Work beside the chain; this runtime has none."""

    @api_method
    def offchain_worker(self, header: Header) -> None:
        """Nothing to do after this block."""
