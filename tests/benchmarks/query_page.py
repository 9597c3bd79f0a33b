"""A page of a thousand keys and their values, from request bytes to answer bytes. CPU time, best of several."""

import asyncio
from time import process_time

import orjson

from chain.node.config import NodeConfig
from chain.node.sealing import SealingMode
from chain.node.service import Node

PREFIX = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"
"""System.Account."""
PAGE = 1_000
ROUNDS = 25


async def _measure() -> dict[str, float]:
    async with Node(NodeConfig(sealing=SealingMode(), ports=())) as node:
        accounts = [(PREFIX + f"{number:096x}", "0x" + f"{number:0160x}") for number in range(3 * PAGE)]
        await node.request("dev_setStorage", accounts)
        session = node.parts.dispatcher.open_session(None)

        async def answer(method: str, *parameters: object) -> list[object]:
            body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
            answered = await session.answer(orjson.dumps(body))
            assert answered is not None
            result: list[object] = orjson.loads(answered)["result"]
            return result

        times = []
        for _ in range(ROUNDS):
            begun = process_time()
            keys = await answer("state_getKeysPaged", PREFIX, PAGE, accounts[PAGE][0])
            changes = await answer("state_queryStorageAt", keys)
            times.append(process_time() - begun)
            assert len(keys) == PAGE and len(changes[0]["changes"]) == PAGE  # type: ignore[index]
    return {"query_page_1000_ms": 1000 * min(times)}


def measure() -> dict[str, float]:
    """Return milliseconds."""
    return asyncio.run(_measure())


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.2f}")
