"""What people ask, and the places that answer: docs/_data/askings/*.tsv.

A line is a query, a tab, and the places with blanks between them: the address of a page, or
of a section with its "#anchor"; "." is the home page. The lines of readers-*.tsv were written
from the readers' side, and judged afterwards: they say how often what is asked. Those of the
other files were thought of for each section, and say in how many ways it is asked for. Where
several people wrote a file, a second tab and a name say who wrote the line: the search is judged
by writers whose lines it has not learned from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from base.characters import odd
from base.memory import remembered
from base.problems import Problem
from base.records import CONTROL
from base.source_text import BadText, decoded, read_content
from content.prose import UNWRITTEN

FOLDER = "askings"
SHOWN = f"docs/_data/{FOLDER}"
READERS = "readers-"
HOME = "."
PLACE = re.compile(r"\.|(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*(?:(?<=/)|#[a-z0-9]+(?:-[a-z0-9]+)*)")
# Who wrote a line.
WRITER = re.compile(r"[a-z]*[0-9]*")
# What somebody types into a box, and how many places can answer.
LONGEST, MOST_PLACES = 200, 12


@dataclass(frozen=True)
class TrainingQuery:
    """One query; `places` are addresses, "start/urgent/#threats", the best first."""

    query: str
    places: tuple[str, ...]
    by_reader: bool
    file: str
    line: int
    writer: str = ""


def _faults(query: str, places: list[str], writer: str) -> Iterator[str]:
    if CONTROL.search(f"{query} {' '.join(places)}"):
        yield "the line holds a character that nobody types: only one tab, and no other controls"
    if not query.strip() or query != query.strip():
        yield "the line begins with the query, without blanks around it"
    if len(query) > LONGEST:
        yield f"a query of {len(query)} characters: at most {LONGEST}"
    for _, what in odd(query):
        yield what
        break
    if UNWRITTEN in query:
        yield f"「{UNWRITTEN}」: still to be written"
    if len(query) > 1 and query[0] == query[-1] == '"':
        yield "quotation marks around the query are those of a table program: remove them"
    if not places:
        yield "a tab and the places that answer must follow the query"
        return
    if "" in places:
        yield "one blank stands between two places, and none at the end"
    elif len(places) > MOST_PLACES:
        yield f"{len(places)} places answer: at most {MOST_PLACES}, the best first"
    for place in filter(None, places):
        if not PLACE.fullmatch(place):
            yield f'"{place}" is no address, such as start/urgent/#threats'
    if not WRITER.fullmatch(writer):
        yield f'"{writer}" behind a second tab is no name of a writer, such as w1'
    if len(set(places)) < len(places):
        yield "a place is named twice"


@remembered
def _read(name: str, content: bytes) -> tuple[TrainingQuery | Problem, ...]:
    """The queries of a file, and its faults where they stand."""
    return tuple(_lines(name, content))


def _lines(name: str, content: bytes) -> Iterator[TrainingQuery | Problem]:
    shown = f"{SHOWN}/{name}"
    seen: dict[str, int] = {}
    try:
        text = decoded(content, shown)
    except BadText as error:
        yield error.problem
        return
    if not text.strip():
        yield Problem(shown, 0, "the file is empty: restore it from git, or remove it")
        return
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if not line.strip():
            yield Problem(shown, number, "a blank line: remove it")
            continue
        query, _, rest = line.partition("\t")
        rest, _, by = rest.partition("\t")
        places = rest.split(" ") if rest else []
        faults = list(_faults(query, places, by))
        for message in faults:
            yield Problem(shown, number, message)
        if (first := seen.setdefault(query, number)) != number:
            yield Problem(shown, number, f'"{query}" stands on line {first} already')
        # What is no address leads nowhere either: one fault is enough.
        if faults:
            continue
        addresses = tuple("" if place == HOME else place for place in places)
        writer = f"{name.removesuffix('.tsv')} {by}".strip()
        yield TrainingQuery(query, addresses, name.startswith(READERS), shown, number, writer)


def read_queries(data_dir: Path) -> tuple[list[TrainingQuery], list[Problem]]:
    """All queries, file by file, and what is wrong with them by themselves."""
    found: list[TrainingQuery] = []
    problems: list[Problem] = []
    if not any((data_dir / FOLDER).glob("*.tsv")):
        message = "no file of queries here: restore the folder from git"
        return [], [Problem(SHOWN, 0, message)]
    for file in sorted((data_dir / FOLDER).glob("*.tsv")):
        try:
            content = read_content(file, f"{SHOWN}/{file.name}")
        except BadText as error:
            problems.append(error.problem)
            continue
        for each in _read(file.name, content):
            if isinstance(each, Problem):
                problems.append(each)
            else:
                found.append(each)
    return found, problems
