"""From the bytes of an extrinsic to a checked transaction, and through all extensions in order.

What is true of the bytes alone, their decoding and the validity of a signature over a given payload, is remembered for
all states: a transaction is verified when it enters the pool and not again when it enters a block.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from chain.codec import DecodeError
from chain.frame.call import Call, CallDeclaration, PostDispatchInfo, RuntimeCall
from chain.frame.call_table import CallTooDeep
from chain.frame.error import DispatchFailure
from chain.frame.extension import Transaction, TransactionExtension
from chain.frame.runtime_declaration import RuntimeDeclaration
from chain.frame.validity import (
    BadProof,
    CallInvalid,
    LookupFailed,
    TransactionRefused,
    TransactionSource,
    ValidTransaction,
)
from chain.frame.weight import ZERO_WEIGHT, Weight
from chain.primitives.address import Id
from chain.primitives.extrinsic import UncheckedExtrinsic
from chain.primitives.hashing import blake2_256
from chain.primitives.signature import MultiSignature, verify

REMEMBERED_TRANSACTIONS = 16_384
LONGEST_REMEMBERED = 4_096
"""Bytes; what is longer is decoded and verified anew, so that memory stays bounded."""

LONGEST_UNHASHED_PAYLOAD = 256
U64_MAX = 2**64 - 1

Verify: TypeAlias = Callable[[MultiSignature, bytes, bytes], bool]


class TransactionFormat:
    """How transactions of a runtime with these extensions are read. Shared by all its states."""

    def __init__(self, declaration: RuntimeDeclaration, extensions: Sequence[type[TransactionExtension]]) -> None:
        codecs = declaration.codecs
        self._read_call = codecs.codec_of(RuntimeCall).read
        self._extras: list[tuple[int, Callable[[bytes, int], tuple[Any, int]]]] = []
        self._blank: list[Any] = []
        for position, extension in enumerate(extensions):
            if extension.Extra.record_fields:
                self._extras.append((position, codecs.codec_of(extension.Extra).read))
                self._blank.append(None)
            else:
                self._blank.append(extension.Extra())
        self.implicits = [
            (position, codecs.codec_of(extension.Implicit).append)
            for position, extension in enumerate(extensions)
            if extension.Implicit is not None
        ]
        self.validating = _with_own(extensions, "validate")
        self.preparing = _with_own(extensions, "prepare")
        self.settling = _with_own(extensions, "post_dispatch")
        self.weights: dict[CallDeclaration, Weight] = {}
        self.decoded: dict[bytes, Transaction] = {}
        self.verified: set[tuple[bytes, bytes]] = set()

    def read(self, encoded: bytes, weight_of: Callable[[Any], Weight]) -> Transaction:
        """Decode a transaction; DecodeError for anything but exactly one, TransactionRefused for an unusable one."""
        extras = self._blank.copy()

        def read_extras(data: bytes, offset: int) -> int:
            for position, read in self._extras:
                extras[position], offset = read(data, offset)
            return offset

        unchecked = UncheckedExtrinsic.split(encoded, read_extras)
        try:
            call, end = self._read_call(unchecked.call, 0)
        except CallTooDeep as error:
            raise TransactionRefused(CallInvalid(), str(error)) from error
        if end != len(unchecked.call):
            raise DecodeError(f"{len(unchecked.call) - end} bytes are left over after the call", end)
        if unchecked.signature is None:
            return Transaction(
                encoded=encoded,
                call=call,
                signer=None,
                signature=None,
                extras=(),
                payload=b"",
                extension_weight=ZERO_WEIGHT,
            )
        address, signature, extra = unchecked.signature
        if not isinstance(address, Id):
            raise TransactionRefused(LookupFailed(), f"the signer {address!r} is not named by its account")
        return Transaction(
            encoded=encoded,
            call=call,
            signer=address.account,
            signature=signature,
            extras=tuple(extras),
            payload=unchecked.call + extra,
            extension_weight=weight_of(call),
        )


def _with_own(extensions: Sequence[type[TransactionExtension]], method: str) -> tuple[int, ...]:
    """The positions of the extensions that do anything at this stage."""
    plain = getattr(TransactionExtension, method)
    return tuple(position for position, kind in enumerate(extensions) if getattr(kind, method) is not plain)


_FORMATS: dict[tuple[int, tuple[type[TransactionExtension], ...]], TransactionFormat] = {}


def transaction_format(
    declaration: RuntimeDeclaration, extensions: tuple[type[TransactionExtension], ...]
) -> TransactionFormat:
    """The format of a runtime's transactions; the same object for the same runtime and extensions."""
    key = (id(declaration), extensions)
    known = _FORMATS.get(key)
    if known is None:
        known = _FORMATS[key] = TransactionFormat(declaration, extensions)
    return known


