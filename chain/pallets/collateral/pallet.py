"""Collateral of miners: stake that its holder cannot take out until emission has released it.

A part of the price of a registration may be locked instead of burnt, and a miner may lock more. There is no other way
out than earning: every alpha that the position earns releases `drain_ratio` alpha, down to a floor that the miner set.
Losing the slot changes nothing. Collateral stays stake: it is counted, earns and is paid out with its network.
"""

from collections.abc import Callable
from typing import Annotated, Protocol

from chain.codec import Bound, replace
from chain.frame import InvariantBroken, OptionalNMap, Origin, Pallet, StorageDoubleMap, call, measured_weight
from chain.pallets.collateral.state import MinerCollateralState, merged, settled
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    ColdkeyCollateralIncomplete,
    ColdkeyCollateralPositionsFull,
    HotKeyAccountNotExists,
    NonAssociatedColdKey,
    RegistrationNotPermittedOnRootSubnet,
    SubnetNotExists,
)
from chain.pallets.subtensor_module.events import CollateralLocked, MinCollateralSet
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.fixed import U16_MAX, U64f64
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance

ROOT = 0
MAX_POSITIONS = 64
"""The hotkeys with which a coldkey may hold collateral on one network."""

_LOST_TO_ROUNDING = 1_000_000


class CollateralNetworks(Protocol):
    """What collateral asks of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class CollateralHotkeys(Protocol):
    """What collateral asks of the hotkey accounts."""

    def exists(self, hotkey: AccountId) -> bool:
        """Whether somebody owns the hotkey."""
        ...

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        ...


class CollateralParameters(Protocol):
    """What a network's owner decides about collateral."""

    @property
    def collateral_lock_share(self) -> PerNetwork[int]:
        """The share of a registration's price that is locked, of 65535."""
        ...

    @property
    def collateral_drain_ratio(self) -> PerNetwork[U64f64]:
        """The alpha released per alpha earned, for positions that begin now."""
        ...


class CollateralStake(Protocol):
    """What coldkeys hold."""

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with a hotkey."""
        ...

    def coldkey_stake(self, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with all hotkeys."""
        ...


class OtherLocks(Protocol):
    """What else is locked."""

    def locked(self, coldkey: AccountId, netuid: int) -> int:
        """The alpha that a coldkey promised not to take out."""
        ...


class Purchase(Protocol):
    """Where alpha that is missing is bought."""

    def worth(self, netuid: int, alpha: int) -> int:
        """The TAO that so much alpha is worth now."""
        ...

    def spend(self, coldkey: AccountId, hotkey: AccountId, netuid: int, tao: int) -> int:
        """Stake so much TAO close to the price of now; the alpha that came out."""
        ...

    def buy(self, coldkey: AccountId, hotkey: AccountId, netuid: int, alpha: int, limit_price: int) -> int:
        """Stake at least so much alpha; the alpha that came out."""
        ...


