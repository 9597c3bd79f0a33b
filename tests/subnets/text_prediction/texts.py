"""A slice of the standard library, small enough for tests and large enough to learn from."""

from functools import cache

from subnets.text_prediction.corpus import Corpus, clip, standard_library


@cache
def small_corpus() -> Corpus:
    whole = standard_library()
    return Corpus(training=clip(whole.training, 1_000_000), held_out=clip(whole.held_out, 400_000))
