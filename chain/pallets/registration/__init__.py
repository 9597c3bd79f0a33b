"""Registration: hotkey accounts, neuron slots, their price, and what may be done how often."""

from chain.pallets.registration.accounts import HotkeyAccounts
from chain.pallets.registration.neurons import Neurons
from chain.pallets.registration.pallet import Registration
from chain.pallets.registration.rate_limits import RateLimits
from chain.pallets.registration.root import RootRegistration
from chain.pallets.registration.work import WorkRegistration

__all__ = ["HotkeyAccounts", "Neurons", "RateLimits", "Registration", "RootRegistration", "WorkRegistration"]
