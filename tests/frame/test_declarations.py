"""What pallet classes declare, and how parts are merged under one name."""

import pytest

from chain.codec import U8, U32
from chain.frame import (
    Constant,
    Event,
    ModuleError,
    Origin,
    Pallet,
    StorageMap,
    StorageValue,
    WireClash,
    WirePallet,
    call,
)
from chain.primitives.hashing import Identity
from chain.state import State


class Rung(Event, index=0):
    """A bell was rung."""

    times: U8


class Broke(Event, index=1, name="BrokeDown", unnamed=True):
    """A bell broke."""

    index_: U8


class TooLoud(ModuleError, index=0):
    """The bell is too loud; ring it less."""


class TooOld(ModuleError, index=1):
    """The bell is too old; cast a new one."""


class Bells(Pallet, wire="Tower"):
    """Bells of the tower."""

    events = (Broke, Rung)
    errors = (TooLoud,)

    weight_limit = Constant[U32](doc="How heavy a bell may be.")
    height = Constant[U32](doc="How high they hang.", default=lambda pallet: pallet.weight_limit * 2)
    rung = StorageValue[U8](default=0, doc="How often they were rung.")

    def __init__(self, system):
        super().__init__(system)
        self.weight_limit = 10

    @call(index=3)
    def ring(self, origin: Origin, times: U8, from_: U32) -> None:
        """Ring the bells."""


class Clock(Pallet, wire="Tower"):
    """The clock of the tower."""

    events = (Rung,)
    errors = (TooLoud, TooOld)

    faces = StorageMap[U8, U8](hasher=Identity, default=0, doc="Its faces.")

    @call(index=1)
    def wind(self, origin: Origin) -> None:
        """Wind the clock."""


class Ground:
    def __init__(self):
        self.state = State()


def test_a_pallet_declares_name_docs_items_and_order():
    declared = Bells.declaration
    assert (declared.name, declared.docs, declared.rust_path) == (
        "Tower",
        "Bells of the tower.",
        "pallet_tower::pallet",
    )
    assert [item.name for item in declared.storage] == ["Rung"]
    assert [constant.name for constant in declared.constants] == ["WeightLimit", "Height"]
    assert declared.events == (Rung, Broke)
    assert [(made.index, made.name, made.docs) for made in declared.calls] == [(3, "ring", "Ring the bells.")]
    assert [argument.name for argument in declared.calls[0].arguments] == ["times", "from"]


def test_events_and_errors_carry_their_index_name_and_documentation():
    assert (Broke.index, Broke.wire_name, Broke.docs) == (1, "BrokeDown", "A bell broke.")
    assert Rung(3) == Rung(times=3) != Rung(4)
    assert (TooLoud.index, TooLoud.wire_name) == (0, "TooLoud")
    assert "ring it less" in str(TooLoud())


def test_an_error_without_documentation_is_refused():
    with pytest.raises(TypeError, match="needs a docstring"):
        type("Silent", (ModuleError,), {}, index=1)


def test_constants_take_their_value_from_the_constructor_or_their_default():
    bells = Bells(Ground())
    assert (bells.weight_limit, bells.height) == (10, 20)


def test_a_constant_without_a_value_says_where_to_give_one():
    class Bare(Pallet):
        """A pallet that forgets its constant."""

        size = Constant[U8](doc="Its size.")

    with pytest.raises(AttributeError, match=r"Bare\.size has no value"):
        _ = Bare(Ground()).size


def test_parts_are_merged_under_one_name():
    ground = Ground()
    tower = WirePallet("Tower", [Bells(ground), Clock(ground)], docs="The tower.")
    declared = tower.declaration
    assert [made.name for made in declared.calls] == ["wind", "ring"]
    assert declared.events == (Rung, Broke)
    assert declared.errors == (TooLoud, TooOld)
    assert {item.name for item in declared.storage} == {"Rung", "Faces"}
    assert declared.docs == "The tower."


def test_a_clash_of_calls_names_both_sides():
    class Other(Pallet, wire="Tower"):
        """Another part."""

        @call(index=3)
        def shout(self, origin: Origin) -> None:
            """Shout."""

    with pytest.raises(WireClash, match=r"call index 3 is .*Bells\.ring.*Other\.shout"):
        WirePallet("Tower", [Bells(Ground()), Other(Ground())])


def test_a_clash_of_storage_names_is_refused():
    class Other(Pallet, wire="Tower"):
        """Another part."""

        again = StorageValue[U8](name="Rung", default=0, doc="The same name.")

    with pytest.raises(WireClash, match="storage item 'Rung'"):
        WirePallet("Tower", [Bells(Ground()), Other(Ground())])


def test_a_clash_of_events_and_errors_is_refused():
    class Rang(Event, index=0):
        """Another event of the same index."""

    class TooQuiet(ModuleError, index=0):
        """Another error of the same index."""

    other_event = type("OtherEvent", (Pallet,), {"events": (Rang,), "__doc__": "Another part."}, wire="Tower")
    other_error = type("OtherError", (Pallet,), {"errors": (TooQuiet,), "__doc__": "Another part."}, wire="Tower")
    with pytest.raises(WireClash, match="event index 0"):
        WirePallet("Tower", [Bells(Ground()), other_event(Ground())])
    with pytest.raises(WireClash, match="error index 0"):
        WirePallet("Tower", [Bells(Ground()), other_error(Ground())])


def test_a_part_of_another_name_is_refused():
    class Stranger(Pallet):
        """A pallet of its own."""

    with pytest.raises(WireClash, match='wire="Tower"'):
        WirePallet("Tower", [Stranger(Ground())])


def test_a_part_keeps_to_the_storage_prefix_of_the_whole():
    assert Clock.faces.prefix[:16] == Bells.rung.prefix[:16]


def test_an_index_beyond_a_byte_is_refused():
    with pytest.raises(TypeError, match="does not fit a byte"):
        call(index=256)(lambda self, origin: None)
    with pytest.raises(TypeError, match="does not fit a byte"):
        type("Late", (Event,), {}, index=300)
