"""The pools of the networks: their reserves, the alpha outside them, and the books of every trade.

All amounts are rao. Root and other networks without a dynamic pool trade one to one; their books are kept alike.
Nothing here moves a balance: whoever trades moves the TAO to or from the network's account.
"""

from typing import Protocol

from chain.codec import I64, U128
from chain.frame import InvariantBroken, Pallet, StorageMap, StorageValue
from chain.pallets.swap import Side, SwapResult
from chain.primitives.fixed import U64_MAX, U128_MAX
from chain.primitives.hashing import Identity
from chain.primitives.identifiers import AlphaBalance, NetUid, TaoBalance

GENESIS_POOL_RAO = 10_000_000_000
"""The TAO in the pool of network 1 on a fresh chain: on no account and in no count (section 5.2)."""

_I64_LIMIT = 2**63


class Market(Protocol):
    """Where trades are priced."""

    def is_dynamic(self, netuid: int) -> bool:
        """Whether the network trades against a pool."""
        ...

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha, a raw U64F64."""
        ...

    def swap(self, netuid: int, side: Side, amount: int, limit_price: int, *, drop_fees: bool) -> SwapResult:
        """Price a trade that is going to happen."""
        ...


class AlphaSupply(Protocol):
    """Where the alpha that was made and destroyed is counted."""

    def mint(self, netuid: int, alpha: int) -> None:
        """Count newly made alpha."""
        ...

    def recycle(self, netuid: int, alpha: int) -> None:
        """Count alpha that is taken back."""
        ...

    def burn(self, netuid: int, alpha: int) -> None:
        """Count alpha that is made unusable."""
        ...


class PoolNetworks(Protocol):
    """Which networks there are."""

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class Pools(Pallet, wire="SubtensorModule"):
    """The reserves of every network's pool and what flowed through them."""

    subnet_tao = StorageMap[NetUid, TaoBalance](
        name="SubnetTAO", hasher=Identity, default=0, doc="The TAO in the pool; on root the TAO staked there."
    )
    subnet_alpha_in = StorageMap[NetUid, AlphaBalance](hasher=Identity, default=0, doc="The alpha in the pool.")
    subnet_alpha_out = StorageMap[NetUid, AlphaBalance](
        hasher=Identity, default=0, doc="The alpha outside the pool: staked, burnt, or bought by the protocol."
    )
    subnet_protocol_alpha = StorageMap[NetUid, AlphaBalance](
        hasher=Identity, default=0, doc="The part of the outside alpha that the protocol bought."
    )
    subnet_volume = StorageMap[NetUid, U128](hasher=Identity, default=0, doc="The TAO ever traded, both ways.")
    subnet_tao_flow = StorageMap[NetUid, I64](
        hasher=Identity, default=0, doc="TAO that users brought in less what they took out."
    )
    subnet_protocol_flow = StorageMap[NetUid, I64](
        hasher=Identity, default=0, doc="TAO that the protocol brought in less what it took out."
    )
    total_stake = StorageValue[TaoBalance](
        default=0, doc="All TAO brought in, fees included, less all paid out: a running count, not a sum of stakes."
    )

    def connect(self, *, market: Market, supply: AlphaSupply, networks: PoolNetworks) -> None:
        """Hand over what pools depend on."""
        self._market = market
        self._supply = supply
        self._networks = networks

    # reads

    def tao_reserve(self, netuid: int) -> int:
        """The TAO in the pool."""
        return self.subnet_tao[netuid]

    def alpha_reserve(self, netuid: int) -> int:
        """The alpha in the pool."""
        return self.subnet_alpha_in[netuid]

    def alpha_out(self, netuid: int) -> int:
        """The alpha outside the pool."""
        return self.subnet_alpha_out[netuid]

    def protocol_alpha(self, netuid: int) -> int:
        """The alpha that the protocol bought."""
        return self.subnet_protocol_alpha[netuid]

    def alpha_issuance(self, netuid: int) -> int:
        """The alpha inside and outside the pool."""
        return min(U64_MAX, self.subnet_alpha_in[netuid] + self.subnet_alpha_out[netuid])

    def alpha_prices(self) -> list[int]:
        """The prices (raw U64F64) of all networks but root."""
        return [self._market.current_alpha_price(netuid) for netuid in self._networks.netuids() if netuid != 0]

    # trades

    def buy(
        self, netuid: int, tao: int, limit_price: int, *, drop_fees: bool = False, counts_stake: bool = True
    ) -> SwapResult:
        """Trade TAO (fee included) for alpha and write the books; raises what the market raises.

        `TotalStake` and the volume grow by all of `tao`, even where the limit stops the trade earlier; who makes many
        trades may add them to `TotalStake` at once and leaves it uncounted here.
        """
        result = self._trade(netuid, Side.BUY, tao, limit_price, drop_fees)
        self.subnet_alpha_in[netuid] = max(0, self.subnet_alpha_in[netuid] - result.amount_paid_out)
        self.subnet_alpha_out[netuid] = _sum(self.subnet_alpha_out[netuid], result.amount_paid_out)
        self.subnet_tao[netuid] = _sum(self.subnet_tao[netuid], result.amount_paid_in)
        if counts_stake:
            self.add_total_stake(tao)
        self._add_volume(netuid, tao)
        return result

    def sell(self, netuid: int, alpha: int, limit_price: int, *, drop_fees: bool = False) -> SwapResult:
        """Trade alpha (fee included) for TAO and write the books; raises what the market raises."""
        result = self._trade(netuid, Side.SELL, alpha, limit_price, drop_fees)
        self.subnet_alpha_in[netuid] = _sum(self.subnet_alpha_in[netuid], result.amount_paid_in)
        self.subnet_alpha_out[netuid] = max(0, self.subnet_alpha_out[netuid] - result.amount_paid_in)
        self.subnet_tao[netuid] = max(0, self.subnet_tao[netuid] - result.amount_paid_out)
        self.add_total_stake(-result.amount_paid_out)
        self._add_volume(netuid, result.amount_paid_out)
        return result

    def _trade(self, netuid: int, side: Side, amount: int, limit_price: int, drop_fees: bool) -> SwapResult:
        if self._market.is_dynamic(netuid):
            return self._market.swap(netuid, side, amount, limit_price, drop_fees=drop_fees)
        return SwapResult(amount, amount, 0, 0)

    def _add_volume(self, netuid: int, tao: int) -> None:
        self.subnet_volume[netuid] = min(U128_MAX, self.subnet_volume[netuid] + tao)

    # what the protocol does to pools

    def open_pool(self, netuid: int, tao: int, alpha: int) -> None:
        """Give a new network its reserves."""
        self.subnet_tao[netuid] = tao
        self.subnet_alpha_in[netuid] = alpha
        self.subnet_alpha_out[netuid] = 0
        self.subnet_volume[netuid] = 0
        self.add_total_stake(tao)

    def inject_tao(self, netuid: int, tao: int) -> None:
        """Add TAO of the protocol to the pool."""
        self.subnet_tao[netuid] = _sum(self.subnet_tao[netuid], tao)
        self.add_total_stake(tao)
        self.record_protocol_flow(netuid, tao)

    def inject_alpha(self, netuid: int, alpha: int) -> None:
        """Make alpha inside the pool."""
        self._supply.mint(netuid, alpha)
        held = self.subnet_alpha_in[netuid]
        if alpha or not held:
            self.subnet_alpha_in[netuid] = _sum(held, alpha)

    def mint_alpha_out(self, netuid: int, alpha: int) -> None:
        """Make alpha outside the pool; whom it belongs to is written by whoever pays it out."""
        self._supply.mint(netuid, alpha)
        self.subnet_alpha_out[netuid] = _sum(self.subnet_alpha_out[netuid], alpha)

    def recycle_alpha(self, netuid: int, alpha: int) -> None:
        """Take outside alpha back: it no longer exists."""
        if alpha:
            self._supply.recycle(netuid, alpha)
            self.remove_alpha_out(netuid, alpha)

    def burn_alpha(self, netuid: int, alpha: int) -> None:
        """Make outside alpha unusable: it still counts as issued."""
        self._supply.burn(netuid, alpha)

    def remove_alpha_out(self, netuid: int, alpha: int) -> None:
        """Let outside alpha vanish, uncounted."""
        self.subnet_alpha_out[netuid] = max(0, self.subnet_alpha_out[netuid] - alpha)

    def add_protocol_alpha(self, netuid: int, alpha: int) -> None:
        """Count outside alpha as the protocol's own."""
        self.subnet_protocol_alpha[netuid] = _sum(self.subnet_protocol_alpha[netuid], alpha)

    def stake_claimed_tao(self, tao: int) -> None:
        """Write the books of TAO that a root claim stakes on root."""
        self.subnet_tao[0] = _sum(self.subnet_tao[0], tao)
        self.subnet_alpha_out[0] = _sum(self.subnet_alpha_out[0], tao)
        self.add_total_stake(tao)

    def record_user_flow(self, netuid: int, tao: int) -> None:
        """Count TAO that users brought in (or took out, when negative)."""
        self.subnet_tao_flow[netuid] = _signed_sum(self.subnet_tao_flow[netuid], tao)

    def record_protocol_flow(self, netuid: int, tao: int) -> None:
        """Count TAO that the protocol brought in (or took out, when negative)."""
        self.subnet_protocol_flow[netuid] = _signed_sum(self.subnet_protocol_flow[netuid], tao)

    def add_total_stake(self, tao: int) -> None:
        """Change the count of all staked TAO."""
        self.total_stake = max(0, min(U64_MAX, self.total_stake + tao))

    def remove_subnet(self, netuid: int) -> int:
        """Forget the pool of a network; the TAO that was in it."""
        tao = self.subnet_tao[netuid]
        self.add_total_stake(-tao)
        for stored in (
            self.subnet_tao,
            self.subnet_alpha_in,
            self.subnet_alpha_out,
            self.subnet_protocol_alpha,
            self.subnet_volume,
            self.subnet_tao_flow,
            self.subnet_protocol_flow,
        ):
            del stored[netuid]
        return tao

    # invariants

    def check_invariants(self) -> None:
        """The protocol owns no more alpha than there is outside a pool; all TAO in pools was counted as stake once.

        TotalStake is not their sum: it also counts the fees of purchases and what a limit kept out, and it never
        counted the pool with which a chain begins.
        """
        pooled = sum(tao for _, tao in self.subnet_tao.items())
        if pooled > self.total_stake + GENESIS_POOL_RAO:
            raise InvariantBroken(f"{pooled} rao lie in pools, but TotalStake is {self.total_stake}")
        for netuid, alpha in self.subnet_protocol_alpha.items():
            if alpha > self.subnet_alpha_out[netuid]:
                raise InvariantBroken(
                    f"the protocol owns {alpha} rao of alpha of network {netuid}, "
                    f"outside its pool there are {self.subnet_alpha_out[netuid]}"
                )


def _sum(amount: int, more: int) -> int:
    return min(U64_MAX, amount + more)


def _signed_sum(amount: int, more: int) -> int:
    return max(-_I64_LIMIT, min(_I64_LIMIT - 1, amount + more))
