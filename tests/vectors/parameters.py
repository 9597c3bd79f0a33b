"""The lists of storage and parameters of the economics text (sections 5.4 to 5.6 and 6), in the forms of metadata.

`economics-parameters.json` holds them as they are written: storage as [name, keys with hashers, type, default],
parameters as [name, value of a normal chain, value of a fast one].
"""

import json
import re
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("economics-parameters.json")
HASHERS = {"I": "Identity", "B": "Blake2_128Concat", "T": "Twox64Concat"}
SPELLINGS = (
    (r"VecDeque<", "Vec<"),
    (r"Bytes<=5000", "BoundedVec<u8>"),
    (r"RateLimitKey<AccountId>", "pallet_subtensor::RateLimitKey"),
    (r"\b(NetUid|Index)\b", "u16"),
    (r"\bMechId\b", "u8"),
    (r"\b(TaoBalance|AlphaBalance|RoundNumber)\b", "u64"),
    (r"\bLeaseId\b", "u32"),
    (r"\bAccountId\b", "sp_core::crypto::AccountId32"),
    (r"\bH256\b", "primitive_types::H256"),
    (r"\b(U64F64|U96F32)\b", "substrate_fixed::FixedU128"),
    (r"\b(I64F64|I96F32)\b", "substrate_fixed::FixedI128"),
    (r"\bSafeFloat\b", "share_pool::SafeFloat"),
    (r"\bLockState\b", "pallet_subtensor::staking::lock::LockState"),
    (r"\b(RecycleOrBurnEnum|RootClaimTypeEnum)\b", r"pallet_subtensor::pallet::\1"),
    (r"\bSubnetLease\b", "pallet_subtensor::subnets::leasing::SubnetLease"),
    (r"Balancer{quote: Perquintill}", "pallet_subtensor_swap::pallet::balancer::Balancer"),
)
FRACTION_BITS = {"U64F64": 64, "I64F64": 64, "U96F32": 32, "I96F32": 32}
WIDTHS = {"bool": 1, "MechId": 1, "LeaseId": 4, "TaoBalance": 8, "AlphaBalance": 8, "AccountId": 32, "SafeFloat": 24}
WORDS = {
    "[]": b"\x00",
    "{}": b"\x00",
    "([],0)": bytes(9),
    "true": b"\x01",
    "false": b"\x00",
    "F09D9C8F": b"\x10\xf0\x9d\x9c\x8f",
    "(45875,58982)": (45875).to_bytes(2, "little") + (58982).to_bytes(2, "little"),
    "quote 0.5": (5 * 10**17).to_bytes(8, "little"),
    "Burn": b"\x00",
    "Swap": b"\x00",
}
"""Defaults by their word; of enums the first variant."""


def storage() -> dict[str, list[str]]:
    """The rows of storage by name, pallets other than SubtensorModule in front of a dot."""
    return {row[0]: row for row in _lists()["storage"]}


def parameters() -> dict[str, list[Any]]:
    """[normal value, fast value] by name."""
    return {row[0]: row[1:] for row in _lists()["parameters"]}


def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return lists


def metadata_row(written: list[str], *, fast: bool) -> dict[str, Any]:
    """A row of storage as `tests.vectors.interface` shows it."""
    name, keys, kind, default = written
    optional = default == "None" and not kind.startswith("Option<")
    row: dict[str, Any] = {
        "name": name.split(".")[-1],
        "modifier": "Optional" if optional else "Default",
        "default": "0x" + (b"\x00" if default == "None" else _default(kind, default, fast=fast)).hex(),
        "value": _spelled(kind),
    }
    if keys == "-":
        return row
    parts = re.findall(r"([IBT])\((.*?)\)(?:, |$)", keys)
    types = [_spelled(key) for _, key in parts]
    key = types[0] if len(types) == 1 else f"({', '.join(types)})"
    return {**row, "hashers": [HASHERS[hasher] for hasher, _ in parts], "key": key}


def _spelled(written: str) -> str:
    for pattern, spelling in SPELLINGS:
        written = re.sub(pattern, spelling, written)
    return written


def _default(kind: str, written: str, *, fast: bool) -> bytes:
    if written in WORDS:
        return WORDS[written]
    raw = re.search(r"\(raw (\d+)\)", written)
    if raw:
        return int(raw[1]).to_bytes(16, "little")
    if written in ("zero/empty", "zero account"):
        written = "0"
    normal, _, quick = written.split(" ")[0].partition("/")
    chosen = quick if fast and quick else normal
    if kind in FRACTION_BITS:
        return int(float(chosen) * 2 ** FRACTION_BITS[kind]).to_bytes(16, "little")
    width = WIDTHS.get(kind) or int(kind[1:]) // 8
    return int(float(chosen) if "e" in chosen else chosen).to_bytes(width, "little")
