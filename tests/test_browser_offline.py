"""The guide without a network, in a real Chromium: kept, read, updated, removed."""

from __future__ import annotations

import http.server
import json
import re
import threading

import pytest
from browser_fixtures import DESKTOP, LANGUAGES, ROOTS, OpenPage, press, settle, until_settled
from conftest import HANS, HANT, BuiltPage, Site
from few_pages import FEW, write_worker
from keeping import (
    GONE,
    NEW,
    OLD,
    UPDATE,
    Own,
    caches,
    cut_off,
    kept,
    state,
    until,
    until_kept,
)
from misbehaving import FAULTS
from playwright.sync_api import Page, expect
from static_host import StaticFiles

from offline.worker_file import PUBLISHED as WORKER


def kept_pages(site: Site, edition: str) -> list[BuiltPage]:
    """All but those that are no page of an edition, or too large."""
    return [page for page in site.pages(edition) if page.address not in ("404.html", "print/")]


def test_each_edition_is_kept_with_all_its_pages(site: Site) -> None:
    lists = json.loads((site.root / WORKER).read_text(encoding="utf-8").splitlines()[1])
    for edition in (HANT, HANS):
        files = {f"{ROOTS[edition]}{page.address}index.html" for page in kept_pages(site, edition)}
        assert len(files) > 100
        assert files - set(lists[edition]["files"]) == set()


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_an_edition_is_read_and_searched_offline_and_nothing_is_missing(
    open_page: OpenPage, request: pytest.FixtureRequest, site: Site, edition: str
) -> None:
    """The first of them whole, the second with few of its pages."""
    host = request.getfixturevalue("host" if edition == HANT else "few_host")
    page = kept(
        open_page,
        ROOTS[edition] + "start/",
        language=LANGUAGES[edition],
        size=DESKTOP,
        base_url=host,
    )
    assert caches(page) == [edition]
    cut_off(page)
    pages = [page for page in kept_pages(site, edition) if edition == HANT or page.address in FEW]
    missing = page.evaluate(
        """async addresses => {
            const found = await Promise.all(addresses.map(it => caches.match(it)))
            return addresses.filter((it, place) => !found[place])
        }""",
        [f"/{ROOTS[edition]}{built.address}" for built in pages],
    )
    assert missing == []
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    for built in pages[::15]:
        page.goto(ROOTS[edition] + built.address)
        expect(page.locator("html")).to_have_attribute("lang", edition)
        title = built.tree.css_first("title")
        assert title is not None
        assert page.title() == title.text()
    for address in ("", "start/urgent/", "for-agents/links/"):
        page.goto(ROOTS[edition] + address, wait_until="networkidle")
        assert page.evaluate("document.styleSheets.length") >= 1
        page.evaluate(
            """async () => {
                for (const { src } of document.images) {
                    const image = new Image()
                    image.src = src
                    await image.decode()
                }
            }"""
        )
    assert failed == []
    page.goto(ROOTS[edition] + "start/")
    page.locator("input[name=query]").click()
    page.locator("input[name=query]").fill("催收")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    short_links_and_old_addresses_lead_on(page, edition)


def short_links_and_old_addresses_lead_on(page: Page, edition: str) -> None:
    page.goto("s/urgent/#threats")
    expect(page).to_have_url(re.compile(rf"^http://[^/]+/{ROOTS[edition]}start/urgent/#threats$"))
    page.goto(f"{ROOTS[edition]}start/urgent#threats")
    expect(page).to_have_url(re.compile(rf"^http://[^/]+/{ROOTS[edition]}start/urgent/#threats$"))
    for address in (
        f"{ROOTS[edition]}start/urgent/index.html",
        f"{ROOTS[edition]}start/Urgent.html",
    ):
        page.goto(address)
        expect(page.locator("h1")).to_contain_text({HANT: "被威脅", HANS: "被威胁"}[edition])


def test_a_new_version_comes_whole_and_an_open_page_stays_with_the_old_one(
    open_page: OpenPage, own: Own
) -> None:
    page = kept(open_page, f"{own.address}about/")
    page.goto(f"{own.address}start/")
    expect(page.locator("h1")).to_contain_text(OLD)
    own.rebuild()
    # Another tab finds out that there is something new.
    other = page.context.new_page()
    other.goto(f"{own.address}about/")
    until_kept(other, own)
    assert len(caches(other)) == 2
    index = "fetch('../search/search_index.json').then(answer => answer.text())"
    cut_off(page)
    assert not page.evaluate(index).endswith(" ")
    page.reload()
    expect(page.locator("h1")).to_contain_text(NEW)
    assert page.evaluate(index).endswith(" ")
    other.goto(f"{own.address}about/")
    assert other.evaluate(index).endswith(" ")


def test_online_nobody_reads_an_old_page(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}start/")
    own.rebuild()
    page.reload()
    expect(page.locator("h1")).to_contain_text(NEW)
    until_kept(page, own)