class Pipeline:
    """Takes transactions through the extensions of one runtime."""

    def __init__(
        self, declaration: RuntimeDeclaration, extensions: Sequence[TransactionExtension], *, verify: Verify = verify
    ) -> None:
        self.extensions = tuple(extensions)
        self._format = form = transaction_format(declaration, tuple(map(type, self.extensions)))
        self._verify = verify
        self._is_verify_pure = verify is _PURE_VERIFY
        self._validating = [(position, self.extensions[position].validate) for position in form.validating]
        self._preparing = [(position, self.extensions[position].prepare) for position in form.preparing]
        self._settling = [(position, self.extensions[position].post_dispatch) for position in form.settling]

    def decode(self, encoded: bytes) -> Transaction:
        """The transaction in these bytes, nothing of it checked. DecodeError, TransactionRefused."""
        remembered = self._format.decoded
        transaction = remembered.get(encoded)
        if transaction is None:
            transaction = self._format.read(encoded, self.extension_weight)
            if len(encoded) <= LONGEST_REMEMBERED:
                if len(remembered) >= REMEMBERED_TRANSACTIONS:
                    remembered.clear()
                remembered[encoded] = transaction
        return transaction

    def extension_weight(self, call: Call) -> Weight:
        """What all extensions weigh together for a signed call."""
        weights = self._format.weights
        weight = weights.get(call.declaration)
        if weight is None:
            weight = ZERO_WEIGHT
            for extension in self.extensions:
                weight = weight + extension.weight(call)
            weights[call.declaration] = weight
        return weight

    def forget(self) -> None:
        """Forget all transactions that were decoded or verified so far."""
        self._format.decoded.clear()
        self._format.verified.clear()

    def check_signature(self, transaction: Transaction) -> None:
        """BadProof unless the signer signed this transaction for this chain, version and time."""
        out = bytearray()
        for position, append in self._format.implicits:
            append(self.extensions[position].implicit(transaction.extras[position]), out)
        implicit = bytes(out)
        known = (transaction.encoded, implicit)
        verified = self._format.verified
        if self._is_verify_pure and known in verified:
            return
        payload = transaction.payload + implicit
        if len(payload) > LONGEST_UNHASHED_PAYLOAD:
            payload = blake2_256(payload)
        assert transaction.signer is not None
        if not self._verify(transaction.signature, payload, transaction.signer):
            raise TransactionRefused(BadProof())
        if self._is_verify_pure and transaction.length <= LONGEST_REMEMBERED:
            if len(verified) >= REMEMBERED_TRANSACTIONS:
                verified.clear()
            verified.add(known)

    def validate(self, transaction: Transaction, source: TransactionSource) -> ValidTransaction:
        """Ask all extensions; what they say together. TransactionRefused by the first that objects."""
        priority, longevity, propagate = 0, U64_MAX, True
        requires: list[bytes] = []
        provides: list[bytes] = []
        extras = transaction.extras
        for position, validate in self._validating:
            valid = validate(transaction, extras[position], source)
            if valid is not None:
                priority = min(priority + valid.priority, U64_MAX)
                longevity = min(longevity, valid.longevity)
                propagate = propagate and valid.propagate
                requires += valid.requires
                provides += valid.provides
        return ValidTransaction(priority, requires, provides, longevity, propagate)

    def check(self, transaction: Transaction) -> None:
        """Ask all extensions whether the transaction may be part of the block. TransactionRefused by the first."""
        extras = transaction.extras
        for position, validate in self._validating:
            validate(transaction, extras[position], TransactionSource.InBlock)

    def prepare(self, transaction: Transaction) -> dict[int, Any]:
        """Let all extensions do what comes before the call."""
        extras = transaction.extras
        return {position: prepare(transaction, extras[position]) for position, prepare in self._preparing}

    def post_dispatch(
        self,
        transaction: Transaction,
        prepared: dict[int, Any],
        actual: PostDispatchInfo,
        failure: DispatchFailure | None,
    ) -> None:
        """Let all extensions do what comes after the call."""
        for position, post_dispatch in self._settling:
            post_dispatch(transaction, prepared.get(position), actual, failure)


_PURE_VERIFY = verify
