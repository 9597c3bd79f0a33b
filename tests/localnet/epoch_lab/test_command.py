"""`weft epoch` as its users meet it: tables, options, files, and one clear line when something is wrong."""

import csv
import json

import pytest

from localnet.epoch_lab.command import run
from tests.localnet.epoch_lab.cases import case_of
from tests.localnet.epoch_lab.command_line import answer, complaint, weft_epoch

FRIENDLY = {
    "title": "Two judges",
    "stakes": {"judge": 60, "other": 40, "left": 0, "right": 0},
    "weights": {"judge": {"left": 1}, "other": {"left": 1, "right": 3}},
}
CASE = case_of([6, 4, 0, 0], {"0": [[2, 65535]], "1": [[2, 21845], [3, 65535]]})


def changed(document, path, value):
    """A copy of a document with one field set; a value of None takes the field away."""
    copy = json.loads(json.dumps(document))
    *parents, last = path
    place = copy
    for key in parents:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return copy


@pytest.fixture
def said(tmp_path, capsys):
    """Runs the command in this process on a document in a file: its status, output and errors."""

    def run_on(document, *arguments):
        file = tmp_path / "input.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        status = run([str(file), *map(str, arguments)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_on


WRONG_CASES = {
    "missing field": (("state", "kappa"), None, "state has no 'kappa'"),
    "missing emission": (("emission",), None, "the case has no 'emission'"),
    "unknown field": (("state", "kapa"), 1, "state has the unknown key 'kapa'"),
    "negative stake": (("state", "stake_alpha_rao"), [6, -4, 0, 0], "state.stake_alpha_rao[1] is -4; expected"),
    "too few stakes": (("state", "stake_alpha_rao"), [6, 4], "state.stake_alpha_rao has 2 elements; expected 4"),
    "weight for an unknown uid": (("state", "weights_u16", "0"), [[9, 1]], "state.weights_u16[0][0] names uid 9"),
    "weights of an unknown uid": (("state", "weights_u16", "4"), [[0, 1]], "a row for uid '4'; expected 0 to 3"),
    "weight beyond u16": (("state", "weights_u16", "0"), [[2, 65536]], "the value for uid 2, is 65536; expected"),
    "no pair": (("state", "weights_u16", "0"), [[2]], "state.weights_u16[0][0] is [2]; expected a pair"),
    "uid named twice": (("state", "weights_u16", "0"), [[2, 1], [2, 1]], "weights of uid 0: uid 2 is named twice"),
    "kappa beyond u16": (("state", "kappa"), 70_000, "state.kappa is 70000; expected a whole number of 0 to 65535"),
    "a text for a number": (("state", "block"), "2", 'state.block is "2"; expected a whole number'),
    "a number for a flag": (("state", "yuma3"), 1, "state.yuma3 is 1; expected true or false"),
    "an owner that is not there": (("state", "owner_uid"), 4, "state.owner_uid is 4; expected"),
    "alpha upside down": (("state", "alpha_low_high_u16"), [9, 3], "alpha_low is 9, above alpha_high, which is 3"),
}


@pytest.mark.parametrize("wrong", WRONG_CASES)
def test_a_wrong_field_of_a_case_is_named_in_one_line(said, wrong):
    path, value, expected = WRONG_CASES[wrong]
    status, out, err = said(changed(CASE, path, value), "--json")
    assert (status, out) == (1, "")
    assert err.startswith("weft epoch: ") and err.count("\n") == 1
    assert expected in err


WRONG_FILES = {
    "no weights": (("weights",), None, "the input has no 'weights', which is needed"),
    "unknown key": (("wieghts",), {}, "the input has the unknown key 'wieghts'"),
    "ragged matrix": (("weights",), [[0, 0, 1, 0], [0, 0, 1], [], []], "weights[1] has 3 elements; expected 4"),
    "rows are missing": (("weights",), [[0, 0, 1, 0]], "weights has 1 elements; expected 4"),
    "negative stake": (("stakes", "other"), -40, "stakes.other is -40; expected a number of 0 or more"),
    "negative weight": (("weights", "judge", "left"), -1, "weights.judge.left is -1; expected a number"),
    "weight for an unknown uid": (
        ("weights", "judge", "9"),
        1,
        "weights.judge: 9 is unknown; expected a uid of 0 to 3",
    ),
    "weights of an unknown name": (("weights", "jugde"), {"left": 1}, 'weights: "jugde" is unknown'),
    "not a number": (("stakes", "judge"), "much", 'stakes.judge is "much"; expected a number'),
    "kappa is no share": (("hyperparameters",), {"kappa": 32767}, "hyperparameters.kappa is 32767; expected a share"),
    "unknown hyperparameter": (("hyperparameters",), {"tau": 1}, "hyperparameters.'tau' is no hyperparameter"),
    "no epochs": (("epochs",), 0, "epochs is 0; expected a whole number of 1"),
    "a change without an epoch": (("change",), [{"note": "when?"}], "change[0] has no 'epoch'"),
    "lag of a copier": (("copiers",), {"other": 0}, "copiers.other is 0; expected a whole number of 1"),
    "uid named twice": (("weights", "judge"), {"left": 1, "2": 1}, "weights.judge: uid 2 is named twice"),
    "no stakes": (("stakes",), {}, "stakes is empty"),
}


