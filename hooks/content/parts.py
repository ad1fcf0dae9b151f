"""The parts that pages and facts belong to: files of their own, so that a new one needs no code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from base.problems import Problem
from base.records import Field, Table, kebab, plain, read_records

SECTIONS_FILE, TOPICS_FILE = "docs/_data/sections.yml", "docs/_data/topics.yml"
SECTION_SCHEMA = {"id": Field(kebab), "about": Field(plain)}
TOPIC_SCHEMA = {"id": Field(kebab), "title": Field(plain)}
# The parts of the source article: there will be no more of them.
ARTICLE_PARTS = {
    "principles": "基本原則",
    "channels": "途徑",
    "communication": "溝通",
    "pitfalls": "誤區",
}


@dataclass(frozen=True)
class Parts:
    """The sections of pages, and the topics of facts by id with their titles; () and {} where the
    file cannot be read."""

    sections: tuple[str, ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict)

    def of(self, list_name: str) -> Mapping[str, str]:
        """The parts of a list such as `[[facts law]]`."""
        return self.topics if list_name == "facts" else ARTICLE_PARTS


def _doubles(table: Table, key: str, shown: str) -> Iterator[Problem]:
    """Parts that nobody could tell apart."""
    first: dict[str, str] = {}
    for row in table.values():
        if (other := first.setdefault(row[key], row["id"])) != row["id"]:
            message = f'"{key}" is that of {other} too: say how they differ'
            yield Problem(shown, row.lines[key], message)


def read_parts(data_dir: Path) -> tuple[Parts, list[Problem]]:
    """The parts, and the faults of their files."""
    sections, problems = read_records(data_dir / "sections.yml", SECTIONS_FILE, SECTION_SCHEMA)
    topics, faults = read_records(data_dir / "topics.yml", TOPICS_FILE, TOPIC_SCHEMA)
    problems += _doubles(sections, "about", SECTIONS_FILE)
    faults += _doubles(topics, "title", TOPICS_FILE)
    for file, table in ((SECTIONS_FILE, sections), (TOPICS_FILE, topics)):
        if table.whole and not table and not table.faulty:
            problems.append(Problem(file, 0, "lists nothing: restore it from git"))
    titles = {topic["id"]: topic["title"] for topic in topics.values()}
    known = tuple(sections) if sections.whole and not problems else ()
    return Parts(known, titles if topics.whole and not faults else {}), [*problems, *faults]
