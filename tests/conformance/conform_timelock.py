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
    interpreter = FOLDER / generation / "bin/python"
    require(interpreter)
    script = CLIENTS / f"timelock_{generation}.py"
    command = [interpreter, "-m", "pytest", "-q", "-p", "localnet.pytest_plugin", "-p", "no:cacheprovider", script]
    done = subprocess.run(
        [*command, "--noconftest", "--rootdir", tmp_path, "-c", os.devnull],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env={
            **os.environ,
            "HOME": str(tmp_path),
            "PYTHONPATH": f"{ROOT}:{CLIENTS}",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
    assert re.search(rf"^{tests} passed", done.stdout, re.MULTILINE), done.stdout[-500:]
