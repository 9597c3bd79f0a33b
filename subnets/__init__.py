"""The subnets that come with Weft, and the class every subnet extends."""

from importlib import import_module

from subnets.subnet import Subnet, UnknownName
from subnets.task import Task
from subnets.text_prediction import SUBNET as TEXT_PREDICTION

SUBNETS = {subnet.name: subnet for subnet in (TEXT_PREDICTION,)}
"""Every subnet by name; a new one is added here."""

__all__ = ["SUBNETS", "Subnet", "Task", "UnknownName", "subnet_named"]


def subnet_named(name: str) -> Subnet:
    """Look a subnet up: one that comes with Weft by its name, any other as `module:NAME` of its `Subnet`.

    Raises UnknownName.
    """
    module_name, separator, attribute = name.partition(":")
    if separator:
        return _subnet_in(module_name, attribute)
    if name not in SUBNETS:
        known = ", ".join(sorted(SUBNETS))
        raise UnknownName(f"there is no subnet {name!r}; there is {known}; your own is named module:NAME")
    return SUBNETS[name]


def _subnet_in(module_name: str, attribute: str) -> Subnet:
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as error:
        raise UnknownName(f"no module {error.name!r} to find the subnet in; is its folder on PYTHONPATH?") from error
    subnet = getattr(module, attribute, None)
    if not isinstance(subnet, Subnet):
        raise UnknownName(f"{module_name}.{attribute} is {subnet!r}; expected a subnets.Subnet")
    return subnet
