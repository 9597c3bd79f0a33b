import subprocess
import sys

import pytest

from subnets import SUBNETS, UnknownName, subnet_named


def test_listing_subnets_imports_no_model_library():
    code = "import sys, subnets; print(sorted({'torch', 'numpy', 'safetensors'} & set(sys.modules)))"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"


def test_a_name_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(UnknownName, match="no subnet 'chess'; there is text_prediction"):
        subnet_named("chess")
    with pytest.raises(UnknownName, match="no miner of kind 'oracle'; it has ngram, random, transformer"):
        SUBNETS["text_prediction"].make_miner("oracle", {})


def test_settings_are_typed_by_the_miner():
    assert SUBNETS["text_prediction"].make_miner("ngram", {"order": "2"}).order == 2
    with pytest.raises(UnknownName, match="order='two': expected int"):
        SUBNETS["text_prediction"].make_miner("ngram", {"order": "two"})
    with pytest.raises(UnknownName, match="no setting 'depth'; it has order, practice_bytes, seed"):
        SUBNETS["text_prediction"].make_miner("ngram", {"depth": "2"})
    with pytest.raises(UnknownName, match="no setting 'texts'"):
        SUBNETS["text_prediction"].make_miner("ngram", {"texts": "x"})


def test_a_subnet_of_ones_own_is_named_by_its_module(tmp_path, monkeypatch):
    (tmp_path / "own_subnet_module.py").write_text(
        "from subnets import Subnet\nMINE = Subnet('mine', 'own_subnet_module:Task', {})\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert subnet_named("own_subnet_module:MINE").name == "mine"
    with pytest.raises(UnknownName, match=r"own_subnet_module.YOURS is None; expected a subnets.Subnet"):
        subnet_named("own_subnet_module:YOURS")
    with pytest.raises(UnknownName, match="no module 'nowhere' to find the subnet in"):
        subnet_named("nowhere:MINE")
