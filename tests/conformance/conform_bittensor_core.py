"""bittensor-core, the codec of the bittensor SDK 11, reads our metadata 15 and agrees with our bytes."""

import json
import subprocess
from pathlib import Path

import pytest

from chain.codec import codec_of
from chain.codec.portable import PortableType
from chain.frame.metadata import RuntimeEvent
from chain.frame.metadata_types import BodyV15
from chain.primitives import ss58
from chain.primitives.address import Id
from chain.primitives.hashing import blake2_128, twox_64, twox_128
from chain.primitives.identifiers import AccountId
from tests.conformance.environments import require
from tests.frame.metadata_sample import Renamed, sample_declaration, sample_metadata

PYTHON = Path(".conformance/sdk11/bin/python")


@pytest.fixture(scope="module", autouse=True)
def installed():
    require(PYTHON)


ALICE = AccountId(bytes(range(32)))

SCRIPT = """
import json, sys
import bittensor_core
request = json.load(sys.stdin)
runtime = bittensor_core.Runtime(bytes.fromhex(request["metadata"]), 1, 1)

def from_json(value):
    is_bytes = isinstance(value, str) and value.startswith("hex:")
    return bytes.fromhex(value[4:]) if is_bytes else value

answers = []
for method, arguments in request["calls"]:
    if method == "attribute":
        answers.append(getattr(runtime, arguments[0]))
        continue
    answer = getattr(runtime, method)(*(from_json(each) for each in arguments))
    answers.append("hex:" + answer.hex() if isinstance(answer, bytes) else answer)
print(json.dumps(answers, default=repr))
"""


def ask(version, *calls):
    """Run these methods of the client's runtime in the client's own environment; bytes travel as `hex:…`."""
    request = {"metadata": sample_metadata().encode(version).hex(), "calls": calls}
    finished = subprocess.run(
        [PYTHON, "-c", SCRIPT], input=json.dumps(request), capture_output=True, text=True, timeout=60
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def test_it_reads_both_versions():
    assert ask(15, ("attribute", ["is_v15"]), ("attribute", ["extrinsic_version"])) == [True, 4]
    assert ask(14, ("attribute", ["is_v15"])) == [False]


def test_it_finds_the_runtime_apis():
    (apis,) = ask(15, ("runtime_api_map", []))
    method = apis["BankApi"]["balance"]
    assert [name for name, _ in method["inputs"]] == ["who", "at"]
    assert method["docs"] == ["What an account owns."]


def test_it_finds_extensions_errors_and_constants():
    extensions, error, constant = ask(
        15,
        ("signed_extension_identifiers", []),
        ("module_error", [5, 1]),
        ("constant", ["Bank", "Minimum"]),
    )
    assert extensions == ["CheckNonce", "CheckGenesis"]
    assert error[0] == "Unknown"
    assert constant == 500


def test_it_makes_the_same_storage_keys():
    last = bytes(range(100, 132))
    expected = twox_128(b"Bank") + twox_128(b"Shares")
    expected += blake2_128(ALICE) + ALICE + (258).to_bytes(2, "little") + twox_64(last) + last
    (key,) = ask(15, ("storage_key", ["Bank", "Shares", [ss58.encode(ALICE), 258, "0x" + last.hex()]]))
    assert key == "hex:" + expected.hex()


def test_it_reads_our_calls_and_writes_the_same_bytes():
    calls = sample_declaration().calls
    deposit = calls.make("Bank", "deposit", {"dest": Id(ALICE), "value": 70_000})
    out = bytearray()
    calls.append(calls.make("Bank", "batch", {"calls": [deposit, deposit], "height": 3}), out)
    ((read),) = ask(15, ("decode_call", ["hex:" + out.hex()]))
    assert (read["call_module"], read["call_function"]) == ("Bank", "batch")
    inner = bytearray()
    calls.append(deposit, inner)
    address = {"Id": "0x" + ALICE.hex()}
    (written,) = ask(15, ("compose_call", ["Bank", "deposit", {"dest": address, "value": 70_000}]))
    assert written == "hex:" + inner.hex()


def test_it_reads_our_events():
    encoded = sample_declaration().codec_of(RuntimeEvent).encode(Renamed(ALICE, b"bob"))
    metadata = sample_metadata().encode(15)
    types, offset = codec_of(list[PortableType]).read(metadata, 5)
    body, _ = codec_of(BodyV15).read(metadata, offset)
    assert types[body.outer_enums.event].path[-1] == "RuntimeEvent"
    (read,) = ask(15, ("decode", [f"scale_info::{body.outer_enums.event}", "hex:" + encoded.hex()]))
    assert read["module_id"] == "Bank"
    assert read["event_id"] == "Renamed"
