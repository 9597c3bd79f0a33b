"""Balances: TAO, who owns it, and how much of it exists.

Calls move what the signer owns; other pallets move, create and destroy through the methods under *for other pallets*.
Invariant: the total issuance is the sum of everything that all accounts own.
"""

from typing import Annotated

from chain.codec import U32, U64, Bound, Compact, TypeName, replace
from chain.frame.call import PostDispatchInfo, call
from chain.frame.constant import Constant
from chain.frame.error import InvariantBroken, TokenError
from chain.frame.lookup import lookup
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageMap, StorageValue
from chain.frame.weight import Pays, measured_weight
from chain.pallets.balances import errors, events
from chain.pallets.balances.ledger import Ledger
from chain.pallets.balances.locks import Locks
from chain.pallets.balances.reserves import Reserves
from chain.pallets.balances.types import (
    AdjustmentDirection,
    BalanceLock,
    Fortitude,
    FrozenAmount,
    HeldAmount,
    Preservation,
    ReserveData,
)
from chain.pallets.system import AccountData, System
from chain.pallets.system.types import NEW_LOGIC
from chain.primitives.address import MultiAddress
from chain.primitives.hashing import Blake2_128Concat
from chain.primitives.identifiers import AccountId, TaoBalance

EXPENDABLE, PRESERVE = Preservation.EXPENDABLE, Preservation.PRESERVE
POLITE = Fortitude.POLITE

Amount = Annotated[Compact[U64], TypeName("T::Balance")]
Address = Annotated[MultiAddress, TypeName("AccountIdLookupOf<T>")]


