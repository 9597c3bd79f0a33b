import socket

from typer.testing import CliRunner

from chain.client.cli import wallet_app
from miner.cli import app
from tests.client.test_cli import assert_one_line_error
from tests.ports import free_port


def run(tmp_path, *arguments):
    common = ["--netuid", "1", "--wallet", "w", "--wallet-path", str(tmp_path)]
    CliRunner().invoke(wallet_app, ["create", "--wallet", "w", "--wallet-path", str(tmp_path)])
    return CliRunner().invoke(app, ["run", *common, *arguments])


def test_the_kinds_of_miner_are_listed():
    assert "text_prediction: ngram, random, transformer, lazy, copier" in CliRunner().invoke(app, ["kinds"]).stdout


def test_an_unknown_subnet_kind_or_setting_is_named_with_what_there_is(tmp_path):
    assert_one_line_error(run(tmp_path, "--subnet", "chess", "--kind", "ngram"), "chess", "text_prediction")
    text = ("--subnet", "text_prediction", "--kind")
    assert_one_line_error(run(tmp_path, *text, "oracle"), "oracle", "ngram")
    assert_one_line_error(run(tmp_path, *text, "ngram", "--set", "depth=1"), "depth", "order")
    assert_one_line_error(run(tmp_path, *text, "ngram", "--set", "order"), "NAME=VALUE")


def test_a_miner_without_a_node_fails_in_one_line(tmp_path):
    endpoint = f"ws://127.0.0.1:{free_port()}"
    result = run(tmp_path, "--subnet", "text_prediction", "--kind", "ngram", "--endpoint", endpoint)
    assert_one_line_error(result, "no node answers", endpoint)


def test_a_node_that_closes_at_once_is_an_error_in_one_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = f"ws://127.0.0.1:{listener.getsockname()[1]}"
        listener.close()
        result = run(tmp_path, "--subnet", "text_prediction", "--kind", "ngram", "--endpoint", endpoint)
    assert_one_line_error(result, "no node answers")
