"""The methods over the stand-in chain: what each answers, and the texts that clients match."""

import pytest

from chain.node.service import Node, RpcRefused
from chain.state import verify_proof
from tests.node.running import on_a_node
from tests.node.stand_in import ALICE, COUNT_KEY, SLOT_MS, extrinsic

KEY = "0x" + COUNT_KEY.hex()
NOBODY = "0x" + "ab" * 32


async def refusal(node: Node, method: str, *parameters: object) -> dict[str, object]:
    """Return the error of a request that is refused."""
    with pytest.raises(RpcRefused) as refused:
        await node.request(method, *parameters)
    return refused.value.error


@on_a_node()
async def test_blocks_are_found_by_number_and_by_hash(node: Node) -> None:
    last = await node.request("dev_newBlock", 3)
    assert last == await node.request("chain_getHead") == await node.request("chain_getBlockHash", 3)
    assert await node.request("chain_getFinalizedHead") == await node.request("chain_getFinalisedHead") == last
    assert await node.request("chain_getBlockHash", 4) is None
    assert await node.request("chain_getBlockHash", [0, 3, 4]) == [
        await node.request("chain_getBlockHash", 0),
        last,
        None,
    ]
    header = await node.request("chain_getHeader", last)
    assert header["number"] == "0x3" and header["parentHash"] == await node.request("chain_getBlockHash", 2)
    assert header["digest"]["logs"][0].startswith("0x0661757261")
    block = await node.request("chain_getBlock", last)
    assert (
        block["block"]["header"] == header
        and len(block["block"]["extrinsics"]) == 1
        and block["justifications"] is None
    )
    assert (
        await node.request("chain_getHeader", NOBODY) is None and await node.request("chain_getBlock", NOBODY) is None
    )


@on_a_node()
async def test_storage_is_read_at_the_head_and_at_every_earlier_block(node: Node) -> None:
    first = await node.request("chain_getHead")
    second = await node.request("dev_setStorage", [[KEY, "0x0500000000000000"]])
    assert (
        await node.request("state_getStorage", KEY)
        == await node.request("state_getStorageAt", KEY, second)
        == "0x0500000000000000"
    )
    assert await node.request("state_getStorage", KEY, first) == "0x" + "00" * 8
    assert await node.request("state_getStorageSize", KEY) == 8
    assert len(await node.request("state_getStorageHash", KEY)) == 66
    assert (
        await node.request("state_getStorage", "0x1234") is None
        and await node.request("state_getStorageHash", "0x1234") is None
    )
    assert await node.request("state_queryStorageAt", [KEY, "0x1234"], first) == [
        {"block": first, "changes": [[KEY, "0x" + "00" * 8], ["0x1234", None]]}
    ]
    assert await node.request("state_queryStorage", [KEY], first) == [
        {"block": first, "changes": [[KEY, "0x" + "00" * 8]]},
        {"block": second, "changes": [[KEY, "0x0500000000000000"]]},
    ]
    assert await refusal(node, "state_getStorage", KEY, NOBODY) == {
        "code": 4003,
        "message": f"Client error: UnknownBlock: Header was not found in the database: {NOBODY}",
    }


@on_a_node()
async def test_keys_come_in_pages_strictly_after_the_start(node: Node) -> None:
    every = await node.request("state_getKeys", "0x")
    assert every == sorted(every) and len(every) == 52
    pages, start = [], "0x"
    while page := await node.request("state_getKeysPaged", "0x", 20, start):
        pages, start = pages + page, page[-1]
    assert pages == every
    pairs = await node.request("state_getPairs", every[0][:34])
    assert [key for key, _ in pairs] == [key for key in every if key.startswith(every[0][:34])]
    assert (await refusal(node, "state_getKeysPaged", "0x", 1001))[
        "message"
    ] == "count exceeds maximum value. value: 1001, max: 1000"


@on_a_node()
async def test_a_read_proof_proves_the_value_against_the_header(node: Node) -> None:
    await node.request("dev_newBlock", 1)
    proof = await node.request("state_getReadProof", [KEY])
    header = await node.request("chain_getHeader", proof["at"])
    nodes = [bytes.fromhex(item[2:]) for item in proof["proof"]]
    assert verify_proof(bytes.fromhex(header["stateRoot"][2:]), nodes, [COUNT_KEY]) == {COUNT_KEY: bytes(8)}


@on_a_node()
async def test_runtime_calls_answer_and_name_what_is_not_exported(node: Node) -> None:
    assert await node.request("state_call", "Echo_echo", "0x0102") == "0x0102"
    assert await node.request("state_getMetadata") == "0x" + b"meta\x0e".hex()
    assert await refusal(node, "state_call", "Metadata_none", "0x") == {
        "code": 4003,
        "message": "Client error: Execution failed: Other: Exported method Metadata_none is not found",
    }
    version = await node.request("state_getRuntimeVersion")
    assert version["specVersion"] == 461 and version["transactionVersion"] == 1 and version["apis"][0][1] == 5


