"""Characters that both scripts use, and the words in which they may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from base.characters import HAN
from base.languages import EDITIONS
from base.problems import Problem
from base.records import Field, one_of, optional, read_rows, text, texts
from base.yaml_rows import Row


def _character(value: Any) -> str | None:
    if isinstance(value, str) and re.fullmatch(f"[{HAN}]", value):
        return None
    return f"must be one Chinese character, not {value}"


SCHEMA = {
    "char": Field(_character),
    "edition": Field(one_of(*EDITIONS)),
    "words": optional(texts),
    "write": Field(text),
    "why": Field(text),
}


@dataclass(frozen=True)
class Shared:
    """One character of one edition: the words in which it is right, and what else to write."""

    char: str
    edition: str
    words: tuple[str, ...]
    write: str
    line: int = 0


def _row_problems(row: Row, path: str) -> Iterator[Problem]:
    """What the keys of a row say together."""
    if row["char"] == row["write"]:
        yield Problem(path, row.lines["write"], f'"char" and "write" are both {row["char"]}')
    for word in row.get("words", ()):
        if row["char"] not in word:
            yield Problem(path, row.lines["words"], f"{word} does not contain {row['char']}")


def _order_problems(rows: list[Shared], path: str) -> Iterator[Problem]:
    first: dict[tuple[int, str], int] = {}
    before = (-1, "")
    for row in rows:
        place = (list(EDITIONS).index(row.edition), row.char)
        line = first.setdefault(place, row.line)
        if line != row.line:
            yield Problem(path, row.line, f"{row.char} stands on line {line} already: keep one")
        elif place < before:
            yield Problem(path, row.line, f"{row.char} stands below {before[1]}: sort the rows")
        before = place


def load_shared(path: Path, shown: str | None = None) -> tuple[list[Shared], list[Problem]]:
    """The characters and what is wrong with their rows; faulty rows are left out.

    `shown` is how errors name the file.
    """
    name = shown or path.as_posix()
    entries, problems, _ = read_rows(path, name, SCHEMA)
    rows = []
    for entry in entries:
        faults = list(_row_problems(entry, name))
        problems += faults
        if not faults:
            words = tuple(entry.get("words", ()))
            write = entry["write"]
            rows.append(Shared(entry["char"], entry["edition"], words, write, entry.line))
    problems += _order_problems(rows, name)
    return rows, problems
