"""Runs a script beside this file and writes down which functions of bittensor's core it entered, and how they ended.

usage: sdk10_recording.py RECORD SCRIPT [ARGUMENT...], by the interpreter of the SDK. The script and the SDK are as they
are: the interpreter's own profiling hook watches.
"""

import json
import runpy
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

CORE = str(Path(find_spec("bittensor").submodule_search_locations[0]) / "core")
WATCHED = (f"{CORE}/subtensor.py", f"{CORE}/async_subtensor.py", f"{CORE}/extrinsics/")


def calls_in(value: Any) -> Iterator[str]:
    """The names `Pallet.call` of a composed call and of the calls inside it."""
    if isinstance(value, dict):
        if "call_module" in value and "call_function" in value:
            yield f"{value['call_module']}.{value['call_function']}"
        for inner in value.values():
            yield from calls_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from calls_in(inner)


class Recording:
    """What was entered, and with what it ended: `ok`, or the name of the error."""

    def __init__(self) -> None:
        self.functions: dict[str, set[str]] = defaultdict(set)
        self.calls: dict[str, set[str]] = defaultdict(set)

    def watch(self, frame: FrameType, event: str, result: Any) -> None:
        """The profiling hook."""
        code = frame.f_code
        if event not in ("call", "return") or not code.co_filename.startswith(WATCHED):
            return
        name = f"{code.co_filename[len(CORE) + 1 : -3].replace('/', '.')}:{code.co_qualname}"
        endings = self.functions[name]
        if event == "return" and type(result).__name__ == "ExtrinsicResponse":
            ending = "ok" if result.success else error_name(result)
            endings.add(ending)
            if code.co_name == "sign_and_send_extrinsic":
                for call in calls_in(frame.f_locals["call"].value):
                    self.calls[call].add(ending)

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        found = {"functions": self.functions, "calls": self.calls}
        path.write_text(
            json.dumps(
                {part: {name: sorted(ends) for name, ends in sorted(rows.items())} for part, rows in found.items()},
                indent=1,
            )
        )


def error_name(response: Any) -> str:
    """What a refusal is called: the chain's name of it, the exception's, or else the first words of its message."""
    error = response.error
    if isinstance(error, dict) and "name" in error:
        return str(error["name"])
    named = type(error).__name__
    return named if error is not None and named not in ("dict", "str") else str(response.message)[:40]


def main() -> None:
    """Run the script that is named, watched."""
    record, script, *arguments = sys.argv[1:]
    recording = Recording()
    sys.argv = [script, *arguments]
    sys.setprofile(recording.watch)
    try:
        runpy.run_path(script, run_name="__main__")
    finally:
        sys.setprofile(None)
        recording.write(Path(record))


if __name__ == "__main__":
    main()
