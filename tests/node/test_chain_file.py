"""The chain on disk: it goes on where it ended, whatever was done to it before."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from chain.node.config import NodeConfig
from chain.node.service import Node, NodeFault
from tests.node.running import MANUAL
from tests.node.stand_in import ALICE, COUNT_KEY, extrinsic, stand_in_rules

KEY = "0x" + COUNT_KEY.hex()


def node_in(folder: Path, **settings: Any) -> Node:
    """Return a node whose chain is kept in a folder."""
    return Node(NodeConfig(sealing=MANUAL, ports=(), base_path=folder, **settings), rules=stand_in_rules())


def test_a_restarted_chain_goes_on_with_the_same_blocks_and_states(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with node_in(tmp_path) as node:
            await node.request("author_submitExtrinsic", "0x" + extrinsic(ALICE, 0).hex())
            await node.request("dev_newBlock", 1200)
            hashes = await node.request("chain_getBlockHash", [0, 1, 5, 700, 1200])
            headers = [await node.request("chain_getHeader", found) for found in hashes]
        async with node_in(tmp_path) as node:
            assert await node.request("chain_getBlockHash", [0, 1, 5, 700, 1200]) == hashes
            assert [await node.request("chain_getHeader", found) for found in hashes] == headers
            assert await node.request("chain_getFinalizedHead") == hashes[-1]
            assert await node.request("state_getStorage", KEY) == "0x01" + "00" * 7
            assert await node.request("state_getStorage", KEY, hashes[0]) == "0x" + "00" * 8
            assert len((await node.request("chain_getBlock", hashes[1]))["block"]["extrinsics"]) == 2
            timestamp = node.head.timestamp_ms
            await node.request("dev_newBlock", 1)
            assert node.head.number == 1201 and node.head.timestamp_ms > timestamp

    asyncio.run(scenario())


def test_what_was_cut_off_stays_cut_off_and_what_was_not_final_stays_so(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with node_in(tmp_path) as node:
            await node.request("dev_newBlock", 10)
            await node.request("dev_setHead", 4)
            await node.request("engine_createBlock", True, False)
            hashes = await node.request("chain_getBlockHash", [4, 5])
        async with node_in(tmp_path) as node:
            assert await node.request("chain_getBlockHash", [4, 5, 6]) == [*hashes, None]
            assert await node.request("chain_getFinalizedHead") == hashes[0]
            await node.request("engine_finalizeBlock", hashes[1])
        async with node_in(tmp_path) as node:
            assert await node.request("chain_getFinalizedHead") == hashes[1]

    asyncio.run(scenario())


def test_a_long_way_back_reaches_blocks_that_are_on_disk_only(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with node_in(tmp_path) as node:
            await node.request("author_submitExtrinsic", "0x" + extrinsic(ALICE, 0).hex())
            await node.request("dev_newBlock", 3)
            await node.request("dev_newBlock", 2000)
            assert len(node.parts.queries.ledger._blocks) < 1100, "older blocks are not kept in memory"
            await node.request("dev_setHead", 0)
            assert await node.request("author_pendingExtrinsics") == ["0x" + extrinsic(ALICE, 0).hex()]
            await node.request("dev_newBlock", 1)
            assert node.head.number == 1 and await node.request("state_getStorage", KEY) == "0x01" + "00" * 7

    asyncio.run(scenario())


def test_a_folder_in_use_of_another_preset_or_damaged_is_refused_in_words(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with node_in(tmp_path / "chain"):
            with pytest.raises(NodeFault, match="open in another process"):
                await node_in(tmp_path / "chain").start()
        with pytest.raises(NodeFault, match="preset localnet-fast, not localnet"):
            await node_in(tmp_path / "chain", preset="localnet").start()
        (tmp_path / "bad").mkdir()
        (tmp_path / "bad" / "chain.sqlite").write_bytes(b"not a database at all" * 100)
        with pytest.raises(NodeFault, match="not the file of a chain"):
            await node_in(tmp_path / "bad").start()

    asyncio.run(scenario())
