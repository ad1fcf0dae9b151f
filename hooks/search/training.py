"""How much each feature of a query speaks for each place: logistic regression, in whole numbers.

A feature speaks only for places that answer a query it stands in: all other weights are none, and
nothing is lost by it. Queries lose half of their features at random while it learns, which makes up
for words that nobody thought of.

Weights, odds and gradients are whole numbers held in floating point, far below 2 ** 53: sums of
them are exact in any order, with any number of threads. What else happens to a number (division,
square root, rounding) is exact to the last bit on every machine, and the exponential function is
a table. So the same queries give the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 18
# As many of them before it may choose among the places that answer a query: it finds its way.
FREE = 2
# Before this round weights below PRUNED go: they would be bytes that say next to nothing, and the
# rounds that follow do without them.
PRUNING, PRUNED = 10, 0.25
BATCH = 1024
RATE = 0.5
SEED = 1

# What stands for 1: in the features of a query, in a weight, in a share of a probability.
FEATURE, WEIGHT, PROBABILITY = 64, 1024, 1 << 20
# Steps of the table in a logarithm of 1, and how far it reaches.
FINE, FAR = 64, 16
# More than any place counts as an answer.
MARK = 1 << 40
# Gradients are divided by this before they are squared.
COARSE = 1 << 22


def _table() -> Floats:
    """What is left of a probability for each step that a logarithm lies below the highest."""
    with localcontext() as context:
        context.prec = 40
        steps = (Decimal(step) / FINE for step in range(FINE * FAR))
        return np.array([int(PROBABILITY * (-step).exp()) for step in steps], np.float64)


TABLE = _table()


@dataclass(frozen=True)
class Lessons:
    """Queries as whole numbers, a line for each: `asked` holds its features in parts of FEATURE,
    `answers` how much each place counts as its answer; `page_of` is the page of each place."""

    asked: csr_array
    answers: csr_array
    page_of: Ints


def _shares(values: Floats) -> Floats:
    """Each line as shares of PROBABILITY; a line of nothing stays nothing."""
    shares = values * PROBABILITY
    shares /= np.maximum(values.sum(1, keepdims=True), 1)
    return np.floor(shares, out=shares)


def odds(logits: Floats) -> Floats:
    """The probability of each place, for lines of products of features and weights."""
    below = logits.max(1, keepdims=True) - logits
    # A power of two: as exact as a division, and the conversion cuts what is below 1.
    below *= FINE / (FEATURE * WEIGHT)
    np.minimum(below, len(TABLE) - 1, out=below)
    return _shares(TABLE[below.astype(np.int32)])


class _Weights:
    """The weights that may be other than none, by feature, and the pace of each feature."""

    def __init__(self, given: Lessons) -> None:
        support = csr_array(given.asked.T @ given.answers)
        support.sort_indices()
        self.starts, self.places = support.indptr.astype(np.int64), support.indices
        self.shape = support.shape
        self.values = np.zeros(len(self.places))
        # How large the gradients were: what was moved much moves less (AdaGrad, a line at a time).
        self.moved = np.ones(self.shape[0])

    def of(self, features: Ints) -> tuple[Ints, Ints]:
        """For each weight of some features: which of them, and where it stands."""
        lengths = self.starts[features + 1] - self.starts[features]
        line = np.repeat(np.arange(len(features)), lengths)
        first = np.repeat(self.starts[features] - np.cumsum(lengths) + lengths, lengths)
        return line, first + np.arange(len(line))

    def move(self, features: Ints, line: Ints, at: Ints, gradient: Floats, pace: float) -> None:
        """Moves the weights at `at` against the gradient."""
        step = np.floor(gradient / COARSE)
        square = np.zeros(len(features), np.int64)
        np.add.at(square, line, (step * step).astype(np.int64))
        self.moved[features] += square
        self.values[at] -= np.rint(pace * step / np.sqrt(self.moved[features])[line])

    def prune(self, least: float) -> None:
        """Weights below `least` are none from now on."""
        kept = self.values >= least
        before = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
        self.starts, self.places = before[self.starts], self.places[kept]
        self.values = self.values[kept]

    def matrix(self) -> csr_array:
        return csr_array((self.values, self.places, self.starts), shape=self.shape)


def _thinned(asked: csr_array, chance: np.random.Generator) -> csr_array:
    """The lines with half of their features left out, the others twice as strong."""
    kept = chance.integers(0, 2, len(asked.data))
    return csr_array((asked.data * kept * 2, asked.indices, asked.indptr), shape=asked.shape)


class _Answers:
    """What each place should have. Only sections of pages with an answer should have anything."""

    def __init__(self, given: Lessons) -> None:
        places = len(given.page_of)
        page = csr_array((np.ones(places, np.int64), (np.arange(places), given.page_of)))
        near = csr_array((csr_array(given.answers > 0) @ page > 0).astype(np.int64) @ page.T)
        # How much each of these counts as an answer; 0 is kept in its place, too.
        near.data[:] = MARK
        self._counts = csr_array(near + given.answers)
        self._counts.data -= MARK

    def wrong(self, lines: Ints, likely: Floats, free: bool) -> Floats:
        """How much too likely each place is, times what its line counts."""
        rows = self._counts[lines]
        line = np.repeat(np.arange(len(lines)), np.diff(rows.indptr))
        answers, starts = rows.data.astype(np.float64), rows.indptr[:-1]
        total = np.add.reduceat(answers, starts)
        wanted = answers * PROBABILITY
        if not free:
            odds_here = likely[line, rows.indices]
            among = _parts(odds_here * (answers > 0), line, starts)
            near = _parts(odds_here, line, starts)
            # A quarter as the answers are given, a half to those of them that are likely, a
            # quarter to any section of their pages: one good answer is enough.
            wanted = np.floor((wanted + (2 * among + near) * total[line]) / 4)
        likely *= total[:, None]
        likely[line, rows.indices] -= wanted
        return likely


def _parts(values: Floats, line: Ints, starts: Ints) -> Floats:
    """Values as shares of PROBABILITY in their line; in a line of nothing all stay nothing."""
    total = np.maximum(np.add.reduceat(values, starts), 1)
    return np.floor(values * PROBABILITY / total[line])


def train(
    given: Lessons, rounds: int = ROUNDS, tell: Callable[[int], object] = lambda done: None
) -> csr_array:
    """The weights, in parts of WEIGHT: a line for each feature, a column for each place; `tell`
    hears of each round that is done."""
    chance = np.random.default_rng(SEED)
    weights, lines = _Weights(given), given.asked.shape[0]
    places, answers = len(given.page_of), _Answers(given)
    steps, done = rounds * -(-lines // BATCH), 0
    for passed in range(rounds):
        if passed == PRUNING:
            weights.prune(PRUNED * WEIGHT)
        order = chance.permutation(lines)
        for start in range(0, lines, BATCH):
            batch = order[start : start + BATCH]
            asked = _thinned(given.asked[batch], chance)
            features, column = np.unique(asked.indices, return_inverse=True)
            column = column.astype(np.int64)
            asked = csr_array(
                (asked.data.astype(np.float64), column, asked.indptr),
                shape=(len(batch), len(features)),
            )
            line, at = weights.of(features)
            near = csr_array(
                (weights.values[at], (line, weights.places[at])), (len(features), places)
            )
            likely = odds((asked @ near).toarray())
            back = asked.T.tocsr() @ answers.wrong(batch, likely, passed < FREE)
            pace = RATE * WEIGHT * min(1.0, 2 * (1 - done / (steps + 1)))
            weights.move(features, line, at, back[line, weights.places[at]], pace)
            done += 1
        tell(passed + 1)
    return weights.matrix()
