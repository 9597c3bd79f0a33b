"""Who holds how much stake with which hotkey on which network.

For every hotkey and network there is one share pool (`chain.pallets.staking.share_pool`); its holders are coldkeys.
Stake is in rao of alpha, on root in rao of TAO. Economics, section 4.1.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from chain.codec import U64
from chain.frame import InvariantBroken, OptionalDoubleMap, Pallet, StorageDoubleMap, StorageMap, StorageNMap
from chain.pallets.staking.share_pool import Position, SharePool, can_represent
from chain.primitives.fixed import U64_MAX, U64F64, U64f64
from chain.primitives.hashing import Blake2_128Concat, Identity, Twox64Concat
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid
from chain.primitives.safe_float import ZERO, SafeFloat, from_u64f64

ROOT = 0
_NO_SHARES = U64f64(0)
_PARTS_OF_DUST = 10**6
_DUST = 10**6


class Prices(Protocol):
    """What alpha is worth."""

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha, a raw U64F64."""
        ...


class StakeAccounts(Pallet, wire="SubtensorModule"):
    """The share pools of all hotkeys, and where a coldkey may find its stake."""

    total_hotkey_alpha = StorageDoubleMap[AccountId, NetUid, AlphaBalance](
        hashers=(Blake2_128Concat, Identity), default=0, doc="All stake with a hotkey on a network."
    )
    total_alpha_staked = StorageMap[NetUid, AlphaBalance](
        hasher=Identity, default=0, doc="All stake with all hotkeys on a network."
    )
    total_hotkey_shares = StorageDoubleMap[AccountId, NetUid, U64f64](
        hashers=(Blake2_128Concat, Identity), default=_NO_SHARES, doc="Shares of pools in the former number format."
    )
    alpha = StorageNMap[tuple[AccountId, AccountId, NetUid], U64f64](
        hashers=(Blake2_128Concat, Blake2_128Concat, Identity),
        default=_NO_SHARES,
        doc="A coldkey's share of a hotkey's pool in the former number format.",
    )
    total_hotkey_shares_v2 = StorageDoubleMap[AccountId, NetUid, SafeFloat](
        name="TotalHotkeySharesV2",
        hashers=(Blake2_128Concat, Identity),
        default=ZERO,
        doc="The sum of all shares of a hotkey's pool on a network.",
    )
    alpha_v2 = StorageNMap[tuple[AccountId, AccountId, NetUid], SafeFloat](
        name="AlphaV2",
        hashers=(Blake2_128Concat, Blake2_128Concat, Identity),
        default=ZERO,
        doc="A coldkey's share of a hotkey's pool on a network; keys are hotkey, coldkey, network.",
    )
    staking_hotkeys = StorageMap[AccountId, list[AccountId]](
        hasher=Blake2_128Concat, default=[], doc="The hotkeys with which a coldkey has or had stake."
    )
    last_coldkey_hotkey_stake_block = OptionalDoubleMap[AccountId, AccountId, U64](
        hashers=(Twox64Concat, Twox64Concat), doc="The block in which a coldkey last changed its stake with a hotkey."
    )

    def connect(self, *, prices: Prices) -> None:
        """Hand over what prices alpha."""
        self._prices = prices

    # reads

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with a hotkey on a network."""
        return self._position(hotkey, coldkey, netuid).value()

    def hotkey_stake(self, hotkey: AccountId, netuid: int) -> int:
        """What all coldkeys hold with a hotkey on a network."""
        return self.total_hotkey_alpha[hotkey, netuid]

    def hotkey_stakes(self, hotkeys: Sequence[AccountId], netuid: int) -> list[int]:
        """What all coldkeys hold with each of many hotkeys on a network."""
        return self.total_hotkey_alpha.each([(hotkey, netuid) for hotkey in hotkeys])

    def root_stake(self, hotkey: AccountId) -> int:
        """What all coldkeys hold with a hotkey on root."""
        return self.total_hotkey_alpha[hotkey, ROOT]

    def price_of(self, netuid: int) -> int:
        """TAO per alpha now, a raw U64F64."""
        return self._prices.current_alpha_price(netuid)

    def total_hotkey_stake(self, hotkey: AccountId) -> int:
        """What all coldkeys hold with a hotkey on all networks, in rao of TAO at current prices."""
        return sum(
            U64F64.to_int(U64F64.mul(alpha << 64, self.price_of(netuid)))
            for netuid, alpha in self.total_hotkey_alpha.items(hotkey)
        )

    def coldkey_stake(self, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with all hotkeys on a network."""
        return sum(self.stake_of(hotkey, coldkey, netuid) for hotkey in self.staking_hotkeys[coldkey])

    def hotkeys_of(self, coldkey: AccountId) -> list[AccountId]:
        """The hotkeys with which a coldkey has or had stake, oldest first."""
        return list(self.staking_hotkeys[coldkey])

    def nominators(self, hotkey: AccountId) -> Iterator[tuple[AccountId, int]]:
        """Every coldkey and network with a share of the hotkey's pools."""
        for _, coldkey, netuid in _merged(self.alpha.keys(hotkey), self.alpha_v2.keys(hotkey)):
            yield coldkey, netuid

    def holders(self, netuid: int) -> Iterator[tuple[AccountId, AccountId]]:
        """Every hotkey and coldkey with a share of a pool on the network."""
        for hotkey, coldkey, held in _merged(self.alpha.keys(), self.alpha_v2.keys()):
            if held == netuid:
                yield hotkey, coldkey

    def can_represent(self, hotkey: AccountId, netuid: int, alpha: int) -> bool:
        """Whether adding so much to the hotkey's pool would give any share."""
        return can_represent(self._pool(hotkey, netuid), alpha)

    # for other parts

    def increase(self, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Give a coldkey more stake with a hotkey."""
        if alpha == 0:
            return
        self._write(hotkey, coldkey, netuid, self._position(hotkey, coldkey, netuid).changed(alpha))
        self.add_staking_hotkey(coldkey, hotkey)

    def decrease(self, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Take stake away; does nothing when the coldkey holds less."""
        position = self._position(hotkey, coldkey, netuid)
        if alpha and position.value() >= alpha:
            self._write(hotkey, coldkey, netuid, position.changed(-alpha))

    def increase_for_all(self, hotkey: AccountId, netuid: int, alpha: int) -> None:
        """Let the stake of all holders of a hotkey's pool grow in proportion."""
        if alpha:
            self.total_hotkey_alpha[hotkey, netuid] = min(U64_MAX, self.total_hotkey_alpha[hotkey, netuid] + alpha)
            self._count(netuid, alpha)

    def holders_of_hotkey(self, hotkey: AccountId) -> list[AccountId]:
        """The coldkeys with a share of any of the hotkey's pools."""
        return list(dict.fromkeys(coldkey for coldkey, _ in self.nominators(hotkey)))

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let all stake with a hotkey on a network be with another.

        An empty pool takes the old one over as it is, shares and all. In a pool with holders each of the old holders
        gets what its share was worth, and what rounding leaves over is shared by all.
        """
        pool = self._pool(old, netuid)
        positions = {
            coldkey: self._position(old, coldkey, netuid) for coldkey, held in self.nominators(old) if held == netuid
        }
        is_empty = self._pool(new, netuid).shares.is_zero()
        self._remove_pool(old, netuid, positions)
        left = pool.value
        if is_empty and not pool.shares.is_zero():
            self.total_hotkey_shares_v2[new, netuid] = pool.shares
        for coldkey, position in positions.items():
            if is_empty:
                self.alpha_v2[new, coldkey, netuid] = position.share
                self.add_staking_hotkey(coldkey, new)
            else:
                value = min(position.value(), left)
                left -= value
                self.increase(new, coldkey, netuid, value)
        self.increase_for_all(new, netuid, left)

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Let all stake of a coldkey be another's."""
        hotkeys = self.staking_hotkeys.take(old)
        for hotkey in hotkeys:
            for _, _, netuid in list(_merged(self.alpha.keys(hotkey, old), self.alpha_v2.keys(hotkey, old))):
                share = self._position(hotkey, old, netuid).share
                self.alpha_v2[hotkey, new, netuid] = self.alpha_v2[hotkey, new, netuid].plus(share)
                del self.alpha[hotkey, old, netuid]
                del self.alpha_v2[hotkey, old, netuid]
            self.add_staking_hotkey(new, hotkey)

    def replace_staking_hotkey(self, coldkey: AccountId, old: AccountId, new: AccountId) -> None:
        """Remember one hotkey instead of another with which the coldkey has its stake now."""
        known = self.staking_hotkeys[coldkey]
        if old in known:
            self.staking_hotkeys[coldkey] = [*(hotkey for hotkey in known if hotkey not in (old, new)), new]

    def add_staking_hotkey(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Remember, once, that a coldkey may have stake with a hotkey."""
        known = self.staking_hotkeys[coldkey]
        if hotkey not in known:
            self.staking_hotkeys[coldkey] = [*known, hotkey]

    def record_change(self, coldkey: AccountId, hotkey: AccountId, block: int) -> None:
        """Remember the block in which a coldkey changed its stake."""
        self.last_coldkey_hotkey_stake_block[coldkey, hotkey] = block

    def remove_pools(self, netuid: int) -> None:
        """Forget all stake on a network."""
        for hotkey, coldkey in list(self.holders(netuid)):
            del self.alpha[hotkey, coldkey, netuid]
            del self.alpha_v2[hotkey, coldkey, netuid]
        for stored in (self.total_hotkey_alpha, self.total_hotkey_shares, self.total_hotkey_shares_v2):
            for hotkey, held in list(stored.keys()):
                if held == netuid:
                    del stored[hotkey, netuid]
        del self.total_alpha_staked[netuid]

    # inner

    def _remove_pool(self, hotkey: AccountId, netuid: int, holders: Iterable[AccountId]) -> None:
        self._count(netuid, -self.total_hotkey_alpha[hotkey, netuid])
        for stored in (self.total_hotkey_alpha, self.total_hotkey_shares, self.total_hotkey_shares_v2):
            del stored[hotkey, netuid]
        for coldkey in holders:
            del self.alpha[hotkey, coldkey, netuid]
            del self.alpha_v2[hotkey, coldkey, netuid]

    def _pool(self, hotkey: AccountId, netuid: int) -> SharePool:
        shares = self.total_hotkey_shares_v2[hotkey, netuid]
        former = self.total_hotkey_shares[hotkey, netuid].bits
        if former:
            shares = shares.plus(from_u64f64(former))
        return SharePool(self.total_hotkey_alpha[hotkey, netuid], shares)

    def _position(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> Position:
        share = self.alpha_v2[hotkey, coldkey, netuid]
        former = self.alpha[hotkey, coldkey, netuid].bits
        if former:
            share = share.plus(from_u64f64(former))
        return Position(self._pool(hotkey, netuid), share)

    def _write(self, hotkey: AccountId, coldkey: AccountId, netuid: int, position: Position) -> None:
        pool = position.pool
        # Not by what was asked for: a holder may own a few rao more than the pool has, and it ends at zero.
        self._count(netuid, pool.value - self.total_hotkey_alpha[hotkey, netuid])
        del self.total_hotkey_shares[hotkey, netuid]
        del self.alpha[hotkey, coldkey, netuid]
        if pool.value:
            self.total_hotkey_alpha[hotkey, netuid] = pool.value
        else:
            del self.total_hotkey_alpha[hotkey, netuid]
        if pool.shares.is_zero():
            del self.total_hotkey_shares_v2[hotkey, netuid]
        else:
            self.total_hotkey_shares_v2[hotkey, netuid] = pool.shares
        if position.share.is_zero():
            del self.alpha_v2[hotkey, coldkey, netuid]
        else:
            self.alpha_v2[hotkey, coldkey, netuid] = position.share

    def _count(self, netuid: int, change: int) -> None:
        self.total_alpha_staked[netuid] = max(0, min(U64_MAX, self.total_alpha_staked[netuid] + change))

    # invariants

    def check_invariants(self) -> None:
        """Totals agree, every holder is in the index, and holders together own no more than is in their pool.

        They may own less, each a rao by rounding down, and more than that of a pool that shrank to a rao and grew again
        by dividends: it divides by the dust of its shares, and whatever share was lost to rounding grows with it.
        Where that dust favours holders, a millionth of the pool and a thousandth of an alpha are left for it.
        """
        totals: dict[int, int] = {}
        for (_, netuid), value in self.total_hotkey_alpha.items():
            totals[netuid] = totals.get(netuid, 0) + value
        for netuid, staked in self.total_alpha_staked.items():
            if staked != totals.pop(netuid, 0):
                raise InvariantBroken(f"TotalAlphaStaked of network {netuid} is {staked}, its pools hold another sum")
        if any(totals.values()):
            raise InvariantBroken(f"networks {sorted(totals)} have stake and no TotalAlphaStaked")
        self._check_holders()
        for coldkey, hotkeys in self.staking_hotkeys.items():
            if len(set(hotkeys)) != len(hotkeys):
                raise InvariantBroken(f"StakingHotkeys of 0x{coldkey.hex()} lists a hotkey twice")

    def _check_holders(self) -> None:
        owned: dict[tuple[AccountId, int], tuple[int, int]] = {}
        for hotkey, coldkey, netuid in _merged(self.alpha.keys(), self.alpha_v2.keys()):
            if hotkey not in self.staking_hotkeys[coldkey]:
                raise InvariantBroken(
                    f"0x{coldkey.hex()} has a share with 0x{hotkey.hex()} on network {netuid}, "
                    "but its StakingHotkeys do not list that hotkey"
                )
            value, holders = owned.get((hotkey, netuid), (0, 0))
            owned[hotkey, netuid] = (value + self.stake_of(hotkey, coldkey, netuid), holders + 1)
        for (hotkey, netuid), (value, holders) in owned.items():
            total = self.total_hotkey_alpha[hotkey, netuid]
            if value - total > holders + total // _PARTS_OF_DUST + _DUST:
                raise InvariantBroken(
                    f"the {holders} holders of 0x{hotkey.hex()} on network {netuid} own {value} rao, "
                    f"the pool has {total}"
                )


def _merged(
    former: Iterator[tuple[AccountId, AccountId, int]], current: Iterator[tuple[AccountId, AccountId, int]]
) -> Iterator[tuple[AccountId, AccountId, int]]:
    seen = set()
    for key in former:
        seen.add(key)
        yield key
    for key in current:
        if key not in seen:
            yield key
