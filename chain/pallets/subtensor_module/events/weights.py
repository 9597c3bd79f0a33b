"""Events of weights: set, committed, revealed."""

from typing import Annotated

from chain.codec import U16, U64, Compact, TypeName
from chain.frame.dispatch_error import DispatchError
from chain.frame.event import Event
from chain.pallets.subtensor_module.types import H256
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, NetUidStorageIndex


class WeightsSet(Event, index=5, unnamed=True):
    """A neuron set its weights; the index holds netuid and mechanism."""

    netuid_index: NetUidStorageIndex
    uid: U16


class RootWeightsSet(Event, index=6, unnamed=True):
    """A member of root set its weights."""

    uid: U16


class CRV3WeightsCommitted(Event, index=85, unnamed=True):
    """Weights were committed in the former timelocked form."""

    hotkey: AccountId
    netuid_index: NetUidStorageIndex
    commit_hash: H256


class WeightsCommitted(Event, index=86, unnamed=True):
    """A neuron committed the hash of its weights."""

    hotkey: AccountId
    netuid_index: NetUidStorageIndex
    commit_hash: H256


class WeightsRevealed(Event, index=87, unnamed=True):
    """A neuron revealed weights that it had committed."""

    hotkey: AccountId
    netuid_index: NetUidStorageIndex
    commit_hash: H256


class WeightsBatchRevealed(Event, index=88, unnamed=True):
    """A neuron revealed several commits at once."""

    hotkey: AccountId
    netuid: NetUid
    commit_hashes: list[H256]


class BatchWeightsCompleted(Event, index=89, unnamed=True):
    """A batch of weight calls was worked off."""

    netuids: list[Compact[NetUid]]
    hotkey: AccountId


class BatchCompletedWithErrors(Event, index=90):
    """At least one item of a batch of weight calls failed."""


class BatchWeightItemFailed(Event, index=91, unnamed=True):
    """One item of a batch of weight calls failed; the others are not affected."""

    netuid: NetUid
    error: Annotated[DispatchError, TypeName("sp_runtime::DispatchError")]


class CRV3WeightsRevealed(Event, index=100, unnamed=True):
    """Weights were revealed from the former timelocked form."""

    netuid: NetUid
    hotkey: AccountId


class TimelockedWeightsCommitted(Event, index=108, unnamed=True):
    """A neuron committed weights that open with a drand round."""

    hotkey: AccountId
    netuid_index: NetUidStorageIndex
    commit_hash: H256
    reveal_round: U64


class TimelockedWeightsRevealed(Event, index=109, unnamed=True):
    """The chain opened timelocked weights and set them."""

    netuid_index: NetUidStorageIndex
    hotkey: AccountId


class IncentiveAlphaEmittedToMiners(Event, index=111):
    """The alpha that each uid earned as a miner in this epoch."""

    netuid: NetUidStorageIndex
    emissions: list[AlphaBalance]
