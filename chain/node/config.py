"""Everything that can be chosen about a node."""

from dataclasses import dataclass, field
from pathlib import Path

from chain.node.pool_entry import PoolLimits
from chain.node.sealing import SealingMode
from chain.node.transport.access import AccessPolicy
from chain.node.transport.limits import Limits


@dataclass(frozen=True)
class NodeConfig:
    """A node's settings. The defaults suit a chain inside a test: a free port, instant sealing, nothing on disk."""

    preset: str = "localnet-fast"
    sealing: SealingMode = SealingMode(instant=True)  # noqa: RUF009 - frozen
    ports: tuple[int, ...] = (0,)
    """Ports to listen on; 0 takes a free one. Empty: no sockets at all."""
    external: bool = False
    unsafe_methods: bool = True
    base_path: Path | None = None
    """Where the chain's file is kept; None keeps nothing."""
    state_window: int | None = None
    """How many blocks' states stay readable; None keeps all."""
    check_invariants: bool = False
    limits: Limits = field(default_factory=Limits)
    access: AccessPolicy = field(default_factory=AccessPolicy)
    pool: PoolLimits = field(default_factory=PoolLimits)
