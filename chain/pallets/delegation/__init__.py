"""Delegation: takes, stake lent to children, and how coldkeys describe themselves."""

from chain.pallets.delegation.children import Children
from chain.pallets.delegation.identity import Identities
from chain.pallets.delegation.takes import Takes

__all__ = ["Children", "Identities", "Takes"]
