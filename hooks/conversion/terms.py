"""The table of terms: what the package's conversion gets wrong, or words differently.

The file (`docs/_data/terms.yml`) is a list of rows. A row has either `from` and `to`, or
`keep` for a wording that stays as it is; and `why`, `test` (a sentence that holds the
wording) and, if it holds only on pages that name it, `group`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from base.problems import Problem
from base.records import Field, optional, read_rows, text
from base.yaml_rows import Row

# Character references and tags are not text: a wording with these could break markup.
MARKUP = frozenset('&<>"')


def _wording(value: Any) -> str | None:
    if fault := text(value):
        return fault
    if value != value.strip() or MARKUP & set(value):
        return 'must not hold & < > " or blanks at its ends'
    return None


SCHEMA = {
    "from": optional(_wording),
    "to": optional(_wording),
    "keep": optional(_wording),
    "why": Field(text),
    "test": Field(text),
    "group": optional(text),
}


@dataclass(frozen=True)
class Term:
    """One row; for a kept wording `source` and `target` are the same."""

    source: str
    target: str
    test: str
    group: str = ""
    line: int = 0


@dataclass(frozen=True)
class Terms:
    """The checked rows, in the order of the file."""

    rows: tuple[Term, ...] = ()
    path: str = ""

    @property
    def groups(self) -> frozenset[str]:
        """The names that a page can ask for."""
        return frozenset(row.group for row in self.rows if row.group)

    def select(self, groups: Iterable[str] = ()) -> dict[str, str]:
        """Wording -> conversion, for a page that names these groups."""
        wanted = {"", *groups}
        general = {row.source: row.target for row in self.rows if not row.group}
        # A group says otherwise than the general row of the same wording.
        return general | {r.source: r.target for r in self.rows if r.group and r.group in wanted}


def _row_problems(row: Row, path: str) -> Iterator[Problem]:
    """What the keys of a row say together."""
    if "keep" in row and ("from" in row or "to" in row):
        yield Problem(path, row.line, 'a row has either "keep", or "from" and "to"')
        return
    for key in ("keep",) if "keep" in row else ("from", "to"):
        if key not in row:
            yield Problem(path, row.line, f'the record lacks "{key}"')
            return
    source = row["keep"] if "keep" in row else row["from"]
    if "from" in row and row["from"] == row["to"]:
        message = f'"from" and "to" are both {source}: write "keep: {source}"'
        yield Problem(path, row.lines["to"], message)
    if source.isascii():
        yield Problem(path, row.line, f"{source} holds nothing to convert: drop the row")
    if source not in row["test"]:
        message = f"the test sentence must contain {source}"
        yield Problem(path, row.lines["test"], message)


def _order_problems(rows: list[Term], path: str) -> Iterator[Problem]:
    """Wordings given twice, and rows that do not stand in the order of the code points."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        line = first.setdefault((row.source, row.group), row.line)
        if line != row.line:
            message = f"{row.source} stands on line {line} already: keep one of the two rows"
            yield Problem(path, row.line, message)
    for before, row in pairwise(rows):
        if row.source < before.source:
            message = f"{row.source} must stand above {before.source} (line {before.line}): sort"
            yield Problem(path, row.line, message)


def load_terms(path: Path, shown: str | None = None) -> tuple[Terms, list[Problem]]:
    """The table and what is wrong with its rows; faulty rows are left out.

    `shown` is how errors name the file. What the rows do together is checked by
    `conversion.term_checks`.
    """
    name = shown or path.as_posix()
    entries, problems, _ = read_rows(path, name, SCHEMA)
    rows: list[Term] = []
    for entry in entries:
        faults = list(_row_problems(entry, name))
        problems += faults
        if not faults:
            source = entry["keep"] if "keep" in entry else entry["from"]
            target = entry.get("to", source)
            group = entry.get("group", "")
            rows.append(Term(source, target, entry["test"], group, entry.line))
    problems += _order_problems(rows, name)
    return Terms(tuple(rows), name), problems
