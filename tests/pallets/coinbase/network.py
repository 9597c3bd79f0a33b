"""A small chain of real parts: pools, stakes, neurons, weights, epochs and the coinbase that drives them."""

from chain.frame.testing import TestRuntime
from chain.frame.wire_pallet import WirePallet
from chain.pallets.alpha_assets import AlphaAssets
from chain.pallets.balances import Balances
from chain.pallets.coinbase import ClaimChoices, Coinbase, Distribution, Epochs, OwnerCut, RootDividends
from chain.pallets.collateral import Collateral
from chain.pallets.delegation import Children, Identities, Takes
from chain.pallets.epoch import Epoch
from chain.pallets.hyperparameters import Hyperparameters
from chain.pallets.networks import Networks
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.registration import HotkeyAccounts, Neurons, RateLimits
from chain.pallets.staking import AutoStake, Locks, Pools, StakeAccounts
from chain.pallets.swap import Swap
from chain.pallets.system import System
from chain.pallets.voting_power import VotingPower
from chain.pallets.weights import Weights
from chain.primitives.identifiers import AccountId

RAO = 10**9
NETUID = 2


def account(number):
    """A recognisable account."""
    return AccountId(number.to_bytes(4, "big") * 8)


class Quiet:
    """Stands for what these tests leave out: registration prices, timelocked weights, commits."""

    def update_prices(self, now):
        pass

    def has_timelocked(self):
        return False

    def earliest_commits(self, netuid, index):
        return {}

    def change_owner_if_needed(self, netuid):
        pass

    def redeem(self, hotkey, coldkey):
        return 0

    def has_shares(self, hotkey):
        return False


class NoLeases:
    """No network is leased, so the cut stays with its owner."""

    def distribute(self, netuid, owner_cut):
        pass


