import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.codec import DecodeError
from chain.primitives.address import Address20, Id, Index
from chain.primitives.extrinsic import ExtrinsicSignature, UncheckedExtrinsic
from chain.primitives.identifiers import AccountId
from chain.primitives.signature import Ecdsa, Sr25519

ALICE = AccountId(b"A" * 32)


def skip_four(data, offset):
    """Stand in for the extensions of a runtime: their extra bytes are four."""
    return offset + 4


def test_a_signed_extrinsic_has_the_layout_of_version_4():
    extrinsic = UncheckedExtrinsic(
        ExtrinsicSignature(Id(ALICE), Sr25519(b"S" * 64), b"\x00\x04\x08\x00"), b"\x05\x00call"
    )
    body = b"\x84\x00" + b"A" * 32 + b"\x01" + b"S" * 64 + b"\x00\x04\x08\x00" + b"\x05\x00call"
    assert extrinsic.encode() == (len(body) << 2 | 1).to_bytes(2, "little") + body
    assert UncheckedExtrinsic.split(extrinsic.encode(), skip_four) == extrinsic


def test_a_bare_extrinsic_is_version_and_call():
    extrinsic = UncheckedExtrinsic(None, b"\x02\x00\x0b")
    assert extrinsic.encode() == b"\x10\x04\x02\x00\x0b"
    assert UncheckedExtrinsic.split(b"\x10\x04\x02\x00\x0b", skip_four) == extrinsic


@given(
    st.sampled_from([Id(ALICE), Index(None), Address20(b"a" * 20)]),
    st.sampled_from([Sr25519(b"S" * 64), Ecdsa(b"E" * 65)]),
    st.binary(max_size=300),
)
def test_every_extrinsic_comes_back_from_its_bytes(address, signature, call):
    extrinsic = UncheckedExtrinsic(ExtrinsicSignature(address, signature, b"xtra"), call)
    assert UncheckedExtrinsic.split(extrinsic.encode(), skip_four) == extrinsic


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "compact"),
        (b"\x00", "version byte"),
        (b"\x04", "announces 1 bytes but 0"),
        (b"\x04\x04\x00", "announces 1 bytes but 2"),
        (b"\x04\x05", "0x05"),
        (b"\x04\x85", "0x85"),
        (b"\x04\x44", "0x44"),
        (b"\x05\x00\x04", "more than it needs"),
        (b"\x04\x84", "AccountIdLookupOf<T>"),
        (b"\x08\x84\x09", "no variant 9"),
    ],
)
def test_malformed_extrinsics_are_refused_with_the_reason(data, reason):
    with pytest.raises(DecodeError, match=reason):
        UncheckedExtrinsic.split(data, skip_four)


def test_extra_bytes_that_reach_past_the_end_are_refused():
    extrinsic = UncheckedExtrinsic(ExtrinsicSignature(Id(ALICE), Sr25519(b"S" * 64), b"ab"), b"").encode()
    with pytest.raises(DecodeError, match="outside"):
        UncheckedExtrinsic.split(extrinsic, skip_four)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_split_or_raise_a_decode_error(data):
    try:
        extrinsic = UncheckedExtrinsic.split(data, skip_four)
    except DecodeError:
        return
    assert extrinsic.encode() == data
