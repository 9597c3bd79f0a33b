import pytest

from chain.primitives.keys import DEV_PHRASE, InvalidSecret, Keypair, Scheme, verify


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("//Alice", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"),
        ("//Bob", "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"),
        ("//Alice//stash", "5GNJqTPyNqANBkUVMN1LPPrxXnFouWXoe2wNSmmEoLctxiZY"),
        ("", "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"),
        ("/a//b/1", "5ECbV9FktoS52wfBH3CyyTgerzRAaqH6RCUKTQLu2aZ3FGbX"),
    ],
)
def test_secret_uris_give_the_accounts_that_every_substrate_tool_gives(uri, address):
    assert Keypair.from_uri(uri).address == address


def test_the_development_phrase_may_be_written_out_or_as_its_seed():
    alice = Keypair.from_uri("//Alice")
    seed = "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e"
    assert Keypair.from_uri(f"{DEV_PHRASE}//Alice").public_key == alice.public_key
    assert Keypair.from_uri(f"{seed}//Alice").public_key == alice.public_key
    assert Keypair.from_seed(bytes.fromhex(seed[2:])).derive("Alice", hard=True).public_key == alice.public_key


def test_ed25519_keys_derive_hard_only():
    assert Keypair.from_uri("//Alice", Scheme.ED25519).address == "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"
    with pytest.raises(InvalidSecret, match="write //soft"):
        Keypair.from_uri("//Alice/soft", Scheme.ED25519)


def test_a_long_name_and_a_number_derive_differently_from_their_neighbours():
    names = ["//" + "n" * 31, "//" + "n" * 32, "//" + "n" * 64, "//1", "//01a", f"//{2**64 - 1}", f"//{2**64}"]
    assert len({Keypair.from_uri(name).public_key for name in names}) == len(names)
    assert Keypair.from_uri("//1").public_key == Keypair.from_uri("//01").public_key


@pytest.mark.parametrize("uri", ["Alice", "0x12", "0x" + "g" * 64, "//Alice///password", "//", "word " * 12, "/"])
def test_secrets_that_cannot_be_read_are_refused_and_not_repeated(uri):
    with pytest.raises(InvalidSecret) as refused:
        Keypair.from_uri(uri)
    assert uri.strip("/") == "" or uri not in str(refused.value)


def test_a_seed_has_32_bytes():
    with pytest.raises(InvalidSecret, match="not 31"):
        Keypair.from_seed(bytes(31))


def test_the_secret_stays_out_of_the_representation():
    pair = Keypair.from_uri("//Alice")
    assert pair.secret_key.hex() not in repr(pair)
    assert repr(pair.secret_key) not in repr(pair)


@pytest.mark.parametrize("scheme", Scheme)
def test_what_a_pair_signs_its_account_has_signed(scheme):
    pair = Keypair.from_uri("//Alice", scheme)
    assert verify(pair.sign(b"message"), b"message", pair.public_key)
    assert not verify(pair.sign(b"message"), b"massage", pair.public_key)


def test_softly_derived_keys_sign_too():
    pair = Keypair.from_uri("//Alice/soft/2")
    assert verify(pair.sign(b"message"), b"message", pair.public_key)
