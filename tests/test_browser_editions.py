"""The switch of editions, the hint, and what the browser remembers."""

from __future__ import annotations

import re

import pytest
from browser_fixtures import (
    DESKTOP,
    SIZES,
    OpenPage,
    press,
    tab_to,
    wait_until_in_view,
)
from conftest import HANS, HANT
from playwright.sync_api import Locator, Page, ViewportSize, expect

at_both_sizes = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
to_each_edition = pytest.mark.parametrize(
    ("here", "there", "edition"),
    [("", "zh-hans/", HANS), ("zh-hans/", "", HANT)],
    ids=["to Simplified", "to Traditional"],
)

# What a browser with all cookies blocked does, and one whose storage is full.
STORAGE_REFUSED = {
    "blocked": """
        const refuse = { get() { throw new DOMException("denied", "SecurityError") } }
        Object.defineProperty(window, "localStorage", { ...refuse, configurable: true })
        Object.defineProperty(window, "sessionStorage", { ...refuse, configurable: true })
    """,
    "full": """
        Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError") }
    """,
}


def switch(edition: str) -> str:
    return f".edition-switch a[data-edition={edition}]"


def hint(page: Page, edition: str) -> Locator:
    return page.locator(f"[data-edition-hint={edition}]")


def remembered(page: Page, key: str = "edition") -> str | None:
    value = page.evaluate("key => localStorage.getItem(key)", key)
    return None if value is None else str(value)


@at_both_sizes
@to_each_edition
def test_the_switch_leads_to_the_same_page_and_the_choice_is_remembered(
    open_page: OpenPage, size: ViewportSize, here: str, there: str, edition: str
) -> None:
    page = open_page(f"{here}pitfalls/lost-evidence/", size=size)
    assert remembered(page) is None
    press(page, switch(edition))
    expect(page).to_have_url(re.compile(rf"^http://[^/]+/{there}pitfalls/lost-evidence/$"))
    expect(page.locator("html")).to_have_attribute("lang", edition)
    expect(page.locator(switch(edition))).to_have_attribute("aria-current", "true")
    assert remembered(page) == edition


@to_each_edition
def test_the_switch_keeps_the_anchor(
    open_page: OpenPage, here: str, there: str, edition: str
) -> None:
    page = open_page(f"{here}start/urgent/#court-papers")
    press(page, switch(edition))
    expect(page).to_have_url(re.compile(rf"/{there}start/urgent/#court-papers$"))
    wait_until_in_view(page, "#court-papers")


@at_both_sizes
def test_the_switch_keeps_the_place_that_the_reader_scrolled_to(
    open_page: OpenPage, size: ViewportSize
) -> None:
    page = open_page("start/urgent/", size=size)
    # Be it that the theme names in the address the section before.
    page.mouse.wheel(0, 40)
    page.locator("#home-visits").evaluate("heading => heading.scrollIntoView()")
    wait_until_in_view(page, "#home-visits")
    # A press would scroll first, to what needs none.
    page.locator(switch(HANS)).evaluate("link => link.click()")
    expect(page).to_have_url(re.compile("/zh-hans/start/urgent/#"))
    wait_until_in_view(page, "#home-visits")


@to_each_edition
def test_the_switch_works_by_keyboard(
    open_page: OpenPage, here: str, there: str, edition: str
) -> None:
    page = open_page(f"{here}glossary/#payment-order", size=DESKTOP)
    page.evaluate("scrollTo(0, 0)")
    page.locator(".guide-skip").focus()
    tab_to(page, switch(edition))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"//[^/]+/{there}glossary/#"))
    assert remembered(page) == edition


@to_each_edition
def test_the_switch_is_a_plain_link_with_scripts_off(
    open_page: OpenPage, here: str, there: str, edition: str
) -> None:
    page = open_page(f"{here}tools/call-script/", scripts=False)
    press(page, switch(edition))
    expect(page).to_have_url(re.compile(rf"^http://[^/]+/{there}tools/call-script/$"))
    expect(page.locator("html")).to_have_attribute("lang", edition)


