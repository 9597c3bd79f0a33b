"""The metadata of a runtime, versions 14 and 15, derived from its declarations.

Both versions share one type registry, so a type has the same number in both; an account is type 0, as on live chains.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any

from chain.codec import OpenType, Struct, codec_of
from chain.codec.registry import TypeRegistry
from chain.frame.call import RuntimeCall
from chain.frame.extension import TransactionExtension
from chain.frame.extrinsic_type import extra_of, extrinsic_type
from chain.frame.metadata_types import (
    MAGIC,
    Api,
    ApiInput,
    ApiMethod,
    BodyV14,
    BodyV15,
    ExtrinsicV14,
    ExtrinsicV15,
    OuterEnums,
    PalletV14,
    SignedExtension,
)
from chain.frame.outer_enums import RUNTIME_PATH
from chain.frame.pallet import Pallet
from chain.frame.pallet_metadata import PalletDescriber
from chain.frame.runtime_api import RuntimeApi
from chain.frame.runtime_declaration import RuntimeDeclaration
from chain.frame.version import METADATA_VERSIONS
from chain.frame.wire_pallet import WirePallet
from chain.primitives.address import MultiAddress
from chain.primitives.extrinsic import VERSION
from chain.primitives.identifiers import AccountId
from chain.primitives.signature import MultiSignature

RuntimeEvent = Annotated[Any, OpenType("RuntimeEvent")]
RuntimeError_ = Annotated[Any, OpenType("RuntimeError")]


class Runtime(Struct, path=f"{RUNTIME_PATH}::Runtime"):
    """The type that stands for the runtime itself."""


class RuntimeMetadata:
    """The description of one runtime; `encode` writes it in a version."""

    def __init__(
        self,
        declaration: RuntimeDeclaration,
        pallets: Mapping[int, Pallet | WirePallet],
        extensions: Sequence[type[TransactionExtension]],
        apis: Sequence[RuntimeApi | type[RuntimeApi]],
    ) -> None:
        """`pallets` are instances, since constants and some defaults depend on how a pallet was constructed."""
        self._declaration = declaration
        self._pallets = dict(sorted(pallets.items()))
        self._extensions = tuple(extensions)
        self._apis = tuple(apis)
        self._registry = TypeRegistry(declaration.codecs)

    def encode(self, version: int) -> bytes:
        """Return the metadata in version 14 or 15. Raises LookupError for any other."""
        if version not in METADATA_VERSIONS:
            raise LookupError(f"there is no metadata of version {version}; the versions are {METADATA_VERSIONS}")
        newest, types = self._described
        body = codec_of(BodyV15).encode(newest) if version == 15 else codec_of(BodyV14).encode(self._as_v14(newest))
        return MAGIC + bytes((version,)) + types + body

    @cached_property
    def _described(self) -> tuple[BodyV15, bytes]:
        """The newest version and the types that all versions share."""
        type_id = self._registry.type_id
        type_id(AccountId)
        describer = PalletDescriber(self._registry, self._declaration)
        pallets = [describer.describe(index, entry) for index, entry in self._pallets.items()]
        extrinsic = self._extrinsic()
        type_id(extrinsic_type(self._extensions))
        body = BodyV15(
            pallets,
            extrinsic,
            type_id(Runtime),
            [self._api(api) for api in self._apis],
            OuterEnums(extrinsic.call, type_id(RuntimeEvent), type_id(RuntimeError_)),
            {},
        )
        return body, self._registry.encode()

    def _as_v14(self, newest: BodyV15) -> BodyV14:
        pallets = [
            PalletV14(
                pallet.name,
                pallet.storage,
                pallet.calls,
                pallet.events,
                pallet.constants,
                pallet.errors,
                pallet.index,
            )
            for pallet in newest.pallets
        ]
        type_id = self._registry.type_id(extrinsic_type(self._extensions))
        extrinsic = ExtrinsicV14(type_id, VERSION, newest.extrinsic.signed_extensions)
        return BodyV14(pallets, extrinsic, newest.runtime)

    def _extrinsic(self) -> ExtrinsicV15:
        type_id = self._registry.type_id
        extensions = [
            SignedExtension(extension.identifier, type_id(extension.Extra), type_id(extension.Implicit))
            for extension in self._extensions
        ]
        return ExtrinsicV15(
            VERSION,
            type_id(MultiAddress),
            type_id(RuntimeCall),
            type_id(MultiSignature),
            type_id(extra_of(self._extensions)),
            extensions,
        )

    def _api(self, api: RuntimeApi | type[RuntimeApi]) -> Api:
        methods = [
            ApiMethod(
                method.name,
                [ApiInput(argument.name, self._registry.type_id(argument.annotation)) for argument in method.arguments],
                self._registry.type_id(method.result),
                method.docs.splitlines(),
            )
            for method in api.methods.values()
        ]
        return Api(api.name, methods, api.docs.splitlines())
