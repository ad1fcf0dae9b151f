"""What the search learns from askings: the files, the features, the model, the engine's part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from conftest import HANT, PROJECT, Site
from playwright.sync_api import Browser, Page

from content.pages import read_pages
from search.askings import Asking, read_askings
from search.build import Moved, check_places, read_edition
from search.features import features, weight
from search.index import places_of, read_index
from search.learn import canon_of, digest, lessons, load_askings, vocabulary
from search.model import (
    DEPTH,
    FILE,
    PLACE,
    PLACE_BITS,
    ROW_BITS,
    UNKNOWN,
    BadModel,
    Model,
    for_index,
    in_order,
    names,
    packed,
    read_model,
)
from search.sections import SearchPage, Section
from search.training import matrix, train
from search.words import Words, read_words

DATA = PROJECT / "docs/_data"
FAULTS = yaml.safe_load((Path(__file__).parent / "cases/askings_faults.yml").read_text("utf-8"))
BUILT = [SearchPage("start/", "開始", [Section("", ""), Section("pause", "停")])]
# The learned part of the engine for one query, by itself; the least evidence is 0.
ANSWERS = "query => [...search.answering(query)]"


def asking(query: str, *places: str, by_reader: bool = False) -> Asking:
    return Asking(query, places, by_reader, "askings/x.tsv", 1)


@pytest.fixture(scope="module")
def model() -> Model:
    found = read_model(DATA)
    assert found is not None
    return found


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_a_fault_of_an_asking_is_named_with_its_line(fault: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "askings").mkdir()
    (tmp_path / "askings/start.tsv").write_text(fault["text"] + "\n", "utf-8")
    askings, problems = read_askings(tmp_path)
    problems += check_places(Words(), BUILT, askings) if not problems else []
    said = [str(problem) for problem in problems]
    assert len(said) == len(fault["says"])
    for text, line in zip(fault["says"], said, strict=True):
        assert text in line


def test_features_are_characters_pairs_words_and_numbers() -> None:
    assert features("借呗 app12378") == {"借", "呗", "借呗", "app", "12378"}
    assert weight("借") < weight("借呗") == weight("12378") == 1


def test_the_model_was_learned_from_the_askings_as_they_are(model: Model) -> None:
    askings, canon, problems = load_askings(DATA)
    assert problems == []
    assert model.digest == digest(askings, canon), "run `make learn` and commit what it writes"


def test_the_features_of_the_model_are_in_their_order(model: Model) -> None:
    assert list(model.features) == in_order(model.features)


BROKEN = {
    "two branches": ('"scale"', '<<<<<<< HEAD\n "scale"'),
    "a key": ('"scale"', '"scales"'),
    "no list": ('"places": [', '"places": 5, "x": ['),
    "a feature too many": ('"features": [', '"features": ["花",'),
    "a place too many": ('"places": [', '"places": ["start/",'),
}


@pytest.mark.parametrize(("old", "new"), BROKEN.values(), ids=BROKEN)
def test_a_broken_model_is_named_with_what_mends_it(
    model: Model, tmp_path: Path, old: str, new: str
) -> None:
    assert old in model.as_json()
    (tmp_path / FILE).write_text(model.as_json().replace(old, new), "utf-8")
    with pytest.raises(BadModel, match=r"learned\.json: .*make learn"):
        read_model(tmp_path)
    (tmp_path / FILE).write_text(model.as_json(), "utf-8")
    assert read_model(tmp_path) == model


def test_an_index_holds_features_in_the_order_of_their_rows(model: Model) -> None:
    single, pairs, words = names(model.features)
    grouped = [group[0] + second for group in pairs.split(" ") for second in group[1:]]
    assert [*single, *grouped, *words.split(" ")] == list(model.features)


def test_a_place_that_nothing_is_known_of_stands_in_the_middle(model: Model) -> None:
    _, raw = for_index(model, [model.places[3], "new/#place"])
    assert raw[len(model.rows) :] == model.vectors[3 * PLACE : 4 * PLACE] + UNKNOWN


def test_levels_are_packed_from_the_lowest_bits_on() -> None:
    row = [1, 2] + [0] * (DEPTH - 2)
    assert packed([row], PLACE_BITS)[0] == 0x21
    assert packed([row], ROW_BITS)[0] == 0b1001


def test_a_few_lessons_are_learned() -> None:
    words, _ = read_words(DATA, {})
    said = {"start/#pause": "先停一停", "urgent/": "有人上門", "fees/": "罰息太高"}
    askings = [asking(query[at:], place) for place, query in said.items() for at in range(3)]
    canon = canon_of(words, [], askings)
    given = lessons(askings, canon, vocabulary(askings, canon), sorted(said))
    trained = train(given, epochs=60)
    asked = matrix(given, np.arange(len(given.answers)))
    assert trained.answers(asked).tolist() == given.answers.tolist()
    assert trained.rows.min() >= 0
    assert trained.rows.max() < 2**ROW_BITS
    assert trained.vectors.min() >= 0
    assert trained.vectors.max() < 2**PLACE_BITS


def test_all_that_is_asked_has_its_place_on_the_site(site: Site) -> None:
    askings, _ = read_askings(DATA)
    words, _ = read_words(DATA, {})
    moved = Moved(read_pages(PROJECT / "docs")[0])
    assert len(askings) > 1000
    assert list(check_places(Words(), read_edition(site.root, words), askings, moved.now)) == []


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


def test_an_asking_may_name_a_place_by_its_former_address(tmp_path: Path) -> None:
    (tmp_path / "start").mkdir()
    (tmp_path / "start/pause.md").write_text(MOVED, "utf-8")
    pages, problems = read_pages(tmp_path)
    assert [page.url for page in pages] == ["start/pause/"], problems
    assert {place: Moved(pages).now(place) for place in NOW} == NOW


@pytest.fixture(scope="module")
def engine(browser: Browser, site: Site) -> Iterator[Page]:
    """A page with the engine's source, which lets its learned part be asked by itself."""
    source = (PROJECT / "docs/assets/javascripts/search/engine.js").read_text("utf-8")
    asks = source.replace("  return search\n", "  self.search = { answering }\n  return search\n")
    assert asks != source
    page = browser.new_page()
    page.add_script_tag(content=asks)
    page.evaluate("index => { guideSearch(index) }", read_index(site.edition_root(HANT)))
    yield page
    page.close()


