"""Makes a page from a template: its file, its place in the menu, queries to fill in.

    make page PAGE=court/new-thing      or     python hooks/new_page.py court/new-thing

What is still to be written says so, and the lint names each place until it is.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from base.problems import Unusable, nearest
from base.records import WORDS
from content.parts import SECTIONS_FILE
from content.prose import UNWRITTEN
from content.source_pages import read_pages

PATH = re.compile(rf"{WORDS}/{WORDS}")
# A line of the menu that names a page, with a title or without.
ENTRY = re.compile(r"(?P<indent> *)- (?:[^:]+: )?(?P<folder>[\w-]+)/(?P<file>[\w-]+\.md)")
SECTION = re.compile(r"^section: (\S+)$", re.M)
# A new section gets as many queries, in as many people's words (CONTRIBUTING, E24).
QUERIES = 10
TEMPLATE = """\
---
id: {id}
title: {todo}
description: {todo}。
section: {section}
updated: {today}
aliases:
  - {todo}
---

## {todo}：這是什麼 {{#what-it-is}}

{todo}

## {todo}：今天做 {{#today}}

1. {todo}

> 「{todo}」

[下一步：{todo}](index.md){{ .next-step }}
"""


def _parts(lines: Sequence[str]) -> Iterator[list[tuple[int, re.Match[str]]]]:
    """The entries of a menu with their places among the lines: those that follow each other are
    a part."""
    part: list[tuple[int, re.Match[str]]] = []
    for place, line in enumerate([*lines, ""]):
        if entry := ENTRY.fullmatch(line):
            part.append((place, entry))
        elif part:
            yield part
            part = []


def menu_with(menu: str, src: str) -> tuple[str, str]:
    """mkdocs.yml with a page behind the last one of its folder, in the part that has most of them;
    and the page it stands behind. Raises `Unusable`."""
    folder = src.rpartition("/")[0]
    lines = menu.split("\n")
    parts = list(_parts(lines))
    near = max(([e for e in part if e[1]["folder"] == folder] for part in parts), key=len)
    if not near:
        known = nearest(folder, {entry["folder"] for part in parts for _, entry in part})
        raise Unusable(
            f"no page of {folder}/ is in the menu{known}: a new part begins in {SECTIONS_FILE},"
            " and with its first page under `nav` in mkdocs.yml, both by hand"
        )
    place, before = near[-1]
    lines.insert(place + 1, f"{before['indent']}- {src}")
    return "\n".join(lines), f"{before['folder']}/{before['file']}"


def make_page(project: Path, path: str, today: datetime.date) -> list[Path]:
    """Makes the page of an address such as "court/new-thing"; the files that were written.

    Raises `Unusable`.
    """
    if not PATH.fullmatch(path):
        raise Unusable(f'"{path}" is no path like court/new-thing: lower-case ASCII words')
    folder, _, name = path.partition("/")
    page, menu = project / "docs" / f"{path}.md", project / "mkdocs.yml"
    if page.exists():
        raise Unusable(f"docs/{path}.md is there already")
    others = read_pages(project / "docs")[0]
    if other := next((each for each in others if each.meta.get("id") == name), None):
        raise Unusable(f'the id "{name}" is that of {other.path}: give the page another name')
    new_menu, before = menu_with(menu.read_text(encoding="utf-8"), f"{path}.md")
    section = SECTION.search((project / "docs" / before).read_text(encoding="utf-8"))
    if section is None:
        raise Unusable(f"docs/{before} names no section: make lint")
    text = TEMPLATE.format(id=name, section=section[1], today=today.isoformat(), todo=UNWRITTEN)
    page.write_text(text, encoding="utf-8", newline="\n")
    menu.write_text(new_menu, encoding="utf-8", newline="\n")
    queries = project / "docs" / "_data" / "askings" / f"{folder}.tsv"
    with queries.open("a", encoding="utf-8", newline="\n") as file:
        for anchor in ("what-it-is", "today"):
            for number in range(1, QUERIES + 1):
                file.write(f"{UNWRITTEN}{name} {anchor} {number}\t{path}/#{anchor}\n")
    return [page, menu, queries]


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", help="address of the page, such as court/new-thing")
    options = parser.parse_args()
    try:
        written = make_page(Path(), options.path, datetime.date.today())
    except Unusable as error:
        print(error, file=sys.stderr)
        return 1
    for file in written:
        print(file)
    print(f"Write what stands as {UNWRITTEN}, then: make lint, make learn, make publish")
    return 0


if __name__ == "__main__":
    sys.exit(main())
