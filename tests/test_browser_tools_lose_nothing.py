"""Whatever browser, disk, clock or another tab does: nothing that a reader wrote is lost or
replaced without a word."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
from browser_fixtures import DESKTOP, OpenPage
from playwright.sync_api import Locator, Page, expect
from tools_filled import KEY, TOOLS, accepted, filled, put_back, shown

pytestmark = pytest.mark.browser

every_tool = pytest.mark.parametrize("tool", TOOLS)
KEEPING = [tool for tool in TOOLS if tool != "check"]
LOG = TOOLS["log"].address
REFUSED = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("no") } })
}"""
# What a browser does before it discards the tab: no other sign is sure to come.
HIDDEN = """() => {
  Object.defineProperty(document, "hidden", { value: true })
  document.dispatchEvent(new Event("visibilitychange"))
  return { ...sessionStorage }
}"""


def note(page: Page, who: str, said: str) -> None:
    page.locator("#log-who").fill(who)
    page.locator("#log-said").fill(said)
    page.locator("[data-form] [type=submit]:visible").click()


def entries(page: Page) -> Locator:
    return page.locator("[data-rows] tr")


@every_tool
def test_back_forward_reload_and_a_discarded_tab_bring_everything_back(
    open_page: OpenPage, tool: str
) -> None:
    page = open_page(TOOLS[tool].address, size=DESKTOP)
    accepted(page)
    filled(page, tool)
    tab = page.evaluate(HIDDEN)
    again = page.context.new_page()
    about = page.url.partition(TOOLS[tool].address)[0] + "about/"
    again.goto(about)
    again.evaluate("tab => Object.assign(sessionStorage, tab)", tab)
    again.goto(page.url)
    shown(again, tool)
    page.reload()
    shown(page, tool)
    place = page.evaluate(
        "(scrollTo({ top: document.body.scrollHeight / 2, behavior: 'instant' }), scrollY)"
    )
    page.goto(about)
    for go in (page.go_back, page.go_forward, page.go_back):
        go()
    shown(page, tool)
    # At the place that was left, too.
    page.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)
    # Another tab has nothing of it; nor has this one, once all is deleted.
    other = page.context.new_page()
    other.goto(page.url)
    assert other.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))") == []
    if tool != "check":
        page.locator("[data-keep-forget]").click()
        page.reload()
        expect(page.locator(TOOLS[tool].result).filter(has_text=TOOLS[tool].shows)).to_have_count(0)


def test_an_address_that_names_where_the_reader_scrolled_is_no_link_to_follow(
    open_page: OpenPage,
) -> None:
    """The theme writes the heading into it; after a reload the reader's own result stands there."""
    page = open_page(TOOLS["check"].address, size=DESKTOP)
    filled(page, "check")
    shown_advice = page.locator(".check__advice:visible h3")
    before = shown_advice.all_inner_texts()
    page.evaluate("history.replaceState({}, '', '#in-bill')")
    page.reload()
    expect(shown_advice).to_have_text(before)
    # A link from a chat is followed.
    page.goto("about:blank")
    page.goto(f"{TOOLS['check'].address}#in-bill")
    expect(shown_advice).not_to_have_count(len(before))


def test_where_the_browser_keeps_nothing_the_figures_still_go_on_to_the_next_tool(
    open_page: OpenPage,
) -> None:
    page = open_page(TOOLS["budget"].address, size=DESKTOP, init=REFUSED)
    asked = accepted(page)
    filled(page, "budget")
    page.locator("[data-go=proposal]").click()
    expect(page.locator("#proposal-total")).to_have_value("9000")
    expect(page.locator("#proposal-affordable")).to_have_value("675")
    # What stays behind would be lost, so that was asked.
    assert asked == ["beforeunload"]
    page.locator("[data-keep-on]").click()
    expect(page.locator("[data-keep-on]")).not_to_be_checked()
    expect(page.locator("[data-keep-fault]")).to_contain_text("不讓存")


