"""The pages that a page speaks of, with their short addresses: shown on paper only, where a
link cannot be followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from editions.addresses import OUTSIDE, cut, join
from editions.lexer import Tag
from links.pages import SHORT
from paper.pages import PaperPage, links, without

# Between these two comments stands the list; a page without links loses the block around them.
START, END = "<!--onward-->", "<!--/onward-->"
# Words to look up, what a script shows, lists that are nothing but links.
PASSED_OVER = frozenset(("term", "tool", "claims", "topics", "desk"))


def _is_passed_over(tag: Tag) -> bool:
    return not PASSED_OVER.isdisjoint((tag.get("class") or "").split())


def _targets(page: PaperPage, pages: Mapping[str, PaperPage]) -> Iterator[PaperPage]:
    """The other pages that the text of a page leads to, each once, in its order."""
    seen = {page.address}
    for _, href in links(without(page.tokens, _is_passed_over)):
        if OUTSIDE.match(href):
            continue
        address = join(page.address, cut(href)[0]) if cut(href)[0] else page.address
        if address in pages and address not in seen:
            seen.add(address)
            yield pages[address]


def with_onward(html: str, page: PaperPage, pages: Mapping[str, PaperPage], base: str) -> str:
    """The page with the list in its place; as it is if it has none."""
    before, start, rest = html.partition(START)
    _, end, after = rest.partition(END)
    if not end:
        return html
    host = base.partition("://")[2]
    rows = "".join(
        f"<li>{escape(target.title)} "
        f'<span class="paper-address">{escape(host)}{SHORT}{target.id}/</span></li>\n'
        for target in _targets(page, pages)
    )
    return f"{before}{start}\n{rows}{end}{after}"
