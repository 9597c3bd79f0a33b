"""The subnets that come with Weft, and the class every subnet extends."""

from subnets.subnet import Subnet, UnknownName
from subnets.task import Task
from subnets.text_prediction import SUBNET as TEXT_PREDICTION

SUBNETS = {subnet.name: subnet for subnet in (TEXT_PREDICTION,)}
"""Every subnet by name; a new one is added here."""

__all__ = ["SUBNETS", "Subnet", "Task", "UnknownName", "subnet_named"]


def subnet_named(name: str) -> Subnet:
    """Look a subnet up. Raises UnknownName."""
    if name not in SUBNETS:
        raise UnknownName(f"there is no subnet {name!r}; there is {', '.join(sorted(SUBNETS))}")
    return SUBNETS[name]