@pytest.mark.parametrize("wrong", WRONG_FILES)
def test_a_wrong_field_of_a_file_is_named_in_one_line(said, wrong):
    path, value, expected = WRONG_FILES[wrong]
    status, out, err = said(changed(FRIENDLY, path, value))
    assert (status, out) == (1, "")
    assert err.startswith("weft epoch: ") and err.count("\n") == 1
    assert expected in err


WRONG_OPTIONS = {
    ("--kappa", "2"): '--kappa is "2"; expected a share of 0 to 1',
    ("--bonds-alpha", "much"): '--bonds-alpha is "much"; expected a number',
    ("--liquid-alpha", "0.9", "0.1", "1000"): "alpha_low is 58981, above alpha_high, which is 6553",
    ("--liquid-alpha", "0.1", "0.9", "steep"): '--alpha-sigmoid-steepness is "steep"; expected a whole number',
    ("--epochs", "many"): '--epochs is "many"; expected a whole number of 1',
    ("--vary", "kappa"): '--vary is "kappa"; expected a hyperparameter and values',
    ("--vary", "kappa=0.3,0.3"): "expected different values",
    ("--vary", "kappa=0.3,3"): 'kappa is "3"; expected a share of 0 to 1',
    ("--compare", "--vary", "yuma3=true,false"): "the comparison of rules sets yuma3 itself",
    ("--show", "fame"): "show is 'fame'; expected return, dividends",
    ("--show", "bonds on nobody"): "nobody is called 'nobody'",
    ("--plot", "picture.jpeg"): "--plot is 'picture.jpeg'; expected a name that ends in .png, .svg, .pdf",
    ("--csv", "no/such/folder.csv"): "no/such/folder.csv: No such file or directory",
    ("--experiment", "fraud"): "there is no experiment 'fraud'; expected one of copiers, late-switch, lone-honest",
    ("--experiment", "copiers"): "are both given; give one of them",
    ("--plot", "x.png", "--compare", "--vary", "kappa=0.1,0.2,0.3,0.4,0.5,0.6"): "3 by 6 panels; at most 4 by 5",
}


