"""Bad input, classes 4 and 5: extrinsics and the pool, as a client sees them."""

import pytest

from chain.node.pool_entry import PoolLimits
from chain.node.sealing import SealingMode
from chain.node.service import Node, RpcRefused
from tests.node.running import Client, connect, on_a_node
from tests.node.stand_in import ALICE, BOB, COUNT_KEY, extrinsic

KEY = "0x" + COUNT_KEY.hex()


def hexed(*arguments: object, **settings: object) -> str:
    """Return an extrinsic as hex."""
    return "0x" + extrinsic(*arguments, **settings).hex()  # type: ignore[arg-type]


async def submit(node: Node, encoded: str) -> tuple[int, str, str | None]:
    """Submit what is refused; return code, message and data of the error."""
    with pytest.raises(RpcRefused) as refused:
        await node.request("author_submitExtrinsic", encoded)
    error = refused.value.error
    return error["code"], error["message"], error.get("data")


@on_a_node()
async def test_bytes_that_are_no_extrinsic_have_an_invalid_format(node: Node) -> None:
    good = extrinsic(ALICE, 0)
    for wrong in (
        b"",
        good[:-1],
        good + b"\x00",
        b"\xff" * 40,
        good[:1] + b"\x85" + good[2:],
        bytes.fromhex("03ffffffff"),
    ):
        code, message, _ = await submit(node, "0x" + wrong.hex())
        assert code == 1001 and message.startswith("Extrinsic has invalid format"), wrong
    assert await node.request("author_pendingExtrinsics") == []


@on_a_node()
async def test_what_the_runtime_refuses_is_told_in_substrates_words(node: Node) -> None:
    await node.request("author_submitExtrinsic", hexed(ALICE, 0))
    await node.request("dev_newBlock")
    assert await submit(node, hexed(ALICE, 0, b"again")) == (1010, "Invalid Transaction", "Transaction is outdated")
    bad_signature = (1010, "Invalid Transaction", "Transaction has a bad signature")
    assert await submit(node, hexed(ALICE, 1, b"unsigned")) == bad_signature


@on_a_node()
async def test_what_the_pool_refuses_is_told_in_substrates_words(node: Node) -> None:
    first = hexed(ALICE, 0, b"one", 7)
    extrinsic_hash = await node.request("author_submitExtrinsic", first)
    assert await submit(node, first) == (1013, "Transaction Already Imported", extrinsic_hash)
    assert (await submit(node, hexed(ALICE, 0, b"two", 7)))[:2] == (1014, "Priority is too low: (7 vs 7)")
    assert await node.request("author_removeExtrinsic", [{"hash": extrinsic_hash}]) == [extrinsic_hash]
    assert await submit(node, first) == (1012, "Transaction is temporarily banned", None)
    assert await node.request("author_removeExtrinsic", [first]) == []


@on_a_node(pool=PoolLimits(count=10))
async def test_a_flood_leaves_the_pool_within_its_limits(node: Node) -> None:
    for index in range(10):
        await node.request("author_submitExtrinsic", hexed(index.to_bytes(32, "big"), 0, b"x", 5))
    assert (await submit(node, hexed(ALICE, 0, b"x", 4)))[:2] == (1016, "Immediately Dropped")
    await node.request("author_submitExtrinsic", hexed(BOB, 0, b"x", 6))
    assert len(await node.request("author_pendingExtrinsics")) == 10


@on_a_node()
async def test_an_extrinsic_that_fails_in_its_block_is_banned_and_the_rest_goes_in(node: Node) -> None:
    bad = hexed(ALICE, 0, b"fail")
    await node.request("author_submitExtrinsic", bad)
    await node.request("author_submitExtrinsic", hexed(BOB, 0))
    await node.request("dev_newBlock")
    assert await node.request("state_getStorage", KEY) == "0x01" + "00" * 7
    assert (await submit(node, bad))[0] == 1012


@on_a_node()
async def test_an_extrinsic_that_finds_a_fault_in_a_pallet_is_banned_and_the_chain_goes_on(node: Node) -> None:
    bad = hexed(ALICE, 0, b"fault")
    await node.request("author_submitExtrinsic", bad)
    await node.request("author_submitExtrinsic", hexed(BOB, 0))
    await node.request("dev_newBlock", 2)
    assert node.head.number == 2
    assert await node.request("state_getStorage", KEY) == "0x01" + "00" * 7
    assert (await submit(node, bad))[0] == 1012


