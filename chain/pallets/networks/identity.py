"""The limits on how an owner describes a network (lifecycle 1.7)."""

from chain.pallets.subtensor_module.errors import InvalidIdentity
from chain.pallets.subtensor_module.types import SubnetIdentityV3

LONGEST = {
    "subnet_name": 256,
    "github_repo": 1024,
    "subnet_contact": 1024,
    "subnet_url": 1024,
    "discord": 256,
    "description": 1024,
    "logo_url": 1024,
    "additional": 1024,
}
"""Bytes per field."""


def ensure_valid(identity: SubnetIdentityV3) -> None:
    """Raise InvalidIdentity for a field longer than its limit, naming it."""
    for field, limit in LONGEST.items():
        length = len(getattr(identity, field))
        if length > limit:
            raise InvalidIdentity(f"InvalidIdentity: {field} has {length} bytes, at most {limit} are allowed")
