from typing import Annotated, Any

import pytest

from chain.codec import (
    U8,
    U16,
    U32,
    U64,
    U256,
    BitVec,
    Bound,
    Bytes32,
    Compact,
    CustomShape,
    Length,
    OpenType,
    Result,
    TypeName,
    decode,
    runtime_codecs,
)
from chain.codec.portable import (
    Array,
    BitSequence,
    CompactType,
    Composite,
    PortableType,
    Primitive,
    PrimitiveKind,
    Sequence,
    Tuple,
    Variants,
)
from chain.codec.registry import TypeRegistry
from chain.codec.resolve import resolve
from tests.codec.sample_types import Account, Colour, Funds, Info, Label, Pair, Reply, Share, Slot, Tree

DispatchResult = Result[None, Colour]


def described(annotation: Any) -> tuple[PortableType, TypeRegistry]:
    registry = TypeRegistry()
    return registry.types[registry.type_id(annotation)], registry


def test_the_first_type_asked_for_is_number_zero():
    registry = TypeRegistry()
    assert registry.type_id(Account) == 0
    assert registry.types[0].path == ["sp_core", "crypto", "AccountId32"]


def test_types_are_described_once():
    registry = TypeRegistry()
    first = registry.type_id(list[Info])
    count = len(registry.types)
    assert registry.type_id(list[Info]) == first
    assert registry.type_id(Annotated[list[Info], TypeName("Infos")]) == first
    assert len(registry.types) == count


def test_what_is_made_of_the_same_parts_is_one_type():
    registry = TypeRegistry()
    assert registry.type_id(bytes) == registry.type_id(list[U8])
    assert registry.type_id(Annotated[bytes, Length(4)]) == registry.type_id(Annotated[list[U8], Length(4)])
    assert registry.type_id(Annotated[bytes, Bound(4)]) == registry.type_id(Annotated[bytes, Bound(5)])
    assert registry.type_id(None) == registry.type_id(tuple[()])
    assert registry.type_id(Label) == registry.type_id(bytes)


def test_numbers_do_not_depend_on_the_run():
    def numbers() -> list[int]:
        registry = TypeRegistry()
        return [registry.type_id(each) for each in (Info, Reply, dict[U16, Funds], BitVec, DispatchResult)]

    assert numbers() == numbers()


@pytest.mark.parametrize(
    ("annotation", "definition"),
    [
        (U8, Primitive(PrimitiveKind.U8)),
        (U64, Primitive(PrimitiveKind.U64)),
        (bool, Primitive(PrimitiveKind.Bool)),
        (str, Primitive(PrimitiveKind.Str)),
        (None, Tuple([])),
        (bytes, Sequence(0)),
        (list[U16], Sequence(0)),
        (Bytes32, Array(32, 0)),
        (Annotated[list[U64], Length(4)], Array(4, 0)),
        (tuple[U8, U16, U8], Tuple([0, 1, 0])),
        (Compact[U32], CompactType(0)),
        (BitVec, BitSequence(1, 0)),
    ],
    ids=str,
)
def test_built_in_types_have_these_definitions(annotation, definition):
    row, _ = described(annotation)
    assert (row.path, row.params, row.definition) == ([], [], definition)


def test_a_struct_has_path_parameters_names_and_type_names():
    row, registry = described(Funds)
    assert row.path == ["sample", "Funds"]
    assert row.docs == ["What an account owns."]
    assert [(each.name, registry.types[each.type].definition) for each in row.params] == [
        ("Balance", Primitive(PrimitiveKind.U64))
    ]
    assert isinstance(row.definition, Composite)
    assert [(field.name, field.type_name) for field in row.definition.fields] == [
        ("free", "Balance"),
        ("reserved", "Balance"),
        ("flags", "u128"),
    ]


def test_a_tuple_struct_has_fields_without_names():
    row, _ = described(Pair)
    assert [field.name for field in row.definition.fields] == [None, None]


def test_an_enum_has_indices_names_fields_and_docs():
    row, _ = described(Reply)
    assert isinstance(row.definition, Variants)
    assert [(each.index, each.name, each.docs) for each in row.definition.variants] == [
        (0, "Nothing", ["No answer."]),
        (2, "Amount", []),
        (7, "move", []),
        (9, "Several", []),
    ]
    move = row.definition.variants[2]
    assert [(field.name, field.type_name) for field in move.fields] == [
        ("from", "T::AccountId"),
        ("to", "T::AccountId"),
        ("amount", "u64"),
    ]


