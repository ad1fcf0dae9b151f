"""What `make audit` measures pages against: the same text, bare; and as what phone."""

from __future__ import annotations

import sys

import pytest
from conftest import HANT, PROJECT, Site

# Behind all others: it has modules of common names.
sys.path.append(str(PROJECT / "tests" / "audit"))

from lighthouse import SPEEDS, bare, slowdown  # the path is set above
from selectolax.lexbor import LexborHTMLParser
from trees import first


def test_a_bare_page_has_all_words_of_the_text_and_nothing_else(site: Site) -> None:
    page = site.page(HANT, "start/urgent/")
    article, found = first(page.tree, "article"), LexborHTMLParser(bare(page.html))
    for node in article.css("script, template, noscript, svg, img"):
        node.decompose()
    assert found.css("script, template, noscript, svg, img, link, style") == []
    assert first(found, "body").text().split() == article.text().split()


@pytest.mark.parametrize(
    ("index", "times"), [*SPEEDS, (100, 1), (475, 1.5), (1050, 2.5), (9999, 6)]
)
def test_a_faster_machine_is_slowed_down_more(index: float, times: float) -> None:
    assert slowdown(index) == pytest.approx(times)
