"""Transaction extensions: what is checked of a signed transaction beside its call, and what the signature covers."""

from typing import Any, ClassVar

from chain.codec import Struct
from chain.frame.call import Call, DispatchInfo, PostDispatchInfo
from chain.frame.error import DispatchFailure
from chain.frame.validity import TransactionSource, ValidTransaction
from chain.frame.weight import ZERO_WEIGHT, Weight
from chain.primitives.identifiers import AccountId


class Transaction:
    """A decoded transaction on its way through the extensions. `signer` is None for inherents and unsigned ones."""

    __slots__ = (
        "call",
        "encoded",
        "extension_weight",
        "extras",
        "info",
        "length",
        "payload",
        "signature",
        "signer",
        "weight",
    )

    def __init__(
        self,
        *,
        encoded: bytes,
        call: Call,
        signer: AccountId | None,
        signature: Any,
        extras: tuple[Any, ...],
        payload: bytes,
        extension_weight: Weight,
    ) -> None:
        self.encoded = encoded
        self.length = len(encoded)
        """Bytes of the whole transaction, its length in front included."""
        self.call = call
        self.signer = signer
        self.signature = signature
        self.extras = extras
        self.payload = payload
        """Call and extras as they were received: what is signed, before the implicit part is added."""
        self.extension_weight = extension_weight
        self.info: DispatchInfo = call.info
        self.weight: Weight = self.info.weight + extension_weight
        """What the call and the extensions weigh together."""


class TransactionExtension:
    """One extension. `Extra` is what it adds to the transaction, `Implicit` what it adds to the signed payload.

    Raise TransactionRefused from `implicit`, `validate` or `prepare` to refuse the transaction.
    """

    identifier: ClassVar[str]
    Extra: ClassVar[type[Struct]]
    Implicit: ClassVar[Any] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.identifier = cls.__dict__.get("identifier", cls.__name__)

    def weight(self, call: Call) -> Weight:
        """What the extension itself costs for this call."""
        return ZERO_WEIGHT

    def implicit(self, extra: Any) -> Any:
        """The value that the signature covers without it being in the transaction."""
        return None

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> ValidTransaction | None:
        """Check without changing anything; what the pool should know, or None for nothing."""
        return None

    def prepare(self, transaction: Transaction, extra: Any) -> Any:
        """Do what comes before the call, outside its storage layer; the result goes to `post_dispatch`."""
        return None

    def post_dispatch(
        self, transaction: Transaction, prepared: Any, actual: PostDispatchInfo, failure: DispatchFailure | None
    ) -> None:
        """Do what comes after the call, successful or not; `actual` holds the call's weight without the extensions'."""
