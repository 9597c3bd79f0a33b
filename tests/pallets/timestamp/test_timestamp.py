"""The time of blocks."""

import pytest

from chain.codec import U64, encode
from chain.frame import BadOrigin, Origin, Other
from chain.frame.inherent import TIMESTAMP_INHERENT
from chain.frame.testing import TestRuntime
from chain.pallets.system import System
from chain.pallets.timestamp import Timestamp
from chain.pallets.timestamp.pallet import MAX_DRIFT_MS, TimeNotSet
from chain.primitives.identifiers import AccountId

NONE = Origin.none()


@pytest.fixture
def chain():
    system = System.for_tests()
    return TestRuntime({0: system, 2: Timestamp(system, minimum_period=125)})


def timestamp(chain):
    return chain.parts[1]


def set_time(chain, now):
    chain.dispatch(chain.call(Timestamp.set, now=now), NONE)


def test_the_author_sets_the_time_once_per_block(chain):
    set_time(chain, 1_000)
    assert timestamp(chain).now == 1_000
    with pytest.raises(Other, match="set already"):
        set_time(chain, 2_000)
    chain.next_block()
    set_time(chain, 1_125)
    assert timestamp(chain).now == 1_125


def test_the_time_grows_by_at_least_the_minimum_period(chain):
    set_time(chain, 1_000)
    chain.next_block()
    with pytest.raises(Other, match="less than 125 ms after 1000"):
        set_time(chain, 1_124)


def test_nobody_else_sets_the_time(chain):
    for origin in (Origin.root(), Origin.signed(AccountId(b"\x01" * 32))):
        with pytest.raises(BadOrigin):
            chain.dispatch(chain.call(Timestamp.set, now=1), origin)


def test_a_block_without_a_time_cannot_be_finished(chain):
    with pytest.raises(TimeNotSet, match="block 1 has no time"):
        chain.next_block()


def test_the_inherent_takes_the_nodes_time_or_the_earliest_allowed(chain):
    data = {TIMESTAMP_INHERENT: encode(U64, 5_000)}
    assert timestamp(chain).create_inherent(data).arguments == {"now": 5_000}
    set_time(chain, 5_000)
    assert timestamp(chain).create_inherent(data).arguments == {"now": 5_125}
    assert timestamp(chain).create_inherent({}) is None


def test_a_time_too_far_from_the_clock_is_objected_to(chain):
    timestamp(chain).now = 5_000

    def objection(now, clock):
        return timestamp(chain).check_inherent(
            chain.call(Timestamp.set, now=now), {TIMESTAMP_INHERENT: encode(U64, clock)}
        )

    assert objection(6_000, 6_000) is None
    assert "ahead of 6000" in objection(6_001 + MAX_DRIFT_MS, 6_000)
    assert "too early" in objection(5_001, 6_000)
    assert (
        timestamp(chain)
        .check_inherent(chain.call(Timestamp.set, now=1), {TIMESTAMP_INHERENT: b"?"})
        .startswith("the time handed in is no u64")
    )
