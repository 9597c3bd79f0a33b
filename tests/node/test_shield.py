"""What is sent shielded: who can open it, where it comes into a block, and what becomes of what cannot."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from chain.codec import decode, encode
from chain.node.config import NodeConfig
from chain.node.sealing import SealingMode
from chain.node.service import Node, RpcRefused
from chain.node.shield import ShieldKeys
from chain.primitives.era import Era
from chain.primitives.hashing import blake2_256, twox_128
from tests.node.transfers import ALICE, BOB, Signing, compact, remark, transfer
from tests.shielding import shielded

TAO = 10**9
SUBMIT_ENCRYPTED = bytes([30, 1])
ANNOUNCE_NO_KEY = bytes([4, 30, 0, 0])
SEED = bytes(range(32))


class Shielder:
    """Alice, who sends what she signs shielded."""

    def __init__(self, node: Node, signing: Signing) -> None:
        self.node = node
        self.signing = signing

    async def key(self, name: str = "NextKey") -> bytes | None:
        """Return a key as a client reads it."""
        item = twox_128(b"MevShield") + twox_128(name.encode())
        raw = await self.node.request("state_getStorage", "0x" + item.hex())
        return None if raw is None else decode(bytes, bytes.fromhex(raw[2:]))

    async def next_key(self) -> bytes:
        """Return the key to encrypt with."""
        key = await self.key()
        assert key is not None
        return key

    def mortal(self, nonce: int, *, period: int = 8) -> Signing:
        """Return what a transaction of this nonce is signed for that lives for some blocks from now."""
        head = self.node.head
        era = encode(Era, Era.mortal(period, head.number))
        return self.signing.but(nonce=nonce, era=era, birth=head.hash)

    def carrier(self, carried: bytes, *, nonce: int = 0, period: int = 8) -> bytes:
        """Return the signed extrinsic that carries shielded bytes."""
        return self.mortal(nonce, period=period).sign(SUBMIT_ENCRYPTED + compact(len(carried)) + carried, ALICE)

    async def submit(self, extrinsic: bytes) -> str:
        """Submit an extrinsic; return its hash."""
        return str(await self.node.request("author_submitExtrinsic", "0x" + extrinsic.hex()))

    async def refusal(self, extrinsic: bytes) -> Any:
        """Submit an extrinsic that is refused; return why."""
        with pytest.raises(RpcRefused) as refused:
            await self.submit(extrinsic)
        return refused.value.error.get("data") or refused.value.error["message"]

    async def include(self, *extrinsics: bytes) -> list[bytes]:
        """Submit extrinsics and seal a block; return those in it without its inherents."""
        for extrinsic in extrinsics:
            await self.submit(extrinsic)
        await self.node.request("dev_newBlock")
        return list(self.node.head.extrinsics[2:])

    async def explained(self, extrinsic: bytes) -> str:
        """Return in words what went wrong with an extrinsic."""
        return str(await self.node.request("dev_explain", "0x" + blake2_256(extrinsic).hex()))


async def shielder(node: Node) -> Shielder:
    """Return Alice on this node's chain."""
    version = await node.request("state_getRuntimeVersion")
    genesis = bytes.fromhex((await node.request("chain_getBlockHash", 0))[2:])
    return Shielder(node, Signing(genesis, version["specVersion"], version["transactionVersion"]))


def on_a_chain(**settings: Any) -> Callable[[Callable[[Shielder], Awaitable[None]]], Callable[[], None]]:
    """Run a test on a chain of two blocks, which is when there is a key to encrypt with."""

    def decorate(test: Callable[[Shielder], Awaitable[None]]) -> Callable[[], None]:
        async def run() -> None:
            config = {"preset": "empty", "sealing": SealingMode(), "ports": (), "check_invariants": True, **settings}
            async with Node(NodeConfig(**config)) as node, asyncio.timeout(30):
                await node.request("dev_newBlock", {"count": 2})
                await test(await shielder(node))

        def call() -> None:
            asyncio.run(run())

        call.__name__, call.__doc__ = test.__name__, test.__doc__
        return call

    return decorate


async def owned(node: Node, public_key: bytes) -> int:
    """Return what an account owns, in rao."""
    key = twox_128(b"System") + twox_128(b"Account")
    found = await node.request("state_getKeysPaged", "0x" + key.hex(), 1000, None)
    for known in found:
        if known.endswith(public_key.hex()):
            value = await node.request("state_getStorage", known)
            return int.from_bytes(bytes.fromhex(value[2:])[16:24], "little")
    return 0


@on_a_chain()
async def test_a_shielded_transfer_comes_into_the_block_right_behind_its_carrier(alice: Shielder) -> None:
    before = await owned(alice.node, BOB.public_key)
    inner = alice.mortal(1).sign(transfer(BOB, 5 * TAO), ALICE)
    carrier = alice.carrier(shielded(await alice.next_key(), inner))
    assert await alice.include(carrier) == [carrier, inner]
    assert await owned(alice.node, BOB.public_key) == before + 5 * TAO
    assert await alice.node.request("account_nextIndex", ALICE.address) == 2
    assert await alice.node.request("author_pendingExtrinsics") == []


