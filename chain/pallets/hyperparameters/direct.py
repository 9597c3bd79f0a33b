"""Parameters by name, for whoever owns the whole chain: no origin, no rate limit, no freeze window."""

from typing import Any

from chain.codec import EncodeError, Struct
from chain.pallets.hyperparameters.pallet import Hyperparameters, declared_parameters
from chain.pallets.hyperparameters.parameter import GlobalParameter, SubnetParameter

PREFIX = "sudo_set_"


def parameter_named(name: str) -> SubnetParameter[Any] | GlobalParameter[Any]:
    """The parameter of a storage item's name, an attribute's, or that of the call that sets it.

    Raises:
        LookupError: there is none; the message names those that sound like it.
    """
    known: dict[str, SubnetParameter[Any] | GlobalParameter[Any]] = {}
    for declared in declared_parameters():
        settings = declared.settings
        for spelling in (declared.name, settings.attribute, settings.call_name, settings.call_name[len(PREFIX) :]):
            known.setdefault(spelling.lower().replace("_", ""), declared)
    found = known.get(name.lower().replace("_", ""))
    if found is None:
        import difflib

        close = difflib.get_close_matches(name.lower().replace("_", ""), known, 3, 0.5)
        hint = f"; there is {', '.join(dict.fromkeys(known[match].name for match in close))}" if close else ""
        raise LookupError(f"there is no parameter {name!r}{hint}")
    return found


def write_parameter(parameters: Hyperparameters, name: str, netuid: int | None, value: Any) -> None:
    """Write a parameter of a network, or of the chain where it has no network, as plain JSON gives it.

    Fixed-point numbers are given by their bits, pairs as lists.

    Raises:
        LookupError: there is no such parameter.
        ValueError: it needs a netuid or has none, or the value is not of its type.
    """
    declared = parameter_named(name)
    attribute = declared.settings.attribute
    if isinstance(declared, SubnetParameter) == (netuid is None):
        needs = "is one for each network; give a netuid" if netuid is None else "is one for the whole chain; no netuid"
        raise ValueError(f"{declared.name} {needs}")
    sample = declared.default_for(parameters)
    try:
        typed = _typed(sample, value)
        if netuid is None:
            setattr(parameters, attribute, typed)
        else:
            getattr(parameters, attribute)[netuid] = typed
    except (EncodeError, TypeError) as error:
        raise ValueError(f"{value!r} is no value of {declared.name}, such as {sample!r}: {error}") from error


def _typed(sample: Any, value: Any) -> Any:
    """The value as the type that the sample has."""
    if isinstance(sample, bool):
        if not isinstance(value, bool):
            raise TypeError("expected true or false")
        return value
    if isinstance(sample, Struct):
        kind: Any = type(sample)
        return kind(value)
    if isinstance(sample, tuple) and isinstance(value, list):
        return tuple(value)
    if isinstance(sample, int) and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError("expected a whole number")
    return value
