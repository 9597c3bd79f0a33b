"""What the runtime tells the author of a block about shielded transactions, and what it takes into a block."""

import pytest

from chain.codec import Err, Ok, decode, encode
from chain.frame.dispatch_error import Module, ModuleErrorCode
from chain.frame.inherent import SHIELD_INHERENT
from chain.frame.validity import NoUnsignedValidator, TransactionRefused, TransactionSource
from chain.pallets.mev_shield import CheckShieldedTxValidity
from chain.primitives.era import Era
from chain.primitives.mlkem import DecapsulationKey
from chain.primitives.shielded import NotShielded, ShieldedTransaction, key_hash_of, parse
from tests.local_chain import LocalChain, key
from tests.shielding import shielded

SEED = bytes(range(64))
KEY = DecapsulationKey(SEED)


@pytest.fixture
def chain():
    return LocalChain("empty")


def announcement(chain, enc_key):
    """The inherent with which an author announces a key, or none."""
    return chain.runtime().inherents(chain.now_ms, {SHIELD_INHERENT: encode(bytes | None, enc_key)})[1]


def carrier(chain, carried):
    call = chain.call("MevShield", "submit_encrypted", ciphertext=carried)
    return chain.sign(key("Alice"), call, era=Era.mortal(8, chain.head.number))


def remark(chain):
    return chain.sign(key("Alice"), chain.call("System", "remark", remark=b"hidden"))


def ask(chain, method, answer, *arguments):
    return decode(answer, chain.runtime().call_api(f"ShieldApi_{method}", b"".join(arguments)))


def test_an_announcement_is_no_transaction_but_an_inherent(chain):
    extrinsic = announcement(chain, KEY.public_key)
    with pytest.raises(TransactionRefused) as refused:
        chain.runtime().validate_transaction(TransactionSource.Local, extrinsic)
    assert isinstance(refused.value.reason, NoUnsignedValidator)
    runtime, results = chain.block(extrinsic)
    assert results == [Ok(None)]
    assert runtime.mev_shield.author_keys[chain.preset.authorities[0]] == KEY.public_key


def test_a_wrong_announcement_fails_in_the_block_by_name(chain):
    runtime, results = chain.block(announcement(chain, b"short"))
    assert results == [Err(Module(ModuleErrorCode(30, bytes(4))))]
    assert list(runtime.mev_shield.author_keys.keys()) == []


def test_the_current_key_is_known_by_its_hash(chain):
    for _ in range(4):
        chain.block(announcement(chain, KEY.public_key))
    assert ask(chain, "is_shielded_using_current_key", bool, key_hash_of(KEY.public_key)) is True
    assert ask(chain, "is_shielded_using_current_key", bool, bytes(16)) is False
    assert ask(LocalChain("empty"), "is_shielded_using_current_key", bool, bytes(16)) is False


def test_what_an_extrinsic_carries_is_taken_apart_and_opened_by_the_seed_of_its_key(chain):
    chain.block()
    inner = remark(chain)
    carried = shielded(KEY.public_key, inner)
    found = ask(chain, "try_decode_shielded_tx", ShieldedTransaction | None, carrier(chain, carried))
    assert found == parse(carried)
    whole = encode(bytes, SEED) + encode(ShieldedTransaction, found)
    assert ask(chain, "try_unshield_tx", bytes | None, whole) == decode(bytes, inner)
    for seed in (bytes(64), bytes(2_400), b""):
        other = encode(bytes, seed) + encode(ShieldedTransaction, found)
        assert ask(chain, "try_unshield_tx", bytes | None, other) is None
    nothing = encode(bytes, SEED) + encode(ShieldedTransaction, parse(shielded(KEY.public_key, b"no extrinsic")))
    assert ask(chain, "try_unshield_tx", bytes | None, nothing) is None


def test_what_carries_nothing_is_told_apart(chain):
    chain.block()
    for extrinsic in (remark(chain), carrier(chain, b"\x00")):
        assert ask(chain, "try_decode_shielded_tx", ShieldedTransaction | None, extrinsic) is None
    assert chain.runtime().shielded_in(remark(chain)) is None
    with pytest.raises(NotShielded):
        chain.runtime().shielded_in(carrier(chain, b"\x00"))


def test_only_carriers_pay_for_being_looked_into(chain):
    extension = CheckShieldedTxValidity()
    carrying = chain.call("MevShield", "submit_encrypted", ciphertext=b"")
    assert extension.weight(carrying).ref_time == 26_000_000
    assert extension.weight(chain.call("System", "remark", remark=b"")).ref_time == 0
