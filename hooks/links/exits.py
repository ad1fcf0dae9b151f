"""The quick way out of a page, for who is watched or beaten at home: a page that sends a reader to
the sections written for that, and one to which these sections lead, has it too (E29)."""

from __future__ import annotations

from collections.abc import Iterator

from base.problems import Problem
from content.brackets import Link, links_of
from content.library import Sources
from content.source_pages import SourcePage
from links.source_links import path_of

PAGE = "situations/without-a-call.md"
SECTIONS = frozenset(("unsafe-to-speak", "hidden-court-letter", "watched-phone"))
# The start page says nothing of it, and who helps is not who is watched.
WITHOUT = frozenset(("home", "agents"))


def _led_to(page: SourcePage) -> Iterator[tuple[str, str, Link]]:
    """Where the links of a page lead: page and section."""
    for link in links_of(page):
        path, _, anchor = link.target.partition("#")
        yield path_of(page, path) if path else page.src, anchor, link


def _section_at(page: SourcePage, line: int) -> str | None:
    """The id of the section in which a line stands."""
    return next((head.id for head in reversed(page.headings) if head.line <= line), None)


def check_exits(sources: Sources) -> Iterator[Problem]:
    """Pages for somebody in danger without the quick way out, each once."""
    pages = {page.src: page for page in sources.pages}
    lacking: dict[str, Problem] = {}
    for page in sources.pages:
        for src, anchor, link in _led_to(page):
            if src == PAGE and anchor in SECTIONS:
                of, at, why = page, link.line, f"leads to {PAGE}#{anchor}"
            elif page.src == PAGE and src in pages and _section_at(page, link.line) in SECTIONS:
                of, at, why = pages[src], 1, f"is where {page.path}:{link.line} leads"
            else:
                continue
            if of.meta.get("quick_exit") or of.meta.get("section") in WITHOUT:
                continue
            message = f'{why}, for who is watched at home: add "quick_exit: true"'
            lacking.setdefault(of.src, Problem(of.path, at, message))
    yield from lacking.values()
