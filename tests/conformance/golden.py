"""Recordings of a live chain of spec 461, from the source distribution of the bittensor SDK 11; read where they lie."""

import json
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

ARCHIVE = Path(".conformance/oracles/bittensor-11.3.0.tar.gz")
FIXTURES = "bittensor-11.3.0/tests/fixtures"


@cache
def fixture(name: str) -> Any:
    """Return a recording as JSON, for example `golden.json`."""
    with tarfile.open(ARCHIVE) as archive:
        member = archive.extractfile(f"{FIXTURES}/{name}")
        assert member is not None
        return json.load(member)
