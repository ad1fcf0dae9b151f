"""Passing on: the agents' desk, the block on each page, the links of headings."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from browser_fixtures import DESKTOP, PHONE, ROOTS, OpenPage, RunModule, one_size_each
from conftest import HANS, HANT, PROJECT, Site
from playwright.sync_api import Page, ViewportSize, expect

DESK = "for-agents/links/"
ROW = ".desk__results > [data-row]"
SECTION = "[data-row] [data-row]"
COPIED = ".desk__copied [data-text]"
SAID = "[data-share-said]"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
REFUSED = "navigator.clipboard && (navigator.clipboard.writeText = () => Promise.reject())"
# A worker that says what ours says when the index cannot be fetched.
NO_SEARCH = """self.Worker = class extends EventTarget {
  postMessage({ type }) {
    if (type === 4) setTimeout(() => this.onmessage?.({ data: { type: 5, data: "failed" } }))
  }
}"""
CASES = yaml.safe_load((PROJECT / "tests/cases/sms.yml").read_text("utf-8"))
URGENT = {HANT: "被威脅、有人上門、被騙，或撐不住", HANS: "被威胁、有人上门、被骗，或撑不住"}
COURT = {HANT: "收到法院文書或支付令", HANS: "收到法院文书或支付令"}
in_both_editions = pytest.mark.parametrize("edition", [HANT, HANS])


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def desk(open_page: OpenPage, edition: str = HANT, **more: Any) -> Page:
    """The desk with all its data, as an agent finds it after a moment."""
    page = open_page(
        f"{ROOTS[edition]}{DESK}", **{"size": DESKTOP, "permissions": CLIPBOARD, **more}
    )
    page.locator("#desk-query").fill("12368")
    expect(page.locator(ROW).first).to_be_visible()
    page.locator("#desk-query").fill("")
    return page


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_message_is_counted_as_operators_do(run_module: RunModule, case: dict[str, Any]) -> None:
    counted = run_module("../desk/sms", "m.measure(given)", case["text"] * case["times"])
    assert counted == {key: case[key] for key in ("encoding", "length", "parts")}


def test_the_fullest_text_that_fits_one_message_is_copied_and_no_title_is_dropped(
    run_module: RunModule,
) -> None:
    url = "https://example.org/s/x/"
    long = "題" * 70
    for titles, fuller, best in (
        (["標題"], ["標題：一句話"], f"標題：一句話\n{url}"),
        (["標題"], ["標題：" + "話" * 50], f"標題\n{url}"),
        ([long], [long], f"{long}\n{url}"),
        (["標題", "标题"], ["標題：一", "标题：一"], f"標題：一\n标题：一\n{url}"),
        (["同", "同"], ["同", "同"], f"同\n{url}"),
    ):
        found = run_module("../desk/sms", "m.textsOf(...given)", ["sms", titles, fuller, url])
        texts = [each["text"] for each in found]
        assert texts[0] == best
        assert url in texts
        assert len(set(texts)) == len(texts)


def test_the_field_comes_first_and_has_the_focus(open_page: OpenPage) -> None:
    page = open_page(DESK, size=DESKTOP)
    field = page.locator("#desk-query")
    expect(field).to_be_focused()
    above = page.evaluate(
        """() => [...document.querySelectorAll("main article *")].filter(e =>
          e.checkVisibility() && e.getBoundingClientRect().height > 1 && !e.children.length
          && e.getBoundingClientRect().top
            < document.querySelector("#desk-query").getBoundingClientRect().top)
          .map(e => e.textContent.trim())"""
    )
    assert above == ["連結目錄"]
    # No keyboard over the page of a phone.
    expect(open_page(DESK, size=PHONE).locator("#desk-query")).not_to_be_focused()


@in_both_editions
def test_the_desk_finds_titles_sections_and_pasted_links_in_either_script(
    open_page: OpenPage, host: str, edition: str
) -> None:
    page = desk(open_page, edition)
    field, rows = page.locator("#desk-query"), page.locator(ROW)
    listed = page.locator("[data-listed]")
    for typed in ("傳票", "传票"):
        field.fill(typed)
        expect(page.locator("[data-count]")).to_contain_text(str(rows.count()))
        assert rows.count() > 0
        expect(listed).to_be_hidden()
    for typed in ("收到法院文書", "收到法院文书", f"{host}s/urgent/#court-papers"):
        field.fill(typed)
        expect(page.locator(f"{SECTION}[data-anchor=court-papers]").first).to_be_visible()
    for pasted in (f"{host}s/urgent/", f"{host}{ROOTS[edition]}start/urgent/"):
        field.fill(pasted)
        expect(rows).to_have_count(1)
        expect(rows).to_have_attribute("data-id", "urgent")
    page.keyboard.press("Escape")
    expect(field).to_be_empty()
    expect(field).to_be_focused()
    expect(listed).to_be_visible()


@in_both_editions
@pytest.mark.parametrize("typed", ["收數佬嚟拍門", "讨债的来敲门"])
def test_words_that_stand_nowhere_are_left_to_the_search(
    open_page: OpenPage, edition: str, typed: str
) -> None:
    page = desk(open_page, edition)
    page.locator("#desk-query").fill(typed)
    expect(page.locator("[data-count]")).to_contain_text("最接近")
    expect(page.locator(f"{ROW}[data-id=urgent] [data-anchor=home-visits]")).to_be_visible()
    assert page.locator(ROW).count() <= 3


def test_the_desk_lists_nothing_where_the_search_cannot_be_loaded(open_page: OpenPage) -> None:
    page = desk(open_page, init=NO_SEARCH)
    page.locator("#desk-query").fill("收數佬嚟拍門")
    expect(page.locator("[data-count]")).to_contain_text("沒有找到")
    expect(page.locator(ROW)).to_have_count(0)


@in_both_editions
@pytest.mark.parametrize("script", [HANT, HANS, "both"])
def test_link_title_and_message_are_copied_whole_in_the_script_chosen(
    open_page: OpenPage, host: str, edition: str, script: str
) -> None:
    page = desk(open_page, edition)
    page.locator(f'[name="script"][value="{script}"]').check(force=True)
    page.locator("#desk-query").fill(f"{host}s/urgent/")
    row, link = page.locator(f"{ROW} .desk__copy").first, f"{host}s/urgent/"
    titles = [URGENT[name] for name in (HANT, HANS) if script in (name, "both")]
    for form, wanted in (("link", [link]), ("title", [*titles, link])):
        page.locator(f'[name="format"][value="{form}"]').check(force=True)
        row.click()
        expect(page.locator(COPIED)).to_have_text("\n".join(wanted))
        assert copied(page) == "\n".join(wanted)
    page.locator('[name="format"][value="sms"]').check(force=True)
    row.click()
    lines = copied(page).split("\n")
    assert [line.split("：")[0] for line in lines[:-1]] == titles
    assert lines[-1] == link
    expect(page.locator(".desk__size")).to_contain_text(re.compile(r"\d+字，"))
    # What else could be sent is a press away, and says how long it is.
    page.locator(".desk__copied [data-other=link]").click()
    expect(page.locator(COPIED)).to_have_text(link)
    assert copied(page) == link


@in_both_editions
def test_by_keyboard_alone_everything_is_found_and_copied(
    open_page: OpenPage, host: str, edition: str
) -> None:
    page = desk(open_page, edition)
    page.locator("#desk-query").focus()
    page.keyboard.insert_text("收到法院文書")
    rows = page.locator(".desk__results .desk__copy")
    page.keyboard.press("Enter")
    expect(page.locator(COPIED)).to_have_count(1)
    assert copied(page).endswith(
        "/s/" + str(page.locator(ROW).first.get_attribute("data-id")) + "/"
    )
    for place in range(3):
        page.keyboard.press("ArrowDown")
        expect(rows.nth(place)).to_be_focused()
    page.keyboard.press("Enter")
    # A section is copied with the page that it is of.
    expect(page.locator(COPIED)).to_contain_text("：" + COURT[edition])
    assert copied(page).endswith(f"{host}s/urgent/#court-papers")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(page.locator("#desk-query")).to_be_focused()
    # All sections of a page, by the arrows; typing goes on in the field.
    page.locator("#desk-query").fill(f"{host}s/urgent/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"{ROW} .desk__sections [data-anchor=court-papers]")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"{ROW} .desk__sections")).to_be_hidden()
    page.keyboard.press("x")
    expect(page.locator("#desk-query")).to_be_focused()
    # What was sent last is there again, for the next one who asks.
    page.reload()
    expect(page.locator(f"{ROW}[data-anchor=court-papers]")).to_be_visible()


def test_titles_are_found_before_the_rest_has_come_and_a_failure_is_said(
    open_page: OpenPage, host: str
) -> None:
    page = open_page("about/", size=DESKTOP, permissions=CLIPBOARD)
    held: list[Any] = []
    page.route("**/links.json", lambda route: held.append(route))
    page.goto(host + DESK)
    page.locator("#desk-query").fill(URGENT[HANT])
    expect(page.locator("[data-count]")).to_contain_text("還在載入")
    expect(page.locator(f"{ROW}[data-id=urgent]")).to_be_visible()
    # As a portal answers.
    held.pop().fulfill(body="<html>")
    expect(page.locator("[data-count]")).to_contain_text("沒有全部載入")
    # The list of all pages stays, and what was found can be copied.
    expect(page.locator("[data-listed]")).to_be_visible()
    page.locator(f"{ROW}[data-id=urgent] .desk__copy").first.click()
    assert copied(page) == f"{URGENT[HANT]}\n{host}s/urgent/"
    page.unroute("**/links.json")
    page.locator("[data-again]").click()
    expect(page.locator("[data-count]")).to_contain_text("找到")


def test_the_page_of_the_desk_says_nothing_of_sections(site: Site) -> None:
    """It does not grow with the guide: what it knows comes from links.json and titles.json."""
    html = (site.root / DESK / "index.html").read_text("utf-8")
    assert COURT[HANT] not in html
    assert COURT[HANT] in (site.root / "links.json").read_text("utf-8")
    assert COURT[HANT] not in (site.root / "titles.json").read_text("utf-8")


def test_a_refused_clipboard_shows_the_text_at_the_desk_too(open_page: OpenPage, host: str) -> None:
    page = desk(open_page, init=REFUSED)
    page.locator("#desk-query").fill(f"{host}s/urgent/")
    page.keyboard.press("Enter")
    expect(page.locator(".desk .share-field textarea")).to_have_value(
        f"{URGENT[HANT]}\n{host}s/urgent/"
    )
    expect(page.locator(SAID)).to_contain_text("Ctrl+C")
    expect(page.locator(".desk__copied b")).to_have_css("width", "1px")


@one_size_each
def test_a_refused_clipboard_leaves_the_text_selected(
    open_page: OpenPage, host: str, edition: str, size: ViewportSize
) -> None:
    page = open_page(f"{ROOTS[edition]}start/urgent/", size=size, init=REFUSED)
    page.locator("[data-share] [data-copy=title]").click()
    area = page.locator(".share-field textarea")
    expect(area).to_be_focused()
    expect(area).to_have_value(f"{URGENT[edition]}\n{host}s/urgent/")
    assert page.evaluate("getSelection().toString() || document.activeElement.selectionEnd > 10")
    expect(page.locator(SAID)).to_contain_text("Ctrl+C")
    page.keyboard.press("Escape")
    expect(area).to_have_count(0)
    expect(page.locator("[data-share] [data-copy=title]")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@in_both_editions
def test_the_link_of_a_heading_copies_the_short_link_of_its_section(
    open_page: OpenPage, host: str, edition: str
) -> None:
    page = open_page(f"{ROOTS[edition]}start/urgent/", size=DESKTOP, permissions=CLIPBOARD)
    link = page.locator("#court-papers .heading-link")
    assert "：" in (link.get_attribute("aria-label") or "")
    link.focus()
    expect(link).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).not_to_be_empty()
    assert copied(page) == f"{host}s/urgent/#court-papers"
    # The theme's script names the section in view in the address, which takes a moment.
    expect(page).to_have_url(re.compile("#court-papers$"))


def test_with_scripts_off_the_desk_is_a_list_and_offers_no_buttons(open_page: OpenPage) -> None:
    page = open_page(DESK, scripts=False)
    assert page.locator("[data-listed] li:visible").count() > 30
    assert page.locator("article button:visible, .desk:visible").count() == 0
    page.locator("[data-listed] a[data-short]").first.click()
    expect(page.locator("a[data-pass-on]")).to_have_count(2)


@in_both_editions
def test_with_scripts_off_the_short_link_of_a_section_leads_to_it(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page("s/urgent/#court-papers", scripts=False, size=PHONE)
    section = page.locator("li:target")
    expect(section).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    section.get_by_text(
        {HANT: "收到法院文書或支付令", HANS: "收到法院文书或支付令"}[edition]
    ).click()
    expect(page).to_have_url(re.compile(f"/{ROOTS[edition]}start/urgent/#court-papers$"))
    expect(page.locator("#court-papers")).to_be_in_viewport()


@in_both_editions
def test_paper_shows_short_link_and_code_and_nothing_to_press(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page(f"{ROOTS[edition]}start/urgent/", size=PHONE)
    assert page.locator(".share__figure img").is_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".share [data-short]")).to_be_visible()
    expect(page.locator(".share__figure img")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function("() => document.querySelector('.share__figure img').naturalWidth > 0")
    assert page.locator("article button:visible, .heading-link:visible").count() == 0
