"""Every score a validator gave, in a database that others read: SQLite by default, any other by its URL."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, create_engine, func, insert, select

_METADATA = MetaData()
_SCORES = Table(
    "scores",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("block", Integer, nullable=False, index=True),
    Column("netuid", Integer, nullable=False),
    Column("uid", Integer, nullable=False),
    Column("hotkey", String(64), nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("average", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("failure", String(300)),
)


@dataclass(frozen=True)
class ScoreRecord:
    """One question's outcome. The score has the task's unit, the average is the validator's after it."""

    block: int
    netuid: int
    uid: int
    hotkey: str
    score: float
    average: float
    seconds: float
    failure: str | None


class Records:
    """The scores of one validator."""

    def __init__(self, url: str) -> None:
        """Open the database at an SQLAlchemy URL and make the table if it is missing."""
        self._engine = create_engine(url)
        _METADATA.create_all(self._engine)

    def add(self, records: Iterable[ScoreRecord]) -> None:
        """Write the scores of one round, all or none."""
        rows = [{**asdict(record), "failure": record.failure and record.failure[:300]} for record in records]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(_SCORES), rows)

    def latest(self) -> dict[str, ScoreRecord]:
        """The last score of every miner, by hotkey."""
        last = select(func.max(_SCORES.c.id)).group_by(_SCORES.c.hotkey)
        columns = [column for column in _SCORES.c if column.name != "id"]
        with self._engine.connect() as connection:
            rows = connection.execute(select(*columns).where(_SCORES.c.id.in_(last))).mappings().all()
        return {row["hotkey"]: ScoreRecord(**row) for row in rows}

    def mean_scores(self) -> dict[str, float]:
        """The plain mean of all scores of every miner, by hotkey."""
        query = select(_SCORES.c.hotkey, func.avg(_SCORES.c.score)).group_by(_SCORES.c.hotkey)
        with self._engine.connect() as connection:
            return {str(hotkey): float(mean) for hotkey, mean in connection.execute(query)}

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{path}"
