"""Reads a data file of `docs/_data/`: a list of records with a fixed set of keys."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

from content.problems import Problem, nearest
from content.yaml_lines import BadYaml, Row, load

# A key's type; a trailing "?" marks an optional key.
TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "texts": list,
    "date": datetime.date,
    "flag": bool,
}


def _faults(row: Row, path: str, schema: Mapping[str, str]) -> Iterator[Problem]:
    for key in row:
        if key not in schema:
            yield Problem(path, row.lines[key], f'unknown key "{key}"{nearest(key, schema)}')
    for key, kind in schema.items():
        wanted = kind.rstrip("?")
        if key not in row:
            if not kind.endswith("?"):
                yield Problem(path, row.line, f'the record lacks "{key}"')
        elif not isinstance(row[key], TYPES[wanted]):
            yield Problem(path, row.lines[key], f'"{key}" must be a {wanted}: quote it?')
        elif wanted == "texts" and not all(isinstance(v, str) for v in row[key]):
            yield Problem(path, row.lines[key], f'"{key}" must list texts only: quote numbers')


def read_records(
    path: Path, shown: str, schema: Mapping[str, str]
) -> tuple[dict[str, Row], list[Problem]]:
    """The records of a file by their `id`, in the file's order, and what is wrong with it.

    `schema` maps each key to "text", "texts", "date" or "flag", with "?" where optional;
    `shown` is how errors name the file. A record with a fault is left out.
    """
    try:
        rows = load(path, shown)
    except BadYaml as error:
        return {}, [error.problem]
    if not isinstance(rows, list) or not all(isinstance(row, Row) for row in rows):
        return {}, [Problem(shown, 1, 'must be a list of records that start with "- id: …"')]
    records: dict[str, Row] = {}
    problems: list[Problem] = []
    for row in rows:
        faults = list(_faults(row, shown, schema))
        if not faults and row["id"] in records:
            first = records[row["id"]].line
            faults = [Problem(shown, row.line, f"{row['id']} stands on line {first} already")]
        if not faults:
            records[row["id"]] = row
        problems += faults
    return records, problems
