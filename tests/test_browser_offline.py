"""The guide without a network, in a real Chromium: kept, read, updated, removed."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_fixtures import DESKTOP, ROOTS, SETTLED, OpenPage, press, settle
from conftest import HANS, HANT, Site
from playwright.sync_api import Error, Page, expect
from static_host import StaticFiles, served

from offline.site import build

pytestmark = pytest.mark.browser

# No other page has these words.
OLD, NEW = "剛收到逾期短信？先做這五步", "這一頁改過了"
CHANGED = "start/index.html"


@pytest.fixture
def own(site: Site, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the site that a test may change, below a path, and its address."""
    root = tmp_path / "some/path"
    # As files of now: what a host says nothing about, browsers take from their own cache for a
    # tenth of its age, and that is minutes for a site which was built at the start of the tests.
    shutil.copytree(site.root, root, copy_function=shutil.copyfile)
    shutil.copy(root / "404.html", tmp_path)
    with served(tmp_path) as address:
        yield root, f"{address}some/path/"


def state(page: Page, name: str) -> None:
    expect(page.locator("[data-offline]").locator(f"[data-offline-state={name}]")).to_be_visible()


def kept(open_page: OpenPage, address: str, **options: object) -> Page:
    """A reader whose browser keeps the guide; `lost`, as the host will be gone."""
    page = open_page(address, service_workers="allow", lost=True, **options)
    state(page, "offer")
    press(page, "[data-offline] button")
    state(page, "kept")
    return page


def cut_off(page: Page) -> None:
    page.context.set_offline(True)


def rebuild(root: Path, old: str = OLD, new: str = NEW) -> None:
    """The next build of the site: a page and an asset of fixed name that it asks for."""
    page = root / CHANGED
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    for name in ("search/search_index.json", "zh-hans/search/search_index.json"):
        stub = root / name
        stub.write_text(stub.read_text(encoding="utf-8") + " ", encoding="utf-8")
    build(root)


def caches(page: Page) -> list[str]:
    names = page.evaluate("caches.keys()")
    return sorted(name.rsplit(" ", 2)[1] for name in names if not name.endswith("pins"))


def until(page: Page, condition: str, seconds: int = 60) -> None:
    """Until an async function of the page says yes: `wait_for_function` does not wait for the
    answer of one, and goes on at once whatever that is."""
    page.evaluate(
        f"""async () => {{
            const condition = {condition}
            for (const end = Date.now() + {seconds * 1000}; Date.now() < end;) {{
                if (await condition()) return
                await new Promise(done => setTimeout(done, 50))
            }}
            throw new Error("waited in vain")
        }}"""
    )


def version(root: Path, edition: str = HANT) -> str:
    """What the worker calls the version of a build."""
    lists = (root / "sw.js").read_text(encoding="utf-8").split("\n", 1)[0]
    guide = json.loads(lists.removeprefix("const GUIDE=").removesuffix(";"))
    return str(guide[edition]["version"])


