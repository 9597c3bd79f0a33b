"""What may differ between two chains of this runtime: block time, speed of its rules, a few constants."""

from chain.codec import Record

EXISTENTIAL_DEPOSIT_RAO = 500
NORMAL_SLOT_MS = 12_000
FAST_SLOT_MS = 250


class RuntimeSettings(Record):
    """Parameters of the rules. Two runtimes with equal settings have equal metadata and equal constants."""

    slot_duration_ms: int = FAST_SLOT_MS
    """The length of a slot; 250 is what clients take for fast blocks."""
    fast: bool = True
    """Whether delays and periods are those of the fast runtime (economics section 5.4)."""
    existential_deposit_rao: int = EXISTENTIAL_DEPOSIT_RAO
    network_rate_limit_blocks: int = 0
    """Blocks between two registrations of networks; 7200 on the live chain, 0 on a localnet."""
    limits_lifted: bool = False
    """Whether the chain starts without rate limits, waiting times and freeze windows, which no live chain does."""
    refuses_by_number: bool = False
    """Whether guarded calls are refused in the pool by number, as on the live chain, or fail in the block by name."""
