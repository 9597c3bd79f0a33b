"""A whole chain with a root validator whose basket may trade, two networks with deep pools, and two stakers."""

from chain.pallets.networks.sovereign import basket_account
from tests.economics.world import Economy, coldkey, hotkey

TAO = 10**9
NETUID, SECOND = 2, 3
VALIDATOR, HOTKEY = coldkey(1), hotkey(1)
STAKER, OTHER_STAKER = coldkey(2), coldkey(3)
ESCROW = basket_account(HOTKEY)
DEEP = 100_000 * TAO


class BasketChain(Economy):
    """Prices stand at one, and so do moving prices; the limits of trading are as the chain begins with."""

    def __init__(self, *, tao: int = DEEP) -> None:
        super().__init__()
        for netuid in (NETUID, SECOND):
            self.open_network(netuid, tao=tao, alpha=tao)
            self.price(netuid, 1.0)
            self.parts.epochs.restart(netuid, self.block)
        self.parts.parameters.subtoken_enabled[0] = True
        for who in (VALIDATOR, STAKER, OTHER_STAKER):
            self.balances.mint_into(who, 10_000 * TAO)
        self.add_hotkey(1)
        self.signed(VALIDATOR, "root_register", hotkey=HOTKEY)
        self.parts.parameters.basket_trading_enabled = True
        self.parts.parameters.basket_daily_turnover_cap = 65_535
        self.parts.pools.total_stake = sum(
            self.parts.pools.tao_reserve(netuid) for netuid in self.parts.networks.netuids()
        )

    def stake_in(self, tao: int, who=STAKER, validator=HOTKEY) -> int:
        """Buy shares for so many TAO; the shares."""
        before = self.owed(who, validator)
        self.signed(who, "stake_into_basket", hotkey=validator, amount_staked=tao * TAO)
        return self.owed(who, validator) - before

    def swap(self, source: int, target: int, amount: int, least: int = 0, who=VALIDATOR) -> None:
        self.signed(
            who,
            "swap_basket",
            hotkey=HOTKEY,
            origin_netuid=source,
            destination_netuid=target,
            amount=amount,
            min_amount_out=least,
        )

    def claim(self, who=STAKER) -> int:
        """Claim with the one hotkey; the root stake that came of it."""
        before = self.root_stake(who)
        self.signed(who, "claim_root_with_hotkey", hotkey=HOTKEY)
        return self.root_stake(who) - before

    def owed(self, who=STAKER, validator=HOTKEY) -> int:
        return self.parts.baskets.owed(validator, who)

    def root_stake(self, who) -> int:
        return self.parts.stakes.stake_of(HOTKEY, who, 0)

    def held(self, netuid: int) -> int:
        return self.parts.basket_funds.alpha_of(HOTKEY, netuid)

    def nav(self) -> int:
        return self.parts.basket_funds.nav(HOTKEY)

    def free(self, who=STAKER) -> int:
        return self.balances.free_balance(who)

    def check(self) -> None:
        """What must hold after every operation, over the whole chain."""
        self.parts.baskets.check_invariants()
        self.parts.pools.check_invariants()
        self.parts.stakes.check_invariants()
        self.balances.check_invariants()
