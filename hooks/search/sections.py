"""The sections of a built page: what the search finds, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import unescape

from editions.elements import INLINE, VOID
from editions.lexer import Kind, parse, split

HEADINGS = frozenset(("h2", "h3"))
FURNITURE = frozenset(("nav", "footer", "svg", "template", "noscript"))
NOINDEX = re.compile(r'<meta name="robots" content="[^"]*noindex')
BLANKS = re.compile(r"\s+")
# Word joiners and the like hold phone numbers together; results must not hold any.
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


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


class _Reader:
    """Goes through the tokens of a page once.

    Text is collected by blocks: what stands in two blocks is kept apart by a blank, what
    inline tags cut is not.
    """

    def __init__(self, html: str, left_out: Collection[str]) -> None:
        self._tokens = split(html)
        self._left_out = left_out
        self._text: list[str] = []

    def _skips(self, place: int) -> bool:
        tag = parse(self._tokens[place])
        if tag.kind is not Kind.OPEN or tag.name in VOID:
            return False
        classes = (tag.get("class") or "").split()
        return (
            tag.name in FURNITURE
            or tag.get("data-search-exclude") is not None
            or any(name in self._left_out for name in classes)
        )

    def _take(self) -> str:
        text = INVISIBLE.sub("", unescape("".join(self._text)))
        text = BLANKS.sub(" ", text).strip()
        self._text = []
        return text

    def _end(self, start: int) -> int:
        """The place behind the element opened at `start`; built pages close what they open."""
        name, depth = parse(self._tokens[start]).name, 0
        for place in range(start, len(self._tokens), 2):
            tag = parse(self._tokens[place])
            if tag.name == name:
                depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(tag.kind, 0)
                if not depth:
                    return place + 2
        return len(self._tokens)

    def pieces(self) -> Iterator[tuple[str, str, str]]:
        """(tag name, id, text): for each heading its words, and the text that follows it."""
        tokens, place = self._tokens, 1
        inside = False
        name = anchor = ""
        while place < len(tokens):
            if inside:
                self._text.append(tokens[place - 1])
            tag = parse(tokens[place])
            if tag.name not in INLINE:
                self._text.append(" ")
            if tag.name == "article":
                inside = tag.kind is Kind.OPEN
            elif inside and self._skips(place):
                place = self._end(place)
                continue
            elif inside and (tag.name == "h1" or (tag.name in HEADINGS and self._own(place))):
                if tag.kind is Kind.OPEN:
                    yield name, anchor, self._take()
                    name, anchor = tag.name, tag.get("id") or ""
                elif name:
                    yield name, anchor, self._take()
                    name = ""
            place += 2
        yield "", "", self._take()

    def _own(self, place: int) -> bool:
        """Whether a heading can be led to: it has an id, or it is the end of one that has."""
        tag = parse(self._tokens[place])
        return tag.kind is Kind.CLOSE or bool(tag.get("id"))


def read_page(address: str, html: str, left_out: Collection[str] = ()) -> SearchPage | None:
    """The title and sections of a page; None for one that is not to be found.

    `left_out` names classes whose elements are not text of the page. The first section is
    the page's top: what stands before the first heading with an id.
    """
    if NOINDEX.search(html) or "<article" not in html:
        return None
    page = SearchPage(address, sections=[Section("", "")])
    for name, anchor, text in _Reader(html, left_out).pieces():
        if name == "h1":
            page.title = page.title or text
        elif name:
            page.sections.append(Section(anchor, text))
        elif text:
            current = page.sections[-1]
            current.text = f"{current.text} {text}".strip()
    return page if page.title else None
