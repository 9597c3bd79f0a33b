"""Networks: which exist, how they come and go."""

from chain.pallets.networks.dissolution import Dissolution
from chain.pallets.networks.pallet import Networks
from chain.pallets.networks.registration import NetworkRegistration
from chain.pallets.networks.succession import Succession

__all__ = ["Dissolution", "NetworkRegistration", "Networks", "Succession"]
