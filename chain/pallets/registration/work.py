"""Registration by proof of work: a hotkey gets a slot for nothing but the work that found a seal.

The seal is keccak256(sha256(tag, netuid, hash of a recent block, hotkey, coldkey, nonce)) and, read as a little-endian
number, at most (2^256 - 1) / difficulty. Difficulty falls with every block and jumps with every such registration, as
the price of the others does. The network's owner opens this way in.
"""

from hashlib import sha256
from typing import Annotated, Protocol

from chain.codec import U64, TypeName
from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap
from chain.frame.weight import Pays, measured_weight
from chain.pallets.registration import price
from chain.pallets.subtensor_module.errors import (
    HotKeyAlreadyRegisteredInSubNet,
    InvalidDifficulty,
    InvalidSeal,
    InvalidWorkBlock,
    NonAssociatedColdKey,
    RegistrationNotPermittedOnRootSubnet,
    SubnetNotExists,
    SubNetRegistrationDisabled,
    TooManyRegistrationsThisBlock,
)
from chain.pallets.subtensor_module.events import NeuronRegistered
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.hashing import Blake2_128Concat
from chain.primitives.identifiers import AccountId, Hash, NetUid
from chain.primitives.keccak import keccak_256

ROOT = 0
TAG = b"subtensor-pow-register-v1"
VALID_FOR_BLOCKS = 5
LARGEST_SEAL = (1 << 256) - 1


class WorkChain(Protocol):
    """What work is bound to."""

    @property
    def block_number(self) -> int:
        """The number of the block."""
        ...

    def block_hash_at(self, number: int) -> Hash:
        """The hash of a recent block."""
        ...


class WorkNetworks(Protocol):
    """What registration by work asks of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...


class WorkAccounts(Protocol):
    """What registration by work asks of the hotkey accounts."""

    def create_if_missing(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Give the hotkey to the coldkey unless somebody owns it."""
        ...

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        ...


