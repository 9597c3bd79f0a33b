"""The interface a runtime shows, as rows of plain strings, read from its V14 metadata by an independent decoder.

The rows have the form of `interface-461.json`, so that the two can be compared line by line. Number newtypes of the
reference chain (NetUid, TaoBalance, …) are transparent in our metadata; `transparent` makes the reference agree.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scalecodec.base import RuntimeConfigurationObject, ScaleBytes
from scalecodec.type_registry import load_type_registry_preset

REFERENCE_PATH = Path(__file__).with_name("interface-461.json")

NEWTYPES = {
    "subtensor_runtime_common::NetUidStorageIndex": "u16",
    "subtensor_runtime_common::NetUid": "u16",
    "subtensor_runtime_common::MechId": "u8",
    "subtensor_runtime_common::currency::TaoBalance": "u64",
    "subtensor_runtime_common::currency::AlphaBalance": "u64",
    "sp_arithmetic::per_things::PerU16": "u16",
}
BOUNDED = {
    "bounded_collections::bounded_vec::BoundedVec": "BoundedVec",
    "bounded_collections::weak_bounded_vec::WeakBoundedVec": "WeakBoundedVec",
    "bounded_collections::bounded_btree_map::BoundedBTreeMap": "BoundedBTreeMap",
}
NEWTYPE_PATTERN = re.compile("|".join(re.escape(path) for path in NEWTYPES))


def transparent(text: str) -> str:
    """Drop the type numbers of a type string and show number newtypes as the numbers they are."""
    return NEWTYPE_PATTERN.sub(lambda match: NEWTYPES[match[0]], re.sub(r"#\d+", "", text))


def reference_interface() -> dict[str, Any]:
    """Return the interface of the reference chain at spec version 461."""
    return json.loads(transparent(REFERENCE_PATH.read_text(encoding="utf-8")))


def decode_metadata_v14(metadata: bytes) -> dict[str, Any]:
    """Decode V14 metadata with scalecodec and return its plain value."""
    configuration = RuntimeConfigurationObject()
    configuration.update_type_registry(load_type_registry_preset("core"))
    decoded = configuration.create_scale_object("MetadataVersioned", data=ScaleBytes(metadata)).decode()
    return decoded[1]["V14"]


def hexadecimal(value: str) -> str:
    """Return bytes as hex; scalecodec shows those that happen to be text as text."""
    return value if value.startswith("0x") else "0x" + value.encode().hex()


class InterfaceRows:
    """Rows of a decoded V14 metadata."""

    def __init__(self, metadata: Mapping[str, Any]) -> None:
        self.types = {entry["id"]: entry["type"] for entry in metadata["types"]["types"]}
        self.pallets = {pallet["name"]: pallet for pallet in metadata["pallets"]}

    def type_name(self, type_id: int) -> str:
        """Return the type as the reference spells it."""
        entry = self.types[type_id]
        path = "::".join(entry["path"])
        kind, definition = next(iter(entry["def"].items()))
        parameters = [parameter["type"] for parameter in entry["params"]]
        short = BOUNDED.get(path, path)
        if short in ("Option", "BTreeMap", "BTreeSet", "Result", *BOUNDED.values()):
            parameters = [parameter for parameter in parameters if parameter is not None]
            return f"{short}<{', '.join(self.type_name(parameter) for parameter in parameters)}>"
        if path:
            return path
        if kind == "sequence":
            return f"Vec<{self.type_name(definition['type'])}>"
        if kind == "array":
            return f"[{self.type_name(definition['type'])}; {definition['len']}]"
        if kind == "compact":
            return f"Compact<{self.type_name(definition['type'])}>"
        if kind == "tuple":
            return f"({', '.join(self.type_name(element) for element in definition)})"
        if kind == "primitive":
            return str(definition).lower()
        raise ValueError(f"type {type_id} has a shape that no row shows: {entry}")

    def variants(self, type_id: int | None) -> list[list[Any]]:
        """Return [index, name, [[field, type, typeName], …]] for each variant of an enum, by index."""
        if type_id is None:
            return []
        definition = self.types[type_id]["def"]["variant"]
        return sorted(
            [
                variant["index"],
                variant["name"],
                [[field["name"], self.type_name(field["type"]), field["typeName"]] for field in variant["fields"]],
            ]
            for variant in definition["variants"]
        )

    def calls(self, pallet: str) -> dict[str, list[Any]]:
        """Return the calls of a pallet by name."""
        return self._by_name(pallet, "calls")

    def events(self, pallet: str) -> dict[str, list[Any]]:
        """Return the events of a pallet by name."""
        return self._by_name(pallet, "event")

    def errors(self, pallet: str) -> list[list[Any]]:
        """Return [index, name] of a pallet's errors in order."""
        section = self.pallets[pallet]["error"]
        return [row[:2] for row in self.variants(section["ty"] if section else None)]

    def storage(self, pallet: str) -> dict[str, dict[str, Any]]:
        """Return the storage items of a pallet by name."""
        section = self.pallets[pallet]["storage"]
        return {} if section is None else {item["name"]: self._storage_row(item) for item in section["entries"]}

    def constants(self, pallet: str) -> dict[str, list[Any]]:
        """Return [name, type, value] of a pallet's constants by name."""
        return {
            constant["name"]: [constant["name"], self.type_name(constant["type"]), hexadecimal(constant["value"])]
            for constant in self.pallets[pallet]["constants"]
        }

    def _by_name(self, pallet: str, section_name: str) -> dict[str, list[Any]]:
        section = self.pallets[pallet][section_name]
        return {row[1]: row for row in self.variants(section["ty"] if section else None)}

    def _storage_row(self, item: Mapping[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {
            "name": item["name"],
            "modifier": item["modifier"],
            "default": hexadecimal(item["default"]),
        }
        kind, description = next(iter(item["type"].items()))
        if kind == "Plain":
            return {**row, "value": self.type_name(description)}
        return {
            **row,
            "hashers": list(description["hashers"]),
            "key": self.type_name(description["key"]),
            "value": self.type_name(description["value"]),
        }
