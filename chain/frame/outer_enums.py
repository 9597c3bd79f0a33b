"""The enums over all pallets: every call, every event, every error of a runtime."""

from collections.abc import Mapping
from typing import Any

from chain.codec import Variant, union, variant_of
from chain.codec.resolve import resolve
from chain.codec.shape import Field, Shape
from chain.frame.call import CallDeclaration
from chain.frame.declaration import PalletDeclaration

RUNTIME_PATH = "node_subtensor_runtime"


def call_enum(pallet: PalletDeclaration) -> Shape:
    """The enum of one pallet's calls; it describes them, `CallTable` reads and writes them."""
    return union(
        f"{pallet.rust_path}::Call",
        lambda: tuple(_call_variant(call) for call in pallet.calls),
        params={"T": None},
        docs="Dispatchable calls.",
    )


def event_enum(pallet: PalletDeclaration) -> Shape:
    """The enum of one pallet's events."""
    return union(
        f"{pallet.rust_path}::Event",
        lambda: tuple(variant_of(event) for event in pallet.events),
        params={"T": None},
        docs="Events of this pallet.",
    )


def error_enum(pallet: PalletDeclaration) -> Shape:
    """The enum of one pallet's errors; as values they travel inside `DispatchError.Module`."""
    variants = tuple(Variant(error.index, error.wire_name, docs=error.docs) for error in pallet.errors)
    return union(f"{pallet.rust_path}::Error", variants, params={"T": None}, docs="Errors of this pallet.")


def runtime_call_enum(pallets: Mapping[int, PalletDeclaration]) -> Shape:
    """The enum of all calls of a runtime, one variant for each pallet that has any."""
    return union(
        f"{RUNTIME_PATH}::RuntimeCall",
        tuple(
            Variant(index, pallet.name, nested=call_enum(pallet)) for index, pallet in pallets.items() if pallet.calls
        ),
    )


def runtime_event_enum(pallets: Mapping[int, PalletDeclaration]) -> Shape:
    """The enum of all events of a runtime, one variant for each pallet that has any."""
    return union(
        f"{RUNTIME_PATH}::RuntimeEvent",
        tuple(
            Variant(index, pallet.name, nested=event_enum(pallet)) for index, pallet in pallets.items() if pallet.events
        ),
    )


def runtime_error_enum(pallets: Mapping[int, PalletDeclaration]) -> Shape:
    """The enum of all pallets' own errors, one variant for each pallet that has any."""
    return union(
        f"{RUNTIME_PATH}::RuntimeError",
        tuple(
            Variant(index, pallet.name, nested=error_enum(pallet)) for index, pallet in pallets.items() if pallet.errors
        ),
    )


def _call_variant(call: CallDeclaration) -> Variant:
    fields = tuple(
        Field(argument.name, argument.name, argument.annotation, _argument_type_name(argument.annotation))
        for argument in call.arguments
    )
    return Variant(call.index, call.name, fields, docs=call.docs)


def _argument_type_name(annotation: Any) -> str:
    """Calls mark an argument as compact without naming it so: the type name is that of the integer."""
    name = resolve(annotation).type_name
    return name.removeprefix("Compact<").removesuffix(">") if name.startswith("Compact<") else name
