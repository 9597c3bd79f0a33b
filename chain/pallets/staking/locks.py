"""Locks: alpha that a coldkey promises not to take out, and the conviction this gives a hotkey. Economics, section 4.9.

A coldkey has at most one lock per network. What the locks with one hotkey add up to is kept beside them, apart for
perpetual and decaying ones, and apart for the owner's hotkey.
"""

from typing import Protocol

from chain.codec import U64, U128
from chain.frame import (
    InvariantBroken,
    OptionalDoubleMap,
    OptionalMap,
    OptionalNMap,
    Origin,
    Pallet,
    StorageMap,
    StorageValue,
    call,
    measured_weight,
)
from chain.pallets.staking.lock import LockRates, LockState, is_zero, joined, portion, rolled, without
from chain.pallets.subtensor_module.errors import (
    AccountRejectsLockedAlpha,
    ActiveLockExists,
    AmountTooLow,
    HotKeyAccountNotExists,
    InsufficientStakeForLock,
    LockHotkeyMismatch,
    NoExistingLock,
)
from chain.pallets.subtensor_module.events import (
    LockMoved,
    PerpetualLockUpdated,
    RejectLockedAlphaUpdated,
    StakeLocked,
)
from chain.primitives.fixed import U64f64
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid

_ACCEPTS_LOCKED_ALPHA = 1
_DEFAULT_RATE = 934_866
_LOST_TO_ROUNDING = 1_000_000


