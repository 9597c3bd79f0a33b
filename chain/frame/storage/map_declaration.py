"""What all kinds of maps share as declarations."""

from functools import cached_property
from typing import Any

from chain.frame.storage.declaration import StorageDeclaration
from chain.frame.storage.map_keys import MapKeys


class MapDeclaration(StorageDeclaration):
    """A storage map of a pallet class, with one hasher per key."""

    def __init__(self, *, hashers: tuple[Any, ...], default: Any, doc: str, name: str | None) -> None:
        super().__init__(default=default, doc=doc, name=name)
        self.hashers = hashers

    @cached_property
    def map_keys(self) -> MapKeys:
        """How keys become raw keys."""
        return MapKeys(self.name, self.prefix, self.hashers, self.key_annotations)

    def bound_to(self, pallet: Any, kind: type[Any]) -> Any:
        """The map over the state of this pallet, made once per pallet instance."""
        bound = kind(self, self.map_keys, pallet)
        # The instance attribute shadows this descriptor, so later reads cost what a plain attribute costs.
        pallet.__dict__[self.attribute] = bound
        return bound
