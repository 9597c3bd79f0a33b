"""Swap: the price of every network's alpha, and what a trade against its pool gives.

The reserves belong to staking, which also moves the balances; this pallet owns the weights and the fee rate of each
pool and computes. Networks without a dynamic pool (root among them) trade one to one. Economics, section 3.
"""

from typing import Annotated, Final, Protocol

from chain.codec import I64, U16, U64, Bound
from chain.frame import Constant, Origin, Pallet, StorageMap, call, measured_weight
from chain.frame.pallet import SystemServices
from chain.pallets.subtensor_module.types import PalletId
from chain.pallets.swap import curve
from chain.pallets.swap.errors import ERRORS, Deprecated, FeeRateTooHigh, MechanismDoesNotExist, ReservesOutOfBalance
from chain.pallets.swap.events import FeeRateSet
from chain.pallets.swap.step import Pool, Side, SwapResult, default_limit, ensure_payable, trade
from chain.pallets.swap.types import Balancer, NonZeroU64, PositionId, TickIndex
from chain.primitives.fixed import U64F64
from chain.primitives.hashing import Identity, Twox64Concat
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance
from chain.primitives.perthings import Perquintill

DYNAMIC: Final = 1
"""The mechanism of a network whose alpha is traded against a pool."""

_DEPRECATED_WEIGHT: Final = measured_weight(15_000_000)


