"""Unknown addresses, and a browser with scripts off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser_fixtures import (
    DESKTOP,
    PHONE,
    ROOTS,
    SIZES,
    OpenPage,
    one_size_each,
    press,
    wait_until_in_view,
)
from conftest import HANS, HANT, Site
from hosts import nginx_serving
from playwright.sync_api import Browser, ViewportSize, expect
from static_host import served

everywhere = pytest.mark.parametrize("edition", [HANT, HANS])
at_both_sizes = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
LOST = [
    "no-such-page/",
    "start/urgent/no/such/page.html",
    "zh-hans/no-such-page/",
    "zh-hans/channels/no/such/",
]


@pytest.mark.parametrize("address", LOST)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_an_unknown_address_gets_a_page_in_both_scripts_that_leads_back(
    open_page: OpenPage, address: str, scripts: bool
) -> None:
    page = open_page(address, lost=True, scripts=scripts)
    expect(page.locator("h1")).to_contain_text(["找不到這一頁"])
    expect(page.locator("h1")).to_contain_text(["找不到这一页"])
    # Styled, that is: its files are found from any depth.
    style = page.locator(".cards a").first.evaluate("a => getComputedStyle(a).borderTopStyle")
    assert style == "solid"
    for edition, target in ((HANT, "start/urgent/"), (HANS, "zh-hans/start/urgent/")):
        press(page, f'article a[data-edition={edition}][href$="/{target}"]')
        expect(page).to_have_url(re.compile(rf"^http://[^/]+/{target}$"))
        expect(page.locator("html")).to_have_attribute("lang", edition)
        page.goto(address)


def test_a_host_that_serves_the_nearest_404_page_shows_the_one_of_the_edition(
    open_page: OpenPage, site: Site
) -> None:
    with served(site.root, nearest_404=True) as address:
        page = open_page("zh-hans/channels/no/such/", lost=True, base_url=address)
        expect(page.locator("html")).to_have_attribute("lang", HANS)
        assert page.title().startswith("找不到这一页")
        press(page, "article a[data-edition=zh-Hans].urgent")
        expect(page).to_have_url(f"{address}zh-hans/start/urgent/")
        page.goto("zh-hans/no/such/")
        press(page, ".edition-switch a[data-edition=zh-Hant]")
        expect(page.locator("html")).to_have_attribute("lang", HANT)


def test_our_nginx_gives_each_edition_its_own(browser: Browser, site: Site, tmp_path: Path) -> None:
    page = browser.new_page(locale="zh-CN")
    with nginx_serving(site.root, site.root / "redirects.map", tmp_path) as address:
        for asked, edition in (("no/such/", HANT), ("zh-hans/no/such/", HANS)):
            answer = page.goto(f"{address}{asked}")
            assert answer
            assert answer.status == 404
            expect(page.locator("html")).to_have_attribute("lang", edition)
            # Whatever the page: the script of its reader is the first.
            expect(page.locator("h1 > [lang] > :not([hidden])").first).to_have_text("找不到这一页")
    page.close()


@one_size_each
def test_with_scripts_off_a_page_can_be_read_to_its_end(
    open_page: OpenPage, edition: str, size: ViewportSize
) -> None:
    page = open_page(f"{ROOTS[edition]}principles/what-can-be-agreed/", scripts=False, size=size)
    for selector in ("h1", ".lead", "article table", ".caveat", "blockquote", ".basis", ".notice"):
        expect(page.locator(selector).first).to_be_visible()
    boxes = [c.bounding_box() for c in page.locator("article table tr:last-child td").all()]
    assert None not in boxes
    assert len({round(box["y"]) for box in boxes if box}) == 1
    press(page, 'article a.cite[href="#basis-f40"]')
    expect(page).to_have_url(re.compile("#basis-f40$"))
    expect(page.locator("#basis-f40")).to_be_in_viewport()
    press(page, ".next-step")
    expect(page).to_have_url(re.compile(f"/{ROOTS[edition]}communication/repayment-proposal/$"))


@everywhere
def test_with_scripts_off_the_menu_of_a_phone_opens(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}start/", scripts=False, size=PHONE)
    part = page.locator('.md-sidebar--primary a[href="../tools/"]')
    expect(part).not_to_be_visible()
    press(page, '.md-header__button[for="__drawer"]')
    part.tap()
    expect(page).to_have_url(re.compile("/tools/$"))
    # A page shows the pages of its own part.
    link = page.locator('.md-sidebar--primary a[href="call-script/"]')
    expect(link).not_to_be_visible()
    press(page, '.md-header__button[for="__drawer"]')
    link.tap()
    expect(page).to_have_url(re.compile("/tools/call-script/$"))


def test_with_scripts_off_the_menu_beside_the_text_is_there(open_page: OpenPage) -> None:
    page = open_page("about/", scripts=False, size=DESKTOP)
    press(page, '.md-sidebar--primary a[href="../pitfalls/"]')
    expect(page).to_have_url(re.compile("/pitfalls/$"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system(open_page: OpenPage, scheme: str, scripts: bool) -> None:
    page = open_page("start/", scripts=scripts, color_scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = page.evaluate("getComputedStyle(document.querySelector('article p')).color")
    grey = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ground, ink)]
    assert grey[0] < grey[1] if scheme == "dark" else grey[0] > grey[1]


def test_what_only_scripts_can_do_is_not_offered_without_them(open_page: OpenPage) -> None:
    page = open_page("start/", scripts=False, size=DESKTOP, language="zh-CN")
    for selector in (".md-search", '[data-md-component="palette"] label', "[data-edition-hint]"):
        assert page.locator(selector).locator("visible=true").count() == 0, selector


def test_a_heading_that_a_link_leads_to_is_not_under_the_header(open_page: OpenPage) -> None:
    for scripts in (True, False):
        page = open_page("start/urgent/#not-coping", scripts=scripts)
        wait_until_in_view(page, "#not-coping")
    # What its module does to the page comes after the browser has gone there.
    page = open_page("tools/sms-check/#questions")
    wait_until_in_view(page, "#questions")


@at_both_sizes
@pytest.mark.parametrize("address", ["start/urgent/#home-visits", "start/#step-3-record"])
def test_list_and_address_name_the_section_that_is_read(
    open_page: OpenPage, address: str, size: ViewportSize
) -> None:
    """Also where the way out stays below the header."""
    page = open_page(address, size=size)
    anchor = address[address.index("#") :]
    page.mouse.move(size["width"] / 2, 400)
    # The theme writes the address when one scrolls.
    for step in (1, 1, -1):
        page.mouse.wheel(0, step)
        page.wait_for_timeout(100)
    active = page.locator(".md-sidebar--secondary .md-nav__link--active")
    expect(active).to_have_attribute("href", anchor)
    page.wait_for_timeout(300)
    assert page.url.endswith(anchor)
