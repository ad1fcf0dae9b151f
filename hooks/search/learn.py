"""Learns from what people ask which places answer: docs/_data/learned/.

    make learn

Run it after a change of the queries, or of the words that the search knows (docs/_data/search.yml,
concepts.tsv); it takes a minute or so. hooks/search/training.py does the learning.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from opencc import OpenCC
from scipy.sparse import csr_array

from base.problems import Problem
from base.records import read_records
from content.glossary import FILE as GLOSSARY_FILE
from content.glossary import SCHEMA as GLOSSARY_SCHEMA
from content.source_pages import SourcePage, read_pages
from conversion.settings import load_settings
from search import training
from search.canon import Aliases, Canon
from search.checks import Moved
from search.concepts import Concept, Concepts, forms_of, read_concepts
from search.features import LENGTH, SINGLE, features, weights
from search.keywords import FILE as KEYWORDS
from search.keywords import Asked, Heard, learn_keywords, write_keywords
from search.model import FOLDER, LEVELS, Model, write_model
from search.training import FEATURE, WEIGHT, Lessons, train
from search.training_queries import TrainingQuery, read_queries
from search.vocabulary import Words, read_words

log = logging.getLogger("mkdocs.hooks.search")

# A feature that hardly any query has teaches little: with 3, as many were found, for more bytes.
LEAST = 4
# Every so many rounds it is said how far it has come.
TOLD = 4
# What a query counts for each place, and what one of a reader counts for all its places together:
# it says what is really asked, and how often. In parts that 2, 3 and 4 divide.
SHARE, READER = 60, 360
# Readers were asked before some pages were there, and those for which little was written would
# never be likely: what is asked of a page counts up to so many times as much, until all of it
# together counts as much as that of an average page.
SCARCE = 2
# For the words of support desks: lines that nobody asked for count this much.
THOUGHT_OF = 0.7
# The page for who is in danger.
URGENT, DANGER = "urgent", "start/urgent/#"
# This share of the weights reaches up to the highest level; the few above it are cut.
BELOW = 0.995


def canon_of(
    words: Words,
    wordings: Sequence[tuple[str, str]],
    queries: Sequence[TrainingQuery],
    concepts: Sequence[Concept] = (),
) -> Canon:
    """The canonical form of all that is asked, without a built site."""
    heard = [*(query.query for query in queries), *forms_of(concepts)]
    return Canon([], words, wordings, Aliases(), heard)


def digest(queries: Sequence[TrainingQuery], concepts: Concepts) -> str:
    """A hash of all that a model depends on: what is learned from, and how. Forms of concepts that
    nobody has asked with are no part of it."""
    said: list[object] = [
        [concepts.asked(query.query), query.places, query.by_reader] for query in queries
    ]
    said += [LEAST, SHARE, READER, SCARCE, BELOW, SINGLE, LENGTH, LEVELS, FEATURE, WEIGHT]
    said += [training.ROUNDS, training.FREE, training.PRUNING, training.PRUNED]
    said += [training.BATCH, training.RATE, training.SEED]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def vocabulary(texts: Sequence[str]) -> list[str]:
    """The features that are learned, of canonical texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(features(text))
    return sorted(feature for feature, count in counts.items() if count >= LEAST)


def _matrix(rows: Sequence[dict[int, int]], width: int) -> csr_array:
    """A sparse matrix of lines that say what stands in which column."""
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.array([column for row in rows for column in row], np.int64)
    values = np.array([value for row in rows for value in row.values()], np.int64)
    return csr_array((values, columns, ends), shape=(len(rows), width))


def _share(query: TrainingQuery) -> int:
    """What a query counts for each of its places."""
    return READER // len(query.places) if query.by_reader else SHARE


