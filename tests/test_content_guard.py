"""What can hurt a reader does not come back: each sentence that was mended has a row in
cases/content_guard.yml, a wording that must never stand, or a caveat that must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT

ROWS = yaml.load(
    (Path(__file__).parent / "cases" / "content_guard.yml").read_text("utf-8"), yaml.CSafeLoader
)
KEYS = {"name", "page", "holds", "never", "because"}
# Not text that is read: citations, targets of links, attributes.
UNREAD = re.compile(r"\[F\d+\]|\]\([^)]*\)|\{[^{}]*\}|[\[\]*]")
# What people may call a page is theirs.
ALIASES = re.compile(r"^aliases:\n(?:  - .*\n)+", re.M)


@cache
def text_of(file: Path) -> str:
    """The text of a file as it is read, its blocks apart."""
    return UNREAD.sub("", ALIASES.sub("", file.read_text(encoding="utf-8")))


def files_of(page: str) -> Iterator[Path]:
    """The files that a row is about: a page, or all that readers see."""
    if page != "*":
        yield PROJECT / "docs" / page
        return
    yield from sorted((PROJECT / "docs").rglob("*.md"))
    yield from sorted((PROJECT / "overrides").rglob("*.html"))
    for name in ("facts", "glossary", "claims", "risks"):
        yield PROJECT / "docs" / "_data" / f"{name}.yml"


def blocks(text: str) -> list[str]:
    """Paragraphs, list items, rows and headings; an admonition with its body is one block."""
    found: list[str] = []
    for part in re.split(r"\n[ \t]*\n", text):
        if found and part.startswith("    ") and found[-1].startswith("!!!"):
            found[-1] += f"\n{part}"
        else:
            found.append(part)
    return found


def test_each_row_says_what_it_guards() -> None:
    faults = [row for row in ROWS if not {"name", "page"} <= row.keys() <= KEYS]
    faults += [row for row in ROWS if ("holds" in row) == ("never" in row)]
    names = [row["name"] for row in ROWS]
    faults += sorted({name for name in names if names.count(name) > 1})
    assert faults == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_what_can_hurt_stays_away_and_its_caveat_stays(row: dict[str, str]) -> None:
    pattern = re.compile(row.get("never") or row["holds"], re.S)
    if "never" in row:
        found = {
            file.relative_to(PROJECT).as_posix(): match[0]
            for file in files_of(row["page"])
            if (match := pattern.search(text_of(file)))
        }
        assert found == {}
    else:
        texts = [block for file in files_of(row["page"]) for block in blocks(text_of(file))]
        assert any(pattern.search(block) for block in texts), row["page"]
