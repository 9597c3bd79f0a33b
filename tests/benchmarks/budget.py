"""The speed budget: what is measured, where red begins, what we hold ourselves to, and the floor of such a machine.

Bars, targets and limits are CPU or idle-machine figures of one core of about 2025 (the limits were measured on
prototypes that do nothing else). Smaller is better, except for rates.
"""

from typing import NamedTuple

AHEAD_OF_ANVIL = float("inf")
"""The target of a row that is held to what anvil did in the same run."""


class Metric(NamedTuple):
    """One row: where its figure comes from, and what it is measured against."""

    name: str
    group: str
    figure: str
    unit: str
    bar: float
    target: float
    limit: str
    peer: str = ""
    """The figure of other chains that compares, if there is one."""

    @property
    def is_rate(self) -> bool:
        """Whether more is better."""
        return self.unit.endswith("/s")

    def verdict(self, figure: float) -> str:
        """`green` at the target, `yellow` between it and the bar, `red` beyond."""
        if self.is_rate:
            return "green" if figure >= self.target else "yellow" if figure >= self.bar else "red"
        return "green" if figure <= self.target else "yellow" if figure <= self.bar else "red"


BUDGET = (
    Metric("exec to first RPC answer", "startup", "startup_ms", "ms", 300, 150, "80", "startup_ms"),
    Metric("in-process chain, after import", "startup", "startup_in_process_ms", "ms", 30, 5, "-", "construct_ms"),
    Metric("exec to first block", "processes", "first_block_ms", "ms", 400, 200, "85"),
    Metric("first run ever, nothing compiled", "processes", "first_run_ms", "ms", 1000, 600, "313 imports"),
    Metric("restart with 100,000 keys", "processes", "restart_100k_ms", "ms", 1500, 800, "470"),
    Metric("weft --version", "processes", "version_ms", "ms", 150, 60, "8"),
    Metric("weft --help", "processes", "help_ms", "ms", 300, 120, "43"),
    Metric("transfers in blocks, verify included", "transfers", "transfers/s", "/s", 2_500, 5_000, "11,700"),
    Metric("transfers, verified before", "transfers", "without verify", "/s", 4_000, 8_000, "19,000"),
    Metric("author_submitExtrinsic", "submissions", "submissions_per_s", "/s", 6_000, 12_000, "21,000"),
    Metric(
        "one transfer after the other, each in a block", "submissions", "sequential_transfers_per_s", "/s", 0,
        AHEAD_OF_ANVIL, "-", "sequential_transfers_per_s",
    ),
    Metric("empty blocks, 3 networks", "empty_blocks", "empty_blocks_per_s", "/s", 300, 1_000, "10,000",
           "empty_blocks_per_s"),
    Metric("jump of 10,000 blocks, fresh chain", "block_jump", "jump_10000_s", "s", 33, 10, "1", "jump_10000_s"),
    Metric("empty block, 128 networks, no epoch", "block_step", "empty_block_128_networks_ms", "ms", 30, 10, "3.1"),
    Metric("snapshot at 10,000 blocks", "snapshots", "snapshot_ms", "ms", 7, 1, "-", "snapshot_ms"),
    Metric("revert at 10,000 blocks", "snapshots", "revert_ms", "ms", 50, 5, "-", "revert_ms"),
    Metric("state root, 10 of 100,000 keys", "state", "root_10_changed_ms", "ms", 0.6, 0.2, "0.15"),
    Metric("state root, 100 of 100,000 keys", "state", "root_100_changed_ms", "ms", 4, 1.5, "1.1"),
    Metric("state root, 1,000 of 100,000 keys", "state", "root_1000_changed_ms", "ms", 35, 12, "8.8"),
    Metric("state root, 10,000 of 100,000 keys", "state", "root_10000_changed_ms", "ms", 300, 100, "77"),
    Metric("block of 1,000 keys to disk", "state", "append_1000_changed_ms", "ms", 3, 0.5, "0.07"),
    Metric("state_getStorage, 1 connection", "reads", "reads_1_connections_per_s", "/s", 5_000, 10_000, "16,000",
           "sequential_reads_per_s"),
    Metric("state_getStorage, 50 connections", "reads", "reads_50_connections_per_s", "/s", 25_000, 50_000, "91,000"),
    Metric("state_getStorage, 500 connections", "reads", "reads_500_connections_per_s", "/s", 20_000, 45_000, "89,000"),
    Metric("latency p50, 50 connections", "reads", "read_50_connections_p50_ms", "ms", 3, 1, "0.5"),
    Metric("latency p99, 50 connections", "reads", "read_50_connections_p99_ms", "ms", 8, 2, "1.05"),
    Metric("wait beside a block of transfers, p99", "submissions", "stall_p99_ms", "ms", 10, 2, "1.2"),
    Metric("header to 500 subscribers", "push", "header_push_500_ms", "ms", 15, 6, "4.4"),
    Metric("page of 1,000 keys and values", "page", "query_page_1000_ms", "ms", 3, 0.7, "0.26"),
    Metric("epoch 64 x 256, storage included", "networks", "epoch_64x256_ms", "ms", 12, 3, "1.4"),
    Metric("epoch 64 x 256 with liquid alpha", "networks", "epoch_64x256_liquid_alpha_ms", "ms", 23, 14, "12"),
    Metric("epoch 64 x 1024 with liquid alpha", "networks", "epoch_64x1024_liquid_alpha_ms", "ms", 70, 32, "26"),
    Metric("epoch 64 x 1024", "networks", "epoch_64x1024_ms", "ms", 50, 12, "5.6"),
    Metric("epoch 256 x 4096", "networks", "epoch_256x4096_ms", "ms", 600, 250, "116"),
    Metric("decode a transfer", "encoding", "decode_transfer_us", "us", 8, 2, "1.3"),
    Metric("decode set_weights of 256", "encoding", "decode_set_weights_256_us", "us", 25, 8, "2.3"),
    Metric("encode 200 events", "encoding", "encode_200_events_ms", "ms", 1, 0.3, "0.2"),
    Metric("encode a metagraph of 256", "encoding", "encode_metagraph_256_ms", "ms", 6, 2, "1.4"),
    Metric("memory at start", "startup", "memory_at_start_mb", "MB", 90, 50, "28 imports"),
    Metric("memory per key", "state", "memory_per_key_kb", "KB", 1.2, 0.7, "0.65"),
    Metric("longest GC pause on the block path", "pauses", "gc_pause_ms", "ms", 10, 1, "0.002"),
)  # fmt: skip
