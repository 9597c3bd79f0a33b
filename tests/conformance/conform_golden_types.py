"""Our codec against recordings of a live chain of spec 461: its metadata, and samples of all of its types."""

import pytest

from chain.codec import codec_of, decode, read_compact
from chain.codec.portable import PortableType
from chain.codec.registry import TypeRegistry
from chain.frame.metadata_types import BodyV15
from tests.conformance.environments import require
from tests.conformance.golden import ARCHIVE, fixture
from tests.conformance.registry_annotations import Annotations


@pytest.fixture(scope="module", autouse=True)
def installed():
    require(ARCHIVE)


ERA = "sp_runtime::generic::era::Era"
"""Its bytes do not follow its description: clients know it by its path, and `chain.primitives.era` reads it."""


@pytest.fixture(scope="module")
def recorded():
    answer = bytes.fromhex(fixture("golden.json")["metadata"]["v15_hex"].removeprefix("0x"))
    return decode(bytes | None, answer)


@pytest.fixture(scope="module")
def rows(recorded):
    assert recorded[:5] == b"meta\x0f"
    return codec_of(list[PortableType]).read(recorded, 5)


def test_the_metadata_of_a_live_chain_is_read_and_written_back_byte_for_byte(recorded, rows):
    types, offset = rows
    body, end = codec_of(BodyV15).read(recorded, offset)
    assert end == len(recorded)
    assert codec_of(list[PortableType]).encode(types) == recorded[5:offset]
    assert codec_of(BodyV15).encode(body) == recorded[offset:]
    assert [pallet.name for pallet in body.pallets][:3] == ["System", "RandomnessCollectiveFlip", "Timestamp"]


def test_samples_of_every_type_are_read_and_written_back_byte_for_byte(rows):
    types, _ = rows
    annotations = Annotations(types)
    tried = 0
    for recorded_type in fixture("shape_corpus/corpus.json")["types"]:
        if recorded_type["name"] == ERA:
            continue
        codec = codec_of(annotations.of(recorded_type["id"]))
        for sample in recorded_type["samples"]:
            data = bytes.fromhex(sample["scale_hex"].removeprefix("0x"))
            assert codec.encode(codec.decode(data)) == data, recorded_type["name"]
            tried += 1
    assert tried > 2800


def test_a_registry_made_from_the_types_of_a_live_chain_describes_all_of_them(rows):
    types, _ = rows
    annotations = Annotations(types)
    registry = TypeRegistry()
    for row in types:
        registry.type_id(annotations.of(row.id))
    assert decode(list[PortableType], registry.encode()) == registry.types
    assert read_compact(registry.encode(), 0)[0] == len(registry.types)
