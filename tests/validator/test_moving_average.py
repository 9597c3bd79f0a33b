import pytest

from validator.moving_average import Average


def average_of(scores, share=0.1):
    average = Average()
    for score in scores:
        average = average.including(score, share)
    return average


def test_the_first_scores_count_alike():
    assert average_of([4.0]).value == 4.0
    assert average_of([1.0, 2.0, 6.0]).value == pytest.approx(3.0)


def test_later_scores_outweigh_early_ones():
    assert average_of([1.0] * 100 + [0.0] * 44).value == pytest.approx(0.9**44)


def test_a_steady_score_is_its_own_average():
    assert average_of([2.5] * 50).value == pytest.approx(2.5)
    assert average_of([2.5] * 50).count == 50
