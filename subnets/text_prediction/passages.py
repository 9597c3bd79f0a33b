"""How held-out text becomes questions that looking it up does not answer.

Every miner has the standard library on disk, the held-out part included. So no question is a quotation. Text is
taken as words (runs of letters, wherever they stand: names, strings, comments) and the junctions between them
(everything else: spaces, line ends, punctuation, digits). A passage is

* **spliced**: at every junction the passage goes on, with a chance of one half, at another place of the source
  where the same junction stands. What stood before says little about what comes next, and a line end carries its
  indentation, so the result still looks like code;
* **cleared of rarities**: a junction that the training part shows fewer than three times is skipped, since a
  number or an odd operator points to its place;
* **renamed**: every word that is neither a Python keyword nor among the commonest of the training part is
  replaced, the same word by the same word throughout the passage, by one of about its length, drawn from the
  training part in proportion to its frequency.

All three are drawn anew for each question from entropy that nobody knows before. What survives is what a model of
source code learns from the training part: spelling, spacing, punctuation, common words, what follows what over a
short distance, names that recur. What goes is what identifies the place: names, wording, neighbourhood.

What is not protected: a miner may practise on the held-out part as well, which is worth 0.03 to 0.1 bits per byte to
an n-gram model of about 2.4 gained; more text of any kind would bring part of that. Searching the held-out part for
the longest match gains 1.7 bits, less than a model of two bytes of context, and no more than searching elsewhere; on
verbatim quotations it would gain over 3.5. tests/subnets/text_prediction/test_lookup.py holds these to bounds.

The rules are public: miners practise on passages drawn in the same way from the training part.
"""

import bisect
import keyword
import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from random import Random

_WORD = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ALWAYS_KEPT_LENGTH = 2
_KEPT_WORDS = 200
_LEAST_SEEN = 3
_JUMP_CHANCE = 0.5
_KEYWORDS = frozenset(word.lower().encode() for word in keyword.kwlist)


@dataclass(frozen=True)
class Vocabulary:
    """What the training part knows: words kept as they are, other words by length, and junctions.

    `by_length` holds, for each length, the words and their cumulative counts.
    """

    kept: frozenset[bytes]
    by_length: dict[int, tuple[list[bytes], list[int]]]
    junctions: frozenset[bytes]

    @classmethod
    def learn(cls, training: tuple[bytes, ...]) -> "Vocabulary":
        """Count the words and junctions of the training part."""
        pieces = [_pieces(content) for content in training]
        junctions = Counter(junction for file in pieces for junction in file[0::2])
        counts = Counter(word.lower() for file in pieces for word in file[1::2])
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        short = (word for word in ranked if len(word) <= _ALWAYS_KEPT_LENGTH)
        kept = _KEYWORDS.union(ranked[:_KEPT_WORDS], short)
        lengths: dict[int, list[bytes]] = {}
        for word in ranked:
            if word not in kept:
                lengths.setdefault(len(word), []).append(word)
        return cls(
            kept,
            {length: (words, list(accumulate(counts[word] for word in words))) for length, words in lengths.items()},
            frozenset(junction for junction, count in junctions.items() if count >= _LEAST_SEEN),
        )

    def draw(self, length: int, rng: Random) -> bytes | None:
        """A word about as long as asked, each in proportion to its count; None where there is no such word."""
        nearby = [n for n in range(max(1, length - 1), length + 2) if n in self.by_length]
        if not nearby:
            return None
        words, cumulative = self.by_length[rng.choice(nearby)]
        return words[bisect.bisect_right(cumulative, rng.randrange(cumulative[-1]))]


class PassageSource:
    """Draws passages from a set of files: held-out ones to ask, training ones to practise."""

    def __init__(self, files: tuple[bytes, ...], vocabulary: Vocabulary) -> None:
        """Raises ValueError if the files hold nothing that the vocabulary admits."""
        self._vocabulary = vocabulary
        # Alternately a junction and the word after it.
        self._pieces = [piece for content in files for piece in _pieces(content)]
        self._places: dict[bytes, list[int]] = {}
        for place in range(0, len(self._pieces), 2):
            if self._pieces[place] in vocabulary.junctions:
                self._places.setdefault(self._pieces[place], []).append(place)
        self._admitted = [place for places in self._places.values() for place in places]
        if not self._admitted:
            raise ValueError("these files share no junction with the training part; give more or longer files")

    def draw(self, rng: Random, size: int) -> bytes:
        """A passage of at least `size` bytes."""
        passage = b""
        while len(passage) < size:
            passage += rename(self._splice(rng, size - len(passage)), self._vocabulary, rng)
        return passage

    def _splice(self, rng: Random, size: int) -> bytes:
        text = bytearray()
        place = rng.choice(self._admitted)
        while len(text) < size:
            junction = self._pieces[place]
            if junction not in self._places:
                place = rng.choice(self._admitted)
                continue
            if rng.random() < _JUMP_CHANCE:
                place = rng.choice(self._places[junction])
            text += junction + self._pieces[place + 1]
            place = (place + 2) % len(self._pieces)
        return bytes(text)


def rename(text: bytes, vocabulary: Vocabulary, rng: Random) -> bytes:
    """Replace every word the vocabulary does not keep, consistently within the text and in the original's case."""
    chosen: dict[bytes, bytes] = {}

    def substitute(match: re.Match[bytes]) -> bytes:
        word = match.group()
        lowered = word.lower()
        if lowered in vocabulary.kept:
            return word
        if lowered not in chosen:
            chosen[lowered] = vocabulary.draw(len(lowered), rng) or lowered
        new = chosen[lowered]
        if word.isupper():
            return new.upper()
        return new.capitalize() if word[:1].isupper() else new

    return _WORD.sub(substitute, text)


def _pieces(content: bytes) -> list[bytes]:
    """A file as junction, word, junction, word and so on; what follows the last word is dropped."""
    pieces: list[bytes] = []
    end = 0
    for match in _WORD.finditer(content):
        pieces += (content[end : match.start()], match.group())
        end = match.end()
    return pieces
