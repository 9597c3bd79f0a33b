"""Which neuron makes room."""

from chain.pallets.registration.pruning import Neuron, exceeds_immune_limit, immortal_hotkeys, trimmed, weakest
from tests.pallets.subnet_world import account


def test_the_least_earning_past_immunity_goes_then_the_oldest_then_the_smaller_uid() -> None:
    assert weakest([Neuron(0, 9, 1, False), Neuron(1, 2, 8, False), Neuron(2, 2, 7, False)], 1) == 2
    assert weakest([Neuron(3, 2, 7, False), Neuron(2, 2, 7, False)], 1) == 2


def test_with_few_past_immunity_an_immune_one_goes() -> None:
    neurons = [Neuron(0, 1, 1, False), Neuron(1, 9, 1, True), Neuron(2, 8, 1, True)]
    assert weakest(neurons, 1) == 2
    assert weakest(neurons[:1], 1) is None
    assert weakest([], 0) is None


def test_the_first_hotkeys_of_the_owner_are_safe() -> None:
    owned = [(9, 1, account(1)), (5, 7, account(2)), (5, 3, account(3))]
    assert immortal_hotkeys(owned, None, 2) == [account(3), account(2)]
    assert immortal_hotkeys(owned, account(9), 2) == [account(9), account(3)]
    assert immortal_hotkeys(owned, account(2), 2) == [account(3), account(2)]
    assert immortal_hotkeys(owned, account(1), 1) == [account(1)]


def test_trimming_removes_the_least_earning_that_are_not_protected() -> None:
    assert trimmed([5, 1, 3, 1], set(), 2) == [3, 1]
    assert trimmed([5, 1, 3, 1], {3}, 2) == [1, 2]


def test_eighty_percent_of_immune_uids_are_too_many() -> None:
    assert exceeds_immune_limit(8, 10)
    assert not exceeds_immune_limit(79, 100)
    assert exceeds_immune_limit(1, 0)
