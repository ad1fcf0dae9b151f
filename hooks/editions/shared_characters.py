"""Characters that both scripts use, and the words in which they may stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.problems import Problem, nearest
from content.yaml_lines import BadYaml, Row, load
from editions.addresses import SIMPLIFIED, TRADITIONAL

KEYS = ("char", "edition", "words", "write", "why")
EDITIONS = (TRADITIONAL, SIMPLIFIED)


@dataclass(frozen=True)
class Shared:
    """One character of one edition: the words in which it is right, and what else to write."""

    char: str
    edition: str
    words: tuple[str, ...]
    write: str
    line: int = 0


def _row_problems(row: Any, path: str) -> Iterator[Problem]:
    if not isinstance(row, Row):
        yield Problem(path, 0, f'each entry must be a row of "key: value" lines, not {row!r}')
        return
    for key in row:
        if key not in KEYS:
            yield Problem(path, row.lines[key], f'unknown key "{key}"{nearest(key, KEYS)}')
    for key in ("char", "edition", "write", "why"):
        if not isinstance(row.get(key), str) or not row[key]:
            yield Problem(path, row.lines.get(key, row.line), f'"{key}" is missing or not text')
    char, edition, words = row.get("char"), row.get("edition"), row.get("words", [])
    if isinstance(char, str) and len(char) != 1:
        yield Problem(path, row.lines["char"], f'"char" must be one character, not {char}')
    if isinstance(edition, str) and edition not in EDITIONS:
        message = f'"edition" must be one of {", ".join(EDITIONS)}{nearest(edition, EDITIONS)}'
        yield Problem(path, row.lines["edition"], message)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        yield Problem(path, row.lines["words"], '"words" must be a list, one "- word" a line')
        return
    for word in words:
        if isinstance(char, str) and char not in word:
            yield Problem(path, row.lines["words"], f"{word} does not contain {char}")


def _order_problems(rows: list[Shared], path: str) -> Iterator[Problem]:
    first: dict[tuple[int, str], int] = {}
    before = (-1, "")
    for row in rows:
        place = (EDITIONS.index(row.edition), row.char)
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
    try:
        entries = load(path, name)
    except BadYaml as error:
        return [], [error.problem]
    if not isinstance(entries, list):
        return [], [Problem(name, 0, 'the file must be a list of rows ("- char: …")')]
    rows, problems = [], []
    for entry in entries:
        faults = list(_row_problems(entry, name))
        problems += faults
        if not faults:
            words = tuple(entry.get("words", ()))
            write = entry["write"]
            rows.append(Shared(entry["char"], entry["edition"], words, write, entry.line))
    problems += _order_problems(rows, name)
    return rows, problems