@on_a_node()
async def test_an_extrinsic_that_finds_no_room_waits_for_the_next_block(node: Node) -> None:
    await node.request("author_submitExtrinsic", hexed(ALICE, 0, b"huge"))
    await node.request("author_submitExtrinsic", hexed(BOB, 0))
    await node.request("dev_newBlock")
    assert len(await node.request("author_pendingExtrinsics")) == 1 and len(node.head.extrinsics) == 2


@on_a_node(ports=(0,), sealing=SealingMode(instant=True))
async def test_a_watched_extrinsic_is_told_from_ready_to_finalized_and_then_nothing(node: Node) -> None:
    async with connect(node) as socket:
        client = Client(socket)
        identifier = await client.result("author_submitAndWatchExtrinsic", hexed(ALICE, 0))
        assert client.notes == [], "the id comes before the first notification"
        notes = [await client.note() for _ in range(4)]
        assert {note["method"] for note in notes} == {"author_extrinsicUpdate"}
        assert {note["params"]["subscription"] for note in notes} == {identifier}
        head = await client.result("chain_getHead")
        words = [note["params"]["result"] for note in notes]
        assert words == ["ready", {"broadcast": []}, {"inBlock": head}, {"finalized": head}]
        assert await client.result("author_unwatchExtrinsic", identifier) is True
        assert await client.result("author_unwatchExtrinsic", identifier) is False
        await client.result("dev_newBlock", 2)
        assert client.notes == []


@on_a_node(ports=(0,), sealing=SealingMode(instant=True))
async def test_a_client_that_looks_into_the_block_is_told_that_it_is_final_afterwards(node: Node) -> None:
    async with connect(node) as socket:
        client = Client(socket)
        await client.result("author_submitAndWatchExtrinsic", hexed(ALICE, 0))
        words = [(await client.note())["params"]["result"] for _ in range(3)]
        for _ in range(20):
            await client.result("chain_getBlock", words[-1]["inBlock"])
        assert client.notes == [], "nothing was said while the client was asking"
        assert (await client.note())["params"]["result"] == {"finalized": words[-1]["inBlock"]}


@on_a_node(ports=(0,))
async def test_watchers_hear_of_the_future_of_replacement_and_of_going_back(node: Node) -> None:
    async with connect(node) as socket:
        client = Client(socket)
        await client.result("author_submitAndWatchExtrinsic", hexed(ALICE, 1))
        assert (await client.note())["params"]["result"] == "future"
        await client.result("author_submitExtrinsic", hexed(ALICE, 0))
        assert [(await client.note())["params"]["result"] for _ in range(2)] == ["ready", {"broadcast": []}]
        await client.result("author_submitExtrinsic", hexed(ALICE, 1, b"better", 99))
        assert "usurped" in (await client.note())["params"]["result"]
        await client.result("author_submitAndWatchExtrinsic", hexed(BOB, 0))
        await client.result("engine_createBlock", True, False)
        await client.result("dev_setHead", 0)
        words = [(await client.note())["params"]["result"] for _ in range(6)]
        assert [next(iter(word)) if isinstance(word, dict) else word for word in words] == [
            "ready", "broadcast", "inBlock", "retracted", "ready", "broadcast",
        ]  # fmt: skip


@on_a_node(ports=(0,))
async def test_a_refused_extrinsic_leaves_no_subscription_behind(node: Node) -> None:
    async with connect(node) as socket:
        client = Client(socket)
        answer = await client.request("author_submitAndWatchExtrinsic", hexed(ALICE, 0, b"unsigned"))
        assert answer["error"]["code"] == 1010
        assert not node.parts.engine.watchers.any
        await client.result("author_submitAndWatchExtrinsic", hexed(ALICE, 0))
    assert await node.request("system_chain") == "Bittensor"


@on_a_node()
async def test_pending_extrinsics_of_a_reverted_future_are_dropped(node: Node) -> None:
    snapshot = await node.request("dev_snapshot")
    await node.request("author_submitExtrinsic", hexed(ALICE, 0))
    await node.request("dev_revert", snapshot)
    assert await node.request("author_pendingExtrinsics") == []
    await node.request("author_submitExtrinsic", hexed(ALICE, 0))
