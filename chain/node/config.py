"""Everything that can be chosen about a node."""

from pathlib import Path

from chain.codec import Record
from chain.node.pool_entry import PoolLimits
from chain.node.sealing import SealingMode
from chain.node.transport.access import AccessPolicy
from chain.node.transport.limits import Limits


class NodeConfig(Record):
    """A node's settings. The defaults suit a chain inside a test: a free port, instant sealing, nothing on disk."""

    preset: str = "localnet-fast"
    sealing: SealingMode = SealingMode(instant=True)
    ports: tuple[int, ...] = (0,)
    """Ports to listen on; 0 takes a free one. Empty: no sockets at all."""
    external: bool = False
    unsafe_methods: bool = True
    base_path: Path | None = None
    """Where the chain's file is kept; None keeps nothing."""
    state_window: int | None = None
    """How many blocks' states stay readable; None keeps all."""
    check_invariants: bool = False
    seals_pulses: bool = False
    """Whether blocks bring the pulses of the development beacon."""
    drand_url: str | None = None
    """A server of drand from which the pulses of quicknet are fetched, for a chain that hears quicknet."""
    shielded: bool = True
    """Whether blocks announce keys of the MEV shield and open what is shielded for them."""
    shield_seed: bytes | None = None
    """What those keys are made of, 32 bytes, for the same keys every time; None: random, and kept with the chain."""
    limits: Limits = Limits()
    access: AccessPolicy = AccessPolicy()
    pool: PoolLimits = PoolLimits()