@on_a_chain()
async def test_others_do_not_come_between_a_carrier_and_what_it_carries(alice: Shielder) -> None:
    inner = alice.mortal(1).sign(transfer(BOB, TAO), ALICE)
    carrier = alice.carrier(shielded(await alice.next_key(), inner))
    later = alice.signing.but(nonce=2).sign(remark(b"after both"), ALICE)
    assert await alice.include(later, carrier) == [carrier, inner]
    assert await alice.include() == [later]


@on_a_chain()
async def test_the_number_of_what_is_carried_is_taken_from_what_waits_in_the_clear(alice: Shielder) -> None:
    inner = alice.mortal(1).sign(transfer(BOB, TAO), ALICE)
    carrier = alice.carrier(shielded(await alice.next_key(), inner))
    rival = alice.signing.but(nonce=1).sign(remark(b"in front"), ALICE)
    assert await alice.include(carrier, rival) == [carrier, inner]
    assert await alice.node.request("author_pendingExtrinsics") == []


@on_a_chain()
async def test_a_call_that_fails_is_in_the_block_with_its_reason(alice: Shielder) -> None:
    inner = alice.mortal(1).sign(transfer(BOB, 10**18), ALICE)
    carrier = alice.carrier(shielded(await alice.next_key(), inner))
    assert await alice.include(carrier) == [carrier, inner]
    assert "Balances.transfer_keep_alive" in await alice.explained(inner)


@on_a_chain()
async def test_what_is_no_shielded_transaction_is_refused_with_23(alice: Shielder) -> None:
    for carried in (b"", b"\x00", shielded(await alice.next_key(), b"secret")[:1_130]):
        assert await alice.refusal(alice.carrier(carried)) == "Custom error: 23"


@on_a_chain()
async def test_what_is_for_an_unknown_key_is_refused_with_24(alice: Shielder) -> None:
    carrier = alice.carrier(shielded(await alice.next_key(), b"secret", key_hash=bytes(16)))
    assert await alice.refusal(carrier) == "Custom error: 24"
    assert "read MevShield.NextKey again" in await alice.explained(carrier)


@on_a_chain()
async def test_a_carrier_lives_for_at_most_eight_blocks(alice: Shielder) -> None:
    carried = shielded(await alice.next_key(), alice.mortal(1).sign(remark(b"x"), ALICE))
    call = SUBMIT_ENCRYPTED + compact(len(carried)) + carried
    assert await alice.refusal(alice.signing.sign(call, ALICE)) == "Transaction is outdated"
    assert await alice.refusal(alice.carrier(carried, period=16)) == "Transaction is outdated"
    assert len(await alice.include(alice.carrier(carried, period=4))) == 2


@on_a_chain()
async def test_a_text_that_does_not_open_is_carried_and_paid_for_and_nothing_follows(alice: Shielder) -> None:
    carried = bytearray(shielded(await alice.next_key(), b"secret"))
    carried[-1] ^= 1
    carrier = alice.carrier(bytes(carried))
    before = await owned(alice.node, ALICE.public_key)
    assert await alice.include(carrier) == [carrier]
    assert await owned(alice.node, ALICE.public_key) < before
    assert "does not open" in await alice.explained(carrier)


@on_a_chain()
async def test_what_the_pool_would_refuse_is_refused_behind_its_carrier_too(alice: Shielder) -> None:
    call = remark(b"hidden")
    carried_and_reasons = [
        (lambda n: alice.mortal(n).sign(call, ALICE, signature=bytes(64)), "BadProof"),
        (lambda n: alice.mortal(n - 1).sign(call, ALICE), "Stale"),
        (lambda n: alice.mortal(n + 1).sign(call, ALICE), "Future"),
        (lambda n: compact(4) + ANNOUNCE_NO_KEY, "NoUnsignedValidator"),
        (lambda n: compact(4) + bytes([4, 2, 0, 0]), "MandatoryValidation"),
        (lambda n: b"no extrinsic at all", "announces"),
    ]
    for nonce, (carried, reason) in enumerate(carried_and_reasons):
        inner = carried(nonce + 1)
        carrier = alice.carrier(shielded(await alice.next_key(), inner), nonce=nonce)
        assert await alice.include(carrier) == [carrier]
        assert reason in await alice.explained(carrier), reason


@on_a_chain()
async def test_what_is_carried_carries_nothing_further(alice: Shielder) -> None:
    innermost = alice.mortal(2).sign(remark(b"innermost"), ALICE)
    inner = alice.carrier(shielded(await alice.next_key(), innermost), nonce=1)
    carrier = alice.carrier(shielded(await alice.next_key(), inner))
    assert await alice.include(carrier) == [carrier, inner]


