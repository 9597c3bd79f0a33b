"""The pulses of quicknet, fetched from a server of drand and handed to the pool, as the live chain's nodes do."""

import asyncio
from collections.abc import Callable

import orjson

from chain.frame.validity import TransactionRefused
from chain.node.clock import Clock
from chain.node.pool_entry import PoolRefusal
from chain.primitives import bls
from chain.primitives.beacon import BeaconOutlook, Pulse, message_of

MOST_AT_ONCE = 50
PATIENCE_SECONDS = 5
LONGEST_ANSWER_BYTES = 65_536


class PulseUnavailable(Exception):
    """A pulse could not be had; the message says from where, and why."""


class DrandFeed:
    """Brings new pulses to the chain every period of the beacon."""

    def __init__(
        self,
        url: str,
        clock: Clock,
        outlook: Callable[[], BeaconOutlook],
        bring: Callable[[Pulse], None],
        say: Callable[[str], None],
    ) -> None:
        self._url = url
        self._clock = clock
        self._outlook = outlook
        self._bring = bring
        self._say = say
        self._fetched: dict[int, Pulse] = {}
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to fetch."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Fetch no more."""
        self._stopping.set()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        last_complaint = ""
        while not self._stopping.is_set():
            try:
                await self.catch_up()
                last_complaint = ""
            except PulseUnavailable as error:
                # Once a reason, not once a period: a machine without Internet would fill its log.
                if str(error) != last_complaint:
                    last_complaint = str(error)
                    self._say(last_complaint)
            await self._clock.wait(self._stopping, self._outlook().times.period_seconds)

    async def catch_up(self) -> int:
        """Bring the rounds after the newest on the chain, at most fifty; on a new chain, the newest of the beacon.

        Returns how many were brought.

        Raises:
            PulseUnavailable: the server does not answer, or not with pulses of the chain's beacon.
        """
        outlook = self._outlook()
        newest = await self._fetch("latest", outlook)
        first = outlook.last_round + 1 if outlook.last_round else newest.round
        self._fetched = {known: pulse for known, pulse in self._fetched.items() if known >= first}
        self._fetched[newest.round] = newest
        brought = 0
        for beacon_round in range(first, min(newest.round, first + MOST_AT_ONCE - 1) + 1):
            if beacon_round not in self._fetched:
                self._fetched[beacon_round] = await self._fetch(str(beacon_round), outlook)
            try:
                self._bring(self._fetched[beacon_round])
            except (PoolRefusal, TransactionRefused):
                # It waits in the pool since last time, or a block has brought it meanwhile.
                continue
            brought += 1
        return brought

    async def _fetch(self, name: str, outlook: BeaconOutlook) -> Pulse:
        url = f"{self._url}/{outlook.chain_hash.hex()}/public/{name}"
        try:
            pulse = _pulse_in(await asyncio.to_thread(_answer_of, url))
            signed = bls.is_signed(outlook.public_key, message_of(pulse.round), pulse.signature)
        except (OSError, ValueError) as error:
            raise PulseUnavailable(f"no pulse from {url}: {error}") from error
        if not signed:
            raise PulseUnavailable(f"the pulse from {url} is not signed by the beacon that this chain hears")
        if name not in ("latest", str(pulse.round)):
            raise PulseUnavailable(f"{url} answered with round {pulse.round}")
        return pulse


def _answer_of(url: str) -> bytes:
    # Imported here: few nodes fetch anything, and an HTTP client takes its time to load.
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    try:
        with urlopen(Request(url, headers={"Accept": "application/json"}), timeout=PATIENCE_SECONDS) as response:
            return bytes(response.read(LONGEST_ANSWER_BYTES))
    except HTTPError as error:
        error.close()
        raise
    except HTTPException as error:
        raise OSError(f"the answer is no HTTP: {error!r}") from error


def _pulse_in(answer: bytes) -> Pulse:
    """The pulse in an answer of drand's HTTP API. Raises ValueError for anything else."""
    try:
        fields = orjson.loads(answer)
        return Pulse(int(fields["round"]), bytes.fromhex(fields["randomness"]), bytes.fromhex(fields["signature"]))
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"not a pulse in JSON: {answer[:100]!r}") from error
