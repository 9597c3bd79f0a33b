"""The version of a runtime: clients cache what they learnt of its interface under it."""

from hashlib import blake2b
from typing import Annotated

from chain.codec import U8, U32, Bytes8, Struct, TypeName

METADATA_VERSIONS = (14, 15)
"""The versions in which a runtime describes itself."""


class RuntimeVersion(Struct, path="sp_version::RuntimeVersion"):
    """Names and numbers of the runtime, and the runtime APIs it answers, by id and version."""

    spec_name: Annotated[str, TypeName("Cow<'static, str>")]
    impl_name: Annotated[str, TypeName("Cow<'static, str>")]
    authoring_version: U32
    spec_version: U32
    impl_version: U32
    apis: Annotated[list[tuple[Bytes8, U32]], TypeName("ApisVec")]
    transaction_version: U32
    system_version: U8


def api_id(name: str) -> bytes:
    """The id of a runtime API: the first 8 bytes that blake2b makes of its name."""
    return blake2b(name.encode(), digest_size=8).digest()
