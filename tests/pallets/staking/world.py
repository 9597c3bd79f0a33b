"""Staking on a chain of its own: real system, balances, swap and staking; small stand-ins for the other parts."""

from collections import defaultdict

from chain.frame import Event, Pallet, WirePallet
from chain.frame.runtime_declaration import runtime_declaration
from chain.frame.version import RuntimeVersion
from chain.pallets.alpha_assets import AlphaAssets
from chain.pallets.balances import Balances
from chain.pallets.collateral import Collateral, CollateralPurchase, FreeStake
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.staking import (
    AlphaBurning,
    AutoStake,
    Locks,
    Pools,
    PriceLimits,
    StakeAccounts,
    StakeCalls,
    StakeChecks,
    StakeMovement,
    StakePayout,
    StakeTrading,
)
from chain.pallets.swap import Swap
from chain.pallets.system import System
from chain.primitives.fixed import U64f64
from chain.primitives.identifiers import AccountId
from chain.state import State

TAO = 10**9
VERSION = RuntimeVersion("node-subtensor", "node-subtensor", 1, 461, 1, [], 1, 1)
EXISTENTIAL_DEPOSIT = 500


def account(number: int) -> AccountId:
    return AccountId(number.to_bytes(32, "big"))


ALICE, BOB, CAROL, AUTHOR = (account(number) for number in (1, 2, 3, 4))
HOTKEY, OTHER_HOTKEY, THIRD_HOTKEY = (account(number) for number in (11, 12, 13))


class Networks:
    """Networks by netuid: root trades one to one, all others against their pool."""

    def __init__(self) -> None:
        self.mechanisms = {0: 0}
        self.enabled = {0}
        self.owner_hotkeys: dict[int, AccountId] = {}
        self.locks: dict[int, int] = {}

    def exists(self, netuid: int) -> bool:
        return netuid in self.mechanisms

    def mechanism_of(self, netuid: int) -> int:
        return self.mechanisms.get(netuid, 0)

    def is_subtoken_enabled(self, netuid: int) -> bool:
        return netuid in self.enabled

    def netuids(self) -> list[int]:
        return list(self.mechanisms)

    def owner_hotkey_of(self, netuid: int) -> AccountId | None:
        return self.owner_hotkeys.get(netuid)

    def registered_at(self, netuid: int) -> int:
        return netuid

    def owner_of(self, netuid: int) -> AccountId:
        return CAROL

    def locked(self, netuid: int) -> int:
        return self.locks.get(netuid, 0)


class Hotkeys:
    """Who owns which hotkey, and which hotkeys have a uid."""

    def __init__(self) -> None:
        self.owners = {HOTKEY: ALICE, OTHER_HOTKEY: BOB}
        self.registered: set[tuple[int, AccountId]] = set()

    def exists(self, hotkey: AccountId) -> bool:
        return hotkey in self.owners

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        return self.owners.get(hotkey) == coldkey

    def owner_of(self, hotkey: AccountId) -> AccountId:
        return self.owners[hotkey]

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        return 0 if (netuid, hotkey) in self.registered else None


class Parameters:
    """The parameters of staking, as a fresh chain has them."""

    def __init__(self) -> None:
        self.transfer_toggle = defaultdict(lambda: True)
        self.nominator_min_required_stake = 0
        self.stake_threshold = 0
        self.network_registration_start_block = 0
        self.tao_in_refund_deployment_block = 0
        self.subnet_owner_cut = 11_796
        self.collateral_lock_share: dict[int, int] = defaultdict(int)
        self.collateral_drain_ratio = defaultdict(lambda: U64f64(1 << 64))


class Told:
    """Remembers what staking tells delegation, root claims, issuance and the author of blocks."""

    def __init__(self) -> None:
        self.delegates: list[AccountId] = []
        self.dropped: list[AccountId] = []
        self.root: dict[tuple[AccountId, AccountId], int] = defaultdict(int)
        self.block_author: AccountId | None = AUTHOR
        self.recycled = 0
        self.emission: list[int] = []

    def become_delegate(self, hotkey: AccountId) -> None:
        self.delegates.append(hotkey)

    def drop_pending(self, hotkey: AccountId) -> None:
        self.dropped.append(hotkey)

    def root_stake_added(self, hotkey: AccountId, coldkey: AccountId, tao: int) -> None:
        self.root[hotkey, coldkey] += tao

    def root_stake_removed(self, hotkey: AccountId, coldkey: AccountId, tao: int) -> None:
        self.root[hotkey, coldkey] -= tao

    def recycle(self, amount: int) -> None:
        self.recycled += amount

    def emission_of(self, netuid: int) -> list[int]:
        return self.emission

    def convert(self, hotkey: AccountId, netuid: int, tao: int) -> None:
        raise AssertionError("nobody has a basket here")

    def author(self) -> AccountId | None:
        return self.block_author


