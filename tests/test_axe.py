"""axe-core finds nothing in what can be opened; the pages themselves it sees in
test_browser_every_page.py and test_browser_every_kind.py. `make audit` runs the whole matrix."""

from __future__ import annotations

import pytest
from axe import BOXES, COLOURS, LEFT_OUT, set_up, violations
from browser_fixtures import DESKTOP, PHONE, SIZES, OpenPage, press
from playwright.sync_api import Page, ViewportSize, expect

at_both_sizes = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
RESULT = ".md-search-result__item"


def faults_of(page: Page) -> list[str]:
    set_up(page)
    return violations(page)


def test_what_is_named_is_a_rule_of_axe(open_page: OpenPage) -> None:
    page = open_page()
    set_up(page)
    rules = page.evaluate("axe.getRules().map(rule => rule.ruleId)")
    assert {*LEFT_OUT, *COLOURS, *BOXES} <= set(rules)


def test_text_that_stands_out_too_little_is_found_however_little(open_page: OpenPage) -> None:
    page = open_page("start/", bypass_csp=True)
    set_up(page)
    page.locator("article h1").evaluate(
        """h => h.insertAdjacentHTML("afterend", ["999", "666"].map(
            grey => `<p style="color: #${grey}; background: #fff">灰字</p>`).join(""))"""
    )
    found = [fault.split(":")[0] for fault in violations(page, "article", only=COLOURS)]
    assert sorted(found) == ["color-contrast", "color-contrast-enhanced"]


def test_axe_finds_nothing_in_the_open_menu_of_a_phone(open_page: OpenPage) -> None:
    page = open_page("start/is-it-real/", size=PHONE)
    press(page, '.md-header__button[for="__drawer"]')
    expect(page.locator(".md-sidebar--primary")).to_be_visible()
    assert faults_of(page) == []


@at_both_sizes
def test_axe_finds_nothing_in_the_open_search(open_page: OpenPage, size: ViewportSize) -> None:
    page = open_page("start/", size=size)
    press(page, '.md-header__button[for="__search"]' if size == PHONE else "input[name=query]")
    page.locator("input[name=query]").fill("支付令")
    expect(page.locator(RESULT).first).to_be_visible()
    set_up(page)
    # The page is under it, and a link that is half covered counts as too small to hit.
    assert violations(page, ".md-search") == []


def test_axe_finds_nothing_in_the_hint_of_the_other_edition(open_page: OpenPage) -> None:
    page = open_page("start/", language="zh-CN", size=DESKTOP)
    expect(page.locator('[data-edition-hint="zh-Hans"]')).to_be_visible()
    assert faults_of(page) == []
