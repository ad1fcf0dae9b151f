"""Makes sites of any size that look like this one, for the benchmark.

Every generated page has the shape of a real page of docs/: its blocks, the length of each
clause, its punctuation, its heading ids. Only the words are others: each clause is replaced by
another clause of the site of about the same length, so that paragraphs hardly ever repeat. Repeated
ones would flatter our second edition, which remembers the texts it has converted.

Same docs/ and same number of pages: same bytes.

    python tests/bench/corpus.py FOLDER PAGES
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from mkdocs.utils.yaml import yaml_load
from opencc import OpenCC

PROJECT = Path(__file__).resolve().parents[2]

PARTS = 7
"""Sections of the navigation, as on the site."""
GROUP = 12
"""Pages in a subsection; with navigation.prune each page shows the titles of its own only, as the
menu of the site does (hooks/content/menu.py)."""

FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.S | re.M)
BUILT_LINES = re.compile(r"^\[\[[a-z-]+(?: [a-z-]+)?\]\]$", re.M)
# A link to what the site makes of the built pages (the guide on paper) and no page of a corpus.
BUILT_LINK = re.compile(r'</?a\b(?: href="(?!\w+:)[^"]*")?>')
CITATIONS = re.compile(r"\[F\d+\]")
HEADING_IDS = re.compile(r"^#{2,6} .*\{#([a-z0-9-]+)\}$", re.M)
PAGE_LINK = re.compile(r"\]\((?!#)[^)]*\.md(?:#[^)]*)?\)")
FIXED = re.compile(
    # Stays as it is: what begins a block …
    r"(^[ ]*(?:>[ ]?|[-*][ ](?:\[[ x]\][ ])?|\d+\.[ ]|\#{2,6}[ ]|!!![ ][\w -]+)+"
    # … links, attributes, tags and code …
    r"|\]\([^)]*\)|\{[^}]*\}|<[^>]*>|`[^`]*`"
    # … marks of emphasis, blanks and cells, and punctuation.
    r"|\*\*|_{3,}|[\[\]|\"，。；：？！、「」『』（）《》|—…→＝=×÷·□]|\s+)",
    re.M,
)
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Shape:
    """A real page without its own words: Markdown of title, description and body."""

    title: str
    description: str
    body: str

    @property
    def anchors(self) -> list[str]:
        """The heading ids, in order."""
        return HEADING_IDS.findall(self.body)


class Words:
    """The clauses of the site, to be drawn by length."""

    def __init__(self, texts: Iterable[str]) -> None:
        clauses = {part for text in texts for part in FIXED.split(text) if HAN.search(part)}
        self.clauses = sorted(clauses, key=lambda clause: (len(clause), clause))
        self.lengths = [len(clause) for clause in self.clauses]

    def like(self, clause: str, chance: random.Random) -> str:
        """Another clause, at most one character longer or shorter; no Han, no change."""
        if not HAN.search(clause):
            return clause
        first = bisect_left(self.lengths, len(clause) - 1)
        last = bisect_right(self.lengths, len(clause) + 1)
        return self.clauses[chance.randrange(first, last)]

    def reword(self, text: str, chance: random.Random) -> str:
        """The text with other clauses between the same marks."""
        parts = FIXED.split(text)
        # Captured marks stand at the odd places.
        parts[::2] = [self.like(part, chance) for part in parts[::2]]
        return "".join(parts)


def read_shapes(docs: Path) -> list[Shape]:
    """The pages under `docs`, in order of their paths; what a template writes is none."""
    shapes = []
    for path in sorted(docs.rglob("*.md")):
        source = path.read_text(encoding="utf-8")
        meta = FRONT_MATTER.match(source)
        if meta is None:
            raise ValueError(f"{path}: no front matter")
        known = yaml.load(meta[1], yaml.CSafeLoader)
        if "template" in known:
            continue
        # Citations, and lists and pages that are built, need hooks that the benchmark leaves out.
        body = source[meta.end() :]
        for built in (BUILT_LINES, BUILT_LINK, CITATIONS):
            body = built.sub("", body)
        shapes.append(Shape(known["title"], known["description"], body))
    if not shapes:
        raise ValueError(f"{docs}: no pages")
    return shapes


class Corpus:
    """`pages` generated pages, numbered from 0, page 0 being the home page."""

    def __init__(self, docs: Path, pages: int) -> None:
        self.shapes = read_shapes(docs)
        self.pages = pages
        self.words = Words(
            text for shape in self.shapes for text in (shape.title, shape.description, shape.body)
        )

    def shape(self, number: int) -> Shape:
        return self.shapes[number % len(self.shapes)]

    def place(self, number: int) -> str:
        """Path of a page under docs/."""
        if number == 0:
            return "index.md"
        group = (number - 1) // GROUP
        return f"part-{group % PARTS}/group-{group // PARTS}/page-{number}.md"

    def page(self, number: int) -> str:
        """Markdown of a page."""
        chance = random.Random(number)
        shape = self.shape(number)

        def link(_: re.Match[str]) -> str:
            target = chance.randrange(self.pages)
            up = os.path.relpath(self.place(target), Path(self.place(number)).parent)
            anchor = chance.choice(["", *(f"#{name}" for name in self.shape(target).anchors)])
            return f"]({Path(up).as_posix()}{anchor})"

        meta = yaml.safe_dump(
            {
                "title": self.words.reword(shape.title, chance),
                "description": self.words.reword(shape.description, chance),
            },
            allow_unicode=True,
            width=1000,
        )
        body = PAGE_LINK.sub(link, self.words.reword(shape.body, chance))
        return f"---\n{meta}---\n{body}"

    def nav(self) -> list[object]:
        """Navigation in three levels: part, group, page."""
        chance = random.Random("nav")
        parts: dict[str, dict[str, list[str]]] = {}
        for number in range(1, self.pages):
            part, group, _ = self.place(number).split("/")
            parts.setdefault(part, {}).setdefault(group, []).append(self.place(number))

        def title() -> str:
            return self.words.like("去哪裡談", chance)

        return [
            "index.md",
            *({title(): [{title(): places} for places in of.values()]} for of in parts.values()),
        ]


def nav_titles(nav: list[object]) -> set[str]:
    """Titles of parts and groups in a `nav` setting."""
    titles: set[str] = set()
    for entry in nav:
        if isinstance(entry, dict):
            for title, entries in entry.items():
                titles |= {title} | nav_titles(entries)
    return titles


def write(folder: Path, pages: int, project: Path = PROJECT) -> None:
    """Writes docs/, peer-docs/ and one `mkdocs-<variant>.yml` for each variant into `folder`."""
    corpus = Corpus(project / "docs", pages)
    simplify = OpenCC("tw2s").convert
    for number in range(pages):
        text, place = corpus.page(number), Path(corpus.place(number))
        _write(folder / "docs" / place, text)
        # The peer's user keeps the second edition as files; making them is not timed.
        _write(folder / "peer-docs" / place, text)
        _write(folder / "peer-docs" / place.with_suffix(".zh-Hans.md"), simplify(text))
    shutil.copytree(project / "docs" / "_data", folder / "docs" / "_data")
    # The theme's own zh-Hant strings hold Simplified characters, which our checks refuse.
    languages = Path("partials/languages")
    shutil.copytree(project / "overrides" / languages, folder / "theme" / languages)
    nav = corpus.nav()
    settings = _settings(project, nav)
    ours: dict[str, object] = {"hooks": [str(project / "tests" / "bench" / "only_editions.py")]}
    peer = _peer_settings({title: simplify(title) for title in sorted(nav_titles(nav))})
    variants: dict[str, dict[str, object]] = {"plain": {}, "ours": ours, "peer": peer}
    for variant, more in variants.items():
        chosen = {**settings, "site_dir": f"site-{variant}", **more}
        text = yaml.safe_dump(chosen, allow_unicode=True, sort_keys=False)
        _write(folder / f"mkdocs-{variant}.yml", text)


def _settings(project: Path, nav: list[object]) -> dict[str, object]:
    with (project / "mkdocs.yml").open(encoding="utf-8") as source:
        extensions = yaml_load(source)["markdown_extensions"]
    return {
        "site_name": "逾期協商指南",
        "site_url": "https://example.org/",
        "docs_dir": "docs",
        "exclude_docs": "/_data/",
        "theme": {
            "name": "material",
            "custom_dir": "theme",
            "language": "guide",
            "font": False,
            "features": ["navigation.prune"],
        },
        "plugins": ["search"],
        "markdown_extensions": extensions,
        "validation": {"links": {"not_found": "warn", "anchors": "warn"}},
        "nav": nav,
    }


def _peer_settings(nav_translations: dict[str, str]) -> dict[str, object]:
    """Settings of mkdocs-static-i18n as its documentation shows them, with its defaults."""
    traditional = {
        "locale": "zh-Hant",
        "name": "繁體中文",
        "default": True,
        "theme": {"language": "guide"},
    }
    simplified = {
        "locale": "zh-Hans",
        "name": "简体中文",
        "site_name": "逾期协商指南",
        "theme": {"language": "zh"},
        "nav_translations": nav_translations,
    }
    plugin = {"docs_structure": "suffix", "languages": [traditional, simplified]}
    return {"docs_dir": "peer-docs", "plugins": ["search", {"i18n": plugin}]}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
