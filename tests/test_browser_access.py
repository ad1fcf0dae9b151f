"""Names, landmarks, focus and targets: what a reader without sight or mouse needs first."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe import KINDS
from browser_fixtures import LANGUAGES, PHONE, ROOTS, SIZES, OpenPage, opened, tab_to
from conftest import HANS, HANT, PROJECT
from playwright.sync_api import Page, expect

from editions.opencc_tables import load
from editions.residue import Residue
from editions.shared_characters import load_shared
from editions.terms import load_terms

pytestmark = pytest.mark.browser

everywhere = pytest.mark.parametrize("edition", [HANT, HANS])
at_both_sizes = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
# These speak both scripts.
BOTH = {"404.html", "for-agents/links/"}
OTHER_SCRIPT = {"繁體", "简体"}
DATA = PROJECT / "docs/_data"
RESIDUE = Residue(
    load(),
    load_terms(DATA / "terms.yml", "terms.yml")[0],
    load_shared(DATA / "shared_characters.yml", "shared_characters.yml")[0],
    "shared_characters.yml",
)
CONTROLS = {"button", "checkbox", "combobox", "link", "radio", "searchbox", "textbox"}
CONTROLS |= {"DisclosureTriangle", "slider", "spinbutton", "Date"}


def accessible(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is told: the role, name and node of each element."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            "node": node.get("backendDOMNodeId"),
        }
        for node in nodes
        if not node["ignored"]
    ]


def of_the_other_script(names: set[str], edition: str) -> list[str]:
    """The names that hold a character which readers of an edition do not know."""
    if edition == HANT:
        return [name for name in names if RESIDUE.inspect_master(name)]
    return [name for name in names if RESIDUE.inspect("", name)]


@everywhere
@at_both_sizes
def test_every_control_is_named_in_the_script_of_the_page(
    open_page: OpenPage, edition: str, size: dict[str, int]
) -> None:
    page = open_page(ROOTS[edition], size=size, language=LANGUAGES[edition])
    names = set()
    for _ in opened(page, [kind for kind in KINDS if kind not in BOTH]):
        names |= {item["name"] for item in accessible(page) if item["role"] in CONTROLS}
    assert len(names) > 100
    assert of_the_other_script(names - OTHER_SCRIPT, edition) == []


@everywhere
@at_both_sizes
def test_every_control_has_a_name_and_each_landmark_stands_once(
    open_page: OpenPage, edition: str, size: dict[str, int]
) -> None:
    page = open_page(ROOTS[edition], size=size, lost=True)
    faults = []
    for address in opened(page, KINDS):
        tree = accessible(page)
        faults += [
            f"{address}: {item}"
            for item in tree
            if item["role"] in CONTROLS and not item["name"].strip()
        ]
        for landmark in ("main", "banner", "contentinfo"):
            found = sum(item["role"] == landmark for item in tree)
            faults += [f"{address}: {found} of {landmark}"] if found != 1 else []
        if page.locator("html").get_attribute("lang") != edition:
            faults.append(f"{address}: lang")
    assert faults == []


# The search has a caret and the edge of its form instead of a ring.
RING = """() => {
    const focused = document.activeElement
    const box = focused.getBoundingClientRect()
    const style = getComputedStyle(focused)
    const form = focused.closest(".md-search__form")
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight
        && box.right > 0 && box.left < innerWidth && style.visibility === "visible"
    return ring && seen || Boolean(form) || focused.outerHTML.slice(0, 120)
}"""


@everywhere
@at_both_sizes
def test_the_focus_can_be_seen_at_the_first_ten_stops(
    open_page: OpenPage, edition: str, size: dict[str, int]
) -> None:
    page = open_page(f"{ROOTS[edition]}start/urgent/", size=size)
    faults = []
    for _ in range(10):
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
