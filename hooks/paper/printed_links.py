"""The pages that a page speaks of, with their short addresses: shown on paper only, where a
link cannot be followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from base.memory import remembered
from htmlkit.edit import links
from htmlkit.lexer import Kind, parse
from model.addresses import OUTSIDE, SHORT, cut, join
from model.page import Changes, Page

# The slot of the list in the page.
SLOT = "printed-links"
# Words to look up, what a script shows, lists that are nothing but links.
PASSED_OVER = frozenset(("term", "tool", "claims", "topics", "desk"))


@remembered
def _is_passed_over(token: str) -> bool:
    tag = parse(token)
    return tag.kind is not Kind.CLOSE and not PASSED_OVER.isdisjoint(
        (tag.get("class") or "").split()
    )


@remembered
def _targets(page: Page) -> Sequence[str]:
    """The other addresses that the text of a page leads to, each once, in its order."""
    found: dict[str, None] = {}
    for _, href in links(page.article_without(_is_passed_over)):
        if not OUTSIDE.match(href) and (bare := cut(href)[0]):
            found[join(page.address, bare)] = None
    found.pop(page.address, None)
    return list(found)


def printed_links(page: Page, like: Page, pages: Mapping[str, Page], base: str) -> Changes:
    """The list in its place; no changes for a page that has none.

    `like` is the page in the first edition: both lead to the same places. `pages` are those of
    the page's edition by their addresses, `base` is the address of the site.
    """
    if not any(name == SLOT for name, _, _ in page.slots()):
        return {}
    host = base.partition("://")[2]
    rows = "".join(
        f"<li>{escape(target.title)} "
        f'<span class="paper-address">{escape(host)}{SHORT}{target.id}/</span></li>\n'
        for target in (pages[address] for address in _targets(like) if address in pages)
    )
    return page.filled(SLOT, rows)
