"""Types of the system pallet: accounts, events as they are recorded, phases, upgrades."""

from struct import Struct as PackedStruct
from struct import error as PackingError  # noqa: N812 - named as what it is
from typing import Annotated

from chain.codec import U32, U64, U128, Compact, CustomShape, Enum, OpenType, Struct, TypeName, codec_of
from chain.frame.weight import DispatchClass, Pays, Weight
from chain.primitives.identifiers import AccountId, Hash

NEW_LOGIC = 1 << 127
"""The flag of accounts that count consumers and providers the present way."""


class ExtraFlags(Struct, path="pallet_balances::types::ExtraFlags", unnamed=True):
    """Flags of an account's balance."""

    bits: Annotated[U128, TypeName("u128")] = NEW_LOGIC


NEW_FLAGS = ExtraFlags()


class AccountData(Struct, path="pallet_balances::types::AccountData", params={"Balance": U64}):
    """The balance of an account in rao: free to use, reserved, and how much of the whole is frozen."""

    free: Annotated[U64, TypeName("Balance")] = 0
    reserved: Annotated[U64, TypeName("Balance")] = 0
    frozen: Annotated[U64, TypeName("Balance")] = 0
    flags: ExtraFlags = NEW_FLAGS


class AccountInfo(Struct, path="frame_system::AccountInfo", params={"Nonce": U32, "AccountData": AccountData}):
    """An account: how many transactions it sent, what refers to it, and its balance.

    It exists while something provides for it (`providers`) or it is sufficient by itself (`sufficients`); it cannot go
    while something uses it (`consumers`).
    """

    nonce: Annotated[U32, TypeName("Nonce")] = 0
    consumers: Annotated[U32, TypeName("RefCount")] = 0
    providers: Annotated[U32, TypeName("RefCount")] = 0
    sufficients: Annotated[U32, TypeName("RefCount")] = 0
    data: Annotated[AccountData, TypeName("AccountData")] = AccountData()


_PACKED_ACCOUNT = PackedStruct("<IIIIQQQ16s")
_PLAIN_ACCOUNT = AccountInfo.__scale__


def _append_account(info: AccountInfo, out: bytearray) -> None:
    """Write an account at once; whatever does not fit is told by the plain codec, field by field."""
    data = info.data
    try:
        packed = _PACKED_ACCOUNT.pack(
            info.nonce,
            info.consumers,
            info.providers,
            info.sufficients,
            data.free,
            data.reserved,
            data.frozen,
            data.flags.bits.to_bytes(16, "little"),
        )
    except (PackingError, OverflowError, AttributeError):
        codec_of(_PLAIN_ACCOUNT).append(info, out)
        return
    out += packed


def _read_account(data: bytes, offset: int) -> tuple[AccountInfo, int]:
    try:
        fields = _PACKED_ACCOUNT.unpack_from(data, offset)
    except PackingError:
        return codec_of(_PLAIN_ACCOUNT).read(data, offset)
    nonce, consumers, providers, sufficients, free, reserved, frozen, flags = fields
    bits = int.from_bytes(flags, "little")
    balance = AccountData(free, reserved, frozen, NEW_FLAGS if bits == NEW_LOGIC else ExtraFlags(bits))
    return AccountInfo(nonce, consumers, providers, sufficients, balance), offset + _PACKED_ACCOUNT.size


AccountInfo.__scale__ = CustomShape(_append_account, _read_account, _PLAIN_ACCOUNT, _PACKED_ACCOUNT.size)
"""An account is read and written more often than anything else, so its fields are packed at once."""


class Phase(Enum, path="frame_system::Phase"):
    """When in a block something happened."""


class ApplyExtrinsic(Phase, index=0, unnamed=True):
    """While an extrinsic was applied, by its position in the block."""

    index: Annotated[U32, TypeName("u32")]


class Finalization(Phase, index=1):
    """At the end of the block."""


class Initialization(Phase, index=2):
    """At the start of the block."""


RuntimeEvent = Annotated[object, OpenType("RuntimeEvent")]


class EventRecord(Struct, path="frame_system::EventRecord", params={"E": RuntimeEvent, "T": Hash}):
    """An event as it is recorded in the state."""

    phase: Phase
    event: Annotated[object, OpenType("RuntimeEvent"), TypeName("E")]
    topics: Annotated[list[Hash], TypeName("Vec<T>")]


class DispatchEventInfo(Struct, path="frame_system::DispatchEventInfo"):
    """What an extrinsic cost."""

    weight: Weight
    class_: DispatchClass
    pays_fee: Pays


class LastRuntimeUpgradeInfo(Struct, path="frame_system::LastRuntimeUpgradeInfo"):
    """The runtime version that last ran its upgrade."""

    spec_version: Annotated[Compact[U32], TypeName("codec::Compact<u32>")]
    spec_name: Annotated[str, TypeName("Cow<'static, str>")]


class CodeUpgradeAuthorization(Struct, path="frame_system::CodeUpgradeAuthorization", params={"T": None}):
    """A code that may replace the runtime's, by its hash."""

    code_hash: Annotated[Hash, TypeName("T::Hash")]
    check_version: bool


KeyValue = Annotated[tuple[bytes, bytes], TypeName("KeyValue")]
Account = AccountId
