"""Reading on one's own terms: in colours of one's own, without movement. Large and spaced:
test_browser_every_kind.py."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser_fixtures import DESKTOP, PHONE, OpenPage, press
from conftest import BuiltPage
from playwright.sync_api import ViewportSize, expect
from selectolax.lexbor import LexborNode

GROUND = "getComputedStyle(document.body).backgroundColor"
DRAWN = """() => [...document.querySelectorAll(
    ".md-nav--primary .md-nav__icon, .md-path__item:not(:first-child), .admonition-title")].filter(
    element => element.checkVisibility({ visibilityProperty: true })).flatMap(
    element => ["::before", "::after"].map(part => getComputedStyle(element, part)).filter(
        style => style.maskImage !== "none" && style.content !== "none").map(
        style => style.backgroundColor))"""


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_arrows_are_seen_in_forced_colours(open_page: OpenPage, size: ViewportSize) -> None:
    page = open_page("start/is-it-real/", size=size, forced_colors="active")
    if size == PHONE:
        press(page, '.md-header__button[for="__drawer"]')
        expect(page.locator(".md-sidebar--primary")).to_be_visible()
    drawn, ground = page.evaluate(DRAWN), page.evaluate(GROUND)
    assert drawn
    assert ground not in drawn


def test_the_focus_is_seen_in_forced_colours(open_page: OpenPage) -> None:
    page = open_page("start/urgent/", size=DESKTOP, forced_colors="active")
    for _ in range(12):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(({ outlineStyle, outlineColor }) => [outlineStyle, outlineColor])"
            "(getComputedStyle(document.activeElement))"
        )
        inside = page.evaluate("document.activeElement.closest('.md-search__form') !== null")
        assert inside or (ring[0] != "none" and ring[1] != page.evaluate(GROUND)), ring


def test_nothing_moves_for_those_who_want_no_movement(open_page: OpenPage) -> None:
    """`open_page` asks for it, as does a reader's system."""
    page = open_page("start/urgent/", size=PHONE)
    press(page, '.md-header__button[for="__drawer"]')
    expect(page.locator(".md-sidebar--primary")).to_be_visible()
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(element => {
            const style = getComputedStyle(element)
            return style.transitionProperty !== "none" && parseFloat(style.transitionDuration) > 0
                || style.animationName !== "none" || style.scrollBehavior === "smooth"
        }).map(element => element.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    assert page.evaluate("document.getAnimations().length") == 0


# A stop of Tab is seen, if only in part: at least one of nine points in it is not under another.
SEEN = """() => {
    const focused = document.activeElement
    const whole = focused.closest("label") || focused
    if (focused === document.body) return true
    for (const box of focused.getClientRects())
        for (const x of [0.1, 0.5, 0.9])
            for (const y of [0.15, 0.5, 0.85]) {
                const place = [box.left + box.width * x, box.top + box.height * y]
                const top = document.elementFromPoint(...place)
                if (top && (whole.contains(top) || top.contains(whole))) return true
            }
    return focused.outerHTML.slice(0, 120)
}"""


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 500}], ids=["phone", "desktop"])
@pytest.mark.parametrize("address", ["start/urgent/", "tools/call-script/"])
def test_no_stop_of_tab_is_under_what_stays_at_the_top(
    open_page: OpenPage, address: str, size: ViewportSize
) -> None:
    page = open_page(address, size=size)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    faults = []
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        seen = page.evaluate(SEEN)
        faults += [seen] if seen is not True else []
    assert faults == []


# Names and abbreviations, which need no language of their own (WCAG 2.2, 3.1.2).
NAMES = {"CC BY", "PNG SVG", "WCAG", "AA", "Chromium", "NVDA", "VoiceOver", "TalkBack"}
NO_TEXT = ("script", "style", "template", "code", "svg")
WORDS = re.compile(r"[A-Za-z][A-Za-z'’-]+(?:[ ,]+[A-Za-z][A-Za-z'’-]+)+")


def foreign(node: LexborNode) -> Iterator[str]:
    """Runs of Latin words in the text below a node that no `lang` accounts for."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield from WORDS.findall(child.text(deep=False))
        elif child.tag not in NO_TEXT and not (child.attributes.get("lang") or "").startswith("en"):
            yield from foreign(child)


def test_what_is_in_another_language_says_so(all_pages: list[BuiltPage]) -> None:
    faults = [
        f"{page}: {words}"
        for page in all_pages
        if page.tree.body
        for words in foreign(page.tree.body)
        if words not in NAMES
    ]
    assert faults == []
