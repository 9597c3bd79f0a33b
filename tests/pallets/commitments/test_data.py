"""The bytes of published data, written out, and bad input."""

import pytest

from chain.codec import DecodeError, EncodeError, decode, encode
from chain.pallets.commitments import CommitmentInfo, Data
from chain.pallets.commitments.data import (
    BIG_RAW,
    NOTHING,
    RESET_BONDS_FLAG,
    SHA_256,
    TIMELOCK_ENCRYPTED,
    TIMELOCK_REVEAL_FAILED,
)


@pytest.mark.parametrize(
    ("data", "encoded"),
    [
        (Data(NOTHING), "00"),
        (Data.raw(b""), "01"),
        (Data.raw(b"ab"), "036162"),
        (Data.raw(b"x" * 128), "81" + "78" * 128),
        (Data.raw(b"x" * 129), "880502" + "78" * 129),
        (Data(SHA_256, bytes(32)), "83" + "00" * 32),
        (Data.timelocked(b"ab", 1000), "86086162e803000000000000"),
        (Data(RESET_BONDS_FLAG), "87"),
        (Data(TIMELOCK_REVEAL_FAILED, b"ab", 1), "890861620100000000000000"),
    ],
)
def test_data_is_written_and_read(data, encoded):
    assert encode(Data, data).hex() == encoded
    assert decode(Data, bytes.fromhex(encoded)) == data


@pytest.mark.parametrize(
    ("encoded", "complaint"),
    [
        ("", "0 bytes remain"),
        ("8a", "no variant 138"),
        ("0361", "inside 2 bytes of Data"),
        ("83" + "00" * 31, "inside 32 bytes of Data"),
        ("860861", "announces 2 items"),
        ("86" + "0510" + "00" * 1025 + "00" * 8, "more than the 1024"),
        ("88" + "0508" + "00" * 513, "more than the 512"),
    ],
)
def test_bad_data_is_refused(encoded, complaint):
    with pytest.raises(DecodeError, match=complaint):
        decode(Data, bytes.fromhex(encoded))


@pytest.mark.parametrize(
    "data",
    [
        Data(SHA_256, b"short"),
        Data(2, b"ab"),
        Data(NOTHING, b"a"),
        Data(BIG_RAW, b"x" * 513),
        Data(TIMELOCK_ENCRYPTED, b"x" * 1025),
        Data(RESET_BONDS_FLAG, b"", 5),
        Data(138),
        b"raw",
    ],
)
def test_data_that_there_cannot_be_is_not_written(data):
    with pytest.raises(EncodeError):
        encode(Data, data)


def test_more_than_three_fields_cannot_be_written():
    with pytest.raises(EncodeError):
        encode(CommitmentInfo, CommitmentInfo([Data.raw(b"a")] * 4))
