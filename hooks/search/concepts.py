"""Words that mean the same to somebody who looks for help: docs/_data/concepts.tsv.

A line is the id of a concept, a tab, and its forms with blanks between them. A query that holds a
form holds the concept: a feature more, so that what was learned of 「父親去世」 speaks for
「老爹沒了」 too. The engine finds the forms in the same way (engine/shards.js).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from base.characters import HAN
from base.problems import Problem
from base.source_text import BadText, read_text
from conversion.leaks import LeakCheck
from search.canon import Canon

NAME = "concepts.tsv"
FILE = f"docs/_data/{NAME}"
ID = re.compile(r"[a-z]+(?:-[a-z]+)*")
FORM = re.compile(rf"[{HAN}]{{1,6}}")
# A concept is a character of the private use area: nobody types it, and the search takes it as
# one more character of the query. There is room for so many.
FIRST, MOST = 0xE000, 6400


@dataclass(frozen=True)
class Concept:
    """Forms that mean the same, in the Traditional script."""

    name: str
    forms: tuple[str, ...]
    line: int

    def faults(self) -> Iterator[str]:
        """What is wrong with its line."""
        if not any(self.forms):
            yield "a tab and the forms of the concept must follow its id"
            return
        if not ID.fullmatch(self.name):
            yield f'"{self.name[:40]}" is no id of a concept, such as lost-job'
        if "" in self.forms:
            yield "one blank stands between two forms, and none at the end"
        for form in dict.fromkeys(filter(None, self.forms)):
            if self.forms.count(form) > 1:
                yield f"「{form}」 is named twice"
            if not FORM.fullmatch(form):
                yield f"「{form}」: a form is 1 to 6 Chinese characters"
            if short := next((one for one in self.forms if one and one in form != one), None):
                yield f"「{form}」 holds 「{short}」, which is enough: remove the longer one"


def read_concepts(data_dir: Path) -> tuple[list[Concept], list[Problem]]:
    """The concepts, sorted by id, and what is wrong with them. A guide may do without."""
    if not (data_dir / NAME).exists():
        return [], []
    try:
        text = read_text(data_dir / NAME, FILE)
    except BadText as error:
        return [], [error.problem]
    found: dict[str, Concept] = {}
    problems = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if line.startswith("#"):
            continue
        name, _, forms = line.partition("\t")
        concept = Concept(name, tuple(forms.split(" ")), number)
        problems += [Problem(FILE, number, message) for message in concept.faults()]
        if (first := found.setdefault(name, concept)) is not concept:
            problems.append(Problem(FILE, number, f'"{name}" stands on line {first.line} already'))
    if len(found) > MOST:
        problems.append(Problem(FILE, 0, f"{len(found)} concepts: at most {MOST}"))
    return [found[name] for name in sorted(found)], problems


def forms_of(concepts: Sequence[Concept]) -> list[str]:
    """The forms of all concepts."""
    return [form for concept in concepts for form in concept.forms]


def check_script(concepts: Sequence[Concept], leaks: LeakCheck) -> Iterator[Problem]:
    """Simplified characters of forms."""
    for concept in concepts:
        for fault in leaks.inspect_master(" ".join(concept.forms)):
            yield Problem(FILE, concept.line, fault.message)


class Concepts:
    """The concepts in what is asked."""

    def __init__(self, concepts: Sequence[Concept], canon: Canon) -> None:
        self.canon = canon
        found: dict[str, set[str]] = {}
        for number, concept in enumerate(concepts):
            for form in map(canon.word, concept.forms):
                found.setdefault(form, set()).add(chr(FIRST + number))
        # Canonical form -> its concepts.
        self.forms: Mapping[str, str] = {form: "".join(sorted(of)) for form, of in found.items()}
        self._longest = max(map(len, found), default=0)

    def of(self, text: str) -> str:
        """The concepts in canonical text, with blanks between them. At each place the longest
        form counts; one that lies within an earlier one does not."""
        text = text.replace(" ", "")
        found: set[str] = set()
        end = 0
        for at in range(len(text)):
            for stop in range(min(len(text), at + self._longest), max(at, end), -1):
                if concepts := self.forms.get(text[at:stop]):
                    found.update(concepts)
                    end = stop
                    break
        return " ".join(sorted(found))

    def asked(self, query: str) -> str:
        """What is learned from: the canonical form of a query without stop phrases, if anything is
        left, and its concepts. Stop phrases count for these."""
        return f"{self.canon.asked(query)} {self.of(self.canon.word(query))}".rstrip()
