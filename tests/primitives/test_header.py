import json
from pathlib import Path

from chain.codec import decode, encode
from chain.primitives.digest import (
    Consensus,
    Digest,
    DigestItem,
    Other,
    PreRuntime,
    RuntimeEnvironmentUpdated,
    Seal,
)
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "testnet-genesis.json").read_text())


def from_hex(text):
    return Hash(bytes.fromhex(text[2:]))


def test_a_public_chains_genesis_header_has_its_known_hash():
    header = Header(
        parent_hash=Hash(bytes(32)),
        number=0,
        state_root=from_hex(VECTOR["state_root"]),
        extrinsics_root=from_hex(VECTOR["extrinsics_root"]),
        digest=Digest(),
    )
    assert header.hash() == from_hex(VECTOR["header_hash"])
    assert str(header.hash()) == VECTOR["header_hash"]


def test_the_number_is_compact_and_the_rest_in_order():
    header = Header(Hash(b"p" * 32), 1_000, Hash(b"s" * 32), Hash(b"e" * 32), Digest([PreRuntime(b"aura", b"slot")]))
    expected = b"p" * 32 + b"\xa1\x0f" + b"s" * 32 + b"e" * 32 + b"\x04\x06aura\x10slot"
    assert encode(Header, header) == expected
    assert decode(Header, expected) == header


def test_digest_items_have_substrates_indices():
    items = [
        PreRuntime(b"aura", b""),
        Consensus(b"aura", b""),
        Seal(b"aura", b""),
        Other(b""),
        RuntimeEnvironmentUpdated(),
    ]
    assert [encode(DigestItem, item)[0] for item in items] == [6, 4, 5, 0, 8]
    assert decode(Digest, encode(Digest, Digest(items))) == Digest(items)
