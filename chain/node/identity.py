"""What the node says of itself."""

from typing import Any

from chain.codec import Record


class Identity(Record):
    """Names and properties for `system_*`.

    The chain must not be called like a preset of the clients (polkadot, rococo, …).
    """

    name: str = "Weft"
    version: str = "0.1.0"
    chain: str = "Bittensor"
    chain_type: str = "Local"
    properties: dict[str, Any] = {"ss58Format": 42, "tokenDecimals": 9, "tokenSymbol": "TAO", "isEthereum": False}