class Chain:
    """The parts, connected, with root and one started network."""

    def __init__(self):
        system = self.system = System.for_tests()
        self.balances = Balances(system, existential_deposit=500)
        self.swap = Swap(system)
        self.assets = AlphaAssets(system)
        self.parameters = Hyperparameters(system, fast=True, network_rate_limit=0)
        self.networks, self.neurons, self.accounts = Networks(system), Neurons(system), HotkeyAccounts(system)
        self.limits = RateLimits(system)
        self.pools, self.stakes, self.auto = Pools(system), StakeAccounts(system), AutoStake(system)
        self.weights = Weights(system)
        self.epoch, self.epochs, self.coinbase = Epoch(system), Epochs(system), Coinbase(system)
        self.distribution, self.claims = Distribution(system), RootDividends(system)
        self.choices = ClaimChoices(system)
        self.takes, self.children, self.identities = Takes(system), Children(system), Identities(system)
        self.locks, self.voting_power = Locks(system), VotingPower(system)
        self.collateral = Collateral(system)
        self._connect()
        parts = [
            self.parameters, self.networks, self.neurons, self.accounts, self.limits, self.pools, self.stakes,
            self.auto, self.weights, self.epoch, self.epochs, self.coinbase, self.distribution, self.claims, self.takes,
            self.children, self.identities, self.locks, self.voting_power, self.choices,
            self.collateral,
        ]  # fmt: skip
        wire = WirePallet("SubtensorModule", parts)
        self.runtime = TestRuntime({0: system, 5: self.balances, 7: wire, 28: self.swap, 31: self.assets})
        self._begin()

    def _connect(self):
        quiet = Quiet()
        self.swap.connect(networks=self.networks, reserves=self.pools)
        self.networks.connect(parameters=self.parameters)
        self.accounts.connect(staking=self.stakes)
        self.neurons.connect(
            networks=self.networks,
            accounts=self.accounts,
            parameters=self.parameters,
            emission=self.epoch,
            storage=[self.epoch, self.weights],
        )
        self.weights._parameters, self.weights._networks = self.parameters, self.networks
        self.pools.connect(market=self.swap, supply=self.assets, networks=self.networks)
        self.stakes.connect(prices=self.swap)
        self.auto.connect(networks=self.networks, neurons=self.neurons)
        self.takes.connect(accounts=self.accounts, limits=self.limits, parameters=self.parameters)
        self.children.connect(
            accounts=self.accounts,
            networks=self.networks,
            neurons=self.neurons,
            limits=self.limits,
            stakes=self.stakes,
            parameters=self.parameters,
        )
        self.epochs.connect(parameters=self.parameters)
        self.epoch.connect(
            networks=self.networks,
            neurons=self.neurons,
            weights=self.weights,
            commits=quiet,
            parameters=self.parameters,
            stakes=self.children,
            schedule=self.epochs,
        )
        self.claims.connect(
            accounts=self.accounts,
            parameters=self.parameters,
            pools=self.pools,
            stakes=self.stakes,
            currency=self.balances,
            choices=self.choices,
            baskets=quiet,
        )
        self.choices.connect(index=self.claims)
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
            destinations=self.auto,
            claims=self.claims,
            collateral=self.collateral,
            owner_cut=OwnerCut(
                networks=self.networks,
                stakes=self.stakes,
                leases=NoLeases(),
                locks=self.locks,
                parameters=self.parameters,
            ),
            voting=self.voting_power,
        )
        self.collateral.connect(
            networks=self.networks,
            hotkeys=self.accounts,
            parameters=self.parameters,
            stakes=self.stakes,
            locks=self.locks,
            purchase=quiet,
        )
        self.locks.connect(holdings=self.stakes, hotkeys=self.accounts, networks=self.networks)
        self.voting_power.connect(
            neurons=self.neurons, permits=self.epoch, stakes=self.children, parameters=self.parameters
        )
        self.coinbase.connect(
            networks=self.networks,
            neurons=self.neurons,
            parameters=self.parameters,
            epochs=self.epochs,
            distribution=self.distribution,
            claims=self.claims,
            family=self.children,
            registration=quiet,
            weights=quiet,
            exchange=self.swap,
            pools=self.pools,
            currency=self.balances,
            succession=quiet,
        )

    def _begin(self):
        self.networks.networks_added[0] = True
        self.networks.networks_added[NETUID] = True
        self.networks.total_networks = 2
        self.networks.subnet_mechanism[NETUID] = 1
        self.networks.first_emission_block_number[NETUID] = 1
        self.networks.subnet_owner[NETUID] = account(1)
        self.networks.subnet_owner_hotkey[NETUID] = account(101)
        self.parameters.subtoken_enabled[NETUID] = True
        self.parameters.yuma3_on[NETUID] = True
        self.parameters.commit_reveal_weights_enabled[NETUID] = False
        self.pools.open_pool(NETUID, 1000 * RAO, 1000 * RAO)
        self.assets.mint(NETUID, 1000 * RAO)
        self.balances.mint_into(subnet_account(NETUID), 1000 * RAO)
        self.balances.mint_into(subnet_account(0), RAO)

    def add_neuron(self, number, stake=0, root=0):
        """A hotkey with a uid, stake of its owner, and root stake; the uid."""
        coldkey, hotkey = account(number), account(100 + number)
        self.accounts.create_if_missing(coldkey, hotkey)
        uid = self.neurons.append(NETUID, hotkey)
        # Registered before the first block, so that weights set in it count.
        self.neurons.block_at_registration[NETUID, uid] = 0
        if stake:
            self.pools.mint_alpha_out(NETUID, stake)
            self.stakes.increase(hotkey, coldkey, NETUID, stake)
        if root:
            self.stakes.increase(hotkey, coldkey, 0, root)
            self.pools.stake_claimed_tao(root)
            self.claims.root_stake_added(hotkey, coldkey, root)
        return uid

    def weigh(self, uid, targets):
        """A validator's weights, set in this block."""
        self.weights.weights[NETUID, uid] = targets
        self.epoch.touch(NETUID, uid, self.system.block_number)

    def stake_on(self, number):
        """What a hotkey's owner has staked to it on the network."""
        return self.stakes.stake_of(account(100 + number), account(number), NETUID)
