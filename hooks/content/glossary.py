"""The glossary: one file, rendered on its own page and linked on first use elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from base.problems import Problem, nearest
from base.records import Field, Table, at_most, flag, kebab, optional, plain, read_records, texts
from base.yaml_rows import Row
from content.facts import UNPUBLISHED, without_fact

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
    "plain": Field(at_most(PLAIN_LIMIT, plain)),
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
        for alias in term["aliases"]:
            other = owner.setdefault(alias, term["id"])
            if other != term["id"] or alias == term["term"]:
                message = f'the alias "{alias}" stands under {other} already'
                problems.append(Problem(FILE, term.lines["aliases"], message))
    return terms, problems


def check_terms(terms: Table, facts: Table, stated: Mapping[str, str]) -> Iterator[Problem]:
    """Figures of terms that none of their facts states; `stated` is what facts state."""
    for term in terms.values():
        names = term.get("facts", ())
        if not all(name in facts for name in names):
            continue  # Told already.
        vouched = "，".join(stated[name] for name in names)
        for key in ("term", "plain"):
            for figure in without_fact(term[key], vouched):
                message = f'{figure} stands in none of the "facts" of {term["id"]}'
                yield Problem(FILE, term.lines[key], f"{message}: name one, or leave it out")


def linked_terms(terms: Mapping[str, Row]) -> dict[str, str]:
    """The words that become links on first use, each with its anchor on the glossary page."""
    return {term["term"]: term["id"] for term in terms.values() if term["link"]}
