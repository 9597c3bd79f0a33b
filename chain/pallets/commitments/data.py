"""What a commitment holds: up to three pieces of data, each with a tag (lifecycle 4.1)."""

from typing import Annotated, Any, ClassVar, Self

from chain.codec import (
    U32,
    U64,
    Bound,
    Bytes32,
    CustomShape,
    DecodeError,
    Length,
    Record,
    Struct,
    TypeName,
    Variant,
    append_compact,
    codec_of,
    union,
)
from chain.codec.errors import truncated, wrong_value
from chain.codec.shape import Field
from chain.primitives.identifiers import TaoBalance

MOST_FIELDS = 3
LONGEST_RAW, LONGEST_BIG_RAW, LONGEST_CIPHERTEXT = 128, 512, 1_024
HASH_BYTES = 32

NOTHING, RAW_0, RAW_128 = 0, 1, 129
BLAKE_TWO_256, SHA_256, KECCAK_256, SHA_THREE_256 = 130, 131, 132, 133
TIMELOCK_ENCRYPTED, RESET_BONDS_FLAG, BIG_RAW, TIMELOCK_REVEAL_FAILED = 134, 135, 136, 137

HASHES = {
    BLAKE_TWO_256: "BlakeTwo256",
    SHA_256: "Sha256",
    KECCAK_256: "Keccak256",
    SHA_THREE_256: "ShaThree256",
}
SEALED = {TIMELOCK_ENCRYPTED: "TimelockEncrypted", TIMELOCK_REVEAL_FAILED: "TimelockRevealFailed"}
EMPTY = {NOTHING: "None", RESET_BONDS_FLAG: "ResetBondsFlag"}

Ciphertext = Annotated[bytes, Bound(LONGEST_CIPHERTEXT)]
BigRaw = Annotated[bytes, Bound(LONGEST_BIG_RAW)]


def _append(value: Any, out: bytearray) -> None:
    if not isinstance(value, Data):
        raise wrong_value(value, "a Data")
    tag, content = value.tag, value.content
    shortest, longest = _lengths(tag)
    if not shortest <= len(content) <= longest or (value.reveal_round and tag not in SEALED):
        raise wrong_value(value, f"{shortest} to {longest} bytes under tag {tag}, and a round only with a ciphertext")
    out.append(tag)
    if tag in SEALED or tag == BIG_RAW:
        append_compact(len(content), out)
    out += content
    if tag in SEALED:
        codec_of(U64).append(value.reveal_round, out)


def _read(data: bytes, offset: int) -> "tuple[Data, int]":
    if offset >= len(data):
        raise truncated("a Data", offset, 0)
    tag = data[offset]
    if tag > TIMELOCK_REVEAL_FAILED:
        raise DecodeError(f"Data has no variant {tag}", offset)
    if tag in SEALED:
        content, end = codec_of(Ciphertext).read(data, offset + 1)
        reveal_round, end = codec_of(U64).read(data, end)
        return Data(tag, content, reveal_round), end
    if tag == BIG_RAW:
        content, end = codec_of(BigRaw).read(data, offset + 1)
        return Data(tag, content), end
    length, _ = _lengths(tag)
    content = data[offset + 1 : offset + 1 + length]
    if len(content) != length:
        raise truncated(f"{length} bytes of Data", offset + 1, len(content))
    return Data(tag, bytes(content)), offset + 1 + length


def _lengths(tag: int) -> tuple[int, int]:
    """The least and the greatest number of bytes under a tag. Raises EncodeError for a tag that there is not."""
    if RAW_0 <= tag <= RAW_128:
        return tag - RAW_0, tag - RAW_0
    if tag in HASHES:
        return HASH_BYTES, HASH_BYTES
    if tag in SEALED:
        return 0, LONGEST_CIPHERTEXT
    if tag == BIG_RAW:
        return 0, LONGEST_BIG_RAW
    if tag in EMPTY:
        return 0, 0
    raise wrong_value(tag, f"a tag from {NOTHING} to {TIMELOCK_REVEAL_FAILED}")


def _described() -> tuple[Variant, ...]:
    """The variants as metadata shows them: one for every length of short data."""
    sealed = (Field("encrypted", "encrypted", Ciphertext), Field("reveal_round", "reveal_round", U64))
    variants = [Variant(tag, name) for tag, name in EMPTY.items()]
    for length in range(LONGEST_RAW + 1):
        content = Field("content", None, Annotated[bytes, Length(length)])
        variants.append(Variant(RAW_0 + length, f"Raw{length}", (content,)))
    variants += [Variant(tag, name, (Field("content", None, Bytes32),)) for tag, name in HASHES.items()]
    variants += [Variant(tag, name, sealed) for tag, name in SEALED.items()]
    variants.append(Variant(BIG_RAW, "BigRaw", (Field("content", None, BigRaw),)))
    return tuple(sorted(variants, key=lambda variant: variant.index))


class Data(Record):
    """One piece: its tag, its bytes, and the drand round that opens it where it is sealed."""

    __scale__: ClassVar[CustomShape] = CustomShape(_append, _read, union("pallet_commitments::types::Data", _described))

    tag: int
    content: bytes = b""
    reveal_round: int = 0

    @classmethod
    def raw(cls, content: bytes) -> Self:
        """Data in the clear, at most 512 bytes."""
        return cls(RAW_0 + len(content) if len(content) <= LONGEST_RAW else BIG_RAW, content)

    @classmethod
    def timelocked(cls, ciphertext: bytes, reveal_round: int) -> Self:
        """Data that the chain opens with the pulse of a drand round."""
        return cls(TIMELOCK_ENCRYPTED, ciphertext, reveal_round)

    @property
    def is_timelocked(self) -> bool:
        """Whether the data waits for its round."""
        return self.tag == TIMELOCK_ENCRYPTED

    @property
    def resets_bonds(self) -> bool:
        """Whether the data asks to have the bonds on its hotkey removed."""
        return self.tag == RESET_BONDS_FLAG

    @property
    def has_failed(self) -> bool:
        """Whether the data could not be opened in its round."""
        return self.tag == TIMELOCK_REVEAL_FAILED


class CommitmentInfo(Struct, path="pallet_commitments::types::CommitmentInfo", params={"FieldLimit": None}):
    """What a hotkey published."""

    fields: Annotated[list[Data], Bound(MOST_FIELDS), TypeName("BoundedVec<Data, FieldLimit>")]

    @property
    def space(self) -> int:
        """How many bytes it counts for."""
        return sum(len(field.content) for field in self.fields)

    @property
    def first_round(self) -> int | None:
        """The drand round of the first field that waits for one."""
        return next((field.reveal_round for field in self.fields if field.is_timelocked), None)


class CommitmentRegistration(
    Struct,
    path="pallet_commitments::types::Registration",
    params={"Balance": TaoBalance, "MaxFields": None, "BlockNumber": U32},
):
    """A commitment, when it was made, and what was deposited for it."""

    deposit: Annotated[TaoBalance, TypeName("Balance")]
    block: Annotated[U32, TypeName("BlockNumber")]
    info: Annotated[CommitmentInfo, TypeName("CommitmentInfo<MaxFields>")]


class UsageTracker(Struct, path="pallet_commitments::types::UsageTracker"):
    """How many bytes a hotkey published in an epoch."""

    last_epoch: U64
    used_space: U64
