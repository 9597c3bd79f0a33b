"""Proxies: accounts that may act for others, at once or after an announcement, within the limits of their type.

Lifecycle 4.4. A proxied call's own failure is told by an event and by `LastCallResult`; the proxy's call succeeds.
Deposits are reserved from the account that gains something by them, in rao.
"""

from collections.abc import Callable
from typing import Annotated

from chain.codec import U16, U32, Bound, Compact, Err, Ok, Result, TypeName, encode
from chain.frame import (
    Constant,
    DispatchFailure,
    InvariantBroken,
    OptionalDoubleMap,
    OptionalMap,
    Origin,
    Pallet,
    Pays,
    PostDispatchInfo,
    RuntimeCall,
    StorageMap,
    call,
    measured_weight,
)
from chain.frame.call import Call
from chain.frame.dispatch_error import DispatchError
from chain.frame.lookup import lookup
from chain.frame.nested_dispatch import CallCodec, ErrorWriter, NestedDispatch, Reserving
from chain.pallets.proxy import errors, events
from chain.pallets.proxy.deposits import DepositRule, settle
from chain.pallets.proxy.filters import allows
from chain.pallets.proxy.types import Announcement, DepositKind, ProxyDefinition, ProxyType
from chain.pallets.system import System
from chain.primitives.address import Id, MultiAddress
from chain.primitives.hashing import Twox64Concat, blake2_256
from chain.primitives.identifiers import AccountId, BlockNumber, Hash, TaoBalance

PURE_PREFIX = b"modlpy/proxy____"
MAX_PROXIES = 20
MAX_PENDING = 75
BATCHES = ("batch", "batch_all", "force_batch")

Address = Annotated[MultiAddress, TypeName("AccountIdLookupOf<T>")]
BoxedCall = Annotated[RuntimeCall, TypeName("Box<<T as Config>::RuntimeCall>")]
CallHash = Annotated[Hash, TypeName("CallHashOf<T>")]
ForcedType = Annotated[ProxyType | None, TypeName("Option<T::ProxyType>")]
Height = Annotated[Compact[U32], TypeName("BlockNumberFor<T>")]

ProxyList = tuple[Annotated[list[ProxyDefinition], Bound(MAX_PROXIES)], TaoBalance]
AnnouncementList = tuple[Annotated[list[Announcement], Bound(MAX_PENDING)], TaoBalance]

PROXIED_WEIGHT = measured_weight(28_026_265 + 53_205 * MAX_PROXIES, reads=3, writes=1)
ANNOUNCED_WEIGHT = measured_weight(53_234_507 + 228_831 * MAX_PENDING + 54_037 * MAX_PROXIES, reads=5, writes=3)
CONSENT = ()
"""Stored where an account pays the fees of a proxy; there is nothing to say about it."""


def pure_account(spawner: AccountId, proxy_type: ProxyType, index: int, height: int, extrinsic_index: int) -> AccountId:
    """The account that `create_pure` makes for a spawner in a block and extrinsic."""
    place = encode(U32, height) + encode(U32, extrinsic_index)
    return AccountId(blake2_256(PURE_PREFIX + spawner + place + bytes((proxy_type,)) + encode(U16, index)))


