"""What was learned from queries: how much each feature of a query speaks for which place.

A feature has a list of places with a level for each, from 1 to LEVELS; for all other places it
says nothing. The levels of a query's features, each times the feature's weight, add up to how
likely a place is the one that is meant: `scale` makes a natural logarithm of the sum.

hooks/search/learn.py makes the files, hooks/search/shards.py puts them into the search's data.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from base.memory import remembered
from base.problems import Problem, Unusable
from base.source_text import BadText, read_text
from search.bits import Entry, read, written

FOLDER = "learned"
SHOWN = f"docs/_data/{FOLDER}"
PLACES = "places.json"
LEVELS = 15
# Features in a file: each stays well below half a megabyte, which is much for git.
IN_A_FILE = 8000
# Two branches that both learned leave marks of git in the files.
MEND = "run `make learn`, which writes it anew"
# No number in the files comes near it.
MANY = 1_000_000


@dataclass(frozen=True)
class Model:
    """`votes` are the lists by feature, whose numbers are those of `places`; `digest` is of what
    they were learned from."""

    digest: str
    scale: float
    places: tuple[str, ...]
    votes: Mapping[str, Sequence[Entry]]

    def files(self) -> Iterator[tuple[str, str]]:
        """Name and text of each file."""
        names = sorted(self.votes)
        parts = [names[at : at + IN_A_FILE] for at in range(0, len(names), IN_A_FILE)]
        head = {"digest": self.digest, "scale": self.scale, "parts": len(parts)}
        yield PLACES, _json({**head, "places": list(self.places)})
        for number, part in enumerate(parts, 1):
            votes = written((self.votes[name] for name in part), len(self.places))
            fields = {"features": " ".join(part), "votes": base64.b64encode(votes).decode()}
            yield f"features-{number}.json", _json(fields)


def _json(fields: Mapping[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def write_model(model: Model, data_dir: Path) -> None:
    """Writes the files; those of an earlier model go."""
    folder = data_dir / FOLDER
    folder.mkdir(exist_ok=True)
    for file in folder.glob("*.json"):
        file.unlink()
    for name, text in model.files():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _fields(text: str) -> dict[str, Any]:
    fields = json.loads(text)
    if not isinstance(fields, dict):
        raise TypeError("no object with names")
    return fields


def _texts(fields: Mapping[str, Any], name: str) -> list[str]:
    listed = fields[name]
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise TypeError(f'"{name}" is no list of texts')
    if len(set(listed)) < len(listed):
        raise ValueError(f'"{name}" lists one of them twice')
    return listed


def _number(fields: Mapping[str, Any], name: str) -> Any:
    value = fields[name]
    if not isinstance(value, int | float) or not 0 <= value < MANY:
        raise ValueError(f'"{name}" is no number from 0 on')
    return value


@remembered
def _votes(text: str, places: int) -> Mapping[str, Sequence[Entry]]:
    """The lists in the text of a file: a build reads them to check them, then for the search."""
    fields = _fields(text)
    names = str(fields["features"]).split(" ")
    try:
        data = base64.b64decode(fields["votes"], validate=True)
        lists = read(data, len(names), places)
    except EOFError as error:
        raise ValueError("not as many lists as features") from error
    if any(entries[-1][0] >= places for entries in lists):
        raise ValueError("a number that no place has")
    return dict(zip(names, lists, strict=True))


def read_model(data_dir: Path) -> Model:
    """The model in the folder. Raises `Unusable`."""

    def text() -> str:
        return read_text(data_dir / FOLDER / file, f"{SHOWN}/{file}")

    file = PLACES
    try:
        fields = _fields(text())
        places = tuple(_texts(fields, "places"))
        votes: dict[str, Sequence[Entry]] = {}
        for number in range(1, int(_number(fields, "parts")) + 1):
            file = f"features-{number}.json"
            votes.update(_votes(text(), len(places)))
        return Model(str(fields["digest"]), _number(fields, "scale"), places, votes)
    except BadText as error:
        where = f"line {error.problem.line}: " if error.problem.line else ""
        raise Unusable(f"{SHOWN}/{file}: {where}{error.problem.message}; {MEND}") from error
    except RecursionError as error:
        raise Unusable(f"{SHOWN}/{file}: lists within lists without end; {MEND}") from error
    except KeyError as error:
        raise Unusable(f"{SHOWN}/{file}: {error} is missing; {MEND}") from error
    except (ValueError, TypeError) as error:
        raise Unusable(f"{SHOWN}/{file}: {error}; {MEND}") from error


def check_model(data_dir: Path) -> list[Problem]:
    """Whether the model can be read."""
    try:
        read_model(data_dir)
    except Unusable as error:
        file, _, message = str(error).partition(": ")
        return [Problem(file, 0, message)]
    return []
