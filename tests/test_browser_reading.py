"""A reader gets from the start page to each part of the guide, on a phone and on a desk."""

from __future__ import annotations

import posixpath
import re

import pytest
from browser_fixtures import DESKTOP, PHONE, ROOTS, OpenPage, one_size_each, press, tab_to
from conftest import HANS, HANT, Site
from playwright.sync_api import ViewportSize, expect
from trees import attribute

CARDS = {
    "start/": ("剛收到逾期短信？先做這五步", "刚收到逾期短信？先做这五步"),
    "start/urgent/": ("被威脅、有人上門、被騙，或撐不住", "被威胁、有人上门、被骗，或撑不住"),
    "principles/": ("基本原則", "基本原则"),
    "channels/": ("去哪裡談", "去哪里谈"),
    "communication/": ("怎樣談", "怎样谈"),
    "pitfalls/": ("常見誤區", "常见误区"),
    "tools/five-step-card/": ("五步卡", "五步卡"),
    "glossary/": ("名詞表", "名词表"),
}

everywhere = pytest.mark.parametrize("edition", [HANT, HANS])


@one_size_each
def test_one_tap_leads_from_the_start_page_to_each_part(
    open_page: OpenPage, edition: str, size: ViewportSize
) -> None:
    page = open_page(ROOTS[edition], size=size)
    home = page.url
    for address, titles in CARDS.items():
        press(page, f'article a[href="{address}"]')
        expect(page).to_have_url(home + address)
        expect(page.locator("h1")).to_contain_text(titles[edition == HANS])
        page.goto(home, wait_until="domcontentloaded")


def steps(site: Site, edition: str) -> list[str]:
    """The pages that the next steps lead through from the start page, until one comes again."""
    read: list[str] = []
    address = ""
    while address not in read:
        read.append(address)
        step = site.page(edition, address).tree.css_first("a.next-step")
        assert step is not None, address
        address = posixpath.normpath(posixpath.join(address, attribute(step, "href"))) + "/"
        address = "" if address == "./" else address
    return read


@one_size_each
def test_the_next_step_is_taken_by_a_press(
    open_page: OpenPage, site: Site, edition: str, size: ViewportSize
) -> None:
    page = open_page(ROOTS[edition], size=size)
    for address in steps(site, edition)[1:5]:
        press(page, ".next-step")
        page.wait_for_url(f"**/{ROOTS[edition]}{address}")
        expect(page.locator("html")).to_have_attribute("lang", edition)
        expect(page.locator("h1")).to_be_visible()


@everywhere
def test_the_next_steps_lead_through_the_guide_and_stay_in_the_edition(
    site: Site, edition: str
) -> None:
    sections = {address.split("/")[0] for address in steps(site, edition)}
    assert sections >= {"start", "principles", "channels", "communication", "tools"}


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
def test_the_menu_of_a_phone_shows_the_whole_with_the_open_part_unfolded(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page(f"{ROOTS[edition]}start/")
    menu = page.locator(".md-sidebar--primary")
    tab_to(page, '[for="__drawer"]')
    page.keyboard.press("Enter")
    expect(menu.locator(".menu-close")).to_be_focused()
    # Other parts, the pages of this one, and below this page its sections.
    for address in ("../situations/", "../tools/", "urgent/", "#step-1-pause"):
        expect(menu.locator(f'a[href="{address}"]')).to_be_visible()
    expect(menu.locator('a[href="../tools/call-script/"]')).to_have_count(0)
    tab_to(page, 'a[href="../tools/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/tools/$"))
    # Until scripts have run it is a label, which Tab passes by.
    expect(page.locator('button[for="__drawer"]')).to_be_visible()
    tab_to(page, '[for="__drawer"]')
    page.keyboard.press("Enter")
    tab_to(page, 'a[href="call-script/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/tools/call-script/$"))


@everywhere
def test_the_menu_beside_the_text_leads_to_each_section(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}about/", size=DESKTOP)
    for section in ("start", "principles", "channels", "communication", "pitfalls", "tools"):
        press(page, f'.md-sidebar--primary a[href="../{section}/"]')
        page.wait_for_url(re.compile(f"/{section}/$"))
        expect(page.locator(".md-sidebar--primary [aria-current]").first).to_be_visible()


@one_size_each
def test_a_citation_leads_to_its_source_on_the_page(
    open_page: OpenPage, edition: str, size: ViewportSize
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
        '.danger a[href="tel:110"]',
        '.danger a[href="tel:12356"]',
        '.opening a[href="start/which-way/"]',
        '.situations a[href="court/"]',
    ):
        expect(page.locator(selector).last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("edition", "day", "below"),
    [
        (HANT, "2026-11-30", ""),
        # A clock that stands before the checks is wrong.
        (HANT, "2020-01-01", ""),
        (HANT, "2027-06-15", "這個電話上次核實是6個月前，先到官方查。"),
        (HANS, "2028-01-30", "这个电话上次核实是14个月前，先到官方查。"),
    ],
)
def test_a_page_says_what_was_checked_too_long_ago_by_the_readers_own_clock(
    open_page: OpenPage, edition: str, day: str, below: str
) -> None:
    page = open_page("about/")
    page.clock.set_fixed_time(f"{day}T12:00:00")
    page.goto(page.url.replace("about/", f"{ROOTS[edition]}start/urgent/"))
    notes = page.locator(".basis .fact__old:visible").all_text_contents()
    assert bool(notes) == bool(below)
    assert not below or below in notes
    beside = page.locator(".cite:has(.cite__old)")
    assert bool(beside.count()) == bool(below)
    # Nobody in danger is to look anything up first.
    facts = beside.evaluate_all("links => links.map(link => link.querySelector('b').textContent)")
    assert {"F11", "F16", "F17"}.isdisjoint(facts)
    page.emulate_media(media="print")
    expect(page.locator(".cite__old:visible, .fact__old:visible")).to_have_count(0)


def test_where_there_is_room_a_date_is_copied_with_its_century(open_page: OpenPage) -> None:
    dates = open_page("start/urgent/", size=DESKTOP).locator(".cite time").all_inner_texts()
    assert dates
    assert [date for date in dates if not re.fullmatch(r"20\d\d-\d\d-\d\d", date)] == []
