"""An article of a page as a chapter of the book (XHTML)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from base.problems import Unusable
from htmlkit.elements import VOID
from htmlkit.tree import Element
from links.markdown import cited_fact
from model.addresses import OUTSIDE, PAPER, cut, join
from model.page import HEAD, Page
from paper.chapter import anchor

STYLES = Path(__file__).with_name("book.css")
SHEET = "book.css"
# What a page has for its screen, and what needs a script: its paper form says the same.
# The facts of a page stand once, in the chapters of the sources, as the notes of the whole book.
DROPPED = frozenset(("basis", "desk", "quick-exit", "quick-exit-note", "tool", "visually-hidden"))
DROPPED_NAMES = frozenset(("button", "noscript", "script", "style", "template"))
# Of what passes a page on, the book keeps the one line with its address; of the tools for reading,
# the way to the same page in other words.
SHARE, SHORT = "share", "share__link"
READING, OTHER = "reading", "reading__other"
KEPT = frozenset(
    (
        *("aria-label", "colspan", "d", "datetime", "role"),
        *("rowspan", "scope", "start"),
    )
)
# As XML wants it; the tree has all names in lower case.
CASES = {"viewbox": "viewBox"}
# Without attributes they stand in the book as they are.
PLAIN = frozenset(
    (
        *("blockquote", "em", "h2", "h3", "li", "ol", "p", "strong"),
        *("table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
UNWRAPPED = frozenset(("article", "header"))
NOTE = {"epub:type": "footnote", "role": "doc-footnote"}
FACTS, FACT, CITE, BLANK = "facts", "fact", "cite", "blank"
BOX, LINE = "☐", "＿"
LINE_LENGTH = 8

DOCUMENT = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"\
 lang="{language}" xml:lang="{language}">
<head>
<title>{title}</title>
<link rel="stylesheet" href="{sheet}"/>
</head>
<body>
{body}
</body>
</html>
"""
CHAPTER = '<section epub:type="chapter" role="doc-chapter"'
TITLE_PAGE = '<section epub:type="titlepage"'


def document(language: str, title: str, body: str, sheet: str = f"../{SHEET}") -> str:
    """A document of the book."""
    return DOCUMENT.format(language=language, title=escape(title), body=body, sheet=sheet)


@dataclass(frozen=True)
class Shelf:
    """What the chapters know of each other: the `files` that hold them by the address of the page,
    and the `ids` of the pages; `facts` are the addresses of the pages where facts stand, by the
    fact, `base` is the public address of the site, `online` the words before that of a tool."""

    files: Mapping[str, str]
    ids: Mapping[str, str]
    facts: Mapping[str, str]
    base: str
    online: str

    @cached_property
    def styled(self) -> frozenset[str]:
        """The classes that the book's sheet names."""
        return frozenset(re.findall(r"\.([a-z][\w-]*)", STYLES.read_text(encoding="utf-8")))

    def note(self, fact: str) -> str:
        """Where a fact stands, "f38". Raises `Unusable`."""
        if fact not in self.facts:
            raise Unusable(f"the book: {fact.upper()} is cited, and no page lists it")
        return self.place(self.facts[fact], fact)

    def place(self, address: str, name: str = "") -> str:
        """Where a page is, or what has a name on it."""
        return f"{self.files[address]}#{anchor(self.ids[address], name or HEAD)}"

    def leads(self, page: Page, url: str) -> str:
        """Where a link of a page leads from its chapter: to another one, or to the site for what
        the book does not hold."""
        if OUTSIDE.match(url):
            return url
        bare, rest = cut(url)
        path = join(page.base, bare) if bare else page.base
        address = path.removeprefix(page.folder)
        if path.startswith(page.folder) and address in self.files:
            return self.place(address, rest.removeprefix("#"))
        return self.base + path + rest


