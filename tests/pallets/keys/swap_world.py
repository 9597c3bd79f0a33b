"""A whole chain whose keys are swapped: two networks with miners, validators, stake, locks and children."""

from chain.frame.event import Event
from chain.frame.origin import Origin
from chain.genesis import preset
from chain.pallets.networks.sovereign import ZERO_ACCOUNT
from chain.pallets.subtensor_module.types import RateLimitKey
from chain.primitives.identifiers import AccountId
from tests.local_chain import LocalChain, key

TAO = 10**9
NETUID, SECOND, ROOT = 2, 3, 0


def account(number: int) -> AccountId:
    return AccountId(number.to_bytes(32, "big"))


def coldkey(name: str) -> AccountId:
    return AccountId(key(name).public_key)


ALICE, BOB, CHARLIE = (coldkey(name) for name in ("Alice", "Bob", "Charlie"))
FRESH = account(99)
HOTKEY, NEW, OTHER, THIRD = (account(number) for number in (11, 12, 13, 14))


class SwapWorld:
    """The parts of a chain in a block that goes on; `sign` makes a call as somebody, `later` begins another block."""

    def __init__(self, name: str = "localnet-fast") -> None:
        self.chain = LocalChain(preset(name))
        self.runtime = self.chain.begin()
        self._take()
        self.later(5)
        self.sudo("AdminUtils", "sudo_set_tx_rate_limit", tx_rate_limit=0)
        for owner, hotkey in ((ALICE, HOTKEY), (BOB, OTHER)):
            self.sign(owner, "register_network", hotkey=hotkey)
        for netuid, owner in ((NETUID, ALICE), (SECOND, BOB)):
            self.sign(owner, "start_call", netuid=netuid)
        self.sudo("AdminUtils", "sudo_set_subtoken_enabled", netuid=ROOT, subtoken_enabled=True)

    def _take(self) -> None:
        self.parts = self.runtime.subtensor
        self.stakes = self.parts.stakes
        self.locks = self.parts.locks
        self.children = self.parts.children

    @property
    def now(self) -> int:
        return self.runtime.system.block_number

    def later(self, blocks: int = 1) -> None:
        """Finish the block and begin another, so many times."""
        for _ in range(blocks):
            self.runtime.check_invariants()
            self.chain.seal(self.runtime)
            self.runtime = self.chain.begin()
            self._take()

    def call(self, name: str, pallet: str = "SubtensorModule", **arguments):
        return self.runtime.declaration.calls.make(pallet, name, arguments)

    def sign(self, who: AccountId, name: str, **arguments) -> list[Event]:
        """Dispatch a call of SubtensorModule with its guards; the events it left."""
        return self._dispatch(self.call(name, **arguments), Origin.signed(who))

    def sudo(self, pallet: str, name: str, **arguments) -> list[Event]:
        """Dispatch a call as root."""
        return self._dispatch(self.call(name, pallet, **arguments), Origin.root())

    def _dispatch(self, call, origin: Origin) -> list[Event]:
        before = len(self.runtime.system.recorded_events())
        with self.runtime.state.layer():
            self.runtime.dispatcher.dispatch(call, origin)
        self.runtime.check_invariants()
        return self.runtime.system.recorded_events()[before:]

    def stake(self, who: AccountId, hotkey: AccountId, netuid: int, tao: int = 100) -> int:
        """Stake TAO; the alpha held then."""
        self.sign(who, "add_stake", hotkey=hotkey, netuid=netuid, amount_staked=tao * TAO)
        return self.held(hotkey, who, netuid)

    def held(self, hotkey: AccountId, who: AccountId, netuid: int) -> int:
        return self.stakes.stake_of(hotkey, who, netuid)

    def free(self, who: AccountId) -> int:
        return self.runtime.balances.free_balance(who)

    def last(self, kind: RateLimitKey) -> int:
        return self.parts.limits.last(kind)

    def owner_of(self, hotkey: AccountId) -> AccountId | None:
        owner = self.parts.accounts.owner_of(hotkey)
        return None if owner == ZERO_ACCOUNT else owner
