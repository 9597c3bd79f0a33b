"""Scenario files: what they may say, and how they say what they may not."""

import re

import pytest

from localnet.scenario import ScenarioError, built_in_scenarios, load_scenario, parse_scenario

SMALL = """
[chain]
block_time_ms = 100

[[miner]]
name = "only"
kind = "ngram"
options = { order = 2 }

[[validator]]
name = "judge"
"""


def test_every_built_in_scenario_can_be_read():
    names = built_in_scenarios()
    assert "default" in names
    for name in names:
        assert load_scenario(name).name == name


def test_the_default_scenario_has_miners_of_different_quality_and_two_validators():
    scenario = load_scenario("default")
    assert len({miner.kind for miner in scenario.miners}) >= 4
    assert len(scenario.validators) == 2


def test_what_a_file_leaves_out_has_its_default():
    scenario = parse_scenario(SMALL, "small")
    assert scenario.chain.block_time_ms == 100
    assert scenario.chain.preset == "localnet-fast"
    assert scenario.miners[0].options == {"order": 2}
    assert scenario.validators[0].stake_tao > 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[chain]\nblock_time = 3", "unknown key 'block_time'; expected one of preset, block_time_ms"),
        ("[chain]\nblock_time_ms = 'fast'", "block_time_ms is 'fast'; expected int"),
        ("[chain]\nblock_time_ms = true", "block_time_ms is True; expected int"),
        ("[[miner]]\nname = 'a'\n[[validator]]\nname = 'v'", "'kind' is missing"),
        ("[miner]\nname = 'a'", "must be an array of tables"),
        ("[mimer]\nname = 'a'", "unknown table [mimer]"),
        ("[[miner]]\nname = 'a'\nkind = 'ngram'", "at least one [[validator]] is needed"),
        ("[[validator]]\nname = 'a'\n[[validator]]\nname = 'a'", "participant names must differ; repeated: a"),
        ("[chain\n", "is not valid TOML"),
    ],
)
def test_a_wrong_scenario_is_refused_with_what_was_expected(text, message):
    with pytest.raises(ScenarioError, match=re.escape(message)):
        parse_scenario(text, "wrong")


def test_an_unknown_scenario_name_lists_those_that_exist():
    with pytest.raises(ScenarioError, match=r"no scenario named 'defualt'; built in are .*default"):
        load_scenario("defualt")


def test_a_missing_scenario_file_is_named(tmp_path):
    with pytest.raises(ScenarioError, match="no scenario file at"):
        load_scenario(str(tmp_path / "none.toml"))
