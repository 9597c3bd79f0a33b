"""What anvil (npm @foundry-rs/anvil) does in the operations that compare with ours."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.peers.json_rpc import JsonRpcConnection

ANVIL_FOLDER = Path(".conformance/anvil/node_modules")
START_UPS = 11
TRANSFERS = 1_000
READS = 5_000
JUMP_BLOCKS = 10_000


def find_anvil() -> Path | None:
    """Return the anvil binary of the conformance folder or of the PATH; None if there is none."""
    for candidate in sorted(ANVIL_FOLDER.glob("@foundry-rs/anvil-*/bin/anvil")):
        return candidate
    found = shutil.which("anvil")
    return Path(found) if found else None


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


def measure() -> dict[str, float]:
    """Measure anvil; keys as in the table of `tests.benchmarks.table`. Seconds, or operations a second."""
    anvil = find_anvil()
    if anvil is None:
        print("anvil is not installed; `just conformance-setup` brings it", file=sys.stderr)
        return {}
    start_up_seconds = []
    for _ in range(START_UPS):
        process, connection, seconds = start(anvil)
        start_up_seconds.append(seconds)
        stop(process, connection)
    process, connection, _ = start(anvil)
    try:
        return {"startup_ms": 1000 * median(start_up_seconds), **measure_running(connection)}
    finally:
        stop(process, connection)


def measure_running(connection: JsonRpcConnection) -> dict[str, float]:
    """Measure the operations of a running anvil."""
    sender, receiver = connection.call("eth_accounts")[:2]
    transfer = {"from": sender, "to": receiver, "value": "0x1"}
    figures: dict[str, float] = {}

    began = time.perf_counter()
    for _ in range(TRANSFERS):
        connection.call("eth_sendTransaction", transfer)
    figures["sequential_transfers_per_s"] = TRANSFERS / (time.perf_counter() - began)

    began = time.perf_counter()
    for _ in range(READS):
        connection.call("eth_getBalance", sender, "latest")
    figures["sequential_reads_per_s"] = READS / (time.perf_counter() - began)

    began = time.perf_counter()
    connection.call("anvil_mine", hex(1_000))
    figures["empty_blocks_per_s"] = 1_000 / (time.perf_counter() - began)

    began = time.perf_counter()
    connection.call("anvil_mine", hex(JUMP_BLOCKS))
    figures["jump_10000_s"] = time.perf_counter() - began

    began = time.perf_counter()
    snapshot = connection.call("evm_snapshot")
    figures["snapshot_ms"] = 1000 * (time.perf_counter() - began)
    connection.call("eth_sendTransaction", transfer)
    began = time.perf_counter()
    connection.call("evm_revert", snapshot)
    figures["revert_ms"] = 1000 * (time.perf_counter() - began)
    return figures


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:30} {value:,.2f}")