@pytest.mark.browser
def test_the_engine_reckons_as_the_model_was_trained(
    engine: Page, site: Site, model: Model
) -> None:
    rows = np.frombuffer(model.rows, np.uint8)[:, None] >> np.arange(0, 8, 2) & 3
    levels = rows.reshape(-1, DEPTH) - 1.5
    vectors = np.frombuffer(model.vectors, np.uint8)[:, None] >> np.array([0, 4]) & 15
    places = vectors.reshape(-1, DEPTH) - 7.5
    words, _ = read_words(DATA, {})
    at = {p: i for i, p in enumerate(places_of(read_edition(site.root, words)))}
    known = [place for place in model.places if place in at]
    for query in ("催收上门", "罚息 太高", "app 12378", "量子"):
        found = [f for f in features(query) if f in model.features]
        length = sum(weight(f) ** 2 for f in found) ** 0.5 or 1
        asked = sum(weight(f) / length * levels[model.features.index(f)] for f in found)
        odds = np.exp(model.scale * (places @ (asked if found else np.zeros(DEPTH))))
        answers = engine.evaluate(ANSWERS, query)
        mine = [odds[model.places.index(place)] for place in known]
        theirs = [answers[at[place]] for place in known]
        assert np.allclose(np.array(mine) / sum(mine), np.array(theirs) / sum(theirs), atol=1e-9)
