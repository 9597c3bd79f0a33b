"""Networks, neurons, parameters, serving and weights on a chain of their own, with stand-ins for money and epochs."""

from chain.frame.event import Event
from chain.frame.origin import Origin
from chain.frame.testing import TestRuntime
from chain.frame.wire_pallet import WirePallet
from chain.pallets.admin_utils.pallet import AdminUtils
from chain.pallets.hyperparameters import AdminRights, Hyperparameters
from chain.pallets.hyperparameters.calls import ParameterCalls
from chain.pallets.hyperparameters.null_consensus import NullConsensus
from chain.pallets.networks import Dissolution, NetworkRegistration, Networks
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
from chain.pallets.subtensor_module.pallet import Declarations
from chain.pallets.system import System
from chain.pallets.weights import HashCommits, TimelockedCommits, Weights
from chain.primitives.identifiers import AccountId

TAO = 10**9


def account(number: int) -> AccountId:
    return AccountId(number.to_bytes(32, "big"))


ALICE, BOB, CAROL = (account(number) for number in (1, 2, 3))
HOTKEY, OTHER_HOTKEY = account(11), account(12)


class Money:
    """Balances, pools and stake, as far as networks and registration see them."""

    def __init__(self) -> None:
        self.balances = {ALICE: 10_000 * TAO, BOB: 10_000 * TAO, CAROL: 10_000 * TAO}
        self.pools: dict[int, tuple[int, int]] = {}
        self.prices: list[int] = []
        self.moving_prices: dict[int, int] = {}
        self.spent: list[tuple[AccountId, int, int]] = []
        self.staking_hotkeys: list[tuple[AccountId, AccountId]] = []
        self.stake: dict[AccountId, int] = {}
        self.delegates: list[AccountId] = []
        self.adopted: list[tuple[int, AccountId]] = []
        self.cleared_nominations = 0
        self.removed: list[int] = []
        self.authorities: list[AccountId] = []

    def can_remove_balance(self, coldkey: AccountId, amount: int) -> bool:
        return self.balances.get(coldkey, 0) >= amount

    def buy_and_destroy_alpha(self, coldkey: AccountId, netuid: int, tao: int) -> None:
        self.balances[coldkey] -= tao
        self.spent.append((coldkey, netuid, tao))

    def share_of(self, netuid: int, price: int) -> int:
        return 0

    def missing_share(self, coldkey: AccountId, hotkey: AccountId, netuid: int, share: int) -> int:
        return 0

    def lock_for_network(self, coldkey: AccountId, netuid: int, amount: int) -> int:
        self.balances[coldkey] -= amount
        return amount

    def open_pool(self, netuid: int, tao: int, alpha: int) -> None:
        self.pools[netuid] = (tao, alpha)

    def alpha_prices(self) -> list[int]:
        return self.prices

    def moving_price(self, netuid: int) -> int:
        return self.moving_prices.get(netuid, 0)

    def add_staking_hotkey(self, coldkey: AccountId, hotkey: AccountId) -> None:
        self.staking_hotkeys.append((coldkey, hotkey))

    def root_stake(self, hotkey: AccountId) -> int:
        return self.stake.get(hotkey, 0)

    def stake_weight(self, netuid: int, hotkey: AccountId) -> int:
        return self.stake.get(hotkey, 0)

    def become_delegate(self, hotkey: AccountId) -> None:
        self.delegates.append(hotkey)

    def adopt_by_root(self, netuid: int, owner_hotkey: AccountId) -> None:
        self.adopted.append((netuid, owner_hotkey))

    def clear_small_nominations(self) -> None:
        self.cleared_nominations += 1

    def set_authorities(self, authorities: list[AccountId]) -> None:
        self.authorities = authorities

    def remove_subnet(self, netuid: int) -> None:
        self.removed.append(netuid)


