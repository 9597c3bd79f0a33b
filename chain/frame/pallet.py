"""The base of every pallet, and what one class declares to the wire."""

import re
from collections.abc import Mapping
from inspect import cleandoc
from typing import Any, ClassVar, Protocol

from chain.frame.call import CALL_ATTRIBUTE, Call, CallDeclaration
from chain.frame.constant import Constant
from chain.frame.declaration import PalletDeclaration
from chain.frame.error import ModuleError
from chain.frame.event import Event
from chain.frame.inherent import Inherent
from chain.frame.storage import StorageDeclaration
from chain.frame.validity import ValidTransaction
from chain.frame.weight import ZERO_WEIGHT, Weight
from chain.primitives.identifiers import Hash
from chain.state import State


class SystemServices(Protocol):
    """What every pallet may ask of the system pallet."""

    state: State

    @property
    def block_number(self) -> int:
        """The number of the block being built (or last built)."""

    def block_hash_at(self, number: int) -> Hash:
        """The hash of a recent block; zero outside the window."""

    def deposit_event(self, event: Event) -> None:
        """Record an event of the current phase."""


class Pallet:
    """A part of the runtime that owns some storage.

    `class Balances(Pallet)` is called Balances on the wire; `class Staking(Pallet, wire="SubtensorModule")` is a part
    of a pallet of that name. Storage, constants and calls are found by their declarations; events and errors are
    listed. `rust_path` is what the paths of its enums begin with in the metadata, such as `pallet_balances::pallet`.
    """

    declaration: ClassVar[PalletDeclaration]
    events: ClassVar[tuple[type[Event], ...]] = ()
    errors: ClassVar[tuple[type[ModuleError], ...]] = ()
    inherent_identifier: ClassVar[bytes] = bytes(8)
    """What the node calls the data of this pallet's inherent, in eight letters."""

    def __init_subclass__(cls, *, wire: str | None = None, rust_path: str | None = None) -> None:
        super().__init_subclass__()
        inherited: PalletDeclaration | None = getattr(cls, "declaration", None)
        name = wire or (inherited.name if inherited else cls.__name__)
        path = rust_path or (inherited.rust_path if inherited else _default_rust_path(name))
        cls.declaration = _declare(cls, name, path)

    def __init__(self, system: SystemServices) -> None:
        self.system = system
        self.state = system.state

    def deposit_event(self, event: Event) -> None:
        """Record an event in the block."""
        self.system.deposit_event(event)

    def on_runtime_upgrade(self) -> Weight:
        """Run once, in the first block of a new runtime version, before everything else."""
        return ZERO_WEIGHT

    def on_initialize(self, now: int) -> Weight:
        """Run at the start of block `now`, before inherents; the weight used."""
        return ZERO_WEIGHT

    def on_idle(self, now: int, remaining: Weight) -> Weight:
        """Run after all extrinsics with the weight that is left; the weight used."""
        return ZERO_WEIGHT

    def on_finalize(self, now: int) -> None:
        """Run last in block `now`."""

    def create_inherent(self, data: Mapping[bytes, bytes]) -> Inherent | None:
        """The call this pallet wants in every block, made from what the node knows (by inherent identifier)."""
        return None

    def check_inherent(self, call: Call, data: Mapping[bytes, bytes]) -> str | None:
        """Why a node that knows `data` should not accept this inherent of somebody's block, or None."""
        return None

    def is_inherent(self, call: Call) -> bool:
        """Whether the author of a block may place this call of the pallet without a signature.

        Mandatory calls need no such word.
        """
        return False

    def validate_unsigned(self, call: Call) -> ValidTransaction | None:
        """What the pool should know of an unsigned transaction that this pallet vouches for, or None."""
        return None

    def check_invariants(self) -> None:
        """Raise InvariantBroken where the state contradicts itself."""


_SPLIT_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _default_rust_path(name: str) -> str:
    if name == "SubtensorModule":
        return "pallet_subtensor::pallet"
    return f"pallet_{_SPLIT_WORDS.sub('_', name).lower()}::pallet"


def _declare(cls: type[Pallet], name: str, rust_path: str) -> PalletDeclaration:
    """Collect the declarations of a class, those of its bases first, in the order they are written."""
    storage: dict[str, StorageDeclaration] = {}
    constants: dict[str, Constant[Any]] = {}
    calls: dict[str, CallDeclaration] = {}
    for base in reversed(cls.__mro__):
        for attribute, value in vars(base).items():
            if isinstance(value, StorageDeclaration):
                if not value.pallet_prefix:
                    value.bind(name)
                storage[attribute] = value
            elif isinstance(value, Constant):
                constants[attribute] = value
            elif (declared := getattr(value, CALL_ATTRIBUTE, None)) is not None:
                calls[attribute] = declared
                if declared.owner is object:
                    declared.owner = base
    return PalletDeclaration(
        name=name,
        docs=cleandoc(cls.__doc__ or ""),
        rust_path=rust_path,
        storage=tuple(storage.values()),
        constants=tuple(constants.values()),
        calls=tuple(sorted(calls.values(), key=lambda declared: declared.index)),
        events=tuple(sorted(cls.events, key=lambda event: event.index)),
        errors=tuple(sorted(cls.errors, key=lambda error: error.index)),
        owners=(cls,),
    )
