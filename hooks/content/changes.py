"""What changed on a page, and why: `changes:` in its front matter, the newest first.

    changes:
      - date: 2026-12-01
        kind: fact
        says: 12378 的受理範圍寫清楚了，保險的投訴也可以打。

Shown on the page, on the page of the latest changes, in the feeds and in links.json.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from base.problems import Problem
from base.records import Field, at_most, date, faults_of, one_of
from base.yaml_rows import Row
from content.house_text import house_text
from content.source_pages import SourcePage

# What readers and programs are told of a change.
KINDS = {"fact": "事實", "advice": "做法", "wording": "說法"}
LIMIT = 100
# So many stand on the page of the latest changes, and in the feeds; all of them in links.json.
LATEST = 60


def _says(value: Any) -> str | None:
    if fault := at_most(LIMIT, house_text)(value):
        return fault
    return None if value.endswith("。") else "must be a sentence that ends in 。"


SCHEMA = {"date": Field(date), "kind": Field(one_of(*KINDS)), "says": Field(_says)}


@dataclass(frozen=True)
class Change:
    """A note on a page."""

    page: SourcePage
    date: str
    kind: str
    says: str


def listed(value: Any) -> str | None:
    """The value of `changes:`; what its records hold, `check_changes` looks at."""
    good = isinstance(value, list) and value and all(isinstance(row, Row) for row in value)
    return None if good else 'must be a list of records with "date", "kind" and "says"'


def _rows(page: SourcePage) -> list[Row]:
    rows = page.meta.get("changes", [])
    return [] if listed(rows) else rows


def check_changes(page: SourcePage) -> Iterator[Problem]:
    """What is wrong with the notes of a page."""
    rows = _rows(page)
    faults = [fault for row in rows for fault in faults_of(row, page.path, SCHEMA)]
    yield from faults
    if faults or not rows:
        return
    for newer, older in pairwise(rows):
        if older["date"] > newer["date"]:
            message = f"{older['date']} stands below {newer['date']}: the newest comes first"
            yield Problem(page.path, older.lines["date"], message)
    updated = page.meta.get("updated")
    if not date(updated) and rows[0]["date"] > updated:
        message = f'"updated" is {updated}: it cannot lie before the last change'
        yield Problem(page.path, rows[0].lines["date"], message)


def changes_of(pages: Iterable[SourcePage]) -> list[Change]:
    """The notes of all pages, the newest first."""
    found = [
        Change(page, row["date"].isoformat(), row["kind"], row["says"])
        for page in pages
        for row in _rows(page)
        if not any(faults_of(row, page.path, SCHEMA))
    ]
    return sorted(found, key=lambda each: each.date, reverse=True)