class Proxy(Pallet, rust_path="pallet_subtensor_proxy::pallet"):
    """Accounts that may act for others."""

    events = (
        events.ProxyExecuted,
        events.PureCreated,
        events.PureKilled,
        events.Announced,
        events.ProxyAdded,
        events.ProxyRemoved,
        events.DepositPoked,
        events.RealPaysFeeSet,
    )
    errors = (
        errors.TooMany,
        errors.NotFound,
        errors.NotProxy,
        errors.Unproxyable,
        errors.Duplicate,
        errors.NoPermission,
        errors.Unannounced,
        errors.NoSelfProxy,
        errors.AnnouncementDepositInvariantViolated,
        errors.InvalidDerivedAccountId,
    )

    proxy_deposit_base = Constant[TaoBalance](doc="Reserved for having any proxy, in rao.", default=60_000_000)
    proxy_deposit_factor = Constant[TaoBalance](doc="Reserved for each proxy, in rao.", default=33_000_000)
    max_proxies = Constant[U32](doc="The most proxies an account may have.", default=MAX_PROXIES)
    max_pending = Constant[U32](doc="The most announcements a proxy may have pending.", default=MAX_PENDING)
    announcement_deposit_base = Constant[TaoBalance](
        doc="Reserved for having any announcement pending, in rao.", default=36_000_000
    )
    announcement_deposit_factor = Constant[TaoBalance](
        doc="Reserved for each pending announcement, in rao.", default=68_000_000
    )

    proxies = StorageMap[AccountId, ProxyList](
        hasher=Twox64Concat, default=([], 0), doc="Who may act for an account, in order, and the deposit for it."
    )
    announcements = StorageMap[AccountId, AnnouncementList](
        hasher=Twox64Concat, default=([], 0), doc="The calls that a proxy announced, and the deposit for them."
    )
    last_call_result = OptionalMap[AccountId, Result[None, DispatchError]](
        hasher=Twox64Concat, doc="How the last call in the name of an account went."
    )
    real_pays_fee_consent_v1 = OptionalDoubleMap[AccountId, AccountId, tuple[()]](
        hashers=(Twox64Concat, Twox64Concat), doc="Set where an account pays the fees of what a proxy does for it."
    )

    def __init__(self, system: System, *, currency: Reserving) -> None:
        super().__init__(system)
        self._extrinsics = system
        self._currency = currency
        self._proxy_deposit = DepositRule(self.proxy_deposit_base, self.proxy_deposit_factor)
        self._announcement_deposit = DepositRule(self.announcement_deposit_base, self.announcement_deposit_factor)

    def connect(self, *, calls: NestedDispatch, errors: ErrorWriter, codec: CallCodec) -> None:
        """Learn how to make calls, how to write down their failures and how to encode them."""
        self._calls = calls
        self._error_writer = errors
        self._codec = codec

    # calls

    @call(
        index=0,
        weight=lambda real, force_proxy_type, call: PROXIED_WEIGHT + call.info.weight,
        pays=lambda real, force_proxy_type, call: call.info.pays,
    )
    def proxy(self, origin: Origin, real: Address, force_proxy_type: ForcedType, call: BoxedCall) -> None:
        """Make a call in the name of an account that the signer is a proxy of, of the given type if one is given.

        How the call itself went is told by `ProxyExecuted`; its failure is not this call's.
        """
        who = origin.ensure_signed()
        account = lookup(real)
        definition = self._proxy_of(account, who, force_proxy_type)
        if definition.delay:
            raise errors.Unannounced
        self._act(account, definition, call)

    @call(index=1, weight=measured_weight(25_770_804 + 80_892 * MAX_PROXIES, reads=1, writes=1))
    def add_proxy(self, origin: Origin, delegate: Address, proxy_type: ProxyType, delay: BlockNumber) -> None:
        """Let another account act for the signer; with a delay, only after so many blocks of announcement."""
        self.add_delegate(origin.ensure_signed(), lookup(delegate), proxy_type, delay)

    @call(index=2, weight=measured_weight(27_827_049 + 64_054 * MAX_PROXIES, reads=1, writes=2))
    def remove_proxy(self, origin: Origin, delegate: Address, proxy_type: ProxyType, delay: BlockNumber) -> None:
        """Take back what `add_proxy` gave; its arguments must be the same."""
        self.remove_delegate(origin.ensure_signed(), lookup(delegate), proxy_type, delay)

    @call(index=3, weight=measured_weight(27_407_028 + 55_808 * MAX_PROXIES, reads=1, writes=1))
    def remove_proxies(self, origin: Origin) -> None:
        """Take all proxies of the signer back. A pure account that does this can never be used again."""
        who = origin.ensure_signed()
        _, deposit = self.proxies.take(who)
        self.real_pays_fee_consent_v1.clear(who)
        self._currency.unreserve(who, deposit)

    @call(index=4, weight=measured_weight(27_853_436 + 20_160 * MAX_PROXIES, reads=1, writes=1))
    def create_pure(self, origin: Origin, proxy_type: ProxyType, delay: BlockNumber, index: U16) -> None:
        """Make an account that no key belongs to and that only the signer, as its proxy, can act for.

        `index` tells several such accounts apart that are made in one transaction.
        """
        who = origin.ensure_signed()
        height, position = self.system.block_number, self._extrinsics.extrinsic_index
        pure = pure_account(who, proxy_type, index, height, position)
        if pure in self.proxies:
            raise errors.Duplicate
        deposit = self._proxy_deposit.for_count(1)
        self._currency.reserve(who, deposit)
        self.proxies[pure] = ([ProxyDefinition(who, proxy_type, delay)], deposit)
        self.deposit_event(events.PureCreated(pure, who, proxy_type, index))

    @call(index=5, weight=measured_weight(26_529_087 + 48_014 * MAX_PROXIES, reads=1, writes=1))
    def kill_pure(
        self,
        origin: Origin,
        spawner: Address,
        proxy_type: ProxyType,
        index: U16,
        height: Height,
        ext_index: Compact[U32],
    ) -> None:
        """Give up a pure account, in its own name, for good; what it owns is lost, the spawner's deposit returns.

        `height` and `ext_index` are the block and the position of the transaction that made it.
        """
        who = origin.ensure_signed()
        creator = lookup(spawner)
        if pure_account(creator, proxy_type, index, height, ext_index) != who:
            raise errors.NoPermission
        _, deposit = self.proxies.take(who)
        self.real_pays_fee_consent_v1.clear(who)
        self._currency.unreserve(creator, deposit)
        self.deposit_event(events.PureKilled(who, creator, proxy_type, index))

    @call(
        index=6,
        weight=measured_weight(34_286_251 + 194_092 * MAX_PENDING + 53_615 * MAX_PROXIES, reads=3, writes=2),
    )
    def announce(self, origin: Origin, real: Address, call_hash: CallHash) -> None:
        """Say which call the signer is going to make for an account, by its hash."""
        who = origin.ensure_signed()
        account = lookup(real)
        self._proxy_of(account, who, None)
        pending, deposit = self.announcements[who]
        if len(pending) >= self.max_pending:
            raise errors.TooMany
        pending = [*pending, Announcement(account, call_hash, self.system.block_number)]
        wanted = self._announcement_deposit.for_count(len(pending))
        settle(self._currency, who, deposit, wanted)
        self.announcements[who] = (pending, wanted)
        self.deposit_event(events.Announced(account, who, call_hash))

    @call(
        index=7,
        weight=measured_weight(25_595_226 + 205_163 * MAX_PENDING + 40_277 * MAX_PROXIES, reads=2, writes=2),
    )
    def remove_announcement(self, origin: Origin, real: Address, call_hash: CallHash) -> None:
        """Withdraw an announcement of the signer."""
        who = origin.ensure_signed()
        account = lookup(real)
        self._drop_announcements(who, lambda one: one.real == account and one.call_hash == call_hash)

    @call(
        index=8,
        weight=measured_weight(26_388_332 + 199_703 * MAX_PENDING + 17_846 * MAX_PROXIES, reads=2, writes=2),
    )
    def reject_announcement(self, origin: Origin, delegate: Address, call_hash: CallHash) -> None:
        """Strike an announcement that a proxy of the signer made."""
        who = origin.ensure_signed()
        self._drop_announcements(lookup(delegate), lambda one: one.real == who and one.call_hash == call_hash)

    @call(
        index=9,
        weight=lambda delegate, real, force_proxy_type, call: ANNOUNCED_WEIGHT + call.info.weight,
        dispatch_class=lambda delegate, real, force_proxy_type, call: call.info.dispatch_class,
    )
    def proxy_announced(
        self, origin: Origin, delegate: Address, real: Address, force_proxy_type: ForcedType, call: BoxedCall
    ) -> None:
        """Make a call that a proxy announced long enough ago; anybody may sign this."""
        origin.ensure_signed()
        proxy, account = lookup(delegate), lookup(real)
        definition = self._proxy_of(account, proxy, force_proxy_type)
        call_hash = blake2_256(self._codec.encode_call(call))
        latest = self.system.block_number - definition.delay

        def is_due(one: Announcement) -> bool:
            return one.real == account and one.call_hash == call_hash and one.height <= latest

        try:
            self._drop_announcements(proxy, is_due)
        except errors.NotFound:
            raise errors.Unannounced from None
        self._act(account, definition, call)

    @call(index=10, weight=measured_weight(46_757_000, reads=3, writes=3))
    def poke_deposit(self, origin: Origin) -> PostDispatchInfo:
        """Bring the signer's deposits to what they would be today; free of charge where that changes anything."""
        who = origin.ensure_signed()
        changed = self._poke(who, DepositKind.Proxies) + self._poke(who, DepositKind.Announcements)
        return PostDispatchInfo(pays=Pays.No if changed else Pays.Yes)

    @call(index=11, weight=measured_weight(14_259_931 + 42_799 * MAX_PROXIES, reads=1, writes=1))
    def set_real_pays_fee(self, origin: Origin, delegate: Address, pays_fee: bool) -> None:
        """Say whether the signer, not the proxy, pays the fees of what the proxy does for the signer."""
        who = origin.ensure_signed()
        proxy = lookup(delegate)
        self._proxy_of(who, proxy, None)
        self.real_pays_fee_consent_v1[who, proxy] = CONSENT if pays_fee else None
        self.deposit_event(events.RealPaysFeeSet(who, proxy, pays_fee))

    # for other pallets

    def add_delegate(self, delegator: AccountId, delegate: AccountId, proxy_type: ProxyType, delay: int) -> None:
        """Let one account act for another. NoSelfProxy, Duplicate, TooMany, or too little balance for the deposit."""
        if delegator == delegate:
            raise errors.NoSelfProxy
        definition = ProxyDefinition(delegate, proxy_type, delay)
        known, deposit = self.proxies[delegator]
        if definition in known:
            raise errors.Duplicate
        if len(known) >= self.max_proxies:
            raise errors.TooMany
        listed = sorted([*known, definition], key=_rank)
        self._write(delegator, listed, deposit)
        self.deposit_event(events.ProxyAdded(delegator, delegate, proxy_type, delay))

    def remove_delegate(self, delegator: AccountId, delegate: AccountId, proxy_type: ProxyType, delay: int) -> None:
        """Take a proxy back; NotFound where there is none of that type and delay."""
        known, deposit = self.proxies[delegator]
        listed = [one for one in known if one != ProxyDefinition(delegate, proxy_type, delay)]
        if len(listed) == len(known):
            raise errors.NotFound
        self._write(delegator, listed, deposit)
        del self.real_pays_fee_consent_v1[delegator, delegate]
        self.deposit_event(events.ProxyRemoved(delegator, delegate, proxy_type, delay))

    def fee_payer(self, call: Call, signer: AccountId) -> AccountId:
        """Who pays for a transaction: its signer, or the account behind a proxy that agreed to pay (section 5.5)."""
        real = _proxied_account(call)
        if real is None or not self._pays_for(real, signer):
            return signer
        inner: Call = call["call"]
        beyond = _common_account(inner["calls"]) if inner.is_any_of("Utility", *BATCHES) else _proxied_account(inner)
        return beyond if beyond is not None and self._pays_for(beyond, real) else real

    # inner

    def _pays_for(self, real: AccountId, delegate: AccountId) -> bool:
        return (real, delegate) in self.real_pays_fee_consent_v1

    def _proxy_of(self, real: AccountId, delegate: AccountId, proxy_type: ProxyType | None) -> ProxyDefinition:
        for definition in self.proxies[real][0]:
            if definition.delegate == delegate and proxy_type in (None, definition.proxy_type):
                return definition
        raise errors.NotProxy

    def _act(self, real: AccountId, definition: ProxyDefinition, made: Call) -> None:
        proxy_type = definition.proxy_type
        origin = Origin.signed(real).limited_to(lambda inner: allows(proxy_type, inner))
        result: Result[None, DispatchError] = Ok(None)
        try:
            self._calls.dispatch(made, origin)
        except DispatchFailure as failure:
            result = Err(self._error_writer.dispatch_error(failure))
        self.last_call_result[real] = result
        self.deposit_event(events.ProxyExecuted(result))

    def _write(self, delegator: AccountId, listed: list[ProxyDefinition], deposit: int) -> None:
        wanted = self._proxy_deposit.for_count(len(listed))
        settle(self._currency, delegator, deposit, wanted)
        if listed:
            self.proxies[delegator] = (listed, wanted)
        else:
            del self.proxies[delegator]

    def _drop_announcements(self, delegate: AccountId, is_meant: Callable[[Announcement], bool]) -> None:
        pending, deposit = self.announcements[delegate]
        kept = [one for one in pending if not is_meant(one)]
        if len(kept) == len(pending):
            raise errors.NotFound
        wanted = self._announcement_deposit.for_count(len(kept))
        settle(self._currency, delegate, deposit, wanted)
        if kept:
            self.announcements[delegate] = (kept, wanted)
        else:
            del self.announcements[delegate]

    def _poke(self, who: AccountId, kind: DepositKind) -> bool:
        if kind is DepositKind.Proxies:
            definitions, held = self.proxies[who]
            wanted = self._proxy_deposit.for_count(len(definitions))
        else:
            pending, held = self.announcements[who]
            wanted = self._announcement_deposit.for_count(len(pending))
        if wanted == held:
            return False
        settle(self._currency, who, held, wanted)
        if kind is DepositKind.Proxies:
            self.proxies[who] = (definitions, wanted)
        else:
            self.announcements[who] = (pending, wanted)
        self.deposit_event(events.DepositPoked(who, kind, held, wanted))
        return True

    def check_invariants(self) -> None:
        """Proxies are listed once and in order, and what deposits are written down is reserved somewhere."""
        deposits = 0
        for who, (definitions, deposit) in self.proxies.items():
            ranks = [_rank(one) for one in definitions]
            if not ranks or ranks != sorted(set(ranks)):
                raise InvariantBroken(f"the proxies of 0x{who.hex()} are none, or not in order: {definitions}")
            deposits += deposit
        deposits += sum(deposit for _, deposit in self.announcements.values())
        reserved = sum(info.data.reserved for _, info in self._extrinsics.accounts.items())
        if deposits > reserved:
            raise InvariantBroken(f"proxies and announcements have {deposits} rao of deposits; {reserved} are reserved")


def _rank(definition: ProxyDefinition) -> tuple[AccountId, int, int]:
    return definition.delegate, definition.proxy_type, definition.delay


def _proxied_account(call: Call) -> AccountId | None:
    """The account that a plain proxy call acts for, or None for any other call."""
    if not call.is_any_of("Proxy", "proxy"):
        return None
    address = call["real"]
    return address.account if isinstance(address, Id) else None


def _common_account(calls: list[Call]) -> AccountId | None:
    """The account that all of some calls act for as proxies; None where they do not, or where there are none."""
    accounts = {_proxied_account(item) for item in calls}
    return accounts.pop() if len(accounts) == 1 else None
