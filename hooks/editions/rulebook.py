"""All that the conversion of a site goes by, read from the project's data files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from content.problems import Problem
from editions import opencc_tables
from editions.converter import NOTHING, Converter
from editions.opencc_tables import OpenccTables
from editions.prose import Prose
from editions.residue import Residue
from editions.shared_characters import load_shared
from editions.term_checks import check_effects
from editions.terms import Terms, load_terms

TERMS, SHARED = "terms.yml", "shared_characters.yml"


@dataclass(frozen=True)
class Rulebook:
    """The tables of the package, our terms, and what may remain; `digest` names the content."""

    tables: OpenccTables
    terms: Terms
    residue: Residue
    digest: str

    def prose(
        self,
        groups: Iterable[str] = (),
        rules: Mapping[str, str] = NOTHING,
        titles: Mapping[str, str] = NOTHING,
    ) -> Prose:
        """The conversion for pages with these groups and rules; see `Converter`."""
        converter = Converter(self.tables, self.terms, groups, rules, titles)
        return Prose(converter, self.residue.with_rules(rules).inspect)


_books: dict[str, tuple[Rulebook, list[Problem]]] = {}


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in (TERMS, SHARED):
        path = folder / name
        digest.update(path.read_bytes() if path.exists() else b"")
        digest.update(b"\0")
    return digest.hexdigest()


def load_rulebook(folder: Path, shown: str = "") -> tuple[Rulebook, list[Problem]]:
    """The rulebook of a folder of data files, and what is wrong with these files.

    `shown` is how errors name the folder. Read again only if a file has changed.
    """
    shown = shown or folder.as_posix()
    key = f"{_digest(folder)} {shown}"
    if key not in _books:
        _books.clear()
        tables = opencc_tables.load()
        terms, problems = load_terms(folder / TERMS, f"{shown}/{TERMS}")
        problems += check_effects(terms, tables)
        shared, faults = load_shared(folder / SHARED, f"{shown}/{SHARED}")
        residue = Residue(tables, terms, shared, f"{shown}/{SHARED}")
        _books[key] = (Rulebook(tables, terms, residue, key), sorted(problems + faults))
    return _books[key]