def reads_what_was_kept(page: Page, own: Own, before: list[str]) -> None:
    """The caches are those of `before`, and without a network the page is the old one."""
    assert page.evaluate("caches.keys()") == before
    cut_off(page)
    page.goto(f"{own.address}start/")
    expect(page.locator("h1")).to_contain_text(OLD)


@pytest.mark.parametrize(
    ("asked", "ends"), [("/start/$", "redundant"), (r"/sw\.js", "none")], ids=["page", "worker"]
)
def test_an_update_that_breaks_off_leaves_the_kept_version_whole(
    open_page: OpenPage, own: Own, asked: str, ends: str
) -> None:
    """Whether the one page that has changed does not come, so that the list of the next version
    cannot be kept, or its worker: gone for good is gone (below), all else passes."""
    page = kept(open_page, f"{own.address}about/")
    before = page.evaluate("caches.keys()")
    own.rebuild()
    for name in ("an empty root", "broken", "a login page", "cut off half way"):
        own.host.answer(FAULTS[name], asked)
        assert page.evaluate(UPDATE) == ends, name
        assert own.host.asked
        reads_what_was_kept(page, own, before)
        page.context.set_offline(False)
    own.host.mended()
    page.evaluate(UPDATE)
    until_kept(page, own)
    cut_off(page)
    page.goto(f"{own.address}start/")
    expect(page.locator("h1")).to_contain_text(NEW)


def test_a_page_opened_during_an_update_does_not_take_its_files_away(
    open_page: OpenPage, own: Own
) -> None:
    """Each page that is opened has the former worker look for caches that nobody needs."""
    page = kept(open_page, f"{own.address}about/")
    own.rebuild()
    go = threading.Event()

    def waits(handler: StaticFiles) -> None:
        go.wait(20)
        http.server.SimpleHTTPRequestHandler.do_GET(handler)

    own.host.answer(waits, "/start/$")
    # Again and again: an attempt that began before the rebuild finds nothing new.
    until(
        page,
        f"""async () => {{
            navigator.serviceWorker.getRegistration().then(it => it.update()).catch(() => {{}})
            return (await caches.keys()).some(it => it.endsWith(' {own.version()}'))
        }}""",
    )
    other = page.context.new_page()
    for path in ("tools/", "topics/"):
        other.goto(f"{own.address}{path}")
        other.wait_for_load_state("networkidle")
    go.set()
    until_kept(page, own)
    cut_off(page)
    for path, words in (("start/", NEW), ("channels/", "去哪裡談")):
        page.goto(f"{own.address}{path}")
        expect(page.locator("h1")).to_contain_text(words)


def test_a_full_disk_at_an_update_leaves_the_kept_version(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}about/")
    before = page.evaluate("caches.keys()")
    own.rebuild()
    session = page.context.new_cdp_session(page)
    origin = own.host.address.rstrip("/")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 9000})
    assert page.evaluate(UPDATE) == "redundant"
    state(page, "not-newer")
    reads_what_was_kept(page, own, before)


def test_former_versions_go_with_their_pages(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}about/")
    for old, new in ((OLD, NEW), (NEW, f"又{NEW}")):
        # From the worker this time, and so of its version.
        page.reload()
        own.rebuild(old, new)
        assert page.evaluate(UPDATE) == "activated"
        until_kept(page, own)
    assert len(caches(page)) == 3
    for path in ("tools/", "topics/"):
        # A page that is just being opened has a minute; here it is over.
        page.evaluate(
            """async () => {
                const name = (await caches.keys()).find(name => name.endsWith("pins"))
                const pins = await caches.open(name)
                for (const request of await pins.keys()) {
                    const text = await (await pins.match(request)).text()
                    await pins.put(request, new Response(text.replace(/^\\d+/, "0")))
                }
            }"""
        )
        page.goto(f"{own.address}{path}")
    until(
        page,
        f"""async () => (await caches.keys()).every(
            name => name.endsWith(" {own.version()}") || name.endsWith("pins"))""",
    )


def test_an_empty_list_of_ours_removes_it(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}start/")
    for file in own.root.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        html = re.sub(r"<span data-offline-size hidden>[^<]*</span>", "", html)
        html = re.sub(r'<script type="module" src="[^"]*offline[^"]*"></script>', "", html)
        file.write_text(html, encoding="utf-8")
    own.new_worker()
    page.goto(f"{own.address}topics/")
    until(page, GONE)
    page.goto(f"{own.address}start/")
    expect(page.locator("h1")).to_contain_text(OLD)


def test_tidying_up_while_the_guide_is_removed_brings_nothing_back(
    open_page: OpenPage, own: Own
) -> None:
    """On a slow phone the browser takes its time to say which pages are open."""
    script = (own.root / "sw.js").read_text(encoding="utf-8")
    slow = script.replace(
        "(await clients.matchAll(",
        "(await new Promise(done=>setTimeout(done,2000)),await clients.matchAll(",
    )
    assert slow != script
    (own.root / "sw.js").write_text(slow, encoding="utf-8")
    page = kept(open_page, f"{own.address}start/")
    page.goto(f"{own.address}topics/")
    press(page, "[data-offline] button")
    state(page, "removed")
    page.wait_for_timeout(2500)
    assert page.evaluate("caches.keys()") == []


