"""What clients ask about prices and trades before they make them."""

from typing import Protocol

from chain.codec import U64
from chain.frame import ModuleError
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.pallets.swap.curve import RAO_PER_TAO
from chain.pallets.swap.pallet import Swap
from chain.pallets.swap.step import Side
from chain.pallets.swap.types import SimSwapResult, SubnetPrice
from chain.primitives.fixed import U64F64
from chain.primitives.identifiers import AlphaBalance, NetUid, TaoBalance

_NOTHING = SimSwapResult(0, 0, 0, 0, 0, 0)


class NetworkList(Protocol):
    """Which networks there are."""

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class SwapRuntimeApi(RuntimeApi, version=1):
    """Prices of alpha, and what a trade would give."""

    def __init__(self, swap: Swap, networks: NetworkList) -> None:
        self._swap = swap
        self._networks = networks

    @api_method
    def current_alpha_price(self, netuid: NetUid) -> U64:
        """The price of a network's alpha in rao of TAO per alpha; 10**9 where it trades one to one."""
        return U64F64.to_int(U64F64.mul(self._swap.current_alpha_price(netuid), RAO_PER_TAO << 64))

    @api_method
    def current_alpha_price_all(self) -> list[SubnetPrice]:
        """The prices of all networks in ascending order of netuid."""
        return [SubnetPrice(netuid, self.current_alpha_price(netuid)) for netuid in sorted(self._networks.netuids())]

    @api_method
    def sim_swap_tao_for_alpha(self, netuid: NetUid, tao: TaoBalance) -> SimSwapResult:
        """What `tao` rao would buy now; all zero where the trade would fail."""
        try:
            result = self._swap.quote(netuid, Side.BUY, tao)
        except ModuleError:
            return _NOTHING
        ideal = U64F64.to_int(U64F64.safe_div(tao << 64, self._swap.current_alpha_price(netuid)))
        return SimSwapResult(
            result.amount_paid_in, result.amount_paid_out, result.fee_paid, 0, 0, max(0, ideal - result.amount_paid_out)
        )

    @api_method
    def sim_swap_alpha_for_tao(self, netuid: NetUid, alpha: AlphaBalance) -> SimSwapResult:
        """What `alpha` rao of alpha would sell for now; all zero where the trade would fail."""
        try:
            result = self._swap.quote(netuid, Side.SELL, alpha)
        except ModuleError:
            return _NOTHING
        ideal = U64F64.to_int(U64F64.mul(alpha << 64, self._swap.current_alpha_price(netuid)))
        return SimSwapResult(
            result.amount_paid_out, result.amount_paid_in, 0, result.fee_paid, max(0, ideal - result.amount_paid_out), 0
        )