def test_an_enum_of_names_has_variants_without_fields():
    row, _ = described(Colour)
    assert [(each.index, each.name, each.fields) for each in row.definition.variants] == [
        (0, "Red", []),
        (3, "Green", []),
    ]


def test_a_type_that_contains_itself_names_its_own_number():
    row, registry = described(Tree)
    left = registry.types[row.definition.fields[1].type]
    assert left.path == ["Option"]
    assert left.params[0].type == row.id


def test_a_newtype_is_a_composite_of_one_field():
    row, registry = described(Slot)
    assert row.path == ["sp_consensus_slots", "Slot"]
    (field,) = row.definition.fields
    assert (field.name, field.type_name) == (None, "u64")
    assert registry.types[field.type].definition == Primitive(PrimitiveKind.U64)


def test_the_widest_integer_has_the_path_clients_know():
    row, _ = described(U256)
    assert row.path == ["primitive_types", "U256"]
    assert row.definition.fields[0].type_name == "[u64; 4]"


def test_option_and_result_are_enums_with_parameters():
    option, _ = described(U16 | None)
    assert (option.path, [each.name for each in option.params]) == (["Option"], ["T"])
    assert [(each.index, each.name) for each in option.definition.variants] == [(0, "None"), (1, "Some")]
    result, registry = described(DispatchResult)
    assert (result.path, [each.name for each in result.params]) == (["Result"], ["T", "E"])
    assert [(each.index, each.name) for each in result.definition.variants] == [(0, "Ok"), (1, "Err")]
    assert registry.types[result.params[0].type].definition == Tuple([])


@pytest.mark.parametrize(
    ("annotation", "path", "parameters", "type_name"),
    [
        (dict[U16, U64], "BTreeMap", ["K", "V"], None),
        (frozenset[U16], "BTreeSet", ["T"], None),
        (Annotated[list[U16], Bound(3)], "bounded_collections::bounded_vec::BoundedVec", ["T", "S"], "Vec<u16>"),
        (Annotated[bytes, Bound(3)], "bounded_collections::bounded_vec::BoundedVec", ["T", "S"], "Vec<u8>"),
        (
            Annotated[list[Account], Bound(3, weak=True)],
            "bounded_collections::weak_bounded_vec::WeakBoundedVec",
            ["T", "S"],
            "Vec<AccountId32>",
        ),
        (
            Annotated[dict[U16, U64], Bound(3)],
            "bounded_collections::bounded_btree_map::BoundedBTreeMap",
            ["K", "V", "S"],
            "BTreeMap<u16, u64>",
        ),
        (
            Annotated[frozenset[U16], Bound(3)],
            "bounded_collections::bounded_btree_set::BoundedBTreeSet",
            ["T", "S"],
            "BTreeSet<u16>",
        ),
    ],
    ids=str,
)
def test_collections_are_composites_of_one_field(annotation, path, parameters, type_name):
    row, _ = described(annotation)
    assert ("::".join(row.path), [each.name for each in row.params]) == (path, parameters)
    (field,) = row.definition.fields
    assert (field.name, field.type_name) == (None, type_name)


@pytest.mark.parametrize(
    ("annotation", "name"),
    [
        (Annotated[Compact[U64], TypeName("T::Balance")], "T::Balance"),
        (Compact[Annotated[U64, TypeName("Balance")]], "Compact<Balance>"),
        (list[Annotated[U16, TypeName("NetUid")]], "Vec<NetUid>"),
        (Account | None, "Option<T::AccountId>"),
        (tuple[U8, bytes], "(u8, Vec<u8>)"),
        (Annotated[list[U16], Length(3)], "[u16; 3]"),
        (DispatchResult, "Result<(), Colour>"),
        (list[Share], "Vec<Share>"),
    ],
    ids=str,
)
def test_the_type_name_of_a_field_follows_its_annotation(annotation, name):
    assert resolve(annotation).type_name == name


def test_an_open_type_is_what_the_runtime_binds():
    codecs = runtime_codecs()
    codecs.bind("Anything", Reply)
    registry = TypeRegistry(codecs)
    assert registry.type_id(Annotated[Any, OpenType("Anything")]) == registry.type_id(Reply)


def test_a_custom_encoding_is_described_as_another_type():
    registry = TypeRegistry()
    custom = Annotated[int, CustomShape(lambda value, out: None, lambda data, offset: (0, offset), Colour)]
    assert registry.type_id(custom) == registry.type_id(Colour)


def test_an_encoded_registry_reads_back():
    registry = TypeRegistry()
    registry.type_id(Info)
    registry.type_id(Reply)
    assert decode(list[PortableType], registry.encode()) == registry.types
