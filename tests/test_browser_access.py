"""Focus and targets: what a reader without sight or mouse needs first. What a screen reader is
told: test_browser_every_kind.py."""

from __future__ import annotations

import re

import pytest
from browser_fixtures import DESKTOP, LANGUAGES, PHONE, ROOTS, OpenPage, one_size_each, tab_to
from conftest import HANS, HANT
from playwright.sync_api import ViewportSize, expect

everywhere = pytest.mark.parametrize("edition", [HANT, HANS])

# The search has a caret and the edge of its form instead of a ring.
RING = """() => {
    const focused = document.activeElement
    const box = focused.getBoundingClientRect()
    const style = getComputedStyle(focused)
    const form = focused.closest(".md-search__form")
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight
        && box.right > 0 && box.left < innerWidth && style.visibility === "visible"
    const around = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset)
    let whole = true
    for (let over = focused.parentElement; over !== document.body; over = over.parentElement) {
        const { overflow, position } = getComputedStyle(over)
        if (position === "fixed") break
        if (overflow === "visible") continue
        const edge = over.getBoundingClientRect()
        whole &&= edge.left <= box.left - around && edge.right >= box.right + around
            && edge.top <= box.top - around && edge.bottom >= box.bottom + around
    }
    return ring && seen && whole || Boolean(form) || focused.outerHTML.slice(0, 120)
}"""


@one_size_each
def test_the_focus_can_be_seen_whole_at_the_first_thirty_stops(
    open_page: OpenPage, edition: str, size: ViewportSize
) -> None:
    page = open_page(f"{ROOTS[edition]}start/urgent/", size=size)
    faults = []
    for _ in range(30):
        page.keyboard.press("Tab")
        ring = page.evaluate(RING)
        faults += [ring] if ring is not True else []
    assert faults == []


@everywhere
def test_the_skip_link_comes_first_and_leads_into_the_text(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page(f"{ROOTS[edition]}start/", language=LANGUAGES[edition])
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_class(re.compile("guide-skip"))
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#page-head$"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


@everywhere
def test_a_thumb_hits_what_stands_in_the_header(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}start/", size=PHONE)
    controls = page.locator(".md-header__button, .edition-switch a").locator("visible=true")
    expect(controls).to_have_count(5)
    for control in controls.all():
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 40, control.evaluate("c => c.outerHTML")


def test_nothing_off_the_screen_is_among_the_stops_of_tab(open_page: OpenPage) -> None:
    page = open_page("start/", size=PHONE)
    tab_to(page, "article a", at_most=12)


def test_headings_lead_to_the_sources_of_a_page(open_page: OpenPage) -> None:
    page = open_page("start/urgent/")
    sources = page.get_by_role("heading", name="這一頁的依據", level=2, exact=True)
    expect(sources).to_have_count(1)


@one_size_each
def test_the_header_does_not_read_the_title_before_the_page_does(
    open_page: OpenPage, edition: str, size: ViewportSize
) -> None:
    page = open_page(f"{ROOTS[edition]}start/urgent/", size=size)
    title = page.get_by_role("heading", level=1).inner_text()
    header = page.get_by_role("banner").aria_snapshot()
    assert page.get_by_role("banner").get_by_text(title).count() == 1
    assert title not in header


def test_the_end_of_a_word_that_the_search_suggests_is_not_read(open_page: OpenPage) -> None:
    page = open_page("start/urgent/", size=DESKTOP)
    page.locator("input[name=query]").fill("支付")
    suggested = page.locator(".md-search__suggest")
    expect(suggested).not_to_be_empty()
    read = page.locator(".md-search__form").aria_snapshot()
    assert f"text: {suggested.inner_text()}" not in read


def test_a_blank_that_became_a_field_has_the_name_of_its_line_and_its_unit(
    open_page: OpenPage,
) -> None:
    """A term in the line is a link, and the name goes on before it."""
    page = open_page("tools/agreement-checklist/")
    names = page.locator("[data-item] .blank-field").evaluate_all(
        "fields => fields.map(field => field.getAttribute('aria-label'))"
    )
    assert {"債權人全名", "利息、罰息、費用分開寫"} <= set(names)
    assert len(names) == len(set(names))
    assert [name for name in names if not re.match(r"\w", name)] == []
    for name in ("本金", "利息、罰息、費用分開寫"):
        field = page.get_by_role("textbox", name=name, exact=True)
        expect(field).to_have_accessible_description("元")