def until_kept(page: Page, root: Path) -> None:
    """Until the build in `root` is kept, whole, and its worker answers."""
    until(
        page,
        f"""async () => {{
            const {{ installing, waiting, active }} =
                await navigator.serviceWorker.getRegistration()
            return (await caches.keys()).some(name => name.endsWith(" {version(root)}"))
                && !installing && !waiting && active.state === "activated"
        }}""",
    )


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_the_whole_edition_is_read_and_searched_offline(
    open_page: OpenPage, site: Site, edition: str
) -> None:
    page = kept(open_page, ROOTS[edition] + "start/", language="zh-TW")
    assert caches(page) == [edition]
    cut_off(page)
    for built in site.pages(edition):
        if built.address in ("404.html", "print/"):
            continue
        page.goto(ROOTS[edition] + built.address)
        expect(page.locator("html")).to_have_attribute("lang", edition)
        title = built.tree.css_first("title")
        assert title is not None
        assert page.title() == title.text()
    page.goto(ROOTS[edition] + "start/")
    press(page, ".md-header__button[for=__search]")
    page.locator("input[name=query]").fill("催收")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_nothing_is_missing_on_a_page_offline(open_page: OpenPage) -> None:
    page = kept(open_page, "start/", size=DESKTOP)
    cut_off(page)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    for address in ("", "start/urgent/", "for-agents/links/"):
        page.goto(address, wait_until="networkidle")
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


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_short_links_old_addresses_and_the_other_edition_lead_on_offline(
    open_page: OpenPage, edition: str
) -> None:
    # The languages of the browser say the other edition than the one that is kept.
    language = {HANT: "zh-CN", HANS: "zh-TW"}[edition]
    page = kept(open_page, ROOTS[edition] + "start/", language=language)
    cut_off(page)
    there = re.compile(rf"^http://[^/]+/{ROOTS[edition]}start/urgent/(#threats)?$")
    for address in ("s/urgent/#threats", f"{ROOTS[edition]}start/urgent#threats"):
        page.goto(address)
        expect(page).to_have_url(there)
        assert page.url.endswith("#threats")
    for address in (f"{ROOTS[edition]}start/urgent/index.html", "start/Urgent.html"):
        page.goto(address)
        expect(page.locator("h1")).to_contain_text({HANT: "被威脅", HANS: "被威胁"}[edition])


def test_what_does_not_exist_gets_the_page_for_lost_readers(open_page: OpenPage) -> None:
    page = kept(open_page, "start/")
    cut_off(page)
    page.goto("no/such/page/")
    expect(page.locator("h1")).to_contain_text("找不到這一頁")


def test_a_new_version_comes_whole_and_an_open_page_stays_with_the_old_one(
    open_page: OpenPage, own: tuple[Path, str]
) -> None:
    root, address = own
    page = kept(open_page, f"{address}about/")
    page.goto(f"{address}start/")
    expect(page.locator("h1")).to_contain_text(OLD)
    rebuild(root)
    # Another tab finds out that there is something new.
    other = page.context.new_page()
    other.goto(f"{address}about/")
    until_kept(other, root)
    assert len(caches(other)) == 2
    index = "fetch('../search/search_index.json').then(answer => answer.text())"
    cut_off(page)
    assert not page.evaluate(index).endswith(" ")
    page.reload()
    expect(page.locator("h1")).to_contain_text(NEW)
    assert page.evaluate(index).endswith(" ")
    other.goto(f"{address}about/")
    assert other.evaluate(index).endswith(" ")


def test_online_nobody_reads_an_old_page(open_page: OpenPage, own: tuple[Path, str]) -> None:
    root, address = own
    page = kept(open_page, f"{address}start/")
    rebuild(root)
    page.reload()
    expect(page.locator("h1")).to_contain_text(NEW)
    until_kept(page, root)


def reads_what_was_kept(page: Page, address: str, before: list[str]) -> None:
    """The caches are those of `before`, and without a network the page is the old one."""
    assert page.evaluate("caches.keys()") == before
    cut_off(page)
    page.goto(f"{address}start/")
    expect(page.locator("h1")).to_contain_text(OLD)


Reply = Callable[[StaticFiles], None]
PORTAL = "<!doctype html><title>Wi-Fi</title><h1>請先登入</h1>".encode()


def closes_half_way(handler: StaticFiles) -> None:
    """The network ends in the middle of a file."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Length", "50000")
    handler.end_headers()
    handler.wfile.write(b"<!doctype html>" + b" " * 1000)
    handler.close_connection = True


def answers(status: int, body: bytes) -> Reply:
    def answer(handler: StaticFiles) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "text/html; charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


FAULTS = {
    "half uploaded": answers(404, b"not here yet"),
    "a broken host": answers(500, b"oh"),
    "a login page": answers(200, PORTAL),
    "cut off half way": closes_half_way,
}
at_each_fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)


class Faulty:
    """A host that answers what `fits` in its own way, until it is `mended`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self.asked: list[str] = []

    def answer(self, fault: Reply, fits: str) -> None:
        usual = StaticFiles.do_GET

        def do_get(handler: StaticFiles) -> None:
            if not re.search(fits, handler.path):
                return usual(handler)
            self.asked.append(handler.path)
            return fault(handler)

        self._patch.setattr(StaticFiles, "do_GET", do_get)

    def mended(self) -> None:
        self._patch.undo()


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    return Faulty(monkeypatch)


