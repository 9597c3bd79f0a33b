"""The calls of the system pallet, and the constants that clients read."""

import pytest

from chain.codec import encode
from chain.frame import BadOrigin, Origin
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances
from chain.pallets.system import System, errors, well_known_keys
from chain.pallets.system.events import CodeUpdated, Remarked, UpgradeAuthorized
from chain.pallets.system.limits import BLOCK_LENGTH, BLOCK_WEIGHTS, BlockLength, BlockWeights
from chain.primitives.digest import RuntimeEnvironmentUpdated
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId, Hash

ALICE = AccountId(b"\x01" * 32)
ROOT, SIGNED = Origin.root(), Origin.signed(ALICE)


@pytest.fixture
def chain():
    system = System.for_tests()
    return TestRuntime({0: system, 5: Balances(system, existential_deposit=500)})


def test_a_remark_changes_nothing_and_an_event_tells_its_hash(chain):
    chain.dispatch(chain.call(System.remark, remark=b"hello"), SIGNED)
    assert chain.events() == []
    chain.dispatch(chain.call(System.remark_with_event, remark=b"hello"), SIGNED)
    assert chain.events() == [Remarked(ALICE, Hash(blake2_256(b"hello")))]
    with pytest.raises(BadOrigin):
        chain.dispatch(chain.call(System.remark, remark=b""), Origin.none())


def test_root_writes_raw_storage_which_the_typed_view_sees_at_once(chain):
    balances = chain.parts[1]
    balances.total_issuance = 5
    key = Balances.total_issuance.prefix
    chain.dispatch(chain.call(System.set_storage, items=[(key, (9).to_bytes(8, "little"))]), ROOT)
    assert balances.total_issuance == 9
    chain.dispatch(chain.call(System.kill_storage, keys=[key]), ROOT)
    assert balances.total_issuance == 0


def test_root_removes_keys_by_prefix_up_to_a_number(chain):
    for number in range(5):
        chain.state.put(b"prefix-of-sixteen-bytes-and-more" + bytes([number]), b"x")
    chain.dispatch(chain.call(System.kill_prefix, prefix=b"prefix-of-sixteen-bytes-and-more", subkeys=3), ROOT)
    assert len(list(chain.state.keys(b"prefix-of-sixteen-bytes-and-more"))) == 2


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        (System.set_heap_pages, {"pages": 1}),
        (System.set_code, {"code": b""}),
        (System.set_code_without_checks, {"code": b""}),
        (System.set_storage, {"items": []}),
        (System.kill_storage, {"keys": []}),
        (System.kill_prefix, {"prefix": b"", "subkeys": 0}),
        (System.authorize_upgrade, {"code_hash": Hash(bytes(32))}),
        (System.authorize_upgrade_without_checks, {"code_hash": Hash(bytes(32))}),
    ],
)
def test_only_root_reaches_into_the_state(chain, method, arguments):
    with pytest.raises(BadOrigin):
        chain.dispatch(chain.call(method, **arguments), SIGNED)


def test_heap_pages_and_code_are_stored_and_marked_in_the_digest(chain):
    chain.dispatch(chain.call(System.set_heap_pages, pages=64), ROOT)
    assert chain.state.get(well_known_keys.HEAP_PAGES) == (64).to_bytes(8, "little")
    chain.dispatch(chain.call(System.set_code_without_checks, code=b"new"), ROOT)
    assert chain.state.get(well_known_keys.CODE) == b"new"
    assert chain.events() == [CodeUpdated()]
    assert chain.system.digest.logs == [RuntimeEnvironmentUpdated()] * 2


def test_code_that_cannot_tell_its_version_is_refused(chain):
    with pytest.raises(errors.FailedToExtractRuntimeVersion):
        chain.dispatch(chain.call(System.set_code, code=b"\x00asm"), ROOT)


def test_an_upgrade_needs_authorisation_of_the_very_code(chain):
    with pytest.raises(errors.NothingAuthorized):
        chain.dispatch(chain.call(System.apply_authorized_upgrade, code=b"code"), SIGNED)
    code_hash = Hash(blake2_256(b"code"))
    chain.dispatch(chain.call(System.authorize_upgrade, code_hash=code_hash), ROOT)
    chain.dispatch(chain.call(System.authorize_upgrade_without_checks, code_hash=code_hash), ROOT)
    assert chain.events() == [UpgradeAuthorized(code_hash, True), UpgradeAuthorized(code_hash, False)]
    with pytest.raises(errors.Unauthorized):
        chain.dispatch(chain.call(System.apply_authorized_upgrade, code=b"other"), SIGNED)
    with pytest.raises(errors.FailedToExtractRuntimeVersion):
        chain.dispatch(chain.call(System.apply_authorized_upgrade, code=b"code"), SIGNED)


def test_the_limits_of_a_block_are_those_of_the_reference_chain():
    assert encode(BlockWeights, BLOCK_WEIGHTS).hex() == (
        "c2a0e766000b00409452a30313ffffffffffffffff2261c91900010bb837a1555d021366666666666666a6010b0030ef7dba0213"
        "ffffffffffffffbf0100002261c91900010bb847462a46031366666666666666e6010b00409452a30313ffffffffffffffff0107"
        "0010a5d4e81300000000000000402261c91900000000"
    )
    assert encode(BlockLength, BLOCK_LENGTH).hex() == "000078000000a0000000a000"
