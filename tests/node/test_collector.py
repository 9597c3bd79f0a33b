"""Garbage collection of a node's process: garbage goes, what lives is not walked again."""

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from chain.node import collector
from chain.node.collector import Collector
from chain.node.worker import Worker


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


class Knot:
    """An object that only a collection frees."""

    def __init__(self) -> None:
        self.itself = self


def test_cycles_are_freed_and_survivors_frozen() -> None:
    async def scenario() -> None:
        worker, dropped = Worker(), []
        keeper = Collector(worker, lambda: dropped.append(True))
        keeper.start()
        assert not gc.isenabled() and gc.get_freeze_count() > 0
        lost = weakref.ref(Knot())
        kept = [[] for _ in range(2 * collector.OBJECTS_BETWEEN)]
        frozen = gc.get_freeze_count()
        await keeper.look()
        assert lost() is None and gc.get_freeze_count() >= frozen + len(kept) and len(dropped) == 2
        await keeper.look()
        assert len(dropped) == 2, "nothing came since"
        await keeper.stop()
        assert gc.isenabled() and gc.get_freeze_count() == 0
        worker.close()

    asyncio.run(scenario())


def test_a_block_in_the_making_is_not_disturbed() -> None:
    async def scenario() -> None:
        worker = Worker()
        keeper = Collector(worker, lambda: None)
        keeper.start()
        kept = [[] for _ in range(2 * collector.OBJECTS_BETWEEN)]
        async with worker:
            looking = asyncio.create_task(keeper.look())
            for _ in range(10):
                await asyncio.sleep(0)
            assert not looking.done() and gc.get_count()[0] >= len(kept)
        await looking
        assert gc.get_count()[0] < collector.OBJECTS_BETWEEN
        await keeper.stop()
        worker.close()

    asyncio.run(scenario())


def test_cycles_among_what_was_frozen_go_with_the_thorough_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        worker = Worker()
        keeper = Collector(worker, lambda: None)
        knot = Knot()
        keeper.start()
        lost = weakref.ref(knot)
        del knot
        kept = [[] for _ in range(2 * collector.OBJECTS_BETWEEN)]
        await keeper.look()
        assert lost() is not None
        keeper._thorough_at = 0.0
        kept += [[] for _ in range(2 * collector.OBJECTS_BETWEEN)]
        await keeper.look()
        assert lost() is None
        await keeper.stop()
        worker.close()

    asyncio.run(scenario())
