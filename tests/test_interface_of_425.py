"""Spec version 425 against ours, both ways: what it has is here, and what is here it has, or 461 does.

Numbers follow 461 (`test_interface.py`), which counts events and errors anew; names, arguments and fields are compared.
"""

import json
from pathlib import Path

import pytest

from tests.docs.coverage import our_rows
from tests.test_interface import DIFFERENT as DIFFERENT_FROM_461
from tests.vectors.interface import reference_interface

FORMER = json.loads((Path(__file__).parent / "vectors/interface-425.json").read_text(encoding="utf-8"))
NEWER = {pallet["name"]: pallet for pallet in reference_interface()["pallets"]}

GONE = {
    ("SubtensorModule", "calls", "faucet"): "461 has no faucet; `weft faucet` gives TAO",
    ("SubtensorModule", "errors", "InsufficientBalance"): "461 dropped it; no call raised it any more",
    ("Proxy", "storage", "RealPaysFee"): "461 keeps who pays in the proxy definitions",
}
"""What 425 has and 461 has not, and what became of it."""

DIFFERENT = {
    ("SubtensorModule", "NetworkRateLimit"): "0 on a localnet, as with the feature pow-faucet",
}
"""Storage defaults that differ on purpose."""


def names_of(pallet: str, section: str) -> set[str]:
    rows = getattr(our_rows(), section)(pallet)
    return {row[1] for row in rows} if section == "errors" else set(rows)


HERE = [pallet for pallet in FORMER["pallets"] if pallet in our_rows().pallets]


@pytest.mark.parametrize("pallet", HERE)
@pytest.mark.parametrize("section", ["calls", "events", "errors", "storage", "constants"])
def test_everything_of_425_is_here_or_gone_since(pallet, section):
    absent = {name for name in FORMER["pallets"][pallet][section] if name not in names_of(pallet, section)}
    assert {(pallet, section, name) for name in absent} == {key for key in GONE if key[:2] == (pallet, section)}


@pytest.mark.parametrize("pallet", HERE)
@pytest.mark.parametrize("section", ["calls", "events"])
def test_arguments_and_fields_have_the_names_and_order_of_425_or_461(pallet, section):
    ours = getattr(our_rows(), section)(pallet)
    newer = {row[1]: row for row in NEWER[pallet].get(section, [])}
    for name, (_, fields) in FORMER["pallets"][pallet][section].items():
        if name in ours and [field[0] for field in ours[name][2]] != fields:
            assert name in newer and ours[name][2] == newer[name][2], name


@pytest.mark.parametrize("pallet", HERE)
def test_storage_defaults_are_those_of_425(pallet):
    ours = our_rows().storage(pallet)
    for name, (kind, default) in FORMER["pallets"][pallet]["storage"].items():
        if name not in ours or kind is None:
            continue
        assert ours[name]["modifier"] == kind, name
        fast = {row["name"]: row["default"] for row in NEWER[pallet].get("storage", [])}.get(name)
        if default is not None and kind == "Default" and (pallet, name) not in DIFFERENT:
            assert ours[name]["default"] in (default, fast), name


@pytest.mark.parametrize("pallet", HERE)
def test_what_is_here_is_of_425_or_of_461(pallet):
    for section in ("calls", "storage", "constants"):
        newer = {
            row["name"] if section == "storage" else row[0] if section == "constants" else row[1]
            for row in NEWER[pallet].get(section, [])
        }
        unknown = names_of(pallet, section) - set(FORMER["pallets"][pallet][section]) - newer
        assert unknown <= DIFFERENT_FROM_461.get(pallet, {}).keys(), f"{pallet} {section}: {unknown}"
