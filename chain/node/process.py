"""A node as the only thing in a process: its loop, its signals, its log."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from chain.node.collector import Collector
from chain.node.config import NodeConfig
from chain.node.console import Console
from chain.node.service import Node, NodeFault
from chain.node.transport.server import CannotListen

FAILURE = 1


def run_until_signalled(config: NodeConfig) -> int:
    """Run a node until SIGTERM or SIGINT; return the exit status. The chain is on disk when this returns."""
    console = Console()
    try:
        return _run(_serve(config, console))
    except (NodeFault, CannotListen) as error:
        print(f"weft node: {error}", file=sys.stderr)
        return FAILURE


def _run(main: Coroutine[Any, Any, int]) -> int:
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(main)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's where it is installed: it is an optional extra that saves a tenth of the time per request."""
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


async def _serve(config: NodeConfig, console: Console) -> int:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    node = Node(config, console)
    await node.start()
    collector = Collector(node.parts.worker, node.parts.engine.admission.rules_changed)
    collector.start()
    await stop.wait()
    console.say("Stopping")
    await collector.stop()
    await node.stop()
    return 0
