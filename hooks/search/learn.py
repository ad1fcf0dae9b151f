"""Learns from what people ask which places answer: docs/_data/learned.json.

    make learn

Run it after a change of the askings, or of the words that the search knows
(docs/_data/search.yml); it takes a minute. hooks/search/training.py does the learning.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
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
from search.features import features, weight
from search.index import Aliases, Canon
from search.model import FILE, PLACE_BITS, ROW_BITS, Model, in_order, packed
from search.training import Lessons, train
from search.words import Words, read_words

# As many features as the weight of the index leaves room for.
FEATURES = 1470
# Numbers and Latin words are rare, but say more than any two characters.
LATIN = 5
# A line of readers.tsv says what is really asked, and how often.
READER = 6.0


def canon_of(words: Words, wordings: Sequence[tuple[str, str]], askings: Sequence[Asking]) -> Canon:
    """The canonical form of all that is asked, without a built site."""
    return Canon([], words, wordings, Aliases(), [asking.query for asking in askings])


def digest(askings: Sequence[Asking], canon: Canon) -> str:
    """A hash of all that a model depends on."""
    said = [[canon.asked(asking.query), asking.places, asking.by_reader] for asking in askings]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def lessons(askings: Sequence[Asking], canon: Canon) -> Lessons:
    """What is learned from: the commonest features, and each asking once for each place."""
    asked = [(features(canon.asked(asking.query)), asking) for asking in askings]
    counts: Counter[str] = Counter()
    for found, asking in asked:
        # Letters alone are pinyin, which the engine reads as characters first.
        if not all(feature.isascii() and feature.isalpha() for feature in found):
            for feature in found:
                counts[feature] += len(asking.places) * (LATIN if feature < "{" else 1)
    chosen = in_order(sorted(counts, key=lambda f: (-counts[f], f))[:FEATURES])
    column = {feature: number for number, feature in enumerate(chosen)}
    places = tuple(sorted({place for asking in askings for place in asking.places}))
    answer = {place: number for number, place in enumerate(places)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    answers: list[int] = []
    weights: list[float] = []
    for found, asking in asked:
        known = sorted(found & column.keys())
        length = sum(weight(f) ** 2 for f in known) ** 0.5
        for place in asking.places:
            rows += [len(answers)] * len(known)
            columns += [column[f] for f in known]
            values += [weight(f) / length for f in known]
            answers.append(answer[place])
            weights.append(READER / len(asking.places) if asking.by_reader else 1.0)
    return Lessons(
        *(places, tuple(chosen), np.array(rows), np.array(columns)),
        *(np.array(values, np.float32), np.array(answers), np.array(weights, np.float32)),
    )


def learn(askings: Sequence[Asking], canon: Canon) -> Model:
    """The model of all askings."""
    given = lessons(askings, canon)
    trained = train(given)
    return Model(
        *(digest(askings, canon), given.features, given.places, trained.scale),
        *(packed(trained.rows, ROW_BITS), packed(trained.vectors, PLACE_BITS)),
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
