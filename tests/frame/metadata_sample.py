"""A small runtime that has one of everything metadata can describe."""

from typing import Annotated, Any, ClassVar

from chain.codec import U8, U16, U32, U64, Bound, Compact, Enum, Struct, TypeName
from chain.frame.call import RuntimeCall, call
from chain.frame.constant import Constant
from chain.frame.error import ModuleError
from chain.frame.event import Event
from chain.frame.extension import TransactionExtension
from chain.frame.metadata import RuntimeMetadata
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.frame.runtime_declaration import RuntimeDeclaration, runtime_declaration
from chain.frame.storage import OptionalMap, OptionalValue, StorageDoubleMap, StorageMap, StorageNMap, StorageValue
from chain.frame.wire_pallet import WirePallet
from chain.primitives.address import MultiAddress
from chain.primitives.hashing import Blake2_128Concat, Identity, Twox64Concat
from chain.primitives.identifiers import AccountId, Hash, Nonce


class AccountData(Struct, path="pallet_bank::types::AccountData", params={"Balance": U64}):
    """What an account owns."""

    free: Annotated[U64, TypeName("Balance")] = 0
    flags: U8 = 128


class Deposited(Event, index=0):
    """Money came in."""

    who: AccountId
    amount: Annotated[U64, TypeName("T::Balance")]


class Renamed(Event, index=3, unnamed=True):
    """A name changed."""

    who: AccountId
    name: bytes


class Poor(ModuleError, index=0):
    """The account owns less than that; deposit first."""


class Unknown(ModuleError, index=1):
    """There is no such account."""


class Bank(Pallet, rust_path="pallet_bank::pallet"):
    """Money.

    And what is done with it.
    """

    events = (Deposited, Renamed)
    errors = (Poor, Unknown)

    minimum = Constant[U64](doc="The least one may own.")
    total = StorageValue[U64](default=7, doc="All money.\nEverywhere.")
    last = OptionalValue[U32](doc="The last block with a deposit.")
    account = StorageMap[AccountId, AccountData](hasher=Blake2_128Concat, default=AccountData(), doc="By owner.")
    label = OptionalMap[U16, Annotated[bytes, Bound(32)]](hasher=Identity, doc="By number.")
    weights = StorageDoubleMap[U16, U16, list[tuple[U16, U16]]](
        hashers=(Identity, Twox64Concat), default=[], doc="Rows."
    )
    shares = StorageNMap[tuple[AccountId, U16, Hash], U64](
        hashers=(Blake2_128Concat, Identity, Twox64Concat), default=lambda bank: bank.minimum, doc="By three."
    )

    @call(index=2)
    def deposit(
        self, origin: Origin, dest: MultiAddress, value: Annotated[Compact[U64], TypeName("T::Balance")]
    ) -> None:
        """Put money in.

        Anyone may.
        """

    @call(index=5)
    def batch(self, origin: Origin, calls: list[RuntimeCall], height: Compact[U32]) -> None:
        """Do several things."""


class Registry(Pallet, wire="SubtensorModule", rust_path="pallet_subtensor::pallet"):
    """The first part."""

    owner = OptionalMap[U16, AccountId](hasher=Identity, doc="By netuid.")

    @call(index=1)
    def claim(self, origin: Origin, netuid: Annotated[U16, TypeName("NetUid")]) -> None:
        """Take a number."""


class Weights(Pallet, wire="SubtensorModule", rust_path="pallet_subtensor::pallet"):
    """The second part."""

    tempo = Constant[U16](doc="Blocks.", default=360)
    rows = StorageMap[U16, list[U16]](hasher=Identity, default=[], doc="By uid.")

    @call(index=0)
    def set_weights(self, origin: Origin, dests: list[U16]) -> None:
        """Say who is good."""


class CheckNonce(TransactionExtension):
    """Each transaction once."""

    class Extra(Struct, path="frame_system::extensions::check_nonce::CheckNonce", params={"T": None}, unnamed=True):
        """The nonce."""

        nonce: Annotated[Compact[Nonce], TypeName("T::Nonce")]


class CheckGenesis(TransactionExtension):
    """For one chain."""

    class Extra(Struct, path="frame_system::extensions::check_genesis::CheckGenesis", params={"T": None}):
        """Nothing."""

    Implicit: ClassVar[Any] = Hash


class Answer(Enum, path="pallet_bank::Answer"):
    """What the bank says."""


class No(Answer, index=0):
    """Nothing."""


class Yes(Answer, index=1):
    """So much."""

    amount: U64


class BankApi(RuntimeApi, version=2):
    """Questions to the bank."""

    @api_method
    def balance(self, who: AccountId, at: U32 | None) -> Answer:
        """What an account owns."""
        return Yes(1)


class StandInSystem:
    """No pallet of this runtime touches its state here."""

    state: Any = None


def sample_declaration() -> RuntimeDeclaration:
    return runtime_declaration({index: entry.declaration for index, entry in sample_pallets().items()})


def sample_pallets() -> dict[int, Any]:
    system: Any = StandInSystem()
    bank = Bank(system)
    bank.minimum = 500
    return {7: WirePallet("SubtensorModule", [Registry(system), Weights(system)]), 5: bank}


def sample_metadata() -> RuntimeMetadata:
    return RuntimeMetadata(sample_declaration(), sample_pallets(), [CheckNonce, CheckGenesis], [BankApi])
