"""The naive model: what everybody owns, in exact numbers, and what each elementary operation does to it.

It knows nothing of how the chain stores or rounds things. Trades are priced by `exact_swap`, stake is divided by
`exact_shares`; where the chain rounds to whole rao the model takes the rounded amount over once it has found it right.
So balances, issuance, reserves and counters agree to the rao, and stakes as far as their drift says.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from chain.genesis import account
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.swap import Side
from chain.primitives.identifiers import AccountId
from tests.economics.state_machine.exact_locks import LEAST, ExactLock
from tests.economics.state_machine.exact_shares import ExactShares, on_grid
from tests.economics.state_machine.exact_swap import ONE, Disagreement, ExactPool
from tests.economics.state_machine.notes import Notes

ROOT = 0
EXISTENTIAL_RAO = 500
AUTHOR = account("One")
U64_MAX = 2**64 - 1
I64_MAX = 2**63 - 1


@dataclass
class ExactNetwork:
    """A network's reserves, counters and parameters; rao of TAO or alpha."""

    pool: ExactPool
    alpha_out: int
    issued: int
    burned: int
    recycled: int
    protocol: int
    volume: int
    tao_flow: int
    protocol_flow: int
    fee_rate: int
    lock_share: int
    """What of 65535 parts of a registration's price becomes collateral."""
    dynamic: bool
    initialized: bool
    """Whether there was a trade: the first one makes the weights even, whatever injections made of them."""
    registered_at: int
    burn: int
    moving_price: Fraction
    miner_burned: Fraction
    pending: list[int]
    """What waits for the epoch: servers', validators', root stakers', the owner's."""


