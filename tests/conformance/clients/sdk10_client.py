"""The SDK's client as the scripts beside this file use it: the synchronous one, or the asynchronous one, waited for.

A script that takes `connected()` is run as `SCRIPT ENDPOINT` with `Subtensor`, as `SCRIPT ENDPOINT async` with
`AsyncSubtensor`.
"""

import asyncio
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import bittensor
from bittensor.core.extrinsics.pallets import Sudo


class Waiting:
    """An object of the asynchronous SDK whose every answer is waited for."""

    def __init__(self, target: Any, loop: asyncio.AbstractEventLoop) -> None:
        self.target, self.loop = target, loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.target, name)
        if name == "substrate":
            return Waiting(value, self.loop)
        if not callable(value):
            return wait(self, value)
        return lambda *arguments, **named: wait(self, value(*arguments, **named))


def connected() -> Any:
    """The client for the endpoint given on the command line, of the kind given there."""
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["async"]):
        raise SystemExit(f"usage: {sys.argv[0]} ENDPOINT [async]")
    bittensor.logging.off()
    if len(sys.argv) == 2:
        return bittensor.Subtensor(network=sys.argv[1])
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return Waiting(loop.run_until_complete(bittensor.AsyncSubtensor(network=sys.argv[1]).initialize()), loop)


def wait(subtensor: Any, value: Any) -> Any:
    """What an awaitable gives in the end; anything else as it is."""
    return subtensor.loop.run_until_complete(value) if inspect.isawaitable(value) else value


def rows(subtensor: Any, found: Any) -> list[tuple[Any, Any]]:
    """The pairs of a storage map that was asked for, plain values."""

    async def collect() -> list[Any]:
        return [pair async for pair in found]

    pairs = wait(subtensor, collect()) if hasattr(found, "__aiter__") else list(found)
    return [(plain(key), plain(value)) for key, value in pairs]


def plain(value: Any) -> Any:
    """The value inside the codec's wrapper, if there is one."""
    return getattr(value, "value", value)


def stored(subtensor: Any, name: str, *keys: Any, pallet: str = "SubtensorModule", block: int | None = None) -> Any:
    """What storage holds, read around the SDK's own functions."""
    block_hash = None if block is None else subtensor.get_block_hash(block)
    return plain(subtensor.substrate.query(pallet, name, list(keys), block_hash=block_hash))


def extrinsic(subtensor: Any, module: str, name: str) -> Callable[..., Any]:
    """The function `NAME_extrinsic` of a module of the SDK's extrinsics, of the client's kind, given that client."""
    asynchronous = isinstance(subtensor, Waiting)
    folder = "bittensor.core.extrinsics.asyncex" if asynchronous else "bittensor.core.extrinsics"
    function = getattr(importlib.import_module(f"{folder}.{module}"), f"{name}_extrinsic")
    client = subtensor.target if asynchronous else subtensor
    return lambda **named: wait(subtensor, function(subtensor=client, **named))


def succeeded(response: Any) -> Any:
    """The response, which must be one of success."""
    assert response.success, (response.message, response.error)
    return response


def refused(response: Any, *words: str) -> Any:
    """The response, which must be a refusal that says all these words."""
    said = f"{response.message} {response.error!r}"
    assert not response.success and all(word in said for word in words), (words, response)
    return response


@contextmanager
def complains(kind: type[Exception], *words: str) -> Iterator[None]:
    """What is done inside must raise an error of this kind that says all these words."""
    try:
        yield
    except kind as error:
        assert all(word in str(error) for word in words), (words, error)
    else:
        raise AssertionError(f"nothing complained of {words}")


def send(subtensor: Any, wallet: Any, call: Any) -> Any:
    """Sign a composed call with the coldkey and wait until it is final."""
    return subtensor.sign_and_send_extrinsic(call=call, wallet=wallet, wait_for_finalization=True)


def outcome_as_root(subtensor: Any, wallet: Any, call: Any) -> str:
    """Dispatch a call by the sudo key: what the event `Sudid` says became of it."""
    response = succeeded(send(subtensor, wallet, Sudo(subtensor).sudo(call=call)))
    events = wait(subtensor, response.extrinsic_receipt.triggered_events)
    (outcome,) = [event["event"]["attributes"] for event in events if event["event"]["event_id"] == "Sudid"]
    return str(outcome)


def as_root(subtensor: Any, wallet: Any, call: Any) -> None:
    """Dispatch a call by the sudo key, which must succeed."""
    outcome = outcome_as_root(subtensor, wallet, call)
    assert "Ok" in outcome, outcome
