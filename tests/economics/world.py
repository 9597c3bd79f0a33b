"""The whole runtime over one state, moved from block to block without extrinsics, so that a rule is seen at work.

Where the reference's unit tests leave a parameter at the value of their own test runtime, `Economy` sets it so: no
owner's cut, no delegate take, root stake without weight. Amounts are rao.
"""

from chain.frame.call import Call
from chain.frame.event import Event
from chain.frame.origin import Origin
from chain.genesis import preset
from chain.pallets.coinbase.distribution import Pending
from chain.pallets.networks.sovereign import subnet_account
from chain.primitives.fixed import I96f32
from chain.primitives.identifiers import AccountId
from chain.runtime import Runtime
from chain.state import State

RAO = 10**9
ROOT = 0
NETUID = 2
ALL = 2**64 - 1
"""The proportion, or the stored weight of TAO, that stands for everything."""


def coldkey(number: int) -> AccountId:
    """The owner of `hotkey(number)`."""
    return AccountId(number.to_bytes(4, "big") * 8)


def hotkey(number: int) -> AccountId:
    """A recognisable hotkey; their order is that of the numbers."""
    return AccountId((1000 + number).to_bytes(4, "big") * 8)


class Economy:
    """A fast localnet in block 1, with the parameters of the reference's unit tests."""

    def __init__(self, name: str = "localnet-fast") -> None:
        chosen = preset(name)
        self.state = State()
        self.runtime = Runtime(self.state, chosen.settings)
        self.runtime.build_genesis(chosen)
        self.parts = self.runtime.subtensor
        self.balances = self.runtime.balances
        parameters = self.parts.parameters
        parameters.subnet_owner_cut = 0
        parameters.tao_weight = 0
        self.go_to(1)

    # blocks

    @property
    def block(self) -> int:
        """The number of the block."""
        return self.runtime.system.block_number

    def go_to(self, block: int) -> None:
        """Begin a block without the steps of the blocks between, nor its own."""
        self.runtime.system.begin_test_block(block)

    def next_block(self, count: int = 1) -> None:
        """Begin the next block with the steps of all pallets, `count` times."""
        for _ in range(count):
            self.go_to(self.block + 1)
            for part in self.runtime.parts:
                part.on_initialize(self.block)

    def events(self, kind: type[Event] | None = None) -> list[Event]:
        """The events of the block, of one kind if it is given."""
        return [event for event in self.runtime.system.recorded_events() if kind is None or isinstance(event, kind)]

    # networks and neurons

    def open_network(
        self, netuid: int = NETUID, *, tao: int = 1000 * RAO, alpha: int = 1000 * RAO, mechanism: int = 1
    ) -> None:
        """A started network that nobody owns, with a pool of these reserves; weights are set in the open."""
        parts = self.parts
        parts.networks.add(netuid)
        parts.networks.subnet_mechanism[netuid] = mechanism
        parts.networks.first_emission_block_number[netuid] = self.block
        parts.parameters.subtoken_enabled[netuid] = True
        parts.parameters.commit_reveal_weights_enabled[netuid] = False
        parts.epochs.restart(netuid, self.block)
        parts.pools.subnet_tao[netuid] = tao
        parts.pools.subnet_alpha_in[netuid] = alpha
        parts.alpha_assets.mint(netuid, alpha)
        if tao:
            self.balances.mint_into(subnet_account(netuid), tao)

    def price(self, netuid: int, moving: float) -> None:
        """The moving price of a network, which its share of the block's TAO follows."""
        raw = round(moving * 2**32)
        self.parts.coinbase.subnet_moving_price[netuid] = I96f32(raw)

    def add_hotkey(
        self, number: int, *, alpha: int = 0, root: int = 0, take: int = 0, netuid: int = NETUID
    ) -> AccountId:
        """A hotkey without uid, its own coldkey's stake on it, and its delegate take."""
        account, owner = hotkey(number), coldkey(number)
        self.parts.accounts.create_if_missing(owner, account)
        self.parts.takes.delegates[account] = take
        if alpha:
            self.parts.pools.mint_alpha_out(netuid, alpha)
            self.parts.stakes.increase(account, owner, netuid, alpha)
        if root:
            self.parts.stakes.increase(account, owner, ROOT, root)
            self.parts.pools.stake_claimed_tao(root)
            self.balances.mint_into(subnet_account(ROOT), root)
            self.parts.root_dividends.root_stake_added(account, owner, root)
        return account

    def add_neuron(self, number: int, *, alpha: int = 0, root: int = 0, take: int = 0, netuid: int = NETUID) -> int:
        """The same with a uid, which is returned; registered in block 0, so that weights of this block count."""
        uid = self.parts.neurons.append(
            netuid, self.add_hotkey(number, alpha=alpha, root=root, take=take, netuid=netuid)
        )
        self.parts.neurons.block_at_registration[netuid, uid] = 0
        return uid

    def lend(self, parent: int, child: int, share: int, netuid: int = NETUID) -> None:
        """Let one hotkey lend a share of its stake to another, at once."""
        children = self.parts.children
        children.child_keys[hotkey(parent), netuid] = [
            *children.child_keys[hotkey(parent), netuid],
            (share, hotkey(child)),
        ]
        children.parent_keys[hotkey(child), netuid] = [
            *children.parent_keys[hotkey(child), netuid],
            (share, hotkey(parent)),
        ]

    def stake_on(self, number: int, netuid: int = NETUID) -> int:
        """What a hotkey's owner has staked to it."""
        return self.parts.stakes.stake_of(hotkey(number), coldkey(number), netuid)

    def weigh(self, uid: int, row: list[tuple[int, int]], index: int = NETUID) -> None:
        """Weights of a uid on a mechanism, set in this block."""
        self.parts.weights.weights[index, uid] = row
        self.parts.epoch.touch(index, uid, self.block)

    # the coinbase

    def emit(self, tao: int) -> None:
        """The coinbase's step of this block, over so much new TAO instead of what the schedule of emission gives."""
        coinbase = self.parts.coinbase
        mint = coinbase._mint
        coinbase._mint = lambda scheduled: mint(tao)
        try:
            coinbase.on_initialize(self.block)
        finally:
            coinbase._mint = mint

    def drain(self, block: int) -> dict[int, Pending]:
        """What the epochs of a block take to pay it out, without paying it out."""
        subnets = [netuid for netuid in self.parts.networks.netuids() if netuid != ROOT]
        return self.parts.coinbase._drain(subnets, block)

    def distribute(self, server: int = 0, validator: int = 0, root: int = 0, netuid: int = NETUID) -> None:
        """Run the network's epoch and pay out what is given as if it had waited; the alpha exists from now on."""
        self.parts.pools.mint_alpha_out(netuid, server + validator + root)
        self.parts.distribution.distribute(netuid, Pending(server, validator, root, 0))

    # calls

    def signed(self, who: AccountId, name: str, **arguments: object) -> None:
        """Run a call of SubtensorModule; raises the DispatchFailure that it fails with."""
        self._dispatch("SubtensorModule", name, arguments, Origin.signed(who))

    def sudo(self, name: str, **arguments: object) -> None:
        """Run a call of AdminUtils as root."""
        self._dispatch("AdminUtils", name, arguments, Origin.root())

    def _dispatch(self, pallet: str, name: str, arguments: dict[str, object], origin: Origin) -> None:
        call: Call = self.runtime.declaration.calls.make(pallet, name, arguments)
        self.runtime.dispatcher.dispatch(call, origin)
