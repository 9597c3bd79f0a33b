"""What the answers to clients are read from: the reads of every part of SubtensorModule that they need."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from chain.codec import Record
from chain.pallets.collateral.state import MinerCollateralState
from chain.pallets.delegation.identity import ChainIdentityV2
from chain.pallets.subtensor_module.types import AxonInfo, PerNetwork, PrometheusInfo, SubnetIdentityV3
from chain.primitives.identifiers import AccountId


class Clock(Protocol):
    """The block."""

    @property
    def block_number(self) -> int:
        """The number of the last block."""
        ...


class NetworkReads(Protocol):
    """The networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def netuids(self) -> list[int]:
        """Every network, root included, in storage order."""
        ...

    def size(self, netuid: int) -> int:
        """The number of uids."""
        ...

    def owner_of(self, netuid: int) -> AccountId:
        """The coldkey that owns the network."""
        ...

    def owner_hotkey_of(self, netuid: int) -> AccountId | None:
        """The owner's hotkey."""
        ...

    def registered_at(self, netuid: int) -> int:
        """The block of registration."""
        ...

    def name_of(self, netuid: int) -> bytes:
        """The display name."""
        ...

    def symbol_of(self, netuid: int) -> bytes:
        """The token's symbol."""
        ...

    def identity_of(self, netuid: int) -> SubnetIdentityV3 | None:
        """How the owner describes it."""
        ...

    def account_of(self, netuid: int) -> AccountId | None:
        """The account that holds its TAO."""
        ...


class NetworkMarket(Protocol):
    """The price of networks."""

    def lock_cost(self) -> int:
        """Rao that registering a network costs now."""
        ...

    def network_to_prune(self) -> int | None:
        """The network that would make room for a new one."""
        ...


class NeuronReads(Protocol):
    """The neuron slots."""

    def hotkeys(self, netuid: int) -> list[AccountId]:
        """The hotkeys by uid."""
        ...

    def hotkey_of(self, netuid: int, uid: int) -> AccountId | None:
        """The hotkey of a uid."""
        ...

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...

    def registered_at(self, netuid: int, uid: int) -> int:
        """The block in which a uid's hotkey registered."""
        ...


class RegistrationReads(Protocol):
    """The price of a slot."""

    @property
    def burn(self) -> PerNetwork[int]:
        """Rao that a slot costs."""
        ...


class VectorReads(Protocol):
    """What the epoch stored, by netuid or by storage index of a mechanism."""

    @property
    def active(self) -> PerNetwork[list[bool]]:
        """Whether each uid is active."""
        ...

    @property
    def consensus(self) -> PerNetwork[list[int]]:
        """The consensus on each uid."""
        ...

    @property
    def incentive(self) -> PerNetwork[list[int]]:
        """The incentive of each uid."""
        ...

    @property
    def dividends(self) -> PerNetwork[list[int]]:
        """The dividends of each uid."""
        ...

    @property
    def emission(self) -> PerNetwork[list[int]]:
        """Rao of alpha each uid earned."""
        ...

    @property
    def last_update(self) -> PerNetwork[list[int]]:
        """The block in which each uid last set weights."""
        ...

    @property
    def validator_trust(self) -> PerNetwork[list[int]]:
        """The trust in each validator."""
        ...

    @property
    def validator_permit(self) -> PerNetwork[list[bool]]:
        """Whether each uid holds a permit."""
        ...

    def bonds_of(self, index: int, uid: int) -> list[tuple[int, int]]:
        """The bonds of a uid."""
        ...


class WeightReads(Protocol):
    """The weights."""

    def row(self, index: int, uid: int) -> Sequence[tuple[int, int]]:
        """A uid's weights on a mechanism."""
        ...


class ScheduleReads(Protocol):
    """When epochs run."""

    def last_step_block(self, netuid: int) -> int:
        """The block in which the last epoch was paid out."""
        ...

    def blocks_since_step(self, netuid: int) -> int:
        """Blocks since the last epoch that was run."""
        ...

    def next_epoch_start(self, netuid: int) -> int | None:
        """The block of the next epoch."""
        ...


class EmissionReads(Protocol):
    """What the last block brought, in rao."""

    @property
    def subnet_alpha_in_emission(self) -> PerNetwork[int]:
        """Alpha that went into the pool."""
        ...

    @property
    def subnet_alpha_out_emission(self) -> PerNetwork[int]:
        """Alpha made for the participants."""
        ...

    @property
    def subnet_tao_in_emission(self) -> PerNetwork[int]:
        """TAO that went into the pool."""
        ...

    def current_block_emission(self) -> int:
        """TAO that a block mints."""
        ...

    def moving_price(self, netuid: int) -> int:
        """The slow average of the price, a raw I96F32."""
        ...

    def pending_alpha(self, netuid: int) -> int:
        """Alpha that waits for servers and validators."""
        ...


