"""From the table of parameters to the calls that set them."""

from inspect import Parameter, Signature
from typing import Any, ClassVar, Protocol

from chain.frame.call import call
from chain.frame.error import BadOrigin
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.pallets.admin_utils.costs import cost, dispatch_class
from chain.pallets.admin_utils.errors import NotPermittedOnRootSubnet, SubnetDoesNotExist
from chain.pallets.hyperparameters.pallet import Hyperparameters, declared_parameters
from chain.pallets.hyperparameters.parameter import GlobalParameter, Guard, Setter, SubnetParameter
from chain.pallets.hyperparameters.rights import AdminRights
from chain.primitives.identifiers import AccountId, NetUid

ROOT = 0


class AdminNetworks(Protocol):
    """What setters ask of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def size(self, netuid: int) -> int:
        """The number of neurons."""
        ...


class ParameterSetters(Pallet, wire="AdminUtils"):
    """Gives its subclass one call for every parameter of the table that has a setter."""

    stored: Hyperparameters
    rights: AdminRights
    networks: AdminNetworks
    generated: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, *, wire: str | None = None, rust_path: str | None = None) -> None:
        for declared in declared_parameters():
            if declared.settings.setter is not None:
                setattr(cls, declared.settings.call_name, _setter_call(declared, declared.settings.setter))
                cls.generated = (*cls.generated, declared.settings.call_name)
        super().__init_subclass__(wire=wire, rust_path=rust_path)

    def size_of(self, netuid: int) -> int:
        """The number of neurons, for the tests of values."""
        return self.networks.size(netuid)

    def begin(self, origin: Origin, netuid: int, setter: Setter, value: Any = None) -> AccountId | None:
        """Test origin, rate limit, freeze window and network; returns the owner, or None for root."""
        owner = self.rights.begin(origin, netuid, setter)
        if owner is not None and setter.owner_check is not None:
            setter.owner_check(self, netuid, value)
        if Guard.EXISTS in setter.guard and not self.networks.exists(netuid):
            raise SubnetDoesNotExist
        if Guard.NOT_ROOT in setter.guard and netuid == ROOT:
            raise NotPermittedOnRootSubnet
        return owner

    def set_parameter(self, origin: Origin, netuid: int, declared: SubnetParameter[Any], value: Any) -> None:
        """Set a parameter of a network, as its declaration allows."""
        settings = declared.settings
        if settings.setter is None:
            raise BadOrigin
        owner = self.begin(origin, netuid, settings.setter, value)
        if settings.setter.check is not None:
            settings.setter.check(self, netuid, value)
        self.stored.write(settings.attribute, netuid, value)
        self.rights.record(owner, netuid, settings.setter.limit)
        if settings.admin_event is not None:
            self.deposit_event(settings.admin_event(netuid, value))

    def set_global(self, origin: Origin, declared: GlobalParameter[Any], value: Any) -> None:
        """Set a parameter of the chain, as root."""
        origin.ensure_root()
        settings = declared.settings
        if settings.setter is not None and settings.setter.check is not None:
            settings.setter.check(self, ROOT, value)
        self.stored.write_global(settings.attribute, value)
        if settings.admin_event is not None:
            self.deposit_event(settings.admin_event(value))


def _setter_call(declared: SubnetParameter[Any] | GlobalParameter[Any], setter: Setter) -> Any:
    """The call of one parameter, with the argument names and types of the wire."""
    settings = declared.settings
    arguments: dict[str, Any] = {}
    if isinstance(declared, SubnetParameter):
        arguments["netuid"] = NetUid

        def run(self: ParameterSetters, origin: Origin, *values: Any) -> None:
            netuid, value = values
            self.set_parameter(origin, netuid, declared, value)

    else:

        def run(self: ParameterSetters, origin: Origin, *values: Any) -> None:
            (value,) = values
            self.set_global(origin, declared, value)

    arguments[settings.argument] = settings.annotation
    run.__name__ = settings.call_name
    run.__qualname__ = f"AdminUtils.{settings.call_name}"
    run.__doc__ = _documentation(declared, setter)
    run.__annotations__ = {"origin": Origin, **arguments, "return": None}
    positional = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in ("self", "origin", *arguments)]
    run.__signature__ = Signature(positional)  # type: ignore[attr-defined]  # what inspect reads in place of *values
    weight, kind = cost(setter.index), dispatch_class(setter.operational)
    return call(index=setter.index, weight=weight, dispatch_class=kind)(run)


def _documentation(declared: SubnetParameter[Any] | GlobalParameter[Any], setter: Setter) -> str:
    who = "the owner of the network or root" if setter.by_owner else "root"
    return f"Set `{declared.name}`, as {who}. {declared.docs}"
