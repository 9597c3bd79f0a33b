import pytest

from miner.policy import Admission, CallerPolicy
from tests.miner.world import MINER, STRANGER, TAO, VALIDATOR, metagraph, neuron

PEOPLE = metagraph(neuron(0, MINER, stake_rao=TAO), neuron(1, VALIDATOR, permit=True, stake_rao=2 * TAO))


@pytest.mark.parametrize(
    ("admission", "least_tao", "miner", "validator", "stranger"),
    [
        (Admission.VALIDATORS, 0, "caller_not_admitted", None, "unknown_caller"),
        (Admission.VALIDATORS, 3, "caller_not_admitted", "caller_not_admitted", "unknown_caller"),
        (Admission.REGISTERED, 0, None, None, "unknown_caller"),
        (Admission.REGISTERED, 2, "caller_not_admitted", None, "unknown_caller"),
        (Admission.ANYONE, 9, None, None, None),
    ],
)
def test_who_is_answered(admission, least_tao, miner, validator, stranger):
    policy = CallerPolicy(admission, least_tao * TAO)
    policy.update(PEOPLE)
    denials = [policy.denial(key.ss58_address) for key in (MINER, VALIDATOR, STRANGER)]
    assert [denial and denial.code for denial in denials] == [miner, validator, stranger]


def test_before_the_first_look_at_the_chain_nobody_is_answered():
    assert CallerPolicy(Admission.VALIDATORS).denial(VALIDATOR.ss58_address) is not None


def test_a_permit_lost_is_seen_at_the_next_look():
    policy = CallerPolicy(Admission.VALIDATORS)
    policy.update(PEOPLE)
    policy.update(metagraph(neuron(1, VALIDATOR, stake_rao=2 * TAO)))
    assert policy.denial(VALIDATOR.ss58_address).code == "caller_not_admitted"
