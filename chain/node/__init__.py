"""The node: pool, sealing, JSON-RPC, and the service that wires them."""
