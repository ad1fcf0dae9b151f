"""The glossary: one file, rendered on its own page and linked on first use elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from content.facts import UNPUBLISHED
from content.problems import Problem, nearest
from content.records import read_records
from content.yaml_lines import Row

FILE = "docs/_data/glossary.yml"
PAGE = "glossary.md"
SCHEMA = {
    "id": "text",
    "term": "text",
    "plain": "text",
    "facts": "texts?",
    "link": "flag",
    "aliases": "texts",
}
PLAIN_LIMIT = 40


def read_glossary(data_dir: Path, facts: Mapping[str, Row]) -> tuple[dict[str, Row], list[Problem]]:
    """The terms by id, and the faults of their file."""
    terms, problems = read_records(data_dir / "glossary.yml", FILE, SCHEMA)
    owner = {term["term"]: term["id"] for term in terms.values()}
    for term in terms.values():
        if len(term["plain"]) > PLAIN_LIMIT:
            message = f'"plain" has {len(term["plain"])} characters: at most {PLAIN_LIMIT}'
            problems.append(Problem(FILE, term.lines["plain"], message))
        for fact_id in term.get("facts", ()):
            if fact_id not in facts or facts[fact_id]["confidence"] == UNPUBLISHED:
                message = f"no published fact {fact_id}{nearest(fact_id, facts)}"
                problems.append(Problem(FILE, term.lines["facts"], message))
        for alias in term["aliases"]:
            other = owner.setdefault(alias, term["id"])
            if other != term["id"] or alias == term["term"]:
                message = f'the alias "{alias}" stands under {other} already'
                problems.append(Problem(FILE, term.lines["aliases"], message))
    return terms, problems


def linked_terms(terms: Mapping[str, Row]) -> dict[str, str]:
    """The words that become links on first use, each with its anchor on the glossary page."""
    return {term["term"]: term["id"] for term in terms.values() if term["link"]}
