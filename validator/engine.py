"""The validator engine: at each block that is due, ask, score and remember; twice a tempo, set weights.

The chain's blocks are the only clock. Each step is a function of its own module; this file is the loop.
"""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from substrateinterface import SubstrateInterface
from substrateinterface.exceptions import SubstrateRequestException

from chain.client.connection import block_hash, connect, drop
from chain.client.errors import CONNECTION_LOST, ClientError, DispatchFailed, ExtrinsicRefused
from chain.client.heads import HeadFollower
from chain.client.submit import SigningKey
from chain.client.weights import set_weights
from subnets import Task
from validator.metagraph import SubnetView, renew
from validator.moving_average import Average
from validator.records import Records, ScoreRecord
from validator.round import hold_round
from validator.sampling import askable, sample
from validator.state import ValidatorState
from validator.weights import chain_weights, is_due

_log = logging.getLogger(__name__)

_WAIT_SECONDS = 5.0
STATE_FILE = "validator.json"


@dataclass(frozen=True)
class ValidatorSettings:
    """How one validator runs. Periods are in blocks."""

    endpoint: str
    netuid: int
    state_directory: Path
    records_url: str
    round_blocks: int = 2
    refresh_blocks: int = 10
    sample_size: int = 32
    average_share: float = 0.1
    local_axons: bool = False


class ValidatorEngine:
    """One validator process."""

    def __init__(
        self,
        settings: ValidatorSettings,
        key: SigningKey,
        task: Task[Any, Any],
        connection: SubstrateInterface | None = None,
    ) -> None:
        """Resume from saved state; take over `connection` if one to the endpoint is open already."""
        self._settings = settings
        self._key = key
        self._task = task
        self._stopping = threading.Event()
        self._heads = HeadFollower(settings.endpoint)
        self._state_path = settings.state_directory / STATE_FILE
        settings.state_directory.mkdir(parents=True, exist_ok=True)
        self.state = ValidatorState.load(self._state_path)
        self._records = Records(settings.records_url)
        self._view: SubnetView | None = None
        self._connection = connection

    def stop(self) -> None:
        """Ask the loop to end; safe in a signal handler and from other threads."""
        self._stopping.set()
        self._heads.wake()

    def run(self) -> None:
        """Validate until `stop`, whatever the node does meanwhile."""
        known: int | None = None
        last_round = -self._settings.round_blocks
        with self._heads as heads:
            while not self._stopping.is_set():
                block = heads.wait_beyond(known, _WAIT_SECONDS)
                if block is None or 0 <= block - last_round < self._settings.round_blocks:
                    known = block if block is not None else known
                    continue
                known = last_round = block
                try:
                    self.step(block)
                except (*CONNECTION_LOST, ClientError, SubstrateRequestException) as error:
                    _log.warning("block %d: %s", block, error)
                    drop(self._connection)
                    self._connection = None
        drop(self._connection)
        self._records.close()

    def step(self, block: int) -> None:
        """One round at this block."""
        if self._connection is None:
            self._connection = connect(self._settings.endpoint)
        self._view = renew(self._connection, self._settings.netuid, self._view, block, self._settings.refresh_blocks)
        self.state.forget_all_but(neuron.hotkey for neuron in self._view.metagraph.neurons)
        self._question_miners(self._connection, self._view, block)
        self._weigh(self._connection, self._view, block)
        self.state.save(self._state_path)

    def _question_miners(self, connection: SubstrateInterface, view: SubnetView, block: int) -> None:
        """Ask a sample of the miners; remember and record what their answers were worth."""
        candidates = askable(view.metagraph, self._key.ss58_address, local_axons=self._settings.local_axons)
        asked = sample(candidates, self.state.last_asked, self._settings.sample_size, Random())
        records = []
        for outcome in hold_round(self._task, self._key, asked, block_hash(connection, block)):
            hotkey, reply = outcome.miner.hotkey, outcome.reply
            average = self.state.averages.get(hotkey, Average()).including(outcome.score, self._settings.average_share)
            self.state.averages[hotkey] = average
            self.state.last_asked[hotkey] = block
            place = (block, view.metagraph.netuid, outcome.miner.uid, hotkey)
            records.append(ScoreRecord(*place, outcome.score, average.value, reply.seconds, reply.failure))
        self._records.add(records)
        summary = ", ".join(f"{r.uid}: {r.score:.3f}{f' ({r.failure})' if r.failure else ''}" for r in records)
        _log.log(
            logging.INFO if records else logging.DEBUG, "block %d: scores by uid: %s", block, summary or "nobody to ask"
        )

    def _weigh(self, connection: SubstrateInterface, view: SubnetView, block: int) -> None:
        """Set weights if it is time, the chain lets this validator, and somebody deserves any."""
        own = view.metagraph.neuron(self._key.ss58_address)
        if own is None:
            _log.warning("%s is not registered on subnet %d", self._key.ss58_address, view.metagraph.netuid)
            return
        last = max(own.last_update_block, self.state.weights_block if self.state.weights_block <= block else 0)
        if view.rules.commit_reveal or not own.validator_permit or not is_due(block, last, view.rules):
            _log.debug("no weights now: permit %s, commit-reveal %s", own.validator_permit, view.rules.commit_reveal)
            return
        uid_of = {neuron.hotkey: neuron.uid for neuron in view.metagraph.neurons}
        scores = {uid_of[hotkey]: average.value for hotkey, average in self.state.averages.items()}
        weights = chain_weights(self._task.rank(scores), view.rules, sorted(uid_of.values()))
        if not weights:
            return
        self.state.weights_block = block
        try:
            set_weights(connection, self._key, view.metagraph.netuid, weights, view.rules.version_key)
        except (ExtrinsicRefused, DispatchFailed) as error:
            _log.warning("block %d: %s; weights are set again later", block, error)
        else:
            _log.info("block %d: set weights %s", block, weights)