def test_it_is_removed_by_a_button_and_stays_removed(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}start/")
    press(page, "[data-offline] button")
    state(page, "removed")
    assert page.evaluate("caches.keys()") == []
    page.goto(f"{own.address}about/")
    page.mouse.wheel(0, 200)
    state(page, "offer")
    assert page.evaluate("caches.keys()") == []
    press(page, "[data-offline] button")
    state(page, "kept")


def test_another_tab_that_is_still_open_brings_nothing_back(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}start/", size=DESKTOP)
    other = page.context.new_page()
    settle(other)
    other.goto(f"{own.address}about/")
    press(page, "[data-offline] button")
    state(page, "removed")
    other.keyboard.press("/")
    expect(other.locator("input.md-search__input")).to_be_focused()
    other.keyboard.type("支付令")
    expect(other.locator(".md-search-result__item").first).to_be_visible()
    other.goto(f"{own.address}tools/")
    assert other.evaluate("caches.keys()") == []
    until(
        other,
        "async () => !(await navigator.serviceWorker.getRegistrations()).length",
    )


def test_a_page_that_was_on_its_way_when_it_was_switched_off_does_not_keep_it(
    open_page: OpenPage, own: Own
) -> None:
    page = kept(open_page, f"{own.address}start/")
    page.evaluate("localStorage.offline = 'off'")
    page.goto(f"{own.address}about/")
    until(page, GONE)


COSTLY = [{"effectiveType": "2g"}, {"type": "cellular"}, {"saveData": True}]


def test_where_data_costs_money_it_asks_first(open_page: OpenPage, few_host: str) -> None:
    # The name of a window stays from page to page.
    given = """Object.defineProperty(Navigator.prototype, "connection", {
        get: () => JSON.parse(self.name || "{}") })"""
    page = open_page("robots.txt", service_workers="allow", init=given, base_url=few_host)
    registered = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
    for costs in COSTLY:
        page.evaluate("name => { self.name = name }", json.dumps(costs))
        page.goto("start/")
        assert page.evaluate("navigator.connection") == costs
        page.mouse.wheel(0, 200)
        state(page, "offer")
        expect(page.locator("[data-offline]")).to_contain_text(re.compile(r"大約用\d\.\dMB流量"))
        assert page.evaluate(registered) == 0
    press(page, "[data-offline] button")
    state(page, "kept")


def test_nothing_is_kept_unless_asked_for(open_page: OpenPage) -> None:
    page = open_page("start/", service_workers="allow")
    page.mouse.wheel(0, 200)
    page.wait_for_load_state("networkidle")
    state(page, "offer")
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_the_chosen_edition_takes_the_place_of_the_other(open_page: OpenPage, own: Own) -> None:
    page = kept(open_page, f"{own.address}start/", size=DESKTOP)
    press(page, ".edition-switch a[data-edition=zh-Hans]")
    expect(page.locator("html")).to_have_attribute("lang", HANS)
    until_settled(page)
    page.mouse.wheel(0, 200)
    state(page, "kept")
    # Those of the page before go with the next.
    page.goto(f"{own.address}zh-hans/about/")
    until(page, "async () => (await caches.keys()).some(name => name.includes(' zh-Hans '))")
    cut_off(page)
    page.goto(f"{own.address}zh-hans/start/urgent/")
    expect(page.locator("h1")).to_contain_text("被威胁")


def test_a_full_disk_leaves_nothing_behind(open_page: OpenPage, host: str) -> None:
    page = open_page("start/", service_workers="allow")
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": host.rstrip("/"), "quotaSize": 9000})
    page.mouse.wheel(0, 200)
    state(page, "offer")
    press(page, "[data-offline] button")
    state(page, "full")
    expect(page.locator("[data-offline]")).to_contain_text(re.compile(r"空間不夠.*\d\.\dMB"))
    sizes = page.evaluate(
        """async () => Promise.all((await caches.keys())
            .map(async name => (await (await caches.open(name)).keys()).length))"""
    )
    assert sum(sizes) == 0


def test_a_browser_that_refuses_storage_reads_on(open_page: OpenPage) -> None:
    refuse = """const get = () => { throw new DOMException("", "SecurityError") }
        for (const name of ["localStorage", "caches"]) {
            Object.defineProperty(window, name, { get })
        }"""
    page = open_page("start/", service_workers="allow", init=refuse)
    page.mouse.wheel(0, 200)
    expect(page.locator("h1")).to_contain_text(OLD)
    assert page.locator("[data-offline]").inner_text() == ""


def test_the_worker_of_the_tests_is_that_of_the_build(own: Own) -> None:
    built = (own.root / WORKER).read_bytes()
    write_worker(own.root)
    assert (own.root / WORKER).read_bytes() == built
