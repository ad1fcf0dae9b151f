"""The engine in a real Chromium, on the indexes of both editions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from math import exp, log
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HANS, HANT, Site
from playwright.sync_api import Browser, CDPSession

from base.languages import EDITIONS
from conversion.opencc_tables import load as load_opencc
from search.asked import Engine, lead, parts_of
from search.index import read_index

CASES = Path(__file__).parent / "cases"
QUERIES = yaml.load((CASES / "search_queries.yml").read_text("utf-8"), yaml.CSafeLoader)
DANGERS = yaml.load((CASES / "search_dangers.yml").read_text("utf-8"), yaml.CSafeLoader)
Ask = Callable[[str, str], dict[str, Any]]
# Seconds of the processor; a generous bound against catastrophic cost.
QUICK = 1.0
TEXT = "text only"


@pytest.fixture(scope="module")
def engine(browser: Browser, site: Site) -> Iterator[Engine]:
    """An engine for each edition, and one that has only the first part."""
    page = browser.new_page()
    engine = Engine(page, site.root)
    for language, folder in EDITIONS.items():
        engine.start(language, parts_of(site.root, folder))
    first = dict([*parts_of(site.root, "").items()][:1])
    engine.start(TEXT, first)
    yield engine
    page.close()


@pytest.fixture
def ask(engine: Engine) -> Ask:
    return lambda edition, query: engine.ask(edition, [query])[0]


def first(answer: dict[str, Any]) -> str:
    return lead(answer["items"][0])


def ranking(answer: dict[str, Any]) -> list[list[tuple[str, float]]]:
    return [[(item["location"], item["score"]) for item in group] for group in answer["items"]]


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case["name"])
def test_a_query_leads_to_the_same_place_in_both_scripts_and_editions(
    ask: Ask, case: dict[str, Any]
) -> None:
    queries = {case["query"], load_opencc().convert(case["query"])}
    answers = [ask(edition, query) for edition in (HANT, HANS) for query in sorted(queries)]
    for answer in answers:
        assert answer["items"], "a query never ends in nothing"
        assert ranking(answer) == ranking(answers[0])
        assert answer["note"] == answers[0]["note"]
        if case["first"]:
            assert first(answer) == case["first"]
    if "note" in case:
        assert answers[0]["note"] == case["note"]
    if case.get("note") == "nothing":
        assert first(answers[0]) == "start/urgent/"


@pytest.mark.parametrize("danger", DANGERS, ids=lambda row: row["query"])
def test_who_is_in_danger_is_led_to_the_page_that_helps_at_once(
    ask: Ask, danger: dict[str, Any]
) -> None:
    """Before anything but the first part has come, too."""
    for query in {danger["query"], load_opencc().convert(danger["query"])}:
        for key in (HANT, TEXT):
            assert first(ask(key, query)).split("#")[0] == danger["first"].split("#")[0], key


def test_marks_and_teasers_are_in_the_script_of_the_page(ask: Ask) -> None:
    # An own wording of the Simplified edition, longer than the Traditional one.
    shown = {e: ask(e, "身份证复印件")["items"][0] for e in (HANT, HANS)}
    text = {e: " ".join(i["title"] + i["text"] for i in shown[e]) for e in shown}
    marks = {e: set(re.findall("<mark data-md-highlight>(.*?)</mark>", text[e])) for e in text}
    assert "身份證影本" in "".join(marks[HANT]) or {"身份證", "影本"} <= marks[HANT]
    assert "身份证复印件" in "".join(marks[HANS]) or {"身份证", "复印件"} <= marks[HANS]
    for edition in (HANT, HANS):
        for item in shown[edition]:
            assert marks[edition] & set(item["terms"])


def test_every_match_is_marked(ask: Ask) -> None:
    for item in ask(HANT, "律師函 逾期")["items"][0]:
        plain = re.sub("<mark data-md-highlight>.*?</mark>", "", item["title"] + item["text"])
        assert "逾期" not in plain
        assert "律師函" not in plain


def test_parts_give_the_same_in_whatever_order_they_come(
    engine: Engine, ask: Ask, site: Site
) -> None:
    index, *others = parts_of(site.root, "").items()
    engine.start("last first", dict([index, *reversed(others)]))
    # Each of these could be read in several ways that are as likely.
    for query in ("huizhi", "fana", "qianzuojiji", "嘴笨不知道跟客服咋說", "係咪可以淨係還本金"):
        assert ask("last first", query) == ask(HANT, query), query


# As in the engine: pages so much less likely than the first are not listed.
FAR = 5


def test_no_page_is_left_out_for_what_another_reading_is_worth_less(engine: Engine) -> None:
    answer = engine.explain(HANT, "jiebei 上徵信嗎")
    assert len(answer["why"]["readings"]) > 1
    pages = [[it["score"] for it in page["scored"]] for page in answer["why"]["pages"]]
    likely = [log(sum(map(exp, scores))) for scores in pages]
    assert len(answer["items"]) >= sum(each > likely[0] - FAR for each in likely)


def test_the_last_character_counts(ask: Ask) -> None:
    assert ranking(ask(HANT, "律師函")) != ranking(ask(HANT, "律師"))


def test_results_hold_no_markup_of_the_query_and_nothing_invisible(ask: Ask) -> None:
    for query in ("<img src=x onerror=alert(1)>", "短信&<b>逾期</b>", "A&B"):
        text = json.dumps(ask(HANT, query), ensure_ascii=False)
        assert not re.search("<(?!/?mark)", text)
        assert "\u200b" not in text


def _seconds(session: CDPSession) -> float:
    """Those of the processor that a page has taken."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "ThreadTime"))


@pytest.mark.parametrize(
    "query",
    [
        *("逾" * 10_000, "a" * 10_000, "12378 " * 2_000, "xian" * 50, "(" * 500),
        *("催收上門" * 300, "崔手" * 60, "\U00010000" * 99, "xian" * 29 + "vv"),
    ],
    ids=lambda query: f"{query[:8]}{query[-2:]}",
)
def test_odd_input_is_answered_quickly(engine: Engine, query: str) -> None:
    engine.ask(HANT, [query])
    session = engine.page.context.new_cdp_session(engine.page)
    # Of the processor: how busy the machine is does not count.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    spent = [_seconds(session)]
    engine.ask(HANT, [query])
    spent.append(_seconds(session))
    session.detach()
    assert 0 < spent[1] - spent[0] < QUICK


def test_a_name_is_suggested_in_the_script_of_the_page(ask: Ask) -> None:
    assert ask(HANT, "停息")["suggest"][0].startswith("停息")
    assert ask(HANS, "支付")["suggest"][0].startswith("支付")


def test_an_empty_box_offers_the_commonest_topics(ask: Ask, site: Site) -> None:
    near = read_index(site.edition_root(HANT))["near"]
    for key in (HANT, HANS, TEXT):
        answer = ask(key, "  ")
        assert answer["note"] == "topics"
        assert len(answer["items"]) == len(near) == 6


def test_enter_leads_to_the_first_page_of_the_list(ask: Ask) -> None:
    """The theme opens the link with the highest score, wherever it stands."""
    for query in ("花唄", "律師函 逾期", "收到法院短信怎麼辦", "想死"):
        scores = [max(item["score"] for item in group) for group in ask(HANT, query)["items"]]
        assert scores == sorted(scores, reverse=True)