class Chapter:
    """Writes the article of a page."""

    def __init__(self, page: Page, shelf: Shelf, article: Element) -> None:
        self._page = page
        self._shelf = shelf
        self._root = article
        # Whether it holds a drawing, which the book has to say of it.
        self.drawn = False

    def body(self, opening: str = CHAPTER, only: str = "") -> str:
        """The chapter; of the element with the class `only`, where one is named."""
        root = self._root
        if only:
            found = (each for each in root.walk() if only in each.classes)
            if (inside := next(found, None)) is None:
                raise Unusable(f"{self._page.path}: no element of the class {only!r} for the book")
            root = inside
        written: list[str] = []
        self._inside(root, written)
        lines = "".join(written).split("\n")
        # What is gone leaves no holes of empty lines.
        text = "\n".join(line for line in lines if line.strip())
        return f'{opening} aria-labelledby="{self._id(HEAD)}">\n{text}\n</section>\n'

    def _id(self, name: str) -> str:
        return anchor(self._page.id or PAPER.rstrip("/"), name)

    # All of these write behind what is written.

    def _inside(self, element: Element, written: list[str]) -> None:
        for child in element.children:
            if isinstance(child, str):
                written.append(escape(child, quote=False))
            else:
                self._write(child, written)

    def _write(self, element: Element, written: list[str]) -> None:
        if not element.attributes and element.name in PLAIN:
            # Most elements of a text: nothing of them could change.
            written.append(f"<{element.name}>")
            self._inside(element, written)
            written.append(f"</{element.name}>")
            return
        classes = element.classes
        if element.get("data-tool"):
            written.append(self._online())
        elif SHARE in classes:
            for each in element.walk():
                if SHORT in each.classes:
                    self._element(each, "p", {"class": SHORT}, written)
        elif READING in classes:
            for each in element.walk():
                if OTHER in each.classes:
                    written.append("<p>")
                    self._element(each, "a", self._kept(each), written)
                    written.append("</p>\n")
        elif not _is_dropped(element):
            self._rewrite(element, written)

    def _rewrite(self, element: Element, written: list[str]) -> None:
        name, classes, kept = element.name, element.classes, self._kept(element)
        if name in UNWRAPPED or (name == "span" and not kept):
            self._inside(element, written)
        elif name == "h1":
            self._element(element, "h1", {"id": self._id(HEAD)}, written)
        elif name == "input":
            written.append(BOX)
        elif CITE in classes:
            written.append(self._citation(element))
        elif BLANK in classes:
            line = LINE * int(element.get("data-size") or LINE_LENGTH)
            label = escape(element.get("aria-label"))
            written.append(f'<span role="img" aria-label="{label}">{line}</span>')
        elif FACT in classes:
            self._element(element, "div", kept | NOTE, written)
        elif FACTS in classes:
            self._element(element, "div", kept, written)
        else:
            self._element(element, name, kept, written)

    def _online(self) -> str:
        """Where the tool is that the book has in its paper form only."""
        url = f"{self._shelf.base}{self._page.path.removesuffix('index.html')}"
        title = escape(self._page.title, quote=False)
        return f'<p class="online">{self._shelf.online}<a href="{url}">{title}</a></p>\n'

    def _element(
        self, element: Element, name: str, attributes: Mapping[str, str], written: list[str]
    ) -> None:
        said = _said(attributes) if attributes else ""
        if name == "svg":
            self.drawn = True
            said += ' xmlns="http://www.w3.org/2000/svg"'
        if name in VOID:
            written.append(f"<{name}{said}/>")
            return
        written.append(f"<{name}{said}>")
        self._inside(element, written)
        written.append(f"</{name}>")

    def _kept(self, element: Element) -> dict[str, str]:
        """The attributes that say something in a book."""
        found: dict[str, str] = {}
        for name, value in element.attributes.items():
            if name == "id":
                found[name] = self._id(value)
            elif name == "href":
                found[name] = self._shelf.leads(self._page, value)
            elif name == "lang":
                found[name] = found["xml:lang"] = value
            elif name == "class":
                if styled := [each for each in element.classes if each in self._shelf.styled]:
                    found[name] = " ".join(styled)
            elif name in KEPT or name in CASES:
                found[CASES.get(name, name)] = value
        return found

    def _citation(self, element: Element) -> str:
        """A mark in brackets; of the page's own notes one that a reader opens in its place."""
        parts = [each for each in element.children if isinstance(each, Element)]
        shown = " ".join(each.text for each in parts if each.name in ("span", "time"))
        note = self._shelf.note(cited_fact(element).lower())
        attributes = {"class": CITE, "href": note, "epub:type": "noteref", "role": "doc-noteref"}
        return f"<a{_said(attributes)}>〔{escape(shown, quote=False)}〕</a>"


def _said(attributes: Mapping[str, str]) -> str:
    return "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())


def _is_dropped(element: Element) -> bool:
    return (
        element.name in DROPPED_NAMES
        or "hidden" in element.attributes
        or not DROPPED.isdisjoint(element.classes)
    )
