"""What becomes of stake when its network is dissolved: the pool's TAO goes to the holders. Economics, section 1.14."""

from collections.abc import Sequence
from typing import Protocol

from chain.frame import DispatchFailure, InvariantBroken, Pallet
from chain.pallets.balances.types import Preservation
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.staking.accounts import StakeAccounts
from chain.pallets.staking.pools import Pools
from chain.primitives.identifiers import AccountId


class PayoutCurrency(Protocol):
    """The free TAO of accounts."""

    def reducible_balance(self, who: AccountId, preservation: Preservation = ...) -> int:
        """What the account can part with."""
        ...

    def transfer(self, source: AccountId, dest: AccountId, amount: int, preservation: Preservation = ...) -> None:
        """Move an amount."""
        ...

    def burn_from(self, who: AccountId, amount: int) -> int:
        """Destroy an amount."""
        ...


class Issuance(Protocol):
    """All TAO that emission follows."""

    def recycle(self, amount: int) -> None:
        """Count TAO as not issued any more."""
        ...


class PayoutNetworks(Protocol):
    """What paying out asks of the networks."""

    def registered_at(self, netuid: int) -> int:
        """The block of registration."""
        ...


class StakePayout(Pallet, wire="SubtensorModule"):
    """Pays the holders of a network's alpha when the network ends."""

    def connect(
        self,
        *,
        pools: Pools,
        accounts: StakeAccounts,
        currency: PayoutCurrency,
        issuance: Issuance,
        networks: PayoutNetworks,
    ) -> None:
        """Hand over what is paid out, from where, to whom."""
        self._pools = pools
        self._accounts = accounts
        self._currency = currency
        self._issuance = issuance
        self._networks = networks

    def remove_subnet(self, netuid: int) -> None:
        """Divide the pool's TAO among all holders of alpha in proportion, then forget stake and pool.

        The protocol's part, and what cannot be paid because it would not keep an account alive, is recycled.
        """
        holders = list(self._accounts.holders(netuid))
        values = [self._accounts.stake_of(hotkey, coldkey, netuid) for hotkey, coldkey in holders]
        protocol = self._pools.protocol_alpha(netuid)
        # A network of before block 1 existed before reserves were the protocol's: its pool takes no part.
        if self._networks.registered_at(netuid) > 0:
            protocol += self._pools.alpha_reserve(netuid)
        self._accounts.remove_pools(netuid)
        pot = self._pools.remove_subnet(netuid)
        *shares, _ = pro_rata(pot, [*values, protocol])
        account = subnet_account(netuid)
        for (_, coldkey), share in zip(holders, shares, strict=True):
            self._pay(account, coldkey, share)
        left = self._currency.reducible_balance(account, Preservation.EXPENDABLE)
        if left:
            self._issuance.recycle(self._currency.burn_from(account, left))

    def _pay(self, account: AccountId, coldkey: AccountId, share: int) -> None:
        amount = min(share, self._currency.reducible_balance(account, Preservation.EXPENDABLE))
        if amount == 0:
            return
        try:
            with self.state.layer():
                self._currency.transfer(account, coldkey, amount, Preservation.EXPENDABLE)
        except DispatchFailure:
            # An ended account cannot be revived by less than the existential deposit; the rest of the pot is recycled.
            return

    # invariants

    def check_invariants(self) -> None:
        """All stake of a network, and what the protocol bought of its alpha, exists outside the pool."""
        for netuid, staked in self._accounts.total_alpha_staked.items():
            owned = staked + self._pools.protocol_alpha(netuid)
            if owned > self._pools.alpha_out(netuid):
                raise InvariantBroken(
                    f"{owned} rao of alpha of network {netuid} are owned, "
                    f"{self._pools.alpha_out(netuid)} exist outside its pool"
                )


def pro_rata(pot: int, values: Sequence[int]) -> list[int]:
    """Divide `pot` rao in proportion to `values`, all of it, by largest remainder; the earlier of equals first."""
    total = sum(values)
    if total == 0:
        return [0] * len(values)
    shares, remainders = zip(*(divmod(pot * value, total) for value in values), strict=True)
    divided = list(shares)
    by_remainder = sorted(range(len(values)), key=lambda position: -remainders[position])
    for position in by_remainder[: pot - sum(divided)]:
        divided[position] += 1
    return divided
