"""One cause is told once: what says again that something published is gone, which the ledger tells,
and what says the same of a character on very many lines."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from base.problems import Problem
from content.library import Sources
from content.source_pages import url_of
from links.ledger import Ledger
from links.source_check import ids_of

# What says that a page or a section is missing.
NO_PAGE = re.compile(r'no page (?:"(?P<address>[^"]*)"|(?P<path>[\w./-]+\.md))')
NO_SECTION = re.compile(
    r'no section "(?P<place>[^"]*)"|\S+: docs/(?P<src>\S+) has no section #(?P<anchor>[\w-]+)'
    r'|(?:no heading of this page has the id|the card: no part) "(?P<own>[^"]*)"'
)
NO_ID = re.compile(r'no page has the id "(?P<id>[^"]*)"')
NO_CLAIM = re.compile(r"\S+ is lost: bind it")

OF_CHARACTER = re.compile(r"(?P<char>.) in “")
# On so many lines nobody makes the same slip: a word is missing from the shared characters.
MANY = 20


def _folded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems, those of one character on many lines as one."""
    by_char: dict[str, list[Problem]] = {}
    for problem in sorted(problems):
        match = OF_CHARACTER.match(problem.message)
        by_char.setdefault(match["char"] if match else "", []).append(problem)
    yield from by_char.pop("", ())
    for same in by_char.values():
        if len(same) > MANY:
            yield replace(same[0], message=f"{same[0].message} (and on {len(same) - 1} more lines)")
        else:
            yield from same


@dataclass(frozen=True)
class _Lost:
    """What was published and is gone, which the ledger tells: addresses and ids of pages, former
    addresses of those that moved without a word, and places of sections."""

    addresses: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


def _lost(sources: Sources, ledger: Ledger) -> _Lost:
    pages = {str(page.meta.get("id")): page for page in sources.pages}
    gone = [entry for entry in ledger.entries if entry.page_id not in pages]
    addresses = frozenset(entry.what[1:] for entry in gone if entry.what.startswith("/"))
    there = {name: frozenset(ids_of(page, sources)) for name, page in pages.items()}
    places = frozenset(
        f"{pages[entry.page_id].url}{entry.what}"
        for entry in ledger.entries
        if entry.page_id in pages and entry.what[0] == "#"
        if entry.what[1:] not in there[entry.page_id]
    )
    now = {page.url for page in sources.pages}.union(*(p.redirect_from for p in sources.pages))
    moved = frozenset(e.what[1:] for e in ledger.entries if e.what[0] == "/") - now
    return _Lost(addresses, moved, frozenset(entry.page_id for entry in gone), places)


def _section_of(problem: Problem, match: re.Match[str]) -> str:
    """The place of a section that a problem says is missing."""
    if match["own"]:
        return f"{url_of(problem.path.removeprefix('docs/'))}#{match['own']}"
    return match["place"] or f"{url_of(match['src'])}#{match['anchor']}"


def _is_echo(problem: Problem, lost: _Lost) -> bool:
    """Whether a problem says once more that a page or section is gone."""
    if match := NO_SECTION.match(problem.message):
        return _section_of(problem, match) in lost.places
    if match := NO_ID.match(problem.message):
        return match["id"] in lost.ids
    if NO_CLAIM.match(problem.message):
        return bool(lost.ids)
    match = NO_PAGE.match(problem.message)
    if match is None:
        return False
    if match["path"] is None:
        return match["address"] in lost.moved
    # From a page, or from the settings, which name the path from the project.
    near = posixpath.dirname(problem.path) if problem.path.endswith(".md") else ""
    path = posixpath.normpath(posixpath.join(near, match["path"]))
    return url_of(path.removeprefix("docs/")) in lost.addresses


def told_once(problems: Sequence[Problem], sources: Sources, ledger: Ledger) -> list[Problem]:
    """The problems without echoes, sorted by file and line."""
    lost = _lost(sources, ledger) if problems else _Lost()
    return sorted(_folded({each for each in problems if not _is_echo(each, lost)}))
