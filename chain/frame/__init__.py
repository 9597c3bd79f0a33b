"""The runtime framework: pallets and their declarations, calls, events, errors, origins, weights, block execution."""

from chain.frame.call import Call, DispatchInfo, PostDispatchInfo, RuntimeCall, call
from chain.frame.constant import Constant
from chain.frame.declaration import PalletDeclaration, WireClash
from chain.frame.error import (
    ArithmeticError_,
    BadOrigin,
    CannotLookup,
    ConsumerRemaining,
    Corruption,
    DispatchFailure,
    Exhausted,
    InvariantBroken,
    ModuleError,
    NoProviders,
    Other,
    RootNotAllowed,
    TokenError,
    TooManyConsumers,
    TransactionalError,
    Unavailable,
)
from chain.frame.event import Event
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import (
    OptionalDoubleMap,
    OptionalMap,
    OptionalNMap,
    OptionalValue,
    StorageDoubleMap,
    StorageMap,
    StorageNMap,
    StorageValue,
)
from chain.frame.weight import ZERO_WEIGHT, DispatchClass, Pays, Weight, database_weight, measured_weight
from chain.frame.wire_pallet import WirePallet

__all__ = [
    "ZERO_WEIGHT",
    "ArithmeticError_",
    "BadOrigin",
    "Call",
    "CannotLookup",
    "Constant",
    "ConsumerRemaining",
    "Corruption",
    "DispatchClass",
    "DispatchFailure",
    "DispatchInfo",
    "Event",
    "Exhausted",
    "InvariantBroken",
    "ModuleError",
    "NoProviders",
    "OptionalDoubleMap",
    "OptionalMap",
    "OptionalNMap",
    "OptionalValue",
    "Origin",
    "Other",
    "Pallet",
    "PalletDeclaration",
    "Pays",
    "PostDispatchInfo",
    "RootNotAllowed",
    "RuntimeCall",
    "StorageDoubleMap",
    "StorageMap",
    "StorageNMap",
    "StorageValue",
    "TokenError",
    "TooManyConsumers",
    "TransactionalError",
    "Unavailable",
    "Weight",
    "WireClash",
    "WirePallet",
    "call",
    "database_weight",
    "measured_weight",
]
