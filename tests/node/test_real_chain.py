"""The node over the real runtime: bad extrinsics (class 4), impersonation, time, and what blocks hold."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from chain.node.config import NodeConfig
from chain.node.sealing import SealingMode
from chain.node.service import Node, RpcRefused
from chain.primitives.hashing import blake2_128, blake2_256, twox_64, twox_128
from chain.primitives.keys import Keypair, Scheme
from tests.node.transfers import ALICE, BOB, Signing, compact, remark, transfer

TAO = 10**9


def on_a_chain(test: Callable[[Node, Signing], Awaitable[None]]) -> Callable[[], None]:
    """Run a test on a fresh chain with blocks on request, with what its extrinsics are signed for."""

    async def run() -> None:
        async with Node(NodeConfig(preset="empty", sealing=SealingMode(), ports=(), check_invariants=True)) as node:
            version = await node.request("state_getRuntimeVersion")
            genesis = bytes.fromhex((await node.request("chain_getBlockHash", 0))[2:])
            await test(node, Signing(genesis, version["specVersion"], version["transactionVersion"]))

    def call() -> None:
        asyncio.run(run())

    call.__name__, call.__doc__ = test.__name__, test.__doc__
    return call


def account_key(keypair: Keypair) -> str:
    """Return the storage key of an account."""
    public = keypair.public_key
    return "0x" + (twox_128(b"System") + twox_128(b"Account") + blake2_128(public) + public).hex()


async def free(node: Node, keypair: Keypair) -> int:
    """Return what an account owns, in rao."""
    value = await node.request("state_getStorage", account_key(keypair))
    return 0 if value is None else int.from_bytes(bytes.fromhex(value[2:])[16:24], "little")


async def submit(node: Node, extrinsic: bytes) -> str:
    """Submit an extrinsic; return its hash."""
    return str(await node.request("author_submitExtrinsic", "0x" + extrinsic.hex()))


async def refusal(node: Node, extrinsic: bytes) -> tuple[int, str]:
    """Submit an extrinsic that is refused; return code and the words that explain."""
    with pytest.raises(RpcRefused) as refused:
        await submit(node, extrinsic)
    error = refused.value.error
    return error["code"], error.get("data") or error["message"]


@on_a_chain
async def test_a_transfer_goes_from_the_pool_into_a_block(node: Node, signing: Signing) -> None:
    extrinsic = signing.sign(transfer(BOB, 5 * TAO), ALICE)
    assert await submit(node, extrinsic) == "0x" + blake2_256(extrinsic).hex()
    assert await node.request("account_nextIndex", ALICE.address) == 1
    await node.request("dev_newBlock")
    assert await free(node, BOB) == 5 * TAO
    assert "0x" + extrinsic.hex() in (await node.request("chain_getBlock"))["block"]["extrinsics"]


BAD_SIGNATURE = (1010, "Transaction has a bad signature")


@on_a_chain
async def test_whatever_the_signature_does_not_cover_is_a_bad_signature(node: Node, signing: Signing) -> None:
    call = transfer(BOB, TAO)
    wrong = {
        "genesis": signing.but(genesis=b"\x01" * 32, birth=signing.genesis).sign(call, ALICE),
        "spec version": signing.but(spec_version=1).sign(call, ALICE),
        "transaction version": signing.but(transaction_version=9).sign(call, ALICE),
        "birth": signing.but(birth=b"\x02" * 32).sign(call, ALICE),
        "other bytes": signing.sign(call, ALICE, signature=b"\x05" * 64),
        "another key": signing.sign(call, ALICE, signature=bytes(BOB.sign(call).signature)),
        "another scheme": signing.but(signature_variant=0).sign(call, ALICE),
        "zero signature": signing.sign(call, ALICE, signature=bytes(64)),
    }
    for name, extrinsic in wrong.items():
        assert await refusal(node, extrinsic) == BAD_SIGNATURE, name
    assert await node.request("author_pendingExtrinsics") == []


@on_a_chain
async def test_nonces_eras_and_fees_are_refused_in_substrates_words(node: Node, signing: Signing) -> None:
    await submit(node, signing.sign(remark(b"first"), ALICE))
    await node.request("dev_newBlock", 5)
    assert await refusal(node, signing.sign(remark(b"second"), ALICE)) == (1010, "Transaction is outdated")
    poor = Keypair.from_uri("//Nobody")
    payment = "Inability to pay some fees (e.g. account balance too low)"
    assert await refusal(node, signing.sign(remark(b"x"), poor)) == (1010, payment)
    # A period of 4 blocks in phase 2: block 5 lies in the era that was born in block 2, block 6 in the next one.
    era = ((2 << 4) | 1).to_bytes(2, "little")
    birth = bytes.fromhex((await node.request("chain_getBlockHash", 2))[2:])
    mortal = signing.but(era=era, birth=birth, nonce=1)
    await node.request("dev_newBlock", 8)
    assert (await refusal(node, mortal.sign(remark(b"late"), ALICE)))[0] == 1010
    await submit(node, signing.but(nonce=3).sign(remark(b"future"), ALICE))
    assert await node.request("author_pendingExtrinsics") == []
    assert await node.request("account_nextIndex", ALICE.address) == 1


@on_a_chain
async def test_bytes_that_are_no_extrinsic_are_refused_with_the_position(node: Node, signing: Signing) -> None:
    good = signing.sign(transfer(BOB, TAO), ALICE)
    body = good[2:]
    wrong = {
        "version 5": signing.but(version_byte=0x85).sign(transfer(BOB, TAO), ALICE),
        "version 3": signing.but(version_byte=0x83).sign(transfer(BOB, TAO), ALICE),
        "trailing": compact(len(body) + 1) + body + b"\x00",
        "truncated": compact(len(body) - 3) + body[:-3],
        "no such pallet": signing.sign(b"\xfe\x00", ALICE),
        "no such call": signing.sign(b"\x05\xfe", ALICE),
        "no such address": compact(len(body)) + body[:1] + b"\x09" + body[2:],
        "no such signature": signing.but(signature_variant=9).sign(transfer(BOB, TAO), ALICE),
        "length bomb": signing.sign(bytes([0, 0]) + bytes.fromhex("feffffff"), ALICE),
        "compact not canonical": signing.sign(bytes([5, 3, 0]) + BOB.public_key + bytes.fromhex("01000000"), ALICE),
        "compact too long": signing.sign(bytes([5, 3, 0]) + BOB.public_key + b"\x33" + b"\xff" * 16, ALICE),
        "empty": b"\x00",
        "nothing": b"",
    }
    for name, extrinsic in wrong.items():
        code, words = await refusal(node, extrinsic)
        assert code == 1001 and words.startswith("Extrinsic has invalid format: "), (name, code, words)
    await submit(node, good)


@on_a_chain
async def test_unsigned_and_inherent_extrinsics_do_not_come_by_the_pool(node: Node, signing: Signing) -> None:
    unsigned = b"\x04" + transfer(BOB, TAO)
    words = "Could not find an unsigned validator for the unsigned transaction"
    assert await refusal(node, compact(len(unsigned)) + unsigned) == (1011, words)
    timestamp = b"\x04\x02\x00" + compact(1)
    assert (await refusal(node, compact(len(timestamp)) + timestamp))[0] == 1010


@on_a_chain
async def test_a_large_extrinsic_that_no_block_can_hold_is_refused(node: Node, signing: Signing) -> None:
    huge = signing.sign(remark(b"x" * 8_000_000), ALICE)
    assert await refusal(node, huge) == (1010, "Transaction would exhaust the block limits")
    await submit(node, signing.sign(remark(b"x" * 100_000), ALICE))
    await node.request("dev_newBlock")
    assert len(node.head.extrinsics) == 3


@on_a_chain
async def test_deep_nesting_is_refused_and_harms_nobody(node: Node, signing: Signing) -> None:
    call = remark(b"")
    for _ in range(300):
        call = bytes([11, 0]) + compact(1) + call
    code, _ = await refusal(node, signing.sign(call, ALICE))
    assert code in (1001, 1010)
    assert await node.request("system_chain") == "Bittensor"


@on_a_chain
async def test_a_tip_gives_no_priority_so_that_a_nonce_is_taken_once(node: Node, signing: Signing) -> None:
    await submit(node, signing.sign(remark(b"one"), ALICE))
    code, _ = await refusal(node, signing.but(tip=TAO).sign(remark(b"two"), ALICE))
    assert code == 1014
    assert len(await node.request("author_pendingExtrinsics")) == 1


@on_a_chain
async def test_every_scheme_of_signature_is_taken(node: Node, signing: Signing) -> None:
    keys = Keypair.from_uri("//Other", Scheme.ED25519)
    await submit(node, signing.sign(transfer(keys, 5 * TAO), ALICE))
    await node.request("dev_newBlock")
    await submit(node, signing.but(signature_variant=0).sign(remark(b"by ed25519"), keys))
    await node.request("dev_newBlock")
    assert len(node.head.extrinsics) == 3


@on_a_chain
async def test_an_impersonated_account_needs_no_signature_until_it_ends(node: Node, signing: Signing) -> None:
    fake = signing.sign(transfer(BOB, TAO), ALICE, signature=bytes(64))
    await node.request("dev_newBlock")
    assert await refusal(node, fake) == BAD_SIGNATURE
    await node.request("dev_impersonate", ALICE.address)
    await submit(node, fake)
    await node.request("dev_newBlock")
    assert await free(node, BOB) == TAO
    assert await node.request("dev_stopImpersonating", ALICE.address) is True
    again = signing.but(nonce=1).sign(transfer(BOB, TAO), ALICE, signature=bytes(64))
    assert await refusal(node, again) == BAD_SIGNATURE
    with pytest.raises(RpcRefused, match="must be in block"):
        await node.request("dev_newBlock", {"transactions": ["0x" + again.hex()]})


@on_a_chain
async def test_fees_are_told_before_they_are_paid(node: Node, signing: Signing) -> None:
    extrinsic = signing.sign(transfer(BOB, 5 * TAO), ALICE)
    info = await node.request("payment_queryInfo", "0x" + extrinsic.hex())
    assert info["class"] == "normal" and int(info["partialFee"]) > 0 and info["weight"]["ref_time"] > 0
    details = (await node.request("payment_queryFeeDetails", "0x" + extrinsic.hex()))["inclusionFee"]
    assert sum(int(part, 16) for part in details.values()) == int(info["partialFee"])
    before = await free(node, ALICE)
    await submit(node, extrinsic)
    await node.request("dev_newBlock")
    assert before - await free(node, ALICE) == 5 * TAO + int(info["partialFee"])
    dry = await node.request("system_dryRun", "0x" + signing.but(nonce=1).sign(remark(b""), ALICE).hex())
    assert dry == "0x0000", "Ok(Ok(()))"


@on_a_chain
async def test_the_block_says_the_time_that_the_header_was_made_for(node: Node, signing: Signing) -> None:
    await node.request("dev_timeTravel", 4_000_000_000_000)
    await node.request("dev_newBlock", 2)
    now = await node.request("state_getStorage", "0x" + (twox_128(b"Timestamp") + twox_128(b"Now")).hex())
    assert int.from_bytes(bytes.fromhex(now[2:]), "little") == node.head.timestamp_ms >= 4_000_000_000_250


@on_a_chain
async def test_metadata_comes_in_both_ways_and_both_versions(node: Node, signing: Signing) -> None:
    metadata = await node.request("state_getMetadata")
    assert metadata.startswith("0x6d6574610e")
    for version in (14, 15):
        answer = await node.request("state_call", "Metadata_metadata_at_version", version.to_bytes(4, "little").hex())
        assert answer.startswith("0x01") and f"6d657461{version:02x}" in answer[:24]
    assert await node.request("state_call", "Metadata_metadata_at_version", "63000000") == "0x00"
    code = await node.request("state_getStorage", "0x" + b":code".hex())
    assert bytes.fromhex(code[2:]).startswith(b"weft runtime ")


@on_a_chain
async def test_reads_on_an_unknown_era_block_hash_are_served_for_the_whole_chain(node: Node, signing: Signing) -> None:
    await node.request("dev_newBlock", 30)
    first = await node.request("chain_getBlockHash", 1)
    key = "0x" + (twox_128(b"System") + twox_128(b"Number")).hex()
    assert await node.request("state_getStorage", key, first) == "0x01000000"
    block_hash = (
        twox_128(b"System") + twox_128(b"BlockHash") + twox_64((1).to_bytes(4, "little")) + (1).to_bytes(4, "little")
    )
    assert await node.request("state_getStorage", "0x" + block_hash.hex()) == first
