"""One page of each kind in both editions, looked at in all ways that readers have it: what
axe-core and a screen reader find, in light and dark, wide and narrow, large, spaced, without
scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe import COLOURS, KINDS, RULES, violations
from browser_fixtures import DESKTOP, LANGUAGES, ROOTS, OpenPage, Readers
from conftest import HANS, HANT, PROJECT
from playwright.sync_api import Browser, Page
from walk import SEEN, Notes, Walker, dealt, faults_of, judge_lines, once

from conversion.settings import load_settings

PARTS = 2
# These speak both scripts.
BOTH = {"404.html", "for-agents/links/"}
OTHER_SCRIPT = {"繁體", "简体"}
LEAKS = load_settings(PROJECT / "docs/_data")[0].leaks
CONTROLS = {"button", "checkbox", "combobox", "link", "radio", "searchbox", "textbox"}
CONTROLS |= {"DisclosureTriangle", "slider", "spinbutton", "Date"}
LANDMARKS = ("main", "banner", "contentinfo")
# WCAG 2.2, 1.4.12.
SPACED = """
* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important
}
p { margin-bottom: 2em !important }
"""
# Not in the page: no policy speaks of it.
STYLED = """rules => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(rules)
    document.adoptedStyleSheets = [sheet]
}"""
IN_THE_HEADER = ".md-header__button:visible, .edition-switch a:visible"

FIRST, SECOND = ([(edition, part) for part in range(PARTS)] for edition in (HANT, HANS))
every_edition = pytest.mark.parametrize("notes", [*FIRST, *SECOND], indirect=True)
of_the_first_edition = pytest.mark.parametrize("notes", FIRST, indirect=True)
of_the_second_edition = pytest.mark.parametrize("notes", SECOND, indirect=True)


def accessible(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is told: the role and name of each element."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {"role": node["role"]["value"], "name": node.get("name", {}).get("value", "")}
        for node in nodes
        if not node["ignored"]
    ]


def listen(walker: Walker, where: str) -> None:
    """Notes what a screen reader finds: controls without a name, landmarks, and all names."""
    tree = accessible(walker.page)
    controls = [item for item in tree if item["role"] in CONTROLS]
    walker.note("nameless", where, [item for item in controls if not item["name"].strip()])
    walker.note("names", where, sorted({item["name"] for item in controls}))
    for landmark in LANDMARKS:
        found = sum(item["role"] == landmark for item in tree)
        walker.note("landmarks", where, [f"{found} of {landmark}"] if found != 1 else [])


def look(walker: Walker, address: str, edition: str) -> None:
    """Everything on one page. The markup and its styles are the same in both editions
    (test_site.py): what these decide, and takes its time, is asked of the first alone, as is what
    axe-core finds. Words of the second are as long; where one is not, it shows where the page is
    narrow."""
    page, first = walker.page, edition == HANT
    walker.note("lang", address, [page.locator("html").get_attribute("lang")])
    listen(walker, f"{address} at 1280")
    if first:
        walker.note("axe", f"{address} at 1280", violations(page, without=COLOURS))
    else:
        walker.look(address, "lines")
    walker.resize(390, 844)
    listen(walker, f"{address} at 390")

    # A window of 1280 × 1024 at 400 %.
    walker.resize(320, 256)
    walker.look(f"{address} at 400 %", "cut")
    shown = page.locator(IN_THE_HEADER).count()
    walker.note("header", address, [f"{shown} controls"] if shown != 5 else [])
    page.evaluate("document.documentElement.classList.add('text-largest')")
    for width in (360, 1280) if first else (360,):
        walker.resize(width, 800)
        walker.look(f"{address} largest at {width}", "cut")
    page.evaluate("document.documentElement.classList.remove('text-largest')")
    page.evaluate(STYLED, SPACED)
    for width in (390, 640, 1280) if first else (390,):
        walker.resize(width, 800)
        walker.look(f"{address} spaced at {width}", "cut")
    page.evaluate("document.adoptedStyleSheets = []")
    if first:
        look_at_a_part(walker, address)


# axe-core takes five times as long for colours as for all else, and the rows of one class are drawn
# by the same rules; the second is there for stripes. Text and ground of all of them are seen on
# every page (`contrast`), and on a desk all are given to the other rules.
SHORTENED = """() => {
    const place = row => [...row.parentElement.children]
        .filter(({ className }) => className === row.className).indexOf(row)
    const rows = [...document.querySelectorAll("li, tr, dt, dd, .fact, .claim")]
    for (const row of rows.filter(row => place(row) > 1)) row.remove()
}"""


def look_at_a_part(walker: Walker, address: str) -> None:
    """Last, as little stays of a long page. A desk in the light and a phone in the dark are seen on
    every page (test_browser_every_page.py)."""
    page = walker.page
    page.evaluate(SHORTENED)
    walker.resize(1280, 900)
    walker.note("axe", f"{address} at 1280, light", violations(page, only=COLOURS))
    page.emulate_media(color_scheme="dark")
    walker.look(f"{address} at 1280, dark", "contrast")
    walker.resize(390, 844)
    walker.note("axe", f"{address} at 390, dark", violations(page))
    page.emulate_media(color_scheme="light")
    walker.look(f"{address} at 390, light", "contrast")


def look_without_scripts(walker: Walker, address: str) -> None:
    """What sticks out where no script runs: tools are paper forms, for one."""
    walker.page.evaluate(SEEN)
    for width in (1280, 390, 320):
        walker.resize(width, 900)
        walker.look(f"{address} at {width}", "overflow")


@pytest.fixture(scope="module")
def notes(
    request: pytest.FixtureRequest, browser: Browser, host: str, run_folder: Path
) -> tuple[str, Notes]:
    """The edition, and what the walk over a part of the kinds has found."""
    edition, part = request.param
    addresses = dealt(KINDS, part, PARTS)

    def walked() -> Notes:
        readers, found = Readers(browser, host), Notes()
        given: dict[str, Any] = {"lost": True, "language": LANGUAGES[edition]}
        given |= {"size": DESKTOP, "has_touch": True}
        init = f"{SEEN}\n{RULES}" if edition == HANT else SEEN
        page = readers.open(ROOTS[edition], init=init, **given)
        walker = Walker(page, readers.faults, found)
        for address in walker.walk(addresses):
            look(walker, address, edition)
        if edition == HANS:
            page = readers.open(ROOTS[edition], scripts=False, **given)
            bare = Walker(page, readers.faults, found)
            for address in bare.walk(addresses):
                look_without_scripts(bare, address)
        readers.close()
        return found

    return edition, once(run_folder, f"kinds-{edition}-{part}", walked)


Found = tuple[str, Notes]


@every_edition
def test_nothing_fails(notes: Found) -> None:
    assert faults_of(notes[1], "faults") == []


@of_the_first_edition
def test_axe_finds_nothing(notes: Found) -> None:
    assert faults_of(notes[1], "axe") == []


@of_the_first_edition
def test_text_stands_out_from_its_ground(notes: Found) -> None:
    assert faults_of(notes[1], "contrast") == []


@every_edition
def test_the_page_says_its_language(notes: Found) -> None:
    edition, found = notes
    assert {address: said for address, said in found["lang"].items() if said != [edition]} == {}


@every_edition
def test_every_control_has_a_name(notes: Found) -> None:
    assert faults_of(notes[1], "nameless") == []


@every_edition
def test_each_landmark_stands_once(notes: Found) -> None:
    assert faults_of(notes[1], "landmarks") == []


@every_edition
def test_every_control_is_named_in_the_script_of_the_page(notes: Found) -> None:
    edition, found = notes
    names = {
        name
        for where, said in found["names"].items()
        for name in said
        if where.split(" at ")[0] not in BOTH
    }
    assert len(names) > 100
    names -= OTHER_SCRIPT
    if edition == HANT:
        assert [name for name in names if LEAKS.inspect_master(name)] == []
    else:
        assert [name for name in names if LEAKS.inspect("", name)] == []


@every_edition
def test_at_400_percent_nothing_is_cut_off_or_missing(notes: Found) -> None:
    _, found = notes
    cut = {where: cut for where, cut in found["cut"].items() if where.endswith("400 %")}
    assert faults_of({"cut": cut}, "cut") == []
    assert faults_of(found, "header") == []


@every_edition
@pytest.mark.parametrize("how", ["spaced", "largest"])
def test_text_can_be_spaced_and_large_without_loss(notes: Found, how: str) -> None:
    cut = {where: cut for where, cut in notes[1]["cut"].items() if f" {how} " in where}
    assert faults_of({"cut": cut}, "cut") == []


@of_the_second_edition
def test_a_full_line_holds_32_to_38_characters_on_a_desk(notes: Found) -> None:
    """Of the first edition: test_browser_every_page.py."""
    judge_lines(notes[1])


@of_the_second_edition
def test_without_scripts_no_page_is_wider_than_the_screen(notes: Found) -> None:
    assert faults_of(notes[1], "overflow") == []


# What a page could have, and the function of seen.js that must find it.
PLANTED = {
    "contrast": "<p style='color: #999; background: #fff'>灰</p>",
    "slanted": "<p><em style='font-style: italic'>斜</em></p>",
    "overflow": "<p style='width: 150vw'>寬</p>",
    "cut": "<p style='height: 5px; overflow: hidden'>剪掉</p>",
    "breaks": "<p style='width: 3em; line-break: anywhere; word-break: break-all'>一二三。四</p>",
    "dialled": "<p style='width: 3em'><a class='tel' style='white-space: normal'>12 34 56 78</a>",
    "crowded": "<p><a href='#a' style='display: inline-block; height: 9px'>小</a>"
    "<a href='#b' style='display: inline-block; height: 9px'>小</a></p>",
    "unreachable": "<p style='width: 5em; overflow: auto; white-space: nowrap'>捲不到的長字</p>",
    "unmarked": "<p>看<a href='#a' style='text-decoration: none; border: 0'>這裡</a>。</p>",
    "unlinked": "<h2 id='planted'>沒有連結</h2>",
}


def test_a_fault_that_is_planted_is_found_and_no_other(open_page: OpenPage) -> None:
    page = open_page("start/", bypass_csp=True)
    page.evaluate(SEEN)
    page.evaluate("document.querySelector('article').append(document.createElement('section'))")
    planted = page.locator("article > section").last
    for what, html in PLANTED.items():
        assert page.evaluate(f"seen.{what}()") == []
        planted.evaluate("(e, html) => { e.innerHTML = html }", html)
        assert page.evaluate(f"seen.{what}()") != [], what
        planted.evaluate("e => e.replaceChildren()")
