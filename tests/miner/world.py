"""A miner's server in this process, asked without sockets, and a task small enough to read."""

from dataclasses import dataclass
from ipaddress import ip_address
from random import Random

import httpx

from chain.client.neurons import Axon, Metagraph, Neuron
from chain.client.signed_request import sign
from chain.client.wallets import development_key
from miner.answering import HonestAnswerer
from miner.policy import Admission, CallerPolicy
from miner.server import AnswerServer, ServerLimits
from subnets import Subnet, Task

MINER = development_key("//Miner")
VALIDATOR = development_key("//Validator")
STRANGER = development_key("//Stranger")
PATH = "/doubling"
TAO = 1_000_000_000


@dataclass(frozen=True)
class Number:
    value: int


class Doubling(Task[Number, Number]):
    """Say twice the number."""

    name = "doubling"
    timeout = 5.0
    passing_score = 1.0
    request_type = Number
    response_type = Number
    longest_request = 100

    def make_request(self, rng: Random) -> Number:
        return Number(rng.randrange(1, 1_000_000))

    def solve(self, request: Number) -> Number:
        return Number(2 * request.value)

    def score(self, request: Number, response: Number) -> float:
        return float(response.value == 2 * request.value)


SUBNET = Subnet("doubling", "tests.miner.world:Doubling", {"honest": "tests.miner.world:Doubling"})


def neuron(uid, key, *, permit=False, stake_rao=0, axon=None, last_update_block=0):
    return Neuron(uid, key.ss58_address, axon, permit, last_update_block, stake_rao)


def metagraph(*neurons, block=100):
    return Metagraph(1, block, tuple(neurons))


def local_axon(port=8091):
    return Axon(ip_address("0.0.0.0"), port)


def make_server(answerer=None, *, key=MINER, admission=Admission.VALIDATORS, now_ns=None, **limits):
    policy = CallerPolicy(admission)
    policy.update(metagraph(neuron(0, MINER), neuron(1, VALIDATOR, permit=True, stake_rao=5 * TAO)))
    chosen = ServerLimits(**{"longest_body": 100, "answer_seconds": 5.0, **limits})
    clock = {} if now_ns is None else {"now_ns": now_ns}
    return AnswerServer(key, PATH, answerer or HonestAnswerer(Doubling()), policy, chosen, **clock)


def client_of(server):
    return httpx.AsyncClient(transport=httpx.ASGITransport(server.application()), base_url="http://miner")


def signed(
    body=b'{"value":21}', *, key=VALIDATOR, receiver=MINER.ss58_address, path=PATH, method="POST", nonce_ns=None
):
    return sign(key, method=method, path=path, body=body, receiver=receiver, nonce_ns=nonce_ns)
