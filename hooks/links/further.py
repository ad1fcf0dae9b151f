"""A further page: one that goes on with the list of another, for which that has no room.

It is that page at another address, with other rows. It has no id: the short link, the search and
the ledger name a row by the page itself, however many further pages there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape, unescape

from htmlkit.edit import attribute, edited
from htmlkit.lexer import Kind, Tag, parse
from model.page import HEAD, PREFIX, Page

# Stands between the head and the text: larger text, and hearing it.
TOOLS = frozenset(("reading", "reading-words"))
# What a page ends with, below its text.
ENDS = frozenset(("next-step", "updated", "share"))


def further_address(address: str, name: str) -> str:
    """Beside the page, "glossary-2/" for "glossary/" and "2": so that all links of the page lead
    from there to the same places."""
    return f"{address.removesuffix('/')}-{name}/"


def last_folder(address: str) -> str:
    """By what pages at the same level name an address: "law/" for "sources/law/"."""
    return f"{address.rstrip('/').rpartition('/')[2]}/"


def _classes(tag: Tag) -> set[str]:
    return set((tag.get("class") or "").split())


def _body(page: Page) -> tuple[int, int]:
    """The places between which the text of the page stands: behind the tag that ends its head,
    before what it ends with."""
    head = (place for place in page.places("id") if parse(page.tokens[place]).get("id") == HEAD)
    place = next(head, 0)
    start = page.end(place) if place else page.place("/h1")
    end = page.article[1]
    for place in range(start + 2, end, 2):
        tag = parse(page.tokens[place])
        if tag.kind is not Kind.OPEN or place < start:
            continue
        if not TOOLS.isdisjoint({*_classes(tag), tag.get("id")}):
            start = page.end(place)
        elif not ENDS.isdisjoint(_classes(tag)):
            # The next step stands in a paragraph of its own.
            return start, place - 2 if "next-step" in _classes(tag) else place
    return start, end


def _with_href(token: str, url: str) -> str:
    found = attribute(parse(token), "href")
    return edited(token, [(found.start, found.end, escape(url))]) if found else token


def _named_editions(page: Page) -> Iterator[int]:
    """The places of all that names the address of the page, in either edition."""
    yield from (*page.places("link canonical"), *page.places("link alternate"))
    for place in range(1, len(page.tokens), 2):
        tag = parse(page.tokens[place])
        if tag.kind is Kind.OPEN and tag.name == "a" and tag.get("data-edition") is not None:
            yield place


def _led_back(page: Page, like: Page) -> Page:
    """The further page with links to what stands on `like` only: in its list of contents."""
    ids = {parse(page.tokens[place]).get("id") for place in page.places("id")}
    there = {parse(like.tokens[place]).get("id") for place in like.places("id")} - ids
    back = f"../{last_folder(like.address)}"
    for place in range(1, len(page.tokens), 2):
        tag = parse(page.tokens[place])
        href = unescape(tag.get("href") or "") if tag.kind is Kind.OPEN else ""
        if href.startswith("#") and href[1:] in there:
            # To the text of this page, where the theme leads past the menu to its first heading.
            url = f"#{HEAD}" if "md-skip" in _classes(tag) else back + href
            page.tokens[place] = _with_href(page.tokens[place], url)
    return page


def further_page(page: Page, name: str, mark: str, body: str) -> Page:
    """The page at `further_address` with another text; `mark` tells its title from the page's."""
    tokens = list(page.tokens)
    address = further_address(page.address, name)
    old, new = last_folder(page.address), last_folder(address)
    for place in _named_editions(page):
        url = unescape(parse(tokens[place]).get("href") or "")
        if url.endswith(f"/{old}"):
            tokens[place] = _with_href(tokens[place], url.removesuffix(old) + new)
    for place in page.places("meta"):
        said = parse(tokens[place]).get("name") or ""
        if said == f"{PREFIX}id":
            tokens[place] = f'<meta name="{PREFIX}further-of" content="{page.id}">'
        elif said.startswith(PREFIX):
            tokens[place], tokens[place + 1] = "", ""
    title, shown = page.place("title"), escape(page.title, quote=False)
    tokens[title] = tokens[title].replace(shown, shown + escape(mark), 1)
    tokens[page.place("/h1") - 1] += escape(mark)
    start, end = _body(page)
    tokens[start + 1 : end] = [""] * (end - start - 1)
    tokens[start + 1] = f"\n{body}"
    made = Page.read(f"{address}index.html", "".join(tokens), page.language)
    return _led_back(made, page)
