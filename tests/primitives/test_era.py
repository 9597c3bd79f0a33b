import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.codec import DecodeError, EncodeError, decode, encode, shape_of
from chain.primitives.era import IMMORTAL, NEVER, Era


@pytest.mark.parametrize(
    ("era", "expected"),
    [
        (IMMORTAL, "00"),
        (Era(64, 42), "a502"),
        (Era(32_768, 20_000), "4e9c"),
        (Era(4, 0), "0100"),
        (Era(65_536, 65_520), "ffff"),
    ],
)
def test_eras_are_written_as_substrate_writes_them(era, expected):
    assert encode(Era, era).hex() == expected
    assert decode(Era, bytes.fromhex(expected)) == era


@given(st.integers(0, 70_000), st.integers(0, 2**32 - 1))
def test_a_mortal_era_comes_back_and_spans_the_current_block(period_blocks, current):
    era = Era.mortal(period_blocks, current)
    assert decode(Era, encode(Era, era)) == era
    assert era.period >= min(period_blocks, 65_536)
    assert era.birth(current) <= max(current, era.phase)
    assert current < era.death(current)
    assert era.birth(current) % era.period == era.phase


@given(st.integers(0, 70_000), st.integers(0, 2**32 - 1), st.integers(0, 65_535))
def test_birth_is_the_same_seen_from_every_block_of_the_era(period_blocks, current, later):
    era = Era.mortal(period_blocks, current)
    birth = era.birth(max(current, era.phase))
    seen_from = birth + later % era.period
    assert era.birth(seen_from) == birth
    assert era.death(seen_from) == birth + era.period


@given(st.binary(min_size=2, max_size=2).filter(lambda data: data[0] != 0))
def test_every_two_bytes_are_either_one_era_or_refused(data):
    try:
        era = decode(Era, data)
    except DecodeError:
        encoded = int.from_bytes(data, "little")
        period = 2 << (encoded & 15)
        assert period < 4 or (encoded >> 4) * max(period >> 12, 1) >= period
    else:
        assert encode(Era, era) == data


def test_an_immortal_era_never_ends_and_signs_genesis():
    assert IMMORTAL.birth(1_000) == 0
    assert IMMORTAL.death(1_000) == NEVER


def test_a_cut_off_era_names_the_position():
    with pytest.raises(DecodeError, match="at byte 0"):
        decode(Era, b"")
    with pytest.raises(DecodeError, match="mortal Era"):
        decode(Era, b"\xa5")


@pytest.mark.parametrize("era", [Era(3, 0), Era(6, 1), Era(4, 4), Era(131_072, 0), Era(32_768, 20_001), Era(64, -1)])
def test_eras_that_have_no_bytes_are_refused(era):
    with pytest.raises(EncodeError, match=f"period={era.period}"):
        encode(Era, era)


def test_metadata_sees_an_enum_of_256_variants():
    described = shape_of(Era).described_as
    assert described.path == "sp_runtime::generic::era::Era"
    assert [variant.name for variant in described.variants[:3]] == ["Immortal", "Mortal1", "Mortal2"]
    assert [variant.index for variant in described.variants] == list(range(256))
