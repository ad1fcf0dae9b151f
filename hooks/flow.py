"""How built pages become the site, top to bottom.

    take in    each page that the builder made, read once (collecting.py)
    collect    what needs the whole guide: both editions, addresses, promises; then the search
    bind       what holds the whole of it in one: the document for paper, books, replies
    transform  pure functions, each of which says what it changes in a page (transforming.py)
    write      each file once (sending.py); only the adapters touch the disk (site_folder.py)

Nothing here knows MkDocs: `on_site.py` gives the folder that a builder made.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterable, Iterator, Mapping

from collected import Given, Guide, Made
from collecting import bind, collect, take_in
from limits import weigh
from sending import Content, Files, deliver, keep, publish_only_what_is_asked_for, weighed
from transforming import transform

from base.languages import TRADITIONAL
from base.memory import forget
from base.problems import Problem
from delivery.deliver import forbidden
from delivery.ours import check_closed, check_ours
from delivery.outbound import hosts_of, outbound_problems, scheme_problems
from links.catalogue import Texts
from links.link_files import link_files
from links.long_lists import most_rows
from links.told import security_files
from model.page import Changes, Page
from model.sources import placed
from search.search_files import make_search

log = logging.getLogger("mkdocs.hooks.guide")


def _most_rows(guide: Guide) -> dict[str, tuple[int, str]]:
    """How many rows the fullest page shows, by their kind, and which page that is."""
    return most_rows(guide.guide, guide.long) | guide.lists.most_rows()


def make_site(given: Given) -> Made:
    """The site of a folder that a builder made. Raises `Unusable`."""
    made = Made()
    # What is made here refers to what it was made of, and never back: no garbage that only the
    # collector would find, and it would go through millions of things again and again.
    collects = gc.isenabled()
    gc.disable()
    try:
        _make(given, made)
    finally:
        if collects:
            gc.enable()
    made.problems = sorted(set(made.problems))
    return made


def _make(given: Given, made: Made) -> None:
    # What pages were made of stays as far as it is asked for, not what was found in it.
    forget("content")
    pages, paths = take_in(given.folder)
    guide = collect(given, pages, paths, made)
    if guide is None:
        return
    search = make_search(guide.editions, given.written, given.docs_dir)
    log.info("search: %d pages, %d sections", search.pages, search.sections)
    # What is known of tokens as such is asked for until pages are delivered.
    forget("content", "editions", "search")
    guide = bind(guide, given, made)
    changed = list(transform(guide))
    made.files |= encoded(search.files)
    links = link_files(guide.guide, guide.redirects, guide.pictures, guide.base, guide.texts)
    made.files |= encoded(links)
    made.files |= encoded(security_files(given.told, guide.guide, guide.base))
    files = Files(given.folder, paths, made.files)
    made.problems += placed(_checked(given, changed), given.sources, given.folder)
    forget()
    many, rows = len(guide.guide), _most_rows(guide)
    del guide, pages
    sent = deliver(changed, files)
    left = publish_only_what_is_asked_for(files)
    log.info("published: %d files; nobody asks for %d others", len(files.files), len(left))
    what = weighed(sent, keep(sent, files), files, search.sections, many, rows)
    table, passed = weigh(given.limits, what)
    made.problems += passed
    for row in table:
        log.info("limits: %s", row)
    made.files = files.files


def encoded(files: Mapping[str, str | bytes | Texts]) -> dict[str, Content]:
    """The files with their texts as bytes."""
    return {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files.items()
    }


def _checked(given: Given, pages: Iterable[tuple[Page, Changes]]) -> Iterator[Problem]:
    """What no page may hold. The second edition has the elements and attributes of the first."""
    allowed = hosts_of(given.written.library.facts.values()) | given.told.hosts
    for page in (page for page, _ in pages if page.language == TRADITIONAL):
        yield from forbidden(page)
        yield from check_ours(page)
        yield from check_closed(page)
        yield from scheme_problems(page)
        yield from outbound_problems(page, allowed)
