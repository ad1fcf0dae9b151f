"""What the built site asks of a reader's network, and what it lets pages do."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_fixtures import DESKTOP, ROOTS, SETTLED, OpenPage, opened, press
from conftest import HANS, HANT, BuiltPage, Site
from hosts import nginx_serving
from playwright.sync_api import Browser, Page, expect

from delivery.scripts import Scripts

FIRST_VIEW = 60_000
# What a server may send before it hears from the reader again: ten packets of 1460 bytes
# (RFC 6928). One byte more costs a way there and back. Headers are ours under nginx, rounded up.
PACKETS = 14_600
PAGE_HEADERS, FILE_HEADERS = 800, 600
# One page of each kind.
KINDS = ["", "start/", "start/urgent/", "tools/agreement-checklist/", "glossary/", "topics/"]
WHOLE = "print/"
KINDS += ["for-agents/links/", "sources/", "sources/phones/", WHOLE, "404.html"]
# Not the one for paper.
WAITED_FOR = "link[rel=stylesheet]:not([media=print])"

everywhere = pytest.mark.parametrize("edition", [HANT, HANS])


def asked(page: BuiltPage, site: Site) -> list[Path]:
    """The styles and scripts that a page loads by itself."""
    urls = [n.attributes["href"] for n in page.tree.css("link[rel=stylesheet]")]
    urls += [n.attributes["src"] for n in page.tree.css("script[src]")]
    return [site.root / url[url.index("assets/") :] for url in urls if url]


def test_a_first_view_keeps_to_its_weight_and_waits_for_one_request(
    site: Site, all_pages: list[BuiltPage]
) -> None:
    faults = []
    for page in all_pages:
        files = asked(page, site)
        texts = [page.html.encode(), *(file.read_bytes() for file in files)]
        weight = sum(len(gzip.compress(text, 6)) for text in texts)
        # The whole guide at once: nobody's first view.
        if weight > FIRST_VIEW and page.address != "print/":
            faults.append(f"{page}: {weight} bytes")
        blocking = page.tree.css(f"{WAITED_FOR}, head script[src]:not([defer])")
        if len(blocking) != 1:
            faults.append(f"{page}: {len(blocking)} requests block it")
        if page.tree.css("script[src]:not([defer]):not([type=module])"):
            faults.append(f"{page}: a script is waited for")
    assert faults == []


def test_the_next_page_of_an_edition_needs_only_its_html(all_pages: list[BuiltPage]) -> None:
    sheets = {
        (link.attributes["href"].rpartition("/")[2], link.attributes.get("media"))
        for page in all_pages
        for link in page.tree.css("link[rel=stylesheet]")
        if link.attributes["href"]
    }
    (guide, guide_media), (paper, paper_media) = sorted(sheets)
    assert re.fullmatch(r"guide\.[0-9a-f]{8}\.css", guide)
    assert re.fullmatch(r"paper\.[0-9a-f]{8}\.css", paper)
    assert (guide_media, paper_media) == (None, "print")


def test_pages_for_readers_of_an_edition_share_their_script(all_pages: list[BuiltPage]) -> None:
    """What it says differs; forms and the agents' desk have words of their own."""
    shared = {HANT: set[str](), HANS: set[str]()}
    for page in all_pages:
        own = page.tree.css_first(".tool, .desk") or page.address.endswith("404.html")
        if not own and page.address != "print/":
            shared[page.edition] |= set(re.findall(r"hashed/(guide\.\w+\.js)", page.html))
    assert [len(names) for names in shared.values()] == [1, 1]
    assert shared[HANT] != shared[HANS]


def test_the_sheet_and_the_pages_come_without_a_second_round(
    site: Site, all_pages: list[BuiltPage]
) -> None:
    (sheet,) = site.root.glob("assets/hashed/guide.*.css")
    assert len(gzip.compress(sheet.read_bytes(), 9)) <= PACKETS - FILE_HEADERS
    packed = {str(p): len(gzip.compress(p.html.encode(), 9)) for p in all_pages}
    long = {name: size for name, size in packed.items() if size > PACKETS - PAGE_HEADERS}
    # The whole guide as one document is for paper.
    assert {name for name in long if not name.endswith(WHOLE)} == set(), long


def test_scripts_wait_until_a_page_is_drawn(all_pages: list[BuiltPage]) -> None:
    faults = []
    for page in all_pages:
        early = re.sub(r'<template id="late">.*?</template>', "", page.html, flags=re.DOTALL)
        found = re.findall(r'<script[^>]* src="[^"]*assets/hashed/([\w-]+)', early)
        if found:
            faults.append(f"{page}: {found}")
    assert faults == []


