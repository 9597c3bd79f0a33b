"""The options of `weft node`: its own, and Substrate's as far as they mean something here."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from chain.node.config import NodeConfig
from chain.node.pool_entry import PoolLimits
from chain.node.sealing import SealingMode
from chain.node.shield import SEED_LENGTH
from chain.node.transport.access import DEFAULT_ORIGINS, AccessPolicy
from chain.node.transport.limits import MEGABYTE, Limits

DEFAULT_PORT = 9944
SECOND_PORT = 9945
FAST_PRESET, NORMAL_PRESET = "localnet-fast", "localnet"
BLOCK_MS = {FAST_PRESET: 250, NORMAL_PRESET: 12_000}
CHAINS = {
    "dev": FAST_PRESET,
    "local": FAST_PRESET,
    FAST_PRESET: FAST_PRESET,
    NORMAL_PRESET: NORMAL_PRESET,
    "permissive": "permissive",
    "empty": "empty",
}
ACCOUNTS = ("alice", "bob", "charlie", "dave", "eve", "ferdie", "one", "two", "validator")


class BadOption(Exception):
    """An option has a value that means nothing; the message says which, and what is expected."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadOption(message)


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(f"expected a whole number from {low} to {high}, got {text!r}")
        return int(text)

    return read


def _parser() -> _Parser:
    parser = _Parser(
        prog="weft node",
        description="Run a chain that bittensor, btcli and polkadot.js connect to.",
        allow_abbrev=False,
    )
    chain = parser.add_argument_group("the chain")
    chain.add_argument(
        "--dev",
        action="store_true",
        help="a development chain: all origins may connect, nothing is kept unless --base-path",
    )
    chain.add_argument(
        "--chain",
        default=None,
        metavar="NAME",
        help="dev, local, localnet-fast (250 ms blocks), localnet (12 s blocks), permissive (fast, no limits), empty",
    )
    chain.add_argument(
        "--localnet",
        nargs="?",
        const="True",
        default=None,
        metavar="FAST",
        help="what test suites expect: ports 9944 and 9945; True for 250 ms blocks, False for 12 s",
    )
    chain.add_argument(
        "--sealing",
        default=None,
        metavar="MODE",
        help="manual, instant, mixed, mixed:MS or milliseconds between blocks",
    )
    chain.add_argument(
        "--drand",
        default="development",
        metavar="development|off|URL",
        help="whose pulses open what is timelocked: the development beacon's, nobody's, or those of quicknet, "
        "fetched from a server of drand",
    )
    chain.add_argument(
        "--shield",
        default="random",
        metavar="random|off|SEED",
        help="the keys of the MEV shield: others for every chain, none, or those of a seed of 64 hex digits",
    )
    chain.add_argument("--check", action="store_true", help="check every pallet's invariants after every block")
    chain.add_argument("--tmp", action="store_true", help="keep nothing on disk")
    chain.add_argument("--base-path", "-d", type=Path, metavar="PATH", help="keep the chain in this folder")
    chain.add_argument(
        "--state-pruning", default="archive", metavar="archive|BLOCKS", help="how many blocks' states stay readable"
    )
    for account in ACCOUNTS:
        chain.add_argument(f"--{account}", action="store_true", help=argparse.SUPPRESS)
    _add_rpc(parser.add_argument_group("JSON-RPC"))
    pool, limits = parser.add_argument_group("the pool"), PoolLimits()
    pool.add_argument(
        "--pool-limit", type=_number(1, 10**6), default=limits.count, metavar="COUNT", help="extrinsics in the pool"
    )
    pool.add_argument(
        "--pool-kbytes", type=_number(1, 10**6), default=limits.bytes // 1024, metavar="KB", help="their size"
    )
    pool.add_argument(
        "--tx-ban-seconds",
        type=_number(0, 10**9),
        default=int(limits.ban_seconds),
        metavar="SECONDS",
        help="how long an invalid extrinsic stays out",
    )
    return parser


def _add_rpc(rpc: argparse._ArgumentGroup) -> None:
    port, limits = _number(0, 65535), Limits()
    rpc.add_argument(
        "--rpc-port", type=port, default=None, metavar="PORT", help=f"default {DEFAULT_PORT}; 0 takes a free one"
    )
    rpc.add_argument("--ws-port", type=port, default=None, metavar="PORT", help="the same, by its old name")
    rpc.add_argument("--rpc-second-port", type=port, default=None, metavar="PORT", help="listen on this port too")
    rpc.add_argument(
        "--rpc-cors", default=None, metavar="ORIGINS", help="all, or origins of web pages that may connect, by comma"
    )
    rpc.add_argument(
        "--rpc-external",
        "--ws-external",
        action="store_true",
        help="listen on every address; dev_ and engine_ are off then",
    )
    rpc.add_argument(
        "--unsafe-rpc-external",
        "--unsafe-ws-external",
        action="store_true",
        help="listen on every address with all methods",
    )
    rpc.add_argument(
        "--rpc-methods", choices=("auto", "safe", "unsafe"), default="auto", help="whether dev_ and engine_ are served"
    )
    count, megabytes = _number(1, 10**6), _number(1, 1024)
    rpc.add_argument("--rpc-max-connections", type=count, default=limits.connections, metavar="COUNT")
    rpc.add_argument(
        "--rpc-max-subscriptions-per-connection",
        type=count,
        default=limits.subscriptions_per_connection,
        metavar="COUNT",
    )
    rpc.add_argument("--rpc-max-request-size", type=megabytes, default=15, metavar="MB")
    rpc.add_argument("--rpc-max-response-size", type=megabytes, default=15, metavar="MB")
    rpc.add_argument("--rpc-max-batch-request-len", type=count, default=limits.batch_length, metavar="COUNT")
    rpc.add_argument(
        "--rpc-message-buffer-capacity-per-connection", type=count, default=limits.message_buffer, metavar="COUNT"
    )
    rpc.add_argument("--rpc-compression", action="store_true", help="offer permessage-deflate to WebSocket clients")


