"""account_nextIndex, under both of its names."""

from chain.node.rpc.context import Context
from chain.node.rpc.parameters import Account

ALIASES = {"system_accountNextIndex": "account_nextIndex"}


async def account_nextIndex(context: Context, account: Account) -> int:
    """Return the nonce for an account's next extrinsic, counting those that are ready in the pool."""
    encoded = await context.queries.call_api("AccountNonceApi_account_nonce", account, None)
    nonce = int.from_bytes(encoded, "little")
    while context.pool.provides(account + nonce.to_bytes(len(encoded), "little")):
        nonce += 1
    return nonce
