"""The promise of lasting links, held against the pages as authors wrote them: no page is built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from base.problems import Problem
from base.records import ADDRESS, kebab
from content.library import Sources
from content.list_lines import lists_of
from content.lists import list_ids
from content.source_pages import SourcePage
from links.ledger import Ledger
from links.permalinks import Target, broken
from links.redirects import Former, redirects_of


def ids_of(page: SourcePage, sources: Sources) -> Iterator[str]:
    """The ids that the text of a page has: of its headings, former ones, of lists made of data."""
    for heading in page.headings:
        if heading.id:
            yield heading.id
        yield from heading.was
    for name, part in lists_of(page):
        yield from list_ids(sources.library, page.src, name, part)


def _formers(pages: Sequence[SourcePage]) -> Iterator[Former]:
    """The former addresses of pages; what cannot be one, front_matter.py names."""
    for page in pages:
        for old in page.redirect_from:
            if ADDRESS.fullmatch(old):
                at = page.meta.lines["redirect_from"]
                lines = enumerate(page.lines[at:], at + 1)
                line = next((n for n, text in lines if text.strip() == f"- {old}"), at)
                yield Former(old, page.url, page.path, line)


def _place(page: SourcePage) -> tuple[str, int]:
    return page.path, page.meta.lines["id"]


def _without_nameless(ledger: Ledger, sources: Sources) -> Ledger:
    """The ledger without the pages whose id is none, which is told: it says which page is where."""
    nameless = {f"/{page.url}" for page in sources.pages if kebab(page.meta.get("id"))}
    left_out = {entry.page_id for entry in ledger.entries if entry.what in nameless}
    return replace(ledger, entries=tuple(e for e in ledger.entries if e.page_id not in left_out))


def check_permalinks(ledger: Ledger, sources: Sources) -> list[Problem]:
    """What was published once and has no place any more, and redirects that cannot be."""
    pages = [page for page in sources.pages if isinstance(page.meta.get("id"), str)]
    targets = [
        Target(page.meta["id"], page.url, frozenset(ids_of(page, sources)), partial(_place, page))
        for page in pages
    ]
    redirects, problems = redirects_of(_formers(pages), {page.url: page.path for page in pages})
    # What an unreadable page, or a faulty record, holds nobody knows.
    sound = sources.library.is_sound and sources.library.parts.topics
    if sound and not sources.pages.broken:
        problems += broken(_without_nameless(ledger, sources), targets, redirects)
    return problems
