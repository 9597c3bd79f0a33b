"""Pulses fetched over HTTP from a server that speaks drand's form."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chain.node.clock import SystemClock
from chain.node.config import NodeConfig
from chain.node.drand_feed import MOST_AT_ONCE, DrandFeed, PulseUnavailable
from chain.node.pool_entry import PoolRefusal
from chain.node.sealing import SealingMode
from chain.node.service import Node, NodeFault
from chain.primitives.beacon import (
    DEVELOPMENT_KEY,
    QUICKNET_KEY,
    BeaconOutlook,
    BeaconTimes,
    Pulse,
    development_pulse,
)
from tests.vectors import quicknet

HASH = bytes.fromhex("52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971")
PUBLISHED = {
    "round": quicknet.ROUND,
    "randomness": quicknet.RANDOMNESS.hex(),
    "signature": quicknet.SIGNATURE.hex(),
}


def in_json(pulse: Pulse) -> dict:
    return {"round": pulse.round, "randomness": pulse.randomness.hex(), "signature": pulse.signature.hex()}


@contextmanager
def server(answers: dict[str, object]) -> Iterator[tuple[str, list[str]]]:
    """A server that answers for some names of rounds, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer = answers.get(self.path.rpartition("/")[2])
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Print nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_address[1]}", asked
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def feed(url: str, last: int, brought: list[Pulse], key: bytes = DEVELOPMENT_KEY) -> DrandFeed:
    outlook = BeaconOutlook(key, HASH, BeaconTimes(), last, tuple)
    return DrandFeed(url, SystemClock(), lambda: outlook, brought.append, lambda text: None)


def test_a_published_pulse_of_quicknet_reaches_a_chain_that_hears_quicknet() -> None:
    async def run() -> None:
        with server({"latest": PUBLISHED}) as (url, asked):
            config = NodeConfig(sealing=SealingMode(), ports=(), drand_url=url)
            async with Node(config) as node, asyncio.timeout(20):
                assert node.parts.feed is not None
                await node.parts.feed.catch_up()
                await node.request("dev_newBlock")
                assert (await node.request("dev_drandBeacon"))["lastStoredRound"] == 1_000
                block = await node.request("chain_getBlock", node.head.hash.hex())
                assert len(block["block"]["extrinsics"]) == 3
            assert asked[0] == f"/{HASH.hex()}/public/latest"

    asyncio.run(run())


def test_a_new_chain_begins_with_the_newest_and_an_older_one_catches_up() -> None:
    pulses = {str(number): in_json(development_pulse(number)) for number in range(10, 15)}
    with server({**pulses, "latest": pulses["14"]}) as (url, _):
        brought: list[Pulse] = []
        assert asyncio.run(feed(url, 0, brought).catch_up()) == 1
        assert [pulse.round for pulse in brought] == [14]
        brought.clear()
        assert asyncio.run(feed(url, 10, brought).catch_up()) == 4
        assert [pulse.round for pulse in brought] == [11, 12, 13, 14]


def test_a_chain_far_behind_catches_up_by_fifty_rounds_and_asks_for_none_twice() -> None:
    pulses = {str(number): in_json(development_pulse(number)) for number in range(11, 10 + MOST_AT_ONCE + 1)}
    with server({**pulses, "latest": in_json(development_pulse(1_000))}) as (url, asked):
        brought: list[Pulse] = []
        feeding = feed(url, 10, brought)
        assert asyncio.run(feeding.catch_up()) == MOST_AT_ONCE
        asked.clear()
        asyncio.run(feeding.catch_up())
        assert asked == [f"/{HASH.hex()}/public/latest"]


def test_what_waits_in_the_pool_already_is_no_fault() -> None:
    def refuse(pulse: Pulse) -> None:
        raise PoolRefusal(1013, "Transaction is already imported")

    outlook = BeaconOutlook(DEVELOPMENT_KEY, HASH, BeaconTimes(), 0, tuple)
    with server({"latest": in_json(development_pulse(14))}) as (url, _):
        feeding = DrandFeed(url, SystemClock(), lambda: outlook, refuse, lambda text: None)
        assert asyncio.run(feeding.catch_up()) == 0


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({}, "404"),
        ({"latest": b"<html>"}, "not a pulse in JSON"),
        ({"latest": {"round": 1}}, "not a pulse in JSON"),
        ({"latest": {**PUBLISHED, "signature": "00"}}, "48 compressed bytes"),
        ({"latest": PUBLISHED}, "not signed by the beacon that this chain hears"),
    ],
)
def test_what_is_no_pulse_of_the_chains_beacon_is_named_with_its_url(answers, complaint) -> None:
    with server(answers) as (url, _), pytest.raises(PulseUnavailable, match=complaint) as refused:
        asyncio.run(feed(url, 0, []).catch_up())
    assert f"{url}/{HASH.hex()}/public/latest" in str(refused.value)


def test_an_answer_with_another_round_is_refused() -> None:
    answers = {"latest": in_json(development_pulse(14)), "11": in_json(development_pulse(12))}
    with server(answers) as (url, _), pytest.raises(PulseUnavailable, match="answered with round 12"):
        asyncio.run(feed(url, 10, []).catch_up())


def test_a_server_that_is_not_there_is_complained_of_once() -> None:
    said: list[str] = []

    async def run() -> None:
        waits = 0

        class ImpatientClock(SystemClock):
            async def wait(self, event: asyncio.Event, seconds: float | None) -> bool:
                nonlocal waits
                waits += 1
                if waits == 3:
                    event.set()
                return event.is_set()

        outlook = BeaconOutlook(QUICKNET_KEY, HASH, BeaconTimes(), 0, tuple)
        feeding = DrandFeed("http://127.0.0.1:1", ImpatientClock(), lambda: outlook, said.append, said.append)
        await feeding._run()
        assert waits == 3

    asyncio.run(run())
    assert len(said) == 1
    assert said[0].startswith("no pulse from http://127.0.0.1:1/")


def test_a_chain_on_disk_that_hears_the_development_beacon_says_so(tmp_path) -> None:
    async def run() -> None:
        async with Node(NodeConfig(ports=(), base_path=tmp_path)):
            pass
        with pytest.raises(NodeFault, match="hears the development beacon"):
            await Node(NodeConfig(ports=(), base_path=tmp_path, drand_url="http://127.0.0.1:1")).start()

    asyncio.run(run())