def test_every_page_has_a_policy_without_holes(site: Site) -> None:
    for file in site.root.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        assert html.count('http-equiv="Content-Security-Policy"') == 1, file
        assert "unsafe-" not in html, file
    headers = (site.root / "_headers").read_text(encoding="utf-8")
    assert "unsafe-" not in headers
    for name in ("Content-Security-Policy", "Referrer-Policy: no-referrer", "frame-ancestors"):
        assert name in headers


@pytest.mark.browser
def test_a_script_that_fails_stops_none_of_those_joined_to_it(
    browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "assets/javascripts"
    folder.mkdir(parents=True)
    (folder / "a.js").write_text('(() => { throw new Error("refused") })()', "utf-8")
    (folder / "b.js").write_text("(() => { self.second = true })()", "utf-8")
    file = Scripts(tmp_path).joined(["assets/javascripts/a.js", "assets/javascripts/b.js"])
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.message))
    page.add_script_tag(content=(tmp_path / file).read_text("utf-8"))
    assert page.evaluate("self.second")
    page.wait_for_timeout(50)
    assert faults == ["refused"]
    page.close()


@pytest.fixture(scope="module")
def host(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site under the nginx that we tell others to run; for `open_page`."""
    folder = tmp_path_factory.mktemp("nginx")
    with nginx_serving(site.root, site.root / "redirects.map", folder) as address:
        yield address


def refused(page: Page) -> list[str]:
    """Fills with what a policy has refused from now on; the console of `open_page` too."""
    found: list[str] = []
    page.on("console", lambda m: found.append(m.text) if "Content Security" in m.text else None)
    return found


@pytest.mark.browser
@everywhere
def test_under_nginx_nothing_is_refused_kept_or_asked_of_others(
    open_page: OpenPage, edition: str
) -> None:
    """`open_page` fails on errors in the console and on requests to others."""
    page = open_page(ROOTS[edition], size=DESKTOP)
    faults = refused(page)
    home = page.url
    for _ in opened(page, KINDS):
        page.mouse.move(200, 200)
        page.wait_for_function("() => Boolean(window.document$)")
    page.goto(home)
    page.locator("input.md-search__input").click()
    page.keyboard.insert_text("支付令")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert faults == []
    assert page.context.cookies() == []


@pytest.mark.browser
def test_nginx_keeps_named_files_for_ever_and_says_what_pages_may_do(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    sheet = next((site.root / "assets/hashed").glob("guide.*.css")).relative_to(site.root)
    request = page.context.request
    assert "immutable" in request.get(sheet.as_posix()).headers["cache-control"]
    answer = request.get("start/")
    assert "immutable" not in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    for name in ("headers.nginx", "redirects.map", "_headers", "_redirects"):
        assert request.get(name).status == 404


@pytest.mark.browser
@everywhere
def test_a_page_read_without_a_sign_leaves_the_bundle_where_it_is(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page("about:blank", size=DESKTOP)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(f"{ROOTS[edition]}start/")
    assert not [url for url in seen if "bundle" in url]
    page.keyboard.press("/")
    expect(page.locator("input.md-search__input")).to_be_focused()
    assert len([url for url in seen if "bundle" in url]) == 1


@pytest.mark.browser
def test_each_script_of_a_page_runs_once(open_page: OpenPage) -> None:
    page = open_page("start/", size=DESKTOP)
    page.keyboard.press("Tab")
    page.wait_for_function("() => Boolean(window.document$)")
    # The bundle comes with an event that others may take for the first of its kind.
    page.evaluate("new Promise(done => setTimeout(done, 300))")
    page.wait_for_function(SETTLED)
    sent = page.evaluate("[...document.scripts].map(script => script.src).filter(Boolean)")
    assert sorted(sent) == sorted(set(sent))
    assert len(sent) > 3


@pytest.mark.browser
def test_the_first_tap_on_light_and_dark_counts(open_page: OpenPage) -> None:
    page = open_page("start/")
    press(page, '.md-header__option[data-md-component="palette"] button')
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "guide-light")


LEAVES = {"click": None, "Shift three times": ["Shift"] * 3}


@pytest.mark.browser
@everywhere
@pytest.mark.parametrize("keys", LEAVES.values(), ids=LEAVES)
def test_a_quick_exit_leaves_no_page_behind(
    open_page: OpenPage, edition: str, keys: list[str] | None
) -> None:
    page = open_page(f"{ROOTS[edition]}start/", size=DESKTOP)
    page.goto("about:blank")
    page.goto(f"{ROOTS[edition]}start/urgent/")
    length = page.evaluate("history.length")
    target = page.locator("[data-quick-exit]").get_attribute("href")
    page.evaluate("document.querySelector('[data-quick-exit]').href = '/about/'")
    assert target is not None
    assert target.startswith("https://")
    if keys:
        for key in keys:
            page.keyboard.press(key)
    else:
        page.locator("[data-quick-exit]").click()
    page.wait_for_url("**/about/")
    assert page.evaluate("history.length") == length
