"""Who may set a parameter, when, and how often (lifecycle 0.6 and 0.7)."""

from enum import Enum
from typing import Any, Protocol

from chain.frame.error import BadOrigin
from chain.frame.origin import Origin
from chain.pallets.hyperparameters.parameter import Guard, Setter
from chain.pallets.registration.rate_limits import TransactionKind
from chain.pallets.subtensor_module.limits import FREEZE_WINDOW, OWNER_ACTIONS, OWNER_PARAMETERS, WaitingRule
from chain.pallets.subtensor_module.types import Hyperparameter, OwnerHyperparamUpdate, PerNetwork, RateLimitKey
from chain.primitives.identifiers import AccountId

LARGEST_U64 = 2**64 - 1
ROOT = 0


class OwnedNetworks(Protocol):
    """Whose network it is."""

    def owner_of(self, netuid: int) -> AccountId:
        """The coldkey that owns a network."""
        ...


class RightsParameters(Protocol):
    """The parameters that set the pace of changes."""

    @property
    def fast(self) -> bool:
        """Whether the limits of the fast build hold."""
        ...

    @property
    def tempo(self) -> PerNetwork[int]:
        """Blocks between two epochs."""
        ...

    @property
    def admin_freeze_window(self) -> int:
        """Blocks before an epoch in which parameters are frozen."""
        ...

    @property
    def owner_hyperparam_rate_limit(self) -> int:
        """Tempos between two changes of one parameter."""
        ...

    @property
    def weights_version_key_rate_limit(self) -> int:
        """Tempos between two changes of the version key."""
        ...


class RightsLimits(Protocol):
    """When owners changed what."""

    def ensure_passed(self, rule: WaitingRule, key: RateLimitKey, blocks: int) -> None:
        """Raise the rule's error unless so many blocks have gone by."""
        ...

    def record(self, key: RateLimitKey) -> None:
        """Note an action as taken now."""
        ...

    def ensure_transaction_passed(
        self, rule: WaitingRule, account: AccountId, netuid: int, kind: int, blocks: int
    ) -> None:
        """Raise the rule's error unless so many blocks have gone by since the account's transaction of the kind."""
        ...

    def record_transaction(self, account: AccountId, netuid: int, kind: int) -> None:
        """Note a transaction as made now."""
        ...


class EpochDates(Protocol):
    """When epochs ran and will run."""

    def last_epoch_of(self, netuid: int) -> int:
        """The block of the last epoch."""
        ...

    def pending_epoch(self, netuid: int) -> int:
        """The block an epoch is ordered for; 0 for none."""
        ...


class Clock(Protocol):
    """The block being built."""

    @property
    def block_number(self) -> int:
        """Its number."""
        ...


class Fixed(Enum):
    """Intervals in blocks that no parameter holds, for the normal and the fast build."""

    TEMPO_UPDATE = (360, 360)
    MECHANISM = (7_200, 1)
    TRIMMING = (216_000, 1)


class AdminRights:
    """Decides whether a call may change a network, and remembers that an owner did."""

    def __init__(
        self,
        clock: Clock,
        *,
        networks: OwnedNetworks,
        parameters: RightsParameters,
        limits: RightsLimits,
        epochs: EpochDates,
    ) -> None:
        self._clock = clock
        self._networks = networks
        self._parameters = parameters
        self._limits = limits
        self._epochs = epochs

    def begin(self, origin: Origin, netuid: int, setter: Setter) -> AccountId | None:
        """Test origin, rate limit and freeze window for a call; returns the owner, or None for root."""
        owner = self._authorised(origin, netuid, by_owner=setter.by_owner)
        self.ensure_rate(owner, netuid, setter.limit)
        if Guard.WINDOW in setter.guard:
            self.ensure_not_frozen(netuid)
        return owner

    def owner_or_root(self, origin: Origin, netuid: int) -> AccountId | None:
        """The owner who signed, or None for root; BadOrigin for anyone else."""
        return None if origin.is_root else self.owner(origin, netuid)

    def owner(self, origin: Origin, netuid: int) -> AccountId:
        """The owner who signed; BadOrigin for anyone else, root too."""
        who = origin.ensure_signed()
        if self._networks.owner_of(netuid) != who:
            raise BadOrigin
        return who

    def is_frozen(self, netuid: int) -> bool:
        """Whether the next epoch is so near that parameters stay as they are."""
        tempo, now = self._parameters.tempo[netuid], self._clock.block_number
        if tempo == 0:
            return False
        if self._epochs.pending_epoch(netuid) > now:
            return True
        return self.blocks_to_epoch(netuid) < self._parameters.admin_freeze_window

    def blocks_to_epoch(self, netuid: int) -> int:
        """Blocks until the next regular epoch; 0 if it is due."""
        due = self._epochs.last_epoch_of(netuid) + self._parameters.tempo[netuid]
        return max(due - self._clock.block_number, 0)

    def ensure_not_frozen(self, netuid: int) -> None:
        """Raise AdminActionProhibitedDuringWeightsWindow in the freeze window, for root too."""
        if self.is_frozen(netuid):
            raise FREEZE_WINDOW.refusal(self._thaws_at(netuid))

    def _thaws_at(self, netuid: int) -> int | None:
        """The block of the next epoch, from which on parameters may be changed; None where there is none to come."""
        tempo = self._parameters.tempo[netuid]
        if netuid == ROOT or tempo < self._parameters.admin_freeze_window:
            return None
        return self._epochs.pending_epoch(netuid) or self._epochs.last_epoch_of(netuid) + tempo

    def ensure_rate(self, owner: AccountId | None, netuid: int, limit: Any) -> None:
        """Raise TxRateLimitExceeded where the owner made such a change too recently; root has no limit."""
        if owner is None or limit is None:
            return
        blocks = self.interval(netuid, limit)
        if isinstance(limit, Hyperparameter):
            self._limits.ensure_passed(OWNER_PARAMETERS, OwnerHyperparamUpdate(netuid, limit), blocks)
        else:
            self._limits.ensure_transaction_passed(OWNER_ACTIONS, owner, netuid, limit, blocks)

    def record(self, owner: AccountId | None, netuid: int, limit: Any) -> None:
        """Note that the owner made the change; what root does is not noted."""
        if owner is None or limit is None:
            return
        if isinstance(limit, Hyperparameter):
            self._limits.record(OwnerHyperparamUpdate(netuid, limit))
        else:
            self._limits.record_transaction(owner, netuid, limit)

    def interval(self, netuid: int, limit: Any) -> int:
        """Blocks between two changes of that kind by an owner."""
        tempo = self._parameters.tempo[netuid]
        if isinstance(limit, Hyperparameter):
            return min(tempo * self._parameters.owner_hyperparam_rate_limit, LARGEST_U64)
        if limit == TransactionKind.SET_WEIGHTS_VERSION_KEY:
            return min(tempo * self._parameters.weights_version_key_rate_limit, LARGEST_U64)
        fixed = {
            TransactionKind.MECHANISM_COUNT_UPDATE: Fixed.MECHANISM,
            TransactionKind.MECHANISM_EMISSION: Fixed.MECHANISM,
            TransactionKind.MAX_UIDS_TRIMMING: Fixed.TRIMMING,
            TransactionKind.TEMPO_UPDATE: Fixed.TEMPO_UPDATE,
        }[limit]
        return fixed.value[1 if self._parameters.fast else 0]

    def _authorised(self, origin: Origin, netuid: int, *, by_owner: bool) -> AccountId | None:
        if by_owner:
            return self.owner_or_root(origin, netuid)
        origin.ensure_root()
        return None
