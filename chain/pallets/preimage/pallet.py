"""Preimages: bytes kept under their blake2-256 hash, for a deposit or because the chain wants them (lifecycle 4.5).

Calls that are stored for later and are too long to be stored in place are kept here; no deposit is taken for them.
"""

from typing import Annotated, Protocol

from chain.codec import U32, Bound, DecodeError, TypeName, replace
from chain.frame import (
    Corruption,
    InvariantBroken,
    OptionalMap,
    Origin,
    Pallet,
    Pays,
    PostDispatchInfo,
    Unavailable,
    call,
    measured_weight,
)
from chain.frame.call import Call
from chain.frame.nested_dispatch import CallCodec
from chain.frame.pallet import SystemServices
from chain.frame.stored_call import LONGEST_INLINE, Inline, Legacy, Lookup, StoredCall
from chain.frame.weight import Weight
from chain.pallets.balances.types import PreimageHold, PreimageHoldReason, RuntimeHoldReason
from chain.pallets.preimage import errors, events
from chain.pallets.preimage.types import (
    HoldConsideration,
    OldRequestStatus,
    Requested,
    RequestStatus,
    Ticket,
    Unrequested,
)
from chain.primitives.hashing import Identity, blake2_256
from chain.primitives.identifiers import AccountId, Hash

MAX_BYTES = 4 * 1024 * 1024
MAX_HASHES = 1_024
DEPOSIT_BASE_RAO = 104_000_000
DEPOSIT_PER_BYTE_RAO = 1_000_000

HOLD = PreimageHold(PreimageHoldReason.Preimage)

Hashes = Annotated[list[Hash], TypeName("Vec<T::Hash>")]


class Holding(Protocol):
    """Balance put on hold for a reason."""

    def hold(self, reason: RuntimeHoldReason, who: AccountId, amount: int) -> None:
        """Put an amount of rao on hold; raises where the account has too little."""
        ...

    def release(self, reason: RuntimeHoldReason, who: AccountId, amount: int) -> int:
        """Free an amount, as much as there is."""
        ...

    def on_hold(self, reason: RuntimeHoldReason, who: AccountId) -> int:
        """How much is on hold."""
        ...


def _noting_weight(length: int) -> Weight:
    return measured_weight(15_000_000 + 1_500 * length, reads=3, writes=3)


