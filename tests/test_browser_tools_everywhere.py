"""All six tools under what goes wrong: no network, damaged memory, another tab, paper."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from browser_fixtures import DESKTOP, PHONE, ROOTS, OpenPage, press
from conftest import HANS, HANT
from playwright.sync_api import Page, expect
from tools_filled import KEY, TOOLS, accepted, fill, filled, put_back, shown

in_both_editions = pytest.mark.parametrize("edition", [HANT, HANS])
every_tool = pytest.mark.parametrize("tool", TOOLS)
KEEPING = ["budget", "proposal", "call", "log", "agreement"]
every_keeping_tool = pytest.mark.parametrize("tool", KEEPING)


def saved(page: Page, button: str) -> str:
    with page.expect_download() as download:
        page.locator(f"{button} >> visible=true").first.click()
    return Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_every_tool_works_without_a_network(open_page: OpenPage, few_host: str) -> None:
    """The edition is kept, the network cut, each tool opened anew, filled, saved, put back.

    Tools are the same files in both editions; that every page of each is kept with all that it
    asks for: test_browser_offline.py.
    """
    page = open_page(
        "tools/",
        base_url=few_host,
        service_workers="allow",
        lost=True,
        size=DESKTOP,
    )
    home = page.url.removesuffix("tools/")
    press(page, "[data-offline] button")
    kept = page.locator("[data-offline] [data-offline-state=kept]")
    expect(kept).to_be_visible()
    page.context.set_offline(True)
    page.on("dialog", lambda dialog: dialog.accept())
    for tool, (address, *_) in TOOLS.items():
        page.goto(home + address)
        filled(page, tool)
        if tool == "proposal":
            assert saved(page, "[data-do=ics]").startswith("BEGIN:VCALENDAR")
            assert "9,600" in saved(page, "[data-do=txt]")
            assert len(saved(page, "[data-do=csv]").splitlines()) == 13
        if tool == "log":
            for kind in ("csv", "json"):
                text = saved(page, f"[data-do={kind}]")
                page.locator("[data-do=delete]").click()
                expect(page.locator("[data-rows] tr")).to_have_count(0)
                put_back(page, f"x.{kind}", text.encode())
                expect(page.locator("[data-rows] tr")).to_have_count(1)
        if tool in KEEPING:
            page.locator("[data-keep-on]").check()
            page.reload()
            shown(page, tool)
    # From one tool to the next, still without a network.
    page.goto(home + TOOLS["budget"].address)
    page.locator("[data-go=proposal]").click()
    # What was written there stays until the reader says so.
    expect(page.locator("#proposal-total")).to_have_value("9,600")
    page.locator("[data-do=take-budget]").click()
    expect(page.locator("#proposal-total")).to_have_value("9000")


# What may stand under a tool's name, by an older page, another program or a fault of the disk.
# Records in one line are of different tools, or of different keys: no tool reads two of them.
DAMAGED: list[Any] = [
    None, 0, "x", [], [None], {"fields": None}, {"fields": [1]}, {"answers": [1], "fields": 5},
    {"entries": [None, 1, {"date": 5}]} | {"income": [None, 3], "debts": {"a": 1}}
    | {"budget": {"debts": 1}} | {"step": "x", "view": {}, "answers": 3},
    {"budget": {"affordable": 1, "debts": [None]}, "chosen": 7}
    | {"draft": "x", "editing": {}} | {"text": {}} | {"began": "x", "ended": {}, "ticked": 5},
]  # fmt: skip


@every_tool
def test_a_tool_stands_whatever_is_under_its_name(open_page: OpenPage, tool: str) -> None:
    page = open_page(TOOLS[tool].address)
    page.on("dialog", lambda dialog: dialog.accept())
    keys = [f"{KEY}:{name}" for name in (tool, "for-proposal", "for-call", "log-entry")]
    cases = [("local", {KEY: {"version": 1, "tools": {tool: damaged}}}) for damaged in DAMAGED]
    cases += [("session", dict.fromkeys(keys, damaged)) for damaged in DAMAGED]
    for storage, stored in cases:
        page.evaluate(
            """([storage, stored]) => {
              for (const key in stored) self[storage + "Storage"][key] = JSON.stringify(stored[key])
            }""",
            [storage, stored],
        )
        page.reload()
        expect(page.locator("[data-tool]")).to_be_visible()
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.reload()
    filled(page, tool)


@every_keeping_tool
def test_what_cannot_be_read_is_not_written_over(open_page: OpenPage, tool: str) -> None:
    page = open_page(TOOLS[tool].address)
    page.on("dialog", lambda dialog: dialog.accept())
    for text in ("{", '{"version":99,"tools":{"log":{"new":1}}}'):
        page.evaluate("([key, text]) => { localStorage[key] = text }", [KEY, text])
        page.reload()
        expect(page.locator("[data-keep-fault]")).not_to_be_empty()
        filled(page, tool)
        page.locator("[data-keep-on]").click()
        expect(page.locator("[data-keep-on]")).not_to_be_checked()
        expect(page.locator("[data-keep-fault]")).not_to_be_empty()
        assert page.evaluate("key => localStorage[key]", KEY) == text
        page.locator("[data-keep-forget]").click()
        assert page.evaluate("key => localStorage[key]", KEY) is None
    filled(page, tool)
    page.locator("[data-keep-on]").check()
    assert json.loads(page.evaluate("key => localStorage[key]", KEY))["version"] == 1


@every_keeping_tool
def test_two_tabs_of_a_tool_do_not_undo_each_other(open_page: OpenPage, tool: str) -> None:
    first = open_page(TOOLS[tool].address)
    first.locator("[data-keep-on]").check()
    second = first.context.new_page()
    second.goto(TOOLS[tool].address)
    expect(second.locator("[data-keep-on]")).to_be_checked()
    filled(second, tool)
    # What came by itself is there, and typing here does not take it away from there.
    shown(first, tool)
    first.on("dialog", lambda dialog: dialog.accept())
    first.locator("[data-keep-forget]").click()
    expect(second.locator("[data-keep-on]")).not_to_be_checked()
    assert first.evaluate("key => localStorage[key]", KEY) is None


@every_keeping_tool
def test_what_was_typed_last_is_kept_when_the_page_goes_at_once(
    open_page: OpenPage, tool: str
) -> None:
    page = open_page(TOOLS[tool].address)
    page.locator("[data-keep-on]").check()
    fill(page, tool)
    page.reload()
    shown(page, tool)


@every_tool
def test_back_from_the_next_tool_everything_is_still_there(open_page: OpenPage, tool: str) -> None:
    page = open_page(TOOLS[tool].address, size=DESKTOP)
    filled(page, tool)
    links = page.locator("a[data-go] >> visible=true")
    if tool == "log":
        assert links.count() == 0
        return
    assert links.count() > 0
    asked = accepted(page)
    for number in range(links.count()):
        go = links.nth(number).get_attribute("data-go")
        links.nth(number).click()
        expect(page.locator(f"[data-tool={go}]")).to_be_visible()
        assert asked == []
        page.go_back()
        # The log asks about the entry that was handed over and not noted.
        asked.clear()
        shown(page, tool)


@pytest.mark.parametrize("tool", ["budget", "proposal", "call", "check"])
def test_the_next_step_at_the_end_takes_along_what_the_tools_link_does(
    open_page: OpenPage, tool: str
) -> None:
    page = open_page(TOOLS[tool].address, size=DESKTOP)
    filled(page, tool)
    asked = accepted(page)
    page.locator("a.next-step").click()
    page.wait_for_url(lambda url: not url.endswith(TOOLS[tool].address))
    if tool == "budget":
        expect(page.locator("#proposal-affordable")).to_have_value("675")
    if tool == "call":
        expect(page.locator("#log-said")).to_have_value(re.compile("語氣很急"))
    assert asked == []


OUTSIDE = """width => [...document.querySelectorAll(
    "article :is(button, a, input, select, textarea, output, td)")]
  .filter(e => e.checkVisibility())
  .filter(e => {
    const { left, right, width: wide } = e.getBoundingClientRect()
    return wide > 1 && (left < 0 || right > width + 0.5)
  }).map(e => e.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll("article .tool :is(button, .tool__link, select)")]
  .filter(e => e.checkVisibility())
  .filter(e => Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width) < 43.5)
  .map(e => e.outerHTML.slice(0, 120))"""


PRINTED = {
    "budget": ("900", "675", "5，０００|５，０００"),
    "proposal": ("9,600", "第12期"),
    "call": ("1,000", "沒答|没答"),
    "log": ("甲公司", "3,000"),
    "agreement": ("A-12345", "沒寫|没写", "寫得不明白|写得不明白", "請補上|请补上"),
    "check": ("12368",),
}


@in_both_editions
@every_tool
def test_a_filled_tool_fits_320_pixels_a_zoom_of_200_percent_and_paper(
    open_page: OpenPage, tool: str, edition: str
) -> None:
    narrow = {"width": 320, "height": 640}
    page = open_page(
        ROOTS[edition] + TOOLS[tool].address, size=narrow, init="window.print = () => {}"
    )
    filled(page, tool)
    # 1280 × 900 at 200 % is 640 × 450.
    for width, height in ((320, 640), (640, 450)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert page.evaluate(OUTSIDE, width) == []
        assert page.evaluate(SMALL) == []
    page.set_viewport_size(PHONE)
    on_paper(page, tool)


def on_paper(page: Page, tool: str) -> None:
    """What was filled in is printed, and nothing of it cut off."""
    page.locator("[data-do=print] >> visible=true").first.click()
    page.emulate_media(media="print")
    seen = page.locator("main").inner_text()
    fields = page.locator("main :is(input, textarea):visible").evaluate_all(
        """all => all.map(e => {
          if (e.scrollHeight > e.clientHeight + 2) throw new Error(`cut off: ${e.outerHTML}`)
          return e.value
        })"""
    )
    text = seen + "\n".join(fields)
    for part in PRINTED[tool]:
        assert re.search(part, text), part
    assert page.locator("main button:visible").count() == 0
    if tool == "agreement":
        # Of three answers the one that was given, and no empty box beside it.
        assert page.locator(".agreement__answers label:visible").count() == 3
        assert page.locator("[data-item=number] > [type=checkbox]:visible").count() == 0
        assert page.locator("[data-item=total] > [type=checkbox]:visible").count() == 1
    assert page.pdf(format="A4").startswith(b"%PDF")
