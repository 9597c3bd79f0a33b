"""Decoding and encoding of what the node reads and writes most. CPU time, best of several rounds."""

from collections.abc import Callable
from time import process_time

from chain.codec import codec_of
from chain.frame.call import RuntimeCall
from chain.pallets.subnet_info.metagraph import MetagraphReader
from chain.pallets.subnet_info.metagraph_types import Metagraph
from chain.pallets.system.types import EventRecord
from chain.primitives.address import Id
from chain.primitives.identifiers import AccountId
from tests.benchmarks.large_networks import NETUID, fill_network
from tests.local_chain import LocalChain, key

UIDS = 256
TRANSFERS = 40


def best_us(run: Callable[[], object], times: int) -> float:
    """Return the CPU microseconds of a call in the best of ten rounds: other processes only ever add."""
    rounds = []
    for _ in range(10):
        begun = process_time()
        for _ in range(times):
            run()
        rounds.append((process_time() - begun) / times)
    return 1e6 * min(rounds)


def measure() -> dict[str, float]:
    """Return microseconds and milliseconds."""
    chain = LocalChain(checked=False)
    alice, bob = key("Alice"), key("Bob")
    transfer = chain.call("Balances", "transfer_keep_alive", dest=Id(bob.public_key), value=10**9)
    extrinsic = chain.sign(alice, transfer)
    pipeline = chain.runtime().executive.pipeline
    calls = chain.runtime().declaration.codec_of(RuntimeCall)
    weights = calls.encode(
        chain.call(
            "SubtensorModule", "set_weights", netuid=1, dests=list(range(UIDS)), weights=[65_535] * UIDS, version_key=0
        )
    )

    def decode_transfer() -> None:
        pipeline.forget()
        pipeline.decode(extrinsic)

    transfers = [extrinsic] + [chain.sign(alice, transfer) for _ in range(TRANSFERS - 1)]
    runtime, _ = chain.block(*transfers)
    records = runtime.system.log.records()[:200]
    events = runtime.declaration.codec_of(list[EventRecord])
    fill_network(chain, 64, UIDS)
    runtime = chain.begin()
    runtime.subtensor.epoch.run(NETUID, 10**9)
    metagraph = MetagraphReader(runtime.subtensor.answers(), NETUID).full()
    metagraphs = codec_of(Metagraph)
    assert len(metagraph.hotkeys) == UIDS and len(records) == 200, (len(metagraph.hotkeys), len(records))
    assert all(type(account) is AccountId for account in metagraph.hotkeys)
    return {
        "decode_transfer_us": best_us(decode_transfer, 500),
        "decode_set_weights_256_us": best_us(lambda: calls.decode(weights), 200),
        "encode_200_events_ms": best_us(lambda: events.encode(records), 20) / 1000,
        "encode_metagraph_256_ms": best_us(lambda: metagraphs.encode(metagraph), 10) / 1000,
    }


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.2f}")
