"""The reference chain's worked epochs, each through the command line of a process."""

import pytest

from tests.localnet.epoch_lab.cases import case_of, yuma3_cases
from tests.localnet.epoch_lab.command_line import answer
from tests.vectors import economics

PRINTED = ("emission", "dividends_fixed", "incentive_fixed", "consensus_fixed", "bonds_stored_u16")


@pytest.mark.parametrize("step", range(1, 6))
def test_the_bonds_example_is_printed_digit_by_digit(step):
    (case,) = economics.cases(f"epoch.test_bonds.step{step}")
    got = answer(given=case)
    assert {key: got[key] for key in PRINTED} == {key: case["expected"][key] for key in PRINTED}


@pytest.mark.parametrize("step", range(1, 4))
def test_the_example_of_an_inactive_validator(step):
    (case,) = economics.cases(f"epoch.test_active_stake.step{step}")
    got, expected = answer(given=case), case["expected"]
    assert got["emission"] == expected["emission"]
    assert got["bonds_stored_u16"] == expected["bonds"]
    assert got["active"][1] is (step != 2)
    for dividend, wanted in zip(got["dividends"], expected["dividends"], strict=True):
        assert wanted is None or dividend == wanted


def test_the_example_of_outdated_weights():
    (first,) = economics.cases("epoch.test_outdated_weights.step1")
    (second,) = economics.cases("epoch.test_outdated_weights.step2")
    assert answer(given=first)["emission"] == first["expected"]["emission"]
    got, expected = answer(given=second), second["expected"]
    assert got["emission"] == expected["emission"]
    assert got["dividends"][0] == expected["dividend_uid0"]
    assert got["bonds_stored_u16"]["0"] == expected["bonds_uid0"]


def test_the_example_of_zero_weights():
    fallback, valid = economics.cases("epoch.test_zero_weights")
    permits = {"validator_permit_before": [True, False]}
    nothing = case_of(fallback["stake"], {}, **permits)
    own = case_of(fallback["stake"], {"0": [[0, 65535]]}, **permits)
    outdated = case_of(fallback["stake"], {"0": [[1, 65535]]}, **permits, block_at_registration=[0, 1])
    answers = answer(given=[nothing, own, outdated, valid])
    assert [each["emission"] for each in answers[:3]] == [fallback["expected_emission"]] * 3
    assert answers[3]["emission"] == valid["expected_emission"]


def test_the_examples_of_self_weights():
    tables = [economics.cases(name)[0] for name in ("epoch.test_1_graph", "epoch.test_10_graph")]
    cases = [
        case_of(table["stake"], {str(uid): [[uid, 65535]] for uid in range(table["n"])}, owner_uid=None)
        for table in tables
    ]
    for got, table in zip(answer(given=cases), tables, strict=True):
        for key, wanted in table["expected"].items():
            assert got[key] == wanted


def test_the_examples_of_the_reference_log():
    tables = [economics.cases(name)[0] for name in economics.identifiers("epoch.logs.")]
    keys = ("block", "validator_permit_before")
    cases = [
        case_of(each["stake_alpha_rao"], each["weights_u16"], **{key: each[key] for key in keys}) for each in tables
    ]
    compared = 0
    for got, table in zip(answer(given=cases), tables, strict=True):
        for key, wanted in table["expected"].items():
            if f"{key}_fixed" in got:
                assert got[f"{key}_fixed"] == wanted
                compared += 1
            elif key == "normalized_combined_emission":
                assert [amount / 1_000_000_000 for amount in got["emission"]] == pytest.approx(wanted, abs=2e-9)
                compared += 1
    assert compared >= len(tables)


TABLES = [name for name in economics.identifiers("epoch.test_yuma_3_") if name != "epoch.test_yuma_3_bonds_reset"]


@pytest.mark.parametrize("name", TABLES)
def test_the_yuma3_tables_epoch_by_epoch(name):
    table = economics.table(name)
    servers = table["setup"]["server_uids"]
    for got, case in zip(answer(given=yuma3_cases(table)), table["cases"], strict=True):
        stored = {int(uid): dict(row) for uid, row in got["bonds_stored_u16"].items()}
        rows = range(len(case["model_bonds_u16"]))
        assert [[stored.get(uid, {}).get(server, 0) for server in servers] for uid in rows] == case["model_bonds_u16"]
        assert got["dividends"] == case["model_dividends_u16"]
        assert got["dividends_fixed"] == pytest.approx(case["expected_dividends"], abs=table["tolerance"])


BONDS_RESET = """
epochs = 41
tempo = 1
stakes = { A = 8, B = 1, C = 1, first = 0, second = 0 }
weights = { A = { first = 1, second = 0 }, B = { first = 1, second = 0 }, C = { first = 1, second = 0 } }

[hyperparameters]
yuma3 = true
liquid_alpha = true
bonds_penalty = 0
alpha_low = 0.1
alpha_high = 0.3
max_allowed_validators = 3

[[change]]
epoch = 1
weights = { B = { first = 0, second = 1 }, C = { first = 0, second = 1 } }

[[change]]
epoch = 2
weights = { A = { first = 0, second = 1 } }

[[change]]
epoch = 20
reset_bonds = ["first"]

[[change]]
epoch = 21
weights = { B = { first = 1, second = 0 }, C = { first = 1, second = 0 } }

[[change]]
epoch = 22
weights = { A = { first = 1, second = 0 } }
"""


def test_the_yuma3_table_with_a_bonds_reset_as_a_schedule(tmp_path):
    file = tmp_path / "reset.toml"
    file.write_text(BONDS_RESET, encoding="utf-8")
    table = economics.table("epoch.test_yuma_3_bonds_reset")
    (run,) = answer(file)["runs"]
    assert len(run["epochs"]) == 41
    for case in table["cases"]:
        got = run["epochs"][case["epoch"]]
        assert got["dividends"] == case["model_dividends_u16"]
        stored = [dict(got["bonds_stored_u16"].get(str(uid), [])) for uid in range(3)]
        shares = [[row.get(server, 0) / 65535 for server in (3, 4)] for row in stored]
        for row, wanted in zip(shares, case["expected_bonds"], strict=True):
            assert row == pytest.approx(wanted, abs=table["tolerance"])
