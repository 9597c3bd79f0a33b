import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.state.diff import CorruptDiff, compress, decode_changes, decompress, encode_changes, pack_changes

changes = st.dictionaries(st.binary(max_size=40), st.none() | st.binary(max_size=60), max_size=12)


@given(changes)
def test_changes_come_back_from_their_bytes(block):
    assert decode_changes(encode_changes(block)) == block


def test_a_busy_block_is_stored_as_it_is_and_comes_back_too():
    block = {number.to_bytes(32, "big"): bytes(32) for number in range(2_000)}
    assert len(encode_changes(block)) == 1 + len(pack_changes(block))
    assert decode_changes(encode_changes(block)) == block


@given(changes, changes)
def test_changes_compressed_against_another_block_come_back_with_it(block, like):
    packed = pack_changes(block)
    assert decompress(compress(packed, pack_changes(like)), pack_changes(like)) == packed


@given(changes.filter(bool), st.data())
def test_damaged_bytes_are_refused_or_were_not_needed(block, data):
    blob = encode_changes(block)
    cut = data.draw(st.integers(0, len(blob) - 1))
    with pytest.raises(CorruptDiff):
        decode_changes(blob[:cut])


@pytest.mark.parametrize(
    "packed", [b"", b"\x01", b"\x01\x00\x00\x00", b"\x00\x00\x00\x00rest", b"\x01\0\0\0\xff\0\0\0\0\0\0\0"]
)
def test_bytes_that_no_changes_have_are_refused(packed):
    with pytest.raises(CorruptDiff, match="damaged"):
        decode_changes(b"\x00" + packed)