class LockHoldings(Protocol):
    """What coldkeys hold."""

    def coldkey_stake(self, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with all hotkeys on a network."""
        ...


class LockHotkeys(Protocol):
    """What locks ask of the hotkey accounts."""

    def exists(self, hotkey: AccountId) -> bool:
        """Whether somebody owns the hotkey."""
        ...

    def owner_of(self, hotkey: AccountId) -> AccountId:
        """The coldkey of a hotkey."""
        ...


class LockNetworks(Protocol):
    """What locks ask of the networks."""

    def owner_hotkey_of(self, netuid: int) -> AccountId | None:
        """The owner's hotkey, if one is set."""
        ...


class Locks(Pallet, wire="SubtensorModule"):
    """Promises not to take alpha out. Locks age by themselves: what is stored is right for an older block."""

    events = (LockMoved, PerpetualLockUpdated, RejectLockedAlphaUpdated, StakeLocked)
    errors = (
        AccountRejectsLockedAlpha,
        ActiveLockExists,
        AmountTooLow,
        HotKeyAccountNotExists,
        InsufficientStakeForLock,
        LockHotkeyMismatch,
        NoExistingLock,
    )

    lock = OptionalNMap[tuple[AccountId, NetUid, AccountId], LockState](
        hashers=(Blake2_128Concat, Identity, Blake2_128Concat),
        doc="The lock of a coldkey; keys are coldkey, network, hotkey.",
    )
    locking_coldkeys = OptionalNMap[tuple[NetUid, AccountId, AccountId], tuple[()]](
        hashers=(Identity, Blake2_128Concat, Blake2_128Concat),
        doc="Which coldkeys have locks; keys are network, hotkey, coldkey.",
    )
    hotkey_lock = OptionalDoubleMap[NetUid, AccountId, LockState](
        hashers=(Identity, Blake2_128Concat), doc="The perpetual locks with a hotkey, added up."
    )
    decaying_hotkey_lock = OptionalDoubleMap[NetUid, AccountId, LockState](
        hashers=(Identity, Blake2_128Concat), doc="The decaying locks with a hotkey, added up."
    )
    owner_lock = OptionalMap[NetUid, LockState](
        hasher=Identity, doc="The perpetual locks with the owner's hotkey, added up."
    )
    decaying_owner_lock = OptionalMap[NetUid, LockState](
        hasher=Identity, doc="The decaying locks with the owner's hotkey, added up."
    )
    decaying_lock = OptionalDoubleMap[AccountId, NetUid, bool](
        hashers=(Blake2_128Concat, Identity), doc="False for a coldkey whose lock on a network is perpetual."
    )
    account_flags = StorageMap[AccountId, U128](
        hasher=Blake2_128Concat, default=0, doc="Bits of an account; the lowest: it accepts locked alpha."
    )
    unlock_rate = StorageValue[U64](default=_DEFAULT_RATE, doc="Blocks in which a decaying lock falls to 1/e.")
    maturity_rate = StorageValue[U64](default=_DEFAULT_RATE, doc="Blocks in which conviction gains all but 1/e.")

    def connect(self, *, holdings: LockHoldings, hotkeys: LockHotkeys, networks: LockNetworks) -> None:
        """Hand over what locks depend on."""
        self._holdings = holdings
        self._hotkeys = hotkeys
        self._networks = networks

    # calls

    @call(index=136, weight=measured_weight(115_995_000, reads=17, writes=3))
    def lock_stake(self, origin: Origin, hotkey: AccountId, netuid: NetUid, amount: AlphaBalance) -> None:
        """Lock `amount` rao more of the signing coldkey's alpha on a network, in favour of a hotkey."""
        coldkey = origin.ensure_signed()
        if amount == 0:
            raise AmountTooLow
        if not self._hotkeys.exists(hotkey):
            raise HotKeyAccountNotExists
        self.add(coldkey, hotkey, netuid, amount)

    @call(index=137, weight=measured_weight(149_819_000, reads=14, writes=6))
    def move_lock(self, origin: Origin, destination_hotkey: AccountId, netuid: NetUid) -> None:
        """Lock in favour of another hotkey; conviction starts anew unless both hotkeys have one owner."""
        coldkey = origin.ensure_signed()
        if not self._hotkeys.exists(destination_hotkey):
            raise HotKeyAccountNotExists
        found = self._lock_of(coldkey, netuid)
        if found is None:
            raise NoExistingLock
        hotkey, state = found
        self._write(coldkey, netuid, hotkey, state, None)
        if self._hotkeys.owner_of(hotkey) != self._hotkeys.owner_of(destination_hotkey):
            state = LockState(state.locked_mass, U64f64(0), state.last_update)
        self._write(coldkey, netuid, destination_hotkey, None, state)
        self.deposit_event(LockMoved(coldkey, hotkey, destination_hotkey, netuid))

    @call(index=138, weight=measured_weight(0, reads=4, writes=3))
    def set_perpetual_lock(self, origin: Origin, netuid: NetUid, enabled: bool) -> None:
        """Let the signing coldkey's lock on a network last for ever, or decay again."""
        coldkey = origin.ensure_signed()
        found = self._lock_of(coldkey, netuid)
        if found is not None:
            self._write(coldkey, netuid, found[0], found[1], None)
        self.decaying_lock[coldkey, netuid] = not enabled
        if found is not None:
            self._write(coldkey, netuid, found[0], None, found[1])
        self.deposit_event(PerpetualLockUpdated(coldkey, netuid, enabled))

    @call(index=142, weight=measured_weight(0, reads=1, writes=1))
    def set_reject_locked_alpha(self, origin: Origin, enabled: bool) -> None:
        """Refuse transfers that bring locked alpha, as every account does at first, or accept them."""
        coldkey = origin.ensure_signed()
        flags = self.account_flags[coldkey]
        flags = flags & ~_ACCEPTS_LOCKED_ALPHA if enabled else flags | _ACCEPTS_LOCKED_ALPHA
        if flags:
            self.account_flags[coldkey] = flags
        else:
            del self.account_flags[coldkey]
        self.deposit_event(RejectLockedAlphaUpdated(coldkey, enabled))

    # for other parts

    def lock_of(self, coldkey: AccountId, netuid: int) -> LockState | None:
        """A coldkey's lock on a network as it is now."""
        found = self._lock_of(coldkey, netuid)
        return None if found is None else found[1]

    def locked_with(self, coldkey: AccountId, netuid: int) -> AccountId | None:
        """The hotkey in whose favour a coldkey has locked alpha on a network."""
        found = self._lock_of(coldkey, netuid)
        return None if found is None else found[0]

    def locked(self, coldkey: AccountId, netuid: int) -> int:
        """The rao of alpha that a coldkey may not take out of a network now."""
        found = self._lock_of(coldkey, netuid)
        return 0 if found is None else found[1].locked_mass

    def conviction_of(self, netuid: int, hotkey: AccountId) -> int:
        """The conviction behind a hotkey now, a raw U64F64."""
        return sum(self._aggregate(netuid, hotkey, perpetual=kind).conviction.bits for kind in (True, False))

    def convinced_hotkeys(self, netuid: int) -> dict[AccountId, int]:
        """Every hotkey behind which there is conviction, with how much (raw U64F64)."""
        hotkeys = {*self.hotkey_lock.keys(netuid), *self.decaying_hotkey_lock.keys(netuid)}
        owner = self._networks.owner_hotkey_of(netuid)
        if owner is not None and (netuid in self.owner_lock or netuid in self.decaying_owner_lock):
            hotkeys.add(owner)
        return {hotkey: self.conviction_of(netuid, hotkey) for hotkey in sorted(hotkeys)}

    def add(self, coldkey: AccountId, hotkey: AccountId, netuid: int, amount: int) -> None:
        """Lock so much more. Raises `LockHotkeyMismatch` or `InsufficientStakeForLock`."""
        found = self._lock_of(coldkey, netuid)
        if found is not None and found[0] != hotkey:
            raise LockHotkeyMismatch
        state = None if found is None else found[1]
        mass = amount + (0 if state is None else state.locked_mass)
        if self._holdings.coldkey_stake(coldkey, netuid) < mass:
            raise InsufficientStakeForLock
        conviction = U64f64(0) if state is None else state.conviction
        self._write(coldkey, netuid, hotkey, state, LockState(mass, conviction, self.system.block_number))
        self.deposit_event(StakeLocked(coldkey, hotkey, netuid, amount))

    def reduce(self, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Lock so much less, conviction in proportion; nothing where there is no lock."""
        found = self._lock_of(coldkey, netuid)
        if found is not None:
            hotkey, state = found
            taken = portion(state, min(alpha, state.locked_mass))
            self._write(coldkey, netuid, hotkey, state, without(state, taken))

    def clean_up(self, coldkey: AccountId, netuid: int) -> None:
        """Forget a lock that came to nothing."""
        found = self._lock_of(coldkey, netuid)
        if found is not None and is_zero(found[1]):
            self._write(coldkey, netuid, found[0], found[1], None)

    def follow_transfer(self, source: AccountId, destination: AccountId, netuid: int, alpha: int) -> None:
        """Let the part of a lock follow that a transfer of `alpha` to another coldkey cannot leave behind.

        Free alpha goes first. Raises `AccountRejectsLockedAlpha` and `LockHotkeyMismatch` for the destination.
        """
        found = None if source == destination else self._lock_of(source, netuid)
        if found is None:
            return
        hotkey, state = found
        free = max(0, self._holdings.coldkey_stake(source, netuid) - state.locked_mass)
        mass = min(max(0, alpha - free), state.locked_mass)
        if mass == 0:
            return
        if not self.account_flags[destination] & _ACCEPTS_LOCKED_ALPHA:
            raise AccountRejectsLockedAlpha
        there = self._lock_of(destination, netuid)
        if there is not None and there[0] != hotkey:
            raise LockHotkeyMismatch
        taken = portion(state, mass)
        self._write(source, netuid, hotkey, state, without(state, taken))
        former = None if there is None else there[1]
        self._write(destination, netuid, hotkey, former, taken if former is None else joined(former, taken))

    def follow_owner(self, netuid: int, old_hotkey: AccountId | None, new_hotkey: AccountId) -> None:
        """Move what the locks with two hotkeys add up to, because the second is to be the owner's instead of the first.

        To be called while the first still is the owner's.
        """
        if old_hotkey == new_hotkey:
            return
        for perpetual in (True, False):
            of_owner = self.owner_lock if perpetual else self.decaying_owner_lock
            of_others = self.hotkey_lock if perpetual else self.decaying_hotkey_lock
            raised = self._aggregate(netuid, new_hotkey, perpetual=perpetual)
            del of_others[netuid, new_hotkey]
            if old_hotkey is not None:
                lowered = self._aggregate(netuid, old_hotkey, perpetual=perpetual)
                of_others[netuid, old_hotkey] = None if is_zero(lowered) else lowered
            of_owner[netuid] = None if is_zero(raised) else raised

    def move_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let all locks in favour of a hotkey be in favour of another of the same owner, which keeps their conviction.

        To be called while the old one still is the owner's of the network, if it is; then the new one will be.
        """
        for _, _, coldkey in list(self.locking_coldkeys.keys(netuid, old)):
            self.lock[coldkey, netuid, new] = self.lock.take((coldkey, netuid, old))
            del self.locking_coldkeys[netuid, old, coldkey]
            self.locking_coldkeys[netuid, new, coldkey] = ()
        stays_owners = self._is_owners(netuid, old)
        for perpetual in (True, False):
            kept = self.hotkey_lock if perpetual else self.decaying_hotkey_lock
            if (netuid, new if stays_owners else old) not in kept:
                continue
            both = joined(
                self._aggregate(netuid, old, perpetual=perpetual), self._aggregate(netuid, new, perpetual=perpetual)
            )
            del kept[netuid, new if stays_owners else old]
            self._write_aggregate(netuid, old if stays_owners else new, both, perpetual=perpetual)
        if stays_owners:
            # What a call that changed the owner's hotkey left behind stays out of sight, under the name in use.
            for stored in (self.hotkey_lock, self.decaying_hotkey_lock):
                stored[netuid, new] = stored.take((netuid, old))

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Let the locks and the flags of a coldkey be another's; raises ActiveLockExists where that has a lock."""
        for _, netuid, _ in list(self.lock.keys(new)):
            self.clean_up(new, netuid)
            if self._lock_of(new, netuid) is not None:
                raise ActiveLockExists
        for _, netuid, hotkey in list(self.lock.keys(old)):
            self.lock[new, netuid, hotkey] = self.lock.take((old, netuid, hotkey))
            del self.locking_coldkeys[netuid, hotkey, old]
            self.locking_coldkeys[netuid, hotkey, new] = ()
        for netuid in list(self.decaying_lock.keys(old)):
            self.decaying_lock[new, netuid] = self.decaying_lock.take((old, netuid))
        if old in self.account_flags:
            self.account_flags[new] = self.account_flags.take(old)

    def remove_subnet(self, netuid: int) -> None:
        """Forget all locks on a network."""
        for _, hotkey, coldkey in list(self.locking_coldkeys.keys(netuid)):
            del self.lock[coldkey, netuid, hotkey]
            del self.decaying_lock[coldkey, netuid]
        self.locking_coldkeys.clear(netuid)
        self.hotkey_lock.clear(netuid)
        self.decaying_hotkey_lock.clear(netuid)
        del self.owner_lock[netuid]
        del self.decaying_owner_lock[netuid]

    # inner

    def _is_perpetual(self, coldkey: AccountId, netuid: int) -> bool:
        return self.decaying_lock[coldkey, netuid] is False

    def _is_owners(self, netuid: int, hotkey: AccountId) -> bool:
        return self._networks.owner_hotkey_of(netuid) == hotkey

    def _rolled(self, state: LockState, netuid: int, hotkey: AccountId, *, perpetual: bool) -> LockState:
        rates = LockRates(self.unlock_rate, self.maturity_rate)
        of_owner = self._is_owners(netuid, hotkey)
        return rolled(state, self.system.block_number, rates, perpetual=perpetual, of_owner=of_owner)

    def _lock_of(self, coldkey: AccountId, netuid: int) -> tuple[AccountId, LockState] | None:
        for (_, _, hotkey), state in self.lock.items(coldkey, netuid):
            perpetual = self._is_perpetual(coldkey, netuid)
            return hotkey, self._rolled(state, netuid, hotkey, perpetual=perpetual)
        return None

    def _aggregate(self, netuid: int, hotkey: AccountId, *, perpetual: bool) -> LockState:
        if self._is_owners(netuid, hotkey):
            stored = (self.owner_lock if perpetual else self.decaying_owner_lock)[netuid]
        else:
            stored = (self.hotkey_lock if perpetual else self.decaying_hotkey_lock)[netuid, hotkey]
        if stored is None:
            return LockState(0, U64f64(0), self.system.block_number)
        return self._rolled(stored, netuid, hotkey, perpetual=perpetual)

    def _write(
        self, coldkey: AccountId, netuid: int, hotkey: AccountId, before: LockState | None, after: LockState | None
    ) -> None:
        """Replace a lock (both as of now) and correct what the locks with the hotkey add up to."""
        perpetual = self._is_perpetual(coldkey, netuid)
        total = self._aggregate(netuid, hotkey, perpetual=perpetual)
        if before is not None:
            total = without(total, before)
        if after is not None and is_zero(after):
            after = None
        if after is None:
            del self.lock[coldkey, netuid, hotkey]
            del self.locking_coldkeys[netuid, hotkey, coldkey]
        else:
            total = joined(total, after)
            self.lock[coldkey, netuid, hotkey] = after
            self.locking_coldkeys[netuid, hotkey, coldkey] = ()
        self._write_aggregate(netuid, hotkey, total, perpetual=perpetual)

    def _write_aggregate(self, netuid: int, hotkey: AccountId, total: LockState, *, perpetual: bool) -> None:
        kept = None if is_zero(total) else total
        if self._is_owners(netuid, hotkey):
            (self.owner_lock if perpetual else self.decaying_owner_lock)[netuid] = kept
        else:
            (self.hotkey_lock if perpetual else self.decaying_hotkey_lock)[netuid, hotkey] = kept

    # invariants

    def check_invariants(self) -> None:
        """Every lock is in the index and every index entry has its lock; no coldkey has two locks on a network."""
        seen: set[tuple[AccountId, int]] = set()
        for coldkey, netuid, hotkey in self.lock:
            if (coldkey, netuid) in seen:
                raise InvariantBroken(f"{coldkey!r} has two locks on network {netuid}")
            seen.add((coldkey, netuid))
            if (netuid, hotkey, coldkey) not in self.locking_coldkeys:
                raise InvariantBroken(f"the lock of {coldkey!r} on network {netuid} is not in the index")
        if len(seen) != len(list(self.locking_coldkeys)):
            raise InvariantBroken("the index of locks names locks that do not exist")

    def check_sums(self, netuid: int) -> None:
        """Raise InvariantBroken where the locks on a network do not add up to what is kept of them.

        Locks and their sums are floored apart, a rao each time, and the last 100 rao of a lock vanish with it: sums
        may differ by what ten thousand vanished locks leave. For networks whose owner's hotkey was never set by a call:
        that call leaves the sums where they are, with the hotkey that was the owner's before.
        """
        for perpetual in (True, False):
            sums: dict[AccountId, int] = {}
            for where, hotkey, coldkey in self.locking_coldkeys.keys(netuid):
                if self._is_perpetual(coldkey, where) is perpetual:
                    sums[hotkey] = sums.get(hotkey, 0) + self.locked(coldkey, where)
            kept = set((self.hotkey_lock if perpetual else self.decaying_hotkey_lock).keys(netuid))
            owner = self._networks.owner_hotkey_of(netuid)
            for hotkey in kept | sums.keys() | ({owner} if owner is not None else set()):
                mass = self._aggregate(netuid, hotkey, perpetual=perpetual).locked_mass
                if abs(mass - sums.get(hotkey, 0)) > _LOST_TO_ROUNDING:
                    raise InvariantBroken(
                        f"locks with 0x{hotkey.hex()} on network {netuid} hold {sums.get(hotkey, 0)} rao of alpha, "
                        f"their sum says {mass}"
                    )
