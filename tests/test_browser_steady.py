"""What comes after the first picture of a page does not move what is being read."""

from __future__ import annotations

import re
import time

import pytest
from axe import KINDS
from browser_fixtures import SIZES, OpenPage, opened
from playwright.sync_api import Page, Request, Route, ViewportSize, expect
from tools_filled import TOOLS

at_both_sizes = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
# Browsers write the year of a date a little wider than its place.
LITTLE = 0.001
MODULE = re.compile("/assets/hashed/tools-")
SHEET = re.compile(r"/assets/hashed/guide[^/]*\.css$")
SHIFTS = """() => new Promise(done => {
    let sum = 0
    new PerformanceObserver(list => {
        for (const { value } of list.getEntries()) sum += value
    }).observe({ type: "layout-shift", buffered: true })
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 100)))
})"""


def late(route: Route) -> None:
    """An answer that comes when the page has been drawn."""
    time.sleep(0.5)
    route.continue_()


def modules_of(page: Page) -> list[str]:
    """Fills with the addresses of the tools' modules that a page asks for."""
    found: list[str] = []

    def note(request: Request) -> None:
        if MODULE.search(request.url):
            found.append(request.url)

    page.on("request", note)
    return found


@at_both_sizes
@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_takes_its_place_before_it_works(
    open_page: OpenPage, tool: str, size: ViewportSize
) -> None:
    page = open_page("about:blank", size=size)
    page.route(MODULE, late)
    asked = modules_of(page)
    page.goto(TOOLS[tool].address)
    expect(page.locator("[data-tool]").first).to_be_visible()
    assert asked != []
    assert page.locator("[data-tool][hidden]").count() == 0
    assert page.evaluate(SHIFTS) <= LITTLE


def test_where_its_module_does_not_come_a_page_is_its_paper_form(open_page: OpenPage) -> None:
    page = open_page("about:blank")
    page.route(MODULE, lambda route: route.abort())
    asked = modules_of(page)
    # Lines to write on and boxes to tick, folded away only where the tool has brought its button.
    form = page.locator("article :is(.paper-form h2, .paper-form th, .task-list-item, .blank)")
    for tool in TOOLS.values():
        asked.clear()
        page.goto(tool.address)
        expect(page.locator("[data-tool]").first).to_be_hidden()
        expect(form.first).to_be_visible()
        assert page.locator("[data-tool]").evaluate_all("all => all.every(e => e.inert)")
        assert asked != []


@at_both_sizes
@pytest.mark.parametrize("address", ["", "start/", "glossary/", "channels/complaints/"])
def test_the_links_of_headings_move_nothing(
    open_page: OpenPage, address: str, size: ViewportSize
) -> None:
    page = open_page("about:blank", size=size)
    page.route(re.compile("/assets/hashed/share"), late)
    page.goto(address)
    expect(page.locator("article h2 .heading-link").first).to_be_attached()
    assert page.evaluate(SHIFTS) == 0


@at_both_sizes
def test_the_hint_of_the_other_edition_moves_nothing(
    open_page: OpenPage, size: ViewportSize
) -> None:
    page = open_page("start/", size=size, language="zh-CN")
    expect(page.locator('[data-edition-hint="zh-Hans"]')).to_be_in_viewport()
    assert page.evaluate(SHIFTS) == 0
    # What is at the end of the page can be scrolled out from under it.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    hint = page.locator('[data-edition-hint="zh-Hans"]').bounding_box()
    last = page.locator(".md-footer").bounding_box()
    assert hint is not None
    assert last is not None
    assert last["y"] + last["height"] <= hint["y"] + 1


# How high the page was when all of it was read and its sheet was still on its way.
BARE = """addEventListener("DOMContentLoaded", () => {
    self.bare = document.documentElement.getBoundingClientRect().height
})"""


# One with a sheet of its own in it too.
@pytest.mark.parametrize("address", ["start/#step-4-count", "#tools"])
def test_nothing_is_laid_out_before_the_sheet_is_there(open_page: OpenPage, address: str) -> None:
    page = open_page("about:blank", init=BARE)
    page.route(SHEET, late)
    page.goto(address)
    heading = page.locator(f"#{address.partition('#')[2]}").bounding_box()
    assert page.evaluate("self.bare") == 0
    assert page.evaluate("document.documentElement.hidden") is False
    # A link to a place leads there nevertheless.
    assert heading is not None
    assert 0 < heading["y"] < SIZES["phone"]["height"] / 4


def test_a_page_whose_sheet_does_not_come_can_be_read(open_page: OpenPage) -> None:
    page = open_page("about:blank")
    page.route(SHEET, lambda route: route.abort())
    page.goto("start/")
    expect(page.locator("article h1")).to_be_visible()


def test_the_desk_has_the_focus_however_late_the_sheet(open_page: OpenPage) -> None:
    page = open_page("about:blank", size=SIZES["desktop"])
    page.route(SHEET, late)
    page.goto("for-agents/links/")
    expect(page.locator("#desk-query")).to_be_focused()


# Where the words of a page stand.
TOPS = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dd, th, td, summary)")]
    .filter(e => e.checkVisibility())
    .map(e => [e.textContent.trim().slice(0, 20), Math.round(e.getBoundingClientRect().top)])"""


def test_nothing_moves_when_the_script_of_the_theme_comes(open_page: OpenPage) -> None:
    """With the first touch, in the middle of reading; or as somebody prints."""
    page = open_page(lost=True)
    moved = {}
    for address in opened(page, (*KINDS, "print/")):
        before = {}
        for media in ("print", "screen"):
            page.emulate_media(media=media)
            before[media] = page.evaluate(TOPS)
            assert len(before[media]) > 5
        assert not page.evaluate("Boolean(self.document$)")
        page.keyboard.press("Shift")
        page.wait_for_function("() => self.document$")
        page.evaluate("new Promise(done => setTimeout(done, 100))")
        after = {"screen": page.evaluate(TOPS)}
        page.emulate_media(media="print")
        after["print"] = page.evaluate(TOPS)
        page.emulate_media(media="screen")
        for media, tops in before.items():
            pairs = zip(tops, after[media], strict=False)
            first = next((pair for pair in pairs if pair[0] != pair[1]), None)
            if first or len(tops) != len(after[media]):
                moved[address, media] = first or (len(tops), len(after[media]))
    assert moved == {}
