"""The command line of a node: Substrate's flags, our own, and what is wrong."""

from pathlib import Path

import pytest

from chain.node.cli import run
from chain.node.options import BadOption, read_options, warning_for
from chain.node.sealing import SealingMode


def test_the_flags_that_scripts_pass_mean_what_they_mean_to_substrate() -> None:
    flags = "--dev --tmp --one --sealing=manual --rpc-port 9950 --rpc-cors=all --base-path /x --state-pruning 256"
    config, unknown = read_options(flags.split())
    assert not unknown and config.sealing == SealingMode() and config.ports == (9950,)
    assert config.base_path is None, "--tmp keeps nothing, whatever the path"
    assert config.access.origins == ("all",) and config.state_window == 256 and config.unsafe_methods


def test_the_default_is_a_chain_of_quarter_seconds_on_9944() -> None:
    config, _ = read_options([])
    assert config.sealing == SealingMode(250) and config.ports == (9944,) and config.preset == "localnet-fast"
    assert config.base_path is None and not config.external and config.unsafe_methods and config.state_window is None
    assert "https://polkadot.js.org" in config.access.origins


@pytest.mark.parametrize(
    ("arguments", "preset", "interval", "ports"),
    [
        (["--localnet"], "localnet-fast", 250, (9944, 9945)),
        (["--localnet", "True"], "localnet-fast", 250, (9944, 9945)),
        (["--localnet", ""], "localnet-fast", 250, (9944, 9945)),
        (["--localnet", "False"], "localnet", 12_000, (9944, 9945)),
        (["--dev", "False"], "localnet", 12_000, (9944, 9945)),
        (["--dev", ""], "localnet-fast", 250, (9944, 9945)),
        (["--chain", "localnet"], "localnet", 12_000, (9944,)),
        (["--chain=local", "--rpc-second-port=7"], "localnet-fast", 250, (9944, 7)),
    ],
)
def test_test_suites_choose_the_block_time_by_one_word(
    arguments: list[str], preset: str, interval: int, ports: tuple[int, ...]
) -> None:
    config, _ = read_options(arguments)
    assert (config.preset, config.sealing, config.ports) == (preset, SealingMode(interval), ports)


def test_listening_to_everyone_closes_the_development_methods_unless_told_otherwise() -> None:
    assert not read_options(["--rpc-external"])[0].unsafe_methods
    assert read_options(["--rpc-external", "--rpc-methods=unsafe"])[0].unsafe_methods
    assert (
        read_options(["--unsafe-rpc-external"])[0].external
        and read_options(["--unsafe-rpc-external"])[0].unsafe_methods
    )
    assert not read_options(["--rpc-methods=safe"])[0].unsafe_methods


def test_limits_are_substrates_and_can_be_changed() -> None:
    limits = read_options(["--rpc-max-connections=7", "--rpc-max-request-size=1"])[0].limits
    assert (limits.connections, limits.request_bytes, limits.response_bytes) == (7, 2**20, 15 * 2**20)
    assert read_options(["--pool-limit=5", "--pool-kbytes=1"])[0].pool.bytes == 1024


def test_substrate_flags_without_a_meaning_are_named_in_one_line() -> None:
    arguments = ["--no-telemetry", "--port=30333", "--telemetry-url", "wss://x 0", "--validator", "--node-key", "00"]
    _, unknown = read_options(arguments)
    line = warning_for(unknown)
    assert line.count("\n") == 0
    assert all(flag in line for flag in ("--no-telemetry", "--port", "--telemetry-url", "--node-key"))
    assert "--validator" not in line and "wss" not in line


def test_a_slip_of_the_pen_gets_a_hint() -> None:
    _, unknown = read_options(["--seeling=manual"])
    assert "did you mean --sealing by --seeling?" in warning_for(unknown)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--rpc-port", "abc"],
        ["--rpc-port=70000"],
        ["--rpc-port"],
        ["--sealing=often"],
        ["--state-pruning=some"],
        ["--localnet=perhaps"],
        ["--chain=polkadot"],
        ["--rpc-methods=all"],
        ["--rpc-max-connections=0"],
        ["--dev=yes"],
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_option(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BadOption):
        read_options(arguments)
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert said.err.startswith("weft node: argument " + arguments[0].partition("=")[0])


def test_the_chain_is_kept_where_it_is_told() -> None:
    assert read_options(["-d", "/some/where"])[0].base_path == Path("/some/where")


def test_pulses_come_from_the_development_beacon_from_nobody_or_from_a_server() -> None:
    chosen = {text: read_options(["--drand", text])[0] for text in ("development", "off", "https://beacon.test/")}
    assert [(config.seals_pulses, config.drand_url) for config in chosen.values()] == [
        (True, None),
        (False, None),
        (False, "https://beacon.test"),
    ]
    assert read_options([])[0].seals_pulses
    with pytest.raises(BadOption, match="expected development, off, or a URL"):
        read_options(["--drand", "quicknet"])


def test_the_shields_keys_are_random_or_of_a_seed_or_there_are_none():
    chosen = [read_options(["--shield", text])[0] for text in ("random", "off", "07" * 32, "0x" + "07" * 32)]
    assert [(config.shielded, config.shield_seed) for config in chosen] == [
        (True, None),
        (False, None),
        (True, bytes([7]) * 32),
        (True, bytes([7]) * 32),
    ]
    for wrong in ("on", "07" * 31, "zz" * 32, ""):
        with pytest.raises(BadOption, match="expected random, off, or a seed of 64 hex digits"):
            read_options(["--shield", wrong])
