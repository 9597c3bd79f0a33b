"""TAO on a development chain, by the commands and against a node."""

import pytest
from typer.testing import CliRunner

from chain.client.funding_cli import faucet_app, fund_app
from chain.client.wallets import create_wallet
from chain.node.config import NodeConfig
from chain.node.hosted import HostedNode

NOBODY = "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM"


@pytest.fixture
def node():
    with HostedNode(NodeConfig(preset="empty", check_invariants=True)) as running:
        yield running


def run(app, node, *arguments):
    return CliRunner().invoke(app, [*map(str, arguments), "--endpoint", node.url])


def test_the_faucet_issues_tao_and_a_rich_account_sends_some(node, tmp_path):
    given = run(faucet_app, node, NOBODY, 12.5)
    assert given.exit_code == 0 and given.stdout.strip() == f"{NOBODY} has 12.500000000 TAO", given.output
    assert run(faucet_app, node, NOBODY).stdout.strip() == f"{NOBODY} has 1,012.500000000 TAO"
    sent = run(fund_app, node, NOBODY, 1)
    assert sent.stdout.strip() == f"{NOBODY} has 1,013.500000000 TAO", sent.output


def test_accounts_go_by_wallet_or_development_uri_too(node, tmp_path):
    entry = create_wallet("mine", "default", tmp_path)
    assert entry.coldkey in run(fund_app, node, "mine", 2, "--wallet-path", tmp_path).stdout
    assert "has 3.000000000 TAO" in run(fund_app, node, "//Bob", 3).stdout


@pytest.mark.parametrize(
    ("who", "options", "words"),
    [
        ("nobody-knows", (), "no SS58 address, no development URI"),
        (NOBODY, ("--sudo", "//Bob"), "//Bob"),
    ],
)
def test_who_cannot_be_funded_is_told_in_one_line(node, tmp_path, who, options, words):
    failed = run(faucet_app, node, who, 1, "--wallet-path", tmp_path, *options)
    assert failed.exit_code == 1 and failed.stderr.startswith("error: ") and failed.stderr.count("\n") == 1
    assert words in failed.stderr or "Invalid Transaction" in failed.stderr or "fees" in failed.stderr
