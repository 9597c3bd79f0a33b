"""The reading side of the chain: blocks, states and runtimes at a hash, and calls that do not hold up the loop."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from chain.codec import CodecError
from chain.frame.runtime_api import ApiNotFound
from chain.node.ledger import Block, Ledger
from chain.node.ports import RuntimeOf, RuntimePort
from chain.node.rpc.errors import execution_failed, exported_method_not_found, state_discarded, unknown_block
from chain.node.worker import Worker, undisturbed
from chain.state import State
from chain.state.history import StateHistory, UnknownState

T = TypeVar("T")
LONG_CALL_SECONDS = 0.001
"""A runtime API that took longer than this last time runs in the worker thread."""
STATES_KEPT = 16
METADATA_CALLS_KEPT = 32


class Queries:
    """Answers questions about the best block and every earlier one."""

    def __init__(self, ledger: Ledger, history: StateHistory, runtime_of: RuntimeOf, worker: Worker) -> None:
        self.ledger = ledger
        self.history = history
        self._runtime_of = runtime_of
        self._worker = worker
        self._states: OrderedDict[bytes, State] = OrderedDict()
        self._seconds: dict[str, float] = {}
        self._metadata_calls: dict[tuple[str, bytes], bytes] = {}
        self._metadata_json: dict[int, bytes] = {}
        self._version = runtime_of(history.at(ledger.head.hash)).version

    @property
    def head(self) -> Block:
        """The best block."""
        return self.ledger.head

    def block(self, block_hash: bytes | None) -> Block | None:
        """Return the block of a hash, the best one for None."""
        return self.ledger.head if block_hash is None else self.ledger.block(block_hash)

    def known_block(self, block_hash: bytes | None) -> Block:
        """Return the block of a hash, the best one for None.

        Raises:
            RpcError: there is no such block.
        """
        block = self.block(block_hash)
        if block is None:
            raise unknown_block(block_hash or b"")
        return block

    def state(self, block_hash: bytes | None) -> State:
        """Return the state after a block, for reading only.

        Raises:
            RpcError: there is no such block, or its state was pruned.
        """
        if block_hash is None:
            block_hash = self.ledger.head.hash
        state = self._states.get(block_hash)
        if state is None:
            state = self._states[block_hash] = self.fresh_state(block_hash)
            if len(self._states) > STATES_KEPT:
                self._states.popitem(last=False)
        return state

    def forget_states(self) -> None:
        """Hear that blocks were cut off: what was kept of their states is of no block any more."""
        self._states.clear()

    def fresh_state(self, block_hash: bytes | None) -> State:
        """Return the state after a block, to be written on without anyone noticing.

        Raises:
            RpcError: there is no such block, or its state was pruned.
        """
        block = self.known_block(block_hash)
        try:
            return self.history.at(block.hash)
        except UnknownState as error:
            raise state_discarded(block.hash) from error

    def runtime(self, block_hash: bytes | None) -> RuntimePort:
        """Return the runtime over the state after a block.

        Raises:
            RpcError: there is no such block, or its state was pruned.
        """
        return self._runtime_of(self.fresh_state(block_hash))

    def version(self, block_hash: bytes | None) -> Any:
        """Return the version of the runtime after a block: this node's, as it has run the chain from its genesis.

        Raises:
            RpcError: there is no such block.
        """
        self.known_block(block_hash)
        return self._version

    def metadata_json(self, version: int, block_hash: bytes | None) -> bytes:
        """Return metadata as a JSON string of hex; it is large, so the JSON is kept.

        Raises:
            RpcError: there is no such block.
        """
        self.known_block(block_hash)
        kept = self._metadata_json.get(version)
        if kept is None:
            metadata = self._runtime_of(self.history.at(self.head.hash)).metadata(version)
            kept = self._metadata_json[version] = b'"0x' + metadata.hex().encode() + b'"'
        return kept

    async def call_api(self, name: str, arguments: bytes, block_hash: bytes | None) -> bytes:
        """Call a runtime API on the state after a block and return its encoded answer.

        Raises:
            RpcError: there is no such block or API, or the arguments do not decode.
        """
        runtime = self.runtime(block_hash)
        if name.startswith("Metadata_"):
            return self._metadata_call(runtime, name, arguments)
        return await self.timed(name, lambda: _call(runtime, name, arguments))

    async def timed(self, name: str, work: Callable[[], T]) -> T:
        """Run work here if it was quick last time, otherwise in the worker thread."""
        if self._seconds.get(name, LONG_CALL_SECONDS) < LONG_CALL_SECONDS:
            return self._measured(name, work)
        return await self.in_worker(lambda: self._measured(name, work))

    def _measured(self, name: str, work: Callable[[], T]) -> T:
        begun = time.thread_time()
        result = work()
        self._seconds[name] = time.thread_time() - begun
        return result

    def _metadata_call(self, runtime: RuntimePort, name: str, arguments: bytes) -> bytes:
        """Metadata depends on the runtime alone, and every client that connects asks for it."""
        answer = self._metadata_calls.get((name, arguments))
        if answer is None:
            answer = _call(runtime, name, arguments)
            if len(self._metadata_calls) < METADATA_CALLS_KEPT:
                self._metadata_calls[name, arguments] = answer
        return answer

    async def in_worker(self, work: Callable[[], T]) -> T:
        """Run work in the worker thread, while no block is made."""

        async def alone() -> T:
            async with self._worker:
                return await self._worker.run(work)

        return await undisturbed(alone())


def _call(runtime: RuntimePort, name: str, arguments: bytes) -> bytes:
    try:
        return runtime.call_api(name, arguments)
    except ApiNotFound as error:
        raise exported_method_not_found(name) from error
    except CodecError as error:
        raise execution_failed(f"the arguments of {name} do not decode: {error}") from error
