"""A miner's standing on the chain: its axon announced, its picture of the subnet kept fresh, block by block."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from substrateinterface import SubstrateInterface
from substrateinterface.exceptions import SubstrateRequestException

from chain.client.connection import connect, drop
from chain.client.errors import CONNECTION_LOST, ClientError, DispatchFailed, ExtrinsicRefused
from chain.client.heads import HeadFollower
from chain.client.neurons import Axon, Metagraph, read_metagraph, serve_axon
from chain.client.submit import SigningKey

_log = logging.getLogger(__name__)

_WAIT_SECONDS = 5.0


@dataclass(frozen=True)
class PresenceSettings:
    """Where and as what the miner is on the chain."""

    endpoint: str
    netuid: int
    axon: Axon
    refresh_blocks: int = 10


class Presence:
    """A thread that follows the chain for a miner and hands each new metagraph to `on_metagraph`."""

    def __init__(
        self,
        settings: PresenceSettings,
        key: SigningKey,
        on_metagraph: Callable[[Metagraph], None],
        connection: SubstrateInterface | None = None,
    ) -> None:
        """Take over `connection` if one is open already; decoding the metadata again costs seconds."""
        self.metagraph: Metagraph | None = None
        self._settings = settings
        self._key = key
        self._on_metagraph = on_metagraph
        self._heads = HeadFollower(settings.endpoint)
        self._connection = connection
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        """Begin to follow the chain."""
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closing.set()
        self._heads.close()
        self._thread.join()

    def _run(self) -> None:
        known: int | None = None
        refreshed: int | None = None
        with self._heads as heads:
            while not self._closing.is_set():
                number = heads.wait_beyond(known, _WAIT_SECONDS)
                if number is None:
                    continue
                known = number
                if refreshed is not None and 0 <= number - refreshed < self._settings.refresh_blocks:
                    continue
                try:
                    self._refresh()
                    refreshed = number
                except (ExtrinsicRefused, DispatchFailed) as error:
                    _log.warning("block %d: %s; the axon is announced again later", number, error)
                    refreshed = number
                except (*CONNECTION_LOST, ClientError, SubstrateRequestException) as error:
                    _log.warning("block %d: %s", number, error)
                    drop(self._connection)
                    self._connection = None
        drop(self._connection)

    def _refresh(self) -> None:
        if self._connection is None:
            self._connection = connect(self._settings.endpoint)
        self.metagraph = read_metagraph(self._connection, self._settings.netuid)
        self._on_metagraph(self.metagraph)
        neuron = self.metagraph.neuron(self._key.ss58_address)
        if neuron is None:
            _log.warning("%s is not registered on subnet %d", self._key.ss58_address, self._settings.netuid)
        elif neuron.axon != self._settings.axon:
            serve_axon(self._connection, self._key, self._settings.netuid, self._settings.axon)
            _log.info("announced %s as uid %d", self._settings.axon.url, neuron.uid)