class DividendReads(Protocol):
    """Who earned dividends at the last epoch."""

    def alpha_dividends(self, netuid: int) -> Iterator[tuple[AccountId, int]]:
        """Hotkeys and the rao of alpha their nominators earned."""
        ...


class PoolReads(Protocol):
    """The reserves, in rao."""

    def tao_reserve(self, netuid: int) -> int:
        """The TAO in the pool."""
        ...

    def alpha_reserve(self, netuid: int) -> int:
        """The alpha in the pool."""
        ...

    def alpha_out(self, netuid: int) -> int:
        """The alpha outside the pool."""
        ...

    @property
    def subnet_volume(self) -> PerNetwork[int]:
        """The TAO ever traded."""
        ...


class ServingReads(Protocol):
    """Where neurons serve."""

    def axon_of(self, netuid: int, hotkey: AccountId) -> AxonInfo | None:
        """Where a hotkey serves."""
        ...

    def prometheus_of(self, netuid: int, hotkey: AccountId) -> PrometheusInfo | None:
        """Where a hotkey shows its metrics."""
        ...


class AccountReads(Protocol):
    """The hotkey accounts."""

    def owner_of(self, hotkey: AccountId) -> AccountId:
        """The coldkey of a hotkey."""
        ...


class IdentityReads(Protocol):
    """How coldkeys describe themselves."""

    def identity_of(self, coldkey: AccountId) -> ChainIdentityV2 | None:
        """How a coldkey describes itself."""
        ...


class StakeReads(Protocol):
    """The stakes, in rao."""

    def hotkey_stake(self, hotkey: AccountId, netuid: int) -> int:
        """Everything staked to a hotkey on a network."""
        ...

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey has staked to a hotkey."""
        ...

    def holders(self, netuid: int) -> Iterator[tuple[AccountId, AccountId]]:
        """Pairs of hotkey and coldkey with stake on a network."""
        ...


class CollateralReads(Protocol):
    """What miners have locked, in rao of alpha."""

    def of(self, netuid: int, hotkey: AccountId, coldkey: AccountId) -> MinerCollateralState | None:
        """The collateral of a position."""
        ...


class StakeWeightReads(Protocol):
    """Stake after lending and borrowing."""

    @property
    def tao_weight_raw(self) -> int:
        """What root stake counts for, a raw U96F32."""
        ...

    def inherited_stakes(self, netuid: int, hotkeys: Sequence[AccountId]) -> tuple[list[int], list[int]]:
        """Alpha and root stake of every hotkey, in rao."""
        ...


class TakeReads(Protocol):
    """What delegates keep."""

    def take_of(self, hotkey: AccountId) -> int:
        """The take, of 65535."""
        ...

    def is_delegate(self, hotkey: AccountId) -> bool:
        """Whether the hotkey has a take of its own."""
        ...

    def delegate_hotkeys(self) -> list[AccountId]:
        """Every delegate."""
        ...


class DestinationReads(Protocol):
    """Where incentive is staked."""

    def destination_of(self, coldkey: AccountId, netuid: int) -> AccountId | None:
        """The hotkey a coldkey chose."""
        ...


class CommitmentReads(Protocol):
    """What hotkeys published."""

    def encoded_commitments(self, netuid: int) -> Iterator[tuple[AccountId, bytes]]:
        """Accounts and the SCALE bytes of their registrations."""
        ...


class SubnetParts(Record):
    """The parts that answers are read from.

    `parameters` is the hyperparameter table; some fifty values are read from it by name, so it has no Protocol here.
    `commitments` is None in a runtime without them.
    """

    clock: Clock
    networks: NetworkReads
    market: NetworkMarket
    neurons: NeuronReads
    registration: RegistrationReads
    parameters: Any
    vectors: VectorReads
    weights: WeightReads
    schedule: ScheduleReads
    emission: EmissionReads
    dividends: DividendReads
    pools: PoolReads
    serving: ServingReads
    accounts: AccountReads
    identities: IdentityReads
    stakes: StakeReads
    collateral: CollateralReads
    stake_weights: StakeWeightReads
    takes: TakeReads
    destinations: DestinationReads
    commitments: CommitmentReads | None = None
