"""The one validator of data: records of a fixed set of keys, each with a check of its value.

Front matter and all files of `docs/_data/` are read through it. A check takes a value and says
in words what is wrong with it, or None.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from base.characters import odd
from base.problems import Problem, meant, nearest
from base.yaml_rows import BadYaml, Row, load

Check = Callable[[Any], str | None]

# Above what anything is measured or counted in.
MOST = 10**9
# The first of these days lies before the guide was thought of; behind the last one nobody will
# remember it. Whether a day lies ahead, lint.py asks, which is told today's.
FIRST_DAY, LAST_DAY = datetime.date(2020, 1, 1), datetime.date(2099, 12, 31)
# Words of an id, of a part of an address, of the name of a file.
WORDS = r"[a-z0-9]+(?:-[a-z0-9]+)*"
KEBAB = re.compile(WORDS)
# An address below the root of an edition.
ADDRESS = re.compile(rf"(?:{WORDS}/)+")
# A new line, and what no keyboard gives and no page may hold.
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Field:
    """A key of a record: the check of its value, and whether it may be left out."""

    check: Check
    required: bool = True


Schema = Mapping[str, Field]


def optional(check: Check) -> Field:
    """A key that may be left out."""
    return Field(check, required=False)


def kebab(value: Any) -> str | None:
    """An id."""
    if isinstance(value, str) and KEBAB.fullmatch(value):
        return None
    return f'must be lower-case ASCII words joined by "-"{quote_hint(value)}'


# What a field of data may say. The longest of today has 300 characters.
LONGEST = 2000
# What begins a tag, wherever it goes; in text a "<" stands before a blank or a number.
TAG = re.compile(r"<[A-Za-z/!?]")
# Markdown in a text that is shown as it stands.
MARKDOWN = re.compile(r"\*\*|\]\(|`|\[F\d+\]|^\s*#+ |\{[#.:]")


def text(value: Any) -> str | None:
    """One line of text."""
    if not isinstance(value, str) or not value.strip() or CONTROL.search(value.strip()):
        return "must be one line of text" + quote_hint(value)
    if len(value) > LONGEST:
        return f"has {len(value):,} characters: at most {LONGEST:,}"
    for _, what in odd(value):
        return f"must be one line of text: {what}"
    if tag := TAG.search(value):
        return f"is text, and {value[tag.start() : tag.start() + 12]!r} begins a tag: remove it"
    return None


def plain(value: Any) -> str | None:
    """One line of text that is shown as it stands, without Markdown."""
    if fault := text(value):
        return fault
    if value != value.strip():
        return "has blanks at its ends: remove them"
    if mark := MARKDOWN.search(value):
        return f"is shown as it stands, without Markdown: remove {mark[0]!r}"
    return None


def quote_hint(value: Any) -> str:
    """YAML reads some words otherwise than as text."""
    if value is None:
        return ", and is empty"
    plain = isinstance(value, int | float | bool | datetime.date)
    return f' (YAML reads {value!r} here: put it into quotes, "…")' if plain else ""


def flag(value: Any) -> str | None:
    """Yes or no."""
    return None if isinstance(value, bool) else "must be true or false"


def at_most(many: int, check: Check) -> Check:
    """What a check passes, in no more characters than these."""

    def checked(value: Any) -> str | None:
        if fault := check(value):
            return fault
        return f"has {len(value)} characters: at most {many}" if len(value) > many else None

    return checked


def yes(value: Any) -> str | None:
    """Yes, or left out."""
    return None if value is True else 'must be "true"; leave the key out otherwise'


def number(value: Any) -> str | None:
    """A number above 0."""
    good = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    if not good:
        return "must be a number above 0, such as 0.8"
    return f"is {value:g}: at most {MOST:,}" if value > MOST else None


def date(value: Any) -> str | None:
    """A day: YAML reads an ISO date as a date; one with a time of day is a datetime."""
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        return "must be a date like 2026-11-23"
    if not FIRST_DAY <= value <= LAST_DAY:
        return f"is {value}, which cannot be: a date like 2026-11-23"
    return None


def texts(value: Any) -> str | None:
    """A list of different texts."""
    if not isinstance(value, list) or not value:
        return 'must be a list of texts, one "- text" a line'
    for item in value:
        if fault := text(item):
            return f'must be a list of texts, one "- text" a line: {item!r} {fault}'
    doubles = sorted({item for item in value if value.count(item) > 1})
    return f"lists {doubles[0]} twice" if doubles else None


def one_of(*allowed: str) -> Check:
    """One of some words."""

    def check(value: Any) -> str | None:
        if value in allowed:
            return None
        return f"must be one of {', '.join(allowed)}{nearest(str(value), allowed)}"

    return check


def faults_of(row: Row, path: str, schema: Schema) -> Iterator[Problem]:
    """Keys of a record that are unknown, missing, or have a value that cannot be; a key that is
    misspelt is not missing too."""
    misspelt = set()
    for key in row:
        if key not in schema:
            misspelt.add(meant(key, schema))
            yield Problem(path, row.lines[key], f'unknown key "{key}"{nearest(key, schema)}')
    for key, field in schema.items():
        if key not in row:
            if field.required and key not in misspelt:
                yield Problem(path, row.line, f'the record lacks "{key}"')
        elif fault := field.check(row[key]):
            yield Problem(path, row.lines[key], f'"{key}" {fault}')


class Table(dict[str, Row]):
    """The records of a file by their `id`, in the file's order; those with a fault are left out.

    `knows` asks whether a record of a name stands in the file at all: what a faulty record
    carries is not to be told as missing everywhere else. A table is `whole` if the names of all
    of its records can be read.
    """

    whole: bool = True
    faulty: frozenset[str] = frozenset()

    def knows(self, name: str) -> bool:
        """Whether there is, or may be, a record of this name."""
        return name in self or name in self.faulty or not self.whole


def read_rows(path: Path, shown: str, schema: Schema) -> tuple[list[Row], list[Problem], bool]:
    """The records of a file in its order without the faulty ones, what is wrong with these, and
    whether the file could be read at all. `shown` is how errors name it."""
    try:
        rows = load(path, shown)
    except BadYaml as error:
        return [], [error.problem], False
    if rows is None:
        return [], [Problem(shown, 0, "the file is empty: restore it from git")], False
    if not isinstance(rows, list):
        return [], [Problem(shown, 1, 'must be a list of records that start with "- "')], False
    good: list[Row] = []
    problems: list[Problem] = []
    for row in rows:
        if not isinstance(row, Row):
            message = f'each entry must be a record of "key: value" lines, not {row!r}'
            problems.append(Problem(shown, 0, message))
            continue
        faults = list(faults_of(row, shown, schema))
        problems += faults
        if not faults:
            good.append(row)
    return good, problems, True


def read_records(path: Path, shown: str, schema: Schema) -> tuple[Table, list[Problem]]:
    """The records of a file by their `id`, and what is wrong with it."""
    rows, problems, whole = read_rows(path, shown, schema)
    table = Table()
    for row in rows:
        if (first := table.setdefault(row["id"], row)) is not row:
            whole = False  # The name of one of the two is a slip for another name.
            message = f"{row['id']} stands on line {first.line} already: keep one of the two"
            problems.append(Problem(shown, row.line, message))
    if whole and problems:
        names = list(_names(load(path, shown), schema["id"].check))
        whole = None not in names
        table.faulty = frozenset(name for name in names if name and name not in table)
    table.whole = whole
    return table, problems


def _names(rows: list[Any], check: Check) -> Iterator[str | None]:
    """The names of records; None for one that has none, or one that cannot be."""
    for row in rows:
        name = row.get("id") if isinstance(row, Row) else None
        yield None if check(name) else name
