import warnings

import pytest

from chain.codec import Struct, codec_of, replace
from chain.codec.portable import Composite, PortableType, Sequence, Variants
from chain.frame.metadata import RuntimeEvent
from chain.frame.metadata_types import BodyV14, BodyV15, Map, Plain, StorageHasher, StorageModifier
from chain.frame.pallet_metadata import check_errors
from chain.primitives.address import Id
from chain.primitives.identifiers import AccountId
from tests.frame.metadata_sample import Bank, Deposited, sample_declaration, sample_metadata

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from scalecodec.base import RuntimeConfigurationObject, ScaleBytes
    from scalecodec.type_registry import load_type_registry_preset

ALICE = AccountId(bytes(range(32)))


class MetadataV14(Struct):
    types: list[PortableType]
    body: BodyV14


class MetadataV15(Struct):
    types: list[PortableType]
    body: BodyV15


@pytest.fixture(scope="module")
def metadata():
    return sample_metadata()


@pytest.fixture(scope="module")
def v14(metadata):
    encoded = metadata.encode(14)
    assert encoded[:5] == b"meta\x0e"
    return codec_of(MetadataV14).decode(encoded[5:])


@pytest.fixture(scope="module")
def v15(metadata):
    encoded = metadata.encode(15)
    assert encoded[:5] == b"meta\x0f"
    return codec_of(MetadataV15).decode(encoded[5:])


@pytest.fixture(scope="module")
def oracle(metadata):
    """scalecodec 1.2.12, which reads metadata up to version 14."""
    configuration = RuntimeConfigurationObject(ss58_format=42)
    configuration.update_type_registry(load_type_registry_preset("legacy"))
    configuration.update_type_registry(load_type_registry_preset("core"))
    decoded = configuration.create_scale_object("MetadataVersioned", ScaleBytes(metadata.encode(14)))
    decoded.decode()
    configuration.add_portable_registry(decoded)
    return configuration, decoded


def pallet_of(body, name):
    return next(pallet for pallet in body.pallets if pallet.name == name)


def entry_of(body, pallet, name):
    return next(entry for entry in pallet_of(body, pallet).storage.entries if entry.name == name)


def test_both_versions_share_every_type_with_its_number(v14, v15):
    assert v14.types == v15.types
    assert [row.id for row in v15.types] == list(range(len(v15.types)))


def test_an_account_is_type_zero(v15):
    assert v15.types[0].path == ["sp_core", "crypto", "AccountId32"]


def test_no_type_is_described_twice(v15):
    described = [repr(row)[repr(row).index("path=") :] for row in v15.types]
    assert len(set(described)) == len(described)


def test_a_version_that_is_not_written_is_refused(metadata):
    with pytest.raises(LookupError, match="no metadata of version 16"):
        metadata.encode(16)


def test_pallets_come_in_the_order_of_their_indices(v15):
    assert [(pallet.index, pallet.name) for pallet in v15.body.pallets] == [(5, "Bank"), (7, "SubtensorModule")]


def test_the_docs_of_a_pallet_are_in_version_15(v15):
    assert pallet_of(v15.body, "Bank").docs == ["Money.", "", "And what is done with it."]


def test_a_value_has_its_default_and_docs(v15):
    total = entry_of(v15.body, "Bank", "Total")
    assert isinstance(total.kind, Plain)
    assert total.modifier is StorageModifier.Default
    assert total.default == (7).to_bytes(8, "little")
    assert total.docs == ["All money.", "Everywhere."]


def test_an_optional_item_has_the_default_of_none(v15):
    last = entry_of(v15.body, "Bank", "Last")
    assert last.modifier is StorageModifier.Optional
    assert last.default == b"\x00"


def test_a_map_has_its_hasher_and_key(v15):
    kind = entry_of(v15.body, "Bank", "Account").kind
    assert isinstance(kind, Map)
    assert kind.hashers == [StorageHasher.Blake2_128Concat]
    assert kind.key == 0
    assert v15.types[kind.value].path == ["pallet_bank", "types", "AccountData"]


