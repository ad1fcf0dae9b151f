"""The lines `[[name]]` of pages, in whose place the lists of lists.py stand: where, and whether
each list of a part stands once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from base.problems import Problem, nearest
from base.yaml_rows import Row
from content import claims, facts
from content.claims import Place
from content.facts import UNPUBLISHED
from content.lists import LISTS
from content.parts import Parts
from content.source_pages import SourcePage

LINE = re.compile(r"^\[\[(?P<name>[a-z-]+)(?: (?P<part>[a-z-]+))?\]\]$")
# Lists that are made of a part of their data: the key that names the part, the file.
PARTS = {"facts": ("topic", facts.FILE), "claims": ("section", claims.FILE)}
Places = Mapping[tuple[str, str], Place]


def part_places(pages: Iterable[SourcePage]) -> dict[tuple[str, str], Place]:
    """Where the list of each part stands: the heading above it, on the first page that has it."""
    found: dict[tuple[str, str], Place] = {}
    for page in pages:
        anchor = ""
        headings = {heading.line: heading.id or "" for heading in page.headings}
        for number, line in page.body():
            anchor = headings.get(number, anchor)
            if (match := LINE.match(line.strip())) and match["part"]:
                found.setdefault((match["name"], match["part"]), Place(page, anchor, number))
    return found


def lists_of(page: SourcePage) -> Iterator[tuple[str, str]]:
    """The name and the part of each list that stands on a page."""
    for _, line in page.body():
        if match := LINE.match(line.strip()):
            yield match["name"], match["part"] or ""


def check_lists(page: SourcePage, first: Places, known: Parts) -> Iterator[Problem]:
    """Lines that name no list, or no part of one, or a part that stands elsewhere."""
    for number, line in page.body():
        match = LINE.match(line.strip())
        if not match:
            continue
        name, part = match["name"], match["part"] or ""
        if name not in LISTS:
            message = f"unknown list {match[0]}{nearest(name, LISTS)}: known are {', '.join(LISTS)}"
            yield Problem(page.path, number, message)
        elif name not in PARTS:
            if part:
                yield Problem(page.path, number, f"{name} has no parts: write [[{name}]]")
        elif not (parts := known.of(name)):
            continue  # Their file cannot be read, and says so.
        elif part not in parts:
            fault = f'"{part}" is no part of {name}{nearest(part, parts)}'
            message = f"{fault if part else f'{match[0]} names no part'}: the parts are "
            yield Problem(page.path, number, message + ", ".join(parts))
        elif ((place := first[name, part]).page.src, place.line) != (page.src, number):
            message = f"{match[0]} stands at {place.page.path}:{place.line} already"
            yield Problem(page.path, number, message)


def check_parts(
    first: Places, rows_of: Mapping[str, Mapping[str, Row]], known: Parts
) -> Iterator[Problem]:
    """Rows whose part is unknown, or listed on no page though others are; by name of the list."""
    for name, (key, file) in PARTS.items():
        parts = known.of(name)
        listed = {part for each, part in first if each == name and part in parts}
        for row in rows_of[name].values() if parts else ():
            part = row[key]
            if part not in parts:
                message = f'"{key}" must be one of {", ".join(parts)}{nearest(part, parts)}'
                yield Problem(file, row.lines[key], message)
            elif listed and part not in listed and row.get("confidence") != UNPUBLISHED:
                message = f"{row['id']} is on no page: write [[{name} {part}]] on one"
                yield Problem(file, row.lines[key], message)