def test_a_draft_in_one_tab_and_an_entry_from_another_are_both_there(open_page: OpenPage) -> None:
    first = open_page(LOG)
    accepted(first)
    first.locator("[data-keep-on]").check()
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.locator("[data-keep-on]")).to_be_checked()
    first.locator("#log-said").fill("寫到一半")
    note(second, "乙公司", "另一頁記的")
    expect(entries(first)).to_contain_text(["乙公司"])
    expect(first.locator("#log-said")).to_have_value("寫到一半")
    first.reload()
    expect(entries(first)).to_contain_text(["乙公司"])
    expect(first.locator("#log-said")).to_have_value("寫到一半")
    # One entry changed in both: both versions stay.
    for page, said in ((first, "這頁改的"), (second, "那頁改的")):
        page.locator("[data-rows] [data-do=edit]").first.click()
        page.locator("#log-said").fill(said)
    for page in (first, second):
        page.locator("[data-form] [type=submit]:visible").click()
    for page in (first, second):
        expect(entries(page)).to_have_count(2)
        expect(page.locator("[data-rows]")).to_contain_text("這頁改的")
        expect(page.locator("[data-rows]")).to_contain_text("那頁改的")


def test_two_tabs_of_another_tool_are_the_readers_choice(open_page: OpenPage) -> None:
    first = open_page(TOOLS["budget"].address)
    accepted(first)
    second = first.context.new_page()
    second.goto(first.url)
    first.locator("#budget-wage").fill("5000")
    second.locator("#budget-wage").fill("6000")
    first.locator("[data-keep-on]").check()
    choice = second.locator("[data-keep-choice]")
    expect(choice).to_be_visible()
    expect(second.locator("#budget-wage")).to_have_value("6000")
    assert "5000" in first.evaluate("key => localStorage[key]", KEY)
    choice.locator("[data-choose=mine]").click()
    expect(first.locator("#budget-wage")).to_have_value("6000")


@pytest.mark.parametrize("clock", ["2031-01-01T00:00:00Z", "1999-01-01T00:00:00Z", ""])
def test_a_file_that_says_otherwise_replaces_nothing_until_the_reader_says_so(
    open_page: OpenPage, clock: str
) -> None:
    page = open_page(LOG, size=DESKTOP)
    note(page, "甲公司", "改正過的原話")
    note(page, "乙公司", "3-12")
    kept = json.loads(page.evaluate(HIDDEN)[f"{KEY}:log"])["state"]["entries"]
    for entry, said in zip(kept, ("舊的原話", "2026/03/12"), strict=True):
        entry |= {"said": said, "edited": clock}
    log = {"format": "evidence-log", "version": 1, "entries": kept}
    put_back(page, "x.json", json.dumps(log).encode())
    box = page.locator("[data-differing]")
    expect(box).to_contain_text("還沒有動")
    expect(box.locator("tbody")).to_contain_text(
        [re.compile("改正過的.*舊的"), "像是試算表自動改的"]
    )
    expect(entries(page)).to_contain_text(["3-12", "改正過的原話"])
    first = box.locator("li").filter(has_text="甲公司")
    first.locator("[data-pick=theirs]").click()
    expect(entries(page)).to_contain_text(["3-12", "舊的原話"])
    page.locator("[data-do=undo]").click()
    expect(entries(page)).to_contain_text(["3-12", "改正過的原話"])
    box.locator("li [data-pick=both]").click()
    expect(entries(page)).to_have_count(3)
    expect(box).to_be_hidden()


def test_a_download_that_the_browser_drops_does_not_count_as_saved(open_page: OpenPage) -> None:
    page = open_page(
        LOG,
        init="HTMLAnchorElement.prototype.click = () => {}",
        permissions=["clipboard-read", "clipboard-write"],
    )
    asked = accepted(page)
    note(page, "甲公司", "原話")
    page.locator("[data-do=json]").click()
    after = page.locator(".tool__after")
    expect(after).to_contain_text("下載")
    after.get_by_role("button", name="複製文字").click()
    expect(page.locator(".tool__noted")).to_contain_text("已複製")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert json.loads(copied)["entries"][0]["said"] == "原話"
    page.reload()
    assert asked == ["beforeunload"]
    # The text that was copied comes back as the file would.
    page.locator("[data-keep-forget]").click()
    expect(entries(page)).to_have_count(0)
    page.locator("summary", has_text="貼在這裡").click()
    page.locator("#log-paste").fill(copied)
    page.locator("[data-do=paste]").click()
    expect(entries(page)).to_contain_text(["原話"])
    asked.clear()
    page.locator("[data-do=json]").click()
    page.locator(".tool__after").get_by_role("button", name="找到了").click()
    page.reload()
    assert asked == []


