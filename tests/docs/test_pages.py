"""Every snippet of the tutorials and how-to pages runs."""

from pathlib import Path

import pytest

from tests.docs.snippets import run_page, snippets_of

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted((DOCS / "tutorials").glob("*.md")) + sorted((DOCS / "how-to").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_snippets_of_a_page_run_from_top_to_bottom(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert run_page(page, tmp_path) == len(list(snippets_of(page)))


def test_a_snippet_that_fails_fails_the_page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n```python\nvalue = 1\n```\n\n```python\nassert value == 2\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        run_page(page, tmp_path)


def test_a_command_that_fails_is_named_with_its_line(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n```console\n$ echo fine\n$ false\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"page\.md:3: \$ false"):
        run_page(page, tmp_path)


def test_a_saved_snippet_can_be_imported_by_a_later_one(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    page = tmp_path / "page.md"
    saved = "```python file=saved_by_a_page.py\nANSWER = 42\n```\n\n"
    used = "```python\nfrom saved_by_a_page import ANSWER\nassert ANSWER == 42\n```\n"
    page.write_text(saved + used, encoding="utf-8")
    assert run_page(page, tmp_path) == 2