def read_options(arguments: list[str]) -> tuple[NodeConfig, list[str]]:
    """Return the configuration that the arguments ask for, and the arguments that mean nothing to this node.

    Raises:
        BadOption: an option has a value that means nothing.
        SystemExit: `--help` was asked for and printed.
    """
    if arguments and not arguments[0].startswith("-") and arguments[0] not in ("True", "False", ""):
        raise BadOption(f"there is no sub-command {arguments[0]!r}; the node only runs, with options")
    options, unknown = _parser().parse_known_args(arguments)
    if unknown and options.localnet is None and unknown[-1] in ("True", "False", ""):
        # The suites put this word behind whatever command they are given.
        options.localnet = unknown.pop()
    preset = _preset(options)
    external = options.rpc_external or options.unsafe_rpc_external
    unsafe = (
        options.rpc_methods == "unsafe"
        or options.unsafe_rpc_external
        or (options.rpc_methods == "auto" and not external)
    )
    drand_url = _drand_url(options.drand)
    config = NodeConfig(
        preset=preset,
        seals_pulses=options.drand == "development",
        drand_url=drand_url,
        shielded=options.shield != "off",
        shield_seed=_shield_seed(options.shield),
        sealing=_sealing(options.sealing, preset),
        ports=_ports(options),
        external=external,
        unsafe_methods=unsafe,
        base_path=None if options.tmp else options.base_path,
        state_window=_window(options.state_pruning),
        check_invariants=options.check,
        limits=Limits(
            request_bytes=options.rpc_max_request_size * MEGABYTE,
            response_bytes=options.rpc_max_response_size * MEGABYTE,
            connections=options.rpc_max_connections,
            subscriptions_per_connection=options.rpc_max_subscriptions_per_connection,
            batch_length=options.rpc_max_batch_request_len,
            message_buffer=options.rpc_message_buffer_capacity_per_connection,
            compression=options.rpc_compression,
        ),
        access=_access(options, external),
        pool=PoolLimits(options.pool_limit, options.pool_kbytes * 1024, options.tx_ban_seconds),
    )
    return config, unknown


def warning_for(unknown: list[str]) -> str:
    """Return the one line that names the options which mean nothing here, with a guess where one looks like a slip."""
    import difflib

    names = [argument.partition("=")[0] for argument in unknown if argument.startswith("-")] or unknown
    known = [option for action in _parser()._actions for option in action.option_strings]
    guesses = {name: close[0] for name in names if (close := difflib.get_close_matches(name, known, 1, 0.8))}
    hint = "".join(f"; did you mean {guess} by {name}?" for name, guess in guesses.items())
    return f"options without a meaning here are ignored: {' '.join(names)}{hint}"


def _preset(options: argparse.Namespace) -> str:
    if options.localnet is not None:
        if options.localnet not in ("True", "False", "true", "false", ""):
            raise BadOption(
                f"argument --localnet: expected True (250 ms blocks) or False (12 s blocks), got {options.localnet!r}"
            )
        return NORMAL_PRESET if options.localnet.lower() == "false" else FAST_PRESET
    name = options.chain or "dev"
    if name not in CHAINS:
        raise BadOption(f"argument --chain: expected one of {', '.join(CHAINS)}, got {name!r}")
    return CHAINS[name]


def _sealing(text: str | None, preset: str) -> SealingMode:
    interval_ms = BLOCK_MS.get(preset, BLOCK_MS[FAST_PRESET])
    if text is None:
        return SealingMode(interval_ms)
    try:
        return SealingMode.parse(text, default_interval_ms=interval_ms)
    except ValueError as error:
        raise BadOption(f"argument --sealing: {error}") from error


def _drand_url(text: str) -> str | None:
    if text in ("development", "off"):
        return None
    if text.startswith(("http://", "https://")):
        return text.rstrip("/")
    raise BadOption(f"argument --drand: expected development, off, or a URL of http or https, got {text!r}")


def _shield_seed(text: str) -> bytes | None:
    if text in ("random", "off"):
        return None
    try:
        seed = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        seed = b""
    if len(seed) != SEED_LENGTH:
        expected = f"random, off, or a seed of {2 * SEED_LENGTH} hex digits"
        raise BadOption(f"argument --shield: expected {expected}, got {text!r}")
    return seed


def _ports(options: argparse.Namespace) -> tuple[int, ...]:
    first = next((port for port in (options.rpc_port, options.ws_port) if port is not None), DEFAULT_PORT)
    second = options.rpc_second_port
    if second is None and options.localnet is not None and first == DEFAULT_PORT:
        second = SECOND_PORT
    return (first,) if second is None or second == first != 0 else (first, second)


def _access(options: argparse.Namespace, external: bool) -> AccessPolicy:
    if options.rpc_cors is None:
        origins = ("all",) if options.dev or options.localnet is not None else DEFAULT_ORIGINS
    else:
        origins = tuple(origin.strip() for origin in options.rpc_cors.split(",") if origin.strip())
    return AccessPolicy(origins=origins, any_host=external)


def _window(text: str) -> int | None:
    if text in ("archive", "archive-canonical"):
        return None
    if text.isascii() and text.isdigit() and int(text) >= 1:
        return int(text)
    raise BadOption(f"argument --state-pruning: expected archive, or a number of blocks of 1 or more, got {text!r}")
