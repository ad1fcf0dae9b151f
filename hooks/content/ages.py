"""How long a fact may be relied on after its last check: docs/_data/ages.yml.

A page says by the reader's own clock when that time is over (docs/assets/javascripts/ages.js); who
looks after the guide is told what is due (recheck.py).
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from base.problems import Problem, nearest
from base.records import Field, Table, kebab, number, optional, plain, read_records, texts, yes
from base.yaml_rows import Row
from content.facts import CONFIDENCE, published

FILE = "docs/_data/ages.yml"
MONTHS = "{n}"
# Nobody would see to a fact that may be older.
MOST_MONTHS = 120


def _months(value: Any) -> str | None:
    if fault := number(value):
        return fault
    whole = isinstance(value, int) and value <= MOST_MONTHS
    return None if whole else f"must be a whole number of months, at most {MOST_MONTHS}"


def _says(value: Any) -> str | None:
    if fault := plain(value):
        return fault
    return None if value.count(MONTHS) == 1 else f"must hold {MONTHS} once, the number of months"


def _confidence(value: Any) -> str | None:
    if fault := texts(value):
        return fault
    odd = next((each for each in value if each not in CONFIDENCE), None)
    return f"lists {odd}: known are {', '.join(CONFIDENCE)}" if odd else None


SCHEMA = {
    "id": Field(kebab),
    "months": Field(_months),
    "numbers": optional(texts),
    "dials": optional(yes),
    "topics": optional(texts),
    "confidence": optional(_confidence),
    "says": Field(_says),
    "short": optional(_says),
}
# By what a record says which facts it fits.
FITS: Mapping[str, Callable[[Row, Any], bool]] = {
    "numbers": lambda fact, value: not set(value).isdisjoint(fact.get("phones", ())),
    "dials": lambda fact, value: bool(fact.get("phones")),
    "topics": lambda fact, value: fact["topic"] in value,
    "confidence": lambda fact, value: fact["confidence"] in value,
}


def read_ages(data_dir: Path, topics: Iterable[str]) -> tuple[Table, list[Problem]]:
    """The records by id, and the faults of their file."""
    ages, problems = read_records(data_dir / "ages.yml", FILE, SCHEMA)
    problems += _faults(ages, frozenset(topics))
    return ages, problems


def _faults(ages: Table, topics: frozenset[str]) -> Iterator[Problem]:
    rows = list(ages.values())
    for row in rows:
        for topic in row.get("topics", ()) if topics else ():
            if topic not in topics:
                message = f"unknown topic {topic}{nearest(topic, topics)}: see topics.yml"
                yield Problem(FILE, row.lines["topics"], message)
        fits_all = FITS.keys().isdisjoint(row)
        if fits_all and row is not rows[-1]:
            message = f"{row['id']} fits all facts, so that none below it counts: put it last"
            yield Problem(FILE, row.line, message)
        elif not fits_all and row is rows[-1] and ages.whole and not ages.faulty:
            message = f"{row['id']} is the last one and must fit all that are left: no conditions"
            yield Problem(FILE, row.line, message)


def age_of(fact: Row, ages: Table) -> Row:
    """The record that fits a fact."""
    for row in ages.values():
        if all(fits(fact, row[key]) for key, fits in FITS.items() if key in row):
            return row
    raise KeyError(fact["id"])


def kind_of(fact: Row, ages: Table) -> str:
    """How a page names the record of a fact: "" is the last one, which most facts have."""
    name: str = age_of(fact, ages)["id"] if ages else ""
    return "" if not ages or name == list(ages)[-1] else name


def due(fact: Row, ages: Table) -> datetime.date:
    """The day from which on a check no longer holds."""
    checked: datetime.date = fact["checked"]
    months = checked.month - 1 + age_of(fact, ages)["months"]
    year, month = checked.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(checked.day, calendar.monthrange(year, month)[1]))


def overdue(facts: Table, ages: Table, today: datetime.date) -> list[Row]:
    """The published facts whose check no longer holds, the longest first."""
    found = [fact for fact in published(facts) if due(fact, ages) <= today]
    return sorted(found, key=lambda fact: (due(fact, ages), int(fact["id"][1:])))


def report(facts: Table, ages: Table, today: datetime.date) -> str:
    """A line for the log of a build."""
    late = overdue(facts, ages, today)
    if not late:
        return ""
    names = ", ".join(fact["id"] for fact in late[:8]) + (", …" if len(late) > 8 else "")
    return f"facts: {len(late)} of {len(facts)} are due to be checked again ({names}): make recheck"
