"""The engine in a real Chromium, on the indexes of both editions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HANS, HANT, PROJECT, Site
from playwright.sync_api import Browser, Page

from editions.opencc_tables import load as load_opencc
from search.build import read_edition
from search.index import read_index
from search.words import read_words

pytestmark = pytest.mark.browser

CASES = Path(__file__).parent / "cases"
QUERIES = yaml.safe_load((CASES / "search_queries.yml").read_text("utf-8"))
DANGERS = yaml.safe_load((CASES / "search_dangers.yml").read_text("utf-8"))
Ask = Callable[[str, str], dict[str, Any]]
# Seconds; a generous bound against catastrophic cost, on a busy machine.
QUICK = 1.0


@pytest.fixture(scope="module")
def bench(browser: Browser, site: Site) -> Iterator[Page]:
    """A page with `search[edition]`, made by the built engine of the built indexes."""
    (engine,) = (site.root / "assets/javascripts/workers").glob("engine.*.js")
    page = browser.new_page()
    page.add_script_tag(content=engine.read_text("utf-8"))
    page.evaluate("() => { self.search = {} }")
    for edition in (HANT, HANS):
        page.evaluate(
            "([edition, index]) => { search[edition] = guideSearch(index) }",
            [edition, read_index(site.edition_root(edition))],
        )
    yield page
    page.close()


@pytest.fixture
def ask(bench: Page) -> Ask:
    return lambda edition, query: bench.evaluate(
        "([edition, query]) => search[edition](query)", [edition, query]
    )


def first(answer: dict[str, Any]) -> str:
    return str(max(answer["items"][0], key=lambda item: item["score"])["location"])


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
        assert answer["weak"] == answers[0]["weak"]
        if case["first"]:
            assert first(answer) == case["first"]
    if "weak" in case:
        assert answers[0]["weak"] == case["weak"]
        assert "start/urgent/" in [group[-1]["location"] for group in answers[0]["items"]]


@pytest.mark.parametrize("danger", DANGERS)
def test_who_is_in_danger_is_led_to_the_emergency_page(ask: Ask, danger: str) -> None:
    for query in {danger, load_opencc().convert(danger)}:
        assert first(ask(HANT, query)).split("#")[0] == "start/urgent/"


def test_every_title_heading_and_alias_finds_the_same_in_both_editions(
    ask: Ask, site: Site
) -> None:
    faults = []
    for hant, hans in zip(*(names(site, edition) for edition in (HANT, HANS)), strict=True):
        asked = [ask(edition, name) for edition in (HANT, HANS) for name in (hant, hans)]
        if any(ranking(answer) != ranking(asked[0]) for answer in asked):
            faults.append(f"{hant} / {hans}")
    assert faults == []


def names(site: Site, edition: str) -> list[str]:
    found = []
    for _, title, _, aliases, sections, *_ in read_index(site.edition_root(edition))["pages"]:
        found += [title, *aliases.split("|"), *(section[1] for section in sections if section[1:])]
    return [name for name in found if name]


def test_a_page_is_found_first_by_its_title(ask: Ask, site: Site) -> None:
    words, _ = read_words(PROJECT / "docs/_data", {})
    lost = []
    for page in read_edition(site.root, words):
        groups = ask(HANT, page.title)["items"]
        if groups[0][0]["location"].split("#")[0] != page.address:
            lost.append(page.address)
    assert lost == []


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


def test_the_last_character_counts(ask: Ask) -> None:
    assert ranking(ask(HANT, "律師函")) != ranking(ask(HANT, "律師"))


def test_results_hold_no_markup_of_the_query_and_nothing_invisible(ask: Ask) -> None:
    for query in ("<img src=x onerror=alert(1)>", "短信&<b>逾期</b>", "A&B"):
        text = json.dumps(ask(HANT, query), ensure_ascii=False)
        assert not re.search("<(?!/?mark)", text)
        assert "\u200b" not in text


@pytest.mark.parametrize(
    "query",
    [
        *("逾" * 10_000, "a" * 10_000, "12378 " * 2_000, "xian" * 50, "(" * 500),
        *("催收上門" * 300, "崔手" * 60, "\U00010000" * 99),
    ],
    ids=lambda query: query[:8],
)
def test_odd_input_is_answered_quickly(bench: Page, query: str) -> None:
    ask = "q => { const t = performance.now(); search['zh-Hant'](q); return performance.now() - t }"
    bench.evaluate(ask, query)
    assert bench.evaluate(ask, query) / 1000 < QUICK


def test_a_name_is_suggested_in_the_script_of_the_page(ask: Ask) -> None:
    assert ask(HANT, "停息")["suggest"][0].startswith("停息")
    assert ask(HANS, "支付")["suggest"][0].startswith("支付")