class SwapNetworks(Protocol):
    """What Swap asks of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def mechanism_of(self, netuid: int) -> int:
        """1 for a network with a pool, anything else trades one to one."""
        ...


class Reserves(Protocol):
    """Where the reserves of the pools are kept, in rao."""

    def tao_reserve(self, netuid: int) -> int:
        """The TAO in the pool."""
        ...

    def alpha_reserve(self, netuid: int) -> int:
        """The alpha in the pool."""
        ...


class Swap(Pallet):
    """Prices and trades of the networks' alpha, against one pool per network that belongs to the protocol."""

    events = (FeeRateSet,)
    errors = ERRORS

    protocol_id = Constant[PalletId](
        doc="The account that would hold liquidity of the protocol.", default=PalletId(b"ten/swap")
    )
    max_fee_rate = Constant[U16](doc="The highest fee rate, in parts of 65535.", default=10_000)
    minimum_liquidity = Constant[U64](doc="Without effect: positions of users are gone.", default=1_000)
    minimum_reserve = Constant[NonZeroU64](doc="A pool does not pay from a reserve below this, in rao.")

    fee_rate = StorageMap[NetUid, U16](
        hasher=Twox64Concat, default=33, doc="The fee of a trade, in parts of 65535 of what enters."
    )
    swap_balancer = StorageMap[NetUid, Balancer](
        hasher=Twox64Concat, default=Balancer(Perquintill(curve.WEIGHT_HALF)), doc="The weights of a pool."
    )
    pal_swap_initialized = StorageMap[NetUid, bool](
        hasher=Twox64Concat, default=False, doc="Whether the weights of a pool were set."
    )
    balancer_tao_reservoir = StorageMap[NetUid, TaoBalance](
        hasher=Twox64Concat, default=0, doc="Without effect: TAO of the protocol enters a pool at once or not at all."
    )
    balancer_alpha_reservoir = StorageMap[NetUid, AlphaBalance](
        hasher=Twox64Concat, default=0, doc="Without effect: alpha of the protocol enters a pool at once or not at all."
    )
    scrap_reservoir_alpha = StorageMap[NetUid, AlphaBalance](
        hasher=Twox64Concat, default=0, doc="Without effect: no alpha of the protocol is set aside."
    )
    has_migration_run = StorageMap[Annotated[bytes, Bound(128)], bool](
        hasher=Identity, default=False, doc="Which changes of the storage format were made, by name."
    )

    def __init__(self, system: SystemServices, *, minimum_reserve: int = 1_000_000) -> None:
        super().__init__(system)
        self.minimum_reserve = NonZeroU64(minimum_reserve)

    def connect(self, *, networks: SwapNetworks, reserves: Reserves) -> None:
        """Hand over what trades depend on."""
        self._networks = networks
        self._reserves = reserves

    # calls

    @call(index=0, weight=measured_weight(15_063_000, reads=1, writes=1))
    def set_fee_rate(self, origin: Origin, netuid: NetUid, rate: U16) -> None:
        """Set the fee of a network's pool, in parts of 65535, at most 10000. Root only."""
        origin.ensure_root()
        if not self._networks.exists(netuid):
            raise MechanismDoesNotExist
        if rate > self.max_fee_rate:
            raise FeeRateTooHigh
        self.fee_rate[netuid] = rate
        self.deposit_event(FeeRateSet(netuid, rate))

    @call(index=1, weight=_DEPRECATED_WEIGHT)
    def add_liquidity(
        self,
        origin: Origin,
        hotkey: AccountId,
        netuid: NetUid,
        tick_low: TickIndex,
        tick_high: TickIndex,
        liquidity: U64,
    ) -> None:
        """Fails: liquidity of users is gone."""
        raise Deprecated

    @call(index=2, weight=_DEPRECATED_WEIGHT)
    def remove_liquidity(self, origin: Origin, hotkey: AccountId, netuid: NetUid, position_id: PositionId) -> None:
        """Fails: liquidity of users is gone."""
        raise Deprecated

    @call(index=3, weight=_DEPRECATED_WEIGHT)
    def modify_position(
        self, origin: Origin, hotkey: AccountId, netuid: NetUid, position_id: PositionId, liquidity_delta: I64
    ) -> None:
        """Fails: liquidity of users is gone."""
        raise Deprecated

    @call(index=4, weight=_DEPRECATED_WEIGHT)
    def toggle_user_liquidity(self, origin: Origin, netuid: NetUid, enable: bool) -> None:
        """Fails: liquidity of users is gone."""
        raise Deprecated

    @call(index=5, weight=_DEPRECATED_WEIGHT)
    def disable_lp(self, origin: Origin) -> None:
        """Fails: liquidity of users is gone."""
        raise Deprecated

    # for other pallets

    def is_dynamic(self, netuid: int) -> bool:
        """Whether the network trades against a pool."""
        return self._networks.mechanism_of(netuid) == DYNAMIC

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha as a U64F64 raw value; exactly one where there is no pool."""
        if not self.is_dynamic(netuid):
            return U64F64.one
        tao, alpha = self._reserves.tao_reserve(netuid), self._reserves.alpha_reserve(netuid)
        return curve.price(tao, alpha, self.swap_balancer[netuid].quote.parts)

    def pool(self, netuid: int) -> Pool:
        """The reserves and the weight of a network's pool."""
        return Pool(
            self._reserves.tao_reserve(netuid),
            self._reserves.alpha_reserve(netuid),
            self.swap_balancer[netuid].quote.parts,
        )

    def swap(self, netuid: int, side: Side, amount: int, limit_price: int, *, drop_fees: bool = False) -> SwapResult:
        """Price a trade that is going to happen; the caller moves reserves and balances.

        `amount` in rao includes the fee, `limit_price` is in rao per alpha. Raises `SwapInputTooLarge`,
        `ReservesTooLow`, `PriceLimitExceeded`, `InsufficientLiquidity`. Only for networks with a pool.
        """
        if not self.pal_swap_initialized[netuid]:
            self.initialize(netuid)
        pool = self.pool(netuid)
        result = self._trade(pool, netuid, side, amount, limit_price, drop_fees=drop_fees)
        ensure_payable(pool, side, result)
        return result

    def simulate(
        self, netuid: int, side: Side, amount: int, limit_price: int, *, drop_fees: bool = False
    ) -> SwapResult:
        """Price a trade against the pool and change nothing; raises as `swap` does, `InsufficientLiquidity` aside."""
        pool = self.pool(netuid)
        if not self.pal_swap_initialized[netuid]:
            pool = Pool(pool.tao, pool.alpha)
        return self._trade(pool, netuid, side, amount, limit_price, drop_fees=drop_fees)

    def quote(self, netuid: int, side: Side, amount: int) -> SwapResult:
        """What a trade without limit would give, fees included; one to one without a pool, zero without a network."""
        if self.is_dynamic(netuid):
            return self.simulate(netuid, side, amount, default_limit(side))
        exchanged = amount if self._networks.exists(netuid) else 0
        return SwapResult(exchanged, exchanged, 0, 0)

    def approximate_fee(self, netuid: int, amount: int) -> int:
        """The fee contained in `amount`, in the currency of the amount."""
        return curve.fee_on_input(amount, self.fee_rate[netuid]) if self.is_dynamic(netuid) else 0

    def alpha_at_price(self, netuid: int, tao: int) -> int:
        """The alpha that `tao` rao are worth at the current price, without slippage."""
        if not self.is_dynamic(netuid):
            return tao
        return U64F64.to_int(U64F64.safe_div(tao << 64, self.current_alpha_price(netuid)))

    def initialize(self, netuid: int, price: int | None = None) -> None:
        """Set the weights of a new pool, even or so that its price is `price` (U64F64); a second time changes nothing.

        Raises `ReservesOutOfBalance` when one side would weigh less than a hundredth.
        """
        if self.pal_swap_initialized[netuid]:
            return
        weight: int | None = curve.WEIGHT_HALF
        if price is not None:
            reserves = self.pool(netuid)
            weight = curve.weight_for_price(reserves.tao, reserves.alpha, price)
        if weight is None:
            raise ReservesOutOfBalance
        self.swap_balancer[netuid] = Balancer(Perquintill(weight))
        self.pal_swap_initialized[netuid] = True

    def adjust_protocol_liquidity(self, netuid: int, tao: int, alpha: int) -> tuple[int, int]:
        """Make room for `tao` and `alpha` rao of the protocol at an unchanged price; what may be added.

        That is all, or nothing where the weights would leave their range.
        """
        pool = self.pool(netuid)
        weight = curve.weight_after_injection(pool.tao, pool.alpha, pool.quote_weight, tao, alpha)
        if weight is None:
            return 0, 0
        # Even weights may stand for nothing written yet; they are written then.
        if weight != pool.quote_weight or (weight == curve.WEIGHT_HALF and netuid not in self.swap_balancer):
            self.swap_balancer[netuid] = Balancer(Perquintill(weight))
        return tao, alpha

    def remove_subnet(self, netuid: int) -> None:
        """Forget the weights and the fee of a pool."""
        del self.fee_rate[netuid]
        del self.swap_balancer[netuid]
        del self.pal_swap_initialized[netuid]

    # inner

    def _trade(
        self, pool: Pool, netuid: int, side: Side, amount: int, limit_price: int, *, drop_fees: bool
    ) -> SwapResult:
        fee_rate = 0 if drop_fees else self.fee_rate[netuid]
        return trade(pool, side, amount, limit_price, fee_rate, self.minimum_reserve)
