"""axe-core finds nothing. `make audit` runs the whole matrix; here stands what a change is
likely to break: every page once, each kind of page in every way, and what can be opened."""

from __future__ import annotations

import pytest
from axe import KINDS, LEFT_OUT, SCHEMES, WIDTHS, set_up, violations
from browser_fixtures import DESKTOP, PHONE, ROOTS, SIZES, OpenPage, opened, press
from conftest import HANS, HANT, Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

at_both_sizes = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
RESULT = ".md-search-result__item"


def faults_of(page: Page) -> list[str]:
    set_up(page)
    return violations(page)


def test_what_is_left_out_is_a_rule_of_axe(open_page: OpenPage) -> None:
    page = open_page()
    set_up(page)
    rules = page.evaluate("axe.getRules().map(rule => rule.ruleId)")
    assert set(LEFT_OUT) <= set(rules)


def test_axe_finds_nothing_on_any_page(open_page: OpenPage, site: Site) -> None:
    # Wide: then nothing is folded away.
    page = open_page(lost=True, size=DESKTOP)
    faults = []
    for address in opened(page, [built.address for built in site.pages(HANT)]):
        faults += [f"{address}: {fault}" for fault in faults_of(page)]
    assert faults == []


@pytest.mark.parametrize("edition", [HANT, HANS])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_any_kind_of_page(
    open_page: OpenPage, edition: str, scheme: str
) -> None:
    page = open_page(ROOTS[edition], color_scheme=scheme, lost=True)
    faults = []
    for address in opened(page, KINDS):
        set_up(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{address} {width}: {fault}" for fault in violations(page)]
    assert faults == []


def test_axe_finds_nothing_in_the_open_menu_of_a_phone(open_page: OpenPage) -> None:
    page = open_page("start/is-it-real/", size=PHONE)
    press(page, '.md-header__button[for="__drawer"]')
    expect(page.locator(".md-sidebar--primary")).to_be_visible()
    assert faults_of(page) == []
    press(page, '.md-nav__title[for="__nav_2"]')
    expect(page.locator('.md-nav__link[for="__nav_8"]')).to_be_visible()
    assert faults_of(page) == []


@at_both_sizes
def test_axe_finds_nothing_in_the_open_search(open_page: OpenPage, size: dict[str, int]) -> None:
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
