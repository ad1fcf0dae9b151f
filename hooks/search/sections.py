"""The sections of a built page: what the search finds, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from html import unescape

from base.memory import remembered
from htmlkit.elements import INLINE
from htmlkit.lexer import Kind, Tag, parse
from model.interests import NOT_OWN
from model.page import Page

HEADINGS = frozenset(("h1", "h2", "h3"))
# Elements around the text, and what is none.
CHROME = frozenset(("nav", "footer", "svg", "template", "noscript"))
# Word joiners and the like hold phone numbers together; results must not hold any.
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Stands between the places of texts in two blocks; no text has this place.
GAP = -1


@dataclass
class Section:
    """A heading with the text below it; `anchor` and `heading` are empty for the page's top."""

    anchor: str
    heading: str
    text: str = ""


@dataclass
class SearchPage:
    """A page of one edition; `address` is below the edition's root: "start/urgent/"."""

    address: str
    title: str = ""
    sections: list[Section] = field(default_factory=list)
    id: str = ""


@dataclass(frozen=True)
class _Stretch:
    """The places of some texts, GAP between blocks; of a heading, with its level and id."""

    places: tuple[int, ...]
    heading: str = ""
    anchor: str = ""


class _Reader:
    """Goes through the article of a page once.

    What stands in two blocks is kept apart by a blank, what inline tags cut is not.
    """

    def __init__(self, page: Page, left_out: Collection[str]) -> None:
        self._page, self._tokens = page, page.tokens
        self._left_out = left_out
        self._places: list[int] = []
        self.found: list[_Stretch] = []

    def _skips(self, tag: Tag) -> bool:
        if not tag.nests:
            return False
        classes = (tag.get("class") or "").split()
        return (
            tag.name in CHROME
            or tag.get(NOT_OWN) is not None
            or any(name in self._left_out for name in classes)
        )

    def _take(self, heading: str = "", anchor: str = "") -> None:
        self.found.append(_Stretch(tuple(self._places), heading, anchor))
        self._places = []

    def read(self, start: int, end: int) -> None:
        """Collects the texts between two places."""
        place = start + 2
        heading = anchor = ""
        while place <= end:
            tag = parse(self._tokens[place])
            self._places.append(place - 1)
            if tag.name not in INLINE:
                self._places.append(GAP)
            if self._skips(tag):
                place = self._page.end(place)
            elif tag.name in HEADINGS:
                if tag.kind is Kind.CLOSE and heading:
                    self._take(heading, anchor)
                    heading = ""
                elif tag.kind is Kind.OPEN and (tag.name == "h1" or tag.get("id")):
                    self._take(heading, anchor)
                    heading, anchor = tag.name, tag.get("id") or ""
            place += 2
        self._take()


@remembered
def _stretches(page: Page, left_out: frozenset[str]) -> tuple[_Stretch, ...]:
    reader = _Reader(page, left_out)
    reader.read(*page.article)
    return tuple(reader.found)


def _words(page: Page, places: Sequence[int]) -> str:
    tokens = page.tokens
    text = unescape("".join([tokens[place] if place >= 0 else " " for place in places]))
    return " ".join(INVISIBLE.sub("", text).split())


@remembered
def read_page(page: Page, like: Page, left_out: frozenset[str] = frozenset()) -> SearchPage | None:
    """The title and sections of a page; None for one that is not to be found: without an id.

    `like` is the same page in the first edition: what stands where is looked up there, once.
    `left_out` names classes whose elements are not text of the page. The first section is
    the page's top: what stands before the first heading with an id.
    """
    if not page.id or page.is_hidden or not page.article[0]:
        return None
    found = SearchPage(page.address, sections=[Section("", "")], id=page.id)
    for stretch in _stretches(like, left_out):
        text = _words(page, stretch.places)
        if stretch.heading == "h1":
            found.title = found.title or text
        elif stretch.heading:
            found.sections.append(Section(stretch.anchor, text))
        elif text:
            current = found.sections[-1]
            current.text = f"{current.text} {text}".strip()
    return found if found.title else None
