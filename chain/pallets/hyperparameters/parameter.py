"""How a parameter is declared: its storage, and the call that sets it.

    kappa = SubnetParameter[U16](32_767, root(16, X), event=KappaSet, api="kappa", doc="…")

One such line makes the storage item, the call `AdminUtils.sudo_set_kappa` and the entry `kappa` of the runtime API.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto
from typing import Any, Generic, Protocol, TypeVar

from chain.codec import Record
from chain.frame.event import Event
from chain.frame.storage import StorageMap, StorageValue
from chain.primitives.hashing import Identity
from chain.primitives.identifiers import NetUid

V = TypeVar("V")


class Guard(Flag):
    """What a call tests before it sets a parameter, in this order."""

    NONE = 0
    WINDOW = auto()
    """The freeze window is open, for root too."""
    EXISTS = auto()
    """The network exists."""
    NOT_ROOT = auto()
    """The network is not root."""


NONE, W, X, N = Guard.NONE, Guard.WINDOW, Guard.EXISTS, Guard.NOT_ROOT


class ParameterFacts(Protocol):
    """What the test of a value may look at besides the value; `stored` holds the present parameters."""

    stored: Any

    def size_of(self, netuid: int) -> int:
        """The number of neurons."""
        ...


Check = Callable[[ParameterFacts, int, Any], None]
"""Raises where a value is not allowed: facts, netuid (0 for global parameters), value."""


class Setter(Record):
    """The AdminUtils call that sets a parameter.

    `limit` is the key under which changes by the owner are rate limited: a `Hyperparameter`, or a `TransactionKind`.
    `owner_check` is what only owners are held to, tested before the network's existence.
    """

    index: int
    guard: Guard
    by_owner: bool
    limit: Any = None
    argument: str = ""
    call_name: str = ""
    operational: bool = False
    check: Check | None = None
    owner_check: Check | None = None


Announcement = Callable[..., Event]
"""Makes the event of a change out of the netuid, if there is one, and the value."""


def root(index: int, guard: Guard = NONE, **options: Any) -> Setter:
    """A call for root alone."""
    return Setter(index, guard, by_owner=False, **options)


def owner(index: int, limit: Any, guard: Guard = NONE, **options: Any) -> Setter:
    """A call for root and for the owner of the network, whose changes are rate limited under `limit`."""
    return Setter(index, guard, by_owner=True, limit=limit, **options)


@dataclass(slots=True)
class Settings:
    """What a parameter declares besides its storage."""

    attribute: str = ""
    annotation: Any = None
    setter: Setter | None = None
    event: Announcement | None = None
    admin_event: Announcement | None = None
    api: str = ""
    removed: bool = True

    @property
    def call_name(self) -> str:
        """The name of the call that sets the parameter."""
        named = self.setter.call_name if self.setter else ""
        return named or f"sudo_set_{self.attribute}"

    @property
    def argument(self) -> str:
        """The name of that call's argument."""
        named = self.setter.argument if self.setter else ""
        return named or self.attribute


class SubnetParameter(StorageMap[NetUid, V], Generic[V]):
    """A value per network. `removed=False` keeps it when the network is dissolved, for the next one of that netuid."""

    type_argument_count = 1

    def __init__(
        self,
        default: V | Callable[[Any], V],
        setter: Setter | None = None,
        *,
        doc: str,
        event: type[Event] | None = None,
        admin_event: type[Event] | None = None,
        api: str = "",
        removed: bool = True,
        hasher: Any = Identity,
        name: str | None = None,
    ) -> None:
        super().__init__(hasher=hasher, default=default, doc=doc, name=name)
        self.settings = Settings(setter=setter, event=event, admin_event=admin_event, api=api, removed=removed)

    def __set_name__(self, owner: type, attribute: str) -> None:
        super().__set_name__(owner, attribute)
        self.settings.attribute, self.settings.annotation = attribute, self.value_annotation

    def _key_annotations_from(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return (NetUid,)


class GlobalParameter(StorageValue[V], Generic[V]):
    """One value for the whole chain."""

    def __init__(
        self,
        default: V | Callable[[Any], V],
        setter: Setter | None = None,
        *,
        doc: str,
        event: type[Event] | None = None,
        admin_event: type[Event] | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(default=default, doc=doc, name=name)
        self.settings = Settings(setter=setter, event=event, admin_event=admin_event)

    def __set_name__(self, owner: type, attribute: str) -> None:
        super().__set_name__(owner, attribute)
        self.settings.attribute, self.settings.annotation = attribute, self.value_annotation
