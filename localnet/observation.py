"""What the network is doing, read from the chain through its RPC and from the validators' records."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import fmean

from substrateinterface import SubstrateInterface

from localnet.founding import OWNER, Foundation
from localnet.report import EpochEmission, NetworkReport, NeuronReport
from validator.records import Records, sqlite_url

PALLET = "SubtensorModule"
FULL_SHARE = 65_535


class NetworkObserver:
    """Looks at one subnet again and again; remembers what each epoch paid, so that no epoch is missed between looks."""

    def __init__(self, connection: SubstrateInterface, foundation: Foundation, record_files: Sequence[Path]) -> None:
        self._connection = connection
        self._netuid = foundation.netuid
        self._participants = {participant.hotkey: participant for participant in foundation.participants}
        self._record_files = record_files
        self._epochs: list[EpochEmission] = []
        self._last_epoch_block = self._read_last_epoch(connection.get_chain_head())

    def look(self) -> NetworkReport:
        """Read the network at the best block."""
        at = self._connection.get_chain_head()
        block = self._connection.get_block_number(at)
        self._follow_epochs(at)
        return NetworkReport(
            block=block,
            netuid=self._netuid,
            tempo_blocks=self._read_tempo(at),
            blocks_into_epoch=block - self._last_epoch_block,
            epochs=tuple(self._epochs),
            neurons=tuple(self._neurons(at)),
        )

    def _neurons(self, at: str) -> Iterable[NeuronReport]:
        keys = self._connection.query_map(PALLET, "Keys", [self._netuid], at)
        hotkeys = {int(uid.value): str(hotkey.value) for uid, hotkey in keys}
        incentive, dividends = self._read_vector("Incentive", at), self._read_vector("Dividends", at)
        stakes = self._read_stakes(list(hotkeys.values()), at)
        scores = self._scores()
        for uid, hotkey in sorted(hotkeys.items()):
            participant = self._participants.get(hotkey)
            yield NeuronReport(
                uid=uid,
                hotkey=hotkey,
                role="validator" if participant is None else participant.role,
                name=OWNER if participant is None else participant.name,
                kind=OWNER if participant is None else participant.kind,
                score=scores.get(hotkey),
                incentive=_share(incentive, uid),
                dividends=_share(dividends, uid),
                emission_rao=sum(epoch.paid_to(uid) for epoch in self._epochs),
                stake_rao=stakes[hotkey],
            )

    def _read_vector(self, item: str, at: str) -> list[int]:
        return [int(value) for value in self._connection.query(PALLET, item, [self._netuid], at).value]

    def _read_tempo(self, at: str) -> int:
        return int(self._connection.query(PALLET, "Tempo", [self._netuid], at).value)

    def _read_stakes(self, hotkeys: Sequence[str], at: str) -> dict[str, int]:
        create_key = self._connection.create_storage_key
        keys = [create_key(PALLET, "TotalHotkeyAlpha", [hotkey, self._netuid]) for hotkey in hotkeys]
        answers = self._connection.query_multi(keys, at) if keys else []
        return {hotkey: int(value.value or 0) for hotkey, (_, value) in zip(hotkeys, answers, strict=True)}

    def _read_last_epoch(self, at: str) -> int:
        return int(self._connection.query(PALLET, "LastMechansimStepBlock", [self._netuid], at).value)

    def _follow_epochs(self, at: str) -> None:
        """Walk back from the latest epoch to the last one known, and note what each paid."""
        fresh: list[EpochEmission] = []
        block = self._read_last_epoch(at)
        while block > self._last_epoch_block:
            ran_in = self._connection.get_block_hash(block)
            fresh.append(EpochEmission(block, tuple(self._read_vector("Emission", ran_in))))
            block = self._read_last_epoch(self._connection.get_block_hash(block - 1))
        if fresh:
            self._last_epoch_block = fresh[0].block
            self._epochs.extend(reversed(fresh))

    def _scores(self) -> dict[str, float]:
        """The mean of all scores given so far, over the validators that have given any, by hotkey."""
        given: dict[str, list[float]] = {}
        for path in self._record_files:
            if not path.exists():
                continue
            records = Records(sqlite_url(path))
            for hotkey, score in records.mean_scores().items():
                given.setdefault(hotkey, []).append(score)
            records.close()
        return {hotkey: fmean(scores) for hotkey, scores in given.items()}


def _share(vector: Sequence[int], uid: int) -> float:
    return vector[uid] / FULL_SHARE if uid < len(vector) else 0.0
