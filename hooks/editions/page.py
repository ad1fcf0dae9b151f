"""The Simplified copies of pages, without doing twice what many pages have in common.

A page is cut where a block begins. What stands outside its `<article>` (header, navigation,
footer) is much the same on all pages: each such piece is converted once and remembered. A
piece that ends within something is joined to the next.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from editions.addresses import Site, page_folder
from editions.fragment import Fragment
from editions.prose import Fault, Prose
from editions.tags import ANY_PAGE

# Where a tag begins that ends a run and a block of text whatever stands before it.
CUT = re.compile(
    r"<(?=(?:li|div|nav|link|meta|script|p|h[1-6]|form|header|footer|main|section|aside)[\s>])"
)
ARTICLE, ARTICLE_END, HEAD_END = "<article", "</article>", "</head>"
# So many pieces are joined; then the page is converted as a whole.
LONGEST = 40
# So many pieces are remembered.
MEMORY = 20_000


class Open(Exception):
    """A stretch of the page cannot be converted without what follows."""


class Known(NamedTuple):
    """A piece that was converted; good for all pages from which going `climb` folders up
    leads to `folder` (for `ANY_PAGE`: for all pages)."""

    html: str
    closed: bool
    climb: int
    folder: str


@dataclass
class Draft:
    """A page in the making: its parts in order, and what its author should mend.

    `new` are the parts that are not converted yet, each with its key (or none, if it need
    not be remembered) and its places.
    """

    folders: list[str]
    parts: list[str] = field(default_factory=list)
    new: dict[str, tuple[str, list[int]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add_new(self, html: str, key: str = "") -> None:
        """A part that is not converted yet."""
        self.new.setdefault(html, (key, []))[1].append(len(self.parts))
        self.parts.append(html)


class Pages:
    """Makes the copies of the pages of a site, with one conversion for all of them."""

    def __init__(self, site: Site, prose: Prose) -> None:
        self._site = site
        self.prose = prose
        # The keys lack the "<" at which the page is cut. What is met for the first time is
        # only counted (by its hash): most of it never comes again.
        self._known: dict[str, Known] = {}
        self._met: set[int] = set()

    def copy(self, path: str, html: str, own: Prose | None = None) -> tuple[str, list[Fault]]:
        """The copy of a page, and what its author should mend.

        `own` converts by the page's own rules: its `<head>` and its `<article>`.
        """
        folder = page_folder(path)
        # Slowly if need be: piece by piece, to learn which of them are open.
        for learning in (False, True):
            draft = Draft(_folders_above(folder))
            with suppress(Open):
                self._draft(html, draft, own, learning)
                self._convert_new(draft)
                return "".join(draft.parts), draft.faults
        copy = Fragment([html], folder, self._site, own or self.prose, whole=True).make()
        return copy.stretches[0], copy.faults

    def _draft(self, html: str, draft: Draft, own: Prose | None, learning: bool) -> None:
        """Cuts the page; converts what is known or, with its `own` prose, the page's own."""
        start = html.find(ARTICLE)
        end = html.find(ARTICLE_END, start)
        if start < 0 or end < 0:
            # All of it is the page's own.
            raise Open
        head_end = max(0, html.find(HEAD_END)) if own else 0
        if own:
            stretches = [html[:head_end], html[start:end]]
            copy = Fragment(stretches, draft.folders[0], self._site, own).make()
            if not copy.closed:
                raise Open
            draft.faults += copy.faults
            draft.parts.append(copy.stretches[0])
        self._furniture(html[head_end:start], draft, learning)
        if own:
            draft.parts.append(copy.stretches[1])
        else:
            draft.add_new(html[start:end])
        self._furniture(html[end:], draft, learning)

    def _convert_new(self, draft: Draft) -> None:
        copy = Fragment(list(draft.new), draft.folders[0], self._site, self.prose).make()
        if not copy.closed:
            raise Open
        draft.faults += copy.faults
        converted = zip(draft.new.values(), copy.stretches, copy.climbs, strict=True)
        for (key, places), html, climb in converted:
            for place in places:
                draft.parts[place] = html
            # Faults are to be named with every page: what has some is not remembered.
            if key and not copy.faults:
                self._remember(key, html, climb, True, draft.folders)

    def _furniture(self, html: str, draft: Draft, learning: bool) -> None:
        """Adds what stands outside the article."""
        recall, folders, parts = self._known.get, draft.folders, draft.parts
        # The pieces but for the first lack their "<".
        key, lead, joined = "", "", 0
        for piece in CUT.split(html):
            key += piece
            known = recall(key)
            if known is None or (
                known.climb != ANY_PAGE and folders[known.climb : known.climb + 1] != [known.folder]
            ):
                if not learning:
                    draft.add_new(lead + key, "" if self._meet(key) else key)
                    key, lead, joined = "", "<", 0
                    continue
                known = self._learn(key, lead + key, draft)
            if known.closed:
                parts.append(known.html)
                key, lead, joined = "", "<", 0
            elif (joined := joined + 1) > LONGEST:
                raise Open
            else:
                key += "<"
        if key:
            raise Open

    def _meet(self, key: str) -> bool:
        """Whether a piece is met for the first time."""
        met = hash(key)
        if met in self._met:
            return False
        self._met.add(met)
        return True

    def _learn(self, key: str, html: str, draft: Draft) -> Known:
        """Converts a piece by itself, to see whether it is closed."""
        copy = Fragment([html], draft.folders[0], self._site, self.prose).make()
        if copy.closed:
            draft.faults += copy.faults
        climb, new = copy.climbs[0], copy.stretches[0]
        if copy.closed and copy.faults:
            return Known(new, True, climb, "")
        return self._remember(key, new, climb, copy.closed, draft.folders)

    def _remember(self, key: str, html: str, climb: int, closed: bool, folders: list[str]) -> Known:
        if len(self._known) > MEMORY:
            self._known.clear()
        folder = folders[climb] if climb < len(folders) else ""
        known = Known(html, closed, climb, folder)
        if climb == ANY_PAGE or 0 < climb < len(folders):
            self._known[key] = known
        return known


def _folders_above(folder: str) -> list[str]:
    """The folder, the one above it, and so on to the root: ["a/b/", "a/", ""]."""
    folders = [folder]
    while folders[-1]:
        folders.append(page_folder(folders[-1][:-1]))
    return folders
