"""The one model of a built page: its tokens, and where in them what stands.

A page is lexed once. What steps want to know of it (its head, its headings, its scripts) they
ask of the places, so that nobody goes through all tokens again. A step changes nothing in a
page: it gives `Changes`, new tokens for some of the places, and they are put in at the end.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from base.languages import EDITIONS, TRADITIONAL
from base.records import KEBAB
from htmlkit.edit import end_of, without
from htmlkit.lexer import parse, split
from model.addresses import page_folder, page_url
from model.interests import find_places

# Place of a token -> what stands there instead.
Changes = dict[int, str]

# What a page says of itself stands in <meta name="guide:…"> (overrides/guide/identity.html).
PREFIX = "guide:"
# The id of what stands above the text (overrides/main.html): nothing that an author keeps alive.
HEAD = "page-head"


@dataclass(frozen=True)
class HeadingPlace:
    """A heading of the author's text: its level and id, its tags at the places `start`, `end`."""

    level: int
    id: str
    start: int
    end: int


@dataclass(eq=False)
class Page:
    """A page of one edition; `file` is below the root of the edition ("a/index.html").

    Both editions of a page have the same places: only words and addresses differ.
    """

    file: str
    tokens: list[str]
    language: str = TRADITIONAL
    found: dict[str, array[int]] = field(default_factory=dict)
    _ends: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, file: str, html: str, language: str = TRADITIONAL) -> Page:
        """The page of a file from its text."""
        # Most tokens stand on many pages: each is held once.
        tokens = list(map(sys.intern, split(html)))
        return cls(file, tokens, language, find_places(tokens))

    def copy(self, tokens: list[str], language: str) -> Page:
        """The same page in another edition: what stands where is the same."""
        page = Page(self.file, tokens, language, self.found, self._ends)
        page.article, page._own, page.headings = self.article, self._own, self.headings
        return page

    def places(self, name: str) -> Sequence[int]:
        """The places of the tokens of this interest, in order."""
        return self.found.get(name, ())

    def end(self, place: int) -> int:
        """The place of the token that ends the element opened at a place."""
        if (end := self._ends.get(place)) is None:
            end = self._ends[place] = end_of(self.tokens, place)
        return end

    def place(self, name: str) -> int:
        """The first place of this interest, or 0: no markup stands there."""
        found = self.found.get(name)
        return found[0] if found else 0

    @property
    def folder(self) -> str:
        """The folder of the edition: "" or "zh-hans/"."""
        return EDITIONS[self.language]

    @property
    def path(self) -> str:
        """The file below the root of the site."""
        return self.folder + self.file

    @property
    def address(self) -> str:
        """The address below the root of the edition: "" or "start/urgent/"."""
        return page_url(self.file)

    @property
    def base(self) -> str:
        """The folder, below the root of the site, against which links of the page count."""
        return page_folder(self.path)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """What the `<meta name>` (or `property`) of the page say."""
        found: dict[str, list[str]] = {}
        for place in self.places("meta"):
            tag = parse(self.tokens[place])
            if name := tag.get("name") or tag.get("property"):
                found.setdefault(name, []).append(unescape(tag.get("content") or ""))
        return found

    def meta(self, name: str) -> str:
        """The first value of a `<meta>`, or an empty string."""
        return self.metas.get(name, [""])[0]

    def link(self, rel: str) -> str:
        """Where the first `<link>` of a relation leads, or an empty string."""
        place = self.place(f"link {rel}")
        return unescape(parse(self.tokens[place]).get("href") or "") if place else ""

    @property
    def id(self) -> str:
        """The id of the front matter; an empty string for a page without one, such as 404.html."""
        return self.meta(f"{PREFIX}id")

    @property
    def further_of(self) -> str:
        """The id of the page that this one goes on (links/further.py); "" for all others."""
        return self.meta(f"{PREFIX}further-of")

    @property
    def is_hidden(self) -> bool:
        """Whether search is to pass the page over."""
        return "noindex" in self.meta("robots")

    @cached_property
    def article(self) -> tuple[int, int]:
        """The places of the tags of the article; twice 0 for a page without one."""
        ends = self.places("/article")
        return (self.place("article"), ends[-1]) if self.place("article") and ends else (0, 0)

    def text(self, start: int, end: int) -> str:
        """The text between two places, in one line."""
        words = unescape("".join(self.tokens[start + 1 : end : 2]))
        return " ".join(words.split())

    @cached_property
    def title(self) -> str:
        """The H1."""
        start, end = self.place("h1"), self.place("/h1")
        return self.text(start, end) if start else ""

    @cached_property
    def _own(self) -> list[tuple[int, int]]:
        """The stretches of the article that are of the author's own text."""
        start, end = self.article
        found = []
        for place in self.places("excluded"):
            if start < place < end:
                found.append((start, place))
                start = self.end(place)
        return [*found, (start, end)]

    def _is_own(self, place: int) -> bool:
        return any(start < place < end for start, end in self._own)

    @cached_property
    def headings(self) -> list[HeadingPlace]:
        """The headings of the author's text that have an id and some words, in order."""
        found = []
        for start in self.places("heading"):
            tag = parse(self.tokens[start])
            name = tag.get("id") or ""
            if tag.name == "h1" or not KEBAB.fullmatch(name) or not self._is_own(start):
                continue
            end = next(place for place in self.places(f"/{tag.name}") if place > start)
            found.append(HeadingPlace(int(tag.name[1]), name, start, end))
        return found

    @cached_property
    def titles(self) -> dict[str, str]:
        """The words of the headings by their ids."""
        return {each.id: self.text(each.start, each.end) for each in self.headings}

    @cached_property
    def ids(self) -> frozenset[str]:
        """All ids of the author's text that a link can name."""
        names = {
            parse(self.tokens[place]).get("id") or ""
            for place in self.places("id")
            if self._is_own(place)
        }
        return frozenset(name for name in names - {HEAD} if KEBAB.fullmatch(name))

    @property
    def article_tokens(self) -> list[str]:
        """The tokens of the article, its tags first and last but for empty texts around them."""
        start, end = self.article
        return ["", *self.tokens[start : end + 1], ""] if start else [""]

    def article_without(self, drop: Callable[[str], bool]) -> list[str]:
        """The tokens of the article without the elements for whose start tag `drop` says so."""
        # The article begins with an empty text.
        before = self.article[0] - 1
        return without(self.article_tokens, drop, lambda place: self.end(place + before) - before)

    def slots(self) -> Iterator[tuple[str, int, int]]:
        """The name of each `<template data-slot>`, and the places of its tags."""
        for place in self.places("slot"):
            name = parse(self.tokens[place]).get("data-slot") or ""
            yield name, place, self.end(place)

    def filled(self, name: str, content: str) -> Changes:
        """The page with `content` in the place of a slot; no changes for one without it."""
        return {
            place: text
            for slot, start, end in self.slots()
            if slot == name
            for place, text in ((start, content), (end, ""))
        }


def applied(tokens: Sequence[str], changes: Changes) -> list[str]:
    """The tokens with their changes."""
    changed = list(tokens)
    for place, token in changes.items():
        changed[place] = token
    return changed
