"""The development beacon as the node runs it: which rounds a block brings, and the extrinsics that bring them.

A block brings every round for which something on the chain waits, and the newest ones, so that the beacon keeps the
chain's time. Rounds in the middle of a jump that nobody waits for are left out: a jump over a day would have to make
and verify 28,800 pulses.
"""

from collections.abc import Callable, Sequence
from functools import cache

from chain.node.ports import RuntimePort
from chain.primitives.beacon import BeaconOutlook, development_pulse
from chain.primitives.keys import Keypair, Scheme

MOST_FOLLOWED = 16
"""So many of the newest rounds a block brings although nobody waits for them: those of a slot of 48 seconds."""

BRINGER_SEED = b"weft brings pulses".ljust(32)

RoundChoice = Callable[[BeaconOutlook, int], Sequence[int]]
"""The rounds for a block, ascending, from what the chain knows of its beacon and the block's time in milliseconds."""


def awaited_rounds(outlook: BeaconOutlook, now_ms: int) -> list[int]:
    """The rounds up to now for which something waits."""
    now = outlook.times.round_at(now_ms)
    if now <= outlook.last_round:
        return []
    return [beacon_round for beacon_round in outlook.awaited() if beacon_round <= now]


def due_rounds(outlook: BeaconOutlook, now_ms: int) -> list[int]:
    """The rounds up to now for which something waits, and the newest; of a new chain, the newest alone."""
    now = outlook.times.round_at(now_ms)
    newest = now - MOST_FOLLOWED if outlook.last_round else now - 1
    followed = range(max(outlook.last_round, newest) + 1, now + 1)
    return sorted({*awaited_rounds(outlook, now_ms), *followed})


def requested_rounds(first: int | None, count: int) -> RoundChoice:
    """`count` rounds from a given one on, or the newest; what waits for an earlier round than the last gets it too."""

    def choose(outlook: BeaconOutlook, now_ms: int) -> list[int]:
        begin = first
        if begin is None:
            begin = max(outlook.last_round, outlook.times.round_at(now_ms) - count) + 1
        end = begin + count
        # A block made since the rounds were asked for may have brought some of them.
        begin = max(begin, outlook.last_round + 1)
        return sorted({*(awaited for awaited in outlook.awaited() if awaited < end), *range(begin, end)})

    return choose


def pulse_extrinsics(runtime: RuntimePort, choose: RoundChoice, now_ms: int) -> list[bytes]:
    """The extrinsics that bring the chosen rounds; none where the chain listens to another beacon."""
    outlook = runtime.beacon_outlook()
    if not outlook.is_development:
        return []
    rounds = choose(outlook, now_ms)
    return [runtime.pulse_extrinsic(development_pulse(beacon_round), bringer()) for beacon_round in rounds]


@cache
def bringer() -> Keypair:
    """Who signs for the pulses that this node brings; ed25519, so that the same block is the same bytes every time."""
    return Keypair.from_seed(BRINGER_SEED, Scheme.ED25519)
