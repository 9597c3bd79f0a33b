"""Events of neurons: registration, endpoints, EVM keys."""

from typing import Annotated

from chain.codec import U16, U64, Result, TypeName
from chain.frame.dispatch_error import DispatchError
from chain.frame.event import Event
from chain.pallets.subtensor_module.types import H160
from chain.primitives.identifiers import AccountId, NetUid


class NeuronRegistered(Event, index=7, unnamed=True):
    """A hotkey got a uid on a network."""

    netuid: NetUid
    uid: U16
    hotkey: AccountId


class BulkNeuronsRegistered(Event, index=8, unnamed=True):
    """Neurons were registered at once; no call does that any more."""

    first: U16
    second: U16


class BulkBalancesSet(Event, index=9, unnamed=True):
    """Balances were set at once; no call does that any more."""

    first: U16
    second: U16


class AxonServed(Event, index=29, unnamed=True):
    """A neuron announced the endpoint at which it serves."""

    netuid: NetUid
    hotkey: AccountId


class PrometheusServed(Event, index=30, unnamed=True):
    """A neuron announced the endpoint of its measurements."""

    netuid: NetUid
    hotkey: AccountId


class Sudid(Event, index=50, unnamed=True):
    """A call was made with root's authority; see its result."""

    result: Annotated[Result[None, DispatchError], TypeName("DispatchResult")]


class Faucet(Event, index=57, unnamed=True):
    """The faucet paid out, in rao."""

    coldkey: AccountId
    amount: U64


class EvmKeyAssociated(Event, index=99):
    """A neuron proved that it holds an EVM key."""

    netuid: NetUid
    hotkey: AccountId
    evm_key: H160
    block_associated: U64
