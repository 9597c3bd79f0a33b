from chain.client.wallets import development_key
from tests.miner.world import VALIDATOR, Doubling, local_axon, neuron
from validator import round as validator_round
from validator.query import Reply
from validator.round import hold_round


def test_every_miner_has_a_question_of_its_own_and_every_round_new_ones(monkeypatch):
    asked = []

    async def answer_some(_client, _key, questions, **_limits):
        task = Doubling()
        asked.append([question.body for question in questions])
        solved = [task.encode_response(task.solve(task.decode_request(question.body))) for question in questions]
        return [Reply(solved[0], None, 0.1), Reply(solved[0], None, 0.1), Reply(None, "timeout", 5.0)]

    monkeypatch.setattr(validator_round, "ask_all", answer_some)
    miners = [neuron(uid, development_key(f"//Miner{uid}"), axon=local_axon(8000 + uid)) for uid in range(3)]
    for _ in range(2):
        outcomes = hold_round(Doubling(), VALIDATOR, miners, b"hash")
        assert [outcome.score for outcome in outcomes] == [1.0, 0.0, 0.0]
        assert [outcome.miner for outcome in outcomes] == miners
    assert len({body for bodies in asked for body in bodies}) == 6


def test_a_round_with_nobody_to_ask_is_empty():
    assert hold_round(Doubling(), VALIDATOR, [], b"hash") == []
