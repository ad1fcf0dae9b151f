"""The evidence log, the call script, the agreement checklist and the SMS check, as used."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from browser_fixtures import DESKTOP, ROOTS, OpenPage
from conftest import HANS, HANT, PROJECT, Site
from playwright.sync_api import Locator, Page, expect
from tools_filled import accepted, put_back

in_both_editions = pytest.mark.parametrize("edition", [HANT, HANS])
LOG, CALL = "tools/evidence-log/", "tools/call-script/"
AGREEMENT, CHECK = "tools/agreement-checklist/", "tools/sms-check/"
PAGES = {LOG: "log", CALL: "call", AGREEMENT: "agreement", CHECK: "check"}
SAID = '他說：「今晚八點前,轉"3,000"元」\n=1+1'
REFUSED = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("no") } })
}"""
BROKEN = "location.protocol === 'http:' && localStorage.setItem('guide-tools', '{broken')"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


def note(page: Page, who: str, said: str = SAID, day: str = "2026-11-20") -> None:
    page.locator("#log-date").fill(day)
    page.locator("#log-time").fill("19:05")
    page.locator("[name=channel][value=phone]").check()
    page.locator("#log-who").fill(who)
    page.locator("#log-said").fill(said)
    page.locator("[data-form] [type=submit]:visible").click()


def downloaded(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator(button).click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def rows(page: Page) -> Locator:
    return page.locator("[data-rows] tr")


@in_both_editions
def test_what_is_noted_is_listed_saved_and_put_back_without_doubling(
    open_page: OpenPage, tmp_path: Path, edition: str
) -> None:
    page = open_page(ROOTS[edition] + LOG, size=DESKTOP)
    note(page, "乙公司", day="2026-11-21")
    note(page, "甲公司")
    expect(rows(page)).to_have_count(2)
    # The newest first; files are in the order of time.
    expect(rows(page).first).to_contain_text("乙公司")
    page.locator("[data-turn]:visible").click()
    expect(rows(page).first).to_contain_text("甲公司")
    backup = downloaded(page, "[data-do=json]", tmp_path)
    table = downloaded(page, "[data-do=csv]", tmp_path)
    assert [e["said"] for e in json.loads(backup.read_text("utf-8"))["entries"]] == [SAID, SAID]
    read = list(csv.reader(io.StringIO(table.read_text("utf-8-sig"), newline="")))
    assert read[0][3] == "方式"
    assert read[1][3] == ("電話" if edition == HANT else "电话")
    for file in (backup, table):
        put_back(page, file.name, file.read_bytes())
        expect(page.locator("[data-imported]")).to_contain_text("2")
        expect(rows(page)).to_have_count(2)
    # In the other edition too, and into an empty log.
    other = HANT if edition == HANS else HANS
    for file in (backup, table):
        there = open_page(ROOTS[other] + LOG, size=DESKTOP)
        put_back(there, file.name, file.read_bytes())
        expect(rows(there)).to_have_count(2)
        again = downloaded(there, "[data-do=json]", tmp_path)
        assert json.loads(again.read_text("utf-8")) == json.loads(backup.read_text("utf-8"))


def test_a_deleted_entry_comes_back_and_a_changed_one_keeps_its_place(open_page: OpenPage) -> None:
    page = open_page(LOG, size=DESKTOP)
    note(page, "甲公司")
    note(page, "乙公司", day="2026-11-21")
    rows(page).first.locator("[data-do=delete]").click()
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first.locator("[data-do=delete]")).to_be_focused()
    page.locator("[data-do=undo]").click()
    expect(rows(page)).to_have_count(2)
    rows(page).first.locator("[data-do=edit]").click()
    expect(page.locator("#log-said")).to_have_value(SAID)
    page.locator("#log-who").fill("丙公司")
    page.locator("[data-form] [type=submit]:visible").click()
    expect(rows(page)).to_have_count(2)
    expect(rows(page).first).to_contain_text("丙公司")


def test_a_fault_stands_beside_its_field_and_the_focus_goes_there(open_page: OpenPage) -> None:
    page = open_page(LOG)
    page.locator("#log-date").fill("")
    page.locator("[data-form] [type=submit]:visible").click()
    expect(page.locator("#log-date")).to_be_focused()
    expect(page.locator("#log-date-error")).to_be_visible()
    expect(page.locator("[data-said]")).to_contain_text("日期")
    expect(rows(page)).to_have_count(0)


