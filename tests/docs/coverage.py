"""What of the reference chain's interface is here, and what is left out: the tables of `docs/reference/coverage.md`."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from chain.genesis import preset
from chain.runtime import API_CLASSES, Runtime
from chain.state import State
from tests.vectors.interface import InterfaceRows, decode_metadata_v14, reference_interface

SECTIONS = ("calls", "events", "errors", "storage", "constants")
COMPOSE = "a client that composes such a call fails: the metadata does not have it"
EMPTY = "reads answer that there is no such pallet"

LEFT_OUT = {
    "RandomnessCollectiveFlip": f"nothing uses it; {EMPTY}",
    "Grandpa": f"sealing finalises, so there is nothing to vote on; {EMPTY}, `grandpa_` methods are not found",
    "Ethereum": f"there is no EVM; {COMPOSE}, `eth_` methods are not found",
    "EVM": f"there is no EVM; {COMPOSE}. Keys are associated with EVM addresses all the same (`associate_evm_key`)",
    "EVMChainId": f"there is no EVM; {EMPTY}",
    "BaseFee": f"there is no EVM; {COMPOSE}",
    "Contracts": f"there is no WebAssembly; {COMPOSE}",
    "LimitOrders": f"limit orders are not matched; {COMPOSE}",
}
"""By pallet, or by pallet, section and name: why it is not here and what a client sees of that."""

LEFT_OUT_APIS = {
    "GrandpaApi": "there is no Grandpa; `state_call` says that the method is not exported",
    "BabeApi": "blocks are authored by Aura",
    "EthereumRuntimeRPCApi": "there is no EVM",
    "ConvertTransactionRuntimeApi": "there is no EVM",
    "ContractsApi": "there is no WebAssembly",
    "LimitOrdersRuntimeApi": "limit orders are not matched",
}


@cache
def our_rows() -> InterfaceRows:
    """Our interface as an independent decoder reads it."""
    return InterfaceRows(decode_metadata_v14(Runtime(State(), preset("localnet-fast").settings).metadata(14)))


def our_names(pallet: str, section: str) -> set[str]:
    """The names of what a pallet of ours declares in a section."""
    rows: Any = getattr(our_rows(), section)(pallet)
    return {row[1] for row in rows} if section == "errors" else set(rows)


def reference_names(pallet: dict[str, Any], section: str) -> list[str]:
    """The same for a pallet of the reference, in its order."""
    rows = pallet.get(section, [])
    if section == "storage":
        return [row["name"] for row in rows]
    return [row[0] if section == "constants" else row[1] for row in rows]


def missing() -> Iterator[tuple[str, str, str]]:
    """What pallets that are here lack: pallet, section, name."""
    for pallet in reference_interface()["pallets"]:
        if pallet["name"] in our_rows().pallets:
            for section in SECTIONS:
                ours = our_names(pallet["name"], section)
                for name in reference_names(pallet, section):
                    if name not in ours:
                        yield pallet["name"], section, name


def missing_pallets() -> list[str]:
    """The pallets that are not here at all."""
    return [pallet["name"] for pallet in reference_interface()["pallets"] if pallet["name"] not in our_rows().pallets]


def missing_apis() -> Iterator[tuple[str, list[str]]]:
    """The runtime APIs that lack methods, with those."""
    ours = {api.__name__: {name for name in vars(api) if not name.startswith("_")} for api in API_CLASSES}
    for api in reference_interface()["runtime_apis"]:
        lacking = [method[0] for method in api["methods"] if method[0] not in ours.get(api["name"], set())]
        if lacking:
            yield api["name"], lacking


def coverage_tables() -> str:
    """All tables of the page.

    Raises KeyError for something that is missing without a word in LEFT_OUT or LEFT_OUT_APIS.
    """
    rows = []
    for pallet in reference_interface()["pallets"]:
        name = pallet["name"]
        if name in our_rows().pallets:
            rows.append([f"{name} ({pallet['index']})", *(_share(pallet, section) for section in SECTIONS)])
    left_out = [[f"pallet {name}", LEFT_OUT[name]] for name in missing_pallets()]
    left_out += [[f"`{pallet}.{name}`", LEFT_OUT[f"{pallet}.{section}.{name}"]] for pallet, section, name in missing()]
    apis = [[name, str(len(methods)), LEFT_OUT_APIS[name]] for name, methods in missing_apis()]
    return "\n\n".join(
        [
            "## Pallets",
            _table(["pallet", *SECTIONS], rows),
            "## Left out",
            _table(["what", "why, and what a client sees"], left_out),
            "## Runtime APIs left out",
            _table(["trait", "methods", "why"], apis),
        ]
    )


def _share(pallet: dict[str, Any], section: str) -> str:
    names = reference_names(pallet, section)
    if not names:
        return ""
    here = sum(name in our_names(pallet["name"], section) for name in names)
    return f"all {len(names)}" if here == len(names) else f"{here} of {len(names)}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