@on_a_node(state_window=3)
async def test_a_pruned_state_is_said_to_be_discarded(node: Node) -> None:
    genesis = await node.request("chain_getBlockHash", 0)
    await node.request("dev_newBlock", 10)
    assert await refusal(node, "state_getStorage", KEY, genesis) == {
        "code": 4003,
        "message": f"Client error: Api called for an unknown Block: State already discarded for {genesis}",
    }
    assert await node.request("state_getStorage", KEY, await node.request("chain_getBlockHash", 8)) is not None


@on_a_node()
async def test_the_next_index_counts_the_pool(node: Node) -> None:
    account = "0x" + ALICE.hex()
    assert await node.request("account_nextIndex", account) == 0
    for nonce in (0, 1, 3):
        await node.request("author_submitExtrinsic", "0x" + extrinsic(ALICE, nonce).hex())
    assert await node.request("system_accountNextIndex", account) == 2
    await node.request("dev_newBlock")
    assert await node.request("account_nextIndex", account) == 2


@on_a_node()
async def test_the_node_says_who_it_is(node: Node) -> None:
    assert await node.request("system_chain") == "Bittensor"
    assert await node.request("system_chainType") == "Local"
    assert (await node.request("system_properties"))["tokenSymbol"] == "TAO"
    assert (await node.request("system_localPeerId")).startswith("12D3KooW")
    assert await node.request("system_health") == {"peers": 0, "isSyncing": False, "shouldHavePeers": False}
    assert await node.request("system_peers") == [] and await node.request("system_nodeRoles") == ["Authority"]
    assert await node.request("childstate_getStorage", "0x00", "0x00") is None


@on_a_node()
async def test_manual_seal_speaks_as_substrate_does(node: Node) -> None:
    assert (await refusal(node, "engine_createBlock", False, True))["code"] == 5000
    made = await node.request("engine_createBlock", True, False)
    assert made["aux"]["is_new_best"] and made["hash"] == await node.request("chain_getHead")
    assert await node.request("chain_getFinalizedHead") == await node.request("chain_getBlockHash", 0)
    assert await node.request("engine_finalizeBlock", made["hash"]) is True
    assert await node.request("chain_getFinalizedHead") == made["hash"]
    genesis = await node.request("chain_getBlockHash", 0)
    other = await node.request("engine_createBlock", True, True, genesis)
    assert node.head.number == 1 and await node.request("chain_getBlockHash", 1) == other["hash"]


@on_a_node()
async def test_blocks_are_made_by_count_to_a_number_and_with_extrinsics(node: Node) -> None:
    await node.request("dev_newBlock", {"count": 5})
    assert node.head.number == 5
    await node.request("dev_newBlock", {"to": 8})
    assert node.head.number == 8
    await node.request("dev_newBlock", {"transactions": ["0x" + extrinsic(ALICE, 0).hex()]})
    assert len(node.head.extrinsics) == 2
    assert "0x" in str(
        (await refusal(node, "dev_newBlock", {"transactions": ["0x" + extrinsic(ALICE, 0).hex()]}))["message"]
    )
    for wrong in ({"to": 3}, {"count": 0}, {"count": "x"}, {"blocks": 3}, "three", {"transactions": 5}):
        assert (await refusal(node, "dev_newBlock", wrong))["code"] in (5000, -32602)
    assert node.head.number == 9


@on_a_node()
async def test_time_moves_by_a_block_at_least_and_where_it_is_told(node: Node) -> None:
    await node.request("dev_newBlock", 2)
    first = node.head.timestamp_ms
    await node.request("dev_newBlock", 1)
    assert node.head.timestamp_ms == first + SLOT_MS
    assert await node.request("dev_timeTravel", "2040-01-01T00:00:00Z") == 2208988800000
    await node.request("dev_newBlock", 1)
    assert 0 <= node.head.timestamp_ms - 2208988800000 < 60_000
    assert (await refusal(node, "dev_timeTravel", "2020-01-01"))["code"] == 5000
    assert (await refusal(node, "dev_timeTravel", "tomorrow"))["code"] == -32602
    before = node.head.timestamp_ms
    await node.request("dev_increaseTime", 3600)
    await node.request("dev_newBlock", 1)
    assert node.head.timestamp_ms - before >= 3_600_000


@on_a_node()
async def test_a_snapshot_brings_back_blocks_state_pool_and_time(node: Node) -> None:
    await node.request("dev_newBlock", 2)
    await node.request("author_submitExtrinsic", "0x" + extrinsic(ALICE, 0).hex())
    snapshot, head = await node.request("dev_snapshot"), await node.request("chain_getHead")
    await node.request("dev_newBlock", 5)
    await node.request("dev_increaseTime", 5000)
    later = await node.request("dev_snapshot")
    for _ in range(2):
        assert await node.request("dev_revert", snapshot) is True
        assert await node.request("chain_getHead") == head and node.head.number == 2
        assert await node.request("author_pendingExtrinsics") == ["0x" + extrinsic(ALICE, 0).hex()]
        assert await node.request("state_getStorage", KEY) == "0x" + "00" * 8
        await node.request("dev_newBlock", 1)
        assert await node.request("state_getStorage", KEY) == "0x01" + "00" * 7
    assert "there is no snapshot" in str((await refusal(node, "dev_revert", later))["message"])


