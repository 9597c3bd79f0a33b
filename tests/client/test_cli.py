import pytest
from typer.testing import CliRunner

from chain.client.cli import subnet_app, wallet_app
from chain.client.connection import connect, is_on_this_machine
from chain.client.errors import ChainUnreachable
from tests.ports import free_port

ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"


def run(app, *arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def assert_one_line_error(result, *words):
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert all(word in result.stderr for word in words)


def test_a_wallet_is_created_and_listed(tmp_path):
    created = run(wallet_app, "create", "--wallet", "alice", "--uri", "//Alice", "--wallet-path", tmp_path)
    listed = run(wallet_app, "list", "--wallet-path", tmp_path)
    assert created.exit_code == listed.exit_code == 0
    assert ALICE in created.stdout
    assert ALICE in listed.stdout


def test_a_command_without_its_wallet_fails_in_one_line(tmp_path):
    result = run(subnet_app, "register", "--wallet", "ghost", "--wallet-path", tmp_path)
    assert_one_line_error(result, "no coldkey", "weft wallet create --wallet ghost")


def test_a_command_without_a_node_fails_in_one_line():
    endpoint = f"ws://127.0.0.1:{free_port()}"
    assert_one_line_error(run(subnet_app, "list", "--endpoint", endpoint), "no node answers", endpoint)


@pytest.mark.parametrize("endpoint", ["http:/x", "nonsense", "ws://"])
def test_an_endpoint_that_is_none_is_an_error(endpoint):
    with pytest.raises(ChainUnreachable, match="no node answers"):
        connect(endpoint)


def test_endpoints_of_this_machine_are_known():
    assert is_on_this_machine("ws://127.0.0.1:9944")
    assert is_on_this_machine("ws://localhost:9944")
    assert is_on_this_machine("ws://[::1]:9944")
    assert not is_on_this_machine("wss://chain.example:443")