@pytest.mark.parametrize("script", STORAGE_REFUSED.values(), ids=STORAGE_REFUSED)
def test_refused_storage_breaks_nothing(open_page: OpenPage, script: str) -> None:
    page = open_page("start/urgent/", init=script, language="zh-CN")
    expect(hint(page, HANS)).to_be_visible()
    press(page, "[data-edition-hint] button")
    expect(hint(page, HANS)).not_to_be_visible()
    press(page, '.md-header__button[for="__drawer"]')
    expect(page.locator(".md-sidebar--primary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".md-sidebar--primary")).not_to_be_visible()
    press(page, "[data-scheme-switch] button")
    expect(page.locator("html.guide-dark")).to_have_count(1)
    page.goto("start/urgent/#threats")
    page.locator(switch(HANS)).evaluate("link => link.click()")
    expect(page).to_have_url(re.compile("/zh-hans/start/urgent/#threats$"))


# Languages of the browser, edition of the page, edition that is offered.
HINTS = [
    ("zh-CN", HANT, HANS),
    ("zh-SG", HANT, HANS),
    ("zh-Hans-HK", HANT, HANS),
    ("zh-TW", HANT, None),
    ("zh-HK", HANT, None),
    ("zh-Hant", HANT, None),
    ("en-US", HANT, None),
    ("zh-TW", HANS, HANT),
    ("zh-HK", HANS, HANT),
    ("zh-CN", HANS, None),
    ("en-US", HANS, None),
]
HINT_TEXTS = {HANS: "这一页也有简体版。", HANT: "這一頁也有繁體版。"}


@pytest.mark.parametrize(("language", "edition", "offered"), HINTS)
def test_nobody_is_led_away_and_the_hint_is_in_the_readers_own_script(
    open_page: OpenPage, language: str, edition: str, offered: str | None
) -> None:
    address = "zh-hans/channels/" if edition == HANS else "channels/"
    page = open_page(address, language=language)
    assert page.url.endswith(f"/{address}")
    expect(page.locator("html")).to_have_attribute("lang", edition)
    for other in (HANT, HANS):
        expect(hint(page, other)).to_be_visible(visible=other == offered)
    if offered:
        expect(hint(page, offered)).to_contain_text(HINT_TEXTS[offered])
        expect(hint(page, offered)).to_have_attribute("lang", offered)
        press(page, "[data-edition-hint] a")
        expect(page.locator("html")).to_have_attribute("lang", offered)
        expect(page.locator("[data-edition-hint]:visible")).to_have_count(0)


def test_the_first_chinese_among_several_languages_counts(open_page: OpenPage) -> None:
    languages = """Object.defineProperty(
        navigator, "languages", { get: () => ["en-US", "zh-CN", "zh-TW"] })"""
    page = open_page("channels/", init=languages)
    expect(hint(page, HANS)).to_be_visible()


def test_a_dismissed_hint_does_not_come_back(open_page: OpenPage) -> None:
    page = open_page("start/", language="zh-CN")
    tab_to(page, "[data-edition-dismiss]")
    page.keyboard.press("Enter")
    expect(hint(page, HANS)).not_to_be_visible()
    page.goto("glossary/")
    expect(hint(page, HANS)).not_to_be_visible()
    page.reload()
    expect(hint(page, HANS)).not_to_be_visible()


def test_a_choice_counts_more_than_the_languages_of_the_browser(open_page: OpenPage) -> None:
    page = open_page("zh-hans/start/", language="zh-CN")
    press(page, switch(HANT))
    expect(page.locator("html")).to_have_attribute("lang", HANT)
    expect(page.locator("[data-edition-hint]:visible")).to_have_count(0)
    page.goto("zh-hans/start/")
    expect(page.locator("html")).to_have_attribute("lang", HANS)
    expect(hint(page, HANT)).to_be_visible()


def test_the_hint_carries_the_anchor_too(open_page: OpenPage) -> None:
    page = open_page("about/#review", language="zh-CN")
    link = page.locator(f"[data-edition-hint={HANS}] a")
    link.evaluate("link => link.click()")  # without scrolling up to it first
    expect(page).to_have_url(re.compile("/zh-hans/about/#review$"))