class World:
    """Everything staking touches. `minimum_reserve` is the swap's, in rao."""

    def __init__(self, *, minimum_reserve: int = 1_000_000) -> None:
        self.state = State()
        self.system = System(self.state, version=VERSION)
        self.system.number = 7
        self.balances = Balances(self.system, existential_deposit=EXISTENTIAL_DEPOSIT)
        self.networks, self.hotkeys, self.parameters, self.told = Networks(), Hotkeys(), Parameters(), Told()
        self.swap = Swap(self.system, minimum_reserve=minimum_reserve)
        self.supply = AlphaAssets(self.system)
        self.pools = Pools(self.system)
        self.accounts = StakeAccounts(self.system)
        self.trading = StakeTrading(self.system)
        self.calls = StakeCalls(self.system)
        self.movement = StakeMovement(self.system)
        self.burning = AlphaBurning(self.system)
        self.auto_stake = AutoStake(self.system)
        self.payout = StakePayout(self.system)
        self.locks = Locks(self.system)
        self.collateral = Collateral(self.system)
        self._connect()
        self.declare()
        self.balances.genesis(dict.fromkeys((ALICE, BOB, CAROL), 1000 * TAO))

    def _connect(self) -> None:
        self.swap.connect(networks=self.networks, reserves=self.pools)
        self.pools.connect(market=self.swap, supply=self.supply, networks=self.networks)
        self.accounts.connect(prices=self.swap)
        self.trading.connect(
            currency=self.balances,
            pools=self.pools,
            accounts=self.accounts,
            prices=self.swap,
            authorship=self.told,
            root_claims=self.told,
            locks=self.locks,
        )
        checks = StakeChecks(
            networks=self.networks,
            hotkeys=self.hotkeys,
            parameters=self.parameters,
            market=self.swap,
            balances=self.trading,
            holdings=self.accounts,
            locks=self.locks,
            collateral=self.collateral,
            limits=PriceLimits(self.swap, self.pools),
        )
        self.limits = checks.limits
        self.collateral.connect(
            networks=self.networks,
            hotkeys=self.hotkeys,
            parameters=self.parameters,
            stakes=self.accounts,
            locks=self.locks,
            purchase=CollateralPurchase(checks=checks, market=self.swap, trading=self.trading),
        )
        self.calls.connect(
            checks=checks,
            accounts=self.accounts,
            trading=self.trading,
            parameters=self.parameters,
            delegates=self.told,
            children=self.told,
            locks=self.locks,
        )
        self.movement.connect(
            checks=checks,
            accounts=self.accounts,
            trading=self.trading,
            delegates=self.told,
            currency=self.balances,
        )
        self.burning.connect(checks=checks, accounts=self.accounts, pools=self.pools, staking=self.calls)
        self.auto_stake.connect(networks=self.networks, neurons=self.hotkeys)
        free = FreeStake(self.accounts, self.collateral)
        self.locks.connect(holdings=free, hotkeys=self.hotkeys, networks=self.networks)
        self.payout.connect(
            pools=self.pools,
            accounts=self.accounts,
            currency=self.balances,
            issuance=self.told,
            networks=self.networks,
            parameters=self.parameters,
            vectors=self.told,
            prices=self.swap,
            baskets=self.told,
        )

    def declare(self, *further: Pallet) -> None:
        """Let the chain consist of staking and further parts."""
        parts = [
            self.pools,
            self.accounts,
            self.trading,
            self.calls,
            self.movement,
            self.burning,
            self.auto_stake,
            self.locks,
            self.collateral,
            self.payout,
            *further,
        ]
        pallets = {
            0: self.system.declaration,
            5: self.balances.declaration,
            7: WirePallet("SubtensorModule", parts).declaration,
            28: self.swap.declaration,
            31: self.supply.declaration,
        }
        self.system.connect(runtime_declaration(pallets))

    def events(self) -> list[Event]:
        """What happened so far, as it stands on the wire."""
        return [record.event for record in self.system.log.records()]

    def open_network(self, netuid: int, tao: int, alpha: int, *, enabled: bool = True) -> None:
        """A network with a pool of these reserves, its TAO on its account."""
        self.networks.mechanisms[netuid] = 1
        if enabled:
            self.networks.enabled.add(netuid)
        self.pools.open_pool(netuid, tao, alpha)
        if tao >= EXISTENTIAL_DEPOSIT:
            self.balances.mint_into(subnet_account(netuid), tao)

    def free(self, who: AccountId) -> int:
        """Free balance in rao."""
        return self.balances.free_balance(who)

    def check_invariants(self) -> None:
        """What must hold after every operation."""
        self.accounts.check_invariants()
        self.pools.check_invariants()
        for netuid, staked in self.accounts.total_alpha_staked.items():
            assert staked + self.pools.protocol_alpha(netuid) <= self.pools.alpha_out(netuid)
        self.locks.check_invariants()
        self.collateral.check_invariants()
        for netuid in self.networks.netuids():
            self.locks.check_sums(netuid)
        self.balances.check_invariants()
