"""Commit-reveal v4 with either SDK, unmodified, offline: Weft's pytest plugin beside it, in the SDK's environment.

Not part of the default run, for it needs the SDKs (`scripts/conformance-setup sdk10 sdk11`) and a minute:

    pytest -o python_files='conform_*.py' tests/conformance/conform_timelock.py
"""

import os
import re
import subprocess

import pytest

from tests.conformance.client_script import CLIENTS
from tests.conformance.environments import FOLDER, require

ROOT = FOLDER.parent
PATIENCE_SECONDS = 300


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("generation", "tests"), [("sdk10", 9), ("sdk11", 5)])
def test_what_the_sdk_hides_until_a_round_the_chain_reveals(generation, tests, tmp_path):
    assert count_passed(generation, CLIENTS / f"timelock_{generation}.py", tmp_path) == tests


@pytest.mark.timeout(400)
def test_the_example_of_the_page_on_commit_reveal_runs(tmp_path):
    page = (ROOT / "docs/how-to/test-commit-reveal.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```py file=test_weights.py\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    script = tmp_path / "test_weights.py"
    script.write_text(example, encoding="utf-8")
    assert count_passed("sdk10", script, tmp_path) == 1


def count_passed(generation, script, home):
    """How many tests of a file pass by the SDK's interpreter, with Weft's plugin; all of them have to."""
    interpreter = FOLDER / generation / "bin/python"
    require(interpreter)
    command = [interpreter, "-m", "pytest", "-q", "-p", "localnet.pytest_plugin", "-p", "no:cacheprovider", script]
    done = subprocess.run(
        [*command, "--noconftest", "--rootdir", home, "-c", os.devnull],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env={
            **os.environ,
            "HOME": str(home),
            "PYTHONPATH": f"{ROOT}:{CLIENTS}",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
    passed = re.search(r"^(\d+) passed", done.stdout, re.MULTILINE)
    assert passed, done.stdout[-500:]
    return int(passed[1])
