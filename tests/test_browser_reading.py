"""A reader gets from the start page to each part of the guide, on a phone and on a desk."""

from __future__ import annotations

import re

import pytest
from browser_fixtures import DESKTOP, PHONE, ROOTS, SIZES, OpenPage, opened, press, tab_to
from conftest import HANS, HANT, Site
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CARDS = {
    "start/": ("剛收到逾期短信？先做這五步", "刚收到逾期短信？先做这五步"),
    "start/urgent/": ("被威脅、有人上門，或收到法院文書", "被威胁、有人上门，或收到法院文书"),
    "principles/": ("基本原則", "基本原则"),
    "channels/": ("去哪裡談", "去哪里谈"),
    "communication/": ("怎樣談", "怎样谈"),
    "pitfalls/": ("常見誤區", "常见误区"),
    "tools/five-step-card/": ("五步卡", "五步卡"),
    "glossary/": ("名詞表", "名词表"),
}

everywhere = pytest.mark.parametrize("edition", [HANT, HANS])
at_both_sizes = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
# Where a test reads many pages: the editions differ in their words, the sizes in the layout.
one_size_each = pytest.mark.parametrize(
    ("edition", "size"), [(HANT, DESKTOP), (HANS, PHONE)], ids=["zh-Hant-desktop", "zh-Hans-phone"]
)


@one_size_each
def test_one_tap_leads_from_the_start_page_to_each_part(
    open_page: OpenPage, edition: str, size: dict[str, int]
) -> None:
    page = open_page(ROOTS[edition], size=size)
    home = page.url
    for address, titles in CARDS.items():
        press(page, f'article a[href="{address}"]')
        expect(page).to_have_url(home + address)
        expect(page.locator("h1")).to_contain_text(titles[edition == HANS])
        page.goto(home, wait_until="domcontentloaded")


@one_size_each
def test_the_next_steps_lead_through_the_guide_and_stay_in_the_edition(
    open_page: OpenPage, edition: str, size: dict[str, int]
) -> None:
    page = open_page(ROOTS[edition], size=size)
    home = page.url
    read: list[str] = []
    while page.url not in read:
        read.append(page.url)
        assert page.url.startswith(home)
        assert page.locator("html").get_attribute("lang") == edition
        expect(page.locator("h1")).to_be_visible()
        address = page.url
        press(page, ".next-step")
        page.wait_for_url(lambda url, here=address: url != here)
    sections = {url.removeprefix(home).split("/")[0] for url in read}
    assert sections >= {"start", "principles", "channels", "communication", "tools"}


# What sticks out, and what is cut off or scrolls sideways inside itself. Not looked at: text
# for screen readers, the closed search, and the header's title, which is meant to be cut.
OVERFLOW = """() => {
    const NOT_SEEN = ".visually-hidden, .md-search, .md-header__title"
    const scrolls = document.scrollingElement.scrollWidth > innerWidth ? ["the page"] : []
    const ours = document.querySelectorAll("article, article *, .md-footer *, .md-header__inner *")
    for (const element of ours) {
        const box = element.getBoundingClientRect()
        const out = box.width && (box.right > innerWidth + 1 || box.left < -1)
        const inside = box.width && element.scrollWidth > element.clientWidth + 1
        if (!out && !inside) continue
        const style = getComputedStyle(element)
        // What is folded away keeps the layout of an earlier width until it is opened.
        if (!element.checkVisibility()) continue
        if (style.visibility === "hidden" || element.closest(NOT_SEEN)) continue
        if (out || style.display !== "inline" && style.overflowX !== "visible")
            scrolls.push(element.outerHTML.slice(0, 120))
    }
    return scrolls.slice(0, 3)
}"""


@pytest.mark.parametrize(("edition", "scripts"), [(HANT, True), (HANS, False)])
def test_no_page_is_wider_than_the_screen(
    open_page: OpenPage, site: Site, edition: str, scripts: bool
) -> None:
    page = open_page(ROOTS[edition], scripts=scripts)
    faults = []
    addresses = [built.address for built in site.pages(edition)]
    for address in opened(page, addresses, wait_until="domcontentloaded"):
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{address} at {width}: {fault}" for fault in page.evaluate(OVERFLOW)]
    assert faults == []


@everywhere
def test_the_menu_of_a_phone_works_by_keyboard(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}")
    button = page.locator('.md-header__button[for="__drawer"]')
    menu = page.locator(".md-sidebar--primary")
    expect(menu).not_to_be_visible()

    tab_to(page, '[for="__drawer"]')
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null")

    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")

    page.keyboard.press("Space")
    expect(menu).to_be_visible()
    tab_to(page, 'a[href="principles/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/principles/$"))
    expect(menu).not_to_be_visible()


@everywhere
def test_the_sections_in_the_menu_of_a_phone_open_and_close_by_keyboard(
    open_page: OpenPage, edition: str
) -> None:
    """The section of the page is open; the way to another leads back to the list of all."""
    page = open_page(f"{ROOTS[edition]}start/")
    link = page.locator('.md-sidebar--primary a[href="../tools/call-script/"]')
    tab_to(page, '[for="__drawer"]')
    page.keyboard.press("Enter")
    back = page.locator('.md-nav__title[for="__nav_2"]')
    expect(back).to_be_focused()
    expect(page.locator('.md-sidebar--primary a[href="../tools/"]')).not_to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator('.md-nav__link[for="__nav_2"]')).to_be_focused()

    tab_to(page, 'a[href="../tools/"]')
    page.keyboard.press("Tab")
    section = page.locator(":focus")
    expect(section).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    expect(link).to_be_visible()
    tab_to(page, 'a[href="../tools/call-script/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/tools/call-script/$"))


@everywhere
def test_the_menu_beside_the_text_leads_to_each_section(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}about/", size=DESKTOP)
    for section in ("start", "principles", "channels", "communication", "pitfalls", "tools"):
        press(page, f'.md-sidebar--primary a[href="../{section}/"]')
        page.wait_for_url(re.compile(f"/{section}/$"))
        expect(page.locator(".md-sidebar--primary .md-nav__link--active").first).to_be_visible()


@everywhere
@at_both_sizes
def test_a_citation_leads_to_its_source_on_the_page(
    open_page: OpenPage, edition: str, size: dict[str, int]
) -> None:
    page = open_page(f"{ROOTS[edition]}start/urgent/", size=size)
    press(page, 'article a.cite[href="#basis-f38"]')
    # Not the address: the theme soon names the nearest heading there.
    expect(page.locator("#basis-f38")).to_be_in_viewport()


def test_the_danger_line_and_the_first_cards_need_no_scrolling_on_a_phone(
    open_page: OpenPage,
) -> None:
    page = open_page(size=PHONE)
    for selector in (
        '.danger-line a[href="tel:110"]',
        '.danger-line a[href="tel:12356"]',
        '.situations a[href="start/urgent/"]',
    ):
        expect(page.locator(selector).last).to_be_in_viewport(ratio=1)
