"""Who may talk to the node: Origin and Host checks, which a bind to loopback does not replace.

A page in a browser reaches loopback ports too. Its requests carry an Origin that must be allowed, and after DNS
rebinding a Host that is not ours. Programs send no Origin and are let in.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from chain.codec import Record

DEFAULT_ORIGINS = ("http://localhost:*", "http://127.0.0.1:*", "https://localhost:*", "https://127.0.0.1:*",
                   "https://polkadot.js.org")  # fmt: skip
ALL = "all"


class AccessPolicy(Record):
    """The allowed origins (`all`, or exact ones with `:*` for any port) and whether any Host name will do."""

    origins: tuple[str, ...] = DEFAULT_ORIGINS
    any_host: bool = False

    def allows_origin(self, origin: str | None) -> bool:
        """Say whether a request with this Origin header (None without one) may pass."""
        if origin is None or ALL in self.origins or "*" in self.origins or origin in self.origins:
            return True
        scheme, separator, rest = origin.partition("://")
        return bool(separator) and f"{scheme}://{rest.partition(':')[0]}:*" in self.origins

    def allows_host(self, host: str | None) -> bool:
        """Say whether a request for this Host header may pass: loopback names and plain addresses always do."""
        if self.any_host or host is None:
            return True
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name == "localhost" or name.endswith(".localhost"):
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True

    def response_headers(self, origin: str | None) -> dict[str, str]:
        """Return the CORS headers for an allowed origin."""
        if origin is None:
            return {}
        allowed = "*" if ALL in self.origins or "*" in self.origins else origin
        return {"Access-Control-Allow-Origin": allowed, "Vary": "Origin"}
