"""SubtensorModule and the pallets around it, wired: which parts there are, and what each is handed of the others.

`docs/decisions/0002-runtime-wiring.md` tells what every part wants and offers.

Longer than other files: what any part is handed stands here, in one place, and nowhere else.
"""

from chain.frame.dispatch import CallGuard
from chain.frame.pallet import Pallet
from chain.frame.runtime_declaration import RuntimeDeclaration
from chain.frame.wire_pallet import WirePallet
from chain.pallets.admin_utils.pallet import AdminUtils
from chain.pallets.alpha_assets import AlphaAssets
from chain.pallets.aura import Aura
from chain.pallets.balances import Balances
from chain.pallets.baskets import BasketFunds, Baskets, BasketTrading
from chain.pallets.coinbase import ClaimChoices, Coinbase, Distribution, Epochs, OwnerCut, RootDividends
from chain.pallets.collateral import Collateral, CollateralPurchase, FreeStake
from chain.pallets.commitments import Commitments
from chain.pallets.delegation import Children, Identities, Takes
from chain.pallets.drand import Drand
from chain.pallets.epoch import Epoch
from chain.pallets.hyperparameters import AdminRights, Hyperparameters
from chain.pallets.hyperparameters.calls import ParameterCalls
from chain.pallets.hyperparameters.null_consensus import NullConsensus
from chain.pallets.keys import ColdkeySwaps, EvmKeys, HotkeySwaps, Lineage, SwapPayment
from chain.pallets.leases import Leases
from chain.pallets.leases.surroundings import Crowdloans, LeaseProxies
from chain.pallets.networks import Dissolution, NetworkRegistration, Networks, Succession
from chain.pallets.networks.sovereign import ZERO_ACCOUNT
from chain.pallets.registration import (
    HotkeyAccounts,
    Neurons,
    RateLimits,
    Registration,
    RootRegistration,
    WorkRegistration,
)
from chain.pallets.serving import Serving
from chain.pallets.staking import (
    AlphaBurning,
    AlphaFees,
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
from chain.pallets.subnet_info import SubnetParts
from chain.pallets.subtensor_module.guards import (
    ColdkeySwapGuard,
    DelegateTakeGuard,
    EvmKeyGuard,
    RateGuard,
    ServingGuard,
    WeightGuard,
    WorkGuard,
)
from chain.pallets.subtensor_module.pallet import Declarations
from chain.pallets.subtensor_module.unwritten import Unwritten
from chain.pallets.swap import Swap
from chain.pallets.system import System
from chain.pallets.voting_power import VotingPower
from chain.pallets.weights import HashCommits, TimelockedCommits, Weights
from chain.primitives.identifiers import AccountId
from chain.settings import RuntimeSettings

FIRST_NETWORK = 1
FIRST_POOL_RAO = 10_000_000_000
FIRST_STAKE_RAO = 1_000_000_000

NORMAL_KEY_INTERVAL_BLOCKS = 7_200
FAST_KEY_INTERVAL_BLOCKS = 1

SUBTENSOR_DOCS = "Subnets, neurons, stake, weights, consensus and emission."


class SubtensorParts:
    """The parts of SubtensorModule over one state, with Swap, AlphaAssets and AdminUtils."""

    def __init__(self, system: System, *, balances: Balances, aura: Aura, settings: RuntimeSettings) -> None:
        self.system = system
        self.balances = balances
        self.aura = aura
        rate_limit, lifted = settings.network_rate_limit_blocks, settings.limits_lifted
        self.declarations = Declarations(system, fast=settings.fast, network_rate_limit=rate_limit)
        self.parameters = Hyperparameters(
            system, fast=settings.fast, network_rate_limit=rate_limit, limits_lifted=lifted
        )
        self.limits = RateLimits(system, lifted=lifted)
        self.accounts = HotkeyAccounts(system)
        self.neurons = Neurons(system)
        self.registration = Registration(system)
        self.root_registration = RootRegistration(system)
        self.work_registration = WorkRegistration(system)
        self.networks = Networks(system)
        self.network_registration = NetworkRegistration(system)
        self.dissolution = Dissolution(system)
        self.parameter_calls = ParameterCalls(system)
        self.null_consensus = NullConsensus(system)
        self.serving = Serving(system)
        self.weights = Weights(system)
        self.commits = HashCommits(system)
        self.timelocked = TimelockedCommits(system)
        self.epoch = Epoch(system)
        self.epochs = Epochs(system)
        self.coinbase = Coinbase(system)
        self.distribution = Distribution(system)
        self.root_dividends = RootDividends(system)
        self.claim_choices = ClaimChoices(system)
        self.pools = Pools(system)
        self.stakes = StakeAccounts(system)
        self.trading = StakeTrading(system)
        self.stake_calls = StakeCalls(system)
        self.movement = StakeMovement(system)
        self.burning = AlphaBurning(system)
        self.alpha_fees = AlphaFees(system)
        self.auto_stake = AutoStake(system)
        self.payout = StakePayout(system)
        self.takes = Takes(system)
        self.children = Children(system)
        self.identities = Identities(system)
        self.admin_utils = AdminUtils(system)
        self.swap = Swap(system)
        self.alpha_assets = AlphaAssets(system)
        self.commitments = Commitments(system, space_lifted=lifted)
        self.drand = Drand(system)
        self.locks = Locks(system)
        self.collateral = Collateral(system)
        self.baskets = Baskets(system)
        self.basket_trading = BasketTrading(system)
        self.succession = Succession(system)
        self.leases = Leases(system)
        self.voting_power = VotingPower(system)
        key_interval = FAST_KEY_INTERVAL_BLOCKS if settings.fast else NORMAL_KEY_INTERVAL_BLOCKS
        self.hotkey_swaps = HotkeySwaps(system, interval_blocks=key_interval, lifted=lifted)
        self.coldkey_swaps = ColdkeySwaps(system)
        self.evm_keys = EvmKeys(system, interval_blocks=key_interval, lifted=lifted)
        self.lineage = Lineage(system)
        self.unwritten = Unwritten(system)
        self.rights = AdminRights(
            system, networks=self.networks, parameters=self.parameters, limits=self.limits, epochs=self.epochs
        )

    def wire_pallet(self) -> WirePallet:
        """All parts under the one name that clients know."""
        parts: list[Pallet] = [
            self.declarations,
            self.parameters,
            self.hotkey_swaps,
            self.limits,
            self.accounts,
            self.neurons,
            self.registration,
            self.root_registration,
            self.work_registration,
            self.networks,
            self.network_registration,
            self.dissolution,
            self.parameter_calls,
            self.null_consensus,
            self.serving,
            self.weights,
            self.commits,
            self.timelocked,
            self.epoch,
            self.epochs,
            self.coinbase,
            self.distribution,
            self.root_dividends,
            self.claim_choices,
            self.pools,
            self.stakes,
            self.trading,
            self.stake_calls,
            self.movement,
            self.burning,
            self.alpha_fees,
            self.auto_stake,
            self.payout,
            self.locks,
            self.collateral,
            self.baskets,
            self.basket_trading,
            self.takes,
            self.children,
            self.identities,
            self.succession,
            self.leases,
            self.voting_power,
            self.coldkey_swaps,
            self.evm_keys,
            self.lineage,
            self.unwritten,
        ]
        return WirePallet("SubtensorModule", parts, docs=SUBTENSOR_DOCS)

    def guards(self) -> list[CallGuard]:
        """What is asked of every signed call, in this order (section 0.8)."""
        return [
            ColdkeySwapGuard(swaps=self.coldkey_swaps),
            WeightGuard(stakes=self.weights, commits=self.commits, drand=self.drand),
            RateGuard(neurons=self.neurons, weights=self.weights, parameters=self.parameters, limits=self.limits),
            DelegateTakeGuard(parameters=self.parameters, accounts=self.accounts),
            ServingGuard(serving=self.serving),
            WorkGuard(rules=self.work_registration),
            EvmKeyGuard(keys=self.evm_keys),
        ]

    def genesis(self, *, root_owner: AccountId, root_owner_hotkey: AccountId) -> None:
        """Write the root network and network 1 with its only neuron, the zero account (economics section 5.2)."""
        self.networks.genesis(root_owner=root_owner, root_owner_hotkey=root_owner_hotkey)
        self.parameters.genesis()
        self.accounts.genesis()
        self.pools.subnet_tao[FIRST_NETWORK] = FIRST_POOL_RAO
        self.pools.subnet_alpha_in[FIRST_NETWORK] = FIRST_POOL_RAO
        self.pools.subnet_alpha_out[FIRST_NETWORK] = FIRST_STAKE_RAO
        self.stakes.add_staking_hotkey(ZERO_ACCOUNT, ZERO_ACCOUNT)
        self.stakes.increase(ZERO_ACCOUNT, ZERO_ACCOUNT, FIRST_NETWORK, FIRST_STAKE_RAO)
        self.neurons.genesis()

    def answers(self) -> SubnetParts:
        """The parts that answers to clients are read from."""
        return SubnetParts(
            clock=self.system,
            networks=self.networks,
            market=self.network_registration,
            neurons=self.neurons,
            registration=self.registration,
            parameters=self.parameters,
            vectors=self.epoch,
            weights=self.weights,
            schedule=self.epochs,
            emission=self.coinbase,
            dividends=self.distribution,
            pools=self.pools,
            serving=self.serving,
            accounts=self.accounts,
            identities=self.identities,
            stakes=self.stakes,
            collateral=self.collateral,
            stake_weights=self.children,
            takes=self.takes,
            destinations=self.auto_stake,
            commitments=self.commitments,
        )

    def connect(self, declaration: RuntimeDeclaration) -> None:
        """Hand every part what it wants of the others."""
        self._connect_networks()
        self._connect_registration()
        self._connect_weights(declaration)
        self._connect_staking()
        self._connect_delegation()
        self._connect_emission()
        self._connect_keys()
        self._connect_administration()

    def connect_leases(self, *, crowdloans: Crowdloans, proxies: LeaseProxies) -> None:
        """Hand leases what they want of other pallets and of the parts."""
        self.leases.connect(
            crowdloans=crowdloans,
            proxies=proxies,
            currency=self.balances,
            references=self.system.accounts,
            market=self.network_registration,
            networks=self.networks,
            hotkeys=self.accounts,
            takes=self.takes,
            stakes=self.trading,
        )

    def _connect_networks(self) -> None:
        self.swap.connect(networks=self.networks, reserves=self.pools)
        self.networks.connect(parameters=self.parameters)
        self.network_registration.connect(
            networks=self.networks,
            parameters=self.parameters,
            limits=self.limits,
            accounts=self.accounts,
            payment=self.trading,
            pools=self.pools,
            prices=self.coinbase,
            neurons=self.neurons,
            slot_price=self.registration,
            schedule=self.epochs,
            emission=self.coinbase,
            delegation=self.children,
            dissolver=self.dissolution,
        )
        self.dissolution.connect(
            networks=self.networks,
            storage=[
                self.payout,
                self.locks,
                self.collateral,
                self.swap,
                self.commitments,
                self.epoch,
                self.epochs,
                self.coinbase,
                self.distribution,
                self.root_dividends,
                self.children,
                self.neurons,
                self.registration,
                self.serving,
                self.weights,
                self.commits,
                self.timelocked,
                self.limits,
                self.hotkey_swaps,
                self.evm_keys,
                self.lineage,
                self.leases,
                self.null_consensus,
                self.parameters,
                self.networks,
            ],
        )

    def _connect_registration(self) -> None:
        self.accounts.connect(staking=self.stakes)
        self.neurons.connect(
            networks=self.networks,
            accounts=self.accounts,
            parameters=self.parameters,
            emission=self.epoch,
            storage=[self.epoch, self.serving, self.weights, self.evm_keys],
        )
        self.registration.connect(
            networks=self.networks,
            accounts=self.accounts,
            neurons=self.neurons,
            parameters=self.parameters,
            market=self.trading,
            collateral=self.collateral,
            epochs=self.epochs,
            work=self.work_registration,
        )
        self.work_registration.connect(
            chain=self.system,
            networks=self.networks,
            accounts=self.accounts,
            neurons=self.neurons,
            counts=self.registration,
            parameters=self.parameters,
        )
        self.root_registration.connect(
            networks=self.networks,
            accounts=self.accounts,
            neurons=self.neurons,
            counts=self.registration,
            parameters=self.parameters,
            stake=self.stakes,
            delegation=self.takes,
        )
        self.serving.connect(neurons=self.neurons, parameters=self.parameters)

    def _connect_weights(self, declaration: RuntimeDeclaration) -> None:
        self.weights.connect(
            networks=self.networks,
            neurons=self.neurons,
            parameters=self.parameters,
            vectors=self.epoch,
            stakes=self.children,
            wire_form=declaration.dispatch_error,
        )
        self.commits.connect(
            networks=self.networks,
            neurons=self.neurons,
            parameters=self.parameters,
            epochs=self.epochs,
            vectors=self.epoch,
            weights=self.weights,
        )
        self.timelocked.connect(
            networks=self.networks,
            parameters=self.parameters,
            epochs=self.epochs,
            rules=self.commits,
            vectors=self.epoch,
            weights=self.weights,
            drand=self.drand,
        )
        self.commitments.connect(neurons=self.neurons, epochs=self.epochs, bonds=self.epoch, drand=self.drand)

    def _connect_staking(self) -> None:
        self.pools.connect(market=self.swap, supply=self.alpha_assets, networks=self.networks)
        self.stakes.connect(prices=self.swap)
        self.trading.connect(
            currency=self.balances,
            pools=self.pools,
            accounts=self.stakes,
            prices=self.swap,
            authorship=self.aura,
            root_claims=self.root_dividends,
            locks=self.locks,
        )
        checks = StakeChecks(
            networks=self.networks,
            hotkeys=self.accounts,
            parameters=self.parameters,
            market=self.swap,
            balances=self.trading,
            holdings=self.stakes,
            locks=self.locks,
            collateral=self.collateral,
            limits=PriceLimits(self.swap, self.pools),
        )
        free = FreeStake(self.stakes, self.collateral)
        self.collateral.connect(
            networks=self.networks,
            hotkeys=self.accounts,
            parameters=self.parameters,
            stakes=self.stakes,
            locks=self.locks,
            purchase=CollateralPurchase(checks=checks, market=self.swap, trading=self.trading),
        )
        self.stake_calls.connect(
            checks=checks,
            accounts=self.stakes,
            trading=self.trading,
            parameters=self.parameters,
            delegates=self.takes,
            children=self.children,
            locks=self.locks,
        )
        self.movement.connect(
            checks=checks,
            accounts=self.stakes,
            trading=self.trading,
            delegates=self.takes,
            currency=self.balances,
        )
        self.burning.connect(checks=checks, accounts=self.stakes, pools=self.pools, staking=self.stake_calls)
        self.alpha_fees.connect(
            networks=self.networks,
            holdings=free,
            prices=self.swap,
            trading=self.trading,
            authorship=self.aura,
        )
        self.auto_stake.connect(networks=self.networks, neurons=self.neurons)
        self.locks.connect(holdings=free, hotkeys=self.accounts, networks=self.networks)
        self.payout.connect(
            pools=self.pools,
            accounts=self.stakes,
            currency=self.balances,
            issuance=self.coinbase,
            networks=self.networks,
            parameters=self.parameters,
            vectors=self.epoch,
            prices=self.swap,
            baskets=self.baskets,
        )
        self._connect_baskets()

    def _connect_baskets(self) -> None:
        self.basket_funds = BasketFunds(
            stakes=self.stakes, networks=self.networks, market=self.swap, averages=self.coinbase
        )
        self.baskets.connect(
            funds=self.basket_funds,
            stakes=self.stakes,
            trading=self.trading,
            hotkeys=self.accounts,
            neurons=self.neurons,
            pools=self.pools,
            parameters=self.parameters,
            claims=self.root_dividends,
        )
        self.basket_trading.connect(
            funds=self.basket_funds,
            trading=self.trading,
            hotkeys=self.accounts,
            neurons=self.neurons,
            networks=self.networks,
            pools=self.pools,
            prices=self.swap,
            averages=self.coinbase,
            limits=PriceLimits(self.swap, self.pools),
            parameters=self.parameters,
        )

    def _connect_delegation(self) -> None:
        self.takes.connect(accounts=self.accounts, limits=self.limits, parameters=self.parameters)
        self.children.connect(
            accounts=self.accounts,
            networks=self.networks,
            neurons=self.neurons,
            limits=self.limits,
            stakes=self.stakes,
            parameters=self.parameters,
        )
        self.identities.connect(accounts=self.accounts, members=self.neurons)

    def _connect_emission(self) -> None:
        self.epochs.connect(parameters=self.parameters)
        self.epoch.connect(
            networks=self.networks,
            neurons=self.neurons,
            weights=self.weights,
            commits=self.timelocked,
            parameters=self.parameters,
            stakes=self.children,
            schedule=self.epochs,
        )
        self.root_dividends.connect(
            accounts=self.accounts,
            parameters=self.parameters,
            pools=self.pools,
            stakes=self.stakes,
            currency=self.balances,
            choices=self.claim_choices,
            baskets=self.baskets,
        )
        self.claim_choices.connect(index=self.root_dividends)
        self.distribution.connect(
            epoch=self.epoch,
            family=self.children,
            takes=self.takes,
            accounts=self.accounts,
            networks=self.networks,
            neurons=self.neurons,
            parameters=self.parameters,
            pools=self.pools,
            stakes=self.stakes,
            destinations=self.auto_stake,
            claims=self.root_dividends,
            collateral=self.collateral,
            owner_cut=OwnerCut(
                networks=self.networks,
                stakes=self.stakes,
                leases=self.leases,
                locks=self.locks,
                parameters=self.parameters,
            ),
            voting=self.voting_power,
        )
        self.voting_power.connect(
            neurons=self.neurons, permits=self.epoch, stakes=self.children, parameters=self.parameters
        )
        self.succession.connect(
            networks=self.networks,
            convictions=self.locks,
            pools=self.pools,
            accounts=self.accounts,
            neurons=self.neurons,
        )
        self.coinbase.connect(
            networks=self.networks,
            neurons=self.neurons,
            parameters=self.parameters,
            epochs=self.epochs,
            distribution=self.distribution,
            claims=self.root_dividends,
            family=self.children,
            registration=self.registration,
            weights=self.timelocked,
            exchange=self.swap,
            pools=self.pools,
            currency=self.balances,
            succession=self.succession,
        )

    def _connect_keys(self) -> None:
        payment = SwapPayment(currency=self.balances, issuance=self.coinbase)
        self.hotkey_swaps.connect(
            accounts=self.accounts,
            networks=self.networks,
            neurons=self.neurons,
            family=self.children,
            claims=self.root_dividends,
            stakes=self.stakes,
            takes=self.takes,
            limits=self.limits,
            parameters=self.parameters,
            payment=payment,
            lineage=self.lineage,
            locks=self.locks,
            of_neurons=[self.serving, self.commits],
            of_hotkeys=[self.children, self.auto_stake, self.networks],
            collateral=self.collateral,
            of_stakes=[
                self.distribution,
                self.voting_power,
                self.stakes,
                self.collateral,
                self.root_dividends,
                self.children,
                self.baskets,
                self.basket_trading,
                self.parameters,
            ],
        )
        self.coldkey_swaps.connect(
            accounts=self.accounts,
            stakes=self.stakes,
            limits=self.limits,
            parameters=self.parameters,
            payment=payment,
            currency=self.balances,
            lineage=self.lineage,
            storage=[
                self.identities,
                self.networks,
                self.auto_stake,
                self.stakes,
                self.collateral,
                self.root_dividends,
                self.baskets,
                self.accounts,
                self.locks,
            ],
        )
        self.evm_keys.connect(accounts=self.accounts, neurons=self.neurons)

    def _connect_administration(self) -> None:
        self.parameter_calls.connect(parameters=self.parameters, rights=self.rights, schedule=self.epochs)
        self.null_consensus.connect(
            parameters=self.parameters,
            neurons=self.neurons,
            networks=self.networks,
            permits=self.epoch,
            commits=[self.commits, self.timelocked],
        )
        self.admin_utils.connect(
            parameters=self.parameters,
            rights=self.rights,
            networks=self.networks,
            limits=self.limits,
            neurons=self.neurons,
            registration=self.registration,
            schedule=self.epochs,
            authorities=self.aura,
            nominations=self.stake_calls,
            activity=self.parameter_calls,
            mechanisms=(self.epoch, self.weights, self.commits, self.timelocked),
            consensus=self.null_consensus,
        )
