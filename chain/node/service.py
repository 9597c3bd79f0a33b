"""The node, wired: the only place that knows all parts."""

import secrets
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

import orjson

from chain.frame.validity import TransactionSource
from chain.node.admission import Admission
from chain.node.authoring import NO_ROOT, BuiltBlock
from chain.node.beacon import bringer
from chain.node.clock import ChainClock, Clock, SystemClock
from chain.node.config import NodeConfig
from chain.node.console import Silence
from chain.node.drand_feed import DrandFeed
from chain.node.engine import Engine, EngineSettings
from chain.node.explanations import Explanations
from chain.node.head_feed import HeadFeed
from chain.node.identity import Identity
from chain.node.impersonation import Impersonation
from chain.node.ledger import Block, Ledger
from chain.node.pool import Pool
from chain.node.queries import Queries
from chain.node.record import NoRecord, Record
from chain.node.rpc import (
    account,
    archive,
    author,
    chain,
    chain_head,
    chain_spec,
    childstate,
    delegate_info,
    dev,
    dev_limits,
    engine,
    neuron_info,
    payment,
    rpc,
    stake_info,
    state,
    subnet_info,
    swap,
    system,
    transaction,
)
from chain.node.rpc.context import Context
from chain.node.rpc.dispatch import Dispatcher
from chain.node.rpc.methods import method_table
from chain.node.rpc.session import ClientSession
from chain.node.rules import ChainRules, rules_of
from chain.node.sealer import Sealer
from chain.node.shield import SEED_LENGTH, NoShield, Shield, ShieldKeys
from chain.node.snapshots import Snapshots
from chain.node.transport.server import RpcServer
from chain.node.watchers import Watchers
from chain.node.worker import Worker
from chain.primitives.beacon import Pulse
from chain.primitives.digest import Digest
from chain.primitives.hashing import blake2_256
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash
from chain.state.history import StateHistory
from chain.state.trie import EMPTY_ROOT

RPC_MODULES = (
    *(account, author, chain, childstate, payment, rpc, state, system),
    *(archive, chain_head, chain_spec, transaction),
    *(delegate_info, neuron_info, stake_info, subnet_info, swap),
    *(dev, dev_limits, engine),
)


class NodeFault(RuntimeError):
    """The node cannot start; the message says why and what to do."""


class Log(Protocol):
    """Where the node says what it does."""

    dropped: int

    def say(self, text: str) -> None:
        """Write a line."""


@dataclass
class Started:
    """The parts of a running node."""

    queries: Queries
    engine: Engine
    sealer: Sealer
    worker: Worker
    record: Record
    dispatcher: Dispatcher
    server: RpcServer
    feed: DrandFeed | None


