"""How the comparison of searches counts; what it measures is asserted nowhere here."""

from __future__ import annotations

import pytest
from bench.search_boxes import Result, results
from bench.search_figures import HANS, HANT, Answer, Intent, answers, figures, unlike

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
