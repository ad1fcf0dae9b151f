"""A page as a chapter of the whole guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

from base.memory import remembered
from htmlkit.edit import Edit, edited
from htmlkit.elements import HEADINGS
from htmlkit.lexer import Kind, Tag, parse
from model.addresses import OUTSIDE, PAPER, cut, join, relative
from model.page import HEAD, Page

# What a page has around its text: the way out, passing it on, what needs a script. Its sources
# stand once at the end of the document, where nobody needs their index; its date below the
# chapter.
DROPPED = frozenset(
    (
        *("basis", "desk", "facts-index", "quick-exit", "quick-exit-note", "reading"),
        *("share", "tool", "updated"),
    )
)
DROPPED_NAMES = frozenset(("script", "style", "template", "noscript"))
# The page with the index of all facts, and how the list of a page calls those it rests on.
SOURCES, BASIS = "sources/", "basis-"
IDS = frozenset(("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"))
CHANGED = IDS | {"id", "href"}
LOWEST = 6
# Ids of pages and headings hold no two hyphens in a row.
JOINT = "--"
# A page ends with where to go next, as the screen shows it; on paper it is one line.
RENAMED = {"next-step": "paper-next", HEAD: "paper-chapter__head", "lead": "paper-lead"}


def anchor(page_id: str, name: str = HEAD) -> str:
    """The id in the document of what a page calls `name`: "urgent--threats"."""
    return f"{page_id}{JOINT}{name}"


@dataclass(frozen=True)
class Book:
    """What the chapters know of each other: ids by address, those of pages left out too.

    `bound` are the addresses in the document, `facts` those of the pages where facts stand, by
    the fact: "f38".
    """

    ids: Mapping[str, str]
    bound: frozenset[str]
    facts: Mapping[str, str]

    def leads(self, address: str, url: str) -> str:
        """Where a link of the page at `address` leads, as seen from the document."""
        bare, rest = cut(url)
        path = join(address, bare) if bare else address
        if OUTSIDE.match(url) or not url:
            return url
        if path in self.bound:
            return self._inside(path, rest.removeprefix("#"))
        return relative(PAPER, path) + rest if bare else url

    def _inside(self, path: str, name: str) -> str:
        fact = name.removeprefix(BASIS)
        if fact in self.facts and (fact != name or path == SOURCES):
            return f"#{anchor(self.ids[self.facts[fact]], fact)}"
        return f"#{anchor(self.ids[path], name or HEAD)}"


@remembered
def _is_dropped(token: str) -> bool:
    tag = parse(token)
    return tag.kind is not Kind.CLOSE and (
        tag.name in DROPPED_NAMES
        or tag.get("hidden") is not None
        or not DROPPED.isdisjoint((tag.get("class") or "").split())
    )


def _renamed(classes: str | None) -> str:
    return " ".join(RENAMED.get(word, word) for word in (classes or "").split())


@remembered
def _stays(token: str) -> bool:
    """Whether a tag comes into the document as it stands, whatever page it is of."""
    tag = parse(token)
    return tag.name not in HEADINGS and all(
        each.name not in CHANGED and (each.name != "class" or each.value == _renamed(each.value))
        for each in tag.attributes
    )


class Chapter:
    """Writes the article of one page anew; its `<h1>` becomes a heading of `level`."""

    def __init__(self, page: Page, book: Book, level: int) -> None:
        self._page = page
        self._book = book
        self._shift = level - 1

    def body(self) -> str:
        """What stands in the article, from its head to its last line."""
        # The article itself is the first token of markup and the last.
        tokens = self._page.article_without(_is_dropped)[2:-2]
        tokens[1::2] = [
            token if _stays(token) else self._written(token, parse(token)) for token in tokens[1::2]
        ]
        # What is gone leaves no holes of empty lines.
        return "\n".join(line for line in "".join(tokens).split("\n") if line.strip())

    def _written(self, token: str, tag: Tag) -> str:
        if tag.name in HEADINGS:
            level = min(LOWEST, int(tag.name[1]) + self._shift)
            token = token.replace(tag.name, f"h{level}", 1)
            tag = parse(token)
        if not tag.attributes:
            return token
        edits: list[Edit] = []
        for attribute in tag.attributes:
            value = attribute.value or ""
            new = self._value(attribute.name, value)
            if new != value:
                edits.append((attribute.start, attribute.end, new))
        return edited(token, edits) if edits else token

    def _value(self, name: str, value: str) -> str:
        if name == "id":
            return anchor(self._page.id, value)
        if name in IDS:
            return " ".join(anchor(self._page.id, word) for word in value.split())
        if name == "href":
            return escape(self._book.leads(self._page.address, unescape(value)))
        if name == "class":
            return _renamed(value)
        return value
