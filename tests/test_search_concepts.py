"""Concepts: words that mean the same to somebody who looks for help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT
from lint import lint
from small_guide import SmallGuide

from content.library import read_sources
from search.concepts import FIRST, Concept, Concepts
from search.features import features
from search.learn import canon_of, learn
from search.training_queries import TrainingQuery
from search.vocabulary import read_words

DATA = PROJECT / "docs/_data"
FAULTS = yaml.safe_load((Path(__file__).parent / "cases/concepts_faults.yml").read_text("utf-8"))
START = {"start.md": "---\nid: start\ntitle: 開始\n---\n## 停 {#pause}\n"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_a_fault_of_a_concept_is_named_with_its_line(fault: dict[str, Any], tmp_path: Path) -> None:
    pages = {**START, "_data/concepts.tsv": f"{fault['text']}\n"}
    problems = lint(SmallGuide(tmp_path, pages).docs)[1]
    said = [str(problem) for problem in problems if "concepts" in problem.path]
    assert len(said) == len(fault["says"]), said
    for text, line in zip(fault["says"], said, strict=True):
        assert text in line


def test_the_longest_form_counts_and_none_within_an_earlier_one() -> None:
    words, _ = read_words(DATA, read_sources(PROJECT / "docs")[0].library.glossary)
    given = {
        "father": "爸 老爹",
        "dead": "沒了 去世",
        "money": "錢",
        "no-money": "錢沒",
        "old": "老",
    }
    rows = [Concept(name, tuple(given[name].split()), 1) for name in sorted(given)]
    concepts = Concepts(rows, canon_of(words, [], [], rows))

    def of(query: str) -> list[str]:
        found = concepts.of(concepts.canon.word(query)).split()
        return [rows[ord(concept) - FIRST].name for concept in found]

    assert of("老爹 沒了") == of("沒了老爹，老爹没了") == ["dead", "father"]
    # 沒了 begins within 錢沒 and goes on behind it; 老 and 錢 lie within what was found.
    assert of("老爹錢沒了") == ["dead", "father", "no-money"]
    assert of("沒有") == []
    assert concepts.asked("老爹沒有") == f"老爹没有 {concepts.of('老爹')}"


SAID = {
    "mourning/": ("父親去世", "母親去世了", "父親過世", "去世的母親"),
    "pay/": ("工資晚發", "發工資", "工資呢", "工資"),
}


def test_a_word_that_nobody_asked_with_finds_what_others_like_it_found() -> None:
    words, _ = read_words(DATA, read_sources(PROJECT / "docs")[0].library.glossary)
    queries = [
        TrainingQuery(text, (place,), False, "askings/x.tsv", 1)
        for place, texts in SAID.items()
        for text in texts
    ]
    rows = [
        Concept("dead", ("去世", "過世", "沒了"), 1),
        Concept("parents", ("父親", "母親", "老爹"), 2),
    ]
    for known in (rows, []):
        concepts = Concepts(known, canon_of(words, [], queries, known))
        model = learn(queries, concepts)
        found = features(concepts.asked("老爹沒了")) & model.votes.keys()
        places = {model.places[number] for one in found for number, _ in model.votes[one]}
        assert places == ({"mourning/"} if known else set())
