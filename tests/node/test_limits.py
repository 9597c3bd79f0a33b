"""What a developer does about limits: a chain without them, a parameter set past them, and the words for a refusal."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chain.genesis import PRESETS, preset
from chain.node.config import NodeConfig
from chain.node.sealing import SealingMode
from chain.node.service import Node, RpcRefused
from chain.primitives.hashing import blake2_256, twox_128
from tests.node.transfers import ALICE, BOB, Signing

SUBTENSOR, ADMIN, SUDO, UTILITY = 7, 19, 12, 11
ROOT, NETWORK = bytes(2), (2).to_bytes(2, "little")


class Lines:
    """A log that a test can read."""

    dropped = 0

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


def on_chain(preset: str) -> Callable[..., Callable[[], None]]:
    """Run a test on a fresh chain with blocks on request."""

    def decorate(test: Callable[[Node, Signing, Lines], Awaitable[None]]) -> Callable[[], None]:
        async def run() -> None:
            log = Lines()
            async with Node(NodeConfig(preset=preset, sealing=SealingMode(), ports=()), log) as node:
                version = await node.request("state_getRuntimeVersion")
                genesis = bytes.fromhex((await node.request("chain_getBlockHash", 0))[2:])
                await test(node, Signing(genesis, version["specVersion"], version["transactionVersion"]), log)

        def call() -> None:
            asyncio.run(run())

        call.__name__, call.__doc__ = test.__name__, test.__doc__
        return call

    return decorate


async def included(node: Node, extrinsic: bytes) -> dict[str, Any]:
    """Submit an extrinsic, make a block, and have it explained."""
    await node.request("author_submitExtrinsic", "0x" + extrinsic.hex())
    await node.request("dev_newBlock")
    return await explained(node, extrinsic)


async def explained(node: Node, extrinsic: bytes) -> dict[str, Any]:
    explanation: dict[str, Any] = await node.request("dev_explain", "0x" + blake2_256(extrinsic).hex())
    return explanation


def signed(signing: Signing, nonce: int, call: bytes) -> bytes:
    return signing.but(nonce=nonce).sign(call, ALICE)


def register_network(signing: Signing, nonce: int) -> bytes:
    return signed(signing, nonce, bytes([SUBTENSOR, 59]) + BOB.public_key)


def set_serving_rate_limit(signing: Signing, nonce: int, limit: int) -> bytes:
    return signed(signing, nonce, bytes([ADMIN, 3]) + NETWORK + limit.to_bytes(8, "little"))


@on_chain("localnet-fast")
async def test_a_refusal_names_the_limit_its_last_block_and_what_lifts_it(
    node: Node, signing: Signing, log: Lines
) -> None:
    assert (await included(node, register_network(signing, 0)))["failed"] == []
    await node.request("dev_setHyperparameter", "admin_freeze_window", 0)
    first = await included(node, set_serving_rate_limit(signing, 1, 7))
    assert first["status"] == "included" and first["failed"] == [], first
    second = await included(node, set_serving_rate_limit(signing, 2, 8))
    (failed,) = second["failed"]
    assert failed["call"] == "AdminUtils.sudo_set_serving_rate_limit" and failed["error"] == "TxRateLimitExceeded"
    assert failed["limit"] == {
        "name": "OwnerHyperparamRateLimit",
        "endsAtBlock": first["blockNumber"] + 2 * 10,
        "liftedBy": "AdminUtils.sudo_set_owner_hparam_rate_limit(0) by root, or the genesis preset permissive",
    }
    (line,) = [line for line in log.said if "TxRateLimitExceeded" in line]
    assert f"ends at block {failed['limit']['endsAtBlock']}" in line and "preset permissive" in line


@on_chain("localnet-fast")
async def test_the_freeze_window_ends_with_the_next_epoch(node: Node, signing: Signing, log: Lines) -> None:
    await included(node, register_network(signing, 0))
    await node.request("dev_setHyperparameter", "Tempo", 30, 2)
    await node.request("dev_newBlock", {"count": 24})
    (failed,) = (await included(node, set_serving_rate_limit(signing, 1, 7)))["failed"]
    assert failed["error"] == "AdminActionProhibitedDuringWeightsWindow"
    ends = failed["limit"]["endsAtBlock"]
    await node.request("dev_newBlock", {"to": ends - 1})
    assert (await included(node, set_serving_rate_limit(signing, 2, 7)))["failed"] == []


@on_chain("permissive")
async def test_on_the_permissive_chain_nothing_has_to_be_waited_for(node: Node, signing: Signing, log: Lines) -> None:
    await included(node, register_network(signing, 0))
    for nonce in range(1, 5):
        explanation = await included(node, set_serving_rate_limit(signing, nonce, nonce))
        assert explanation["failed"] == [], explanation


@on_chain("localnet-fast")
async def test_of_a_batch_the_call_that_failed_is_told_not_the_batch(node: Node, signing: Signing, log: Lines) -> None:
    await included(node, register_network(signing, 0))
    start = bytes([SUBTENSOR, 92]) + NETWORK
    batch = signed(signing, 1, bytes([UTILITY, 2, 8]) + start + start)
    (failed,) = (await included(node, batch))["failed"]
    assert failed["call"] == "SubtensorModule.start_call" and failed["error"] == "FirstEmissionBlockNumberAlreadySet"
    assert "limit" not in failed


@on_chain("localnet-fast")
async def test_what_sudo_hides_in_an_event_is_told_too(node: Node, signing: Signing, log: Lines) -> None:
    await node.request("dev_newBlock", {"to": 95})
    serving = bytes([ADMIN, 3]) + ROOT + (7).to_bytes(8, "little")
    explanation = await included(node, signed(signing, 0, bytes([SUDO, 0]) + serving))
    (failed,) = explanation["failed"]
    assert failed["signer"] is None and failed["limit"]["name"] == "AdminFreezeWindow"
    assert failed["limit"]["endsAtBlock"] is None, "root has no epochs, so its window never opens again"


@on_chain("localnet-fast")
async def test_a_refused_extrinsic_is_explained_by_its_hash(node: Node, signing: Signing, log: Lines) -> None:
    poor = signed(signing, 0, bytes([SUBTENSOR, 59]) + BOB.public_key)[:-1]
    with pytest.raises(RpcRefused):
        await node.request("author_submitExtrinsic", "0x" + poor.hex())
    with pytest.raises(RpcRefused, match="in no block and not in the pool"):
        await explained(node, poor)
    stale = register_network(signing, 0)
    await included(node, stale)
    again = signed(signing, 0, bytes([SUBTENSOR, 92]) + NETWORK)
    with pytest.raises(RpcRefused):
        await node.request("author_submitExtrinsic", "0x" + again.hex())
    assert (await explained(node, again))["reason"].startswith("Stale")
    assert any("Stale" in line for line in log.said)


@on_chain("empty")
async def test_an_unknown_parameter_is_refused_with_those_that_sound_like_it(
    node: Node, signing: Signing, log: Lines
) -> None:
    for name, netuid, value, words in (
        ("tempi", 1, 5, "there is Tempo"),
        ("tempo", None, 5, "give a netuid"),
        ("tempo", 1, "5", "expected a whole number"),
        ("tempo", 1, 70_000, "no value of Tempo"),
        ("admin_freeze_window", 1, 5, "no netuid"),
    ):
        with pytest.raises(RpcRefused, match=words):
            await node.request("dev_setHyperparameter", name, value, netuid)
    assert await node.request("chain_getHeader") is not None


@on_chain("empty")
async def test_a_parameter_is_set_by_the_name_of_its_call_or_its_storage(
    node: Node, signing: Signing, log: Lines
) -> None:
    prefix = "0x" + (twox_128(b"SubtensorModule") + twox_128(b"TxRateLimit")).hex()
    for name, value in (("sudo_set_tx_rate_limit", 7), ("TxRateLimit", 8), ("tx_rate_limit", 9)):
        await node.request("dev_setHyperparameter", name, value)
        assert await node.request("state_getStorage", prefix) == "0x" + value.to_bytes(8, "little").hex()


def test_only_the_permissive_preset_lifts_limits() -> None:
    assert [name for name in PRESETS if preset(name).settings.limits_lifted] == ["permissive"]
