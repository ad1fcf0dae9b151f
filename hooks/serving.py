"""The site while its author writes (`mkdocs serve`): what a change costs is what has changed.

The same steps as in flow.py, but for what only readers need. From one build to the next stays what
pages show of each other: as long as that is the same, only the pages that changed are written.
The search is made when somebody searches.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

from collected import Given, Guide, Made
from collecting import collect, take_in
from flow import encoded
from sending import Files
from site_folder import update
from transforming import transform, transform_page

from base.folders import walk
from base.problems import Problem, Unusable
from links.link_files import link_files
from model.page import Changes, Page, applied
from search.index import FOLDER as SEARCH
from search.search_files import Search, make_search

log = logging.getLogger("mkdocs.hooks.guide")

# Answers a request, as WSGI has it.
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def _beside_pages(docs_dir: Path) -> Mapping[str, tuple[int, int]]:
    """When each file that is no page was written, and its size."""
    entries = ((path, each.stat()) for path, each in walk(docs_dir) if not path.endswith(".md"))
    return {path: (status.st_mtime_ns, status.st_size) for path, status in entries}


def _of_others(page: Page) -> tuple[object, ...]:
    """What other pages, lists and files may say of a page."""
    headings = [(each.level, each.id) for each in page.headings]
    return page.file, page.metas, page.title, page.titles, headings, page.link("next")


def _shown(guide: Guide) -> object:
    """All that a page may show beside what it says itself."""
    pages = [_of_others(page) for pages in guide.editions.values() for page in pages]
    long = {address: (each.anchors, each.further) for address, each in guide.long.items()}
    return pages, long, guide.redirects, guide.scripts, guide.base


class Desk:
    """What is kept of the last build of a site."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: object = None
        self._pages: Mapping[str, Page] = {}
        self._search: Callable[[], Search] | None = None
        self._searching = Lock()
        self._is_asked = False

    def show(self, given: Given) -> list[Problem]:
        """Puts what has changed into the folder; what authors should mend. Raises `Unusable`."""
        known, self._known = self._known, None
        made = Made()
        pages, paths = take_in(given.folder, again=True)
        guide = collect(given, pages, paths, made)
        if guide is None or made.problems:
            return sorted(set(made.problems))
        now = (paths, _beside_pages(given.docs_dir), _shown(guide))
        if now == known:
            for page in self._changed(guide):
                made.files |= _written(transform_page(page, guide))
        else:
            made.files |= _written(transform(guide))
            links = link_files(guide.guide, guide.redirects, guide.pictures, guide.base)
            made.files = Files(given.folder, paths, made.files | encoded(links)).files
        update(made.files, self._folder)
        self._known = now
        self._pages = {page.path: page for pages in guide.editions.values() for page in pages}
        self._search = partial(make_search, guide.editions, given.written, given.docs_dir)
        if not self._is_asked:
            self._make_search()
        # It is there until the next build: the collector of garbage need not go through it.
        gc.freeze()
        return []

    def _changed(self, guide: Guide) -> Iterator[Page]:
        for pages in guide.editions.values():
            yield from (page for page in pages if self._pages.get(page.path) is not page)

    def _make_search(self) -> None:
        """Makes the search of the last build, once."""
        with self._searching:
            make, self._search = self._search, None
            if make:
                update(encoded(make().files), self._folder)

    def answering(self, app: App) -> App:
        """The server of the folder, which makes the search when a page asks for it."""
        self._is_asked = True

        def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            if f"/{SEARCH}" in environ["PATH_INFO"]:
                try:
                    self._make_search()
                except Unusable as error:
                    log.error("%s", error)
            return app(environ, start)

        return answer


def _written(pages: Iterable[tuple[Page, Changes]]) -> dict[str, bytes]:
    return {page.path: "".join(applied(page.tokens, changes)).encode() for page, changes in pages}


@lru_cache(maxsize=1)
def desk_of(folder: Path) -> Desk:
    """The desk of a served site: each of its builds finds the same."""
    return Desk(folder)
