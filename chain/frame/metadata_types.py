"""The parts of metadata that its versions 14 and 15 share, as they stand on the wire."""

from chain.codec import U8, U32, Compact, Enum, Struct, UnitEnum

TypeId = Compact[U32]

MAGIC = b"meta"


class StorageModifier(UnitEnum):
    """What reading an absent value gives: nothing, or the default."""

    Optional = 0
    Default = 1


class StorageHasher(UnitEnum):
    """How a key of a map is hashed."""

    Blake2_128 = 0
    Blake2_256 = 1
    Blake2_128Concat = 2
    Twox128 = 3
    Twox256 = 4
    Twox64Concat = 5
    Identity = 6


class StorageKind(Enum):
    """A value or a map."""


class Plain(StorageKind, index=0, unnamed=True):
    """One value."""

    value: TypeId


class Map(StorageKind, index=1):
    """Values by key; several hashers belong to a key that is a tuple."""

    hashers: list[StorageHasher]
    key: TypeId
    value: TypeId


class StorageEntry(Struct):
    """One storage item and the bytes an absent value stands for."""

    name: str
    modifier: StorageModifier
    kind: StorageKind
    default: bytes
    docs: list[str]


class PalletStorage(Struct):
    """The storage items of a pallet and the prefix of their keys."""

    prefix: str
    entries: list[StorageEntry]


class PalletConstant(Struct):
    """A constant and its value."""

    name: str
    type: TypeId
    value: bytes
    docs: list[str]


class SignedExtension(Struct):
    """A transaction extension: what it adds to the transaction, and what the signature covers beside it."""

    identifier: str
    type: TypeId
    additional_signed: TypeId


class PalletV14(Struct):
    """A pallet in version 14."""

    name: str
    storage: PalletStorage | None
    calls: TypeId | None
    events: TypeId | None
    constants: list[PalletConstant]
    errors: TypeId | None
    index: U8


class PalletV15(PalletV14):
    """A pallet in version 15."""

    docs: list[str]


class ExtrinsicV14(Struct):
    """The extrinsic in version 14: one type, whose parameters tell its parts."""

    type: TypeId
    version: U8
    signed_extensions: list[SignedExtension]


class ExtrinsicV15(Struct):
    """The extrinsic in version 15."""

    version: U8
    address: TypeId
    call: TypeId
    signature: TypeId
    extra: TypeId
    signed_extensions: list[SignedExtension]


class ApiInput(Struct):
    """One argument of a runtime API method."""

    name: str
    type: TypeId


class ApiMethod(Struct):
    """One method of a runtime API."""

    name: str
    inputs: list[ApiInput]
    output: TypeId
    docs: list[str]


class Api(Struct):
    """One runtime API."""

    name: str
    methods: list[ApiMethod]
    docs: list[str]


class OuterEnums(Struct):
    """The enums of all calls, all events and all errors."""

    call: TypeId
    event: TypeId
    error: TypeId


class CustomValue(Struct):
    """A value that a runtime adds to its metadata under a name."""

    type: TypeId
    value: bytes


class BodyV14(Struct):
    """What follows the types in version 14."""

    pallets: list[PalletV14]
    extrinsic: ExtrinsicV14
    runtime: TypeId


class BodyV15(Struct):
    """What follows the types in version 15."""

    pallets: list[PalletV15]
    extrinsic: ExtrinsicV15
    runtime: TypeId
    apis: list[Api]
    outer_enums: OuterEnums
    custom: dict[str, CustomValue]
