"""How the comparison of searches counts; what it measures is asserted nowhere here."""

from __future__ import annotations

import pytest
from bench.search_boxes import Result, results
from bench.search_figures import HANS, HANT, Answer, Intent, answers, figures, unlike
from bench.search_minisearch import sections
from bench.search_sites import Article, articles
from bench.search_writers import Told, shares
from conftest import Site

from search.index import read_index

INTENT = Intent(
    id="payment-order",
    kind="word",
    hant="支付令",
    hans="支付令的",
    want=("start/urgent/", "glossary/"),
    heading=("start/urgent/#court-papers",),
    part="judge",
)
RIGHT = Result("start/urgent/", "start/urgent/#court-papers")
OTHER = Result("about/", "about/#review")


def answer(*found: Result) -> Answer:
    return Answer(INTENT, HANT, HANT, found)


@pytest.mark.parametrize(
    ("links", "lead"),
    [
        (["start/", "start/?h=a#step-1"], "start/#step-1"),
        (["start/index.html"], "start/"),
        (["start/?h=%E4%BB%A4"], "start/"),
    ],
)
def test_a_result_leads_to_the_section_shown_first_or_to_its_page(
    links: list[str], lead: str
) -> None:
    root = "http://127.0.0.1:1/zh-hans/"
    assert results([[root + link for link in links]], root) == [Result("start/", lead)]


def test_a_result_without_links_is_none() -> None:
    assert results([[]], "") == []


def test_figures_count_the_first_right_page_and_the_first_lead() -> None:
    given = [
        answer(RIGHT, OTHER),
        answer(OTHER, RIGHT),
        answer(OTHER, OTHER, OTHER, RIGHT),
        answer(),
    ]
    reached = figures(given, lambda each: True)
    assert (reached.answers, reached.hit1, reached.hit3) == (4, 0.25, 0.5)
    assert (reached.nothing, reached.heading) == (0.25, 0.25)
    assert reached.mrr == pytest.approx((1 + 1 / 2 + 1 / 4) / 4)


def test_queries_that_the_editions_answer_differently_are_named() -> None:
    hant = answers([INTENT], HANT, {"支付令": [RIGHT], "支付令的": [RIGHT, OTHER]})
    hans = answers([INTENT], HANS, {"支付令": [RIGHT], "支付令的": [OTHER, RIGHT]})
    assert [each.same for each in hant] == [True, False]
    assert unlike([*hant, *hans]) == [(INTENT, HANS)]


def test_an_article_is_cut_into_the_sections_of_its_headings() -> None:
    html = '<p>前言</p><h2 id="a">一<a>二</a></h2><div><p>三</p><p>四</p></div><h4>五</h4>'
    html += '<h3 id="b">六</h3><h2>無錨點</h2><p>七</p>'
    assert list(sections(Article("start/", "題", html))) == [
        ("", "", "前言"),
        ("a", "一二", "三 四 五"),
        ("b", "六", "七"),
    ]


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_peers_get_the_pages_that_our_search_knows_without_what_it_leaves_out(
    site: Site, edition: str
) -> None:
    found = {article.address: article for article in articles(site.root, edition)}
    known = read_index(site.edition_root(edition))["pages"]
    assert sorted(found) == sorted(page[0] for page in known)
    assert "print/" not in found
    source = found["sources/payment-order/"].html
    assert 'id="facts-payment-order"' in source
    assert 'class="fact"' not in source


def test_shares_count_an_answer_of_nothing_as_wrong() -> None:
    told = [
        Told(frozenset({"start/#a"}), ("start/#a", "about/"), ""),
        Told(frozenset({"start/#a"}), ("about/", "start/#b"), "unsure"),
        Told(frozenset({"start/#a"}), ("start/",), "nothing"),
        Told(frozenset({"start/#a"}), (), "nothing"),
    ]
    assert shares(told) == ["0.250", "0.500", "0.250", "0.500", "0.250", "1.000"]