def scarcity(queries: Sequence[TrainingQuery]) -> dict[str, int]:
    """How many quarters what is asked of a page counts."""
    asked: Counter[str] = Counter()
    for query in queries:
        for place in query.places:
            asked[place.split("#")[0]] += _share(query)
    total = sum(asked.values())
    return {
        page: min(4 * SCARCE, max(4, 4 * total // (len(asked) * count)))
        for page, count in asked.items()
    }


def lessons(
    queries: Sequence[TrainingQuery],
    texts: Sequence[str],
    known: Sequence[str],
    places: Sequence[str],
) -> Lessons:
    """What is learned from: a line for each query, whose canonical form `texts` hold."""
    column = {feature: number for number, feature in enumerate(known)}
    answer = {place: number for number, place in enumerate(places)}
    pages = {page: number for number, page in enumerate(sorted({p.split("#")[0] for p in places}))}
    quarters = scarcity(queries)
    asked: list[dict[int, int]] = []
    answers: list[dict[int, int]] = []
    for query, text in zip(queries, texts, strict=True):
        found = weights(text, column)
        asked.append({column[f]: round(FEATURE * value) for f, value in found.items()})
        share = _share(query)
        counts = {place: share * quarters[place.split("#")[0]] // 4 for place in query.places}
        answers.append({answer[place]: count for place, count in counts.items()})
    page_of = np.array([pages[place.split("#")[0]] for place in places], np.int64)
    return Lessons(_matrix(asked, len(known)), _matrix(answers, len(places)), page_of)


def _levels(weights: csr_array) -> tuple[csr_array, float]:
    """The weights as levels, and what a level is worth."""
    above = np.sort(weights.data[weights.data > 0])
    step = max(1.0, float(above[int(len(above) * BELOW)]) / LEVELS) if len(above) else 1.0
    levels = np.clip(np.floor(weights.data / step + 0.5), 0, LEVELS).astype(np.int64)
    return csr_array((levels, weights.indices, weights.indptr), shape=weights.shape), step


def learn(
    queries: Sequence[TrainingQuery],
    concepts: Concepts,
    tell: Callable[[int], object] = lambda done: None,
) -> Model:
    """The model of all queries."""
    texts = [concepts.asked(query.query) for query in queries]
    known = vocabulary(texts)
    places = sorted({place for query in queries for place in query.places})
    levels, step = _levels(train(lessons(queries, texts, known, places), tell=tell))
    votes = {}
    for number, feature in enumerate(known):
        start, end = levels.indptr[number : number + 2]
        row = zip(levels.indices[start:end].tolist(), levels.data[start:end].tolist(), strict=True)
        if entries := [(place, level) for place, level in row if level]:
            votes[feature] = entries
    return Model(digest(queries, concepts), round(step / WEIGHT, 6), tuple(places), votes)


def heard(
    queries: Sequence[TrainingQuery], canon: Canon, words: Words, pages: Sequence[SourcePage]
) -> Heard:
    """What the words of support desks are learned from (keywords.py)."""
    now, fold = Moved(pages).now, canon.folder.fold
    ids = {page.url: str(page.meta["id"]) for page in pages if "id" in page.meta}
    asked = []
    for query in queries:
        weight = 1.0 if query.by_reader else THOUGHT_OF
        of = tuple(dict.fromkeys(ids.get(now(at).split("#")[0], "") for at in query.places))
        danger = any(now(place).startswith(DANGER) for place in query.places)
        asked.append(Asked(query.query, fold(query.query), of, weight, danger))
    names = [fold(word) for group in words.same for word in group.words]
    for page in pages:
        said = (page.meta.get("title", ""), *(page.meta.get("aliases") or ()))
        names += [fold(str(name)) for name in (*said, *(each.title for each in page.headings))]
    # Those of several parts are few, and no word of a page holds all of them.
    dangers = [fold(word) for danger in words.dangers for word in danger.words if " " not in word]
    return Heard(asked, names, dangers)


def load_heard(data_dir: Path, queries: Sequence[TrainingQuery], canon: Canon) -> Heard:
    """The same with the pages and words of the guide."""
    terms, _ = read_records(data_dir / "glossary.yml", GLOSSARY_FILE, GLOSSARY_SCHEMA)
    return heard(queries, canon, read_words(data_dir, terms)[0], read_pages(data_dir.parent)[0])


def load_queries(data_dir: Path) -> tuple[list[TrainingQuery], Concepts, list[Problem]]:
    """What is learned from, and what is wrong with it."""
    queries, problems = read_queries(data_dir)
    concepts, wrong = read_concepts(data_dir)
    terms, faults = read_records(data_dir / "glossary.yml", GLOSSARY_FILE, GLOSSARY_SCHEMA)
    words, more = read_words(data_dir, terms)
    settings, last = load_settings(data_dir)
    wordings = [pair for pair in sorted(settings.terms.select().items()) if len(pair[0]) > 1]
    canon = canon_of(words, wordings, queries, concepts)
    return queries, Concepts(concepts, canon), [*problems, *wrong, *faults, *more, *last]


def _tell(done: int) -> None:
    if done % TOLD == 0:
        log.info("round %d of %d", done, training.ROUNDS)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("docs/_data"))
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    queries, concepts, problems = load_queries(options.data)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    model = learn(queries, concepts, _tell)
    write_model(model, options.data)
    said = load_heard(options.data, queries, concepts.canon)
    # What people write in one script only is looked for in both.
    scripts = (load_settings(options.data)[0].convert, OpenCC("s2tw").convert)
    of_desks = learn_keywords(said, URGENT, scripts)
    write_keywords(of_desks, said.digest, options.data)
    votes = sum(map(len, model.votes.values()))
    print(
        f"{len(queries)} queries, {len(model.votes)} features, {votes} levels for"
        f" {len(model.places)} places: {options.data / FOLDER}"
    )
    print(f"{sum(map(len, of_desks.values()))} words of {len(of_desks)} pages: {KEYWORDS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
