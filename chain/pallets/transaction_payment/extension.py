"""ChargeTransactionPayment: take the fee before a call, settle it after."""

from typing import Annotated, Any, Protocol

from chain.codec import U64, Compact, Record, Struct, TypeName
from chain.frame.call import Call, PostDispatchInfo
from chain.frame.error import DispatchFailure
from chain.frame.extension import Transaction, TransactionExtension
from chain.frame.validity import Payment, TransactionRefused, TransactionSource, ValidTransaction
from chain.frame.weight import DispatchClass, Pays, Weight, measured_weight
from chain.pallets.transaction_payment.pallet import TransactionPayment
from chain.primitives.identifiers import AccountId

NORMAL_PRIORITY = 1
OPERATIONAL_PRIORITY = 10_000_000_000


class SubstituteFees(Protocol):
    """Fees paid in something else than TAO."""

    def can_pay(self, who: AccountId, call: Call, fee: int) -> bool:
        """Whether an account has enough of it for a fee in rao of TAO."""
        ...

    def pay(self, who: AccountId, call: Call, fee: int) -> Any:
        """Take it and hand it to the author; what was paid, or None where that is impossible."""
        ...

    def announce(self, who: AccountId, fee: Any) -> None:
        """Tell what was paid."""
        ...


class Paid(Record):
    """Who paid how many rao of TAO, how many of them are the tip, and what was paid instead of TAO."""

    who: AccountId
    fee: int
    tip: int
    substitute: Any = None


class ChargeTransactionPayment(TransactionExtension):
    """Whoever signs pays, or an account that agreed to; a tip may be added. The priority is fixed, whatever the tip.

    Who has no TAO may pay with the stake that the call moves.
    """

    class Extra(
        Struct,
        path="pallet_transaction_payment::ChargeTransactionPayment",
        params={"T": None},
        unnamed=True,
    ):
        """The tip in rao."""

        tip: Annotated[Compact[U64], TypeName("BalanceOf<T>")]

    def __init__(self, payment: TransactionPayment, *, substitute: SubstituteFees) -> None:
        self._payment = payment
        self._substitute = substitute

    def weight(self, call: Call) -> Weight:
        """The SDK extension's own weight, and three reads of the wrapper around it."""
        return measured_weight(40_000_000, reads=6)

    def _payer(self, transaction: Transaction) -> AccountId:
        assert transaction.signer is not None
        return self._payment.payer_of(transaction.call, transaction.signer)

    def _fee(self, transaction: Transaction, tip: int) -> int:
        return self._payment.fee(transaction.info.pays, transaction.length, transaction.weight, tip)

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> ValidTransaction | None:
        """Payment for a payer who cannot pay the fee and live on; in a block, taking the fee tells."""
        if source is TransactionSource.InBlock:
            return None
        who = self._payer(transaction)
        fee = self._fee(transaction, extra.tip)
        if not (self._payment.can_pay(who, fee) or self._substitute.can_pay(who, transaction.call, fee)):
            raise TransactionRefused(Payment(), f"the fee is {fee} rao, and the account has to live on")
        is_operational = transaction.info.dispatch_class is DispatchClass.Operational
        return ValidTransaction(priority=OPERATIONAL_PRIORITY if is_operational else NORMAL_PRIORITY)

    def prepare(self, transaction: Transaction, extra: Any) -> Paid:
        """Take the whole fee: in TAO, or else in what the call moves."""
        who = self._payer(transaction)
        fee = self._fee(transaction, extra.tip)
        try:
            self._payment.take(who, fee)
        except DispatchFailure as failure:
            instead = self._substitute.pay(who, transaction.call, fee)
            if instead is None:
                raise TransactionRefused(Payment(), f"the fee of {fee} rao cannot be taken: {failure}") from failure
            return Paid(who, fee, extra.tip, instead)
        return Paid(who, fee, extra.tip)

    def post_dispatch(
        self, transaction: Transaction, prepared: Any, actual: PostDispatchInfo, failure: DispatchFailure | None
    ) -> None:
        """Give back what the call did not use, hand the rest to the author. Stake is not given back."""
        paid: Paid = prepared
        pays = Pays.Yes if transaction.info.pays is Pays.Yes and actual.pays is Pays.Yes else Pays.No
        used = transaction.info.weight if actual.actual_weight is None else actual.actual_weight
        fee = self._payment.fee(pays, transaction.length, used + transaction.extension_weight, paid.tip)
        actual_fee = min(fee, paid.fee)
        if paid.substitute is None:
            self._payment.settle(paid.who, paid.fee, actual_fee, paid.tip)
        else:
            self._substitute.announce(paid.who, paid.substitute)
            self._payment.tell(paid.who, actual_fee, paid.tip)
