"""What covers the page on a phone, the menu and the search, and the keys in the search."""

from __future__ import annotations

from typing import Any

import pytest
from browser_fixtures import DESKTOP, PHONE, ROOTS, OpenPage, tab_to
from conftest import HANS, HANT
from playwright.sync_api import Page, Route, expect

INPUT = "input[name=query]"
RESULT = ".md-search-result__link"
# What opens, by the id of its checkbox: what covers the page, and the button in it that closes.
COVERS = {
    "__drawer": (".md-sidebar--primary", ".menu-close"),
    "__search": (".md-search", 'button.md-search__icon[for="__search"]'),
}

covers = pytest.mark.parametrize("toggle", COVERS)
everywhere = pytest.mark.parametrize("edition", [HANT, HANS])


def opener(toggle: str) -> str:
    return f'.md-header__button[for="{toggle}"]'


def opened(page: Page, toggle: str) -> None:
    tab_to(page, opener(toggle))
    page.keyboard.press("Enter")
    expect(page.locator(COVERS[toggle][0])).to_have_attribute("role", "dialog")


def test_whatever_opens_something_is_a_button_that_says_whether_it_is_open(
    open_page: OpenPage,
) -> None:
    page = open_page("start/is-it-real/", size=PHONE)
    # What closes by a tap beside it has a button that does the same.
    beside = ".md-overlay, .md-search__overlay, .md-nav__title"
    labels = page.locator(f'label[for^="__"]:not({beside})')
    assert labels.evaluate_all("found => found.map(label => label.outerHTML)") == []
    wrong = page.evaluate(
        """() => [...document.querySelectorAll("button[for]:not([title])")]
            .filter(b => b.getAttribute("aria-expanded")
                !== String(document.getElementById(b.getAttribute("for")).checked))
            .map(b => b.outerHTML.slice(0, 120))"""
    )
    assert wrong == []


@covers
@everywhere
def test_the_focus_stays_in_what_covers_the_page(
    open_page: OpenPage, toggle: str, edition: str
) -> None:
    page = open_page(f"{ROOTS[edition]}start/", size=PHONE)
    opened(page, toggle)
    cover = page.locator(COVERS[toggle][0])
    assert cover.get_attribute("aria-modal") == "true"
    assert cover.get_attribute("aria-label")
    inside = f"document.activeElement.closest({COVERS[toggle][0]!r}) !== null"
    for key in ("Tab", "Shift+Tab"):
        for _ in range(25):
            page.keyboard.press(key)
            # Past the last stop the browser itself has the focus, in Chromium without a window
            # the page as a whole.
            assert page.evaluate(f"{inside} || document.activeElement === document.body")


@covers
def test_the_button_in_what_covers_the_page_closes_it(open_page: OpenPage, toggle: str) -> None:
    page = open_page("start/", size=PHONE)
    opened(page, toggle)
    cover, closer = COVERS[toggle]
    page.locator(closer).focus()
    page.keyboard.press("Enter")
    expect(page.locator(opener(toggle))).to_be_focused()
    expect(page.locator(opener(toggle))).to_have_attribute("aria-expanded", "false")
    assert page.locator(cover).get_attribute("role") is None
    assert page.locator("[inert]").count() == 0


@covers
def test_a_wider_window_gives_the_page_back(open_page: OpenPage, toggle: str) -> None:
    """A phone that is turned, or less zoom."""
    page = open_page("start/", size=PHONE)
    opened(page, toggle)
    assert page.evaluate("document.querySelector('.md-footer').closest('[inert]') !== null")
    page.set_viewport_size(DESKTOP)
    page.wait_for_function("document.querySelector('.md-footer').closest('[inert]') === null")
    page.locator("article a").first.focus()
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_tab_goes_through_the_search_and_on(open_page: OpenPage) -> None:
    page = open_page("start/", size=DESKTOP)
    page.locator(INPUT).click()
    page.keyboard.insert_text("支付令")
    expect(page.locator(RESULT).first).to_be_visible()
    stops = []
    for _ in range(6):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.className.split(' ')[0]"))
        if stops[-1] == "md-search-result__link":
            break
    share, reset = "md-search__icon", "md-search__icon"
    assert stops == [share, reset, "md-search-result__link"]
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-md-component=search-share]")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("!document.activeElement.closest('.md-search')"):
            break
    expect(page.locator(RESULT).first).not_to_be_visible()


def test_the_button_that_empties_the_search_works_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("start/", size=PHONE)
    opened(page, "__search")
    page.keyboard.insert_text("支付令")
    expect(page.locator(RESULT).first).to_be_visible()
    tab_to(page, "button[type=reset]", at_most=4)
    page.keyboard.press("Space")
    expect(page.locator(INPUT)).to_have_value("")


def test_a_screen_reader_is_told_how_much_was_found(open_page: OpenPage) -> None:
    page = open_page("start/", size=DESKTOP)
    page.locator(INPUT).click()
    page.keyboard.insert_text("支付令")
    expect(page.locator(".md-search [role=status]").first).to_contain_text("找到")


@everywhere
@pytest.mark.parametrize("system", ["light", "dark"])
def test_each_press_of_the_switch_changes_light_to_dark_or_back(
    open_page: OpenPage, edition: str, system: Any
) -> None:
    page = open_page(f"{ROOTS[edition]}start/", size=PHONE, color_scheme=system)
    ground = "getComputedStyle(document.body).backgroundColor"
    tab_to(page, "[data-scheme-switch] button")
    seen = [page.evaluate(ground)]
    names = []
    for _ in range(3):
        names.append(page.evaluate("document.activeElement.title"))
        page.keyboard.press("Enter")
        expect(page.locator("[data-scheme-switch] button:visible")).to_be_focused()
        seen.append(page.evaluate(ground))
    assert seen[0] == seen[2] != seen[1] == seen[3]
    assert names[0] == names[2] != names[1]
    # The third press has chosen the other one than the system has: the next page knows.
    page.reload()
    assert page.evaluate(ground) == seen[3]
    page.locator("[data-scheme-switch] button:visible").press("Enter")
    # What the system has anyway is no choice: the page goes on following it.
    page.emulate_media(color_scheme="light" if system == "dark" else "dark")
    assert page.evaluate(ground) == seen[3]


def test_the_focus_stays_where_the_theme_comes_after_the_key(open_page: OpenPage) -> None:
    """The theme's script sets up the page anew; the switch of light and dark is ours."""
    page = open_page("start/", size=PHONE)
    held: list[Route] = []
    page.route("**/bundle.*.js", lambda route: held.append(route))
    tab_to(page, "[data-scheme-switch] button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-scheme-switch] button:visible")).to_be_focused()
    (bundle,) = held
    bundle.continue_()
    expect(page.locator("html.guide-dark")).to_have_count(1)
    # The theme's steps come one by one.
    page.evaluate("new Promise(done => setTimeout(done, 200))")
    expect(page.locator("[data-scheme-switch] button:visible")).to_be_focused()
