"""What authors say about the words that people type: docs/_data/search.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from base.problems import Problem, nearest
from base.records import Field, Schema, Table, faults_of, number, optional, text
from base.yaml_rows import BadYaml, Row, load

NAME = "search.yml"
FILE = f"docs/_data/{NAME}"


def _list(value: Any) -> str | None:
    """A list, which may be empty, of texts."""
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        return "must list texts only: quote numbers"
    doubles = sorted({item for item in value if value.count(item) > 1})
    if doubles:
        return f"lists {doubles[0]} twice"
    return next((f"{each!r} {fault}" for each in value if (fault := text(each))), None)


def _rows(value: Any) -> str | None:
    if isinstance(value, list) and all(isinstance(row, Row) for row in value):
        return None
    return 'must be a list of rows of "key: value" lines'


def _mapping(value: Any) -> str | None:
    return None if isinstance(value, Row) else 'must be lines of "key: value"'


SCHEMA: Schema = {
    "furniture": Field(_list),
    "characters": Field(_list),
    "stop": Field(_list),
    "same": Field(_rows),
    "dangers": Field(_rows),
    "names": optional(_mapping),
    "weights": Field(_mapping),
    "nearest": Field(_list),
}
SAME_SCHEMA: Schema = {"words": Field(_list), "term": optional(text)}
DANGER_SCHEMA: Schema = {"to": Field(text), "words": Field(_list)}


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
    to_line: int = 0


@dataclass
class Words:
    """The checked file. Places in it are addresses, with "#anchor" where it is a section; `named`
    says which one opens where two bear the same name."""

    chrome: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    same: list[Group] = field(default_factory=list)
    dangers: list[Danger] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    nearest: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)


def _shape(tree: Any) -> Iterator[Problem]:
    """Keys and types of the whole file."""
    if not isinstance(tree, Row):
        yield Problem(FILE, 1, "must be a mapping of " + ", ".join(SCHEMA))
        return
    faults = list(faults_of(tree, FILE, SCHEMA))
    yield from faults
    if faults:
        return
    for key, schema in (("same", SAME_SCHEMA), ("dangers", DANGER_SCHEMA)):
        for row in tree[key]:
            yield from faults_of(row, FILE, schema)
    for name, to in tree.get("names", {}).items():
        if fault := text(to):
            yield Problem(FILE, tree["names"].lines[name], f'the place of "{name}" {fault}')
    weights = tree["weights"]
    for place, weight in weights.items():
        if fault := number(weight):
            yield Problem(FILE, weights.lines[place], f'the weight of "{place}" {fault}')


def _group(row: Row, terms: Table) -> tuple[Group, list[Problem]]:
    words = list(row["words"])
    problems = []
    if (term := row.get("term")) is not None:
        if term in terms:
            words.insert(0, terms[term]["term"])
        elif not terms.knows(term):
            message = f'no term "{term}" in the glossary{nearest(str(term), terms)}'
            problems.append(Problem(FILE, row.lines["term"], message))
    if len(words) < 2 and not problems and (term is None or term in terms):
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


def _lines(row: Row) -> tuple[int, int]:
    return row.lines["words"], row.lines["to"]


def read_words(data_dir: Path, terms: Table) -> tuple[Words, list[Problem]]:
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
        named={str(name): str(to) for name, to in tree.get("names", {}).items()},
        weights={str(place): float(weight) for place, weight in tree["weights"].items()},
        nearest=tuple(tree["nearest"]),
        lines=dict(tree.lines) | dict(tree["weights"].lines),
    )
    if "names" in tree:
        words.lines |= tree["names"].lines
    for row in tree["same"]:
        group, faults = _group(row, terms)
        words.same.append(group)
        problems += faults
    for row in tree["dangers"]:
        words.dangers.append(Danger(row["to"], tuple(row["words"]), *_lines(row)))
    problems += _overlaps(words.same, words.stop)
    return words, problems
