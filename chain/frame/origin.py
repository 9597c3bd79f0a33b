"""Who makes a call: root, an account, or nobody (inherents and unsigned transactions)."""

from collections.abc import Callable
from typing import Annotated, Self, TypeAlias

from chain.codec import Enum, TypeName
from chain.frame.call import Call
from chain.frame.error import BadOrigin
from chain.primitives.identifiers import AccountId

CallFilter: TypeAlias = Callable[[Call], bool]
"""Whether a call may be made by anyone but root."""


class Origin:
    """The origin of a call. Make one with `Origin.signed(account)`, `Origin.root()` or `Origin.none()`.

    `filters` are what this origin itself may call, beside what the runtime lets anybody call; root has none.
    """

    __slots__ = ("filters", "is_root", "signer")

    def __init__(self, *, signer: AccountId | None, is_root: bool, filters: tuple[CallFilter, ...] = ()) -> None:
        self.signer = signer
        self.is_root = is_root
        self.filters = filters

    @classmethod
    def signed(cls, account: AccountId) -> Self:
        """An account that signed the transaction, or in whose name another call acts."""
        return cls(signer=account, is_root=False)

    @classmethod
    def root(cls) -> Self:
        """The chain itself; may do everything."""
        return cls(signer=None, is_root=True)

    @classmethod
    def none(cls) -> Self:
        """Nobody: inherents and unsigned transactions."""
        return cls(signer=None, is_root=False)

    def limited_to(self, allows: CallFilter) -> Self:
        """The same origin, which from now on may only make the calls that `allows`, in nested calls too."""
        return type(self)(signer=self.signer, is_root=self.is_root, filters=(*self.filters, allows))

    def acting_as(self, account: AccountId) -> Self:
        """An account in whose name this origin acts, limited as this origin is."""
        return type(self)(signer=account, is_root=False, filters=self.filters)

    @property
    def is_none(self) -> bool:
        """Whether nobody stands behind the call."""
        return self.signer is None and not self.is_root

    def ensure_signed(self) -> AccountId:
        """The signer; BadOrigin where there is none."""
        if self.signer is None:
            raise BadOrigin
        return self.signer

    def ensure_root(self) -> None:
        """BadOrigin unless the origin is root."""
        if not self.is_root:
            raise BadOrigin

    def ensure_none(self) -> None:
        """BadOrigin unless nobody stands behind the call."""
        if self.is_root or self.signer is not None:
            raise BadOrigin

    def ensure_signed_or_root(self) -> AccountId | None:
        """The signer, or None for root; BadOrigin for nobody."""
        if self.signer is None and not self.is_root:
            raise BadOrigin
        return self.signer

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin) and (self.signer, self.is_root) == (other.signer, other.is_root)

    def __hash__(self) -> int:
        return hash((self.signer, self.is_root))

    def __repr__(self) -> str:
        if self.is_root:
            return "Origin.root()"
        return "Origin.none()" if self.signer is None else f"Origin.signed({self.signer!r})"


class RawOrigin(Enum, path="frame_support::dispatch::RawOrigin", params={"AccountId": AccountId}):
    """An origin of the system pallet on the wire."""


class Root(RawOrigin, index=0):
    """The chain itself."""


class Signed(RawOrigin, index=1, unnamed=True):
    """An account."""

    account: Annotated[AccountId, TypeName("AccountId")]


class NoneOrigin(RawOrigin, index=2, name="None"):
    """Nobody."""


class Authorized(RawOrigin, index=3):
    """A transaction that authorised itself; no call of this runtime takes it."""


class OriginCaller(Enum, path="node_subtensor_runtime::OriginCaller"):
    """The origin of any pallet on the wire, as `Utility.dispatch_as` takes it."""


class SystemOrigin(OriginCaller, index=0, name="system", unnamed=True):
    """An origin of the system pallet."""

    origin: Annotated[RawOrigin, TypeName("frame_system::Origin<Runtime>")]


def origin_of(caller: OriginCaller) -> Origin:
    """The origin a wire value names; BadOrigin where no call of this runtime takes it."""
    match caller:
        case SystemOrigin(origin=Root()):
            return Origin.root()
        case SystemOrigin(origin=Signed(account=account)):
            return Origin.signed(account)
        case SystemOrigin(origin=NoneOrigin()):
            return Origin.none()
    raise BadOrigin
