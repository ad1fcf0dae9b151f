"""What a rule of a style sheet can apply to: the elements of the pages, and those that scripts
make. A rule that asks for anything else is never used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from htmlkit.lexer import Kind, parse

PROPERTY = re.compile(r"--[\w-]+")
# What the names of the theme's custom properties begin with.
THEME = "--md-"
ASKED = re.compile(r"\[\s*([\w-]+)\s*=")
WORD = re.compile(r"[A-Za-z_][\w-]*")
# The names of elements are common words: only those that stand alone in quotes count.
QUOTED = re.compile(r"""["'`]([a-z][a-z0-9]*)["'`]""")
# … and in markup that a script writes: `<mark data-md-highlight>`.
WRITTEN = re.compile(r"<([a-z][a-z0-9]+)[ >]")

# Parts of the theme that its script can set up and this guide does not have. A page that
# has one after all keeps its rules: what stands in pages counts before this list.
ABSENT = (
    "annotate",  # notes in code blocks
    "columnheader",  # tables that sort
    "default",  # the theme's own colours, for which the guide has its own
    "footnote",  # of which fnref is a part
    "fnref",
    "gl",  # pictures that open in a layer
    "headerlink",  # permalinks of the theme
    "highlight",  # code blocks
    "inline",  # blocks beside the text
    "linenos",  # code blocks
    "md-annotation",  # notes in code blocks
    "md-clipboard",  # code blocks
    "md-code",  # code blocks
    "md-consent",  # cookies, of which there are none
    "md-feedback",  # statistics, likewise
    "md-progress",  # navigation.instant
    "md-source",  # figures of a repository
    "md-status",  # signs beside pages in the navigation
    "md-tabs",  # navigation.tabs
    "md-tag",  # the tags plugin
    "md-tags",  # likewise
    "md-tooltip",  # content.tooltips
    "md-tooltip2",  # likewise
    "md-version",  # mike
    "mermaid",  # diagrams
    "note",  # a kind of admonition
    "pre",  # code blocks
    "preview",  # content.footnote.tooltips and its like
    "question",  # a kind of admonition
    "quote",  # likewise
    "rtl",  # both scripts run from left to right
    "success",  # a kind of admonition
    "tabbed",  # pymdownx.tabbed
    "task-list-control",  # pymdownx.tasklist with custom boxes
)
_ABSENT = re.compile(rf"(?:{'|'.join(map(re.escape, ABSENT))})(?:[-_]|\Z)")


def _present(words: Iterable[str]) -> set[str]:
    return {word for word in set(words) if not _ABSENT.match(word)}


def asked_in(sheets: Iterable[str]) -> frozenset[str]:
    """The attributes for whose values style sheets ask, and what only looks like one."""
    return frozenset(name.lower() for text in sheets for name in ASKED.findall(text))


# Of each page with a sheet of its own the same scripts are asked.
@lru_cache(maxsize=256)
def _in_script(text: str) -> tuple[set[str], set[str], set[str]]:
    """The custom properties, the words and the names of elements in a script."""
    tags = QUOTED.findall(text) + WRITTEN.findall(text)
    return set(PROPERTY.findall(text)), _present(WORD.findall(text)), _present(tags)


@dataclass
class UsedNames:
    """Names in pages, and words in scripts; a name of a script may become one of a page."""

    # The attributes for whose values rules ask: those of all others are most of a large guide.
    asked: frozenset[str] = frozenset()
    tags: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    values: set[tuple[str, str]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    # Custom properties that pages and scripts name, and what only looks like one.
    named: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)

    def add_page(self, tokens: Iterable[str]) -> None:
        """The elements of a page, those in its templates too, by its tokens of markup."""
        new = set(tokens) - self._seen
        self._seen |= new
        for token in new:
            self._add_token(token)

    def _add_token(self, token: str) -> None:
        tag = parse(token)
        if tag.kind not in (Kind.OPEN, Kind.ELEMENT):
            return
        if tag.kind is Kind.ELEMENT:
            self.named.update(PROPERTY.findall(token))
        self.tags.add(tag.name)
        for attribute in tag.attributes:
            name = attribute.name
            self.attributes.add(name)
            if name not in self.asked and name not in ("class", "id"):
                continue
            value = unescape(attribute.value or "")
            if name in self.asked:
                self.values.add((name, value))
            if name == "class":
                self.classes.update(value.split())
            elif name == "id":
                self.ids.add(value)

    def add_script(self, text: str) -> None:
        """The words of a script."""
        named, words, tags = _in_script(text)
        self.named |= named
        self.words |= words
        self.tags |= tags

    def properties(self) -> set[str]:
        """The custom properties that scripts name, but for those of absent parts."""
        return {name for name in self.named if not _ABSENT.match(name.removeprefix(THEME))}

    def has_class(self, name: str) -> bool:
        return name in self.classes or name in self.words

    def has_id(self, name: str) -> bool:
        return name in self.ids or name in self.words

    def has_tag(self, name: str) -> bool:
        return name == "*" or name.lower() in self.tags

    def has_attribute(self, name: str, value: str | None = None) -> bool:
        """Whether an element can have an attribute, with just this value if one is given."""
        if value is None:
            return name in self.attributes or name in self.words
        made = name in self.words and all(word in self.words for word in WORD.findall(value))
        return (name, value) in self.values or made
