"""Kill the node at random moments under transfer load, again and again: `python -m tests.soak.kill_restart 50`.

After each kill the chain must go on from its last sealed block: every block that a client was told of is there, the
state has the root that the header names, no token is lost or made, and invariants hold.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from chain.primitives.hashing import twox_128
from chain.primitives.keys import Keypair
from tests.benchmarks.node_process import request
from tests.node.transfers import ALICE, Signing, transfer
from tests.ports import free_port

START_SECONDS = 60.0
TRANSFERS_PER_BURST = 20
ACCOUNTS = "0x" + (twox_128(b"System") + twox_128(b"Account")).hex()
TOTAL_ISSUANCE = "0x" + (twox_128(b"Balances") + twox_128(b"TotalIssuance")).hex()


class ChainBroken(AssertionError):
    """The chain did not survive; the message says what is wrong."""


class Life:
    """One life of the node on a chain that outlives it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "chain.node", "--dev", "--chain=empty", "--sealing=20", f"--rpc-port={self.port}",
             f"--base-path={folder}"],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()

    def ask(self, method: str, *parameters: Any) -> Any:
        """Make a request."""
        return request(self.port, method, *parameters)

    def kill(self) -> None:
        """End the process as a power cut would."""
        self._process.kill()
        self._process.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise ChainBroken(f"the node ended with status {self._process.returncode}")
            try:
                self.ask("system_chain")
            except OSError:
                time.sleep(0.01)
            else:
                return
        self.kill()
        raise ChainBroken(f"the node did not answer within {START_SECONDS} seconds")


def free_of(account: str) -> int:
    """Return what an encoded account owns, free and reserved, in rao."""
    data = bytes.fromhex(account[2:])
    return int.from_bytes(data[16:24], "little") + int.from_bytes(data[24:32], "little")


def check(life: Life, told: dict[int, str]) -> None:
    """Check that the chain is whole, and holds every block that a client was told of. Raises ChainBroken."""
    head = life.ask("chain_getHeader")
    for number, block_hash in told.items():
        if life.ask("chain_getBlockHash", number) != block_hash:
            raise ChainBroken(f"block {number} ({block_hash}) was announced and is gone")
    balances = sum(free_of(account) for _, account in life.ask("state_getPairs", ACCOUNTS))
    issuance = int.from_bytes(bytes.fromhex(life.ask("state_getStorage", TOTAL_ISSUANCE)[2:]), "little")
    life.ask("dev_checkInvariants")
    after = life.ask("chain_getHeader")
    if after["number"] == head["number"] and balances != issuance:
        raise ChainBroken(f"accounts hold {balances} rao, {issuance} were issued")


def load(life: Life, seconds: float, nonce: int, sink: Keypair) -> dict[int, str]:
    """Send transfers for a while; return the blocks that the node told of, by number."""
    genesis = bytes.fromhex(life.ask("chain_getBlockHash", 0)[2:])
    version = life.ask("state_getRuntimeVersion")
    signing = Signing(genesis, version["specVersion"], version["transactionVersion"])
    told: dict[int, str] = {}
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for _ in range(TRANSFERS_PER_BURST):
            life.ask("author_submitExtrinsic", "0x" + signing.but(nonce=nonce).sign(transfer(sink, 10**6), ALICE).hex())
            nonce += 1
        block_hash = life.ask("chain_getHead")
        told[int(life.ask("chain_getHeader", block_hash)["number"], 16)] = block_hash
    return told


def run(rounds: int, folder: Path, *, seed: int = 1) -> dict[str, int]:
    """Kill and restart so many times; return what was seen.

    Raises:
        ChainBroken: the chain did not survive.
    """
    moments = random.Random(seed)
    told: dict[int, str] = {}
    for number in range(rounds):
        life = Life(folder)
        try:
            # Still, so that balances and issuance are read of one block.
            life.ask("dev_setSealing", "manual")
            check(life, told)
            nonce = life.ask("account_nextIndex", ALICE.address)
            life.ask("dev_setSealing", "20")
            told |= load(life, moments.uniform(0.05, 0.6), nonce, Keypair.from_uri(f"//Sink{number}"))
        finally:
            life.kill()
    life = Life(folder)
    try:
        life.ask("dev_setSealing", "manual")
        check(life, told)
        return {
            "rounds": rounds,
            "blocks": int(life.ask("chain_getHeader")["number"], 16),
            "transfers": life.ask("account_nextIndex", ALICE.address),
            "announced_blocks_checked": len(told),
        }
    finally:
        life.kill()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 50, Path(scratch)))
