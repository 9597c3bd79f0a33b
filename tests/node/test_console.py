"""The log: written when it is taken at once, dropped when it is not."""

import os

from chain.node.console import Console


def test_lines_are_stamped_and_written_at_once() -> None:
    reading, writing = os.pipe()
    Console(writing).say("Imported #1 (0x12…ef)")
    line = os.read(reading, 4096).decode()
    assert line.endswith(" Imported #1 (0x12…ef)\n") and line[4] == "-"
    os.close(reading)
    os.close(writing)


def test_a_pipe_that_nobody_reads_is_never_waited_for() -> None:
    reading, writing = os.pipe()
    console = Console(writing)
    for number in range(5000):
        console.say(f"Imported #{number} " + "x" * 60)
    assert console.dropped > 1000
    drained = b""
    while len(drained) < 40_000:
        drained += os.read(reading, 4096)
    console.say("heard again")
    while b"heard again" not in drained:
        drained += os.read(reading, 65536)
    os.close(reading)
    os.close(writing)


def test_a_reader_who_leaves_does_not_end_the_writer() -> None:
    reading, writing = os.pipe()
    console = Console(writing)
    os.close(reading)
    for _ in range(3):
        console.say("nobody is there")
    assert console.dropped >= 1
    os.close(writing)
