"""What the search learns from askings: the files, the features, the model, the engine's part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from conftest import PROJECT, Site
from lint import lint
from playwright.sync_api import Browser, Page
from small_guide import SmallGuide

from base.problems import Unusable
from content.library import read_sources
from content.source_pages import read_pages
from search.asked import Engine, parts_of
from search.checks import Moved
from search.concepts import FIRST, Concepts
from search.features import LENGTH, features, pairs, weight
from search.index import read_index
from search.learn import READER, SHARE, canon_of, digest, learn, lessons, load_queries, vocabulary
from search.model import Model, check_model, read_model, write_model
from search.shards import learned_lists, shard_of
from search.training_queries import TrainingQuery, read_queries
from search.vocabulary import read_words

DATA = PROJECT / "docs/_data"
FAULTS = yaml.safe_load((Path(__file__).parent / "cases/askings_faults.yml").read_text("utf-8"))
START = {"start.md": "---\nid: start\ntitle: 開始\n---\n## 停 {#pause}\n"}


def query(text: str, *places: str, by_reader: bool = False) -> TrainingQuery:
    return TrainingQuery(text, places, by_reader, "askings/x.tsv", 1)


def places_of(site: Site) -> list[str]:
    """The addresses of all sections of the site, in the order of its index."""
    return [
        f"{page[0]}#{section[0]}" if section and section[0] else page[0]
        for page in read_index(site.root)["pages"]
        for section in page[5]
    ]


@pytest.fixture(scope="module")
def model() -> Model:
    return read_model(DATA)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_a_fault_of_a_query_is_named_with_its_line(fault: dict[str, Any], tmp_path: Path) -> None:
    pages = {**START, "_data/askings/start.tsv": f"{fault['text']}\n"}
    problems = lint(SmallGuide(tmp_path, pages).docs)[1]
    said = [str(problem) for problem in problems if "askings/" in problem.path]
    assert len(said) == len(fault["says"])
    for text, line in zip(fault["says"], said, strict=True):
        assert text in line


def test_features_are_characters_pairs_words_and_numbers() -> None:
    assert features("借呗 app12378") == {"借", "呗", "借呗", "app", "12378"}
    assert weight("借") < weight("借呗") == weight("12378") == 1


@pytest.mark.slow
def test_the_model_was_learned_from_the_queries_as_they_are(model: Model) -> None:
    queries, concepts, problems = load_queries(DATA)
    assert problems == []
    assert model.digest == digest(queries, concepts), "run `make learn` and commit what it writes"


def test_a_model_is_read_as_it_was_written(model: Model, tmp_path: Path) -> None:
    write_model(model, tmp_path)
    assert read_model(tmp_path) == model
    assert check_model(tmp_path) == []
    for file in sorted((tmp_path / "learned").iterdir()):
        assert file.read_bytes() == (DATA / "learned" / file.name).read_bytes()


def test_a_broken_model_is_named_with_what_mends_it(model: Model, tmp_path: Path) -> None:
    """What else can be wrong: tests/cases/faults/search.yml."""
    write_model(model, tmp_path)
    file = tmp_path / "learned/features-2.json"
    file.write_text(file.read_text("utf-8").replace('"features": "', '"features": "花 '), "utf-8")
    with pytest.raises(Unusable, match=r"learned/features-2\.json: .*make learn"):
        read_model(tmp_path)
    (problem,) = map(str, check_model(tmp_path))
    assert re.fullmatch(r"docs/_data/learned/features-2\.json: .*make learn.*", problem)


SAID = {"start/#pause": "先停一停", "urgent/": "有人上門", "fees/": "罰息太高"}


@pytest.fixture(scope="module")
def lesson() -> tuple[list[TrainingQuery], Concepts]:
    words, _ = read_words(DATA, read_sources(PROJECT / "docs")[0].library.glossary)
    queries = [query(text[at:], place) for place, text in SAID.items() for at in range(4)]
    return queries, Concepts([], canon_of(words, [], queries))


def test_a_few_lessons_are_learned(lesson: tuple[list[TrainingQuery], Concepts]) -> None:
    queries, concepts = lesson
    model = learn(queries, concepts)
    for place, text in SAID.items():
        sums = dict.fromkeys(model.places, 0)
        for feature in features(concepts.asked(text)):
            for number, level in model.votes.get(feature, ()):
                sums[model.places[number]] += level
        assert max(sums, key=lambda each: sums[each]) == place


def test_the_same_queries_give_the_same_model(lesson: tuple[list[TrainingQuery], Concepts]) -> None:
    queries, concepts = lesson
    assert [*learn(queries, concepts).files()] == [*learn(queries, concepts).files()]


def test_a_line_of_a_reader_counts_as_often_for_all_its_places_together(
    lesson: tuple[list[TrainingQuery], Concepts],
) -> None:
    _, concepts = lesson
    queries = [query("停", "a/", "b/"), query("停停", "a/", "b/", by_reader=True)]
    texts = [each.query for each in queries]
    given = lessons(queries, texts, vocabulary(texts), ["a/", "b/"])
    assert given.answers.toarray().tolist() == [[SHARE, SHARE], [READER / 2, READER / 2]]
    assert concepts.asked("停") == "停"


def test_all_that_is_asked_has_its_place_on_the_site(site: Site) -> None:
    queries, _ = read_queries(DATA)
    now = Moved(read_pages(PROJECT / "docs")[0]).now
    known = set(places_of(site))
    assert len(queries) > 1000
    asked = {now(place) for each in queries for place in each.places}
    assert sorted(asked - known) == []


MOVED = """---
id: pause
title: 停一停
description: 先停下來。
section: start
updated: 2026-11-24
redirect_from:
  - start/old/
