import pytest

from chain.codec import decode, encode
from chain.primitives.hashing import blake2_256
from chain.primitives.keys import Keypair, Scheme
from chain.primitives.secp256k1 import ORDER, recover_compressed
from chain.primitives.signature import Ecdsa, Ed25519, MultiSignature, Sr25519, verify

# Made with an independent implementation: message, compressed public key, signature over its blake2_256.
ECDSA_VECTORS = [
    (
        b"hello",
        "02989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f",
        "2f245cfaee47da6a8a40af15f69777ace28cc24d8a3fc476c813b08fb5cf6ccc20"
        "ffa580c2acca8312f5eefd6184634ea84ca2a18a5b154081379d35895eb31901",
    ),
    (
        b"",
        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "4e5bd93675528a26805f78db974b96239d8243d1504948c5abf92f76f73b4ad352"
        "5ec96904f08ec3b5379f9851dc50e32e24d13520c92fb4db68f727387d9d7901",
    ),
    (
        b"weft" * 50,
        "0381aaadc8a5e83f4576df823cf22a5b1969cf704a0d5f6f68bd757410c9917aac",
        "b14bb3190569d17ceb4e14de6b0b1b89541797ba8d1fab45347b9665cda033df2e"
        "b4060cc5e0f86a7d0824d06398747365c2b4556d89dcd546a0fb29ec0b1bff00",
    ),
    (
        b"other",
        "030f0fb9a244ad31a369ee02b7abfbbb0bfa3812b9a39ed93346d03d67d412d177",
        "631c0888f40f5d37c870dff62e0eab19f8a545251f686ae8b3c195b2267cfee65e"
        "46731be6417b41dcc2b2507548b765cddb65759d61950f465619b7aff0be0800",
    ),
]


@pytest.mark.parametrize(("message", "public_key", "signature"), ECDSA_VECTORS)
def test_ecdsa_recovers_the_public_key_whose_hash_is_the_account(message, public_key, signature):
    raw, key = bytes.fromhex(signature), bytes.fromhex(public_key)
    assert recover_compressed(raw, blake2_256(message)) == key
    assert verify(Ecdsa(raw), message, blake2_256(key))
    assert not verify(Ecdsa(raw), message + b"!", blake2_256(key))
    assert not verify(Ecdsa(raw), message, key[1:])


def test_an_ethereum_style_recovery_id_is_understood():
    message, public_key, signature = ECDSA_VECTORS[0]
    raw = bytes.fromhex(signature)
    shifted = raw[:64] + bytes((raw[64] + 27,))
    assert verify(Ecdsa(shifted), message, blake2_256(bytes.fromhex(public_key)))


@pytest.mark.parametrize(
    "raw",
    [
        bytes(65),
        b"\xff" * 65,
        bytes(31) + b"\x01" + bytes(32) + b"\x00",
        bytes(32) + bytes(31) + b"\x01" + b"\x00",
        ORDER.to_bytes(32, "big") + bytes(31) + b"\x01\x00",
        bytes(31) + b"\x01" + ORDER.to_bytes(32, "big") + b"\x00",
        bytes(31) + b"\x05" + bytes(31) + b"\x01\x00",
        bytes(31) + b"\x01" + bytes(31) + b"\x01\x04",
        b"\xff" * 16 + bytes(15) + b"\x01" + bytes(31) + b"\x01\x02",
        b"",
        bytes(64),
    ],
)
def test_ecdsa_signatures_that_no_key_can_have_made_recover_nothing(raw):
    assert recover_compressed(raw, bytes(32)) is None


def test_a_signature_over_wrapped_bytes_is_of_another_message():
    alice = Keypair.from_uri("//Alice")
    assert not verify(alice.sign(b"<Bytes>message</Bytes>"), b"message", alice.public_key)


@pytest.mark.parametrize("kind", [Sr25519, Ed25519])
@pytest.mark.parametrize("raw", [b"\xff" * 64, b"\x01" * 64, bytes(63), b""])
@pytest.mark.parametrize("signer", [bytes(32), b"\xff" * 32, bytes(31)])
def test_malformed_signatures_and_keys_are_false_and_no_error(kind, raw, signer):
    assert verify(kind(raw), b"message", signer) is False


def test_a_signature_of_one_scheme_is_none_of_another():
    sr, ed = (Keypair.from_uri("//Alice", scheme) for scheme in (Scheme.SR25519, Scheme.ED25519))
    assert not verify(Ed25519(sr.sign(b"m").signature), b"m", sr.public_key)
    assert not verify(Sr25519(ed.sign(b"m").signature), b"m", ed.public_key)


def test_ed25519_accepts_what_zip_215_accepts():
    # The identity as public key and nonce with s = 0: libraries that reject small orders would split consensus here.
    identity = bytes((1,)) + bytes(31)
    assert verify(Ed25519(identity + bytes(32)), b"anything", identity)


@pytest.mark.parametrize(
    ("value", "index", "length"), [(Ed25519(b"e" * 64), 0, 65), (Sr25519(b"s" * 64), 1, 65), (Ecdsa(b"c" * 65), 2, 66)]
)
def test_the_scheme_is_one_byte_in_front(value, index, length):
    encoded = encode(MultiSignature, value)
    assert (encoded[0], len(encoded)) == (index, length)
    assert decode(MultiSignature, encoded) == value
