"""rpc_methods: what this node serves."""

from typing import Any

from chain.node.rpc.context import Context


async def rpc_methods(context: Context) -> dict[str, Any]:
    """Return the names of all methods, aliases included."""
    return {"methods": list(context.method_names), "version": 1}
