"""A linear model of low rank, trained by gradient descent on the loss of a softmax.

After a start without it, levels are rounded while it learns (Courbariaux et al.,
"BinaryConnect", 2015), so that the rounding costs little. Features left out at random make up
for words that nobody thought of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.model import DEPTH, PLACE_BITS, ROW_BITS

Floats = NDArray[np.float32]

EPOCHS = 110
# As many of them before anything is rounded: it finds its way sooner.
FREE = 30
BATCH = 2048
RATE = 0.03
LEFT_OUT = 0.3
ROW_STEP = 0.3
# Beyond this a row is not pulled further from zero: its level is the last one already.
ROW_END = 0.75
# The widest values of places are cut a little, so that the others are finer.
CUT = 0.8


@dataclass(frozen=True)
class Lessons:
    """Askings as numbers; one line for each place of an asking.

    `places` and `features` say how many there are of them; `rows`, ascending, and `columns`
    are where `values` stand in the matrix of lines and features.
    """

    places: int
    features: int
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    answers: NDArray[np.int64]
    weights: Floats


@dataclass(frozen=True)
class Trained:
    """Levels from 0 on; `scale` turns products of levels around zero into logarithms."""

    rows: NDArray[np.int64]
    vectors: NDArray[np.int64]
    scale: float

    def answers(self, asked: Floats) -> NDArray[np.int64]:
        """The number of the best place for each line of a matrix of features."""
        near = self.rows - (2 ** (ROW_BITS - 1) - 0.5)
        far = self.vectors - (2 ** (PLACE_BITS - 1) - 0.5)
        best: NDArray[np.int64] = (asked @ near @ far.T).argmax(1)
        return best


def levels(values: Floats, bits: int, step: float) -> Floats:
    """Each value as the nearest of 2 ** bits levels, steps of 1 around zero: -0.5, 0.5, …"""
    most = 2 ** (bits - 1) - 0.5
    near: Floats = np.clip(np.floor(values / step) + 0.5, -most, most).astype(np.float32)
    return near


def place_step(vectors: Floats) -> float:
    """The step between the levels of places."""
    steps: int = 2 ** (PLACE_BITS - 1)
    return float(np.abs(vectors).max()) * CUT / steps


class Adam:
    """One array under Adam (Kingma and Ba, 2015)."""

    def __init__(self, value: NDArray[np.float64]) -> None:
        self.value: Floats = value.astype(np.float32)
        self._mean, self._square = np.zeros_like(self.value), np.zeros_like(self.value)
        self._times = 0

    def step(self, gradient: Floats, rate: float) -> None:
        """Moves against the gradient."""
        self._times += 1
        self._mean = 0.9 * self._mean + 0.1 * gradient
        self._square = 0.99 * self._square + 0.01 * gradient**2
        mean = self._mean / (1 - 0.9**self._times)
        square = self._square / (1 - 0.99**self._times)
        self.value -= rate * mean / (np.sqrt(square) + 1e-8)


def matrix(given: Lessons, batch: NDArray[np.int64]) -> Floats:
    """The lines of a batch with their features."""
    asked = np.zeros((len(batch), given.features), np.float32)
    starts = np.searchsorted(given.rows, batch)
    ends = np.searchsorted(given.rows, batch, side="right")
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        asked[at, given.columns[start:end]] = given.values[start:end]
    return asked


def _thinned(asked: Floats, chance: np.random.Generator) -> Floats:
    """The matrix with some of its features left out."""
    kept = chance.random(asked.shape, np.float32) > LEFT_OUT
    return np.asarray(asked * kept / (1 - LEFT_OUT), np.float32)


def _learn_batch(
    given: Lessons,
    batch: NDArray[np.int64],
    asked: Floats,
    arrays: tuple[Adam, Adam],
    rate: float,
    rounded: bool,
) -> None:
    rows, vectors = arrays
    near, far = rows.value, vectors.value
    if rounded:
        step = place_step(far)
        near = levels(near, ROW_BITS, ROW_STEP) * np.float32(ROW_STEP)
        far = levels(far, PLACE_BITS, step) * np.float32(step)
    inside = asked @ near
    odds = inside @ far.T
    odds = np.exp(odds - odds.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    odds[np.arange(len(batch)), given.answers[batch]] -= 1
    odds *= given.weights[batch, None] / len(batch)
    back = asked.T @ (odds @ far)
    if rounded:
        back *= np.abs(rows.value) < ROW_END
    vectors.step(odds.T @ inside, rate)
    rows.step(back, rate)


def train(given: Lessons, epochs: int = EPOCHS, free: int = FREE, seed: int = 1) -> Trained:
    """The levels of features and places, which are rounded but in the first `free` epochs."""
    chance = np.random.default_rng(seed)
    rows = Adam(chance.normal(0, 0.3, (given.features, DEPTH)))
    vectors = Adam(chance.normal(0, 0.5, (given.places, DEPTH)))
    lines = len(given.answers)
    steps, done = epochs * -(-lines // BATCH), 0
    for epoch in range(epochs):
        order = chance.permutation(lines)
        for start in range(0, lines, BATCH):
            batch = order[start : start + BATCH]
            rate = RATE * min(1.0, 2 * (1 - done / (steps + 1)))
            asked = _thinned(matrix(given, batch), chance)
            _learn_batch(given, batch, asked, (rows, vectors), rate, epoch >= free)
            done += 1
    step = place_step(vectors.value)
    near, far = levels(rows.value, ROW_BITS, ROW_STEP), levels(vectors.value, PLACE_BITS, step)
    return Trained(
        (near + 2 ** (ROW_BITS - 1) - 0.5).astype(np.int64),
        (far + 2 ** (PLACE_BITS - 1) - 0.5).astype(np.int64),
        ROW_STEP * step,
    )