class Preimage(Pallet, rust_path="pallet_preimage::pallet"):
    """Bytes kept under their hash."""

    events = (events.Noted, events.RequestedEvent, events.Cleared)
    errors = (
        errors.TooBig,
        errors.AlreadyNoted,
        errors.NotAuthorized,
        errors.NotNoted,
        errors.RequestedPreimage,
        errors.NotRequested,
        errors.TooMany,
        errors.TooFew,
    )

    status_for = OptionalMap[Hash, OldRequestStatus](
        hasher=Identity, doc="The status of hashes in the form of older runtimes; empty on this chain."
    )
    request_status_for = OptionalMap[Hash, RequestStatus](
        hasher=Identity, doc="Whether the bytes of a hash are there, wanted, or both."
    )
    preimage_for = OptionalMap[tuple[Hash, U32], Annotated[bytes, Bound(MAX_BYTES)]](
        hasher=Identity, doc="The bytes, by their hash and length."
    )

    def __init__(self, system: SystemServices, *, currency: Holding) -> None:
        super().__init__(system)
        self._currency = currency

    def connect(self, *, codec: CallCodec) -> None:
        """Learn how calls are written and read."""
        self._codec = codec

    # calls

    @call(index=0, weight=lambda bytes_: _noting_weight(len(bytes_)))
    def note_preimage(self, origin: Origin, bytes_: bytes) -> PostDispatchInfo:
        """Keep some bytes, for a deposit; free of charge and of deposit for root, and where the chain wants them."""
        who = origin.ensure_signed_or_root()
        is_wanted = self._note(Hash(blake2_256(bytes_)), bytes_, who)
        return PostDispatchInfo(pays=Pays.No if is_wanted else Pays.Yes)

    @call(index=1, weight=measured_weight(25_000_000, reads=3, writes=3))
    def unnote_preimage(self, origin: Origin, hash: Hash) -> None:
        """Give up bytes that the signer keeps; the deposit returns, and the bytes go unless the chain wants them."""
        who = origin.ensure_signed_or_root()
        status = self.request_status_for[hash]
        if status is None:
            raise errors.NotNoted
        ticket = status.ticket if isinstance(status, Unrequested) else _ticket_of(status)
        if who is not None and (ticket is None or ticket[0] != who):
            raise errors.NotAuthorized
        if ticket is None:
            self._unrequest(hash)
            return
        self._currency.release(HOLD, ticket[0], ticket[1].amount)
        if isinstance(status, Unrequested):
            self._clear(hash, status.len)
        elif isinstance(status, Requested):
            self.request_status_for[hash] = replace(status, maybe_ticket=None)

    @call(index=2, weight=measured_weight(15_000_000, reads=2, writes=1))
    def request_preimage(self, origin: Origin, hash: Hash) -> None:
        """Want the bytes with this hash kept, or brought (root)."""
        origin.ensure_root()
        self._request(hash)

    @call(index=3, weight=measured_weight(20_000_000, reads=2, writes=2))
    def unrequest_preimage(self, origin: Origin, hash: Hash) -> None:
        """Want the bytes with this hash no longer (root)."""
        origin.ensure_root()
        self._unrequest(hash)

    @call(index=4, weight=lambda hashes: measured_weight(2_000_000 + 20_000_000 * len(hashes), reads=len(hashes)))
    def ensure_updated(self, origin: Origin, hashes: Hashes) -> PostDispatchInfo:
        """Bring entries that older runtimes wrote to the present form; there are none on this chain."""
        origin.ensure_signed_or_root()
        if not hashes:
            raise errors.TooFew
        if len(hashes) > MAX_HASHES:
            raise errors.TooMany
        return PostDispatchInfo(pays=Pays.Yes)

    # for other pallets: see chain.frame.stored_call.CallStore

    def store(self, call: Call) -> StoredCall:
        """Keep a call; TooBig where it is longer than preimages may be."""
        encoded = self._codec.encode_call(call)
        if len(encoded) <= LONGEST_INLINE:
            return Inline(encoded)
        call_hash = Hash(blake2_256(encoded))
        is_wanted = isinstance(self.request_status_for[call_hash], Requested)
        self._note(call_hash, encoded, None)
        stored = Lookup(call_hash, len(encoded))
        if is_wanted:
            self.retain(stored)
        return stored

    def fetch(self, stored: StoredCall) -> Call:
        """The call that was kept. Unavailable where it is not there, Corruption where it is no call."""
        try:
            return self._codec.decode_call(self._bytes_of(stored))
        except DecodeError as error:
            raise Corruption from error

    def retain(self, stored: StoredCall) -> None:
        """Keep a stored call for one more purpose."""
        if isinstance(stored, Legacy | Lookup):
            self._request(stored.hash)

    def forget(self, stored: StoredCall) -> None:
        """Keep a call no longer for one purpose."""
        # What is not there is forgotten already.
        if isinstance(stored, Legacy | Lookup) and isinstance(self.request_status_for[stored.hash], Requested):
            self._unrequest(stored.hash)

    # inner

    def _bytes_of(self, stored: StoredCall) -> bytes:
        found: bytes | None = None
        match stored:
            case Inline(encoded=encoded):
                found = encoded
            case Lookup(hash=call_hash, len=length):
                found = self.preimage_for[call_hash, length]
            case Legacy(hash=call_hash):
                known = self._length_of(call_hash)
                found = None if known is None else self.preimage_for[call_hash, known]
        if found is None:
            raise Unavailable
        return found

    def _length_of(self, hash: Hash) -> int | None:
        match self.request_status_for[hash]:
            case Unrequested(len=length):
                return length
            case Requested(maybe_len=maybe_length):
                return maybe_length
        return None

    def _note(self, hash: Hash, noted: bytes, depositor: AccountId | None) -> bool:
        """Keep bytes; whether the chain wants them."""
        length = len(noted)
        if length > MAX_BYTES:
            raise errors.TooBig
        status: RequestStatus
        match self.request_status_for[hash]:
            case Requested() as wanted:
                status = replace(wanted, maybe_len=length)
            case Unrequested(ticket=ticket):
                if depositor is not None:
                    raise errors.AlreadyNoted
                status = Requested(ticket, 1, length)
            case _ if depositor is None:
                status = Requested(None, 1, length)
            case _:
                deposit = DEPOSIT_BASE_RAO + DEPOSIT_PER_BYTE_RAO * length
                self._currency.hold(HOLD, depositor, deposit)
                status = Unrequested((depositor, HoldConsideration(deposit)), length)
        self.request_status_for[hash] = status
        self.preimage_for[hash, length] = noted
        self.deposit_event(events.Noted(hash))
        return isinstance(status, Requested)

    def _request(self, hash: Hash) -> None:
        match self.request_status_for[hash]:
            case Requested() as status:
                wanted = replace(status, count=status.count + 1)
            case Unrequested(ticket=ticket, len=length):
                wanted = Requested(ticket, 1, length)
            case _:
                wanted = Requested(None, 1, None)
        self.request_status_for[hash] = wanted
        if wanted.count == 1:
            self.deposit_event(events.RequestedEvent(hash))

    def _unrequest(self, hash: Hash) -> None:
        status = self.request_status_for[hash]
        if not isinstance(status, Requested):
            raise errors.NotRequested
        if status.count > 1:
            self.request_status_for[hash] = replace(status, count=status.count - 1)
        elif status.maybe_len is None:
            del self.request_status_for[hash]
        elif status.maybe_ticket is None:
            self._clear(hash, status.maybe_len)
        else:
            self.request_status_for[hash] = Unrequested(status.maybe_ticket, status.maybe_len)

    def _clear(self, hash: Hash, length: int) -> None:
        del self.request_status_for[hash]
        del self.preimage_for[hash, length]
        self.deposit_event(events.Cleared(hash))

    def check_invariants(self) -> None:
        """Every kept preimage has its hash and a status, and what is on hold is what the tickets say."""
        for (hash, length), kept in self.preimage_for.items():
            if blake2_256(kept) != hash or len(kept) != length or self._length_of(hash) != length:
                raise InvariantBroken(f"the preimage of 0x{hash.hex()} with {length} bytes is not what its key says")
        deposits: dict[AccountId, int] = {}
        for status in self.request_status_for.values():
            ticket = status.ticket if isinstance(status, Unrequested) else _ticket_of(status)
            if ticket is not None:
                deposits[ticket[0]] = deposits.get(ticket[0], 0) + ticket[1].amount
        for who, deposit in deposits.items():
            held = self._currency.on_hold(HOLD, who)
            if held != deposit:
                raise InvariantBroken(f"0x{who.hex()} deposited {deposit} rao for preimages and holds {held}")


def _ticket_of(status: RequestStatus) -> Ticket | None:
    return status.maybe_ticket if isinstance(status, Requested) else None
