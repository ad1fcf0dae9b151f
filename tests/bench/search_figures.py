"""The judged queries, and the figures of what a search answered them with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from bench.search_boxes import Result

HANT, HANS = "zh-Hant", "zh-Hans"
KINDS = (
    "word",
    "two-char",
    "one-char",
    "colloquial",
    "cantonese",
    "taiwan",
    "question",
    "several-keywords",
    "typo",
    "homophone",
    "pinyin",
    "initials",
    "digits",
    "full-width",
    "mixed",
    "emergency",
)
PARTS = ("tune", "judge", "blind", "blind-2")
ALIKE = 10
"""Results in which both editions must agree: as many as the theme shows at first."""


@dataclass(frozen=True)
class Intent:
    """A row of tests/cases/search_judged.yml, whose header explains the fields."""

    id: str
    kind: str
    hant: str
    hans: str
    want: tuple[str, ...]
    heading: tuple[str, ...]
    part: str
    writer: str = ""

    def query(self, script: str) -> str:
        return self.hant if script == HANT else self.hans


@dataclass(frozen=True)
class Answer:
    """What a search offered in one edition for the query of one script."""

    intent: Intent
    script: str
    edition: str
    results: tuple[Result, ...]

    @property
    def rank(self) -> int:
        """Place of the first right page, from 1; 0 where there is none."""
        pages = (result.page for result in self.results)
        return next((n for n, page in enumerate(pages, 1) if page in self.intent.want), 0)

    @property
    def same(self) -> bool:
        """Whether query and page are in one script."""
        return self.script == self.edition

    @property
    def right_heading(self) -> bool:
        return bool(self.results) and self.results[0].lead in self.intent.heading


@dataclass(frozen=True)
class Figures:
    """Shares of the answers."""

    answers: int
    hit1: float
    hit3: float
    mrr: float
    nothing: float
    heading: float

    def cells(self) -> list[str]:
        shares = (self.hit1, self.hit3, self.mrr, self.nothing, self.heading)
        return [str(self.answers), *(f"{share:.2f}" for share in shares)]


COLUMNS = ["queries", "hit@1", "hit@3", "MRR", "nothing", "heading"]


def read_intents(file: Path) -> list[Intent]:
    """The judged queries; what is wrong with their file is for test_search_judged.py to say."""
    rows = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [
        Intent(**{**row, "want": tuple(row["want"]), "heading": tuple(row["heading"])})
        for row in rows
    ]


def answers(
    intents: Iterable[Intent], edition: str, found: dict[str, list[Result]]
) -> list[Answer]:
    """The answers of one edition, from its results for each query in either script."""
    return [
        Answer(intent, script, edition, tuple(found[intent.query(script)]))
        for intent in intents
        for script in (HANT, HANS)
    ]


def figures(given: Iterable[Answer], wanted: Callable[[Answer], bool]) -> Figures:
    """The figures of the answers that are wanted."""
    chosen = [answer for answer in given if wanted(answer)]

    def share(values: Iterable[float]) -> float:
        return sum(values) / max(1, len(chosen))

    return Figures(
        answers=len(chosen),
        hit1=share(answer.rank == 1 for answer in chosen),
        hit3=share(1 <= answer.rank <= 3 for answer in chosen),
        mrr=share(1 / answer.rank if answer.rank else 0 for answer in chosen),
        nothing=share(not answer.results for answer in chosen),
        heading=share(answer.right_heading for answer in chosen),
    )


def unlike(given: Iterable[Answer]) -> list[tuple[Intent, str]]:
    """The queries (intent and script) that the two editions answer differently."""
    seen: dict[tuple[Intent, str], tuple[Result, ...]] = {}
    found = []
    for answer in given:
        key = (answer.intent, answer.script)
        first = answer.results[:ALIKE]
        if seen.setdefault(key, first) != first:
            found.append(key)
    return found
