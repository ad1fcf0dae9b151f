"""The elements of HTML: what holds nothing, what cuts a text, what ends by itself."""

from __future__ import annotations


def names(words: str) -> frozenset[str]:
    """A set of names, written in one line."""
    return frozenset(words.split())


HEADINGS = names("h1 h2 h3 h4 h5 h6")
VOID = names("area base br col embed hr img input link meta param source track wbr")
# A run of text goes on across these: a phrase may be cut by them.
INLINE = names(
    "a abbr b bdi cite data del dfn em i ins label mark q s small span strong sub sup time u "
    "var wbr"
)
# These end a run, but not the block of text in which quotation marks come in pairs.
PHRASING = INLINE | names(
    "audio bdo br button canvas code embed iframe img input kbd map math meter noscript "
    "object output picture progress rp rt ruby samp script select source svg template "
    "textarea video"
)
# What ends a paragraph.
BLOCKS = names(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section "
    "summary table ul"
)
# A browser that closes one of these with its block opens it again in the next.
FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
CELLS = names("td th tr thead tbody tfoot")
ROWS = names("tr thead tbody tfoot")
# Elements whose end tag may be left out: start tags that end them, and elements beyond
# which a start tag does not reach.
OPTIONAL_END: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "p": (BLOCKS, names("button object template")),
    "li": (names("li"), names("ul ol menu")),
    "dt": (names("dt dd"), names("dl")),
    "dd": (names("dt dd"), names("dl")),
    "td": (CELLS, names("table")),
    "th": (CELLS, names("table")),
    "tr": (ROWS, names("table")),
    "option": (names("option optgroup"), names("select datalist")),
    "rt": (names("rt rp"), names("ruby")),
    "rp": (names("rt rp"), names("ruby")),
}