class Balances(Pallet):
    """Balances of TAO in rao: transfers, reserves, locks, and the total issuance."""

    events = (
        events.Endowed,
        events.DustLost,
        events.Transfer,
        events.BalanceSet,
        events.Reserved,
        events.Unreserved,
        events.ReserveRepatriated,
        events.Deposit,
        events.Withdraw,
        events.Slashed,
        events.Minted,
        events.Burned,
        events.Suspended,
        events.Restored,
        events.Upgraded,
        events.Issued,
        events.Rescinded,
        events.Locked,
        events.Unlocked,
        events.Frozen,
        events.Thawed,
        events.TotalIssuanceForced,
    )
    errors = (
        errors.VestingBalance,
        errors.LiquidityRestrictions,
        errors.InsufficientBalance,
        errors.ExistentialDeposit,
        errors.Expendability,
        errors.ExistingVestingSchedule,
        errors.DeadAccount,
        errors.TooManyReserves,
        errors.TooManyHolds,
        errors.TooManyFreezes,
        errors.IssuanceDeactivated,
        errors.DeltaZero,
    )

    existential_deposit = Constant[TaoBalance](doc="An account with less than this ends, and what it holds is lost.")
    max_locks = Constant[U32](doc="How many locks an account should have at most.", default=50)
    max_reserves = Constant[U32](doc="How many named reserves an account can have.", default=50)
    max_freezes = Constant[U32](doc="How many freezes an account can have.", default=50)

    total_issuance = StorageValue[TaoBalance](default=0, doc="All TAO that exists, in rao.")
    inactive_issuance = StorageValue[TaoBalance](default=0, doc="TAO outside circulation, in rao.")
    account = StorageMap[AccountId, AccountData](
        hasher=Blake2_128Concat,
        default=AccountData(),
        doc="Unused: balances are kept inside System.Account, where clients read them.",
    )
    locks = StorageMap[AccountId, Annotated[list[BalanceLock], Bound(50, weak=True)]](
        hasher=Blake2_128Concat, default=[], doc="Amounts that an account may not spend."
    )
    reserves = StorageMap[AccountId, Annotated[list[ReserveData], Bound(50)]](
        hasher=Blake2_128Concat, default=[], doc="Named reserves of an account."
    )
    holds = StorageMap[AccountId, Annotated[list[HeldAmount], Bound(4)]](
        hasher=Blake2_128Concat, default=[], doc="Amounts on hold in an account, by reason."
    )
    freezes = StorageMap[AccountId, Annotated[list[FrozenAmount], Bound(50)]](
        hasher=Blake2_128Concat, default=[], doc="Amounts frozen in an account, by reason."
    )

    def __init__(self, system: System, *, existential_deposit: int) -> None:
        super().__init__(system)
        self.existential_deposit = existential_deposit
        self.accounts = system.accounts
        self.ledger = Ledger(system.accounts, existential_deposit, system.deposit_event)
        self.reserved = Reserves(self.ledger, self.reserves, system.deposit_event)
        self.locking = Locks(self.ledger, self.locks, self.freezes, self.holds, system.deposit_event)

    def genesis(self, balances: dict[AccountId, int]) -> None:
        """Endow accounts, each with at least the existential deposit."""
        for who, amount in balances.items():
            if amount < self.existential_deposit:
                raise ValueError(
                    f"genesis gives {amount} rao to 0x{who.hex()}; "
                    f"an account needs the existential deposit of {self.existential_deposit} rao"
                )
            self.ledger.increase(who, amount, exact=True)
            self.total_issuance += amount

    # reads

    def free_balance(self, who: AccountId) -> int:
        """What the account owns and has not reserved, in rao."""
        return self.ledger.of(who).free

    def total_balance(self, who: AccountId) -> int:
        """Everything the account owns, in rao."""
        data = self.ledger.of(who)
        return data.free + data.reserved

    def reducible_balance(
        self, who: AccountId, preservation: Preservation = EXPENDABLE, fortitude: Fortitude = POLITE
    ) -> int:
        """How much can be taken out of the account under these conditions, in rao."""
        return self.ledger.reducible(who, preservation, fortitude)

    def can_withdraw(self, who: AccountId, amount: int, preservation: Preservation = EXPENDABLE) -> bool:
        """Whether the amount can be taken out of the account."""
        keep_alive = preservation is not EXPENDABLE
        refusal = self.ledger.refusal_to_withdraw(who, amount, self.total_issuance, keep_alive=keep_alive)
        return refusal is None and amount <= self.ledger.reducible(who, preservation, POLITE)

    def can_pay(self, who: AccountId, amount: int) -> bool:
        """Whether the account can part with the amount and live on."""
        return amount <= self.ledger.reducible(who, PRESERVE, POLITE)

    # for other pallets

    def transfer(
        self, source: AccountId, dest: AccountId, amount: int, preservation: Preservation = EXPENDABLE
    ) -> None:
        """Move balance. Raises the TokenError that says why it cannot be."""
        ledger = self.ledger
        keep_alive = preservation is not EXPENDABLE
        refusal = ledger.refusal_to_withdraw(source, amount, self.total_issuance, keep_alive=keep_alive)
        refusal = refusal or ledger.refusal_to_deposit(dest, amount)
        if refusal is not None:
            raise refusal
        if source == dest:
            return
        _, dust = ledger.decrease(source, amount, preservation, POLITE, exact=True)
        if dust:
            self.total_issuance -= dust
        ledger.increase(dest, amount, exact=False)
        self.deposit_event(events.Transfer(source, dest, amount))

    def mint_into(self, who: AccountId, amount: int) -> None:
        """Create balance in an account. TokenError.BelowMinimum where it would not be enough to live on."""
        minted = self.ledger.increase(who, amount, exact=True)
        self.total_issuance += minted
        self.deposit_event(events.Minted(who, minted))

    def burn_from(
        self,
        who: AccountId,
        amount: int,
        preservation: Preservation = EXPENDABLE,
        fortitude: Fortitude = POLITE,
        *,
        exact: bool = True,
    ) -> int:
        """Destroy balance of an account; the amount. TokenError.FundsUnavailable where it is less and must be exact."""
        available = min(self.ledger.reducible(who, preservation, fortitude), amount)
        if exact and available < amount:
            raise TokenError.FundsUnavailable
        burnt, dust = self.ledger.decrease(who, available, preservation, fortitude, exact=False)
        self.total_issuance -= burnt + dust
        self.deposit_event(events.Burned(who, burnt))
        return burnt

    def withdraw(self, who: AccountId, amount: int, preservation: Preservation = PRESERVE) -> None:
        """Take balance out of an account, to be deposited elsewhere or dropped. Raises TokenError.FundsUnavailable."""
        _, dust = self.ledger.decrease(who, amount, preservation, POLITE, exact=True)
        if dust:
            self.total_issuance -= dust
        self.deposit_event(events.Withdraw(who, amount))

    def deposit(self, who: AccountId, amount: int) -> bool:
        """Put balance that was withdrawn or issued into an account; False, and nothing, where too little to live on."""
        deposited = self.ledger.increase(who, amount, exact=False)
        if deposited == 0:
            return False
        self.deposit_event(events.Deposit(who, deposited))
        return True

    def issue(self, amount: int) -> None:
        """Create balance that belongs to nobody yet; deposit it, or drop it, before the call ends."""
        self.total_issuance += amount
        self.deposit_event(events.Issued(amount))

    def drop(self, amount: int) -> None:
        """Forget balance that was withdrawn or issued and belongs to nobody."""
        self.total_issuance -= amount

    # calls

    @call(index=0, weight=measured_weight(48_000_000, reads=1, writes=1))
    def transfer_allow_death(self, origin: Origin, dest: Address, value: Amount) -> None:
        """Move balance to another account; the sender's may end by it."""
        self.transfer(origin.ensure_signed(), lookup(dest), value)

    @call(index=2, weight=measured_weight(50_000_000, reads=2, writes=2))
    def force_transfer(self, origin: Origin, source: Address, dest: Address, value: Amount) -> None:
        """Move balance between any two accounts (root)."""
        origin.ensure_root()
        self.transfer(lookup(source), lookup(dest), value)

    @call(index=3, weight=measured_weight(40_000_000, reads=1, writes=1))
    def transfer_keep_alive(self, origin: Origin, dest: Address, value: Amount) -> None:
        """Move balance to another account and keep the sender's alive."""
        self.transfer(origin.ensure_signed(), lookup(dest), value, PRESERVE)

    @call(index=4, weight=measured_weight(50_000_000, reads=1, writes=1))
    def transfer_all(self, origin: Origin, dest: Address, keep_alive: bool) -> None:
        """Move everything that can be moved; with `keep_alive` the existential deposit stays."""
        who = origin.ensure_signed()
        preservation = PRESERVE if keep_alive else EXPENDABLE
        self.transfer(who, lookup(dest), self.reducible_balance(who, preservation), preservation)

    @call(index=5, weight=measured_weight(20_000_000, reads=1, writes=1))
    def force_unreserve(self, origin: Origin, who: Address, amount: Annotated[U64, TypeName("T::Balance")]) -> None:
        """Free reserved balance of any account (root)."""
        origin.ensure_root()
        self.reserved.unreserve(lookup(who), amount)

    @call(index=6, weight=lambda who: measured_weight(17_000_000 * len(who), reads=len(who), writes=len(who)))
    def upgrade_accounts(
        self, origin: Origin, who: Annotated[list[AccountId], TypeName("Vec<T::AccountId>")]
    ) -> PostDispatchInfo:
        """Bring accounts to the present form; free of charge where at least nine in ten needed it."""
        origin.ensure_signed()
        if not who:
            return PostDispatchInfo(pays=Pays.Yes)
        upgraded = sum(self._upgrade(account) for account in who)
        return PostDispatchInfo(pays=Pays.No if upgraded * 10 >= len(who) * 9 else Pays.Yes)

    def _upgrade(self, who: AccountId) -> bool:
        info = self.accounts.get(who)
        if info.data.flags.bits & NEW_LOGIC:
            return False
        flags = replace(info.data.flags, bits=info.data.flags.bits | NEW_LOGIC)
        self.accounts.store_balance(who, replace(info.data, flags=flags))
        self.deposit_event(events.Upgraded(who))
        return True

    @call(index=8, weight=measured_weight(24_000_000, reads=1, writes=1))
    def force_set_balance(self, origin: Origin, who: Address, new_free: Amount) -> None:
        """Set the free balance of an account and correct the issuance by the difference (root)."""
        origin.ensure_root()
        account = lookup(who)
        new_free = new_free if new_free >= self.existential_deposit else 0
        info = self.accounts.get(account)
        old_free = info.data.free
        self.ledger.change(account, info, replace(info.data, free=new_free))
        if new_free > old_free:
            self.issue(new_free - old_free)
        elif new_free < old_free:
            self.drop(old_free - new_free)
            self.deposit_event(events.Rescinded(old_free - new_free))
        self.deposit_event(events.BalanceSet(account, new_free))

    @call(index=9, weight=measured_weight(6_000_000, reads=1, writes=1))
    def force_adjust_total_issuance(
        self,
        origin: Origin,
        direction: AdjustmentDirection,
        delta: Amount,
    ) -> None:
        """Correct the total issuance (root)."""
        origin.ensure_root()
        if delta == 0:
            raise errors.DeltaZero
        old = self.total_issuance
        corrected = old + delta if direction is AdjustmentDirection.Increase else max(old - delta, 0)
        if self.inactive_issuance > corrected:
            raise errors.IssuanceDeactivated
        self.total_issuance = corrected
        self.deposit_event(events.TotalIssuanceForced(old, corrected))

    @call(index=10, weight=measured_weight(30_000_000, reads=1, writes=1))
    def burn(self, origin: Origin, value: Amount, keep_alive: bool) -> None:
        """Destroy some of the signer's balance; with `keep_alive` the account stays."""
        who = origin.ensure_signed()
        self.burn_from(who, value, PRESERVE if keep_alive else EXPENDABLE)

    # invariants

    def check_invariants(self) -> None:
        """The total issuance is the sum of all balances, and nobody lives on less than the existential deposit.

        What is reserved covers named reserves and holds; what is frozen is the largest lock or freeze.
        """
        owned = 0
        for who, info in self.accounts.items():
            data = info.data
            owned += data.free + data.reserved
            if 0 < data.free < self.existential_deposit and data.reserved == 0:
                raise InvariantBroken(f"0x{who.hex()} lives on {data.free} rao, below the existential deposit")
        if owned != self.total_issuance:
            raise InvariantBroken(f"accounts own {owned} rao, but the total issuance says {self.total_issuance}")
        self._check_reasons()

    def _check_reasons(self) -> None:
        reserved: dict[AccountId, int] = {}
        for who, named in self.reserves.items():
            reserved[who] = sum(row.amount for row in named)
        for who, held in self.holds.items():
            reserved[who] = reserved.get(who, 0) + sum(row.amount for row in held)
        frozen = {who: max(lock.amount for lock in rows) for who, rows in self.locks.items() if rows}
        for who, rows in self.freezes.items():
            frozen[who] = max([frozen.get(who, 0), *(row.amount for row in rows)])
        for who, info in self.accounts.items():
            if reserved.pop(who, 0) > info.data.reserved or frozen.pop(who, 0) != info.data.frozen:
                raise InvariantBroken(f"0x{who.hex()} has reasons for more or less than what is reserved or frozen")
        if any(reserved.values()) or any(frozen.values()):
            raise InvariantBroken(f"accounts that do not exist have balance reserved or frozen: {[*reserved, *frozen]}")