@on_a_node()
async def test_a_snapshot_whose_block_was_cut_off_is_refused(node: Node) -> None:
    await node.request("dev_newBlock", 5)
    snapshot = await node.request("dev_snapshot")
    await node.request("dev_setHead", 3)
    assert "no longer part of the chain" in str((await refusal(node, "dev_revert", snapshot))["message"])


@on_a_node()
async def test_going_back_returns_extrinsics_to_the_pool(node: Node) -> None:
    await node.request("dev_newBlock", 2)
    await node.request("author_submitExtrinsic", "0x" + extrinsic(ALICE, 0).hex())
    await node.request("dev_newBlock", 1)
    await node.request("author_submitExtrinsic", "0x" + extrinsic(ALICE, 1).hex())
    await node.request("dev_newBlock", 1)
    assert await node.request("dev_setHead", -2) == await node.request("chain_getBlockHash", 2)
    assert len(await node.request("author_pendingExtrinsics")) == 2 and node.head.number == 2
    await node.request("dev_newBlock", 1)
    assert await node.request("state_getStorage", KEY) == "0x02" + "00" * 7
    assert (await refusal(node, "dev_setHead", 99))["code"] == 5000


@on_a_node()
async def test_a_reorganisation_replaces_blocks_by_others_with_the_same_content(node: Node) -> None:
    await node.request("dev_newBlock", 3)
    await node.request("author_submitExtrinsic", "0x" + extrinsic(ALICE, 0).hex())
    await node.request("dev_newBlock", 2)
    before = [await node.request("chain_getBlockHash", number) for number in range(6)]
    await node.request("dev_reorg", 3)
    after = [await node.request("chain_getBlockHash", number) for number in range(6)]
    assert after[:3] == before[:3] and all(one != other for one, other in zip(after[3:], before[3:], strict=True))
    assert await node.request("state_getStorage", KEY) == "0x01" + "00" * 7
    assert await node.request("chain_getHeader", before[4]) is None
    assert (await refusal(node, "dev_reorg", 9))["code"] == 5000


@on_a_node()
async def test_a_dump_loads_into_the_same_state(node: Node) -> None:
    await node.request("dev_setStorage", [[KEY, "0x0700000000000000"], ["0xaa", "0xbb"]])
    dump = await node.request("dev_dumpState")
    await node.request("dev_setStorage", {KEY: "0x0800000000000000", "0xaa": None, "0xcc": "0xdd"})
    await node.request("dev_loadState", dump)
    assert await node.request("state_getStorage", KEY) == "0x0700000000000000"
    assert (
        await node.request("state_getStorage", "0xaa") == "0xbb"
        and await node.request("state_getStorage", "0xcc") is None
    )
    assert (await refusal(node, "dev_loadState", {"format": "x"}))["code"] == -32602
    assert (await refusal(node, "dev_loadState", dump | {"state": {"0x1": "0x2"}}))["code"] == -32602
    assert (await refusal(node, "dev_loadState", dump | {"block": {}}))["code"] == -32602


@on_a_node()
async def test_a_broken_invariant_is_named(node: Node) -> None:
    assert await node.request("dev_checkInvariants") is True
    await node.request("dev_setStorage", [[KEY, "0x" + "ff" * 8]])
    assert "over a million" in str((await refusal(node, "dev_checkInvariants"))["message"])


@on_a_node()
async def test_sealing_is_switched_by_either_spelling(node: Node) -> None:
    assert await node.request("dev_setSealing", "mixed:5000") == "mixed:5000" == await node.request("dev_getSealing")
    assert await node.request("dev_setSealing", 60000) == "interval:60000"
    await node.request("dev_setBlockBuildMode", "Instant")
    assert await node.request("dev_getSealing") == "instant"
    assert (await refusal(node, "dev_setSealing", "never"))["code"] == -32602
    assert (await refusal(node, "dev_setBlockBuildMode", "Sometimes"))["code"] == -32602


@on_a_node(unsafe_methods=False)
async def test_development_methods_are_closed_to_the_outside(node: Node) -> None:
    for method in ("dev_newBlock", "engine_createBlock", "author_removeExtrinsic", "system_dryRun"):
        error = await refusal(node, method)
        assert (error["code"], error["message"]) == (-32601, "RPC call is unsafe to be called externally")
    assert await node.request("system_chain") == "Bittensor" and node.head.number == 0


@on_a_node()
async def test_a_state_from_the_future_takes_the_clock_along(node: Node) -> None:
    dump = await node.request("dev_dumpState")
    tomorrow = node.head.timestamp_ms + 86_400_000 + int(await node.request("dev_increaseTime", 0))
    await node.request("dev_loadState", dump | {"block": dump["block"] | {"timestamp": tomorrow}})
    assert node.head.timestamp_ms > tomorrow
