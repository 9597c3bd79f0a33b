"""TransactionPayment: what a transaction costs, and who gets it (section 5.5)."""

from typing import Annotated, Protocol

from chain.codec import U8, U64, TypeName
from chain.frame.call import Call, DispatchInfo
from chain.frame.constant import Constant
from chain.frame.event import Event
from chain.frame.pallet import Pallet, SystemServices
from chain.frame.storage import StorageValue
from chain.frame.weight import Pays, Weight
from chain.pallets.transaction_payment.fees import BASE_FEE, inclusion_fee, length_to_fee, total_of, weight_to_fee
from chain.pallets.transaction_payment.types import (
    ONE,
    FeeDetails,
    FixedU128,
    InclusionFee,
    Releases,
    RuntimeDispatchInfo,
)
from chain.primitives.identifiers import AccountId

Amount = Annotated[U64, TypeName("BalanceOf<T>")]


class TransactionFeePaid(Event, index=0):
    """A transaction was paid for."""

    who: AccountId
    actual_fee: Amount
    tip: Amount


class FeeCurrency(Protocol):
    """What fees are paid in."""

    def can_pay(self, who: AccountId, amount: int) -> bool:
        """Whether the account can pay and live on."""

    def withdraw(self, who: AccountId, amount: int) -> None:
        """Take an amount out of an account that has to live on."""

    def deposit(self, who: AccountId, amount: int) -> bool:
        """Put an amount into an account; False where that is impossible."""

    def drop(self, amount: int) -> None:
        """Forget an amount that was taken and belongs to nobody."""

    def total_balance(self, who: AccountId) -> int:
        """Everything the account owns."""


class BlockAuthor(Protocol):
    """Who gets the fees."""

    def author(self) -> AccountId | None:
        """The author of the present block."""


class FeePayers(Protocol):
    """Who pays for whom."""

    def fee_payer(self, call: Call, signer: AccountId) -> AccountId:
        """The account that pays for a transaction with this call."""


class TransactionPayment(Pallet, rust_path="pallet_transaction_payment::pallet"):
    """Fees of transactions, in rao."""

    events = (TransactionFeePaid,)

    operational_fee_multiplier = Constant[U8](
        doc="How much more a tip counts for operational calls; tips have no weight in this chain's priority.", default=5
    )

    next_fee_multiplier = StorageValue[FixedU128](default=ONE, doc="The factor of the weight fee: always one.")
    storage_version = StorageValue[Releases](default=Releases.V1Ancient, doc="How this storage is laid out.")

    def __init__(self, system: SystemServices, *, currency: FeeCurrency, author: BlockAuthor) -> None:
        super().__init__(system)
        self._currency = currency
        self._author = author
        self._payers: FeePayers | None = None

    def connect(self, *, payers: FeePayers) -> None:
        """Learn who pays for others; until then, and where nobody does, whoever signs pays."""
        self._payers = payers

    def genesis(self) -> None:
        """Write the layout version."""
        self.next_fee_multiplier = ONE
        self.storage_version = Releases.V2

    def dispatch_info(self, info: DispatchInfo, length: int, extension_weight: Weight) -> RuntimeDispatchInfo:
        """What a transaction of this length with such a call would cost, without a tip."""
        weight = info.weight + extension_weight
        fee = total_of(self._fee(info.pays, length, weight))
        return RuntimeDispatchInfo(weight, info.dispatch_class, fee)

    def fee_details(self, info: DispatchInfo, length: int, extension_weight: Weight) -> FeeDetails:
        """The parts of that cost."""
        return FeeDetails(self._fee(info.pays, length, info.weight + extension_weight))

    def fee(self, pays: Pays, length: int, weight: Weight, tip: int) -> int:
        """The whole fee of a transaction whose call and extensions weigh so much."""
        if pays is Pays.No:
            return tip
        return BASE_FEE + length_to_fee(length) + weight_to_fee(weight) + tip

    @staticmethod
    def _fee(pays: Pays, length: int, weight: Weight) -> InclusionFee | None:
        return inclusion_fee(length, weight) if pays is Pays.Yes else None

    def payer_of(self, call: Call, signer: AccountId) -> AccountId:
        """The account that pays for a transaction with this call."""
        return signer if self._payers is None else self._payers.fee_payer(call, signer)

    def can_pay(self, who: AccountId, fee: int) -> bool:
        """Whether the account can pay a fee and live on."""
        return fee == 0 or self._currency.can_pay(who, fee)

    def take(self, who: AccountId, fee: int) -> None:
        """Take the fee before the call is made."""
        if fee:
            self._currency.withdraw(who, fee)

    def settle(self, who: AccountId, paid: int, actual: int, tip: int) -> None:
        """Give back what was paid too much, hand the rest to the block's author, and tell what it cost."""
        kept = paid
        refund = paid - actual
        # An account that the call ended gets nothing back.
        if refund > 0 and self._currency.total_balance(who) > 0 and self._currency.deposit(who, refund):
            kept = actual
        if kept > 0:
            author = self._author.author()
            if author is None or not self._currency.deposit(author, kept):
                self._currency.drop(kept)
        self.tell(who, actual, tip)

    def tell(self, who: AccountId, actual: int, tip: int) -> None:
        """Tell what a transaction cost, in whatever it was paid."""
        self.deposit_event(TransactionFeePaid(who, actual, tip))
