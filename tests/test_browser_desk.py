"""Passing on: the agents' desk, the block on each page, the links of headings."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from browser_fixtures import DESKTOP, PHONE, ROOTS, SIZES, OpenPage, tab_to
from conftest import HANS, HANT, PROJECT
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

DESK = "for-agents/links/"
ROW = "[data-page]:visible"
SAID = "[data-share-said]"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
HOLDS = "text => navigator.clipboard.readText().then(held => held === text)"
REFUSED = "navigator.clipboard && (navigator.clipboard.writeText = () => Promise.reject())"
# A worker that says what ours says when the index cannot be fetched.
NO_SEARCH = """self.Worker = class extends EventTarget {
  postMessage({ type }) {
    if (type === 4) setTimeout(() => this.onmessage?.({ data: { type: 5, data: "failed" } }))
  }
}"""
CASES = yaml.safe_load((PROJECT / "tests/cases/sms.yml").read_text("utf-8"))
URGENT = {HANT: "被威脅、有人上門，或收到法院文書", HANS: "被威胁、有人上门，或收到法院文书"}
in_both_editions = pytest.mark.parametrize("edition", [HANT, HANS])


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def row_of(page: Page, page_id: str) -> Any:
    return page.locator(f'[data-page]:has(.desk__short a[href$="/s/{page_id}/"])')


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_message_is_counted_as_operators_do(bench: Page, case: dict[str, Any]) -> None:
    counted = bench.evaluate(
        "async text => (await import('/assets/javascripts/sms.js')).measure(text)",
        case["text"] * case["times"],
    )
    assert counted == {key: case[key] for key in ("encoding", "length", "parts")}


def test_the_fullest_text_that_fits_one_message_is_the_best(bench: Page) -> None:
    choose = """async ([title, about]) => {
      const { bestOf, variants } = await import('/assets/javascripts/sms.js')
      const found = variants([title], [about], 'https://example.org/s/x/')
      return [bestOf(found).text, found.map(({ text }) => text.length)]
    }"""
    best, lengths = bench.evaluate(choose, ["標題", "一句話"])
    assert best == "標題：一句話 https://example.org/s/x/"
    assert lengths == sorted(lengths, reverse=True)
    assert bench.evaluate(choose, ["標題", "話" * 50])[0] == "標題 https://example.org/s/x/"
    assert bench.evaluate(choose, ["題" * 70, ""])[0] == "https://example.org/s/x/"


@in_both_editions
@pytest.mark.parametrize("typed", ["傳票", "上門", "上门"])
def test_the_desk_finds_in_either_script(open_page: OpenPage, edition: str, typed: str) -> None:
    page = open_page(f"{ROOTS[edition]}{DESK}", size=DESKTOP)
    everything = page.locator(ROW).count()
    page.locator("#desk-query").press_sequentially(typed)
    found = page.locator(ROW)
    assert 0 < found.count() < everything
    expect(found.locator(".desk__title").first).to_be_visible()
    expect(page.locator("[data-count]")).to_contain_text(str(found.count()))
    page.keyboard.press("Escape")
    expect(page.locator(ROW)).to_have_count(everything)


def test_the_desk_shows_one_section_and_says_when_nothing_fits(open_page: OpenPage) -> None:
    page = open_page(DESK, size=DESKTOP)
    page.locator("#desk-section").select_option("pitfalls")
    assert page.locator(".desk__section:visible").count() == 1
    page.locator("#desk-query").fill("量子力學")
    expect(page.locator(ROW)).to_have_count(0)
    expect(page.locator("[data-count]")).to_contain_text("沒有找到")


@in_both_editions
@pytest.mark.parametrize("typed", ["法院文書", "法院文书"])
def test_the_desk_opens_the_sections_whose_title_is_typed(
    open_page: OpenPage, edition: str, typed: str
) -> None:
    page = open_page(f"{ROOTS[edition]}{DESK}", size=DESKTOP)
    page.locator("#desk-query").fill(typed)
    meant = page.locator(".desk__meant:visible a[href$='#court-papers']")
    expect(meant).to_be_visible()
    page.locator("#desk-query").fill("")
    expect(page.locator(".desk__meant, details[open]")).to_have_count(0)


@pytest.mark.parametrize("pasted", ["s/urgent/#court-papers", "s/urgent/"])
def test_the_desk_finds_a_short_link_that_is_pasted(
    open_page: OpenPage, host: str, pasted: str
) -> None:
    page = open_page(DESK, size=DESKTOP)
    page.locator("#desk-query").fill(f"{host}{pasted}")
    expect(page.locator(ROW)).to_have_count(1)
    expect(row_of(page, "urgent")).to_be_visible()


@in_both_editions
@pytest.mark.parametrize("typed", ["收數佬嚟拍門", "讨债的来敲门"])
def test_words_that_stand_nowhere_are_left_to_the_search(
    open_page: OpenPage, edition: str, typed: str
) -> None:
    page = open_page(f"{ROOTS[edition]}{DESK}", size=DESKTOP)
    page.locator("#desk-query").fill(typed)
    row = row_of(page, "urgent")
    expect(row.locator(".desk__meant a[href$='#home-visits']")).to_be_visible()
    assert 0 < page.locator(ROW).count() <= 3
    expect(page.locator("[data-count]")).to_contain_text("最接近")


def test_the_desk_lists_nothing_where_the_search_cannot_be_loaded(open_page: OpenPage) -> None:
    page = open_page(DESK, size=DESKTOP, init=NO_SEARCH)
    page.locator("#desk-query").fill("收數佬嚟拍門")
    expect(page.locator("[data-count]")).to_contain_text("沒有找到")


@in_both_editions
@pytest.mark.parametrize("script", ["hant", "hans", "both"])
def test_link_title_and_message_are_copied_in_the_script_chosen(
    open_page: OpenPage, host: str, edition: str, script: str
) -> None:
    page = open_page(f"{ROOTS[edition]}{DESK}", size=DESKTOP, permissions=CLIPBOARD)
    page.locator(f'[name="script"][value="{script}"]').check()
    row, link = row_of(page, "urgent"), f"{host}s/urgent/"
    titles = [
        URGENT[name] for key, name in (("hant", HANT), ("hans", HANS)) if script in (key, "both")
    ]
    row.locator("[data-copy=link]").first.click()
    expect(page.locator(SAID)).not_to_be_empty()
    assert copied(page) == link
    row.locator("[data-copy=title]").first.click()
    page.wait_for_function(
        "title => navigator.clipboard.readText().then(t => t.startsWith(title))", arg=titles[0]
    )
    assert copied(page) == "\n".join([*titles, link])
    row.locator("[data-copy=sms]").first.click()
    variants = row.locator("[data-variant]")
    expect(variants).to_have_count(3)
    page.wait_for_function(HOLDS, arg=variants.first.locator("[data-text]").text_content())
    assert len(copied(page)) <= 70
    expect(variants.first.locator(".desk__size")).to_contain_text("1")


def test_a_section_has_its_own_link_on_the_desk(open_page: OpenPage, host: str) -> None:
    page = open_page(DESK, size=DESKTOP, permissions=CLIPBOARD)
    row = row_of(page, "urgent")
    row.locator("details:not(.desk__code) > summary").click()
    section = row.locator('[data-link]:has(a[href$="#court-papers"])')
    section.locator("[data-copy=link]").click()
    expect(page.locator(SAID)).not_to_be_empty()
    assert copied(page) == f"{host}s/urgent/#court-papers"


@in_both_editions
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_refused_clipboard_leaves_the_text_selected(
    open_page: OpenPage, host: str, edition: str, size: dict[str, int]
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


def test_by_keyboard_alone_a_page_is_found_and_its_link_copied(
    open_page: OpenPage, host: str
) -> None:
    page = open_page(DESK, size=DESKTOP, permissions=CLIPBOARD)
    page.locator("#desk-query").focus()
    page.keyboard.type("傳票")
    tab_to(page, ".desk__row:not([hidden]) [data-copy=link]")
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_contain_text("已複製短連結")
    assert re.fullmatch(rf"{host}s/[a-z-]+/", copied(page))


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
    assert page.locator(ROW).count() > 30
    assert page.locator("article button:visible, .desk__tools:visible").count() == 0
    page.locator(".desk__short a").first.click()
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
