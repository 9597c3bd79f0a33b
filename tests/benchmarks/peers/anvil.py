"""What anvil (npm @foundry-rs/anvil) does in the operations that compare with ours."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.benchmarks.peers.json_rpc import JsonRpcConnection
from tests.ports import free_port

ANVIL_FOLDER = Path(".conformance/anvil/node_modules")
START_UPS = 11
TRANSFERS = 1_000
READS = 5_000
EMPTY_BLOCKS = 1_000
JUMP_BLOCKS = 10_000


def find_anvil() -> Path | None:
    """Return the anvil binary of the conformance folder or of the PATH; None if there is none."""
    for candidate in sorted(ANVIL_FOLDER.glob("@foundry-rs/anvil-*/bin/anvil")):
        return candidate
    found = shutil.which("anvil")
    return Path(found) if found else None


def start(anvil: Path) -> tuple[subprocess.Popen[bytes], JsonRpcConnection, float]:
    """Start anvil; returns the process, a connection, and the seconds from spawn to the first answer."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen([str(anvil), "--port", str(port), "--silent"], stdout=subprocess.DEVNULL)
    while True:
        connection = JsonRpcConnection(port)
        try:
            connection.call("eth_chainId")
        except OSError:
            if time.perf_counter() - began > 30:
                process.kill()
                raise
            continue
        return process, connection, time.perf_counter() - began


def stop(process: subprocess.Popen[bytes], connection: JsonRpcConnection) -> None:
    """End anvil."""
    connection.close()
    process.terminate()
    process.wait()


@contextmanager
def running() -> Iterator[JsonRpcConnection]:
    """A connection to an anvil of our own. Raises LookupError where none is installed."""
    anvil = find_anvil()
    if anvil is None:
        raise LookupError("anvil is not installed; `just conformance-setup` brings it")
    process, connection, _ = start(anvil)
    try:
        yield connection
    finally:
        stop(process, connection)


def measure_startup() -> dict[str, float]:
    """Milliseconds from exec to the first answer."""
    anvil = find_anvil()
    if anvil is None:
        raise LookupError("anvil is not installed; `just conformance-setup` brings it")
    times = []
    for _ in range(START_UPS):
        process, connection, seconds = start(anvil)
        times.append(seconds)
        stop(process, connection)
    return {"startup_ms": 1000 * median(times)}


def measure_transfers() -> dict[str, float]:
    """Transfers a second, one after the other over one connection, each mined at once."""
    with running() as connection:
        transfer = _transfer(connection)
        began = time.perf_counter()
        for _ in range(TRANSFERS):
            connection.call("eth_sendTransaction", transfer)
        return {"sequential_transfers_per_s": TRANSFERS / (time.perf_counter() - began)}


def measure_reads() -> dict[str, float]:
    """Reads a second, one after the other over one connection."""
    with running() as connection:
        account = connection.call("eth_accounts")[0]
        began = time.perf_counter()
        for _ in range(READS):
            connection.call("eth_getBalance", account, "latest")
        return {"sequential_reads_per_s": READS / (time.perf_counter() - began)}


def measure_empty_blocks() -> dict[str, float]:
    """Empty blocks a second."""
    with running() as connection:
        began = time.perf_counter()
        connection.call("anvil_mine", hex(EMPTY_BLOCKS))
        return {"empty_blocks_per_s": EMPTY_BLOCKS / (time.perf_counter() - began)}


def measure_jump() -> dict[str, float]:
    """Seconds of a jump, then milliseconds of a snapshot and a revert on the chain it made."""
    with running() as connection:
        transfer = _transfer(connection)
        began = time.perf_counter()
        connection.call("anvil_mine", hex(JUMP_BLOCKS))
        jumped = time.perf_counter()
        snapshot = connection.call("evm_snapshot")
        taken = time.perf_counter()
        connection.call("eth_sendTransaction", transfer)
        reverting = time.perf_counter()
        connection.call("evm_revert", snapshot)
        return {
            "jump_10000_s": jumped - began,
            "snapshot_ms": 1000 * (taken - jumped),
            "revert_ms": 1000 * (time.perf_counter() - reverting),
        }


def _transfer(connection: JsonRpcConnection) -> dict[str, str]:
    sender, receiver = connection.call("eth_accounts")[:2]
    return {"from": sender, "to": receiver, "value": "0x1"}


BY_GROUP: Mapping[str, Callable[[], dict[str, float]]] = {
    "startup": measure_startup,
    "submissions": measure_transfers,
    "reads": measure_reads,
    "empty_blocks": measure_empty_blocks,
    "block_jump": measure_jump,
}
"""What compares with which group of the table; measured right after it, so that the machine is as busy."""


if __name__ == "__main__":
    for measure in BY_GROUP.values():
        for name, value in measure().items():
            print(f"{name:30} {value:,.2f}")
