"""Storage items of pallets: values and maps, typed above, bytes below."""

from chain.frame.storage.declaration import StorageDeclaration
from chain.frame.storage.double_map import OptionalDoubleMap, StorageDoubleMap
from chain.frame.storage.map import OptionalMap, StorageMap
from chain.frame.storage.n_map import OptionalNMap, StorageNMap
from chain.frame.storage.value import OptionalValue, StorageValue

__all__ = [
    "OptionalDoubleMap",
    "OptionalMap",
    "OptionalNMap",
    "OptionalValue",
    "StorageDeclaration",
    "StorageDoubleMap",
    "StorageMap",
    "StorageNMap",
    "StorageValue",
]
