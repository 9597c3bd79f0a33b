"""Whom to ask next, and with what luck."""

import hashlib
from collections.abc import Mapping
from random import Random

from chain.client.neurons import Metagraph, Neuron


def askable(metagraph: Metagraph, own_hotkey: str, *, local_axons: bool) -> list[Neuron]:
    """The neurons other than oneself that announce an address.

    Addresses that mean the reader's own machine count only with `local_axons`: on a shared chain they would let any
    miner point validators at services of their own hosts.
    """
    return [
        neuron
        for neuron in metagraph.neurons
        if neuron.axon is not None
        and neuron.hotkey != own_hotkey
        and (local_axons or not neuron.axon.is_on_this_machine)
    ]


def sample(candidates: list[Neuron], last_asked: Mapping[str, int], count: int, rng: Random) -> list[Neuron]:
    """The `count` neurons not asked for the longest, chance deciding among equals."""
    shuffled = rng.sample(candidates, len(candidates))
    shuffled.sort(key=lambda neuron: last_asked.get(neuron.hotkey, -1))
    return shuffled[:count]


def request_rng(nonce: bytes, block_hash: bytes, validator: str, miner: str) -> Random:
    """The luck of one question to one miner.

    `nonce` is secret and drawn for this round, so nobody knows the question in advance; the block hash keeps the
    validator from having drawn it long ago; the miner's hotkey gives every miner a question of its own, so that one's
    answer is of no use to another.
    """
    return Random(hashlib.sha256(b"|".join((nonce, block_hash, validator.encode(), miner.encode()))).digest())