---
## 停 {#stop was="halt hold"}
"""
NOW = {
    "start/old/": "start/pause/",
    "start/old/#stop": "start/pause/#stop",
    "start/old/#halt": "start/pause/#stop",
    "start/pause/#hold": "start/pause/#stop",
    "start/pause/": "start/pause/",
    "start/other/#halt": "start/other/#halt",
    "": "",
}


def test_a_query_may_name_a_place_by_its_former_address(tmp_path: Path) -> None:
    (tmp_path / "start").mkdir()
    (tmp_path / "start/pause.md").write_text(MOVED, "utf-8")
    pages, problems = read_pages(tmp_path)
    assert [page.url for page in pages] == ["start/pause/"], problems
    assert {place: Moved(pages).now(place) for place in NOW} == NOW


def test_a_former_address_that_is_a_page_moves_nothing(tmp_path: Path) -> None:
    """What is wrong is the line of front matter, and no query (links/redirects.py)."""
    moved = MOVED.replace("start/old/", "start/")
    guide = SmallGuide(tmp_path, {**START, "start/pause.md": moved})
    assert Moved(read_pages(guide.docs)[0]).now("start/#pause") == "start/#pause"


def test_places_that_have_become_one_stand_once_in_what_was_learned() -> None:
    votes = {"a": [(0, 3), (1, 5), (2, 1)], "b": [(1, 2), (3, 4)], "c": [(3, 9)]}
    model = Model("", 1.0, ("p/#b", "p/#a", "p/#b", "p/#gone"), votes)
    lists = learned_lists(model, ["p/#a", "p/#b"])
    assert lists == {"a": [(0, 5), (1, 3)], "b": [(0, 2)]}


@pytest.fixture(scope="module")
def engine(browser: Browser, site: Site) -> Iterator[Engine]:
    page: Page = browser.new_page()
    engine = Engine(page, site.root)
    engine.start("it", parts_of(site.root, ""))
    yield engine
    page.close()


# A stop phrase stands before a form, and a blank within one.
TWO_CONCEPTS = "怎麼辦老婆 公司倒 閉咗"


@pytest.mark.browser
def test_the_engine_reckons_as_the_model_was_trained(
    engine: Engine, site: Site, model: Model
) -> None:
    now = Moved(read_pages(PROJECT / "docs")[0]).now
    at = {place: number for number, place in enumerate(places_of(site))}
    concepts = load_queries(DATA)[1]
    assert " " in concepts.of(concepts.canon.word(TWO_CONCEPTS))
    for text in ("催收上門", "罚息 太高", "app 12378", "量子", TWO_CONCEPTS):
        found = [f for f in features(concepts.asked(text)) if f in model.votes]
        length = sum(weight(f) ** 2 for f in found) ** 0.5 or 1
        sums: dict[int, float] = {}
        for feature in found:
            for number, level in model.votes[feature]:
                place = at[now(model.places[number])]
                sums[place] = sums.get(place, 0) + weight(feature) * level
        odds = {n: exp(model.scale * LENGTH / length * value) for n, value in sums.items()}
        total = sum(odds.values()) + len(at) - len(odds)
        answer = engine.page.evaluate("text => ask.it.odds(text)", text)
        theirs = dict(answer)
        assert theirs.keys() == odds.keys()
        assert np.allclose([theirs[n] for n in odds], [odds[n] / total for n in odds], atol=1e-9)


@pytest.mark.browser
def test_what_is_learned_of_concepts_is_asked_for_when_they_are_known(
    engine: Engine, site: Site
) -> None:
    """As in a large guide, which holds what a query needs: first the shards of its characters."""
    parts = parts_of(site.root, "")
    rounds: list[set[str]] = []
    while not rounds or rounds[-1]:
        held = {name: parts[name] for name in sorted(set().union(*rounds))}
        engine.start("some", {"index": parts["index"], **held})
        needs = engine.page.evaluate("text => ask.some.needs(text, [1e6])", TWO_CONCEPTS)
        rounds.append(set(needs))
    concepts = load_queries(DATA)[1]
    features_of = features(concepts.asked(TWO_CONCEPTS))
    count = read_index(site.root)["learned"][0]
    first = {f"learned-{shard_of(f, count)}" for f in features_of if f[0] < chr(FIRST)}
    assert rounds[0] == first
    assert set().union(*rounds) == {f"learned-{shard_of(f, count)}" for f in features_of}
    assert len(rounds) > 2


@pytest.mark.browser
def test_a_word_of_a_concept_that_nobody_asked_with_is_no_unknown_one(
    engine: Engine, model: Model
) -> None:
    _, concepts, _ = load_queries(DATA)
    unheard = [
        form
        for form, of in concepts.forms.items()
        if len(form) > 1 and set(of) & model.votes.keys()
        if not any(pair in model.votes for pair in pairs(form))
    ]
    assert len(unheard) > 100
    note = "forms => forms.filter(form => ask.it(form).note == 'nothing')"
    assert engine.page.evaluate(note, unheard) == []
