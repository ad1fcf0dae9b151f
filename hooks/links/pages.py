"""The pages of a built site, as links know them: read from the HTML of both editions.

A page says who it is in `<meta name="guide:…">` (overrides/guide/identity.html). Pages
without an id, such as 404.html, have no links of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from content.problems import Problem
from editions.addresses import FOLDER, page_folder, page_url
from editions.faults import Sources
from editions.lexer import split
from links.tree import Element, parsed, tree

SHORT = "s/"
PREFIX = "guide:"
# Marks the pages that lead elsewhere: short links and redirects.
PASS_ON = "data-pass-on"
HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Made by the theme or by the build around the text: nothing that an author keeps alive.
FURNITURE = frozenset(("page-head",))
NOT_OWN = "data-search-exclude"


@dataclass(frozen=True)
class Edition:
    """A page in one edition. `headings` are (id, text); `ids` all that a link can name."""

    title: str
    description: str
    section_title: str
    site_name: str
    aliases: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]
    ids: frozenset[str]
    article: Element


@dataclass(frozen=True)
class LinkedPage:
    """A page with an id. `file` and `address` are relative to the root of an edition."""

    id: str
    file: str
    section: str
    updated: str
    status: str
    redirect_from: tuple[str, ...]
    next: str
    hant: Edition
    hans: Edition

    @property
    def address(self) -> str:
        """ "" or "start/urgent/"."""
        return page_url(self.file)

    @property
    def text_file(self) -> str:
        """Where its text stands as Markdown: "start/urgent/index.md"."""
        return f"{self.file.removesuffix('.html')}.md"

    @property
    def editions(self) -> tuple[tuple[str, str, Edition], ...]:
        """Language, folder and content of each edition."""
        return ("zh-Hant", "", self.hant), ("zh-Hans", FOLDER, self.hans)


@dataclass(frozen=True)
class _Head:
    metas: dict[str, list[str]]
    next: str

    def one(self, name: str) -> str:
        return self.metas.get(name, [""])[0]


def _head(html: str) -> _Head:
    metas: dict[str, list[str]] = {}
    following = ""
    end = html.find("</head>")
    for token in split(html[:end] if end > 0 else html)[1::2]:
        tag = parsed(token)
        if tag.name == "meta" and (name := tag.get("name")):
            metas.setdefault(name, []).append(unescape(tag.get("content") or ""))
        elif tag.name == "link" and tag.get("rel") == "next":
            following = unescape(tag.get("href") or "")
    return _Head(metas, following)


def _article(html: str) -> Element:
    """The text of the page; all of it where there is no <article>."""
    start, end = html.find("<article"), html.rfind("</article>")
    return tree(html[start:end] if 0 <= start < end else html)


def _own_elements(element: Element) -> Iterator[Element]:
    """The elements of the author's text, without lists that the build adds."""
    yield element
    for child in element.children:
        if isinstance(child, Element) and NOT_OWN not in child.attributes:
            yield from _own_elements(child)


def _edition(html: str, head: _Head) -> Edition:
    article = _article(html)
    own = list(_own_elements(article))
    title = next((element.text for element in own if element.name == "h1"), "")
    named = [e for e in own if ANCHOR.fullmatch(e.get("id")) and e.get("id") not in FURNITURE]
    return Edition(
        title=title,
        description=head.one("description"),
        section_title=head.one(f"{PREFIX}section-title"),
        site_name=head.one("application-name"),
        aliases=tuple(head.metas.get(f"{PREFIX}alias", ())),
        headings=tuple((e.get("id"), e.text) for e in named if e.name in HEADINGS),
        ids=frozenset(e.get("id") for e in named),
        article=article,
    )


def _read(site_dir: Path, file: str) -> LinkedPage | None:
    html = (site_dir / file).read_text(encoding="utf-8")
    if f'name="{PREFIX}id"' not in html:
        return None
    head = _head(html)
    hans_html = (site_dir / FOLDER / file).read_text(encoding="utf-8")
    return LinkedPage(
        id=head.one(f"{PREFIX}id"),
        file=file,
        section=head.one(f"{PREFIX}section"),
        updated=head.one(f"{PREFIX}updated"),
        status=head.one(f"{PREFIX}status") or "published",
        redirect_from=tuple(head.metas.get(f"{PREFIX}redirect-from", ())),
        next=urljoin("/" + page_folder(file), head.next)[1:] if head.next else "",
        hant=_edition(html, head),
        hans=_edition(hans_html, _head(hans_html)),
    )


def _in_reading_order(pages: list[LinkedPage]) -> list[LinkedPage]:
    """From the start page along `<link rel="next">`; what is not reached comes last."""
    left = {page.address: page for page in sorted(pages, key=lambda page: page.address)}
    ordered: list[LinkedPage] = []
    address = ""
    while left:
        page = left.pop(address) if address in left else left.pop(next(iter(left)))
        ordered.append(page)
        address = page.next
    return ordered


def read_pages(site_dir: Path, sources: Sources) -> tuple[list[LinkedPage], list[Problem]]:
    """The pages of a site in reading order; ids that two of them claim are problems."""
    pages: list[LinkedPage] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for path in sorted(site_dir.rglob("*.html")):
        file = path.relative_to(site_dir).as_posix()
        if file.startswith((FOLDER, SHORT)) or not (page := _read(site_dir, file)):
            continue
        if not ANCHOR.fullmatch(page.id):
            message = f'"id" {page.id} must be lower-case ASCII words joined by "-"'
            problems.append(problem(page, f"id: {page.id}", message, sources))
            continue
        pages.append(page)
        other = first.setdefault(page.id, file)
        if other != file:
            message = f'"id" {page.id} is taken by {shown(other, sources)}: choose another'
            problems.append(problem(page, f"id: {page.id}", message, sources))
    return _in_reading_order(pages), problems


def shown(file: str, sources: Sources) -> str:
    """How problems name a page: its Markdown file, or its address where that is unknown."""
    return sources.name(file) or f"/{page_url(file)}"


def problem(page: LinkedPage, snippet: str, message: str, sources: Sources) -> Problem:
    """A problem at the line of the page's Markdown file that holds `snippet`."""
    name = sources.name(page.file)
    place = sources.find(page.file, snippet) if name and snippet else None
    line = place[1] if place and place[0] == name else 0
    return Problem(shown(page.file, sources), line, message)
