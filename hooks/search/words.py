"""What authors say about the words that people type: docs/_data/search.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.problems import Problem, nearest
from content.yaml_lines import BadYaml, Row, load

NAME = "search.yml"
FILE = f"docs/_data/{NAME}"
SCHEMA: dict[str, type] = {
    "furniture": list,
    "characters": list,
    "stop": list,
    "same": list,
    "dangers": list,
    "weights": dict,
    "nearest": list,
}
SAME_KEYS = ("words", "term")
DANGER_KEYS = ("to", "words")


@dataclass(frozen=True)
class Group:
    """Words that can stand for each other."""

    words: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Danger:
    """What a person in danger types, and the place that then comes before all others."""

    to: str
    words: tuple[str, ...]
    line: int


@dataclass
class Words:
    """The checked file. `places` in it are addresses, with "#anchor" where it is a section."""

    furniture: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    same: list[Group] = field(default_factory=list)
    dangers: list[Danger] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    nearest: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)


def _keys(row: Row, known: Iterable[str]) -> Iterator[Problem]:
    for key in row:
        if key not in known:
            yield Problem(FILE, row.lines[key], f'unknown key "{key}"{nearest(key, known)}')


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _shape(tree: Any) -> Iterator[Problem]:
    """Keys and types of the whole file."""
    if not isinstance(tree, Row):
        yield Problem(FILE, 1, "must be a mapping of " + ", ".join(SCHEMA))
        return
    yield from _keys(tree, SCHEMA)
    for key, kind in SCHEMA.items():
        if key not in tree:
            yield Problem(FILE, 1, f'"{key}" is missing')
        elif not isinstance(tree[key], kind):
            yield Problem(FILE, tree.lines[key], f'"{key}" must be a {kind.__name__}')
        elif key in ("same", "dangers"):
            known = SAME_KEYS if key == "same" else DANGER_KEYS
            yield from _rows(tree[key], known, tree.lines[key])
        elif key == "weights":
            yield from _weights(tree[key])
        elif kind is list and not _texts(tree[key]):
            yield Problem(FILE, tree.lines[key], f'"{key}" must list texts only: quote numbers')


def _weights(weights: Row) -> Iterator[Problem]:
    for place, weight in weights.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or weight <= 0:
            message = f'the weight of "{place}" must be a number above 0, such as 0.8'
            yield Problem(FILE, weights.lines[place], message)


def _rows(rows: list[Any], known: tuple[str, ...], line: int) -> Iterator[Problem]:
    for row in rows:
        if not isinstance(row, Row):
            yield Problem(FILE, line, 'each entry must be a row of "key: value" lines')
            continue
        yield from _keys(row, known)
        if not _texts(row.get("words")):
            yield Problem(FILE, row.line, '"words" must list texts: quote numbers')
        if "to" in known and not isinstance(row.get("to"), str):
            yield Problem(FILE, row.line, 'the row lacks "to", the place that the words name')


def _group(row: Row, terms: Mapping[str, Row]) -> tuple[Group, list[Problem]]:
    words = list(row["words"])
    problems = []
    if (term := row.get("term")) is not None:
        if term in terms:
            words.insert(0, terms[term]["term"])
        else:
            message = f'no term "{term}" in the glossary{nearest(str(term), terms)}'
            problems.append(Problem(FILE, row.lines["term"], message))
    if len(words) < 2 and not problems:
        problems.append(Problem(FILE, row.line, "a group needs two words that mean the same"))
    return Group(tuple(words), row.lines["words"]), problems


def _overlaps(groups: list[Group], stop: Iterable[str]) -> Iterator[Problem]:
    """Groups that hold each other or share a word, and words that are cut away."""
    owner: dict[str, Group] = {}
    reported = set()
    for group in groups:
        for word in group.words:
            other = owner.setdefault(word, group)
            if other is group or (group.line, other.line) in reported:
                continue
            reported.add((group.line, other.line))
            if set(other.words) <= set(group.words) or set(group.words) <= set(other.words):
                message = f"the group contains that of line {other.line}: make one of the two"
            else:
                message = f'"{word}" stands in the group of line {other.line} already'
            yield Problem(FILE, group.line, message)
    for word in stop:
        if word in owner:
            message = f'"{word}" is a stop phrase and would never be searched for'
            yield Problem(FILE, owner[word].line, message)


def read_words(data_dir: Path, terms: Mapping[str, Row]) -> tuple[Words, list[Problem]]:
    """The file and what is wrong with it by itself; `terms` is the glossary, by id."""
    try:
        tree = load(data_dir / NAME, FILE)
    except BadYaml as error:
        return Words(), [error.problem]
    problems = list(_shape(tree))
    if problems:
        return Words(), problems
    words = Words(
        tuple(tree["furniture"]),
        tuple(tree["characters"]),
        tuple(tree["stop"]),
        weights={str(place): float(weight) for place, weight in tree["weights"].items()},
        nearest=tuple(tree["nearest"]),
        lines=dict(tree.lines) | dict(tree["weights"].lines),
    )
    for row in tree["same"]:
        group, faults = _group(row, terms)
        words.same.append(group)
        problems += faults
    for row in tree["dangers"]:
        words.dangers.append(Danger(row["to"], tuple(row["words"]), row.lines["words"]))
    problems += _overlaps(words.same, words.stop)
    return words, problems
