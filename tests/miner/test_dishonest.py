import asyncio

import httpx
import pytest

from miner.answering import AnswerUnavailable, HonestAnswerer
from miner.dishonest import CopyingAnswerer, LazyAnswerer, victims_in
from miner.policy import Admission
from tests.miner.world import (
    MINER,
    PATH,
    STRANGER,
    TAO,
    VALIDATOR,
    Doubling,
    client_of,
    local_axon,
    make_server,
    metagraph,
    neuron,
)

COPIER = STRANGER
BODY = b'{"value":21}'


def bridge(server):
    """A transport for a synchronous client that ends in this server."""

    def handle(request):
        async def pass_on():
            async with client_of(server) as client:
                return await client.send(
                    client.build_request("POST", PATH, content=request.content, headers=request.headers)
                )

        response = asyncio.run(pass_on())
        return httpx.Response(response.status_code, content=response.content, headers=response.headers)

    return httpx.Client(transport=httpx.MockTransport(handle))


def copier_of(server):
    return CopyingAnswerer(COPIER, PATH, lambda: [(MINER.ss58_address, "http://miner")], bridge(server))


def test_an_honest_miner_refuses_the_copier():
    with pytest.raises(AnswerUnavailable, match=f"{MINER.ss58_address}: unknown_caller"):
        copier_of(make_server()).answer(BODY)


def test_a_miner_that_answers_anyone_is_copied():
    assert copier_of(make_server(admission=Admission.ANYONE)).answer(BODY) == b'{"value":42}'


def test_a_victim_that_is_gone_is_no_answer():
    def gone(_request):
        raise httpx.ConnectError("refused")

    client = httpx.Client(transport=httpx.MockTransport(gone))
    copier = CopyingAnswerer(COPIER, PATH, lambda: [(MINER.ss58_address, "http://miner")], client)
    with pytest.raises(AnswerUnavailable, match="ConnectError"):
        copier.answer(BODY)


def test_the_copier_goes_for_the_richest_first_and_not_for_itself():
    axon = local_axon()
    people = metagraph(
        neuron(0, MINER, axon=axon, stake_rao=TAO),
        neuron(1, VALIDATOR, stake_rao=9 * TAO),
        neuron(2, COPIER, axon=axon, stake_rao=5 * TAO),
    )
    richer = metagraph(*people.neurons, neuron(3, VALIDATOR, axon=axon, stake_rao=2 * TAO))
    assert victims_in(None, COPIER.ss58_address) == []
    assert victims_in(people, COPIER.ss58_address) == [(MINER.ss58_address, "http://127.0.0.1:8091")]
    assert [hotkey for hotkey, _ in victims_in(richer, COPIER.ss58_address)] == [
        VALIDATOR.ss58_address,
        MINER.ss58_address,
    ]


def test_the_lazy_miner_works_once():
    lazy = LazyAnswerer(HonestAnswerer(Doubling()))
    assert lazy.answer(BODY) == b'{"value":42}'
    assert lazy.answer(b'{"value":1}') == b'{"value":42}'