class WorkSlots(Protocol):
    """Where a registered hotkey gets its uid."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...

    def ensure_room(self, netuid: int) -> None:
        """Raise NoNeuronIdAvailable if no further neuron finds a place."""
        ...

    def place(self, netuid: int, hotkey: AccountId) -> int:
        """Give the hotkey a uid."""
        ...


class WorkCounts(Protocol):
    """How many registered."""

    def registered_this_block(self, netuid: int) -> int:
        """How many neurons registered in the current block."""
        ...

    def count(self, netuid: int, *, in_interval: bool = False) -> None:
        """Count a registration."""
        ...


class Difficulties(Protocol):
    """The difficulty of every network."""

    def __getitem__(self, netuid: int, /) -> int:
        """The difficulty of a network."""
        ...

    def __setitem__(self, netuid: int, value: int, /) -> None:
        """Change it."""
        ...


class WorkParameters(Protocol):
    """The parameters of work."""

    @property
    def difficulty(self) -> Difficulties:
        """The difficulty of now, before it is clamped."""
        ...

    @property
    def min_difficulty(self) -> PerNetwork[int]:
        """The lowest difficulty."""
        ...

    @property
    def max_difficulty(self) -> PerNetwork[int]:
        """The highest one, which does not count below the lowest."""
        ...

    @property
    def burn_half_life(self) -> PerNetwork[int]:
        """Blocks in which the difficulty halves; 0 keeps it."""
        ...

    @property
    def burn_increase_mult_raw(self) -> PerNetwork[int]:
        """What a registration multiplies it by, a raw U64F64."""
        ...

    @property
    def max_registrations_per_block(self) -> PerNetwork[int]:
        """The most registrations in a block."""
        ...

    def takes_work(self, netuid: int) -> bool:
        """Whether the owner opened registration by work."""
        ...


def seal_of(netuid: int, block_hash: bytes, hotkey: bytes, coldkey: bytes, nonce: int) -> bytes:
    """The seal that a nonce gives."""
    challenge = TAG + netuid.to_bytes(2, "little") + block_hash + hotkey + coldkey + nonce.to_bytes(8, "little")
    return keccak_256(sha256(challenge).digest())


def meets(seal: bytes, difficulty: int) -> bool:
    """Whether a seal is small enough for a difficulty."""
    return int.from_bytes(seal, "little") <= LARGEST_SEAL // max(1, difficulty)


class WorkRegistration(Pallet, wire="SubtensorModule"):
    """A slot for work. It costs no TAO, no fee and no collateral, and leaves the price of the other way in alone."""

    errors = (
        HotKeyAlreadyRegisteredInSubNet,
        InvalidDifficulty,
        InvalidSeal,
        InvalidWorkBlock,
        NonAssociatedColdKey,
        RegistrationNotPermittedOnRootSubnet,
        SubNetRegistrationDisabled,
        SubnetNotExists,
        TooManyRegistrationsThisBlock,
    )
    events = (NeuronRegistered,)

    last_pow_registration_block = OptionalMap[AccountId, U64](
        hasher=Blake2_128Concat, doc="The block whose hash a hotkey last registered with."
    )

    def connect(
        self,
        *,
        chain: WorkChain,
        networks: WorkNetworks,
        accounts: WorkAccounts,
        neurons: WorkSlots,
        counts: WorkCounts,
        parameters: WorkParameters,
    ) -> None:
        """Hand over what registration by work depends on."""
        self._chain = chain
        self._networks = networks
        self._accounts = accounts
        self._neurons = neurons
        self._counts = counts
        self._parameters = parameters

    @call(index=151, weight=measured_weight(336_815_000, reads=34, writes=29), pays=Pays.No)
    def pow_register(
        self,
        origin: Origin,
        netuid: NetUid,
        work_block: U64,
        nonce: U64,
        work: Annotated[bytes, TypeName("Vec<u8>")],
        hotkey: AccountId,
    ) -> None:
        """Register a hotkey of the signing coldkey, free of charge, for a seal over the hash of a recent block.

        `work` is the seal. It is good for five blocks, once. A full network makes room as for other registrations.
        """
        coldkey = origin.ensure_signed()
        self.ensure_work(coldkey, netuid, work_block, nonce, work, hotkey)
        if self._counts.registered_this_block(netuid) >= self._parameters.max_registrations_per_block[netuid]:
            raise TooManyRegistrationsThisBlock
        self._accounts.create_if_missing(coldkey, hotkey)
        if not self._accounts.owns(coldkey, hotkey):
            raise NonAssociatedColdKey
        self._neurons.ensure_room(netuid)
        uid = self._neurons.place(netuid, hotkey)
        self._counts.count(netuid)
        self.last_pow_registration_block[hotkey] = work_block
        raised = price.raised(self.difficulty_of(netuid), self._parameters.burn_increase_mult_raw[netuid])
        self._parameters.difficulty[netuid] = self._bounded(netuid, raised)
        self.deposit_event(NeuronRegistered(netuid, uid, hotkey))

    def ensure_work(
        self, coldkey: AccountId, netuid: int, work_block: int, nonce: int, work: bytes, hotkey: AccountId
    ) -> None:
        """Raise the first reason why work is not good for a registration; the transaction pool asks too."""
        if netuid == ROOT:
            raise RegistrationNotPermittedOnRootSubnet
        if not self._networks.exists(netuid):
            raise SubnetNotExists
        if not self._parameters.takes_work(netuid):
            raise SubNetRegistrationDisabled
        if self._neurons.uid_of(netuid, hotkey) is not None:
            raise HotKeyAlreadyRegisteredInSubNet
        last, now = self.last_pow_registration_block[hotkey], self._chain.block_number
        if not now - VALID_FOR_BLOCKS <= work_block < now or (last is not None and work_block <= last):
            raise InvalidWorkBlock
        seal = seal_of(netuid, self._chain.block_hash_at(work_block), hotkey, coldkey, nonce)
        if not meets(work, self.difficulty_of(netuid)):
            raise InvalidDifficulty
        if seal != work:
            raise InvalidSeal

    def difficulty_of(self, netuid: int) -> int:
        """The difficulty of now, inside its bounds; the lower one wins where they contradict each other."""
        return self._bounded(netuid, self._parameters.difficulty[netuid])

    def update_difficulties(self, netuids: list[int]) -> None:
        """Let every difficulty decay by one block, where work is taken; part of the first step of a block."""
        for netuid in netuids:
            half_life = self._parameters.burn_half_life[netuid]
            if netuid == ROOT or half_life == 0 or not self._parameters.takes_work(netuid):
                continue
            stored = self._parameters.difficulty[netuid]
            current = self._bounded(netuid, price.decayed(stored, half_life))
            if current != stored:
                self._parameters.difficulty[netuid] = current

    def _bounded(self, netuid: int, difficulty: int) -> int:
        lowest = max(1, self._parameters.min_difficulty[netuid])
        return min(max(difficulty, lowest), max(lowest, self._parameters.max_difficulty[netuid]))
