"""The whole guide as one document: a page with contents, and below them the chapters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from editions.addresses import join
from editions.edition_links import edited
from editions.lexer import split
from links.pages import SHORT
from links.tree import Element, parsed, tree
from paper.chapter import BASIS, PAPER, SOURCES, Book, Chapter, page_id
from paper.pages import PaperPage, article, links

# Between these two comments stand the chapters; what an earlier run put there goes.
START, END = "<!--paper-->", "<!--/paper-->"
CHAPTER = '<section class="paper-chapter">'
CONTENTS, CONTENTS_END = '<nav class="paper-contents"', "</nav>"


class NoContents(Exception):
    """The document lists no chapters, or one that does not exist."""


@dataclass(frozen=True)
class Part:
    """Chapters under a common title; without one for a chapter that stands by itself."""

    title: str
    addresses: tuple[str, ...]


def _parts(contents: Element, addresses: Mapping[str, str]) -> Iterator[Part]:
    """The parts that the contents list; `addresses` by the id of the page."""
    lists = [element for element in contents.walk() if element.name == "ol"]
    if not lists:
        raise NoContents(f"{PAPER}index.html: the contents hold no <ol> of parts")
    for item in lists[0].children:
        if isinstance(item, Element):
            hrefs = [e.get("href") for e in item.walk() if e.name == "a"]
            # An earlier run has led them inside.
            found = tuple(
                addresses.get(page_id(href), href) if href[:1] == "#" else join(PAPER, href)
                for href in hrefs
            )
            title = next((e.text for e in item.walk() if e.name == "span"), "")
            yield Part(title, found)


def _contents(html: str) -> tuple[int, int]:
    start = html.find(CONTENTS)
    return start, html.find(CONTENTS_END, start) + len(CONTENTS_END)


def _led_inside(html: str, book: Book) -> str:
    """Cover or contents with links to the chapters instead of the pages."""
    tokens = split(html)
    for place, href in links(tokens):
        new = escape(book.leads(PAPER, href))
        edits = [
            (a.start, a.end, new) for a in parsed(tokens[place]).attributes if a.name == "href"
        ]
        tokens[place] = edited(tokens[place], edits)
    return "".join(tokens)


def _chapter(page: PaperPage, book: Book, level: int, base: str, above: str = "") -> str:
    short = f"{base}{SHORT}{page.id}/".partition("://")[2]
    return (
        f"{CHAPTER}\n"
        f"{above}{Chapter(page, book, level).body()}\n"
        f'<p class="paper-chapter__foot"><span class="paper-address">{escape(short)}</span>'
        f'<time datetime="{page.updated}">{page.updated}</time></p>\n</section>\n'
    )


def _part(
    number: int, part: Part, pages: Mapping[str, PaperPage], book: Book, base: str
) -> Iterator[str]:
    """The chapters of a part. Its title stands above the first of them, on the same sheet."""
    title = f'<h2 class="paper-part" id="part-{number}">{escape(part.title)}</h2>\n'
    for address in part.addresses:
        if part.title:
            yield _chapter(pages[address], book, 3, base, title)
        else:
            yield _chapter(pages[address], book, 2, base)
        title = ""


def _facts(pages: Iterable[PaperPage]) -> dict[str, str]:
    """Where each fact stands, by its anchor: not where a page rests on it, nor in the index."""
    found = {}
    for page in pages:
        for token in page.tokens[1::2] if page.address != SOURCES else ():
            tag = parsed(token)
            anchor = tag.get("id") or ""
            if "fact" in (tag.get("class") or "").split() and not anchor.startswith(BASIS):
                found[anchor] = page.address
    return found


def bound(html: str, pages: Mapping[str, PaperPage], base: str) -> str:
    """The document with its chapters, made of `pages` by their addresses.

    `base` is the public address of the site. Raises `NoContents`.
    """
    if START not in html or CONTENTS not in html:
        raise NoContents(f"{PAPER}index.html: no contents, or no place for the chapters")
    top, (start, end) = article(html)[0], _contents(html)
    addresses = {page.id: address for address, page in pages.items()}
    parts = list(_parts(tree(html[start:end]), addresses))
    listed = frozenset(address for part in parts for address in part.addresses)
    if missing := sorted(listed - set(pages)):
        raise NoContents(f"{PAPER}index.html lists what is no page: {', '.join(missing)}")
    ids = {address: page.id for address, page in pages.items()}
    book = Book(ids, listed, _facts(pages[address] for address in listed))
    chapters = "".join(
        line
        for number, part in enumerate(parts, 1)
        for line in _part(number, part, pages, book, base)
    )
    before, _, rest = html[end:].partition(START)
    after = rest.partition(END)[2]
    front = _led_inside(html[top:end], book)
    return f"{html[:top]}{front}{before}{START}\n{chapters}{END}{after}"
