"""What `make audit` measures pages against: the same text, bare."""

from __future__ import annotations

import sys

from conftest import HANT, PROJECT, Site

# Behind all others: it has modules of common names.
sys.path.append(str(PROJECT / "tests" / "audit"))

from lighthouse import bare  # the path is set above
from selectolax.lexbor import LexborHTMLParser
from trees import first


def test_a_bare_page_has_all_words_of_the_text_and_nothing_else(site: Site) -> None:
    page = site.page(HANT, "start/urgent/")
    article, found = first(page.tree, "article"), LexborHTMLParser(bare(page.html))
    for node in article.css("script, template, noscript, svg, img"):
        node.decompose()
    assert found.css("script, template, noscript, svg, img, link, style") == []
    assert first(found, "body").text().split() == article.text().split()
