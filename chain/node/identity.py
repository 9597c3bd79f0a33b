"""What the node says of itself."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Identity:
    """Names and properties for `system_*`.

    The chain must not be called like a preset of the clients (polkadot, rococo, …).
    """

    name: str = "Weft"
    version: str = "0.1.0"
    chain: str = "Bittensor"
    chain_type: str = "Local"
    properties: dict[str, Any] = field(
        default_factory=lambda: {"ss58Format": 42, "tokenDecimals": 9, "tokenSymbol": "TAO", "isEthereum": False}
    )
