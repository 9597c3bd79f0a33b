"""`sp_runtime::DispatchError` as it is encoded in events, receipts and runtime API answers."""

from typing import Annotated

from chain.codec import U8, Bytes4, Enum, Struct, TypeName, UnitEnum


class TokenErrorKind(UnitEnum, path="sp_runtime::TokenError"):
    """What was wrong with an operation on a balance."""

    FundsUnavailable = 0
    OnlyProvider = 1
    BelowMinimum = 2
    CannotCreate = 3
    UnknownAsset = 4
    Frozen = 5
    Unsupported = 6
    CannotCreateHold = 7
    NotExpendable = 8
    Blocked = 9


class ArithmeticErrorKind(UnitEnum, path="sp_arithmetic::ArithmeticError"):
    """What was wrong with a calculation."""

    Underflow = 0
    Overflow = 1
    DivisionByZero = 2


class TransactionalErrorKind(UnitEnum, path="sp_runtime::TransactionalError"):
    """What was wrong with a storage layer."""

    LimitReached = 0
    NoLayer = 1


class TrieErrorKind(UnitEnum, path="sp_runtime::proving_trie::TrieError"):
    """What was wrong with a proof against a trie."""

    InvalidStateRoot = 0
    IncompleteDatabase = 1
    ValueAtIncompleteKey = 2
    DecoderError = 3
    InvalidHash = 4
    DuplicateKey = 5
    ExtraneousNode = 6
    ExtraneousValue = 7
    ExtraneousHashReference = 8
    InvalidChildReference = 9
    ValueMismatch = 10
    IncompleteProof = 11
    RootMismatch = 12
    DecodeError = 13


class ModuleErrorCode(Struct, path="sp_runtime::ModuleError"):
    """A pallet's own error on the wire: the pallet's index and the error's index, padded to four bytes."""

    index: U8
    error: Annotated[Bytes4, TypeName("[u8; MAX_MODULE_ERROR_ENCODED_SIZE]")]


class DispatchError(Enum, path="sp_runtime::DispatchError"):
    """Why a call failed, as clients see it."""


class Other(DispatchError, index=0):
    """A failure without a name of its own."""


class CannotLookup(DispatchError, index=1):
    """An address could not be turned into an account."""


class BadOrigin(DispatchError, index=2):
    """The origin may not make this call."""


class Module(DispatchError, index=3, unnamed=True):
    """A pallet's own error."""

    error: Annotated[ModuleErrorCode, TypeName("ModuleError")]


class ConsumerRemaining(DispatchError, index=4):
    """The account is still used by some pallet, so it cannot go."""


class NoProviders(DispatchError, index=5):
    """Nothing provides for the account's existence."""


class TooManyConsumers(DispatchError, index=6):
    """The account is used by too many pallets."""


class Token(DispatchError, index=7, unnamed=True):
    """An operation on a balance was refused."""

    kind: Annotated[TokenErrorKind, TypeName("TokenError")]


class Arithmetic(DispatchError, index=8, unnamed=True):
    """A calculation left its range."""

    kind: Annotated[ArithmeticErrorKind, TypeName("ArithmeticError")]


class Transactional(DispatchError, index=9, unnamed=True):
    """A storage layer could not be opened or closed."""

    kind: Annotated[TransactionalErrorKind, TypeName("TransactionalError")]


class Exhausted(DispatchError, index=10):
    """A resource is used up, such as the weight that was allowed."""


class Corruption(DispatchError, index=11):
    """The state is not what the runtime has to rely on."""


class Unavailable(DispatchError, index=12):
    """Something needed is not there at present."""


class RootNotAllowed(DispatchError, index=13):
    """The root origin may not make this call."""


class Trie(DispatchError, index=14, unnamed=True):
    """A proof against a trie was refused."""

    kind: Annotated[TrieErrorKind, TypeName("TrieError")]