@pytest.mark.parametrize("tool", KEEPING)
def test_closing_asks_where_something_would_be_lost_as_browsers_of_some_years_ago_do(
    open_page: OpenPage, tool: str
) -> None:
    page = open_page(TOOLS[tool].address)
    leave = """() => {
      const event = document.createEvent("BeforeUnloadEvent")
      event.initEvent("beforeunload", false, true)
      dispatchEvent(event)
      return [event.returnValue !== "", event.defaultPrevented]
    }"""
    assert page.evaluate(leave) == [False, False]
    filled(page, tool)
    assert page.evaluate(leave) == [True, True]
    asked = accepted(page)
    page.goto("about:blank")
    assert asked == ["beforeunload"]


# ---- by chance ----

JUNK: list[Any] = [
    None, True, 0, -1, 1e308, "", "x", "{total}", "<b>", "\u202e", "9" * 30, "2026-02-30", [], {},
    [None], [[]], {"id": 5}, {"length": 9}, "__proto__", {"__proto__": 1}, [{"fen": 1, "share": 2}],
]  # fmt: skip
ROUNDS = 150
# Each state comes as another tab would keep it; what is kept after the next key is given back.
MEET = """([key, tool, texts]) => {
  self.confirm = () => true
  const one = selector => document.querySelector(selector)
  const event = () => dispatchEvent(new StorageEvent("storage", { key, storageArea: localStorage }))
  return texts.map(text => {
    localStorage.setItem(key, `{"version":1,"tools":{"${tool}":${text}}}`)
    event()
    if (!one("[data-keep-choice]").hidden) one("[data-choose=theirs]").click()
    const field = one("article :is(.tool, li, p) :is(input[type=text], textarea)")
    field.dispatchEvent(new Event("input", { bubbles: true }))
    dispatchEvent(new Event("pagehide"))
    const kept = localStorage.getItem(key) ?? "null"
    one("[data-keep-forget]").click()
    return kept
  })
}"""


def mutated(value: Any, chance: random.Random) -> Any:
    """A state with something else in a place or two."""
    if chance.random() < 0.12:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        made = {key: mutated(item, chance) for key, item in value.items() if chance.random() > 0.05}
        return made | ({"more": chance.choice(JUNK)} if chance.random() < 0.1 else {})
    if isinstance(value, list):
        made_list = [mutated(item, chance) for item in value if chance.random() > 0.05]
        return made_list + chance.sample(
            made_list, min(len(made_list), chance.choice([0, 0, 0, 1]))
        )
    return value


def leaves(value: Any) -> list[str]:
    """The texts and numbers in it, which a reader may have written."""
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    if isinstance(value, bool) or value is None or value == "":
        return []
    return [json.dumps(value)]


@pytest.mark.parametrize("tool", KEEPING)
def test_whatever_is_stored_is_shown_or_kept_and_never_thrown_at(
    open_page: OpenPage, tool: str
) -> None:
    """A page error fails the test by itself."""
    page = open_page(TOOLS[tool].address)
    page.locator("[data-keep-on]").check()
    filled(page, tool)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    state = json.loads(page.evaluate("key => localStorage[key]", KEY))["tools"][tool]
    chance = random.Random(tool)
    states = [found for _ in range(ROUNDS) if (found := mutated(state, chance)) is not None]
    texts = [json.dumps(given) for given in states]
    for given, kept in zip(states, page.evaluate(MEET, [KEY, tool, texts]), strict=True):
        have = leaves(json.loads(kept))
        missing = [leaf for leaf in leaves(given) if leaf not in have]
        assert missing == [], json.dumps(given, ensure_ascii=False)
    filled(page, tool)
