"""The glossary: one file, rendered on its own page and linked on first use elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from base.problems import Problem, nearest
from base.records import Field, Table, at_most, flag, kebab, optional, plain, read_records, texts
from base.yaml_rows import Row
from content.facts import UNPUBLISHED, stated_by, unvouched
from content.house_text import sentence

FILE = "docs/_data/glossary.yml"
PAGE = "glossary.md"
PLAIN_LIMIT = 40


def _words(value: Any) -> str | None:
    if fault := texts(value):
        return fault
    return next((f"{word!r} {fault}" for word in value if (fault := plain(word))), None)


SCHEMA = {
    "id": Field(kebab),
    "term": Field(plain),
    "plain": Field(at_most(PLAIN_LIMIT, sentence)),
    "facts": optional(texts),
    "link": Field(flag),
    "aliases": Field(_words),
}


def read_glossary(data_dir: Path, facts: Table) -> tuple[Table, list[Problem]]:
    """The terms by id, and the faults of their file."""
    terms, problems = read_records(data_dir / "glossary.yml", FILE, SCHEMA)
    owner = {term["term"]: term["id"] for term in reversed(terms.values())}
    for term in terms.values():
        if (first := owner[term["term"]]) != term["id"]:
            message = f"{term['term']} stands under {first} already: keep one of the two"
            problems.append(Problem(FILE, term.lines["term"], message))
        for fact_id in term.get("facts", ()):
            fact = facts.get(fact_id)
            if fact["confidence"] == UNPUBLISHED if fact else not facts.knows(fact_id):
                message = f"no published fact {fact_id}{nearest(fact_id, facts)}"
                problems.append(Problem(FILE, term.lines["facts"], message))
        problems += _figure_faults(term, facts)
        for alias in term["aliases"]:
            other = owner.setdefault(alias, term["id"])
            if other != term["id"] or alias == term["term"]:
                message = f'the alias "{alias}" stands under {other} already'
                problems.append(Problem(FILE, term.lines["aliases"], message))
    return terms, problems


def _figure_faults(term: Row, facts: Table) -> Iterator[Problem]:
    """Figures that no fact of the term states."""
    names = term.get("facts", ())
    if all(name in facts for name in names):
        vouched = "，".join(stated_by({name: facts[name] for name in names}).values())
        for key in ("term", "plain"):
            for figure in unvouched(term[key], vouched):
                message = f'{figure} stands in no fact of this term: name one under "facts"'
                yield Problem(FILE, term.lines[key], message)


def linked_terms(terms: Mapping[str, Row]) -> dict[str, str]:
    """The words that become links on first use, each with its anchor on the glossary page."""
    return {term["term"]: term["id"] for term in terms.values() if term["link"]}
