"""Every snippet of the tutorials and how-to pages runs."""

import sys
from pathlib import Path

import pytest

from tests.docs.snippets import change, changed_files, run_page, snippets_of

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = sorted((DOCS / "how-to").glob("*.md"))
PAGES = sorted((DOCS / "tutorials").glob("*.md")) + HOW_TO


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder that a page can import from; nothing imported from it outlives the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", None) or "").startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_snippets_of_a_page_run_from_top_to_bottom(page, folder):
    assert run_page(page, folder) == len(list(snippets_of(page)))


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_what_a_page_adds_changes_at_most_three_existing_files(page):
    assert len(changed_files(page)) <= 3


def test_each_page_that_contributing_names_changes_the_project():
    named = [page for page in HOW_TO if page.stem.startswith("add-")]
    assert len(named) >= 4 and all(changed_files(page) for page in named)


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


def test_a_saved_snippet_can_be_imported_by_a_later_one(folder):
    page = folder / "page.md"
    saved = "```python file=saved_by_a_page.py\nANSWER = 42\n```\n\n"
    used = "```python\nfrom saved_by_a_page import ANSWER\nassert ANSWER == 42\n```\n"
    page.write_text(saved + used, encoding="utf-8")
    assert run_page(page, folder) == 2


def diff_of(folder, body):
    page = folder / "page.md"
    page.write_text(f"```diff file=list.txt\n{body}```\n", encoding="utf-8")
    (snippet,) = snippets_of(page)
    return snippet


def test_a_diff_adds_lines_and_takes_lines_away_where_its_context_stands(tmp_path):
    (tmp_path / "list.txt").write_text("one\ntwo\nthree\nfour\n")
    change(diff_of(tmp_path, " one\n+one and a half\n@@\n+two and a half\n three\n-four\n+five\n"), tmp_path)
    assert (tmp_path / "list.txt").read_text() == "one\none and a half\ntwo\ntwo and a half\nthree\nfive\n"


def test_a_diff_whose_context_is_gone_fails(tmp_path):
    (tmp_path / "list.txt").write_text("one\ntwo\n")
    with pytest.raises(AssertionError, match=r"page\.md:1: list\.txt has no \['three'\]"):
        change(diff_of(tmp_path, " three\n+four\n"), tmp_path)
