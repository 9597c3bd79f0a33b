"""A chain on which seeded chance decides what happens: blocks of real extrinsics, most of whose calls succeed.

Everything follows from the seed. Keys sign with ed25519, whose signatures do not vary.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

from chain.codec import Ok, replace
from chain.frame import Call
from chain.frame.validity import TransactionRefused
from chain.genesis import preset
from chain.pallets.sudo.pallet import Sudid
from chain.primitives.hashing import blake2_256
from chain.primitives.keys import Keypair, Scheme
from tests.local_chain import LocalChain

PEOPLE = 8
HOTKEYS_PER_PERSON = 3
BALANCE_RAO = 500_000_000_000_000
MOST_CALLS_PER_BLOCK = 7


class Person(NamedTuple):
    """A coldkey and its hotkeys."""

    coldkey: Keypair
    hotkeys: list[Keypair]


class Draw(NamedTuple):
    """A call that chance chose: who signs it, and its wire names."""

    signer: Keypair
    pallet: str
    name: str
    arguments: dict[str, Any]


class SealedBlock(NamedTuple):
    """What the run tells of a block; `outcome` sums up how its calls went."""

    number: int
    root: bytes
    outcome: bytes


class Scene:
    """Who is there and what they may look at before they act: the rules of the block in the making."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.people = [
            Person(_pair(f"coldkey {index}"), [_pair(f"hotkey {index}.{which}") for which in range(HOTKEYS_PER_PERSON)])
            for index in range(PEOPLE)
        ]
        self.secrets: list[tuple[Keypair, int, list[int], list[int], list[int]]] = []
        """Weights that were committed to: hotkey, network, uids, values, salt."""
        self.runtime: Any = None

    @property
    def parts(self) -> Any:
        """The parts of SubtensorModule."""
        return self.runtime.subtensor

    def person(self) -> Person:
        """Anybody."""
        return self.random.choice(self.people)

    def netuid(self) -> int:
        """Any network but root, mostly one whose alpha is traded."""
        netuids = [netuid for netuid in self.parts.networks.netuids() if netuid]
        traded = [netuid for netuid in netuids if self.parts.networks.is_subtoken_enabled(netuid)]
        return self.random.choice(traded if traded and self.random.random() < 0.9 else netuids)

    def owner_of(self, netuid: int) -> Keypair | None:
        """The key of a network's owner; None for the network of genesis."""
        account = self.parts.networks.owner_of(netuid)
        return next((person.coldkey for person in self.people if person.coldkey.public_key == account), None)

    def neurons(self, netuid: int) -> list[Keypair]:
        """The keys of the hotkeys with a uid."""
        known = {hotkey.public_key: hotkey for person in self.people for hotkey in person.hotkeys}
        return [known[hotkey] for hotkey in self.parts.neurons.hotkeys(netuid) if hotkey in known]

    def holding(self) -> tuple[Person, Keypair, int, int] | None:
        """A person, a hotkey and a network where the person has stake, and how much."""
        person = self.person()
        held = [
            (hotkey, netuid, amount)
            for hotkey in self.hotkeys()
            for netuid in self.parts.networks.netuids()
            if (amount := self.parts.stakes.stake_of(hotkey.public_key, person.coldkey.public_key, netuid))
        ]
        return (person, *self.random.choice(held)) if held else None

    def hotkeys(self) -> list[Keypair]:
        """Every hotkey."""
        return [hotkey for person in self.people for hotkey in person.hotkeys]

    def hotkey(self) -> Keypair:
        """Any hotkey."""
        return self.random.choice(self.hotkeys())

    def call(self, pallet: str, name: str, /, **arguments: Any) -> Call:
        """A call by its wire names, to be put into another."""
        return self.runtime.declaration.calls.make(pallet, name, arguments)

    def sudo(self, pallet: str, name: str, /, **arguments: Any) -> Draw:
        """A call of the sudo key."""
        return Draw(self.people[0].coldkey, "Sudo", "sudo", {"call": self.call(pallet, name, **arguments)})


Kind = tuple[str, int, Callable[[Scene], Draw | None]]
"""The name of something that can happen, how often it does beside the others, and what it is."""


class Run:
    """One run: the chain, and how many calls of each kind went well or failed."""

    def __init__(
        self, seed: int, kinds: list[Kind], opening: Callable[[Scene], list[Draw]], *, keeps_runtime: bool = False
    ) -> None:
        """`keeps_runtime` makes all blocks with one runtime, as a node does; otherwise each block gets one."""
        self.keeps_runtime = keeps_runtime
        self.scene = Scene(Random(seed))
        # What childkey burn recycles comes on top of what is paid out (economics section 1.10), which invariants deny.
        self.chain = LocalChain(_preset_of(self.scene.people), checked=False)
        self.counts = {name: [0, 0] for name, _, _ in kinds}
        self._opening = opening
        self._kinds = {name: draw for name, _, draw in kinds}
        self._weights = [weight for _, weight, _ in kinds]

    def blocks(self, count: int) -> Iterator[SealedBlock]:
        """Make so many blocks."""
        for number in range(1, count + 1):
            runtime = self.chain.begin(self.scene.runtime if self.keeps_runtime else None)
            self.scene.runtime = runtime
            outcomes = [repr(self._apply(draw)) for draw in (self._opening(self.scene) if number == 1 else ())]
            for name in self._chosen() if number > 1 else ():
                drawn = self._kinds[name](self.scene)
                if drawn is not None:
                    result = self._apply(drawn)
                    self.counts[name][not isinstance(result, Ok)] += 1
                    outcomes.append(repr(result))
            header = self.chain.seal(runtime)
            yield SealedBlock(number, bytes(header.state_root), blake2_256("".join(outcomes).encode()))

    def _chosen(self) -> list[str]:
        random = self.scene.random
        return random.choices(list(self._kinds), self._weights, k=random.randrange(MOST_CALLS_PER_BLOCK + 1))

    def _apply(self, drawn: Draw) -> Any:
        call = self.scene.call(drawn.pallet, drawn.name, **drawn.arguments)
        nonce = self.scene.runtime.system.account[drawn.signer.public_key].nonce
        extrinsic = self.chain.sign(drawn.signer, call, nonce=nonce)
        try:
            result = self.scene.runtime.apply_extrinsic(extrinsic)
        except TransactionRefused as refusal:
            return refusal.error
        if isinstance(result, Ok) and drawn.pallet == "Sudo":
            # A sudo call succeeds whatever became of the call in it.
            for event in reversed(self.scene.runtime.system.recorded_events()):
                if isinstance(event, Sudid):
                    return event.sudo_result
        return result


def _pair(name: str) -> Keypair:
    return Keypair.from_seed(blake2_256(name.encode()), Scheme.ED25519)


def _preset_of(people: list[Person]) -> Any:
    """The fast localnet, in the hands of these people: all of them rich, the first one with the sudo key."""
    coldkeys = [person.coldkey.public_key for person in people]
    return replace(
        preset("localnet-fast"),
        balances=dict.fromkeys([*coldkeys, *(hotkey.public_key for person in people for hotkey in person.hotkeys)],
                               BALANCE_RAO),
        sudo_key=coldkeys[0],
        root_owner=coldkeys[0],
        root_owner_hotkey=people[0].hotkeys[0].public_key,
    )  # fmt: skip
