"""The kept guide in a real Chromium: whatever answers in place of the host, it is neither lost nor
replaced, and what the browser says of it is true."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import pytest
from browser_fixtures import LANGUAGES, ROOTS, OpenPage, press
from conftest import HANS, HANT
from keeping import (
    CHANGED,
    GONE,
    LINE,
    NEW,
    OLD,
    UPDATE,
    Own,
    cut_off,
    kept,
    state,
    until,
    until_kept,
)
from misbehaving import FAULTS, answers
from playwright.sync_api import Page, expect
from static_host import StaticFiles

from offline.worker_file import PUBLISHED as WORKER

WORDS = {HANT: "這一頁沒有存下來", HANS: "这一页没有存下来"}
# What the browser keeps, but for what the worker remembers about it.
KEPT = """async () => {
    const found = []
    for (const name of (await caches.keys()).filter(name => !name.endsWith("pins"))) {
        const keys = await (await caches.open(name)).keys()
        found.push([name, keys.filter(({ url }) => !url.includes("/.kept/")).length])
    }
    return found
}"""
# The days on which the worker's file was missing, as the worker remembers them.
MISSED = """async days => {
    const [name] = (await caches.keys()).filter(name => !name.endsWith("pins"))
    const cache = await caches.open(name)
    const [, root] = name.split(" ")
    const today = Math.floor(Date.now() / 86400000)
    const note = new Response(JSON.stringify(days.map(ago => today - ago)))
    await cache.put(`${root}.kept/missing`, note)
}"""
NOTES = """async name => {
    const [, root] = (await caches.keys())[0].split(" ")
    const answer = await caches.match(`${root}.kept/${name}`)
    return answer ? answer.json() : null
}"""


def headline(page: Page, words: str) -> None:
    expect(page.locator("h1").first).to_contain_text(words)


def test_whatever_answers_in_its_place_the_kept_guide_stands(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}about/")
    before = page.evaluate(KEPT)
    wrong = []
    for name, fault in FAULTS.items():
        own.host.answer(fault)
        for address, words in (("start/urgent/", "被威脅"), ("no/page/", "存下")):
            page.goto(f"{own.address}{address}")
            found = page.locator("h1").first.inner_text()
            wrong += [f"{name}: {found} at {address}"] if words not in found else []
        wrong += [f"{name}: took an update"] if page.evaluate(UPDATE) != "none" else []
        wrong += [f"{name}: lost"] if page.evaluate(KEPT) != before else []
        wrong += [f"{name}: counted"] if page.evaluate(NOTES, "missing") else []
        wrong += ["not asked"] if not any(WORKER in path for path in own.host.asked) else []
        own.host.mended()
    assert wrong == []
    page.goto(f"{own.address}start/urgent/")
    state(page, "kept")


def test_what_is_not_ours_is_no_style_and_no_script_either(open_page: OpenPage, own: Own) -> None:
    """A page that came before the login page did asks for the rest of it."""
    page = kept(open_page, f"{own.address}about/")
    own.host.answer(FAULTS["a login page"], r"\.(css|js|json|svg)")
    page.goto(f"{own.address}start/")
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 10
    own.rebuild()
    page.reload()
    headline(page, NEW)
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 10
    refused = page.evaluate("fetch('../links.json').then(() => false, () => true)")
    assert refused


def test_pages_that_are_up_before_their_styles_are_not_shown(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}about/")
    file = own.root / CHANGED
    html = file.read_text(encoding="utf-8").replace(OLD, NEW)
    html = re.sub(r"(assets/hashed/guide\.)[0-9a-f]{8}\.css", r"\g<1>00000000.css", html)
    file.write_text(html, encoding="utf-8")
    page.goto(f"{own.address}start/")
    headline(page, OLD)
    state(page, "stood-in")
    # With its style there it is a page of the next version, though the worker's file is not new.
    (sheet,) = own.root.glob("assets/hashed/guide.*.css")
    sheet.with_name("guide.00000000.css").write_bytes(sheet.read_bytes())
    page.goto(f"{own.address}start/")
    headline(page, NEW)
    state(page, "kept")


def test_ways_inside_the_guide_are_followed_and_the_page_says_where_it_came_from(
    open_page: OpenPage, own: Own
) -> None:
    page = kept(open_page, f"{own.address}about/")
    page.goto(f"{own.address}start#first-steps")
    expect(page).to_have_url(f"{own.address}start/#first-steps")
    way = answers(301, b"", location="/some/path/topics/")
    own.host.answer(way, "/old-name/")
    page.goto(f"{own.address}old-name/")
    expect(page).to_have_url(f"{own.address}topics/")
    # Since when, and whether from the host.
    page.goto(f"{own.address}start/")
    today = time.localtime()
    expect(page.locator(LINE)).to_contain_text(
        f"{today.tm_year}年{today.tm_mon}月{today.tm_mday}日"
    )
    cut_off(page)
    page.goto(f"{own.address}about/")
    state(page, "stood-in")
    page.context.set_offline(False)
    page.goto(f"{own.address}start/")
    state(page, "kept")


def test_a_worker_that_has_been_missing_for_days_beside_our_pages_goes(
    open_page: OpenPage, own: Own
) -> None:
    page = kept(open_page, f"{own.address}start/")
    own.rebuild()
    (own.root / WORKER).unlink()
    page.reload()
    headline(page, NEW)
    until(page, f"async () => ({NOTES})('missing')")
    # The same day once more, and once more after days without a sign: no farewell.
    for days in ([0], [30], [6, 3]):
        page.evaluate(MISSED, days)
        assert page.evaluate(KEPT) != []
        page.reload()
        page.wait_for_timeout(300)
        assert page.evaluate(KEPT) != []
    page.evaluate(MISSED, [8, 3])
    page.reload()
    until(page, GONE)


@dataclass
class Asked:
    """Answers 500 to all, and counts how often the worker asked whether there is a newer one."""

    times: int = 0

    def __call__(self, handler: StaticFiles) -> None:
        self.times += handler.command == "HEAD"
        FAULTS["broken"](handler)


def test_each_page_that_is_not_the_kept_one_asks_for_the_worker(
    open_page: OpenPage, own: Own
) -> None:
    """What went wrong after one page is tried again after the next."""
    page = kept(open_page, f"{own.address}start/")
    asked = Asked()
    own.host.answer(asked, r"/sw\.js")
    own.rebuild()
    for times in (1, 2):
        page.reload()
        headline(page, NEW)
        end = time.monotonic() + 60
        while asked.times < times and time.monotonic() < end:
            page.wait_for_timeout(20)
        assert asked.times == times
    own.host.mended()
    page.reload()
    until_kept(page, own)


def test_a_worker_that_comes_back_is_missing_no_more(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}start/")
    page.evaluate(MISSED, [8, 3])
    own.rebuild()
    page.reload()
    until_kept(page, own)
    assert page.evaluate(NOTES, "missing") is None


def test_gone_on_purpose_is_gone_at_once(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}start/")
    own.host.answer(answers(410, b"gone"), r"/sw\.js")
    own.rebuild()
    page.reload()
    until(page, GONE)


def test_neither_a_file_cut_off_anywhere_nor_an_edition_in_no_list_changes_anything(
    open_page: OpenPage, own: Own
) -> None:
    page = kept(open_page, f"{own.address}start/")
    before = page.evaluate(KEPT)
    worker = own.root / WORKER
    script = worker.read_text(encoding="utf-8")
    ends = [1, script.index("\n"), script.index("\n") + 1, len(script) // 2, len(script) - 2]
    ends += [script.rindex(")"), script.rindex("}", 0, script.rindex("\n{")) + 1]
    for end in ends:
        worker.write_text(script[:end], encoding="utf-8")
        assert page.evaluate(UPDATE) == "none", script[:end][-40:]
    assert page.evaluate(KEPT) == before
    worker.write_text(script, encoding="utf-8")
    page.evaluate(
        """async root => {
            const worker = await navigator.serviceWorker.register(`${root}sw.js?edition=fr`)
            const { installing } = worker
            while (installing.state != "redundant") await new Promise(go => setTimeout(go, 20))
        }""",
        own.address,
    )
    assert page.evaluate(KEPT) == before
    cut_off(page)
    page.goto(f"{own.address}about/")
    headline(page, "關於")


def test_what_the_browser_cleared_away_is_said_and_made_whole(
    open_page: OpenPage, own: Own
) -> None:
    page = kept(open_page, f"{own.address}start/")
    page.evaluate(
        """async () => {
            const [name] = (await caches.keys()).filter(name => !name.endsWith("pins"))
            const cache = await caches.open(name)
            for (const request of await cache.keys()) {
                if (request.url.endsWith("/")) await cache.delete(request)
            }
        }"""
    )
    page.reload()
    state(page, "partly")
    own.host.answer(FAULTS["broken"], "/$")
    press(page, f"{LINE} button")
    state(page, "failed")
    own.host.mended()
    press(page, f"{LINE} button")
    state(page, "kept")
    cut_off(page)
    page.goto(f"{own.address}start/urgent/")
    headline(page, "被威脅")


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_what_is_not_kept_is_not_called_lost_and_what_is_there_in_the_own_edition_is_named(
    open_page: OpenPage, own: Own, edition: str
) -> None:
    root = f"{own.address}{ROOTS[edition]}"
    page = kept(open_page, f"{root}start/", language=LANGUAGES[edition])
    cut_off(page)
    page.goto(f"{root}print/")
    headline(page, WORDS[edition])
    assert page.url == f"{root}print/"
    assert page.title().startswith(WORDS[edition])
    section = page.locator(f"section[lang={edition}]")
    expect(section.locator("a[href='']").locator("visible=true")).to_have_count(1)
    links = section.locator("ul a").locator("visible=true")
    for link in links.evaluate_all("links => links.map(link => link.href)"):
        assert link.startswith(root)
    section.locator("a.urgent").first.click()
    expect(page).to_have_url(f"{root}start/urgent/")
    # Of the other edition the reader is told that the page is there in the own.
    other = HANS if edition == HANT else HANT
    page.goto(f"{own.address}{ROOTS[other]}start/")
    section = page.locator(f".lost[lang={edition}]")
    words = {HANT: "繁體版存著", HANS: "简体版存着"}[edition]
    expect(section.locator("[data-twin]")).to_contain_text(words)
    expect(section.locator("[data-when=kept]").first).to_be_hidden()
    expect(section.locator("[data-lost-list] a").first).to_have_attribute(
        "href", f"{own.address}{ROOTS[edition]}start/"
    )
    page.context.set_offline(False)
    page.goto(f"{root}print/")
    headline(page, {HANT: "逾期協商指南", HANS: "逾期协商指南"}[edition])


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_the_edition_is_never_changed_in_silence(
    open_page: OpenPage, own: Own, edition: str
) -> None:
    other = HANS if edition == HANT else HANT
    page = kept(open_page, f"{own.address}{ROOTS[edition]}start/", language=LANGUAGES[other])
    cut_off(page)
    for asked in (f"{ROOTS[other]}start/", "s/start/"):
        page.goto(f"{own.address}{asked}")
        expect(page).to_have_url(f"{own.address}{ROOTS[other]}start/")
        first = page.locator("h1 > [lang]").first
        expect(first).to_have_attribute("lang", other)
        expect(first).to_contain_text(WORDS[other])
        section = page.locator(".lost").first
        expect(section).to_have_attribute("lang", other)
        expect(section).to_contain_text({HANT: "存下來的是簡體版", HANS: "存下来的是繁体版"}[other])
    # What is not kept is not offered; the first link is to try again.
    offered = section.locator("a >> visible=true").evaluate_all("links => links.map(a => a.href)")
    assert offered[0] == page.url
    assert len(offered) > 1
    assert [link for link in offered[1:] if ("/zh-hans/" in link) != (edition == HANS)] == []
    section.locator("[data-lost-list] a").first.click()
    expect(page).to_have_url(f"{own.address}{ROOTS[edition]}start/")
    headline(page, {HANT: OLD, HANS: "刚收到逾期短信"}[edition])
