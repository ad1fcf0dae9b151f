"""Learns from what people ask which places answer: docs/_data/learned.json.

    make learn

Run it after a change of the askings, or of the words that the search knows
(docs/_data/search.yml); it takes some minutes. hooks/search/training.py does the learning.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import logging
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from content.glossary import FILE as GLOSSARY_FILE
from content.glossary import SCHEMA as GLOSSARY_SCHEMA
from content.problems import Problem
from content.records import read_records
from editions.rulebook import load_rulebook
from search.askings import Asking, read_askings
from search.features import SINGLE, features, weight
from search.index import Aliases, Canon
from search.model import DEPTH, FILE, PLACE_BITS, ROW_BITS, Model, in_order, packed
from search.training import (
    BATCH,
    CUT,
    EPOCHS,
    FREE,
    LEFT_OUT,
    RATE,
    ROW_END,
    ROW_STEP,
    Lessons,
    matrix,
    train,
)
from search.words import Words, read_words

log = logging.getLogger("mkdocs.hooks.search")

# As many features as the weight of the index leaves room for.
FEATURES = 1415
# Numbers and Latin words are rare, but say more than any two characters.
LATIN = 5
# How often it is learned anew, and which part of the lines of readers-*.tsv tells which is best.
TRIES = 4
KEPT_BACK = 10
# A line of readers-*.tsv says what is really asked, and how often.
READER = 6.0


def canon_of(words: Words, wordings: Sequence[tuple[str, str]], askings: Sequence[Asking]) -> Canon:
    """The canonical form of all that is asked, without a built site."""
    return Canon([], words, wordings, Aliases(), [asking.query for asking in askings])


def digest(askings: Sequence[Asking], canon: Canon) -> str:
    """A hash of all that a model depends on: what is learned from, and how."""
    said: list[object] = [
        [canon.asked(asking.query), asking.places, asking.by_reader] for asking in askings
    ]
    said += [FEATURES, LATIN, TRIES, KEPT_BACK, READER, SINGLE, DEPTH, ROW_BITS, PLACE_BITS]
    said += [EPOCHS, FREE, BATCH, RATE, LEFT_OUT, ROW_STEP, ROW_END, CUT]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def vocabulary(askings: Sequence[Asking], canon: Canon) -> list[str]:
    """The features that are learned: the commonest."""
    counts: Counter[str] = Counter()
    for asking in askings:
        found = features(canon.asked(asking.query))
        # Letters alone are pinyin, which the engine reads as characters first.
        if not all(feature.isascii() and feature.isalpha() for feature in found):
            for feature in found:
                counts[feature] += len(asking.places) * (LATIN if feature < "{" else 1)
    return in_order(sorted(counts, key=lambda f: (-counts[f], f))[:FEATURES])


def lessons(
    askings: Sequence[Asking], canon: Canon, known: Sequence[str], places: Sequence[str]
) -> Lessons:
    """What is learned from: each asking once for each of its places."""
    column = {feature: number for number, feature in enumerate(known)}
    answer = {place: number for number, place in enumerate(places)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    answers: list[int] = []
    weights: list[float] = []
    for asking in askings:
        found = sorted(features(canon.asked(asking.query)) & column.keys())
        length = sum(weight(f) ** 2 for f in found) ** 0.5
        for place in asking.places:
            rows += [len(answers)] * len(found)
            columns += [column[f] for f in found]
            values += [weight(f) / length for f in found]
            answers.append(answer[place])
            weights.append(READER / len(asking.places) if asking.by_reader else 1.0)
    return Lessons(
        *(len(places), len(known), np.array(rows, np.int64), np.array(columns, np.int64)),
        *(np.array(values, np.float32), np.array(answers), np.array(weights, np.float32)),
    )


def is_kept_back(asking: Asking) -> bool:
    """Whether an asking is not learned from, so that it can tell a good try from a bad one."""
    return asking.by_reader and zlib.crc32(asking.query.encode()) % KEPT_BACK == 0


def learn(askings: Sequence[Asking], canon: Canon, tries: int = TRIES) -> Model:
    """The model of all askings: the best of some tries that begin differently."""
    known = vocabulary(askings, canon)
    places = sorted({place for asking in askings for place in asking.places})
    given = lessons([a for a in askings if not is_kept_back(a)], canon, known, places)
    back = [
        dataclasses.replace(asking, places=(place,))
        for asking in filter(is_kept_back, askings)
        for place in asking.places[:1]
    ]
    judged = lessons(back, canon, known, places)
    asked = matrix(judged, np.arange(len(judged.answers)))
    best, most = None, -1.0
    for seed in range(1, tries + 1):
        trained = train(given, seed=seed)
        right = float((trained.answers(asked) == judged.answers).mean()) if back else 0.0
        log.info("try %d: %.3f of %d askings kept back", seed, right, len(back))
        if right > most:
            best, most = trained, right
    assert best is not None
    return Model(
        *(digest(askings, canon), tuple(known), tuple(places), best.scale),
        *(packed(best.rows, ROW_BITS), packed(best.vectors, PLACE_BITS)),
    )


def load_askings(data_dir: Path) -> tuple[list[Asking], Canon, list[Problem]]:
    """What is learned from, and what is wrong with it."""
    askings, problems = read_askings(data_dir)
    terms, faults = read_records(data_dir / "glossary.yml", GLOSSARY_FILE, GLOSSARY_SCHEMA)
    words, more = read_words(data_dir, terms)
    book, last = load_rulebook(data_dir)
    wordings = [pair for pair in sorted(book.terms.select().items()) if len(pair[0]) > 1]
    return askings, canon_of(words, wordings, askings), [*problems, *faults, *more, *last]


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("docs/_data"), help="folder of askings/")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    askings, canon, problems = load_askings(options.data)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    model = learn(askings, canon)
    (options.data / FILE).write_text(model.as_json(), encoding="utf-8", newline="\n")
    print(
        f"{len(askings)} askings, {len(model.features)} features, {len(model.places)} places:"
        f" {options.data / FILE}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