# Ends the attempt of the browser to take the next version, if that is what it was.
UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    const found = await registration.update().catch(() => {})
    const worker = found && registration.installing
    while (worker && worker.state !== "redundant" && worker.state !== "activated") {
        await new Promise(done => setTimeout(done, 20))
    }
    return worker ? worker.state : "none"
}"""


@at_each_fault
def test_an_update_that_breaks_off_leaves_the_kept_version_whole(
    open_page: OpenPage, own: tuple[Path, str], faulty: Faulty, fault: Reply
) -> None:
    root, address = own
    page = kept(open_page, f"{address}about/")
    before = page.evaluate("caches.keys()")
    rebuild(root)
    # The one page that has changed, so that the list of the next version cannot be kept.
    faulty.answer(fault, "/start/$")
    assert page.evaluate(UPDATE) == "redundant"
    assert faulty.asked
    reads_what_was_kept(page, address, before)
    page.context.set_offline(False)
    faulty.mended()
    assert page.evaluate(UPDATE) == "activated"
    cut_off(page)
    page.goto(f"{address}start/")
    expect(page.locator("h1")).to_contain_text(NEW)


@at_each_fault
def test_a_worker_script_that_is_none_changes_nothing(
    open_page: OpenPage, own: tuple[Path, str], faulty: Faulty, fault: Reply
) -> None:
    """Whatever stands between: gone for good is gone (below), all else passes."""
    root, address = own
    page = kept(open_page, f"{address}about/")
    before = page.evaluate("caches.keys()")
    rebuild(root)
    faulty.answer(fault, r"/sw\.js")
    assert page.evaluate(UPDATE) == "none"
    assert faulty.asked
    reads_what_was_kept(page, address, before)


def test_a_page_opened_during_an_update_does_not_take_its_files_away(
    open_page: OpenPage, own: tuple[Path, str], faulty: Faulty
) -> None:
    """Each page that is opened has the former worker look for caches that nobody needs."""
    root, address = own
    page = kept(open_page, f"{address}about/")
    rebuild(root)
    go = threading.Event()

    def waits(handler: StaticFiles) -> None:
        go.wait(20)
        http.server.SimpleHTTPRequestHandler.do_GET(handler)

    faulty.answer(waits, "/start/$")
    page.evaluate("navigator.serviceWorker.getRegistration().then(it => void it.update())")
    until(page, f"async () => (await caches.keys()).some(it => it.endsWith(' {version(root)}'))")
    other = page.context.new_page()
    for path in ("tools/", "topics/"):
        other.goto(f"{address}{path}")
        other.wait_for_load_state("networkidle")
    go.set()
    until_kept(page, root)
    cut_off(page)
    for path, words in (("start/", NEW), ("channels/", "去哪裡談")):
        page.goto(f"{address}{path}")
        expect(page.locator("h1")).to_contain_text(words)


def test_a_full_disk_at_an_update_leaves_the_kept_version(
    open_page: OpenPage, own: tuple[Path, str]
) -> None:
    root, address = own
    page = kept(open_page, f"{address}about/")
    before = page.evaluate("caches.keys()")
    rebuild(root)
    session = page.context.new_cdp_session(page)
    origin = address.removesuffix("/some/path/")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 9000})
    assert page.evaluate(UPDATE) == "redundant"
    reads_what_was_kept(page, address, before)


def test_former_versions_go_with_their_pages(open_page: OpenPage, own: tuple[Path, str]) -> None:
    root, address = own
    page = kept(open_page, f"{address}about/")
    for old, new in ((OLD, NEW), (NEW, f"又{NEW}")):
        # From the worker this time, and so of its version.
        page.reload()
        rebuild(root, old, new)
        assert page.evaluate(UPDATE) == "activated"
        until_kept(page, root)
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
        page.goto(f"{address}{path}")
    until(
        page,
        f"""async () => (await caches.keys()).every(
            name => name.endsWith(" {version(root)}") || name.endsWith("pins"))""",
    )


@pytest.mark.parametrize("fault", ["a broken host", "cut off half way"])
def test_a_host_that_fails_is_stood_in_for(
    open_page: OpenPage, own: tuple[Path, str], faulty: Faulty, fault: str
) -> None:
    _, address = own
    page = kept(open_page, f"{address}start/")
    faulty.answer(FAULTS[fault], "/start/urgent/")
    page.goto(f"{address}start/urgent/")
    expect(page.locator("h1")).to_contain_text("被威脅")


def test_what_stands_before_the_network_is_shown(
    open_page: OpenPage, own: tuple[Path, str], faulty: Faulty
) -> None:
    """Whoever must log in first has to see where; nothing of it is kept."""
    _, address = own
    page = kept(open_page, f"{address}start/")
    before = page.evaluate("caches.keys()")
    faulty.answer(FAULTS["a login page"], ".")
    # Past the browser's own cache, where a page may lie for some minutes.
    page.reload()
    expect(page.locator("h1")).to_contain_text("請先登入")
    faulty.mended()
    cut_off(page)
    page.goto(f"{address}about/")
    expect(page.locator("h1")).to_contain_text("關於")
    assert page.evaluate("caches.keys()") == before


@pytest.mark.parametrize("how", ["gone", "empty"])
def test_without_its_script_the_worker_removes_itself(
    open_page: OpenPage, own: tuple[Path, str], how: str
) -> None:
    root, address = own
    page = kept(open_page, f"{address}start/")
    for file in root.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        html = re.sub(r"<span data-offline-size>[^<]*</span>", "", html)
        html = re.sub(r'<script type="module" src="[^"]*offline[^"]*"></script>', "", html)
        file.write_text(html, encoding="utf-8")
    if how == "gone":
        (root / "sw.js").unlink()
    else:
        build(root)
    gone = """async () => !(await caches.keys()).length
        && !(await navigator.serviceWorker.getRegistrations()).length"""
    # Chromium may let the newer, empty worker wait, until the next page comes.
    others = ("topics/", "about/", "tools/", "glossary/", "principles/", "pitfalls/")
    for other in others:
        try:
            page.goto(f"{address}{other}")
            until(page, gone, seconds=10)
            break
        except Error:
            if other == others[-1]:
                raise
    page.goto(f"{address}start/")
    expect(page.locator("h1")).to_contain_text(OLD)


def test_tidying_up_while_the_guide_is_removed_brings_nothing_back(
    open_page: OpenPage, own: tuple[Path, str]
) -> None:
    """On a slow phone the browser takes its time to say which pages are open."""
    root, address = own
    script = (root / "sw.js").read_text(encoding="utf-8")
    slow = script.replace(
        "(await clients.matchAll(",
        "(await new Promise(done=>setTimeout(done,2000)),await clients.matchAll(",
    )
    assert slow != script
    (root / "sw.js").write_text(slow, encoding="utf-8")
    page = kept(open_page, f"{address}start/")
    page.goto(f"{address}topics/")
    press(page, "[data-offline] button")
    state(page, "removed")
    page.wait_for_timeout(2500)
    assert page.evaluate("caches.keys()") == []


def test_it_is_removed_by_a_button_and_stays_removed(open_page: OpenPage) -> None:
    page = kept(open_page, "start/")
    press(page, "[data-offline] button")
    state(page, "removed")
    assert page.evaluate("caches.keys()") == []
    page.goto("about/")
    page.mouse.wheel(0, 200)
    state(page, "offer")
    assert page.evaluate("caches.keys()") == []
    press(page, "[data-offline] button")
    state(page, "kept")


def test_another_tab_that_is_still_open_brings_nothing_back(open_page: OpenPage) -> None:
    page = kept(open_page, "start/", size=DESKTOP)
    other = page.context.new_page()
    settle(other)
    other.goto("about/")
    press(page, "[data-offline] button")
    state(page, "removed")
    other.keyboard.press("/")
    expect(other.locator("input.md-search__input")).to_be_focused()
    other.keyboard.type("支付令")
    expect(other.locator(".md-search-result__item").first).to_be_visible()
    other.goto("tools/")
    assert other.evaluate("caches.keys()") == []
    until(
        other,
        "async () => !(await navigator.serviceWorker.getRegistrations()).length",
    )


def test_a_page_that_was_on_its_way_when_it_was_switched_off_does_not_keep_it(
    open_page: OpenPage,
) -> None:
    page = kept(open_page, "start/")
    page.evaluate("localStorage.offline = 'off'")
    page.goto("about/")
    until(
        page,
        """async () => !(await caches.keys()).length
            && !(await navigator.serviceWorker.getRegistrations()).length""",
    )


@pytest.mark.parametrize(
    "costs", [{"saveData": True}, {"type": "cellular"}, {"effectiveType": "2g"}]
)
def test_where_data_costs_money_it_asks_first(
    open_page: OpenPage, costs: dict[str, object]
) -> None:
    given = f"Object.defineProperty(Navigator.prototype, 'connection', {{ get: () => ({costs}) }})"
    page = open_page("start/", service_workers="allow", init=given.replace("True", "true"))
    page.mouse.wheel(0, 200)
    state(page, "offer")
    expect(page.locator("[data-offline]")).to_contain_text(re.compile(r"大約用\d\.\dMB流量"))
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    press(page, "[data-offline] button")
    state(page, "kept")


def test_nothing_is_kept_unless_asked_for(open_page: OpenPage) -> None:
    page = open_page("start/", service_workers="allow")
    page.mouse.wheel(0, 200)
    page.wait_for_load_state("networkidle")
    state(page, "offer")
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_the_chosen_edition_takes_the_place_of_the_other(open_page: OpenPage) -> None:
    page = kept(open_page, "start/", size=DESKTOP)
    press(page, ".edition-switch a[data-edition=zh-Hans]")
    expect(page.locator("html")).to_have_attribute("lang", HANS)
    page.wait_for_function(SETTLED)
    page.mouse.wheel(0, 200)
    state(page, "kept")
    # Those of the page before go with the next.
    page.goto("zh-hans/about/")
    until(page, "async () => (await caches.keys()).some(name => name.includes(' zh-Hans '))")
    cut_off(page)
    page.goto("zh-hans/start/urgent/")
    expect(page.locator("h1")).to_contain_text("被威胁")


def test_a_full_disk_leaves_nothing_behind(open_page: OpenPage, host: str) -> None:
    page = open_page("start/", service_workers="allow")
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": host.rstrip("/"), "quotaSize": 9000})
    page.mouse.wheel(0, 200)
    state(page, "offer")
    press(page, "[data-offline] button")
    state(page, "failed")
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


def test_the_switch_of_versions_is_repeatable(site: Site, tmp_path: Path) -> None:
    """The step done twice gives the same bytes."""
    root = tmp_path / "site"
    shutil.copytree(site.root, root)
    before = {file: file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()}
    report = build(root)
    assert {file: file.read_bytes() for file in before} == before
    assert max(report.bytes.values()) <= 3_000_000


def test_a_guide_that_is_too_large_names_its_largest_files(site: Site, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(site.root, root)
    problems = [str(problem) for problem in build(root, limit=1000).problems]
    assert len(problems) == 2
    assert all("smaller: search/index.json" in problem for problem in problems)
