from collections import Counter

import numpy as np
import pytest

from subnets.text_prediction.ngram_model import MAX_ORDER, NgramModel

TEXT = (b"the cat sat on the mat. the rat sat on the cat.", b"\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff", b"ab")


def reference(files: tuple[bytes, ...], order: int, context: bytes) -> list[float]:
    """The same model counted one byte at a time."""
    counts = Counter(b"".join(files))
    probabilities = [(counts[byte] + 1) / (counts.total() + 256) for byte in range(256)]
    for length in range(1, min(order, len(context)) + 1):
        ending = context[-length:]
        following = Counter(
            file[at + length] for file in files for at in range(len(file) - length) if file[at : at + length] == ending
        )
        if not following:
            break
        total, distinct = following.total(), len(following)
        probabilities = [(following[byte] + distinct * probabilities[byte]) / (total + distinct) for byte in range(256)]
    return probabilities


@pytest.mark.parametrize("order", range(MAX_ORDER + 1))
def test_the_arrays_predict_what_plain_counting_predicts(order):
    model = NgramModel.fit(TEXT, order)
    for context in (b"", b"t", b"the ", b"on the cat", b"\xff" * 9, b"never", b"\x00\xff\xff\xff\xff\xff\xff\xff"):
        predicted = model.predict(context)
        assert predicted.sum() == pytest.approx(1.0)
        np.testing.assert_allclose(predicted, reference(TEXT, order, context), rtol=1e-12)


def test_predicting_leaves_the_model_as_it_was():
    model = NgramModel.fit(TEXT, 3)
    first = model.predict(b"the").copy()
    model.predict(b"cat")
    np.testing.assert_array_equal(model.predict(b"the"), first)


def test_an_order_beyond_64_bits_is_refused():
    with pytest.raises(ValueError, match="from 0 to 7"):
        NgramModel.fit(TEXT, MAX_ORDER + 1)