def test_a_broken_file_is_named_and_nothing_is_lost(open_page: OpenPage) -> None:
    page = open_page(LOG)
    note(page, "甲公司")
    for body in (b'{"format": "evidence-log", ', b"\x89PNG\r\n\x1a\n\x00", b"a,b\n1,2\n"):
        put_back(page, "x", body)
        expect(page.locator("[data-import-faults]")).to_contain_text("沒有動")
        expect(rows(page)).to_have_count(1)
    put_back(page, "x.csv", "日期,說了什麼\n2026-11-22,好\n2026-02-30,壞\n".encode())
    expect(rows(page)).to_have_count(2)
    expect(page.locator("[data-import-faults] li")).to_contain_text(["第3行"])


@in_both_editions
def test_a_file_name_is_suggested_and_taken_over(open_page: OpenPage, edition: str) -> None:
    page = open_page(ROOTS[edition] + LOG)
    page.locator("#log-date").fill("2026-11-20")
    page.locator("#log-time").fill("19:05")
    page.locator("[name=channel][value=phone]").check()
    page.locator("#log-who").fill("某某/公司")
    page.locator("[data-do=use-name]").click()
    word = "電話" if edition == HANT else "电话"
    expect(page.locator("#log-file")).to_have_value(f"20261120-1905_某某-公司_{word}_01")


def test_the_log_alone_is_printed(open_page: OpenPage) -> None:
    page = open_page(LOG, init="window.print = () => { window.printed = true }")
    note(page, "甲公司")
    page.locator("[data-do=print]").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator(".log__table")).to_be_visible()
    expect(page.locator("[data-rows]")).to_contain_text("甲公司")
    for selector in ("#log", "[data-form]", ".tool__keep", "[data-do=delete]", "h1"):
        expect(page.locator(selector).first).not_to_be_visible()
    assert page.pdf().startswith(b"%PDF")


def fill_something(page: Page, address: str) -> None:
    if address == LOG:
        page.locator("#log-said").fill("打到一半")
    elif address == CALL:
        page.locator("[data-name=credit]").fill("打到一半")
    elif address == AGREEMENT:
        page.locator("[name=answer-credit][value=no]").check()
    else:
        page.locator("#q-done").locator("xpath=ancestor::fieldset").locator("input").nth(1).check()


def has_something(page: Page, address: str) -> None:
    if address == LOG:
        expect(page.locator("#log-said")).to_have_value("打到一半")
    elif address == CALL:
        expect(page.locator("[data-name=credit]")).to_have_value("打到一半")
        expect(page.locator("blockquote [data-fill=credit]")).to_have_text("打到一半")
    elif address == AGREEMENT:
        expect(page.locator("[name=answer-credit][value=no]")).to_be_checked()
        expect(page.locator("#agreement-message")).to_have_value(re.compile("征信|徵信"))
    else:
        box = page.locator("#q-done").locator("xpath=ancestor::fieldset").locator("input").nth(1)
        expect(box).to_be_checked()