class Collateral(Pallet, wire="SubtensorModule"):
    """What miners have locked, by network, hotkey and coldkey. Amounts are rao of alpha."""

    events = (CollateralLocked, MinCollateralSet)
    errors = (
        AmountTooLow,
        ColdkeyCollateralIncomplete,
        ColdkeyCollateralPositionsFull,
        HotKeyAccountNotExists,
        NonAssociatedColdKey,
        RegistrationNotPermittedOnRootSubnet,
        SubnetNotExists,
    )

    miner_collateral = OptionalNMap[tuple[NetUid, AccountId, AccountId], MinerCollateralState](
        hashers=(Identity, Blake2_128Concat, Blake2_128Concat),
        doc="The collateral of a position; keys are network, hotkey, coldkey.",
    )
    coldkey_miner_collateral = StorageDoubleMap[NetUid, AccountId, AlphaBalance](
        hashers=(Identity, Blake2_128Concat), default=0, doc="All collateral of a coldkey on a network."
    )
    coldkey_collateral_hotkeys = StorageDoubleMap[NetUid, AccountId, Annotated[list[AccountId], Bound(MAX_POSITIONS)]](
        hashers=(Identity, Blake2_128Concat),
        default=[],
        doc="The hotkeys with which a coldkey has collateral on a network, oldest first.",
    )

    def connect(
        self,
        *,
        networks: CollateralNetworks,
        hotkeys: CollateralHotkeys,
        parameters: CollateralParameters,
        stakes: CollateralStake,
        locks: OtherLocks,
        purchase: Purchase,
    ) -> None:
        """Hand over what collateral depends on."""
        self._networks = networks
        self._hotkeys = hotkeys
        self._parameters = parameters
        self._stakes = stakes
        self._locks = locks
        self._purchase = purchase

    # calls

    @call(index=144, weight=measured_weight(944_515_000, reads=40, writes=22))
    def add_collateral(
        self, origin: Origin, netuid: NetUid, hotkey: AccountId, alpha: AlphaBalance, limit_price: TaoBalance
    ) -> None:
        """Lock `alpha` rao more with a hotkey of the signing coldkey: its free stake there, and what it buys besides.

        What is missing is bought for TAO until alpha costs `limit_price` rao, all of it or nothing.
        """
        coldkey = origin.ensure_signed()
        self._ensure_own(coldkey, hotkey, netuid)
        if alpha == 0:
            raise AmountTooLow
        missing = alpha - min(alpha, self._free(coldkey, hotkey, netuid))
        if missing:
            self._purchase.buy(coldkey, hotkey, netuid, missing, limit_price)
        self._lock(coldkey, hotkey, netuid, alpha)

    @call(index=145, weight=measured_weight(60_000_000, reads=6, writes=2))
    def set_min_collateral(self, origin: Origin, netuid: NetUid, hotkey: AccountId, min_locked: AlphaBalance) -> None:
        """Set the floor of the collateral of a hotkey of the signing coldkey; zero takes it away.

        Nothing is released below the floor, and while less is locked, what is earned is locked.
        """
        coldkey = origin.ensure_signed()
        self._ensure_own(coldkey, hotkey, netuid)
        state = self._state(coldkey, hotkey, netuid)
        self._write(netuid, hotkey, coldkey, replace(state, min_locked=min_locked))
        self.deposit_event(MinCollateralSet(netuid, hotkey, min_locked))

    # reads

    def of(self, netuid: int, hotkey: AccountId, coldkey: AccountId) -> MinerCollateralState | None:
        """The collateral of a position, if it has any or is to have some."""
        return self.miner_collateral[netuid, hotkey, coldkey]

    def locked_with(self, netuid: int, hotkey: AccountId, coldkey: AccountId) -> int:
        """What of a coldkey's stake with a hotkey is locked."""
        state = self.miner_collateral[netuid, hotkey, coldkey]
        return 0 if state is None else state.locked

    def locked_by(self, netuid: int, coldkey: AccountId) -> int:
        """What of a coldkey's stake on a network is locked."""
        return self.coldkey_miner_collateral[netuid, coldkey]

    def positions(self, netuid: int) -> list[tuple[AccountId, AccountId]]:
        """Every hotkey and coldkey with collateral on a network."""
        return [(hotkey, coldkey) for _, hotkey, coldkey in self.miner_collateral.keys(netuid)]

    # for registration

    def share_of(self, netuid: int, price: int) -> int:
        """What of a registration's price, in rao of TAO, is locked instead of burnt."""
        return price * self._parameters.collateral_lock_share[netuid] // U16_MAX

    def missing_share(self, coldkey: AccountId, hotkey: AccountId, netuid: int, share: int) -> int:
        """What of a share, in rao of TAO, the collateral that the position has already does not cover."""
        if share == 0:
            return 0
        return max(0, share - self._purchase.worth(netuid, self.locked_with(netuid, hotkey, coldkey)))

    def register(self, coldkey: AccountId, hotkey: AccountId, netuid: int, missing: int) -> None:
        """Lock what `missing` rao of TAO buy, and let the release of the whole follow the ratio of now."""
        alpha = self._purchase.spend(coldkey, hotkey, netuid, missing) if missing else 0
        state = self._state(coldkey, hotkey, netuid)
        ratio = self._parameters.collateral_drain_ratio[netuid]
        self._write(netuid, hotkey, coldkey, replace(state, drain_ratio=ratio))
        if alpha:
            self._lock(coldkey, hotkey, netuid, alpha)

    # for other parts

    def settle(self, netuid: int, hotkey: AccountId, coldkey: AccountId, earned: int) -> int:
        """Count what a position earned and release or lock accordingly; how much more is locked now, if it is more."""
        state = self.miner_collateral[netuid, hotkey, coldkey]
        if state is None or earned == 0:
            return 0
        after = settled(state, earned)
        self._write(netuid, hotkey, coldkey, after)
        return max(0, after.locked - state.locked)

    def is_pledged(self, netuid: int, hotkey: AccountId) -> bool:
        """Whether anybody has collateral with a hotkey on a network."""
        return any(True for _ in self.miner_collateral.keys(netuid, hotkey))

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let the collateral with one hotkey be with another, which takes its stake over."""
        for where, hotkey, coldkey in list(self.miner_collateral.keys(netuid, old)):
            self._move((where, hotkey, coldkey), (where, new, coldkey))

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Let the collateral of one coldkey be another's, which takes its stake over.

        Raises `ColdkeyCollateralIncomplete` where something would be left behind.
        """
        for netuid in self._networks.netuids():
            for hotkey in list(self.coldkey_collateral_hotkeys[netuid, old]):
                self._move((netuid, hotkey, old), (netuid, hotkey, new))
            if self.coldkey_miner_collateral[netuid, old]:
                raise ColdkeyCollateralIncomplete

    def remove_subnet(self, netuid: int) -> None:
        """Forget all collateral on a network; its stake has been paid out."""
        self.miner_collateral.clear(netuid)
        self.coldkey_miner_collateral.clear(netuid)
        self.coldkey_collateral_hotkeys.clear(netuid)

    # inner

    def _ensure_own(self, coldkey: AccountId, hotkey: AccountId, netuid: int) -> None:
        if netuid == ROOT:
            raise RegistrationNotPermittedOnRootSubnet
        if not self._networks.exists(netuid):
            raise SubnetNotExists
        if not self._hotkeys.exists(hotkey):
            raise HotKeyAccountNotExists
        if not self._hotkeys.owns(coldkey, hotkey):
            raise NonAssociatedColdKey

    def _free(self, coldkey: AccountId, hotkey: AccountId, netuid: int) -> int:
        """What of a position is neither collateral nor promised in a lock."""
        position = self._stakes.stake_of(hotkey, coldkey, netuid) - self.locked_with(netuid, hotkey, coldkey)
        reserved = self.locked_by(netuid, coldkey) + self._locks.locked(coldkey, netuid)
        return max(0, min(position, self._stakes.coldkey_stake(coldkey, netuid) - reserved))

    def _state(self, coldkey: AccountId, hotkey: AccountId, netuid: int) -> MinerCollateralState:
        stored = self.miner_collateral[netuid, hotkey, coldkey]
        return stored or MinerCollateralState(0, self._parameters.collateral_drain_ratio[netuid], 0, 0)

    def _lock(self, coldkey: AccountId, hotkey: AccountId, netuid: int, alpha: int) -> None:
        state = self._state(coldkey, hotkey, netuid)
        total = state.locked + alpha
        self._write(netuid, hotkey, coldkey, replace(state, locked=total))
        self.deposit_event(CollateralLocked(netuid, hotkey, alpha, total))

    def _move(self, source: tuple[int, AccountId, AccountId], target: tuple[int, AccountId, AccountId]) -> None:
        state, there = self.miner_collateral[source], self.miner_collateral[target]
        if state is None or source == target:
            return
        self._write(*source, None)
        self._write(*target, state if there is None else merged(there, state))

    def _write(self, netuid: int, hotkey: AccountId, coldkey: AccountId, after: MinerCollateralState | None) -> None:
        """Store the collateral of a position, and with it what the coldkey has in all and where."""
        if after is not None and after.is_empty:
            after = None
        before = self.miner_collateral[netuid, hotkey, coldkey]
        if before is None and after is not None:
            self._change_positions(netuid, coldkey, lambda known: [*known, hotkey])
        if before is not None and after is None:
            self._change_positions(netuid, coldkey, lambda known: [other for other in known if other != hotkey])
        self.miner_collateral[netuid, hotkey, coldkey] = after
        change = (after.locked if after else 0) - (before.locked if before else 0)
        if change:
            total = self.coldkey_miner_collateral[netuid, coldkey] + change
            if total:
                self.coldkey_miner_collateral[netuid, coldkey] = total
            else:
                del self.coldkey_miner_collateral[netuid, coldkey]

    def _change_positions(
        self, netuid: int, coldkey: AccountId, changed: Callable[[list[AccountId]], list[AccountId]]
    ) -> None:
        hotkeys = changed(self.coldkey_collateral_hotkeys[netuid, coldkey])
        if len(hotkeys) > MAX_POSITIONS:
            raise ColdkeyCollateralPositionsFull
        if hotkeys:
            self.coldkey_collateral_hotkeys[netuid, coldkey] = hotkeys
        else:
            del self.coldkey_collateral_hotkeys[netuid, coldkey]

    # invariants

    def check_invariants(self) -> None:
        """Collateral is stake, adds up to what is kept per coldkey, and every position is in its coldkey's list.

        A share of a pool is floored with every change of the pool, so stake may be short by what that loses.
        """
        sums: dict[tuple[int, AccountId], int] = {}
        for (netuid, hotkey, coldkey), state in self.miner_collateral.items():
            sums[netuid, coldkey] = sums.get((netuid, coldkey), 0) + state.locked
            if hotkey not in self.coldkey_collateral_hotkeys[netuid, coldkey]:
                raise InvariantBroken(
                    f"0x{coldkey.hex()} has collateral on {netuid} with a hotkey that it does not list"
                )
            held = self._stakes.stake_of(hotkey, coldkey, netuid)
            if state.locked > held + _LOST_TO_ROUNDING:
                raise InvariantBroken(
                    f"{state.locked} rao of 0x{coldkey.hex()} are collateral on network {netuid}, it holds {held}"
                )
        kept = dict(self.coldkey_miner_collateral.items())
        if kept != {key: total for key, total in sums.items() if total}:
            raise InvariantBroken(f"collateral by coldkey says {kept}, positions add up to {sums}")
        listed = sum(len(hotkeys) for hotkeys in self.coldkey_collateral_hotkeys.values())
        if listed != sum(1 for _ in self.miner_collateral):
            raise InvariantBroken("a coldkey lists a hotkey with which it has no collateral")
