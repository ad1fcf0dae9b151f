"""Makes a page from a template: its file, its place in the menu, queries to fill in.

    make page PAGE=court/new-thing      or     python hooks/new_page.py court/new-thing

What is still to be written says so, and the lint names each place until it is.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from pathlib import Path

from base.problems import Unusable, nearest
from content.parts import SECTIONS_FILE, read_parts
from content.prose import UNWRITTEN
from content.source_pages import read_pages

PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
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


def menu_with(menu: str, src: str) -> str:
    """mkdocs.yml with a page behind the last one of its folder. Raises `Unusable`."""
    folder = src.rpartition("/")[0]
    lines = menu.split("\n")
    entries = [re.fullmatch(r"(\s*- )([\w/-]+\.md)", line) for line in lines]
    near = [
        place
        for place, entry in enumerate(entries)
        if entry and entry[2].rpartition("/")[0] == folder
    ]
    if not near:
        raise Unusable(f"no page of {folder}/ is in the menu: add the part to `nav` by hand first")
    before = entries[near[-1]]
    lines.insert(near[-1] + 1, f"{before[1] if before else ''}{src}")
    return "\n".join(lines)


def make_page(project: Path, path: str, today: datetime.date) -> list[Path]:
    """Makes the page of an address such as "court/new-thing"; the files that were written.

    Raises `Unusable`.
    """
    if not PATH.fullmatch(path):
        raise Unusable(f'"{path}" is no path like court/new-thing: lower-case ASCII words')
    folder, _, name = path.partition("/")
    sections = read_parts(project / "docs" / "_data")[0].sections
    if folder not in sections:
        known = nearest(folder, sections)
        raise Unusable(f'no section "{folder}"{known}: see {SECTIONS_FILE}')
    page, menu = project / "docs" / f"{path}.md", project / "mkdocs.yml"
    if page.exists():
        raise Unusable(f"docs/{path}.md is there already")
    others = read_pages(project / "docs")[0]
    if other := next((each for each in others if each.meta.get("id") == name), None):
        raise Unusable(f'the id "{name}" is that of {other.path}: give the page another name')
    new_menu = menu_with(menu.read_text(encoding="utf-8"), f"{path}.md")
    text = TEMPLATE.format(id=name, section=folder, today=today.isoformat(), todo=UNWRITTEN)
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