def test_a_map_of_several_keys_has_a_tuple_for_its_key(v15):
    shares = entry_of(v15.body, "Bank", "Shares")
    assert shares.kind.hashers == [
        StorageHasher.Blake2_128Concat,
        StorageHasher.Identity,
        StorageHasher.Twox64Concat,
    ]
    paths = [v15.types[part].path[-1:] for part in v15.types[shares.kind.key].definition.types]
    assert paths == [["AccountId32"], [], ["H256"]]


def test_a_default_may_depend_on_how_the_pallet_was_made(v15):
    assert entry_of(v15.body, "Bank", "Shares").default == (500).to_bytes(8, "little")


def test_a_bounded_value_is_a_composite_of_one_field(v15):
    bounded = v15.types[entry_of(v15.body, "Bank", "Label").kind.value]
    assert bounded.path == ["bounded_collections", "bounded_vec", "BoundedVec"]
    assert [parameter.name for parameter in bounded.params] == ["T", "S"]
    assert bounded.params[1].type is None
    (field,) = bounded.definition.fields
    assert isinstance(v15.types[field.type].definition, Sequence)


def test_a_constant_has_the_value_of_the_pallet(v15):
    (minimum,) = pallet_of(v15.body, "Bank").constants
    assert (minimum.name, minimum.value, minimum.docs) == (
        "Minimum",
        (500).to_bytes(8, "little"),
        ["The least one may own."],
    )


def test_calls_carry_names_types_type_names_and_docs(v15):
    calls = v15.types[pallet_of(v15.body, "Bank").calls]
    assert calls.path == ["pallet_bank", "pallet", "Call"]
    deposit, batch = calls.definition.variants
    assert (deposit.index, deposit.name, deposit.docs) == (2, "deposit", ["Put money in.", "", "Anyone may."])
    assert [(field.name, field.type_name) for field in deposit.fields] == [
        ("dest", "AccountIdLookupOf<T>"),
        ("value", "T::Balance"),
    ]
    assert [(field.name, field.type_name) for field in batch.fields] == [
        ("calls", "Vec<RuntimeCall>"),
        ("height", "u32"),
    ]
    assert v15.types[v15.types[batch.fields[0].type].definition.type].path == ["node_subtensor_runtime", "RuntimeCall"]


def test_events_may_have_unnamed_fields(v15):
    events = v15.types[pallet_of(v15.body, "Bank").events]
    assert events.path == ["pallet_bank", "pallet", "Event"]
    deposited, renamed = events.definition.variants
    assert [field.name for field in deposited.fields] == ["who", "amount"]
    assert (renamed.index, [field.name for field in renamed.fields]) == (3, [None, None])


def test_errors_have_docs(v15):
    errors = v15.types[pallet_of(v15.body, "Bank").errors]
    assert errors.path == ["pallet_bank", "pallet", "Error"]
    assert [(each.index, each.name, each.docs) for each in errors.definition.variants] == [
        (0, "Poor", ["The account owns less than that; deposit first."]),
        (1, "Unknown", ["There is no such account."]),
    ]


def test_parts_of_one_wire_pallet_stand_together(v15):
    merged = pallet_of(v15.body, "SubtensorModule")
    assert merged.storage.prefix == "SubtensorModule"
    assert [entry.name for entry in merged.storage.entries] == ["Owner", "Rows"]
    assert [each.name for each in v15.types[merged.calls].definition.variants] == ["set_weights", "claim"]
    assert merged.events is None
    assert merged.errors is None
    assert [constant.name for constant in merged.constants] == ["Tempo"]


def test_a_gap_in_the_list_of_errors_is_refused():
    declaration = Bank.declaration
    with pytest.raises(TypeError, match="Unknown has index 1 but is number 0"):
        check_errors(replace(declaration, errors=declaration.errors[1:]))


def test_the_extrinsic_of_version_14_names_its_parts_as_type_parameters(v14):
    extrinsic = v14.types[v14.body.extrinsic.type]
    assert "::".join(extrinsic.path) == "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic"
    parts = {parameter.name: v14.types[parameter.type] for parameter in extrinsic.params}
    assert list(parts) == ["Address", "Call", "Signature", "Extra"]
    assert parts["Address"].path[-1] == "MultiAddress"
    assert parts["Call"].path[-1] == "RuntimeCall"
    assert parts["Signature"].path[-1] == "MultiSignature"
    assert v14.body.extrinsic.version == 4


