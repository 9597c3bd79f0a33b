"""Which pulses a node brings: those that somebody waits for, and the newest by the chain's clock."""

import asyncio

import pytest

from chain.node.beacon import MOST_FOLLOWED, awaited_rounds, due_rounds, requested_rounds
from chain.node.config import NodeConfig
from chain.node.sealing import SealingMode
from chain.node.service import Node, RpcRefused
from chain.primitives.beacon import DEVELOPMENT_KEY, BeaconOutlook, BeaconTimes

TIMES = BeaconTimes(genesis_seconds=0, period_seconds=3)
MANUAL = SealingMode()


def outlook(last: int, *awaited: int) -> BeaconOutlook:
    return BeaconOutlook(DEVELOPMENT_KEY, b"", TIMES, last, lambda: awaited)


def at_round(beacon_round: int) -> int:
    return TIMES.time_of(beacon_round) * 1000 + 1


def run(test, **settings) -> None:
    async def on_a_node() -> None:
        config = NodeConfig(**{"sealing": MANUAL, "ports": (), "seals_pulses": True, **settings})
        async with Node(config) as node, asyncio.timeout(20):
            await test(node)

    asyncio.run(on_a_node())


def test_awaited_rounds_come_when_it_is_time() -> None:
    assert awaited_rounds(outlook(5, 7, 9, 11), at_round(9)) == [7, 9]


def test_a_new_chain_begins_with_the_newest_round() -> None:
    assert due_rounds(outlook(0), at_round(500)) == [500]


def test_rounds_follow_without_a_gap_as_long_as_blocks_do() -> None:
    assert due_rounds(outlook(500), at_round(504)) == [501, 502, 503, 504]
    assert due_rounds(outlook(504), at_round(504)) == []


def test_after_a_jump_only_what_is_awaited_and_the_newest_rounds_come() -> None:
    rounds = due_rounds(outlook(500, 600, 10_001), at_round(10_000))
    assert rounds == [600, *range(10_001 - MOST_FOLLOWED, 10_001)]


def test_requested_rounds_are_the_newest_or_those_from_a_given_one_and_nothing_awaited_is_skipped() -> None:
    assert requested_rounds(None, 1)(outlook(500), at_round(504)) == [504]
    assert requested_rounds(None, 3)(outlook(503), at_round(504)) == [504, 505, 506]
    assert requested_rounds(900, 2)(outlook(500, 600, 900, 950), at_round(504)) == [600, 900, 901]


def test_blocks_bring_pulses_on_the_chains_clock() -> None:
    async def test(node: Node) -> None:
        await node.request("dev_newBlock")
        first = await node.request("dev_drandBeacon")
        assert first["isDevelopment"] and first["isSealed"] and first["publicKey"] == "0x" + DEVELOPMENT_KEY.hex()
        assert first["lastStoredRound"] == BeaconTimes().round_at(node.head.timestamp_ms)
        await node.request("dev_newBlock", {"count": 1_000})
        after = await node.request("dev_drandBeacon")
        assert after["lastStoredRound"] == BeaconTimes().round_at(node.head.timestamp_ms)
        assert after["lastStoredRound"] >= first["lastStoredRound"] + 83
        assert await node.request("dev_checkInvariants")

    run(test)


def test_without_the_setting_no_pulse_comes_until_it_is_asked_for() -> None:
    async def test(node: Node) -> None:
        await node.request("dev_newBlock")
        beacon = await node.request("dev_drandBeacon")
        assert (beacon["lastStoredRound"], beacon["isSealed"]) == (0, False)
        assert await node.request("dev_drandPulse", 700) == [700]
        assert await node.request("dev_drandPulse", 710, 2) == [710, 711]
        assert await node.request("dev_drandSealing", True) is False
        await node.request("dev_newBlock")
        assert (await node.request("dev_drandBeacon"))["lastStoredRound"] > 34_000_000
        assert await node.request("dev_drandSealing", False) is True

    run(test, seals_pulses=False)


def test_two_nodes_bring_the_same_pulses_in_the_same_bytes() -> None:
    seen = []

    async def test(node: Node) -> None:
        await node.request("dev_timeTravel", 2_000_000_000_000)
        await node.request("dev_drandPulse", 102_398_878)
        block = await node.request("chain_getBlock")
        seen.append(block["block"]["extrinsics"][2])

    run(test, seals_pulses=False)
    run(test, seals_pulses=False)
    assert seen[0] == seen[1]


def test_rounds_that_cannot_follow_are_refused_with_the_newest_one() -> None:
    async def test(node: Node) -> None:
        await node.request("dev_drandPulse", 700)
        with pytest.raises(RpcRefused, match="round 700 is on the chain; only later ones can follow, not 699"):
            await node.request("dev_drandPulse", 699)
        with pytest.raises(RpcRefused, match="expected 1 to 1000 rounds, got 0"):
            await node.request("dev_drandPulse", None, 0)

    run(test, seals_pulses=False)


def test_a_chain_that_hears_quicknet_takes_no_development_pulses() -> None:
    async def test(node: Node) -> None:
        assert not (await node.request("dev_drandBeacon"))["isDevelopment"]
        await node.request("dev_newBlock")
        assert (await node.request("dev_drandBeacon"))["lastStoredRound"] == 0
        with pytest.raises(RpcRefused, match="hears another beacon"):
            await node.request("dev_drandPulse")

    run(test, drand_url="http://127.0.0.1:9")
