"""The header of a block, whose hash is the block's name."""

from typing import Annotated

from chain.codec import U32, Compact, Struct, TypeName, codec_of
from chain.primitives.digest import Digest
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import Hash

_HashOutput = Annotated[Hash, TypeName("Hash::Output")]


class Header(Struct, path="sp_runtime::generic::header::Header", params={"Number": U32, "Hash": None}):
    """Parent, number, roots and digest."""

    parent_hash: _HashOutput
    number: Annotated[Compact[U32], TypeName("Number")]
    state_root: _HashOutput
    extrinsics_root: _HashOutput
    digest: Digest

    def hash(self) -> Hash:
        """Return blake2_256 of the encoded header."""
        return Hash(blake2_256(codec_of(Header).encode(self)))
