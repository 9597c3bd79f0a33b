"""The README's test works as it stands there."""

import re
import subprocess
import sys

from tests.docs.snippets import PROJECT


def test_the_test_of_the_readme_passes_in_a_folder_of_its_own(tmp_path):
    (snippet,) = re.findall(r"```python\n(.*?)```", (PROJECT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "test_of_the_readme.py").write_text(snippet, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_of_the_readme.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_every_command_of_the_readme_exists():
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^(?:weft|scripts/\w+|just)\b[^#\n]*", text, re.MULTILINE)
    assert len(commands) > 5
    help_of_weft = subprocess.run([sys.executable, "-m", "localnet", "--help"], capture_output=True, text=True).stdout
    for command in commands:
        name, *rest = command.split()
        if name == "weft":
            assert f"  {rest[0]} " in help_of_weft, command
        else:
            assert (PROJECT / name).is_file(), command


def test_the_recipes_that_pages_name_are_in_the_justfile():
    justfile = (PROJECT / "justfile").read_text(encoding="utf-8")
    recipes = set(re.findall(r"^([\w-]+)(?: [^:=\n]*)?:", justfile, re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"`just ([\w-]+)", (PROJECT / page).read_text(encoding="utf-8")))
        assert named <= recipes, f"{page} names {sorted(named - recipes)}, which the justfile has not"
