"""Where the clients of the conformance runs are installed, each generation in an environment of its own."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / ".conformance"


def require(path: Path) -> None:
    """Fail where something that `scripts/conformance-setup` installs is missing: such a run would show nothing."""
    if not path.exists():
        pytest.fail(f"{path} is missing; run scripts/conformance-setup first")
