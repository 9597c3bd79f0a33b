"""Several pallets under one name on the wire."""

from collections.abc import Sequence

from chain.codec import replace
from chain.frame.declaration import PalletDeclaration, WireClash, merge_declarations
from chain.frame.pallet import Pallet

_MERGED: dict[tuple[str, tuple[type[Pallet], ...]], PalletDeclaration] = {}


class WirePallet:
    """Parts that clients see as one pallet: one name, one index, one storage prefix.

    It holds no logic and no state; it merges the parts' tables and raises WireClash, naming both sides, where two parts
    claim the same call, event, error, storage item or constant. `docs` replaces the parts' own in the metadata.
    """

    def __init__(self, name: str, parts: Sequence[Pallet], *, docs: str = "") -> None:
        self.name = name
        self.parts = tuple(parts)
        self.declaration = _merged(name, tuple(type(part) for part in self.parts), docs)


def _merged(name: str, classes: tuple[type[Pallet], ...], docs: str) -> PalletDeclaration:
    """The merged tables, computed once for each combination of classes."""
    key = (name, classes)
    if key not in _MERGED:
        for part in classes:
            if part.declaration.name != name:
                raise WireClash(
                    f'{part.__name__} declares itself as "{part.declaration.name}" and cannot be a part of "{name}"; '
                    f'write class {part.__name__}(Pallet, wire="{name}")'
                )
        merged = merge_declarations(name, (part.declaration for part in classes))
        _MERGED[key] = _with_docs(merged, docs) if docs else merged
    return _MERGED[key]


def _with_docs(declaration: PalletDeclaration, docs: str) -> PalletDeclaration:
    return replace(declaration, docs=docs)
