"""One round: a question of its own for each miner, all asked together, each answer scored."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from chain.client.neurons import Neuron
from chain.client.submit import SigningKey
from subnets import Task
from validator.query import Question, Reply, ask_all
from validator.sampling import request_rng
from validator.scoring import score_reply


@dataclass(frozen=True)
class Outcome:
    """What one miner's answer was worth."""

    miner: Neuron
    score: float
    reply: Reply


def hold_round(task: Task[Any, Any], key: SigningKey, miners: Sequence[Neuron], block_hash: bytes) -> list[Outcome]:
    """Ask these miners, who all have an axon, and score what comes back. The questions are drawn now."""
    nonce = secrets.token_bytes(32)
    requests = [task.make_request(request_rng(nonce, block_hash, key.ss58_address, miner.hotkey)) for miner in miners]
    questions = [
        Question(miner.hotkey, miner.axon.url, f"/{task.name}", task.encode_request(request))
        for miner, request in zip(miners, requests, strict=True)
        if miner.axon is not None
    ]
    replies = asyncio.run(_ask(task, key, questions))
    return [
        Outcome(miner, score_reply(task, request, reply), reply)
        for miner, request, reply in zip(miners, requests, replies, strict=True)
    ]


async def _ask(task: Task[Any, Any], key: SigningKey, questions: Sequence[Question]) -> list[Reply]:
    async with httpx.AsyncClient(timeout=task.timeout) as client:
        return await ask_all(client, key, questions, timeout=task.timeout, longest_answer=task.longest_response)
