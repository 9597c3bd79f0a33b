"""The README's test works as it stands there."""

import re
import subprocess
import sys

from tests.docs.reference import REFERENCE
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


def sections_of_the_command_line():
    """The text about each command, by its name."""
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^## (weft [^\n]+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))


def test_every_command_of_the_readme_exists_with_its_options():
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^(?:weft|scripts/\w+)\b[^#\n]*", text, re.MULTILINE)
    assert len(commands) > 5
    known = sections_of_the_command_line()
    for command in commands:
        for single in command.replace("scripts/localnet", "weft localnet").split(", "):
            name = re.match(r"[\w/]+(?: [a-z|]+)*", single)[0]
            if name.startswith("scripts/"):
                assert (PROJECT / name).is_file(), command
                continue
            sections = [f"{name.rpartition(' ')[0]} {end}" for end in name.rpartition(" ")[2].split("|")]
            for section in sections:
                assert section in known, f"{command}: there is no {section}"
                for option in re.findall(r"--[\w-]+", single):
                    assert f"`{option}`" in known[section], f"{command}: {section} has no {option}"


def test_the_recipes_that_pages_name_are_in_the_justfile():
    justfile = (PROJECT / "justfile").read_text(encoding="utf-8")
    recipes = set(re.findall(r"^([\w-]+)(?: [^:=\n]*)?:", justfile, re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"`just ([\w-]+)", (PROJECT / page).read_text(encoding="utf-8")))
        assert named <= recipes, f"{page} names {sorted(named - recipes)}, which the justfile has not"
