"""What becomes of stake when its network is dissolved: the pool's TAO goes to the holders. Economics, section 1.14."""

from collections.abc import Sequence
from typing import Protocol

from chain.frame import DispatchFailure, Pallet
from chain.pallets.balances.types import Preservation
from chain.pallets.networks.sovereign import is_basket_account, subnet_account
from chain.pallets.staking.accounts import ROOT, StakeAccounts
from chain.pallets.staking.pools import Pools
from chain.primitives.fixed import U16_MAX, U64F64, U96F32
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

    def owner_of(self, netuid: int) -> AccountId:
        """The coldkey that owns the network."""
        ...

    def locked(self, netuid: int) -> int:
        """What the registration cost, in rao."""
        ...


class PayoutParameters(Protocol):
    """The blocks from which the rules of today hold, and the owner's cut."""

    @property
    def network_registration_start_block(self) -> int:
        """Networks from before it were registered for a price that is refunded."""
        ...

    @property
    def tao_in_refund_deployment_block(self) -> int:
        """The reserves of networks from after it are the protocol's."""
        ...

    @property
    def subnet_owner_cut(self) -> int:
        """The owner's part of the participants' alpha, of 65535."""
        ...


class LastEmission(Protocol):
    """What the last epoch paid."""

    def emission_of(self, netuid: int) -> list[int]:
        """Rao of alpha that each uid earned."""
        ...


class PayoutPrices(Protocol):
    """The worth of alpha."""

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha, a raw U64F64."""
        ...


class BasketCustody(Protocol):
    """Baskets, which keep TAO in place of alpha that ended."""

    def convert(self, hotkey: AccountId, netuid: int, tao: int) -> None:
        """Keep TAO that a basket got; it lies on the account of root."""
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
        parameters: PayoutParameters,
        vectors: LastEmission,
        prices: PayoutPrices,
        baskets: BasketCustody,
    ) -> None:
        """Hand over what is paid out, from where, to whom."""
        self._pools = pools
        self._accounts = accounts
        self._currency = currency
        self._issuance = issuance
        self._networks = networks
        self._parameters = parameters
        self._vectors = vectors
        self._prices = prices
        self._baskets = baskets

    def remove_subnet(self, netuid: int) -> None:
        """Divide the pool's TAO among all holders of alpha in proportion, then forget stake and pool.

        The protocol's part, and what cannot be paid because it would not keep an account alive, is recycled, save what
        the owner of a network from before the start of registrations gets back.
        """
        refund = self._refund(netuid)
        holders = list(self._accounts.holders(netuid))
        values = [self._accounts.stake_of(hotkey, coldkey, netuid) for hotkey, coldkey in holders]
        protocol = self._pools.protocol_alpha(netuid)
        if self._networks.registered_at(netuid) > self._parameters.tao_in_refund_deployment_block:
            protocol += self._pools.alpha_reserve(netuid)
        self._accounts.remove_pools(netuid)
        pot = self._pools.remove_subnet(netuid)
        *shares, _ = pro_rata(pot, [*values, protocol])
        account = subnet_account(netuid)
        for (hotkey, coldkey), share in zip(holders, shares, strict=True):
            if is_basket_account(coldkey):
                self._pay_basket(account, hotkey, netuid, share)
            else:
                self._pay(account, coldkey, share)
        self._pay(account, self._networks.owner_of(netuid), refund)
        left = self._currency.reducible_balance(account, Preservation.EXPENDABLE)
        if left:
            self._issuance.recycle(self._currency.burn_from(account, left))

    def _refund(self, netuid: int) -> int:
        """Rao of the price that the owner gets back; none since registrations have a start, which is block 0 here."""
        if self._networks.registered_at(netuid) >= self._parameters.network_registration_start_block:
            return 0
        return owner_refund(
            self._networks.locked(netuid),
            emitted=sum(self._vectors.emission_of(netuid)),
            owner_cut=self._parameters.subnet_owner_cut,
            price=self._prices.current_alpha_price(netuid),
        )

    def _pay_basket(self, account: AccountId, hotkey: AccountId, netuid: int, share: int) -> None:
        paid = self._pay(account, subnet_account(ROOT), share)
        if paid:
            self._baskets.convert(hotkey, netuid, paid)

    def _pay(self, account: AccountId, coldkey: AccountId, share: int) -> int:
        amount = min(share, self._currency.reducible_balance(account, Preservation.EXPENDABLE))
        if amount == 0:
            return 0
        try:
            with self.state.layer():
                self._currency.transfer(account, coldkey, amount, Preservation.EXPENDABLE)
        except DispatchFailure:
            # An ended account cannot be revived by less than the existential deposit; the rest of the pot is recycled.
            return 0
        return amount


def owner_refund(locked: int, *, emitted: int, owner_cut: int, price: int) -> int:
    """The rao of `locked` that exceed what the owner's part of `emitted` rao of alpha is worth.

    `owner_cut` is the stored u16 share, `price` a raw U64F64. The specification leaves open how that worth is rounded;
    it is the owner's alpha, floored, times the price, floored.
    """
    part = U96F32.to_int(U96F32.mul(U96F32.from_int(emitted), U96F32.safe_div(owner_cut << 32, U16_MAX << 32)))
    worth = U96F32.to_int(U96F32.mul(U96F32.from_int(part), U96F32.convert(price, U64F64)))
    return max(locked - worth, 0)


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
