"""The whole guide as one document: a page with contents, and below them the chapters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from base.problems import Unusable
from htmlkit.edit import edited, end_of, links
from htmlkit.lexer import parse
from htmlkit.tree import Element, tree_of
from model.addresses import PAPER, SHORT, join
from model.page import PREFIX, Page, applied
from paper.chapter import BASIS, SOURCES, Book, Chapter

# The slot of the chapters in the page (overrides/print.html).
SLOT = "chapters"
CHAPTER = '<section class="paper-chapter">'
CONTENTS = "paper-contents"
# What says by a digest which text the document has: a PDF is offered only beside the same.
TEXT = f"{PREFIX}text"


@dataclass(frozen=True)
class Part:
    """Chapters under a common title; without one for a chapter that stands by itself."""

    title: str
    addresses: tuple[str, ...]


def _parts(contents: Element) -> Iterator[Part]:
    """The parts that the contents list."""
    lists = [element for element in contents.walk() if element.name == "ol"]
    if not lists:
        raise Unusable(f"{PAPER}index.html: the contents hold no <ol> of parts")
    for item in lists[0].children:
        if isinstance(item, Element):
            hrefs = [e.get("href") for e in item.walk() if e.name == "a"]
            title = next((e.text for e in item.walk() if e.name == "span"), "")
            yield Part(title, tuple(join(PAPER, href) for href in hrefs))


def _contents(page: Page) -> tuple[int, int]:
    """The places of the tags of the contents."""
    for place in range(page.article[0], page.article[1], 2):
        tag = parse(page.tokens[place])
        if tag.name == "nav" and CONTENTS in (tag.get("class") or "").split():
            return place, end_of(page.tokens, place)
    raise Unusable(f"{PAPER}index.html: no contents, <nav class={CONTENTS!r}>")


def _led_inside(page: Page, end: int, book: Book) -> dict[int, str]:
    """Cover and contents, up to a place, with links to the chapters instead of the pages."""
    start = page.article[0]
    changes = {}
    for place, href in links(["", *page.tokens[start : end + 1], ""]):
        token = page.tokens[start + place - 1]
        new = escape(book.leads(PAPER, href))
        edits = [(a.start, a.end, new) for a in parse(token).attributes if a.name == "href"]
        changes[start + place - 1] = edited(token, edits)
    return changes


def _chapter(page: Page, book: Book, level: int, base: str, above: str = "") -> str:
    short = f"{base}{SHORT}{page.id}/".partition("://")[2]
    updated = page.meta(f"{PREFIX}updated")
    return (
        f"{CHAPTER}\n"
        f"{above}{Chapter(page, book, level).body()}\n"
        f'<p class="paper-chapter__foot"><span class="paper-address">{escape(short)}</span>'
        f'<time datetime="{updated}">{updated}</time></p>\n</section>\n'
    )


def _part(
    number: int, part: Part, pages: Mapping[str, Page], book: Book, base: str
) -> Iterator[str]:
    """The chapters of a part. Its title stands above the first of them, on the same sheet."""
    title = f'<h2 class="paper-part" id="part-{number}">{escape(part.title)}</h2>\n'
    for address in part.addresses:
        if part.title:
            yield _chapter(pages[address], book, 3, base, title)
        else:
            yield _chapter(pages[address], book, 2, base)
        title = ""


def fact_places(pages: Iterable[Page]) -> dict[str, str]:
    """Where each fact stands, by its anchor: not where a page rests on it, nor in the index."""
    found = {}
    for page in pages:
        for place in page.places("id") if page.address != SOURCES else ():
            tag = parse(page.tokens[place])
            anchor = tag.get("id") or ""
            if "fact" in (tag.get("class") or "").split() and not anchor.startswith(BASIS):
                found[anchor] = page.address
    return found


def whole_guide(page: Page, pages: Mapping[str, Page], base: str) -> Page:
    """The document with its chapters, made of `pages` of its edition by their addresses.

    `base` is the public address of the site. Raises `Unusable`.
    """
    start, end = _contents(page)
    parts = list(_parts(tree_of(["", *page.tokens[start : end + 1], ""])))
    listed = frozenset(address for part in parts for address in part.addresses)
    if missing := sorted(listed - set(pages)):
        raise Unusable(f"{PAPER}index.html lists what is no page: {', '.join(missing)}")
    ids = {address: each.id for address, each in pages.items()}
    book = Book(ids, listed, fact_places(pages[address] for address in listed))
    chapters = "".join(
        line
        for number, part in enumerate(parts, 1)
        for line in _part(number, part, pages, book, base)
    )
    filled = page.filled(SLOT, chapters)
    if not filled:
        raise Unusable(f"{PAPER}index.html: no room for the chapters, data-slot={SLOT!r}")
    changes = _led_inside(page, end, book) | filled
    text = hashlib.sha256("".join([*page.article_tokens, chapters]).encode()).hexdigest()[:16]
    if head := page.place("/head"):
        changes[head] = f'<meta name="{TEXT}" content="{text}">\n{page.tokens[head]}'
    return Page.read(page.file, "".join(applied(page.tokens, changes)), page.language)
