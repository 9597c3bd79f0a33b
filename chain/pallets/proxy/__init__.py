"""The proxy pallet: accounts that act for others, within limits."""

from chain.pallets.proxy.pallet import Proxy
from chain.pallets.proxy.types import ProxyType

__all__ = ["Proxy", "ProxyType"]