def test_the_extrinsic_of_version_15_has_the_same_parts(v14, v15):
    parameters = {each.name: each.type for each in v14.types[v14.body.extrinsic.type].params}
    extrinsic = v15.body.extrinsic
    assert (extrinsic.address, extrinsic.call, extrinsic.signature, extrinsic.extra) == tuple(parameters.values())
    assert extrinsic.signed_extensions == v14.body.extrinsic.signed_extensions


def test_extensions_say_what_they_add_and_what_is_signed_beside(v15):
    nonce, genesis = v15.body.extrinsic.signed_extensions
    assert (nonce.identifier, genesis.identifier) == ("CheckNonce", "CheckGenesis")
    assert v15.types[nonce.type].path[-1] == "CheckNonce"
    assert v15.types[nonce.additional_signed].definition.types == []
    assert isinstance(v15.types[genesis.type].definition, Composite)
    assert v15.types[genesis.additional_signed].path == ["primitive_types", "H256"]


def test_runtime_apis_are_in_version_15(v15):
    (api,) = v15.body.apis
    assert (api.name, api.docs) == ("BankApi", ["Questions to the bank."])
    (method,) = api.methods
    assert (method.name, method.docs) == ("balance", ["What an account owns."])
    assert [argument.name for argument in method.inputs] == ["who", "at"]
    assert method.inputs[0].type == 0
    assert v15.types[method.inputs[1].type].path == ["Option"]
    assert v15.types[method.output].path == ["pallet_bank", "Answer"]


def test_the_outer_enums_have_the_paths_clients_look_for(v15):
    enums = v15.body.outer_enums
    paths = ["::".join(v15.types[each].path) for each in (enums.call, enums.event, enums.error)]
    assert paths == [f"node_subtensor_runtime::Runtime{kind}" for kind in ("Call", "Event", "Error")]
    calls = v15.types[enums.call].definition
    assert isinstance(calls, Variants)
    assert [(each.index, each.name) for each in calls.variants] == [(5, "Bank"), (7, "SubtensorModule")]
    assert v15.body.custom == {}


def test_building_it_again_gives_the_same_bytes(metadata):
    assert sample_metadata().encode(15) == metadata.encode(15)


def test_scalecodec_reads_version_14(oracle):
    _, decoded = oracle
    pallets = {pallet.name: pallet for pallet in decoded.pallets}
    assert list(pallets) == ["Bank", "SubtensorModule"]
    assert [entry.value["name"] for entry in pallets["Bank"].storage if "VERSION" not in entry.value["name"]] == [
        "Total",
        "Last",
        "Account",
        "Label",
        "Weights",
        "Shares",
    ]
    assert [each.name for each in pallets["Bank"].calls] == ["deposit", "batch"]
    assert [each.name for each in pallets["Bank"].errors] == ["Poor", "Unknown"]
    assert [each.name for each in pallets["Bank"].events] == ["Deposited", "Renamed"]


def test_scalecodec_reads_a_call_with_the_types_of_version_14(oracle):
    configuration, decoded = oracle
    declaration = sample_declaration()
    deposit = declaration.calls.make("Bank", "deposit", {"dest": Id(ALICE), "value": 70_000})
    batch = declaration.calls.make("Bank", "batch", {"calls": [deposit, deposit], "height": 3})
    out = bytearray()
    declaration.calls.append(batch, out)
    read = configuration.create_scale_object("Call", ScaleBytes(bytes(out)), metadata=decoded)
    value = read.decode()
    assert value["call_function"] == "batch"
    calls, height = value["call_args"]
    assert height == {"name": "height", "type": "u32", "value": 3}
    assert [each["call_function"] for each in calls["value"]] == ["deposit", "deposit"]
    assert calls["value"][0]["call_args"][1] == {"name": "value", "type": "Balance", "value": 70_000}


def test_scalecodec_reads_an_event_with_the_types_of_version_14(oracle, v15):
    configuration, _ = oracle
    encoded = sample_declaration().codec_of(RuntimeEvent).encode(Deposited(ALICE, 9))
    read = configuration.create_scale_object(f"scale_info::{v15.body.outer_enums.event}", ScaleBytes(encoded))
    value = read.decode()
    assert (value["module_id"], value["event_id"]) == ("Bank", "Deposited")
    assert value["attributes"]["amount"] == 9
