"""The report as JSON, as a table and as a picture."""

from io import StringIO

import pytest
from rich.console import Console

from localnet.picture import write_emission_picture
from localnet.report import EpochEmission, NetworkReport, NeuronReport, neuron_table
from localnet.view import LocalnetView

MINER = NeuronReport(
    1,
    "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
    "miner",
    "ngram-two",
    "ngram",
    1.25,
    0.75,
    0.0,
    2_500_000_000,
    10,
)
VALIDATOR = NeuronReport(
    0, "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "validator", "judge", "validator", None, 0.0, 1.0, 5, 7
)
REPORT = NetworkReport(
    block=90,
    netuid=2,
    tempo_blocks=20,
    blocks_into_epoch=5,
    epochs=(EpochEmission(42, (2, 1_000_000_000)), EpochEmission(63, (3, 1_500_000_000))),
    neurons=(VALIDATOR, MINER),
)


def rendered(renderable) -> str:
    console = Console(width=120, record=True, file=StringIO())
    console.print(renderable)
    return console.export_text()


def test_the_json_object_has_exactly_the_keys_that_scripts_rely_on():
    document = REPORT.as_json_object()
    assert set(document) == {"block", "netuid", "neurons"}
    expected = {"uid", "hotkey", "role", "kind", "score", "incentive", "dividends", "emission_rao", "stake_rao"}
    assert all(set(neuron) == expected for neuron in document["neurons"])


def test_the_table_puts_the_best_paid_miner_first_and_shows_no_score_as_a_dash():
    text = rendered(neuron_table(REPORT.neurons))
    assert text.index("ngram-two") < text.index("judge")
    assert "1.250" in text
    assert "2.500" in text
    assert "–" in text


def test_the_view_shows_block_epoch_and_log():
    view = LocalnetView("default", "ws://127.0.0.1:9944")
    assert "starting" in rendered(view)
    view.update(REPORT, ["miner ngram: answered"])
    text = rendered(view)
    assert "#90" in text
    assert "miner ngram: answered" in text


def test_a_picture_of_the_run_is_written(tmp_path):
    path = tmp_path / "emission.png"
    write_emission_picture(REPORT, path)
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_picture_of_an_unknown_kind_or_of_nothing_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"ends in \.png"):
        write_emission_picture(REPORT, tmp_path / "emission.doc")
    empty = NetworkReport(3, 2, 20, 3, (), REPORT.neurons)
    with pytest.raises(ValueError, match="no epoch has run by block 3"):
        write_emission_picture(empty, tmp_path / "emission.png")
