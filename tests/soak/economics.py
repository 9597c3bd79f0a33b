"""Walk the economy at random for a long time: `python -m tests.soak.economics --steps 100000`.

Every step is done by the chain and by the model in exact fractions, and all invariants are checked after each. Steps
come in episodes, each a fresh chain; what is drawn depends on seed and episode alone. A failure prints the command that
repeats it, and the shortest list of steps found in a few minutes that fails alike.
"""

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence

from tests.economics.state_machine.explorer import Explorer
from tests.economics.state_machine.steps import Step, drawn

EPISODE_STEPS = 1_000
SHRINKING_SECONDS = 240.0
PROGRESS_EPISODES = 5


class Failed(AssertionError):
    """The economy broke; the message tells how to see it again."""


def steps_of(seed: int, episode: int, count: int) -> list[Step]:
    """The steps of an episode."""
    draw = random.Random(f"{seed}/{episode}")
    return [drawn(draw) for _ in range(count)]


def failure_of(steps: Sequence[Step]) -> tuple[int, str] | None:
    """Take the steps in a fresh world; where they fail and with what kind of failure, if they do."""
    world = Explorer()
    for position, step in enumerate(steps):
        try:
            world.perform(step)
        except Exception as failure:
            return position, type(failure).__name__
    return None


def shrunk(steps: Sequence[Step], kind: str, *, seconds: float = SHRINKING_SECONDS) -> list[Step]:
    """Fewer steps that fail alike: parts are left out, ever smaller ones, until time is up or nothing more can go."""
    kept, deadline = list(steps), time.monotonic() + seconds
    part = len(kept) // 2
    while part and time.monotonic() < deadline:
        position = 0
        while position < len(kept) and time.monotonic() < deadline:
            candidate = kept[:position] + kept[position + part :]
            found = failure_of(candidate)
            if found is not None and found[1] == kind:
                kept = candidate[: found[0] + 1]
            else:
                position += part
        part //= 2
    return kept


class Tally:
    """What was done in all episodes so far."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.steps = self.checks = self.taken_over = 0
        self.counts: Counter[str] = Counter()

    def add(self, world: Explorer, steps: int) -> None:
        """Count an episode."""
        self.steps += steps
        self.checks += world.invariant_checks
        self.taken_over += sum(pool.taken_over for pool in world.model.shares.values())
        self.counts.update(world.counts)

    def line(self) -> str:
        """Where it stands."""
        rate = self.steps / (time.monotonic() - self.began)
        return f"{self.steps} steps, {self.checks} checks of all invariants, {rate:.0f} steps/s"

    def table(self) -> str:
        """Calls by kind: how many succeeded, and how many failed with which error."""
        by_kind: dict[str, Counter[str]] = defaultdict(Counter)
        for name, count in self.counts.items():
            kind, _, outcome = name.partition(" ")
            by_kind[kind][outcome or "done"] += count
        lines = []
        for kind, outcomes in sorted(by_kind.items()):
            good = outcomes.pop("ok", 0) + outcomes.pop("done", 0)
            rest = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
            lines.append(f"  {kind}: {good} ok" + (f"; {rest}" if rest else ""))
        return "\n".join(lines)


def run_episode(seed: int, episode: int, count: int, tally: Tally) -> None:
    """Take the steps of one episode. Raises Failed."""
    world, steps = Explorer(), steps_of(seed, episode, count)
    for position, step in enumerate(steps):
        try:
            world.perform(step)
        except Exception as failure:
            command = f"python -m tests.soak.economics --seed {seed} --episode {episode} --steps {position + 1}"
            print(f"step {position} of episode {episode} failed: {failure!r}\nrepeat it with: {command}\nshrinking ...")
            least = shrunk(steps[: position + 1], type(failure).__name__)
            listed = "\n".join(f"    {each!r}," for each in least)
            raise Failed(f"seed {seed}, episode {episode}, step {position}: {failure!r}\n{listed}") from failure
    tally.add(world, len(steps))


def main(arguments: Sequence[str]) -> int:
    """Run as the command line says; 1 where something broke."""
    parser = argparse.ArgumentParser(description="Walk the economy at random beside an exact model.")
    parser.add_argument("--steps", type=int, default=100_000, help="steps in all")
    parser.add_argument("--seed", type=int, default=1, help="what the steps are drawn from")
    parser.add_argument("--episode", type=int, help="this episode alone, as a failure names it")
    options = parser.parse_args(arguments)
    tally = Tally()
    if options.episode is not None:
        episodes = {options.episode: options.steps}
    else:
        whole, rest = divmod(options.steps, EPISODE_STEPS)
        episodes = dict.fromkeys(range(whole), EPISODE_STEPS) | ({whole: rest} if rest else {})
    for number, (episode, count) in enumerate(episodes.items(), start=1):
        try:
            run_episode(options.seed, episode, count, tally)
        except Failed as failure:
            print(failure)
            return 1
        if number % PROGRESS_EPISODES == 0 or number == len(episodes):
            print(tally.line(), flush=True)
    print(f"{tally.table()}\npools of stake taken over from the chain because too little was left: {tally.taken_over}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
