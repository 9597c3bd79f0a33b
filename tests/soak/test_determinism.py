"""Blocks do not depend on the process that makes them. `just determinism` compares 5,000 of them."""

import pytest

from tests.soak import determinism

BLOCKS = 150


def test_two_processes_with_other_hashes_make_the_same_blocks():
    compared = determinism.compare(BLOCKS, seed=7)
    assert compared.blocks == BLOCKS
    well = sum(well for well, _ in compared.calls.values())
    assert well > BLOCKS, "hardly any call went well; the comparison would say little"
    assert sum(1 for well, _ in compared.calls.values() if well) > 20, "few kinds of calls were tried with success"


def test_a_difference_names_the_block_and_the_keys(monkeypatch):
    other_seeds = iter((7, 8, 7, 8))
    honest = determinism.OtherProcess
    monkeypatch.setattr(
        determinism,
        "OtherProcess",
        lambda hash_seed, seed, *rest: honest(hash_seed, next(other_seeds), *rest),
    )
    with pytest.raises(determinism.Differs, match=r"(?s)block 2 differs: .* keys of the state differ.*System\."):
        determinism.compare(3, seed=7)
