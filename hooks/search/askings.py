"""What people ask, and the places that answer: docs/_data/askings/*.tsv.

A line is a query, a tab, and the places with blanks between them: the address of a page, or
of a section with its "#anchor"; "." is the home page. The lines of readers-*.tsv were written
from the readers' side, and judged afterwards: they say how often what is asked. Those of the
other files were thought of for each section, and say in how many ways it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.problems import Problem

FOLDER = "askings"
SHOWN = f"docs/_data/{FOLDER}"
READERS = "readers-"
HOME = "."


@dataclass(frozen=True)
class Asking:
    """One query; `places` are addresses, "start/urgent/#threats", the best first."""

    query: str
    places: tuple[str, ...]
    by_reader: bool
    file: str
    line: int


def _faults(query: str, places: list[str]) -> Iterator[str]:
    if not query.strip() or query != query.strip():
        yield "the line begins with the query, without blanks around it"
    if not places:
        yield "a tab and the places that answer must follow the query"
    for place in places:
        if place != HOME and not place.startswith("#") and "/" not in place.split("#")[0]:
            yield f'"{place}" is no address, such as start/urgent/#threats'
    if len(set(places)) < len(places):
        yield "a place is named twice"


def _read(file: Path) -> Iterator[Asking | Problem]:
    shown = f"{SHOWN}/{file.name}"
    seen: dict[str, int] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        query, _, rest = line.partition("\t")
        places = rest.split(" ") if rest else []
        for message in _faults(query, places):
            yield Problem(shown, number, message)
        if (first := seen.setdefault(query, number)) != number:
            yield Problem(shown, number, f'"{query}" stands on line {first} already')
        addresses = tuple("" if place == HOME else place for place in places)
        yield Asking(query, addresses, file.name.startswith(READERS), shown, number)


def read_askings(data_dir: Path) -> tuple[list[Asking], list[Problem]]:
    """All askings, file by file, and what is wrong with them by themselves."""
    found: list[Asking] = []
    problems: list[Problem] = []
    for file in sorted((data_dir / FOLDER).glob("*.tsv")):
        for each in _read(file):
            if isinstance(each, Problem):
                problems.append(each)
            else:
                found.append(each)
    return found, problems