@pytest.mark.parametrize("options", WRONG_OPTIONS, ids=" ".join)
def test_a_wrong_option_is_named_in_one_line(said, options, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, _, err = said(FRIENDLY, *options)
    assert status == 1
    assert err.startswith("weft epoch: ") and err.count("\n") == 1
    assert WRONG_OPTIONS[options] in err


def test_a_process_says_what_is_not_json_or_not_there():
    assert complaint("--json", given="kappa = 1").startswith("the input is not valid JSON: Expecting value: line 1")
    assert "the key 'n' stands twice" in complaint("--json", given='{"state": {"n": 1, "n": 2}}')
    assert "NaN is not a number of JSON" in complaint("--json", given='{"state": {}, "emission": NaN}')
    assert complaint(given="stakes = ").startswith("the input is not valid TOML: Invalid value")
    assert complaint("missing.toml") == "missing.toml: No such file or directory"
    assert complaint(given=[CASE]) == "a list of cases is answered in JSON; add --json"


def test_an_epoch_of_a_file_is_shown_as_a_table():
    done = weft_epoch(given=FRIENDLY)
    assert done.returncode == 0 and done.stderr == ""
    title, *_ = done.stdout.splitlines()
    assert title.strip() == "Two judges (Yuma2)"
    rows = {
        line.split()[1]: line.split()[2:]
        for line in done.stdout.splitlines()
        if line.split() and line.split()[0].isdigit()
    }
    assert rows["judge"] == ["0.6000", "yes", "–", "–", "0.8571", "1.0000", "0.4286"]
    assert rows["left"] == ["–", "–", "1.0000", "1.0000", "–", "–", "0.5000"]


def test_a_file_and_the_case_it_stands_for_agree(said):
    friendly = {"stakes": [0.000000006, 0.000000004, 0, 0], "weights": FRIENDLY["weights"] | {}}
    friendly["weights"] = {"0": {"2": 1}, "1": {"2": 1, "3": 3}}
    _, from_file, _ = said({**friendly, "hyperparameters": {"max_allowed_validators": 4}}, "--json")
    _, from_case, _ = said(CASE, "--json")
    (run_of_file,) = json.loads(from_file)["runs"]
    got, wanted = run_of_file["epochs"][0], json.loads(from_case)
    assert {key: got[key] for key in wanted if key != "active"} == {k: v for k, v in wanted.items() if k != "active"}


def test_a_matrix_a_table_and_fractions_say_the_same(said):
    matrix = [[0, 0, 1, 0], [0, 0, 1, 3], [0, 0, 0, 0], [0, 0, 0, 0]]
    _, from_matrix, _ = said({**FRIENDLY, "weights": matrix}, "--json")
    rows = {"0": {"2": "1/3", "left": 1}}
    assert json.loads(from_matrix)["runs"] == json.loads(said(FRIENDLY, "--json")[1])["runs"]
    assert "uid 2 is named twice" in said({**FRIENDLY, "weights": rows}, "--json")[2]


def test_options_change_the_stored_hyperparameters(said):
    plain = json.loads(said(CASE, "--json")[1])
    other = json.loads(said(CASE, "--json", "--kappa", "0.7")[1])
    assert plain["consensus_fixed"] != other["consensus_fixed"]
    stored = json.loads(said(changed(CASE, ("state", "kappa"), int(0.7 * 65535)), "--json")[1])
    assert other == stored
    yuma3 = changed(changed(CASE, ("state", "yuma3"), True), ("state", "bonds_moving_average"), 700_000)
    by_option = json.loads(said(CASE, "--json", "--yuma3", "--bonds-alpha", "0.3")[1])
    assert by_option == json.loads(said(yuma3, "--json")[1]) != plain
    liquid = changed(changed(yuma3, ("state", "liquid_alpha"), True), ("state", "alpha_low_high_u16"), [6553, 19660])
    options = ("--liquid-alpha", "0.1", "0.3", "1000", "--bonds-penalty", "1")
    assert json.loads(said(yuma3, "--json", *options)[1]) == json.loads(said(liquid, "--json")[1])


def test_liquid_alpha_without_yuma3_is_remarked_on(said):
    status, _, err = said(FRIENDLY, "--liquid-alpha", "0.1", "0.3", "1000")
    assert status == 0
    assert err == "weft epoch: liquid alpha changes nothing without Yuma3; add --yuma3 or --compare\n"


def test_rules_stand_side_by_side_in_one_table(said):
    _, out, _ = said(FRIENDLY, "--compare", "--epochs", "3")
    for heading in ("Two judges: 3 epochs", "Yuma2", "Yuma3 ", "Yuma3 + liquid alpha"):
        assert heading in out
    (judge,) = [line.split() for line in out.splitlines() if " judge " in line]
    assert judge[:3] == ["0", "judge", "0.6000"] and len(judge) == 3 + 2 * 3


def test_values_stand_side_by_side_and_with_rules_one_above_the_other(said):
    _, out, _ = said(FRIENDLY, "--vary", "kappa=0.3,0.7")
    assert "kappa 0.3" in out and "kappa 0.7" in out
    assert len([line for line in out.splitlines() if " judge " in line]) == 1
    _, out, _ = said(FRIENDLY, "--vary", "kappa=0.3,0.7", "--compare")
    assert len([line for line in out.splitlines() if " judge " in line]) == 2


def test_every_epoch_and_uid_is_in_the_csv(said, tmp_path):
    path = tmp_path / "run.csv"
    status, _, _ = said(FRIENDLY, "--compare", "--epochs", "2", "--csv", path)
    assert status == 0
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * 2 * 4
    first = rows[0]
    assert (first["variant"], first["epoch"], first["name"], first["stake"]) == ("Yuma2", "0", "judge", "0.5999999999")
    assert sum(int(row["emission_rao"]) for row in rows[:4]) == pytest.approx(1_000_000_000, abs=4)


@pytest.mark.parametrize("name", ["late-switch", "copiers", "lone-honest"])
def test_an_experiment_runs_and_draws_its_picture(name, tmp_path):
    picture = tmp_path / f"{name}.png"
    done = weft_epoch("--experiment", name, "--plot", picture)
    assert done.returncode == 0, done.stderr
    assert done.stderr == f"drew {picture}\n"
    assert picture.read_bytes().startswith(b"\x89PNG")
    for rule in ("Yuma2", "Yuma3 ", "Yuma3 + liquid alpha"):
        assert rule in done.stdout


def test_many_epochs_of_a_case_go_on_as_the_worked_example_does():
    from tests.vectors import economics

    (case,) = economics.cases("epoch.test_bonds.step5")
    (run_of_case,) = answer("--epochs", "4", given=case)["runs"]
    emissions = [epoch["emission"][:4] for epoch in run_of_case["epochs"]]
    assert emissions == [
        [36443733, 81898628, 163565493, 218092144],
        [32799427, 73706612, 168638129, 224855830],
        [29518068, 66336137, 173203134, 230942659],
        [26565175, 59701871, 177311856, 236421095],
    ]


def test_a_missing_matplotlib_is_told_with_what_to_install(said, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status, _, err = said(FRIENDLY, "--plot", "x.png")
    assert status == 1
    assert err == 'weft epoch: --plot needs matplotlib; install it with: pip install "weft[plots]"\n'
