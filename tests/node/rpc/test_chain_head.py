"""chainHead_v1, archive_v1, chainSpec_v1 and transaction_v1, event by event."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chain.codec import decode
from chain.node.service import Node, RpcRefused
from chain.primitives.hashing import blake2_256, twox_128
from chain.primitives.header import Header
from tests.node.running import Client, connect, on_a_node
from tests.node.stand_in import ALICE, COUNT_KEY, extrinsic

COUNT = "0x" + COUNT_KEY.hex()
MANY = "0x" + (twox_128(b"Many") + twox_128(b"Keys")).hex()
NOBODY = "0x" + "ab" * 32


def followed(test: Callable[[Node, Client, str], Awaitable[None]]) -> Callable[[], None]:
    """Run a test with a client that follows the chain, with runtimes, after three blocks."""

    async def run(node: Node) -> None:
        await node.request("dev_newBlock", 3)
        async with connect(node) as socket:
            client = Client(socket)
            await test(node, client, await client.result("chainHead_v1_follow", True))

    run.__name__, run.__doc__, run.__module__ = test.__name__, test.__doc__, test.__module__
    return on_a_node(ports=(0,))(run)


async def event(client: Client) -> dict[str, Any]:
    """The next event of the one subscription."""
    note = await client.note()
    assert note["method"] in ("chainHead_v1_followEvent", "archive_v1_storageEvent", "archive_v1_storageDiffEvent")
    told: dict[str, Any] = note["params"]["result"]
    return told


async def begin(client: Client) -> str:
    """Pass the first two events; return the best block."""
    first, second = await event(client), await event(client)
    assert (first["event"], second["event"]) == ("initialized", "bestBlockChanged")
    best: str = second["bestBlockHash"]
    return best


@followed
async def test_a_follower_hears_where_the_chain_is_and_then_each_block(node: Node, client: Client, follow: str) -> None:
    initialized = await event(client)
    hashes = [await node.request("chain_getBlockHash", number) for number in range(4)]
    assert initialized["finalizedBlockHashes"] == hashes
    assert initialized["finalizedBlockRuntime"]["type"] == "valid"
    assert (
        initialized["finalizedBlockRuntime"]["spec"]["specVersion"]
        == (await node.request("state_getRuntimeVersion"))["specVersion"]
    )
    assert await event(client) == {"event": "bestBlockChanged", "bestBlockHash": hashes[-1]}
    fourth = await node.request("dev_newBlock")
    assert await event(client) == {
        "event": "newBlock",
        "blockHash": fourth,
        "parentBlockHash": hashes[-1],
        "newRuntime": None,
    }
    assert await event(client) == {"event": "bestBlockChanged", "bestBlockHash": fourth}
    assert await event(client) == {"event": "finalized", "finalizedBlockHashes": [fourth], "prunedBlockHashes": []}


@followed
async def test_a_fork_is_pruned_when_another_block_becomes_final(node: Node, client: Client, follow: str) -> None:
    parent = await begin(client)
    one = (await node.request("engine_createBlock", True, False))["hash"]
    assert (await event(client))["blockHash"] == one and (await event(client))["bestBlockHash"] == one
    await node.request("dev_timeTravel", "2100-01-01")
    other = (await node.request("engine_createBlock", True, False, parent))["hash"]
    assert await event(client) == {"event": "bestBlockChanged", "bestBlockHash": parent}
    new = await event(client)
    assert (new["event"], new["blockHash"], new["parentBlockHash"]) == ("newBlock", other, parent) and other != one
    assert (await event(client))["bestBlockHash"] == other
    await node.request("engine_finalizeBlock", other)
    assert await event(client) == {
        "event": "finalized",
        "finalizedBlockHashes": [other],
        "prunedBlockHashes": [one],
    }


@followed
async def test_where_a_final_block_is_taken_back_the_stream_stops(node: Node, client: Client, follow: str) -> None:
    best = await begin(client)
    await node.request("dev_setHead", -2)
    assert await event(client) == {"event": "stop"}
    assert await client.result("chainHead_v1_header", follow, best) is None
    assert await client.result("chainHead_v1_body", follow, best) == {"result": "limitReached"}
    assert await client.result("chainHead_v1_unpin", follow, best) is None
    again = await client.result("chainHead_v1_follow", False)
    assert again != follow and "finalizedBlockRuntime" not in await event(client)


@followed
async def test_pinned_blocks_answer_and_unpinned_ones_do_not(node: Node, client: Client, follow: str) -> None:
    best = await begin(client)
    encoded = await client.result("chainHead_v1_header", follow, best)
    header = decode(Header, bytes.fromhex(encoded[2:]))
    assert header.number == 3 and "0x" + header.hash().hex() == best
    started = await client.result("chainHead_v1_body", follow, best)
    block = await node.request("chain_getBlock", best)
    assert await event(client) == {
        "event": "operationBodyDone",
        "operationId": started["operationId"],
        "value": block["block"]["extrinsics"],
    }
    assert await client.result("chainHead_v1_unpin", follow, best) is None
    for method, more in (("header", ()), ("body", ()), ("call", ("Echo_echo", "0x")), ("storage", ([], None))):
        answer = await client.request(f"chainHead_v1_{method}", follow, best, *more)
        assert answer["error"]["code"] == -32801, method
    genesis = await node.request("chain_getBlockHash", 0)
    for wrong, code in (([best], -32801), ([genesis, genesis], -32804)):
        assert (await client.request("chainHead_v1_unpin", follow, wrong))["error"]["code"] == code
    assert await client.result("chainHead_v1_unpin", follow, [genesis]) is None


@followed
async def test_calls_end_with_their_output_or_with_why_not(node: Node, client: Client, follow: str) -> None:
    best = await begin(client)
    started = await client.result("chainHead_v1_call", follow, best, "Echo_echo", "0x0102")
    assert await event(client) == {
        "event": "operationCallDone",
        "operationId": started["operationId"],
        "output": "0x0102",
    }
    await client.result("chainHead_v1_call", follow, best, "Nobody_knows", "0x")
    failed = await event(client)
    assert failed["event"] == "operationError" and "Nobody_knows" in failed["error"]


@followed
async def test_storage_is_told_as_value_hash_descendants_and_merkle_value(
    node: Node, client: Client, follow: str
) -> None:
    best = await begin(client)
    value = await node.request("state_getStorage", COUNT)
    items = [
        {"key": COUNT, "type": "value"},
        {"key": COUNT, "type": "hash"},
        {"key": "0xdead", "type": "value"},
        {"key": MANY, "type": "closestDescendantMerkleValue"},
        {"key": MANY + "30", "type": "descendantsHashes"},
        {"key": MANY, "type": "descendantsValues", "paginationStartKey": MANY + "2f"},
    ]
    await client.result("chainHead_v1_storage", follow, best, items, None)
    told = (await event(client))["items"]
    assert told[0] == {"key": COUNT, "value": value}
    assert told[1] == {"key": COUNT, "hash": "0x" + blake2_256(bytes.fromhex(value[2:])).hex()}
    assert told[2]["key"] == MANY and len(told[2]["closestDescendantMerkleValue"]) == 66
    assert told[3] == {"key": MANY + "30", "hash": "0x" + blake2_256(bytes([0x30]) * 40).hex()}
    assert [item["key"] for item in told[4:]] == [MANY + "30", MANY + "31"]
    assert (await event(client))["event"] == "operationStorageDone"
    before = told[2]["closestDescendantMerkleValue"]
    changed = await node.request("dev_setStorage", [[MANY + "07", "0x00"]])
    for _ in range(3):
        await event(client)
    await client.result("chainHead_v1_storage", follow, changed, [items[3]], None)
    assert (await event(client))["items"][0]["closestDescendantMerkleValue"] != before


@followed
async def test_many_items_come_page_by_page_as_the_client_asks(node: Node, client: Client, follow: str) -> None:
    await begin(client)
    block = await node.request(
        "dev_setStorage", [["0x77" + number.to_bytes(2, "big").hex(), "0x01"] for number in range(2500)]
    )
    for _ in range(3):
        await event(client)
    started = await client.result(
        "chainHead_v1_storage", follow, block, [{"key": "0x77", "type": "descendantsValues"}], None
    )
    operation = started["operationId"]
    sizes = []
    while (page := await event(client))["event"] == "operationStorageItems":
        sizes.append(len(page["items"]))
        if len(page["items"]) == 1000:
            assert await event(client) == {"event": "operationWaitingForContinue", "operationId": operation}
            await client.result("chainHead_v1_continue", follow, operation)
    assert sizes == [1000, 1000, 500] and page["event"] == "operationStorageDone"
    again = await client.result(
        "chainHead_v1_storage", follow, block, [{"key": "0x77", "type": "descendantsValues"}], None
    )
    await event(client)
    await event(client)
    await client.result("chainHead_v1_stopOperation", follow, again["operationId"])
    assert (await client.request("chainHead_v1_continue", follow, again["operationId"]))["error"]["code"] == -32803


@followed
async def test_no_more_streams_than_four_and_none_after_unfollow(node: Node, client: Client, follow: str) -> None:
    await begin(client)
    for _ in range(3):
        await client.result("chainHead_v1_follow", False)
    assert (await client.request("chainHead_v1_follow", False))["error"]["code"] == -32800
    await client.result("chainHead_v1_unfollow", follow)
    assert await client.result("chainHead_v1_follow", False)


@followed
async def test_a_client_that_unpins_nothing_is_stopped_in_the_end(node: Node, client: Client, follow: str) -> None:
    await begin(client)
    await node.request("dev_newBlock", {"count": 600})
    told = [await event(client)]
    while told[-1]["event"] != "stop":
        told.append(await event(client))
    assert len([one for one in told if one["event"] == "newBlock"]) == 512 - 4


@on_a_node(ports=(0,))
async def test_a_broadcast_extrinsic_gets_into_a_block_when_it_can(node: Node) -> None:
    async with connect(node) as socket:
        client = Client(socket)
        second, first = extrinsic(ALICE, 1), extrinsic(ALICE, 0)
        operation = await client.result("transaction_v1_broadcast", "0x" + second.hex())
        assert isinstance(operation, str)
        await client.result("transaction_v1_broadcast", "0x" + first.hex())
        await node.request("dev_newBlock")
        block = await node.request("chain_getBlock")
        assert {"0x" + first.hex(), "0x" + second.hex()} <= set(block["block"]["extrinsics"])
        await client.result("transaction_v1_stop", operation)
        assert "error" in await client.request("transaction_v1_stop", "nothing")
        assert await client.result("transaction_v1_broadcast", "0x00") is not None


@on_a_node(ports=(0,))
async def test_the_archive_answers_for_every_block(node: Node) -> None:
    last = await node.request("dev_newBlock", 3)
    assert await node.request("archive_v1_finalizedHeight") == 3
    assert await node.request("archive_v1_hashByHeight", 3) == [last]
    assert await node.request("archive_v1_hashByHeight", 4) == []
    genesis = await node.request("archive_v1_genesisHash")
    assert genesis == await node.request("chainSpec_v1_genesisHash") == await node.request("chain_getBlockHash", 0)
    assert await node.request("archive_v1_body", last) == (await node.request("chain_getBlock"))["block"]["extrinsics"]
    header = decode(Header, bytes.fromhex((await node.request("archive_v1_header", last))[2:]))
    assert "0x" + header.hash().hex() == last
    assert await node.request("archive_v1_call", last, "Echo_echo", "0x07") == {"success": True, "value": "0x07"}
    assert not (await node.request("archive_v1_call", last, "Nobody_knows", "0x"))["success"]
    for method, more in (("header", ()), ("body", ()), ("call", ("Echo_echo", "0x"))):
        assert await node.request(f"archive_v1_{method}", NOBODY, *more) is None
    assert await node.request("chainSpec_v1_chainName") == await node.request("system_chain")
    assert await node.request("chainSpec_v1_properties") == await node.request("system_properties")


@on_a_node(ports=(0,))
async def test_the_archive_streams_storage_and_what_differs_between_blocks(node: Node) -> None:
    changed = await node.request("dev_setStorage", [[MANY + "00", "0x07"], [MANY + "01", None], [MANY + "99", "0x08"]])
    async with connect(node) as socket:
        client = Client(socket)
        await client.result("archive_v1_storage", changed, [{"key": MANY + "00", "type": "value"}], None)
        assert await event(client) == {"event": "storage", "key": MANY + "00", "value": "0x07"}
        assert await event(client) == {"event": "storageDone"}
        await client.result("archive_v1_storage", NOBODY, [{"key": MANY, "type": "value"}], None)
        assert (await event(client))["event"] == "storageError"
        await client.result("archive_v1_storageDiff", changed, [{"key": MANY, "returnType": "value"}])
        told = [await event(client) for _ in range(4)]
        assert [(one["key"][-2:], one["value"], one["type"]) for one in told[:-1]] == [
            ("00", "0x07", "modified"),
            ("01", "0x" + "01" * 40, "deleted"),
            ("99", "0x08", "added"),
        ]
        assert told[-1] == {"event": "storageDiffDone"}


@on_a_node()
async def test_streams_need_a_web_socket_and_items_a_known_type(node: Node) -> None:
    with pytest.raises(RpcRefused, match="WebSocket"):
        await node.request("chainHead_v1_follow", True)
    with pytest.raises(RpcRefused, match="closestDescendantMerkleValue"):
        await node.request("archive_v1_storage", NOBODY, [{"key": MANY, "type": "everything"}], None)
    with pytest.raises(RpcRefused, match="no child tries"):
        await node.request("archive_v1_storage", NOBODY, [{"key": MANY, "type": "value"}], "0x00")
