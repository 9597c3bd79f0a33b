from ipaddress import ip_address
from random import Random

from chain.client.neurons import Axon
from chain.client.wallets import development_key
from tests.miner.world import MINER, STRANGER, VALIDATOR, local_axon, metagraph, neuron
from validator.sampling import askable, request_rng, sample

PUBLIC = Axon(ip_address("8.8.8.8"), 8091)
CROWD = [neuron(uid, development_key(f"//Miner{uid}"), axon=PUBLIC) for uid in range(10)]


def test_those_with_an_address_are_asked_and_never_oneself():
    people = metagraph(neuron(0, MINER, axon=PUBLIC), neuron(1, STRANGER), neuron(2, VALIDATOR, axon=PUBLIC))
    assert [miner.uid for miner in askable(people, VALIDATOR.ss58_address, local_axons=False)] == [0]


def test_addresses_of_ones_own_machine_count_only_on_a_localnet():
    people = metagraph(neuron(0, MINER, axon=local_axon()), neuron(1, STRANGER, axon=Axon(ip_address("127.0.0.2"), 80)))
    assert askable(people, VALIDATOR.ss58_address, local_axons=False) == []
    assert len(askable(people, VALIDATOR.ss58_address, local_axons=True)) == 2


def test_who_waited_longest_is_asked_first():
    last_asked = {miner.hotkey: 100 + miner.uid for miner in CROWD[2:]}
    assert {miner.uid for miner in sample(CROWD, last_asked, 2, Random(1))} == {0, 1}
    assert [miner.uid for miner in sample(CROWD, last_asked, 4, Random(1))][2:] == [2, 3]


def test_everyone_is_asked_within_as_many_rounds_as_it_takes():
    last_asked = {}
    for block in range(5):
        for miner in sample(CROWD, last_asked, 2, Random(block)):
            last_asked[miner.hotkey] = block
    assert len(last_asked) == 10


def test_a_question_depends_on_secret_block_validator_and_miner():
    def first_draw(*parts):
        return request_rng(*parts).getrandbits(64)

    base = (b"nonce", b"hash", "validator", "miner")
    others = [
        (b"other", *base[1:]),
        (b"nonce", b"other", *base[2:]),
        (*base[:2], "other", "miner"),
        (*base[:3], "other"),
    ]
    assert first_draw(*base) == first_draw(*base)
    assert len({first_draw(*base), *(first_draw(*other) for other in others)}) == 5
