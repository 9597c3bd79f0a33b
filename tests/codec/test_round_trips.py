import warnings

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chain.codec import DecodeError, codec_of
from tests.codec.generated import LEAVES, TYPES, lists_of, options_of, tuples_of
from tests.codec.sample_types import Info, Reply

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from scalecodec.base import RuntimeConfigurationObject, ScaleBytes
    from scalecodec.type_registry import load_type_registry_preset

QUICK = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(st.data())
def test_any_value_of_any_type_comes_back(data):
    generated = data.draw(TYPES)
    value = data.draw(generated.values)
    codec = codec_of(generated.annotation)
    encoded = codec.encode(value)
    assert codec.decode(encoded) == value
    assert codec.minimum_size <= len(encoded)
    assert codec.fixed_size in (None, len(encoded))


@QUICK
@given(st.data())
def test_whatever_bytes_are_accepted_are_those_that_would_be_written(data):
    codec = codec_of(data.draw(TYPES).annotation)
    encoded = data.draw(st.binary(max_size=24))
    try:
        value = codec.decode(encoded)
    except DecodeError as refused:
        assert 0 <= refused.position <= len(encoded)
    else:
        assert codec.encode(value) == encoded


@QUICK
@given(st.data())
def test_changed_bytes_are_refused_or_read_as_what_they_are(data):
    codec = codec_of(data.draw(st.sampled_from([Info, Reply])))
    encoded = bytearray(data.draw(st.binary(min_size=1, max_size=80)))
    try:
        value = codec.decode(encoded)
    except DecodeError:
        return
    assert codec.encode(value) == encoded


ORACLE = RuntimeConfigurationObject(ss58_format=42)
ORACLE.update_type_registry(load_type_registry_preset("legacy"))

KNOWN = st.recursive(
    st.sampled_from([leaf for leaf in LEAVES if leaf.oracle]),
    lambda inner: st.one_of(
        inner.map(lists_of),
        inner.filter(lambda item: not str(item.oracle).startswith(("Option", "bool"))).map(options_of),
        st.lists(inner, min_size=2, max_size=3).map(tuples_of),
    ).filter(lambda made: made.oracle is not None),
    max_leaves=4,
)


@QUICK
@given(st.data())
def test_scalecodec_writes_the_same_bytes(data):
    generated = data.draw(KNOWN)
    value = data.draw(generated.values)
    theirs = ORACLE.create_scale_object(generated.oracle).encode(value)
    assert codec_of(generated.annotation).encode(value) == bytes(theirs.data)


@QUICK
@given(st.data())
def test_scalecodec_reads_our_bytes(data):
    generated = data.draw(KNOWN)
    value = data.draw(generated.values)
    encoded = codec_of(generated.annotation).encode(value)
    assert ORACLE.create_scale_object(generated.oracle, ScaleBytes(encoded)).decode() == value
