"""What the built site asks of a reader's network, and what it lets pages do."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser_fixtures import DESKTOP, ROOTS, OpenPage, opened, press, until_settled
from conftest import HANS, HANT, BuiltPage, Elsewhere, Site
from hosts import nginx_serving
from playwright.sync_api import Browser, Page, Route, expect
from selectolax.lexbor import LexborHTMLParser

from delivery.scripts import Scripts

# One page of each kind.
KINDS = ["", "start/", "start/urgent/", "tools/agreement-checklist/", "glossary/", "topics/"]
WHOLE = "print/"
KINDS += ["for-agents/links/", "sources/", "sources/phones/", WHOLE, "404.html"]
# Not the one for paper, which is for readers without scripts.
WAITED_FOR = "head > link[rel=stylesheet], head script[src]:not([defer])"
# What only some pages have stands in them, but for the rules of forms: the sheets of the agents'
# desk, of the home page, of pages in simple words, and of what is drawn in a text.
OWN_SHEETS = (
    *(".desk", "article .situations", "article .easy"),
    *("article .path", "article .flow", "article .parts", "article .letter"),
)
everywhere = pytest.mark.parametrize("edition", [HANT, HANS])


def own_sheets(page: BuiltPage) -> int:
    """How many sheets a page has besides that of all pages; the whole guide has what any of its
    chapters may have, and its own."""
    if page.address == WHOLE:
        return 6
    return sum(page.tree.css_first(selector) is not None for selector in OWN_SHEETS)


def test_a_first_view_waits_for_nothing_but_its_style_sheets(all_pages: list[BuiltPage]) -> None:
    """How much they weigh the build says (docs/_data/limits.yml)."""
    faults = []
    for page in all_pages:
        files, within = len(page.tree.css(WAITED_FOR)), len(page.tree.css("head > style"))
        wanted = 0 if page.tree.css_first(".tool") else own_sheets(page)
        if (files, within) != (1, wanted):
            faults.append(f"{page}: waits for {files} files, and has {within} sheets in it")
        if page.tree.css("script[src]:not([defer]):not([type=module])"):
            faults.append(f"{page}: a script is waited for")
    assert faults == []


def test_the_next_page_of_an_edition_needs_only_its_html(all_pages: list[BuiltPage]) -> None:
    names: dict[str, set[str]] = {}
    for page in all_pages:
        asked = [
            ((link.attributes["href"] or "").rpartition("/")[2], link.attributes.get("media"))
            for link in page.tree.css("link[rel=stylesheet]")
        ]
        kinds = [(name.partition(".")[0], media) for name, media in asked]
        # A form has one for all that it needs.
        form = page.tree.css_first(".tool")
        own = f"guide-{page.address.strip('/').replace('/', '-')}" if form else "guide"
        # From the late one on with the scripts, which wait in a template (drawn.js); the one for
        # paper before too, for readers without scripts.
        paper = ("paper", "print")
        assert kinds[:3] + kinds[-1:] == [(own, None), paper, (f"late-{own}", None), paper], page
        assert set(kinds[3:-1]) <= {("late-desk", None), ("late-whole", None)}, page
        for name, _ in asked:
            assert re.fullmatch(r"[a-z-]+\.[0-9a-f]{8}\.css", name)
            names.setdefault(name.partition(".")[0], set()).add(name)
    assert {"guide", "late-guide", "paper"} < set(names)
    assert {kind: found for kind, found in names.items() if len(found) > 1} == {}


def test_pages_for_readers_of_an_edition_share_their_script(all_pages: list[BuiltPage]) -> None:
    """What it says differs; forms and the agents' desk have words of their own. A page that goes
    on with a list is not passed on, and has one script less."""
    shared = {HANT: set[str](), HANS: set[str]()}
    for page in all_pages:
        own = page.tree.css_first(".tool, .desk") or page.address.endswith("404.html")
        if not own and page.address != WHOLE and not page.is_further:
            shared[page.edition] |= set(re.findall(r"hashed/(guide\.\w+\.js)", page.html))
    assert [len(names) for names in shared.values()] == [1, 1]
    assert shared[HANT] != shared[HANS]


def test_scripts_wait_until_a_page_is_drawn(all_pages: list[BuiltPage]) -> None:
    faults = []
    for page in all_pages:
        early = re.sub(r"<template data-late>.*?</template>", "", page.html, flags=re.DOTALL)
        found = re.findall(r'<script[^>]* src="[^"]*assets/hashed/([\w-]+)', early)
        if found:
            faults.append(f"{page}: {found}")
    assert faults == []


def test_every_page_has_a_policy_without_holes(site: Site) -> None:
    for file in site.root.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        policies = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert len(policies) == 1, file
        assert "unsafe-" not in policies[0], file
    headers = (site.root / "_headers").read_text(encoding="utf-8")
    assert "unsafe-" not in headers
    for name in ("Content-Security-Policy", "Referrer-Policy: no-referrer", "frame-ancestors"):
        assert name in headers


@pytest.mark.browser
def test_a_script_that_fails_stops_none_of_those_joined_to_it(
    browser: Browser,
) -> None:
    texts = {
        "a.js": '(() => { throw new Error("refused") })()',
        "b.js": "(() => { self.second = true })()",
    }
    script = Scripts(texts.__getitem__).joined(list(texts))
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.message))
    page.add_script_tag(content=script)
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
def test_a_part_of_the_search_box_is_hidden_until_its_looks_come(open_page: OpenPage) -> None:
    """Scripts bring it, and a sheet of its own draws it."""
    page = open_page("about:blank", size=DESKTOP)
    held: list[Route] = []
    page.route("**/hashed/late-*.css", lambda route: held.append(route))
    page.main_frame.goto("start/", wait_until="domcontentloaded")
    output, options = page.locator(".md-search__output"), page.locator(".md-search__options")
    for part in (output, options):
        expect(part).to_be_attached()
        expect(part).to_be_hidden()
    held[0].continue_()
    page.locator("input.md-search__input").click()
    expect(output).to_be_visible()


PARTS = "e => e.map(part => [part.dataset.mdComponent, part.localName])"


@pytest.mark.browser
def test_the_theme_finds_the_parts_of_a_page_by_the_names_that_it_writes(
    open_page: OpenPage, elsewhere: Elsewhere
) -> None:
    """They are taken out, and late.js gives them back."""
    raw = (elsewhere.raw / "start/index.html").read_text("utf-8")
    written = {
        (part.attributes["data-md-component"], part.tag)
        for part in LexborHTMLParser(raw).css("[data-md-component]")
    }
    # For what the guide does without: another page in the place of this one, news.
    unasked = {("skip", "div"), ("announce", "div"), ("logo", "a"), ("header-topic", "div")}
    assert unasked < written
    page = open_page("start/", size=DESKTOP)
    assert page.locator("[data-md-component=header]").count() == 0
    page.keyboard.press("Tab")
    page.wait_for_function("() => Boolean(window.document$)")
    found = page.locator("[data-md-component]").evaluate_all(PARTS)
    assert written - unasked | {("toc", "ul")} <= set(map(tuple, found))


@pytest.mark.browser
def test_each_script_of_a_page_runs_once(open_page: OpenPage) -> None:
    page = open_page("start/", size=DESKTOP)
    page.keyboard.press("Tab")
    page.wait_for_function("() => Boolean(window.document$)")
    # The bundle comes with an event that others may take for the first of its kind.
    page.evaluate("new Promise(done => setTimeout(done, 300))")
    until_settled(page)
    sent = page.evaluate("[...document.scripts].map(script => script.src).filter(Boolean)")
    assert sorted(sent) == sorted(set(sent))
    assert len(sent) > 3


@pytest.mark.browser
def test_the_first_tap_on_light_and_dark_counts(open_page: OpenPage) -> None:
    page = open_page("start/")
    press(page, "[data-scheme-switch] button:visible")
    expect(page.locator("html.guide-dark")).to_have_count(1)


@pytest.mark.browser
def test_what_a_reader_chose_is_there_before_the_scripts_are(open_page: OpenPage) -> None:
    page = open_page("start/")
    until_settled(page)
    press(page, "[data-scheme-switch] button:visible")
    press(page, '[data-size="text-large"]')
    page.route("**/hashed/*.js", lambda route: None)
    page.main_frame.goto("start/urgent/", wait_until="domcontentloaded")
    expect(page.locator("html.text-large.guide-dark > body")).to_be_visible()
    # No press is lost: what no script hears yet is not there.
    expect(page.locator("[data-scheme-switch] button:visible")).to_have_count(0)


LARGEST = """() => new Promise(done => new PerformanceObserver(
    list => done(list.getEntries().pop().element.closest(".tool") === null)
).observe({ type: "largest-contentful-paint", buffered: true }))"""


@pytest.mark.browser
@everywhere
def test_the_largest_text_of_the_check_needs_no_script(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}tools/sms-check/", size={"width": 412, "height": 823})
    expect(page.locator(".check__bar")).to_be_in_viewport()
    assert page.evaluate(LARGEST)


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
