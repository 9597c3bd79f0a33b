"""The reference pages say what the code says."""

import re

import pytest

from localnet.founding import found_network
from localnet.scenario import parse_scenario
from tests.docs.reference import BEGIN, END, MADE, REFERENCE, renewed
from tests.docs.snippets import FENCE, PROJECT


@pytest.mark.parametrize("name", MADE)
def test_a_page_that_is_made_from_the_code_is_up_to_date(name):
    page = REFERENCE / name
    text = page.read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert text == renewed(page), "run `python -m tests.docs.reference`"


def test_every_method_of_a_running_node_is_on_the_page(weft_chain):
    page = (REFERENCE / "rpc.md").read_text(encoding="utf-8")
    assert {
        name for row in re.findall(r"^\| (`.*?) \|", page, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    } == set(weft_chain.request("rpc_methods")["methods"])


def test_the_scenario_of_its_page_can_be_founded(weft_chain, tmp_path):
    page = (REFERENCE / "scenario.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    scenario = parse_scenario(text, "page")
    foundation = found_network(weft_chain.connect(), scenario, tmp_path)
    assert [member.name for member in foundation.participants] == ["good", "copier", "judge"]


PAGES = [PROJECT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")]
PAGES += sorted(PROJECT.glob("docs/**/*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_of_a_page_leads_somewhere(page):
    prose = re.sub(r"`[^`\n]+`", "", FENCE.sub("", page.read_text(encoding="utf-8")))
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