@pytest.mark.parametrize("address", PAGES, ids=PAGES.values())
def test_what_is_typed_goes_along_to_the_other_edition_and_not_into_the_browser(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(address, size=DESKTOP)
    fill_something(page, address)
    page.locator(f'.edition-switch a[data-edition="{HANS}"]').first.click()
    # With the section that was being read, where there is one.
    page.wait_for_url(re.compile(f"/zh-hans/{address}(#|$)"))
    has_something(page, address)
    assert page.evaluate("localStorage.getItem('guide-tools')") is None


@pytest.mark.parametrize("address", [LOG, CALL, AGREEMENT], ids=["log", "call", "agreement"])
def test_it_is_kept_only_when_asked_and_everything_can_be_deleted(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(address)
    page.on("dialog", lambda dialog: dialog.accept())
    fill_something(page, address)
    page.locator("[data-keep-on]").check()
    page.reload()
    has_something(page, address)
    stored = json.loads(page.evaluate("localStorage.getItem('guide-tools')"))
    assert (stored["version"], list(stored["tools"])) == (1, [PAGES[address]])
    page.locator("[data-keep-forget]").click()
    assert page.evaluate("localStorage.getItem('guide-tools')") is None
    page.reload()
    expect(page.locator("[data-keep-on]")).not_to_be_checked()


@pytest.mark.parametrize("init", [REFUSED, FULL], ids=["refused", "full"])
@pytest.mark.parametrize("address", [LOG, CALL, AGREEMENT], ids=["log", "call", "agreement"])
def test_refused_or_full_storage_is_said_and_nothing_is_lost(
    open_page: OpenPage, address: str, init: str
) -> None:
    page = open_page(address, init=init)
    fill_something(page, address)
    page.locator("[data-keep-on]").click()
    expect(page.locator("[data-keep-fault]")).to_contain_text("不讓存")
    expect(page.locator("[data-keep-on]")).not_to_be_checked()
    has_something(page, address)


def test_corrupted_storage_is_said_and_left_alone(open_page: OpenPage) -> None:
    page = open_page(LOG, init=BROKEN)
    expect(page.locator("[data-keep-fault]")).to_contain_text("讀不出來")
    assert page.evaluate("localStorage.getItem('guide-tools')") == "{broken"
    note(page, "甲公司")
    expect(rows(page)).to_have_count(1)


def test_closing_warns_where_something_would_be_lost(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(LOG)
    asked = accepted(page)
    note(page, "甲公司")
    downloaded(page, "[data-do=json]", tmp_path)
    page.get_by_role("button", name="找到了，存好了").click()
    page.reload()
    assert asked == []
    note(page, "甲公司")
    page.reload()
    assert asked == ["beforeunload"]


@in_both_editions
def test_a_call_fills_the_script_and_becomes_an_entry(open_page: OpenPage, edition: str) -> None:
    page = open_page(ROOTS[edition] + CALL, size=DESKTOP)
    page.locator("#call-affordable").fill("８００元")
    page.locator("#call-amount").fill("1,000")
    page.locator("#call-count").fill("12")
    page.locator("#call-day").fill("12")
    expect(page.locator("[data-over]")).to_contain_text("200")
    expect(page.locator("blockquote [data-fill=amount]")).to_have_text("1,000")
    expect(page.locator("blockquote [data-fill=affordable]")).to_have_text("800")
    page.locator("[data-do=start]").click()
    expect(page.locator("[data-fill=started]")).to_have_text(re.compile(r"\d\d:\d\d"))
    page.locator("[data-name=who]").fill("某某公司")
    page.locator("[data-name=credit]").fill("沒答")
    page.locator("#call-notes").fill("語氣很急")
    page.locator("[data-do=stop]").click()
    page.locator("[data-after] [data-go=log]").click()
    page.wait_for_url(f"**/{LOG}")
    expect(page.locator("#log-who")).to_have_value("某某公司")
    expect(page.locator("#log-said")).to_have_value(re.compile("沒答\n.*1,000.*\n語氣很急"))
    expect(page.locator("[name=channel][value=phone]")).to_be_checked()
    page.locator("[data-form] [type=submit]:visible").click()
    expect(rows(page)).to_have_count(1)


def test_a_call_says_no_day_that_is_over_and_no_unit_twice(open_page: OpenPage) -> None:
    page = open_page(CALL, size=DESKTOP)
    reply = page.locator("#call-reply")
    reply.fill("2026-01-05")
    reply.blur()
    expect(page.locator("#call-reply-error")).to_be_visible()
    expect(page.locator("[data-fill=reply]")).to_have_text("")
    page.locator("#call-amount").fill("八百元")
    page.locator("#call-count").fill("12期")
    expect(page.locator("blockquote [data-fill=count]")).to_have_text("12")
    page.locator("[data-after] [data-go=log]").click()
    page.wait_for_url(f"**/{LOG}")
    expect(page.locator("#log-said")).to_have_value(re.compile("每期800元，共12期，"))
    expect(page.locator("#log-mine")).to_have_value("")


def test_a_weekly_plan_is_a_weekly_one_in_the_call_too(open_page: OpenPage) -> None:
    page = open_page("tools/repayment-proposal/", size=DESKTOP)
    soon = date.today() + timedelta(40)
    page.locator("[name=period][value=week]").check()
    fields = {"total": "9600", "affordable": "800", "from": soon.isoformat(), "count": "60"}
    for name, value in fields.items():
        page.locator(f"#proposal-{name}").fill(value)
    page.locator("[data-go=call]").click()
    expect(page.locator("#call-affordable")).to_have_value("800")
    expect(page.locator("#call-period")).to_have_value("week")
    page.locator("#call-amount").fill("200")
    page.locator("#call-count").fill("48")
    page.locator("#call-day").fill("週五")
    page.locator("#call-reply").fill(soon.isoformat())
    expect(page.locator("blockquote", has=page.locator("[data-fill=reply]"))).to_contain_text(
        re.compile(rf"，{soon.month}月{soon.day}日前[回覆复]")
    )
    # 800 a month are 184 a week.
    expect(page.locator("[data-over]")).to_contain_text("每週拿得出的184元多16元")
    line = page.locator("blockquote", has=page.locator("[data-fill=period]"))
    expect(line).to_contain_text("每期200元，共48期，每週")
    assert "每月" not in line.inner_text()
    page.locator("[data-after] [data-go=log]").click()
    expect(page.locator("#log-said")).to_have_value(re.compile("200.*每週.*週五"))


def test_the_message_as_the_reader_changed_it_goes_along_and_is_kept(open_page: OpenPage) -> None:
    page = open_page(AGREEMENT, size=DESKTOP)
    page.locator("[name=answer-credit][value=no]").check()
    page.locator("#agreement-message").fill("我自己寫的話")
    page.locator("article .blank-pair .blank-field").first.fill("王芳")
    page.locator(f'.edition-switch a[data-edition="{HANS}"]').first.click()
    expect(page.locator("#agreement-message")).to_have_value("我自己寫的話")
    expect(page.locator("article .blank-pair .blank-field").first).to_have_value("王芳")
    page.locator("[data-keep-on]").check()
    page.reload()
    expect(page.locator("#agreement-message")).to_have_value("我自己寫的話")


def test_the_words_to_say_are_large_and_can_be_larger(open_page: OpenPage) -> None:
    page = open_page(CALL)
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    text = page.locator("article .description, article > p").last.evaluate(size)
    said = page.locator("article blockquote").first
    assert said.evaluate(size) > 1.2 * text
    page.locator("[data-do=large]").click()
    assert said.evaluate(size) > 1.6 * text


def test_a_tick_can_be_seen(open_page: OpenPage) -> None:
    page = open_page(CALL)
    boxes = page.locator("article li [type=checkbox]").all()
    assert boxes
    for box in boxes:
        box.check()
        drawn = box.evaluate("e => getComputedStyle(e, '::before').content")
        assert drawn == '"✓"'
        box.uncheck()
        assert box.evaluate("e => getComputedStyle(e, '::before').content") in ("none", "normal")


@in_both_editions
def test_what_the_agreement_lacks_becomes_a_message(open_page: OpenPage, edition: str) -> None:
    page = open_page(ROOTS[edition] + AGREEMENT, size=DESKTOP)
    ids = page.locator("[data-item]").evaluate_all("found => found.map(e => e.dataset.item)")
    for name in ids:
        value = {"creditor": "no", "credit": "unclear", "guarantor": "no"}.get(name, "yes")
        page.locator(f"[name=answer-{name}][value={value}]").check()
    message = page.locator("#agreement-message").input_value()
    assert [line[:2] for line in message.splitlines() if line[0].isdigit()] == ["1.", "2.", "3."]
    expect(page.locator("[data-blocking] li")).to_have_count(3)
    expect(page.locator("[data-when=refused]")).to_be_visible()
    # Who waits for an answer may lose a deadline of the court.
    expect(page.locator("[data-when=message] a[href*='which-paper']")).to_be_visible()
    for name in ("creditor", "credit", "guarantor"):
        page.locator(f"[name=answer-{name}][value=yes]").check()
    expect(page.locator("[data-when=done]")).to_be_visible()
    expect(page.locator("#agreement-message")).not_to_be_visible()


def answer(page: Page, index: int) -> None:
    page.locator(".check__question:visible input").nth(index).check()
    page.locator("[data-nav] button.tool__primary:visible").click()


@in_both_editions
def test_the_check_asks_one_at_a_time_and_ends_in_advice_with_sources(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page(ROOTS[edition] + CHECK)
    for index in (0, 0, 0, 3, 1):
        expect(page.locator(".check__question:visible")).to_have_count(1)
        answer(page, index)
    shown = page.locator(".check__advice:visible h3")
    assert shown.evaluate_all("found => found.map(h => h.id)") == [
        "it-pushes",
        "says-court",
        "not-in-bill",
    ]
    expect(page.locator(".check__result h2:visible")).to_be_focused()
    cited = page.locator(".check__advice:visible a.cite").evaluate_all("f => f.map(a => a.hash)")
    sources = page.locator(".basis .fact:visible").evaluate_all("f => f.map(s => `#${s.id}`)")
    assert set(cited) == set(sources) != set()
    expect(page.locator(".check__advice:visible a.tel").first).to_be_visible()


def test_danger_leads_to_the_emergency_page_at_once(open_page: OpenPage) -> None:
    page = open_page(CHECK)
    answer(page, 1)
    urgent = page.locator(".check__result a:visible")
    expect(urgent).to_have_attribute("href", re.compile("start/urgent/$"))
    shown = page.locator(".check__advice:visible h3").evaluate_all("f => f.map(h => h.id)")
    assert shown == ["paid"]
    page.locator("[data-do=go-on]").click()
    expect(page.locator("#q-safe")).to_be_focused()


def test_every_answer_leads_to_advice_that_is_there_and_no_text_is_pasted(site: Site) -> None:
    source = (PROJECT / "docs/tools/sms-check.md").read_text("utf-8")
    ids = set(re.findall(r"\{#([a-z-]+)", source))
    arrows = set(re.findall(r"\[→.\]\(#([a-z-]+)\)", source))
    assert arrows <= ids
    assert {i for i in ids if not i.startswith("q-")} - arrows == {"questions", "what-to-do"}
    html = (site.root / CHECK / "index.html").read_text("utf-8")
    article = html[html.index("<article") : html.index('<section class="share"')]
    assert not re.search(r"<textarea|<input(?![^>]*checkbox)", article)
    for verdict in ("這是真的", "是官方發的", "可以放心", "這是假的", "是安全的"):
        assert verdict not in article


def test_a_link_to_a_piece_of_advice_shows_it(open_page: OpenPage) -> None:
    page = open_page(f"{CHECK}#says-court")
    expect(page.locator("#says-court")).to_be_in_viewport()


@pytest.mark.parametrize("address", PAGES, ids=PAGES.values())
def test_using_a_tool_asks_the_network_for_nothing(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    # At the first sign of a reader the theme's bundle comes, and nothing after it.
    page.keyboard.press("Shift")
    page.wait_for_function("() => self.document$")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    fill_something(page, address)
    for button in page.locator("article button:visible").all()[:6]:
        if button.is_visible() and "print" not in (button.get_attribute("data-do") or ""):
            button.click()
    # The browser's own, and late.
    asked = [url for url in asked if not url.endswith("favicon.svg")]
    assert [url for url in asked if not url.startswith(("blob:", "data:"))] == []


@pytest.mark.parametrize("address", PAGES, ids=PAGES.values())
@in_both_editions
def test_without_scripts_the_page_is_its_paper_form(
    open_page: OpenPage, address: str, edition: str
) -> None:
    page = open_page(ROOTS[edition] + address, scripts=False)
    expect(page.locator(".tool").first).not_to_be_visible()
    expect(page.locator("article h2").locator("visible=true").first).to_be_visible()
    assert page.locator("article .blank:visible, article .task-list-item:visible").count() > 5


@pytest.mark.parametrize("address", PAGES, ids=PAGES.values())
def test_a_tool_fits_320_pixels_and_names_its_fields(open_page: OpenPage, address: str) -> None:
    page = open_page(address, size={"width": 320, "height": 640})
    if address == LOG:
        note(page, "很長的名字" * 10, "https://example.org/" + "x" * 80)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    nameless = page.locator("article :is(input, textarea, select):visible").evaluate_all(
        "f => f.filter(e => !e.labels?.length && !e.ariaLabel).map(e => e.outerHTML)"
    )
    assert nameless == []
