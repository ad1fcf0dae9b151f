"""The zips of `make offline`, unpacked into a folder and opened from disk in a real Chromium."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from browser_fixtures import (
    DESKTOP,
    PATIENCE,
    PHONE,
    press,
    settle,
    wait_until_in_view,
    watch,
)
from conftest import HANS, HANT, PROJECT, Site, parsed
from few_pages import FEW
from made_once import made_once
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, expect
from selectolax.lexbor import LexborHTMLParser
from test_browser_tools_money import BUDGET, PROPOSAL, fill_budget, fill_proposal, saved
from test_browser_tools_records import AGREEMENT, CALL, CHECK, LOG, answer, note, rows
from trees import first

in_both_editions = pytest.mark.parametrize("edition", [HANT, HANS])
# As people's folders are called.
PLACE = "我的 文件 & 下載 (1)/100% #2"
ON_DISK = ("file:", "data:", "blob:")
OUTSIDE = re.compile(r"(?:https?|tel|mailto|data|javascript):|#|\?")
REFUSED = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("no") } })
}"""


def pack(site: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "hooks/pack.py", str(site), str(target)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class Unpacked:
    """The zips, and the folder in which they were unpacked; what packing printed."""

    zips: dict[str, Path]
    root: Path
    log: str

    def edition(self, edition: str) -> Path:
        return self.root / f"guide-{edition}"


@pytest.fixture(scope="module")
def disk(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Unpacked:
    def make(folder: Path) -> None:
        packed = pack(site.root, folder)
        assert packed.returncode == 0, packed.stderr
        (folder / "log").write_text(packed.stdout, encoding="utf-8")

    target = made_once("zips", site.digest, make)
    root = tmp_path_factory.mktemp("disk") / PLACE
    zips = {edition: target / f"guide-{edition}.zip" for edition in (HANT, HANS)}
    for file in zips.values():
        with zipfile.ZipFile(file) as archive:
            archive.extractall(root)
    return Unpacked(zips, root, (target / "log").read_text(encoding="utf-8"))


OpenFile = Callable[..., Page]


def note_failure(faults: list[str], request: Request) -> None:
    # The next page may come before all of this one was read.
    if request.failure != "net::ERR_ABORTED":
        faults.append(f"{request.failure} {request.url}")


@pytest.fixture
def open_file(browser: Browser, disk: Unpacked) -> Iterator[OpenFile]:
    """Opens a page of an edition from disk. An error in the console, a page error and a request
    for anything but a file fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_file(
        edition: str,
        address: str = "",
        *,
        size: ViewportSize = DESKTOP,
        scripts: bool = True,
        init: str = "",
    ) -> Page:
        context = browser.new_context(
            viewport=size,
            java_script_enabled=scripts,
            has_touch=size is PHONE,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if init:
            context.add_init_script(init)
        watch(context, faults, allowed=ON_DISK)
        context.on("requestfailed", lambda request: note_failure(faults, request))
        page = context.new_page()
        if scripts:
            settle(page)
        page.goto(uri(disk, edition, address))
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert faults == []


def uri(disk: Unpacked, edition: str, address: str = "") -> str:
    return (disk.edition(edition) / address / "index.html").as_uri()


def search_for(page: Page, query: str) -> None:
    """Types into the search box, once that has the focus."""
    page.keyboard.press("/")
    expect(page.locator("input.md-search__input")).to_be_focused()
    page.keyboard.type(query)


@in_both_editions
def test_every_page_of_the_site_is_there(disk: Unpacked, site: Site, edition: str) -> None:
    wanted = {page.address for page in site.pages(edition)} - {"404.html", "print/"}
    folder = disk.edition(edition)
    found = {
        file.relative_to(folder).as_posix().removesuffix("index.html")
        for file in folder.rglob("*.html")
    }
    assert wanted <= found
    assert not [path for path in found if path.startswith(("s/", "zh-hans/", "404"))]


@in_both_editions
def test_every_link_names_a_file_of_the_folder_and_an_anchor_in_it_and_nothing_needs_a_host(
    disk: Unpacked, edition: str
) -> None:
    files = sorted(disk.edition(edition).rglob("*.html"))
    pages = {file: parsed(file.read_text(encoding="utf-8")) for file in files}
    ids = {
        file: {node.attributes["id"] for node in tree.css("[id]")} for file, tree in pages.items()
    }
    faults = []
    for file, tree in pages.items():
        needs_no_host(file, tree)
        # What tools and scripts put into the page stands in templates.
        html = file.read_text(encoding="utf-8")
        links = [
            node.attributes[name] for name in ("href", "src") for node in tree.css(f"[{name}]")
        ]
        links += re.findall(r'<a [^>]*href="([^"]+)"', html)
        for link in filter(None, links):
            if link == "#" or (OUTSIDE.match(link) and not link.startswith("#")):
                continue
            address, anchor = urldefrag(link)
            path = unquote(urlsplit(address).path)
            target = (file.parent / path).resolve() if path else file
            if not target.is_file() or not target.is_relative_to(disk.edition(edition)):
                faults.append(f"{file}: {link}")
            elif anchor and target in ids and anchor not in ids[target]:
                faults.append(f"{file}: {link} (no such anchor)")
    assert faults == []
    names = {file.name for file in disk.edition(edition).rglob("*")}
    assert "sw.js" not in names
    assert not any(re.match(r"(offline|lost|search)\.[0-9a-f]{8}", name) for name in names)


def needs_no_host(file: Path, tree: LexborHTMLParser) -> None:
    """No module, no other edition, and a policy that lets no page ask a network."""
    assert tree.css("script[type=module], a[data-edition], [data-edition-hint]") == [], file
    content = first(tree, "meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
    assert content.startswith("default-src 'none'"), file
    assert not re.search("'self'|unsafe-|connect-src|https?:", content), file
    for node in tree.css("script[src], link[rel=stylesheet], link[rel=icon], img"):
        url = node.attributes.get("src") or node.attributes.get("href") or ""
        assert not re.match("(?:https?:)?//", url), file
    html = file.read_text(encoding="utf-8")
    assert "這是下載下來的一份" in html or "这是下载下来的一份" in html, file


@in_both_editions
def test_pages_of_every_kind_open_from_disk_without_a_fault(
    open_file: OpenFile, disk: Unpacked, site: Site, edition: str
) -> None:
    """A few of each in the first edition, and of the second, whose markup is the same, a few; what
    all pages ask for is looked at above, in less time."""
    pages = {page.address: page for page in site.pages(edition)}
    some = {*list(pages)[::20], *(FEW if edition == HANT else ())} - {"404.html", "print/"}
    assert len(some) > 5
    titles = {address: first(pages[address].tree, "title").text() for address in some}
    page = open_file(edition)
    for address, title in titles.items():
        page.goto(uri(disk, edition, address))
        assert page.title() == title
        expect(page.locator("html")).to_have_attribute("lang", edition)
        # Anything at all that the reader does brings the theme's scripts.
        page.keyboard.press("Shift")
        page.wait_for_function("() => Boolean(window.document$)")
        sheets = page.evaluate("[...document.styleSheets].map(sheet => sheet.href || 'file:')")
        assert sheets
        assert all(sheet.startswith("file:") for sheet in sheets)


QUERIES = [
    (HANT, "支付令", PHONE),
    (HANT, "担保人", DESKTOP),
    (HANS, "支付令", DESKTOP),
    (HANS, "擔保人", PHONE),
]
SECTIONS = {"支付令": "glossary/index.html#payment-order"}
SECTIONS["担保人"] = SECTIONS["擔保人"] = "glossary/index.html#guarantor"


@pytest.mark.parametrize(("edition", "query", "size"), QUERIES)
def test_what_is_typed_is_found_and_a_result_opens_its_section_with_marks(
    open_file: OpenFile, edition: str, query: str, size: ViewportSize
) -> None:
    page = open_file(edition, "about/", size=size)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    if size is PHONE:
        press(page, '.md-header__button[for="__search"]')
    else:
        page.keyboard.press("/")
    expect(page.locator("input.md-search__input")).to_be_focused()
    page.keyboard.type(query)
    path, _, anchor = SECTIONS[query].partition("#")
    link = page.locator(f'.md-search-result__link[href*="{path}"][href$="#{anchor}"]').last
    expect(link).to_be_visible()
    expect(link.locator("mark").first).to_be_visible()
    assert "index.json.js" in asked
    link.click()
    page.wait_for_url(lambda url: unquote(url.partition("?")[0]).endswith(path))
    wait_until_in_view(page, f"#{anchor}")
    marks = page.locator("article mark")
    expect(marks.first).to_be_attached()
    assert re.fullmatch("支付令|[担擔]保人?", marks.first.inner_text())


@in_both_editions
def test_the_index_is_left_alone_until_somebody_searches(
    open_file: OpenFile, disk: Unpacked, edition: str
) -> None:
    page = open_file(edition)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(uri(disk, edition, "start/"))
    page.mouse.move(200, 200)
    page.wait_for_function("() => Boolean(window.document$)")
    page.wait_for_load_state("networkidle")
    assert not [name for name in asked if re.match("index.json|engine|box", name)]


def test_a_shared_search_opens_with_its_results(open_file: OpenFile, disk: Unpacked) -> None:
    page = open_file(HANT)
    page.goto(f"{uri(disk, HANT)}?q=擔保人")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_a_query_that_fits_nothing_says_so(open_file: OpenFile) -> None:
    page = open_file(HANS)
    search_for(page, "zzzzqq")
    expect(page.locator(".search-note [data-note=nothing]")).to_be_visible()
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_a_folder_that_lacks_its_index_says_that_the_search_failed(
    browser: Browser, disk: Unpacked, tmp_path: Path
) -> None:
    with zipfile.ZipFile(disk.zips[HANT]) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / f"guide-{HANT}"
    (root / "search/index.json.js").unlink()
    page = browser.new_page()
    settle(page)
    page.goto((root / "about/index.html").as_uri())
    search_for(page, "支付令")
    expect(page.locator(".search-note [data-note=failed]")).to_be_visible()
    page.close()


# Tools have the same scripts in both editions, and are tried here in one of them.
def test_the_budget_goes_over_to_the_proposal(open_file: OpenFile) -> None:
    page = open_file(HANT, BUDGET)
    fill_budget(page)
    expect(page.locator("[data-affordable]")).to_have_text("900")
    page.locator("[data-go=proposal]").click()
    expect(page.locator("#proposal-total")).to_have_value("9000")
    # Of the 900, the other debt has its share.
    fill_proposal(page, total="8400", affordable="700")
    expect(page.locator("[data-letter]")).to_contain_text("8,400")
    name, text = saved(page, "ics")
    assert name.endswith(".ics")
    assert text.count("BEGIN:VEVENT") == 12


def test_a_call_becomes_an_entry_of_the_log(open_file: OpenFile) -> None:
    page = open_file(HANS, CALL)
    page.locator("#call-affordable").fill("８００元")
    page.locator("#call-amount").fill("1,000")
    expect(page.locator("[data-over]")).to_contain_text("200")
    page.locator("[data-do=start]").click()
    page.locator("[data-name=who]").fill("某某公司")
    page.locator("[data-do=stop]").click()
    page.locator("[data-after] [data-go=log]").click()
    page.wait_for_url(lambda url: unquote(url).endswith(f"{LOG}index.html"))
    expect(page.locator("#log-who")).to_have_value("某某公司")
    note(page, "某某公司")
    expect(rows(page)).to_have_count(1)
    _, table = saved(page, "csv")
    assert "某某公司" in table


def test_the_agreement_and_the_message_are_judged(open_file: OpenFile) -> None:
    page = open_file(HANS, AGREEMENT)
    for name in page.locator("[data-item]").evaluate_all("found => found.map(e => e.dataset.item)"):
        value = "no" if name == "guarantor" else "yes"
        page.locator(f"[name=answer-{name}][value={value}]").check()
    expect(page.locator("[data-when=refused]")).to_be_visible()
    page = open_file(HANT, CHECK)
    for index in (0, 0, 0, 3, 1):
        answer(page, index)
    expect(page.locator(".check__advice:visible h3")).to_have_count(3)


def test_where_a_browser_refuses_storage_to_files_the_tools_work(
    open_file: OpenFile, disk: Unpacked
) -> None:
    page = open_file(HANS, init=REFUSED)
    for address in (BUDGET, PROPOSAL, CALL, AGREEMENT, CHECK, LOG):
        page.goto(uri(disk, HANS, address))
        expect(page.locator("[data-tool]").first).to_be_visible()
        keep = page.locator("[data-keep-on]")
        assert keep.count() == (address != CHECK)
        if address != CHECK:
            keep.click()
            expect(keep).not_to_be_checked()
            expect(page.locator("[data-keep-fault]")).not_to_be_empty()


def test_a_page_opened_in_the_background_is_whole(open_file: OpenFile) -> None:
    """It has no frames, for which others wait (hooks/offline/disk_page.py)."""
    # Playwright waits by frames, once the page is there.
    hidden = """Object.defineProperty(Document.prototype, "hidden", { get: () => true })
        const frame = requestAnimationFrame
        self.requestAnimationFrame = () => 0
        addEventListener("load", () => { self.requestAnimationFrame = frame })"""
    page = open_file(HANT, init=f"{REFUSED}\n{hidden}")
    expect(page.locator("[data-scheme-switch] button:visible")).to_have_count(1)
    page.keyboard.press("Shift")
    page.wait_for_function("() => Boolean(window.document$)")


# Notes what a page asks of its storage before its first frame.
NOTED = """{
  self.early = []
  let drawn = false
  requestAnimationFrame(() => { drawn = true })
  const note = name => { if (!drawn) self.early.push(`${name}: ${new Error().stack}`) }
  for (const name of ["getItem", "setItem", "removeItem", "key"]) {
    const old = Storage.prototype[name]
    Storage.prototype[name] = function (...given) { note(name); return old.apply(this, given) }
  }
  const length = Object.getOwnPropertyDescriptor(Storage.prototype, "length")
  const get = function () { note("length"); return length.get.call(this) }
  Object.defineProperty(Storage.prototype, "length", { ...length, get })
}"""


def test_storage_is_not_asked_for_before_the_first_frame(
    open_file: OpenFile, disk: Unpacked
) -> None:
    """Chromium may keep nothing of a page from disk that does (hooks/offline/disk_page.py)."""
    page = open_file(HANT, init=NOTED)
    for address in ("", BUDGET, LOG, "for-agents/links/"):
        page.goto(uri(disk, HANT, address))
        page.keyboard.press("Shift")
        page.wait_for_function("() => Boolean(window.document$)")
        assert page.evaluate("early") == [], address


def test_the_next_page_has_the_chosen_colours_before_the_theme_comes(
    open_file: OpenFile, disk: Unpacked
) -> None:
    page = open_file(HANT)
    press(page, "[data-scheme-switch] button")
    expect(page.locator("html.guide-dark")).to_have_count(1)
    page.goto(uri(disk, HANT, "glossary/"))
    assert not page.evaluate("Boolean(window.document$)")
    expect(page.locator("html.guide-dark")).to_have_count(1)
    button = page.locator("[data-scheme-switch] button:visible")
    expect(button).to_have_accessible_name("現在是深色，按一下改成淺色")


def test_what_is_kept_on_this_device_is_there_again(open_file: OpenFile) -> None:
    page = open_file(HANT, BUDGET)
    page.locator("#budget-wage").fill("5000")
    page.locator("[data-keep-on]").check()
    page.reload()
    expect(page.locator("#budget-wage")).to_have_value("5000")


@in_both_editions
def test_the_desk_finds_by_a_question_and_public_links_are_copied(
    open_file: OpenFile, edition: str
) -> None:
    refuse = "navigator.clipboard && (navigator.clipboard.writeText = () => Promise.reject())"
    page = open_file(edition, "for-agents/links/", init=refuse)
    # It speaks of short links, which a folder does not have.
    assert "要發其中一節" not in page.content()
    page.locator("#desk-query").fill({HANT: "支付令怎麼辦", HANS: "支付令怎么办"}[edition])
    found = page.locator("article a[href*='court/payment-order/index.html']")
    expect(found.locator("visible=true").first).to_be_visible()
    # What cannot be copied stands in a field.
    page.locator("[data-share] [data-copy=link]").click()
    expect(page.locator(".share-field textarea")).to_have_value(
        "https://example.org/s/agent-links/"
    )


@in_both_editions
def test_what_the_page_says_of_itself_is_true_of_a_folder(
    open_file: OpenFile, edition: str
) -> None:
    page = open_file(edition, "start/", size=PHONE)
    line = page.locator("[data-offline]")
    expect(line).to_contain_text("https://example.org/")
    expect(line.locator("button")).to_have_count(0)
    expect(page.locator(".edition-switch")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@in_both_editions
def test_without_scripts_one_reads_from_page_to_page(open_file: OpenFile, edition: str) -> None:
    page = open_file(edition, scripts=False)
    page.locator('article a[href="start/index.html"]').first.click()
    page.wait_for_url(lambda url: unquote(url).endswith(f"guide-{edition}/start/index.html"))
    page.locator("a.next-step").click()
    expect(page.locator("article h1")).to_be_visible()
    assert page.url.endswith("index.html") or "index.html#" in page.url


def test_packing_twice_gives_the_same_small_zips(
    disk: Unpacked, site: Site, tmp_path: Path
) -> None:
    assert pack(site.root, tmp_path).returncode == 0
    for edition, file in disk.zips.items():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()
        assert f"{file.stat().st_size:,} bytes" in disk.log
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
        # What it weighs for each page, each build tells (limits.yml): no reason to fail.
        assert sum(entry.compress_size for entry in entries) < sum(e.file_size for e in entries) / 2
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert all(entry.filename.startswith(f"guide-{edition}/") for entry in entries)
