"""What eth-tester with py-evm does in the operations that compare with ours. Runs in an environment that has both."""

import json
import time

TRANSFERS = 200
EMPTY_BLOCKS = 1_000


def measure() -> dict[str, float]:
    """Measure eth-tester in this process. Milliseconds, seconds, or operations a second."""
    began = time.perf_counter()
    from eth_tester import EthereumTester, PyEVMBackend

    imported = time.perf_counter()
    chain = EthereumTester(PyEVMBackend())
    constructed = time.perf_counter()
    sender, receiver = chain.get_accounts()[:2]
    transfer = {"from": sender, "to": receiver, "value": 1, "gas": 21_000, "gas_price": 2_000_000_000}

    sending = time.perf_counter()
    for _ in range(TRANSFERS):
        chain.send_transaction(transfer)
    sent = time.perf_counter()
    chain.mine_blocks(EMPTY_BLOCKS)
    mined = time.perf_counter()
    snapshot = chain.take_snapshot()
    taken = time.perf_counter()
    chain.mine_block()
    reverting = time.perf_counter()
    chain.revert_to_snapshot(snapshot)
    reverted = time.perf_counter()
    return {
        "startup_ms": 1000 * (constructed - began),
        "construct_ms": 1000 * (constructed - imported),
        "sequential_transfers_per_s": TRANSFERS / (sent - sending),
        "empty_blocks_per_s": EMPTY_BLOCKS / (mined - sent),
        "snapshot_ms": 1000 * (taken - mined),
        "revert_ms": 1000 * (reverted - reverting),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
