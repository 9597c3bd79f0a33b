"""What a swap of keys costs: TAO that ceases to exist, to be minted again."""

from chain.frame.error import ModuleError
from chain.pallets.keys.surroundings import SwapCurrency, SwapIssuance
from chain.primitives.identifiers import AccountId

HOTKEY_SWAP_RAO = 100_000_000
HOTKEY_SWAP_ON_NETWORK_RAO = 1_000_000
COLDKEY_SWAP_RAO = 100_000_000


class SwapPayment:
    """Takes the price of a swap from a coldkey."""

    def __init__(self, *, currency: SwapCurrency, issuance: SwapIssuance) -> None:
        self._currency = currency
        self._issuance = issuance

    def ensure_can_pay(self, coldkey: AccountId, price: int, error: type[ModuleError]) -> None:
        """Raise the error where the coldkey cannot part with the price in rao, even by ending."""
        owned = self._currency.reducible_balance(coldkey)
        if owned < price:
            raise error(f"{error.__name__}: the swap costs {price} rao, the coldkey can part with {owned}")

    def pay(self, coldkey: AccountId, price: int, error: type[ModuleError]) -> None:
        """Recycle the price; raises the error where the coldkey cannot pay it."""
        self.ensure_can_pay(coldkey, price, error)
        self._issuance.recycle(self._currency.burn_from(coldkey, price))