@on_a_chain()
async def test_after_a_reorganisation_the_shielded_comes_in_again_once(alice: Shielder) -> None:
    inner = alice.mortal(1, period=64).sign(transfer(BOB, TAO), ALICE)
    carrier = alice.carrier(shielded(await alice.next_key(), inner))
    assert await alice.include(carrier) == [carrier, inner]
    await alice.node.request("dev_reorg", 1, 2)
    placed = [list(alice.node.parts.queries.ledger.at(number).extrinsics[2:]) for number in (3, 4)]
    assert placed == [[carrier, inner], []]
    assert await alice.node.request("author_pendingExtrinsics") == []


@on_a_chain()
async def test_after_a_revert_the_same_key_opens(alice: Shielder) -> None:
    snapshot = await alice.node.request("dev_snapshot")
    key = await alice.next_key()
    await alice.node.request("dev_newBlock", {"count": 100})
    await alice.node.request("dev_revert", snapshot)
    assert await alice.next_key() == key
    inner = alice.mortal(1).sign(remark(b"again"), ALICE)
    assert len(await alice.include(alice.carrier(shielded(key, inner)))) == 2


@on_a_chain(preset="localnet")
async def test_with_blocks_of_twelve_seconds_every_block_has_a_key_of_its_own(alice: Shielder) -> None:
    seen = []
    for _ in range(5):
        seen.append([await alice.key(name) for name in ("CurrentKey", "PendingKey", "NextKey")])
        await alice.node.request("dev_newBlock")
    following = [keys[2] for keys in seen]
    assert len(set(following)) == 5
    assert [keys[1] for keys in seen] == [None, *following[:4]]
    assert [keys[0] for keys in seen] == [None, None, *following[:3]]


@on_a_chain(preset="localnet", sealing=SealingMode(instant=True))
async def test_with_instant_blocks_a_key_opens_until_the_transaction_has_died(alice: Shielder) -> None:
    inner = alice.mortal(1).sign(transfer(BOB, TAO), ALICE)
    carried = shielded(await alice.next_key(), inner)
    carrier = alice.carrier(carried)
    await alice.node.request("dev_newBlock", {"count": 5})
    before = alice.node.head
    await alice.submit(carrier)
    while alice.node.head is before:
        await asyncio.sleep(0)
    assert list(alice.node.head.extrinsics[2:]) == [carrier, inner]
    await alice.node.request("dev_newBlock", {"count": 12})
    assert await alice.refusal(alice.carrier(carried, nonce=2)) == "Custom error: 24"


@on_a_chain()
async def test_with_fast_blocks_a_key_stays_for_twelve_seconds(alice: Shielder) -> None:
    first = await alice.key()
    await alice.node.request("dev_newBlock", {"count": 44})
    assert await alice.key() == first
    await alice.node.request("dev_newBlock", {"count": 3})
    assert await alice.key() not in (None, first)


@on_a_chain(preset="localnet")
async def test_a_jump_leaves_the_keys_of_its_last_blocks(alice: Shielder) -> None:
    await alice.node.request("dev_newBlock", {"count": 500})
    keys = alice.node.parts.engine.shield
    assert isinstance(keys, ShieldKeys)
    names = ("NextKey", "PendingKey", "CurrentKey")
    assert [await alice.key(name) for name in names] == [keys.key_of(502 - ago).public_key for ago in (1, 2, 3)]
    inner = alice.mortal(1).sign(transfer(BOB, TAO), ALICE)
    assert len(await alice.include(alice.carrier(shielded(await alice.next_key(), inner)))) == 2


@on_a_chain(shielded=False)
async def test_a_node_without_a_shield_announces_no_key_and_opens_nothing(alice: Shielder) -> None:
    assert await alice.key() is None
    assert alice.node.head.extrinsics[1] == compact(4) + ANNOUNCE_NO_KEY
    public_key = bytes(32) + bytes(1_152)
    carrier = alice.carrier(shielded(public_key, b"secret"))
    assert await alice.refusal(carrier) == "Custom error: 24"
    assert "its shield is off" in await alice.explained(carrier)


def first_key(**settings: Any) -> bytes:
    """Return the first key that a node announces."""
    seen = []

    @on_a_chain(**settings)
    async def look(alice: Shielder) -> None:
        seen.append(await alice.next_key())

    look()
    return seen[0]


def test_the_same_seed_makes_the_same_keys_and_none_makes_others_each_time() -> None:
    assert first_key(shield_seed=SEED) == first_key(shield_seed=SEED)
    assert len({first_key(shield_seed=SEED), first_key(), first_key()}) == 3


def test_a_chain_on_disk_opens_after_a_restart_what_was_shielded_before(tmp_path: Path) -> None:
    config = NodeConfig(preset="empty", sealing=SealingMode(), ports=(), base_path=tmp_path)

    async def run() -> None:
        async with Node(config) as node, asyncio.timeout(30):
            await node.request("dev_newBlock", {"count": 2})
            alice = await shielder(node)
            inner = alice.mortal(1).sign(transfer(BOB, TAO), ALICE)
            carrier = alice.carrier(shielded(await alice.next_key(), inner))
        async with Node(config) as node, asyncio.timeout(30):
            alice = await shielder(node)
            assert await alice.include(carrier) == [carrier, inner]

    asyncio.run(run())
