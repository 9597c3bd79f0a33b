"""What every RPC method may reach."""

from chain.codec import Record
from chain.node.admission import Admission
from chain.node.clock import ChainClock
from chain.node.engine import Engine
from chain.node.explanations import Explanations
from chain.node.identity import Identity
from chain.node.impersonation import Impersonation
from chain.node.pool import Pool
from chain.node.queries import Queries
from chain.node.rpc.session import ClientSession
from chain.node.sealer import Sealer
from chain.node.snapshots import Snapshots


class Context(Record):
    """The parts of the node, and the client that asks."""

    queries: Queries
    engine: Engine
    admission: Admission
    pool: Pool
    sealer: Sealer
    snapshots: Snapshots
    clock: ChainClock
    impersonation: Impersonation
    identity: Identity
    method_names: tuple[str, ...]
    session: ClientSession
    explanations: Explanations
