"""The elements and attributes of HTML, as far as the second edition must know them."""

from __future__ import annotations


def names(words: str) -> frozenset[str]:
    """A set of names, written in one line."""
    return frozenset(words.split())


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
# The words of these are not prose. (Script, style and textarea never reach the text: the
# lexer gives them as one token.)
VERBATIM = names("code pre kbd samp svg math rt")
TEXT_ATTRIBUTES = names(
    "title alt label placeholder aria-label aria-description aria-placeholder "
    "aria-roledescription aria-valuetext"
)
# Attributes of our own that hold words for scripts and style sheets to show: these, and all
# that start with "data-text-".
DATA_TEXT = names("data-label data-text")
TEXT_METAS = names(
    "description keywords author application-name apple-mobile-web-app-title og:title "
    "og:description og:site_name og:image:alt twitter:title twitter:description "
    "twitter:image:alt guide:section-title guide:alias"
)
URL_METAS = names("og:url twitter:url")
URL_ATTRIBUTES = names("href src action formaction poster data xlink:href")
URL_LISTS = names("srcset imagesrcset")
# Elements whose end tag may be left out: start tags that end them, and elements beyond
# which a start tag does not reach.
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
