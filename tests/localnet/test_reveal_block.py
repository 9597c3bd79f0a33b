"""The block that reveals a commit, as bittensor_drand 2.0.0 counts it."""

import pytest

from localnet.reveal_block import EpochSchedule, reveal_block


def blocks_ahead(
    current: int = 120, last: int = 100, pending: int = 0, tempo: int = 360, since: int = 20, period: int = 1
) -> int:
    return reveal_block(EpochSchedule(last, pending, tempo, since, current + 1), period) - current


@pytest.mark.parametrize(
    ("schedule", "blocks"),
    [
        # Without its own margin of three blocks.
        ({}, 340),
        ({"period": 0}, 1),
        ({"period": 2}, 700),
        ({"period": 3}, 1_060),
        ({"last": 0}, 240),
        ({"last": 121}, 361),
        ({"current": 458}, 2),
        ({"current": 459}, 361),
        ({"current": 1_000}, 361),
        ({"current": 460, "period": 2}, 721),
        ({"pending": 100}, 361),
        ({"pending": 121}, 361),
        ({"pending": 122}, 2),
        ({"pending": 459}, 339),
        ({"pending": 500}, 340),
        ({"pending": 200, "period": 2}, 440),
        ({"pending": 500, "period": 2}, 700),
        ({"tempo": 1}, 2),
        ({"tempo": 2}, 3),
        ({"tempo": 100}, 80),
        ({"tempo": 2, "current": 100}, 2),
        ({"tempo": 10, "current": 100}, 10),
        ({"since": 50_000}, 340),
        ({"since": 50_399}, 3),
        ({"since": 50_400}, 2),
        ({"since": 50_401}, 361),
        ({"tempo": 60_000, "since": 50_000}, 402),
        ({"tempo": 60_000, "since": 50_000, "period": 2}, 50_803),
        ({"tempo": 60_000, "since": 0}, 50_402),
        ({"tempo": 60_000, "since": 0, "period": 2}, 100_803),
    ],
)
def test_the_reveal_comes_in_the_block_that_the_compiled_client_expects(schedule: dict, blocks: int) -> None:
    assert blocks_ahead(**schedule) == blocks


def test_a_subnet_without_epochs_reveals_nothing() -> None:
    with pytest.raises(ValueError, match="tempo is 0"):
        blocks_ahead(tempo=0)
