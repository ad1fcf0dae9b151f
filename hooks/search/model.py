"""What was learned from askings: which features of a query speak for which place.

Each feature has a row of DEPTH levels of two bits, each place one of four bits. The rows of a
query's features, weighed, make its vector; the product with the row of a place says how well
that place answers. Two bits teach nearly as much as floating-point numbers do, in a sixteenth
of the room: hooks/search/learn.py makes them, and the engine reads them (`answering` in
engine.js).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

FILE = "learned.json"
DEPTH = 32
ROW_BITS, PLACE_BITS = 2, 4
# Bytes of a row.
ROW, PLACE = DEPTH * ROW_BITS // 8, DEPTH * PLACE_BITS // 8
# Two branches that both learned leave marks of git in the file.
MEND = "run `make learn`, which writes it anew"
# The middle of the levels of a place that nothing is known of.
UNKNOWN = bytes([0x88]) * PLACE


class BadModel(Exception):
    """The file of the model is not as it was written."""


@dataclass(frozen=True)
class Model:
    """`rows` and `vectors` hold the levels of features and places in their order.

    `scale` turns the product of levels into natural logarithms. `digest` is of what it was
    learned from.
    """

    digest: str
    features: tuple[str, ...]
    places: tuple[str, ...]
    scale: float
    rows: bytes
    vectors: bytes

    def as_json(self) -> str:
        """The file of the model."""
        fields = {
            **{"digest": self.digest, "scale": self.scale},
            **{"features": list(self.features), "places": list(self.places)},
            **{
                name: base64.b64encode(value).decode()
                for name, value in (("rows", self.rows), ("vectors", self.vectors))
            },
        }
        return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def packed(levels: Iterable[Iterable[int]], bits: int) -> bytes:
    """Rows of levels from 0 on, each level in `bits`, the first in the lowest of its byte."""
    return b"".join(
        sum(int(level) << bits * at for at, level in enumerate(row)).to_bytes(
            DEPTH * bits // 8, "little"
        )
        for row in levels
    )


def read_model(data_dir: Path) -> Model | None:
    """The model in the folder, if there is one. Raises `BadModel`."""
    file = data_dir / FILE
    if not file.is_file():
        return None
    try:
        fields = json.loads(file.read_text(encoding="utf-8"))
        for name in ("rows", "vectors"):
            fields[name] = base64.b64decode(fields[name])
        for name in ("features", "places"):
            fields[name] = tuple(fields[name])
        model = Model(**fields)
    except (ValueError, LookupError, TypeError) as error:
        raise BadModel(f"{file}: {error}; {MEND}") from error
    wanted = (len(model.features) * ROW, len(model.places) * PLACE)
    if (len(model.rows), len(model.vectors)) != wanted:
        raise BadModel(f"{file}: not as many rows as features and places; {MEND}")
    return model


# What an index holds without a model.
NOTHING: tuple[object, ...] = ("", "", "", 0)


def is_pair(feature: str) -> bool:
    """Two characters that are neither Latin letters nor digits."""
    return len(feature) == 2 and feature > "{"


def in_order(features: Sequence[str]) -> list[str]:
    """Features in the order in which an index holds them: characters, pairs, words."""
    return sorted(features, key=lambda f: (is_pair(f) + 2 * (f < "{"), f))


def names(features: Sequence[str]) -> list[str]:
    """Features in that order as three strings: "characters", "firstseconds …", "word …"."""
    single = "".join(f for f in features if len(f) == 1 and f > "{")
    pairs = filter(is_pair, features)
    groups = groupby(pairs, key=lambda pair: pair[0])
    grouped = [first + "".join(pair[1] for pair in group) for first, group in groups]
    return [single, " ".join(grouped), " ".join(f for f in features if f < "{")]


def for_index(model: Model, places: Sequence[str]) -> tuple[list[object], bytes]:
    """What the JSON of an index holds of a model, and the bytes behind it.

    The bytes are the rows of the features, then the vectors of `places`.
    """
    number = {place: at for at, place in enumerate(model.places)}
    vectors = [
        model.vectors[number[p] * PLACE : (number[p] + 1) * PLACE] if p in number else UNKNOWN
        for p in places
    ]
    return [*names(model.features), model.scale], model.rows + b"".join(vectors)