class Epochs:
    """The schedule of epochs and what an epoch keeps per uid."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.last: dict[int, int] = {}
        self.pending: dict[int, int] = {}
        self.numbers: dict[int, int] = {}
        self.due: set[int] = set()
        self.emissions: dict[int, list[int]] = {}
        self.permits: set[tuple[int, int]] = set()
        self.updates: dict[tuple[int, int], int] = {}
        self.trimmed: list[tuple[int, list[int]]] = []
        self.replaced: list[tuple[int, int, AccountId]] = []
        self.removed_mechanisms: list[int] = []

    def permit_one(self, netuid: int) -> None:
        self.permits = {(netuid, 0)}

    def should_run_epoch(self, netuid: int, block: int) -> bool:
        return netuid in self.due

    def last_epoch_of(self, netuid: int) -> int:
        return self.last.get(netuid, 0)

    def restart(self, netuid: int, block: int) -> None:
        self.last[netuid] = block

    def pending_epoch(self, netuid: int) -> int:
        return self.pending.get(netuid, 0)

    def order_epoch(self, netuid: int, block: int) -> None:
        self.pending[netuid] = block

    def epoch_with_lookahead(self, netuid: int) -> int:
        return self.numbers.get(netuid, 0)

    def current_block_emission(self) -> int:
        return TAO

    def emission_of(self, netuid: int) -> list[int]:
        return self.emissions.get(netuid, [])

    def has_permit(self, netuid: int, uid: int) -> bool:
        return (netuid, uid) in self.permits

    def last_update_of(self, index: int, uid: int) -> int:
        return self.updates.get((index, uid), 0)

    def touch(self, index: int, uid: int, block: int) -> None:
        self.updates[index, uid] = block

    def append_neuron(self, netuid: int, uid: int, hotkey: AccountId) -> None:
        self.touch(netuid, uid, self._system.block_number)

    def replace_neuron(self, netuid: int, uid: int, old_hotkey: AccountId) -> None:
        self.replaced.append((netuid, uid, old_hotkey))

    def trim_neurons(self, netuid: int, kept: list[int], removed: list[AccountId]) -> None:
        self.trimmed.append((netuid, list(kept)))

    def remove_mechanism(self, index: int) -> None:
        self.removed_mechanisms.append(index)

    def remove_subnet(self, netuid: int) -> None:
        self.last.pop(netuid, None)


class NoPulses:
    """A chain to which nobody brings pulses."""

    def has_pulse(self, reveal_round):
        return False


class World:
    """A fresh chain in block 1, with root, network 1, and funds for Alice, Bob and Carol."""

    def __init__(self, *, fast: bool = True, drand: object | None = None) -> None:
        self.system = System.for_tests()
        self.money, self.epochs = Money(), Epochs(self.system)
        self.parameters = Hyperparameters(self.system, fast=fast, network_rate_limit=0)
        self.limits = RateLimits(self.system)
        self.accounts = HotkeyAccounts(self.system)
        self.neurons = Neurons(self.system)
        self.registration = Registration(self.system)
        self.root = RootRegistration(self.system)
        self.work_registration = WorkRegistration(self.system)
        self.networks = Networks(self.system)
        self.network_registration = NetworkRegistration(self.system)
        self.dissolution = Dissolution(self.system)
        self.parameter_calls = ParameterCalls(self.system)
        self.null_consensus = NullConsensus(self.system)
        self.serving = Serving(self.system)
        self.weights = Weights(self.system)
        self.commits = HashCommits(self.system)
        self.timelocked = TimelockedCommits(self.system)
        self.admin = AdminUtils(self.system)
        self.rights = AdminRights(
            self.system, networks=self.networks, parameters=self.parameters, limits=self.limits, epochs=self.epochs
        )
        subtensor = WirePallet(
            "SubtensorModule",
            [
                Declarations(self.system, fast=fast, network_rate_limit=0),
                self.parameters,
                self.limits,
                self.accounts,
                self.neurons,
                self.registration,
                self.root,
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
            ],
        )
        self.runtime = TestRuntime({0: self.system, 7: subtensor, 19: self.admin})
        self._connect(drand or NoPulses())
        self._genesis()
        self.runtime.events()

    def _connect(self, drand: object) -> None:
        self.accounts.connect(staking=self.money)
        self.neurons.connect(
            networks=self.networks,
            accounts=self.accounts,
            parameters=self.parameters,
            emission=self.epochs,
            storage=[self.epochs, self.serving, self.weights],
        )
        self.registration.connect(
            networks=self.networks,
            accounts=self.accounts,
            neurons=self.neurons,
            parameters=self.parameters,
            market=self.money,
            collateral=self.money,
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
        self.root.connect(
            networks=self.networks,
            accounts=self.accounts,
            neurons=self.neurons,
            counts=self.registration,
            parameters=self.parameters,
            stake=self.money,
            delegation=self.money,
        )
        self.networks.connect(parameters=self.parameters)
        self.network_registration.connect(
            networks=self.networks,
            parameters=self.parameters,
            limits=self.limits,
            accounts=self.accounts,
            payment=self.money,
            pools=self.money,
            prices=self.money,
            neurons=self.neurons,
            slot_price=self.registration,
            schedule=self.epochs,
            emission=self.epochs,
            delegation=self.money,
            dissolver=self.dissolution,
        )
        self.dissolution.connect(
            networks=self.networks,
            storage=[
                self.money,
                self.epochs,
                self.neurons,
                self.registration,
                self.serving,
                self.weights,
                self.commits,
                self.timelocked,
                self.limits,
                self.parameters,
                self.networks,
            ],
        )
        self.parameter_calls.connect(parameters=self.parameters, rights=self.rights, schedule=self.epochs)
        self.serving.connect(neurons=self.neurons, parameters=self.parameters)
        self.weights.connect(
            networks=self.networks,
            neurons=self.neurons,
            parameters=self.parameters,
            vectors=self.epochs,
            stakes=self.money,
            wire_form=self.runtime.declaration.dispatch_error,
        )
        self.commits.connect(
            networks=self.networks,
            neurons=self.neurons,
            parameters=self.parameters,
            epochs=self.epochs,
            vectors=self.epochs,
            weights=self.weights,
        )
        self.timelocked.connect(
            networks=self.networks,
            parameters=self.parameters,
            epochs=self.epochs,
            rules=self.commits,
            vectors=self.epochs,
            weights=self.weights,
            drand=drand,
        )
        self.admin.connect(
            parameters=self.parameters,
            rights=self.rights,
            networks=self.networks,
            limits=self.limits,
            neurons=self.neurons,
            registration=self.registration,
            schedule=self.epochs,
            authorities=self.money,
            nominations=self.money,
            activity=self.parameter_calls,
            mechanisms=(self.epochs, self.weights, self.commits, self.timelocked),
            consensus=self.null_consensus,
        )
        self.null_consensus.connect(
            parameters=self.parameters,
            neurons=self.neurons,
            networks=self.networks,
            permits=self.epochs,
            commits=[self.commits, self.timelocked],
        )

    def _genesis(self) -> None:
        self.networks.genesis()
        self.parameters.genesis()
        self.accounts.genesis()
        self.neurons.genesis()

    def signed(self, who: AccountId, method: object, **arguments: object) -> None:
        """Dispatch a call, signed."""
        self.runtime.dispatch(self.runtime.call(method, **arguments), Origin.signed(who))

    def as_root(self, method: object, **arguments: object) -> None:
        """Dispatch a call as root."""
        self.runtime.dispatch(self.runtime.call(method, **arguments), Origin.root())

    def events(self) -> list[Event]:
        """The events since the last time."""
        return self.runtime.events()

    def at_block(self, number: int) -> "World":
        """Go to a block, without the blocks between."""
        self.runtime.block_number = number
        self.system.begin_test_block(number)
        self.runtime._events_seen = 0
        return self

    def check(self) -> None:
        """Test the invariants of all pallets."""
        self.runtime.check_invariants()

    def register_network(self, coldkey: AccountId = ALICE, hotkey: AccountId = HOTKEY) -> int:
        """A new network with an open freeze window; its netuid."""
        before = set(self.networks.netuids())
        self.signed(coldkey, NetworkRegistration.register_network, hotkey=hotkey)
        self.parameters.admin_freeze_window = 0
        self.events()
        return (set(self.networks.netuids()) - before).pop()

    def register(self, netuid: int, hotkey: AccountId, coldkey: AccountId = BOB) -> int:
        """A new neuron; its uid."""
        self.signed(coldkey, Registration.burned_register, netuid=netuid, hotkey=hotkey)
        self.events()
        uid = self.neurons.uid_of(netuid, hotkey)
        assert uid is not None
        return uid


__all__ = ["ALICE", "BOB", "CAROL", "HOTKEY", "OTHER_HOTKEY", "TAO", "ZERO_ACCOUNT", "World", "account"]
