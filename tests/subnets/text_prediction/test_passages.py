from random import Random

import pytest

from subnets.text_prediction.passages import PassageSource, Vocabulary, rename
from tests.subnets.text_prediction.texts import small_corpus


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.learn(small_corpus().training)


@pytest.fixture(scope="module")
def held_out(vocabulary):
    return PassageSource(small_corpus().held_out, vocabulary)


def test_one_seed_makes_one_passage(held_out):
    assert held_out.draw(Random(7), 300) == held_out.draw(Random(7), 300)
    assert held_out.draw(Random(7), 300) != held_out.draw(Random(8), 300)


def test_a_passage_is_as_long_as_asked(held_out):
    assert all(len(held_out.draw(Random(seed), size)) >= size for seed in range(20) for size in (1, 40, 2000))


def test_a_word_is_replaced_by_one_word_throughout_and_keeps_its_case(vocabulary):
    renamed = rename(b"zyzzyva = Zyzzyva(zyzzyva, ZYZZYVA)", vocabulary, Random(1))
    word = renamed.split(b" ")[0]
    assert word != b"zyzzyva"
    assert renamed == b"%s = %s(%s, %s)" % (word, word.capitalize(), word, word.upper())


def test_keywords_and_the_commonest_words_stay(vocabulary):
    text = b"if self is not None: return in for while"
    assert rename(text, vocabulary, Random(1)) == text


def test_the_same_place_is_named_differently_each_time(held_out):
    runs = [held_out.draw(Random(seed), 4000) for seed in range(4)]
    quoted = b"\0".join(small_corpus().held_out)
    windows = [run[start : start + 40] for run in runs for start in range(0, 3960, 40)]
    assert sum(window in quoted for window in windows) < len(windows) / 20


def test_junctions_that_training_hardly_shows_do_not_appear(vocabulary):
    source = PassageSource((b"alpha = 918273645 + beta\ngamma = delta\n" * 20,), vocabulary)
    assert b"918273645" not in source.draw(Random(1), 5000)


def test_files_that_share_nothing_with_training_are_refused(vocabulary):
    with pytest.raises(ValueError, match="share no junction"):
        PassageSource((b"",), vocabulary)