@dataclass
class Model:
    """Everybody's money."""

    free: dict[AccountId, int]
    balances_issuance: int
    total_issuance: int
    total_stake: int
    block: int
    networks: dict[int, ExactNetwork]
    shares: dict[tuple[AccountId, int], ExactShares]
    locks: dict[tuple[AccountId, int], ExactLock]
    rates: dict[tuple[AccountId, int], Fraction]
    """Alpha per rao of root stake, by hotkey and network."""
    rate_slack: dict[tuple[AccountId, int], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    claimed: dict[tuple[int, AccountId, AccountId], Fraction] = field(default_factory=dict)
    claim_slack: dict[tuple[int, AccountId, AccountId], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    perpetual: set[tuple[AccountId, int]] = field(default_factory=set)
    """Coldkeys and networks on which their locks do not decay."""
    stakes: dict[tuple[AccountId, int], dict[AccountId, int]] = field(default_factory=dict)
    """The whole rao that the chain says everybody has staked, as of the last comparison."""
    holders: dict[int, list[tuple[AccountId, AccountId]]] = field(default_factory=dict)
    """Who has shares on a network, hotkey and coldkey, in the order of the chain, as of the last comparison."""
    claim_thresholds: dict[int, Fraction] = field(default_factory=dict)
    collateral: dict[tuple[int, AccountId], int] = field(default_factory=dict)
    """What of a coldkey's stake on a network is collateral, as of the last comparison."""

    # balances

    def move(self, source: AccountId, dest: AccountId, amount: int) -> None:
        """Move free balance; an account left with less than the existential deposit ends, and the rest is lost."""
        if amount == 0 or source == dest:
            return
        self.take(source, amount)
        self.free[dest] = self.free.get(dest, 0) + amount

    def take(self, who: AccountId, amount: int) -> None:
        """Take free balance out of an account."""
        left = self.free.get(who, 0) - amount
        if left < 0:
            raise Disagreement(f"0x{who.hex()} pays {amount} rao and has {amount + left}")
        if 0 < left < EXISTENTIAL_RAO:
            self.balances_issuance -= left
            left = 0
        self.free[who] = left

    def burn(self, who: AccountId, amount: int) -> None:
        """Destroy free balance."""
        self.take(who, amount)
        self.balances_issuance -= amount

    def to_network(self, notes: Notes, coldkey: AccountId, netuid: int, tao: int) -> int:
        """Pay a network as much of `tao` as leaves the coldkey alive, which the journal must tell next."""
        paid = min(tao, self.free.get(coldkey, 0) - EXISTENTIAL_RAO)
        notes.expect("move_to_subnet done", coldkey, netuid, tao, paid)
        self.move(coldkey, subnet_account(netuid), paid)
        return paid

    # trades

    def trade(self, notes: Notes, netuid: int, side: Side, amount: int, *, drop_fees: bool) -> tuple[int, int, int]:
        """Carry out the next trade of the journal: paid in, paid out, fee."""
        network = self.networks[netuid]
        paid_in, paid_out, fee = amount, amount, 0
        if network.dynamic:
            traded, its_side, its_amount, limit, dropped, result = notes.trade()
            if (traded, its_side, its_amount, dropped) != (netuid, side, amount, drop_fees):
                raise Disagreement(
                    f"{side} of {amount} on {netuid} expected, not {its_side} of {its_amount} on {traded}"
                )
            if not network.initialized:
                network.pool.quote, network.initialized = ONE // 2, True
            network.pool.check(side, amount, limit, 0 if drop_fees else network.fee_rate, result)
            paid_in, paid_out, fee = result.amount_paid_in, result.amount_paid_out, result.fee_paid
        pool = network.pool
        if side is Side.BUY:
            pool.tao, pool.alpha = pool.tao + paid_in, max(0, pool.alpha - paid_out)
            network.alpha_out += paid_out
            self.total_stake += amount
            network.volume += amount
        else:
            pool.alpha, pool.tao = pool.alpha + paid_in, max(0, pool.tao - paid_out)
            network.alpha_out = max(0, network.alpha_out - paid_in)
            self.total_stake = max(0, self.total_stake - paid_out)
            network.volume += paid_out
        return paid_in, paid_out, fee

    def stake_into(self, notes: Notes) -> int:
        """The journal's next staking step; the alpha that came out."""
        hotkey, coldkey, netuid, tao, *_ = notes.pop("stake_into_subnet")
        paid = self.to_network(notes, coldkey, netuid, tao)
        if notes.peek()[:4] != (hotkey, coldkey, netuid, paid):
            raise Disagreement(f"{paid} rao of 0x{coldkey.hex()} are to be staked on {netuid}, not {notes.peek()}")
        return self.stake_moved(notes)

    def stake_moved(self, notes: Notes) -> int:
        """The journal's next staking of TAO that lies on the network's account; the alpha that came out."""
        hotkey, coldkey, netuid, paid, _, *more = notes.pop("stake_moved")
        paid_in, alpha, fee = self.trade(notes, netuid, Side.BUY, paid, drop_fees=bool(more and more[0]))
        self.increase(notes, hotkey, coldkey, netuid, alpha)
        self.move(subnet_account(netuid), AUTHOR, fee)
        self.networks[netuid].tao_flow += paid_in
        self.clean_up(coldkey, netuid)
        if netuid == ROOT:
            self.root_stake_added(hotkey, coldkey, alpha)
        return alpha

    def unstake_from(self, notes: Notes) -> int:
        """The journal's next unstaking step; the TAO that came out."""
        hotkey, coldkey, beneficiary, netuid, alpha, _, *more = notes.pop("unstake_from_subnet")
        self.decrease(notes, hotkey, coldkey, netuid, alpha)
        paid_in, tao, fee = self.trade(notes, netuid, Side.SELL, alpha, drop_fees=bool(more and more[0]))
        unsold = max(0, alpha - paid_in - fee)
        self.increase(notes, hotkey, coldkey, netuid, unsold)
        self.move(subnet_account(netuid), beneficiary, tao)
        fee_tao = self._sell_fee(notes, netuid, fee)
        if netuid == ROOT:
            self.root_stake_removed(hotkey, coldkey, alpha - unsold)
        self.networks[netuid].tao_flow -= tao + fee_tao
        self.clean_up(coldkey, netuid)
        return tao

    def _sell_fee(self, notes: Notes, netuid: int, fee: int) -> int:
        if fee == 0:
            return 0
        if notes.next_kind() != "swap done":
            notes.expect("burn_alpha done", netuid, fee)
            self.networks[netuid].burned += fee
            return 0
        _, tao, _ = self.trade(notes, netuid, Side.SELL, fee, drop_fees=True)
        self.move(subnet_account(netuid), AUTHOR, tao)
        return tao

    def recycle(self, notes: Notes, netuid: int) -> int:
        """The journal's next recycling of alpha; how much."""
        _, alpha, _ = notes.pop("recycle_alpha done")
        network = self.networks[netuid]
        network.issued = max(0, network.issued - alpha)
        network.recycled += alpha
        network.alpha_out = max(0, network.alpha_out - alpha)
        return alpha

    def burn_alpha(self, notes: Notes, netuid: int) -> int:
        """The journal's next burning of alpha; how much."""
        _, alpha, _ = notes.pop("burn_alpha done")
        self.networks[netuid].burned += alpha
        return alpha

    # stake

    def pool_of(self, hotkey: AccountId, netuid: int) -> ExactShares:
        """The stake with a hotkey on a network."""
        return self.shares.setdefault((hotkey, netuid), ExactShares())

    def increase(self, notes: Notes, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Give somebody more stake, which the journal must tell next."""
        notes.expect("increase", hotkey, coldkey, netuid, alpha)
        self.pool_of(hotkey, netuid).add(coldkey, alpha)

    def decrease(self, notes: Notes, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Take stake away, which the journal must tell next."""
        notes.expect("decrease", hotkey, coldkey, netuid, alpha)
        self.pool_of(hotkey, netuid).remove(coldkey, alpha)

    # root dividends

    def rate_of(self, hotkey: AccountId) -> dict[int, Fraction]:
        """What root stake with a hotkey has earned per rao, by network."""
        return {netuid: rate for (owner, netuid), rate in self.rates.items() if owner == hotkey}

    def root_stake_added(self, hotkey: AccountId, coldkey: AccountId, tao: int) -> None:
        """New root stake has earned nothing yet."""
        for netuid, rate in self.rate_of(hotkey).items():
            self._claimed(netuid, hotkey, coldkey, rate * tao, tao)

    def root_stake_removed(self, hotkey: AccountId, coldkey: AccountId, tao: int) -> None:
        """Root stake that leaves takes along no more than was counted as claimed."""
        for netuid, rate in self.rate_of(hotkey).items():
            self._claimed(netuid, hotkey, coldkey, -rate * tao, tao)

    def _claimed(self, netuid: int, hotkey: AccountId, coldkey: AccountId, alpha: Fraction, tao: int) -> None:
        key = netuid, hotkey, coldkey
        self.claimed[key] = on_grid(max(Fraction(0), self.claimed.get(key, Fraction(0)) + alpha))
        self.claim_slack[key] += 1 + tao * self.rate_slack[hotkey, netuid]

    def owed(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> tuple[Fraction, Fraction]:
        """What a coldkey may claim, and how much the chain may say more or less."""
        stake = self.pool_of(hotkey, ROOT)
        rate, slack = self.rates.get((hotkey, netuid), Fraction(0)), self.rate_slack[hotkey, netuid]
        part = stake.parts.get(coldkey, Fraction(0))
        key = netuid, hotkey, coldkey
        owed = max(Fraction(0), rate * part - self.claimed.get(key, Fraction(0)))
        return owed, 2 + rate * (1 + stake.drift) + slack * (part + 1) + self.claim_slack[key]

    # locks

    def clean_up(self, coldkey: AccountId, netuid: int) -> None:
        """Forget a lock that has come to nothing."""
        lock = self.locks.get((coldkey, netuid))
        if lock is not None:
            lock.roll(self.block)
            if lock.mass < LEAST - lock.slack:
                del self.locks[coldkey, netuid]

    def locked(self, coldkey: AccountId, netuid: int) -> Fraction:
        """What a coldkey may not take out of a network now."""
        lock = self.locks.get((coldkey, netuid))
        if lock is None:
            return Fraction(0)
        lock.roll(self.block)
        return lock.mass

    def held(self, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey has with all hotkeys on a network besides collateral, as of the last comparison."""
        held = sum(held.get(coldkey, 0) for (_, where), held in self.stakes.items() if where == netuid)
        return held - self.collateral.get((netuid, coldkey), 0)

    # networks

    def forget_network(self, netuid: int) -> None:
        """Nothing of a network that ended is owned, owed or locked any more."""
        self.shares = {key: pool for key, pool in self.shares.items() if key[1] != netuid}
        self.locks = {key: lock for key, lock in self.locks.items() if key[1] != netuid}
        self.perpetual = {key for key in self.perpetual if key[1] != netuid}
        self.rates = {key: rate for key, rate in self.rates.items() if key[1] != netuid}
        for slack in (self.rate_slack, self.claimed, self.claim_slack):
            for key in [key for key in slack if netuid in (key[0], key[1])]:
                del slack[key]