class Node:
    """A chain that runs: `async with Node(NodeConfig()) as node: … node.url …`.

    Requests can also be made without a socket: `await node.request("chain_getHead")`.
    """

    def __init__(
        self,
        config: NodeConfig | None = None,
        log: Log | None = None,
        *,
        rules: ChainRules | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.config = config or NodeConfig()
        self._log: Log = log or Silence()
        self._clock: Clock = clock or SystemClock()
        self._impersonation = Impersonation()
        self._explanations = Explanations()
        self._rules = rules
        self._parts: Started | None = None
        self._requests = 0

    async def __aenter__(self) -> "Node":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def parts(self) -> Started:
        """The parts of the running node. Raises NodeFault when it does not run."""
        if self._parts is None:
            raise NodeFault("the node does not run; start it first")
        return self._parts

    @property
    def head(self) -> Block:
        """The best block."""
        return self.parts.queries.head

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports the node listens on."""
        return self.parts.server.ports

    @property
    def url(self) -> str:
        """The WebSocket URL of the first port; HTTP is served on the same."""
        return f"ws://127.0.0.1:{self.ports[0]}"

    async def start(self) -> None:
        """Load or begin the chain, open the ports, begin to seal.

        Raises:
            NodeFault: the chain on disk cannot be continued.
            CannotListen: a port cannot be opened.
        """
        rules = self._rules or rules_of(
            self.config.preset, self._impersonation, hears_quicknet=self.config.drand_url is not None
        )
        worker = Worker()
        try:
            parts = self._wire(rules, worker)
            await parts.server.listen(self.config.ports, external=self.config.external)
        except BaseException:
            worker.close()
            raise
        self._parts = parts
        parts.sealer.start()
        if parts.feed is not None:
            parts.feed.start()
        head = parts.queries.head
        self._log.say(
            f"Weft {Identity().version}, chain {self.config.preset}, sealing {parts.sealer.mode}, "
            f"genesis 0x{parts.queries.ledger.genesis.hash.hex()}, best #{head.number}"
        )
        if parts.server.ports:
            self._log.say(f"JSON-RPC on {', '.join(f'ws://127.0.0.1:{port}' for port in parts.server.ports)}")

    async def stop(self) -> None:
        """Stop sealing, give up the block in the making, say good-bye to clients, close the chain's file."""
        parts, self._parts = self.parts, None
        parts.worker.stopping = True
        if parts.feed is not None:
            await parts.feed.stop()
        await parts.sealer.stop()
        await parts.server.close()
        async with parts.worker:
            parts.worker.close()
        parts.record.close()

    async def request(self, method: str, *parameters: Any) -> Any:
        """Make a JSON-RPC request without a socket and return its result.

        Raises:
            RpcRefused: the node answered with an error.
        """
        self._requests += 1
        dispatcher = self.parts.dispatcher
        session = dispatcher.open_session(None)
        payload = orjson.dumps({"jsonrpc": "2.0", "id": self._requests, "method": method, "params": list(parameters)})
        answer = orjson.loads(await session.answer(payload) or b"null")
        if "error" in answer:
            raise RpcRefused(answer["error"])
        return answer["result"]

    def _wire(self, rules: ChainRules, worker: Worker) -> Started:
        ledger, history, record = self._begin(rules)
        shield = self._shield(record, rules)
        watchers = Watchers()
        pool = Pool(self.config.pool, watchers, self._clock.monotonic, lambda: sealer.extrinsic_ready())
        admission = Admission(
            pool, rules.runtime_of, lambda: history.at(ledger.head.hash), lambda: ledger.head, self._refused, shield
        )
        queries = Queries(ledger, history, rules.runtime_of, worker)
        clock = ChainClock(self._clock)
        grower = Engine(
            settings=EngineSettings(rules.slot_ms, self.config.check_invariants),
            ledger=ledger,
            history=history,
            runtime_of=rules.runtime_of,
            admission=admission,
            pool=pool,
            watchers=watchers,
            feed=HeadFeed(),
            clock=clock,
            worker=worker,
            record=record,
            shield=shield,
            sealed=self._say_sealed,
            fault=self._say_fault,
            went_back=queries.forget_states,
            seals_pulses=self.config.seals_pulses,
        )
        sealer = Sealer(
            self.config.sealing,
            self._clock,
            lambda create_empty: grower.seal(create_empty=create_empty),
            lambda error: self._say_fault("making a block", error),
        )
        snapshots = Snapshots(grower)
        methods = method_table(RPC_MODULES)
        names = tuple(sorted(methods))
        explanations = self._explanations

        def context_of(session: ClientSession) -> Context:
            return Context(
                queries,
                grower,
                admission,
                pool,
                sealer,
                snapshots,
                clock,
                self._impersonation,
                Identity(),
                names,
                session,
                explanations,
            )

        dispatcher = Dispatcher(
            methods, self.config.limits, context_of, lambda: system.HEALTH, self._say_fault,
            unsafe_allowed=self.config.unsafe_methods,
        )  # fmt: skip
        server = RpcServer(dispatcher, self.config.limits, self.config.access, self._log.say)
        feed = self._feed(queries, admission)
        return Started(queries, grower, sealer, worker, record, dispatcher, server, feed)

    def _shield(self, record: Record, rules: ChainRules) -> Shield:
        """The keys of the MEV shield: of the seed that was asked for, or that the chain began with."""
        if not self.config.shielded:
            return NoShield()
        seed = self.config.shield_seed
        if seed is None:
            seed = record.remembered("shield seed", lambda: secrets.token_bytes(SEED_LENGTH))
        return ShieldKeys(seed, rules.slot_ms)

    def _feed(self, queries: Queries, admission: Admission) -> DrandFeed | None:
        """What fetches pulses from a server. NodeFault where the chain does not hear the server's beacon."""
        if self.config.drand_url is None:
            return None
        if queries.runtime(None).beacon_outlook().is_development:
            raise NodeFault(
                f"the chain in {self.config.base_path} hears the development beacon, so pulses from "
                f"{self.config.drand_url} mean nothing to it; leave --drand out, or begin another chain with it"
            )

        def bring(pulse: Pulse) -> None:
            admission.submit(queries.runtime(None).pulse_extrinsic(pulse, bringer()), TransactionSource.Local)

        return DrandFeed(
            self.config.drand_url,
            self._clock,
            lambda: queries.runtime(None).beacon_outlook(),
            bring,
            self._log.say,
        )

    def _begin(self, rules: ChainRules) -> tuple[Ledger, StateHistory, Record]:
        """Begin a chain at its genesis, or continue the one on disk."""
        if self.config.base_path is None:
            history = StateHistory(window=self.config.state_window)
            return Ledger(_genesis_block(history, rules.genesis())), history, NoRecord()
        from chain.node.chain_file import ChainFile, OtherPreset
        from chain.state.database import CorruptDatabase, DatabaseInUse

        try:
            file = ChainFile(self.config.base_path, self.config.preset, self.config.state_window)
            if not file.is_new:
                return file.resume(), file.history, file
        except (OtherPreset, CorruptDatabase, DatabaseInUse, OSError) as error:
            raise NodeFault(str(error)) from error
        items = rules.genesis()
        return file.begin(_genesis_block(file.history, items), items), file.history, file

    def _say_sealed(self, block: Block, built: BuiltBlock) -> None:
        count = len(block.extrinsics)
        self._log.say(
            f"Imported #{block.number} (0x{block.hash.hex()[:4]}…{block.hash.hex()[-4:]}), {count} extrinsics"
        )

        for extrinsic_hash, reason in built.lost:
            self._refused(extrinsic_hash, reason)
        for extrinsic, failed in built.failed:
            extrinsic_hash = blake2_256(extrinsic)
            self._explanations.note_failed(extrinsic_hash, failed)
            self._say_why(extrinsic_hash)

    def _refused(self, extrinsic_hash: bytes, reason: str) -> None:
        self._explanations.note_refused(extrinsic_hash, reason)
        self._say_why(extrinsic_hash)

    def _say_why(self, extrinsic_hash: bytes) -> None:
        explanation = self._explanations.of(extrinsic_hash)
        for line in explanation.lines() if explanation is not None else ():
            self._log.say(f"extrinsic 0x{extrinsic_hash.hex()[:8]}…: {line}")

    def _say_fault(self, doing: str, error: BaseException) -> None:
        """A fault of the node itself goes to the log in full: the client is told its name only."""
        for line in traceback.format_exception(error):
            self._log.say(f"fault while {doing}: {line.rstrip()}")


class RpcRefused(Exception):
    """The node answered with an error; carries the error object."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['code']} {error['message']}: {error.get('data')}")
        self.error = error


def _genesis_block(history: StateHistory, items: Mapping[bytes, bytes]) -> Block:
    """Begin the history with a state, and return the block that stands for it."""
    root = history.genesis(items)
    header = Header(NO_ROOT, 0, Hash(root), Hash(EMPTY_ROOT), Digest(logs=[]))
    genesis = Block(0, bytes(header.hash()), header, (), 0)
    history.commit(genesis.hash, history.head())
    return genesis
