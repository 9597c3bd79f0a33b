"""Bits per byte and CPU cost of the text prediction miners, on this machine.

    python -m tests.benchmarks.text_prediction [--requests N] [--seconds 30 60 120]

The transformer trains alone on one thread; its marks are seconds of CPU time of the training thread.
"""

import argparse
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import mean

import torch

from subnets.text_prediction.miners.ngram import NgramMiner
from subnets.text_prediction.miners.training import Trainer
from subnets.text_prediction.miners.transformer import CHECKPOINT, TransformerMiner
from subnets.text_prediction.ngram_model import NgramModel
from subnets.text_prediction.task import Request, TextPrediction


def main() -> None:
    """Print one line for each model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=60, help="questions of 64 positions each")
    parser.add_argument("--seconds", type=int, nargs="*", default=[15, 30, 60, 120], help="marks in training")
    options = parser.parse_args()
    torch.set_num_threads(1)
    task = TextPrediction()
    requests = [task.make_request(Random(seed)) for seed in range(options.requests)]
    unigram = mean(task.unigram_bits_of(request) for request in requests)
    print(f"{'model':<28}{'bits/byte':>10}{'gain':>8}{'CPU ms an answer':>18}{'CPU s to be ready':>19}")
    print(f"{'unigram':<28}{unigram:>10.3f}{0.0:>8.3f}")
    for order in range(1, 6):
        miner = NgramMiner(order=order)
        started = time.process_time()
        miner.open(Path("."))
        report(f"ngram, order {order}", task, miner, requests, unigram, time.process_time() - started)
    measure_transformer(task, requests, unigram, options.seconds)


def measure_transformer(task: TextPrediction, requests: list[Request], unigram: float, marks: list[int]) -> None:
    """Train step by step and stop to measure at each mark."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        shown = TransformerMiner(steps=0)
        shape, plan = shown.shape, shown.plan
        rng = Random(1)
        shown.practice.draw(rng, 1)
        trainer = Trainer(shape, plan, lambda size: shown.practice.draw(rng, size))
        frequencies = NgramModel.fit(shown.texts.training, order=0).predict(b"")
        trainer.model.start_from(torch.from_numpy(frequencies))
        spent = 0.0
        for mark in marks:
            while spent < mark:
                started = time.process_time()
                trainer.step()
                spent += time.process_time() - started
            trainer.save(directory / CHECKPOINT)
            miner = TransformerMiner(steps=0)
            miner.open(directory)
            report(f"transformer, {trainer.steps} steps", task, miner, requests, unigram, spent)
            miner.close()


def report(
    name: str, task: TextPrediction, miner: TextPrediction, requests: list[Request], unigram: float, ready: float
) -> None:
    """Ask the miner every question and print its line."""
    started = time.process_time()
    responses = [miner.solve(request) for request in requests]
    cost = (time.process_time() - started) / len(requests)
    gain = mean(task.score(request, response) for request, response in zip(requests, responses, strict=True))
    print(f"{name:<28}{unigram - gain:>10.3f}{gain:>8.3f}{1000 * cost:>18.1f}{ready:>19.1f}", flush=True)


if __name__ == "__main__":
    main()
