"""The built site on a loopback server, and readers who look at it in a real Chromium.

A reader has a browser profile of their own. Whatever the test, three things fail it: an
error in the console, a page error, and a request to anywhere but the loopback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from browsers import chromium
from conftest import HANS, HANT, PROJECT, Site
from made_once import digest, made_once
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    Route,
    ViewportSize,
    expect,
)
from static_host import served

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SIZES = {"phone": PHONE, "desktop": DESKTOP}
ROOTS = {HANT: "", HANS: "zh-hans/"}
# The editions differ in their words, the sizes in their layout, and neither knows of the other.
one_size_each = pytest.mark.parametrize(
    ("edition", "size"), [(HANT, DESKTOP), (HANS, PHONE)], ids=["zh-Hant-desktop", "zh-Hans-phone"]
)
# Of a reader to whom no other edition is offered.
LANGUAGES = {HANT: "zh-TW", HANS: "zh-CN"}

# Milliseconds for what is expected: a busy machine is slow, and no fault of ours.
PATIENCE = 60_000

OpenPage = Callable[..., Page]
# Until the scripts that come when the page has been drawn (drawn.js) have run.
SETTLED = """async most => {
    for (const end = Date.now() + most; document.querySelector("[data-late]");) {
        if (Date.now() > end) return false
        await new Promise(done => setTimeout(done, 10))
    }
    return true
}"""


@pytest.fixture(scope="session")
def host(site: Site) -> Iterator[str]:
    """The address of the built site."""
    with served(site.root) as address:
        yield address


@pytest.fixture(scope="session")
def few(site: Site) -> Path:
    """The folder of the built site with few of its pages (few_pages.py)."""
    # Not before the build steps can be imported.
    import few_pages

    key = digest(site.digest, paths=[Path(few_pages.__file__)])
    return made_once("few", key, lambda folder: few_pages.copy_few(site.root, folder))


@pytest.fixture(scope="session")
def few_host(few: Path) -> Iterator[str]:
    """The address of the site with few pages."""
    with served(few) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for each worker; it can reach nothing but the loopback."""
    expect.set_options(timeout=PATIENCE)
    with chromium(ONLY_LOOPBACK, shell=True) as browser:
        yield browser


ONLY_LOOPBACK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
LOOPBACK = ("http://127.0.0.1:", "data:", "blob:")


def watch(
    context: BrowserContext,
    faults: list[str],
    lost: bool = False,
    allowed: tuple[str, ...] = LOOPBACK,
) -> None:
    """Collects in `faults` what must not happen; `lost` readers ask for pages that do not exist,
    and so do the workers that keep the guide for them."""

    def on_request(request: Request) -> None:
        if not request.url.startswith(allowed):
            faults.append(f"asked for {request.url}")

    def on_response(response: Response) -> None:
        request = response.request
        asked_in_vain = lost and (request.service_worker or request.is_navigation_request())
        if response.status >= 400 and not asked_in_vain:
            faults.append(f"{response.status} {response.url}")

    def on_console(message: ConsoleMessage) -> None:
        # Chromium's own line for a 404, which on_response judges.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"console: {message.text} ({message.location['url']})")

    context.on("request", on_request)
    context.on("response", on_response)
    context.on("console", on_console)
    context.on("weberror", lambda error: faults.append(f"page error: {error.error}"))


def until_settled(page: Page) -> None:
    """Until a page has the scripts that it is drawn first without.

    Not by `wait_for_function`, which brings all that Playwright can do into the page for it.
    """
    while True:
        # A page that leads on to another takes the answer along.
        with suppress(Error):
            assert page.evaluate(SETTLED, PATIENCE)
            return
        page.wait_for_load_state()


def settle(page: Page) -> None:
    """Lets `goto`, `reload`, `go_back` and `go_forward` wait for the scripts that a page draws
    first without."""

    def waiting(go: Callable[..., Any]) -> Callable[..., Any]:
        def gone(*address: str, **options: Any) -> Any:
            answer = go(*address, **options)
            until_settled(page)
            return answer

        return gone

    for name in ("goto", "reload", "go_back", "go_forward"):
        setattr(page, name, waiting(getattr(page, name)))


class Readers:
    """Opens pages, each for a new reader; `faults` fills with what must not happen to any."""

    def __init__(self, browser: Browser, host: str) -> None:
        self._browser, self._host = browser, host
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def open(
        self,
        address: str = "",
        *,
        size: ViewportSize = PHONE,
        language: str = "zh-TW",
        scripts: bool = True,
        init: str = "",
        lost: bool = False,
        **options: Any,
    ) -> Page:
        """Opens an address below the site's root.

        Options: `size`, `language` (a tag, first of the browser's), `scripts`, `init` (a script
        that runs before those of the page), `lost`, and those of a Playwright context.
        """
        context = self._browser.new_context(
            viewport=size,
            locale=language,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **{
                "base_url": self._host,
                "has_touch": size["width"] < 600,
                # What keeps the guide would answer in place of a test (test_browser_offline.py).
                "service_workers": "block",
                **options,
            },
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if init:
            context.add_init_script(init)
        watch(context, self.faults, lost)
        page = context.new_page()
        if scripts:
            settle(page)
        page.goto(address)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def open_page(browser: Browser, host: str) -> Iterator[OpenPage]:
    """Opens an address as a new reader (`Readers.open`); a fault of any fails the test."""
    readers = Readers(browser, host)
    yield readers.open
    readers.close()
    assert readers.faults == []


def opened(page: Page, addresses: Iterable[str], **options: Any) -> Iterator[str]:
    """Opens one address after the other, each below the place where the page is now; fails
    if there is none, as then nothing would be looked at."""
    home, opens = page.url, list(addresses)
    assert opens
    for address in opens:
        page.goto(home + address, **options)
        yield address


def with_sheet(page: Page, site: Site, change: Callable[[str], str]) -> list[str]:
    """Gives a page the site's style sheet as `change` makes it; fills with the addresses it was
    asked for at.

    It is read from the built folder: an answer that is fetched may come when the page is gone,
    and then fails whatever test comes next.
    """
    (sheet,) = site.root.glob("assets/hashed/guide.*.css")
    before = sheet.read_text(encoding="utf-8")
    changed = change(before)
    assert len(changed) < len(before)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=changed, content_type="text/css")

    page.route(f"**/{sheet.name}", answer)
    return asked


def at_rest(page: Page) -> None:
    """Until the page has all that it asks for: a host of the test's own goes with the test."""
    page.wait_for_load_state("networkidle")


def press(page: Page, selector: str) -> None:
    """A tap on a phone, a click elsewhere."""
    size = page.viewport_size
    target = page.locator(selector).locator("visible=true").first
    if size and size["width"] < 600:
        target.tap()
    else:
        target.click()


def tab_to(page: Page, selector: str, at_most: int = 40) -> None:
    """Presses Tab until an element has the focus."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not among the next {at_most} stops of Tab")


def wait_until_in_view(page: Page, selector: str) -> None:
    """Until the top of an element can be seen, not covered by the header."""
    page.wait_for_function(
        """selector => {
            const top = document.querySelector(selector)?.getBoundingClientRect().top
            const header = document.querySelector(".md-header")?.getBoundingClientRect()
            return header && top >= header.bottom - 1 && top < innerHeight
        }""",
        arg=selector,
    )


RunModule = Callable[..., Any]


@pytest.fixture(scope="module")
def run_module(browser: Browser) -> Iterator[RunModule]:
    """Evaluates an expression of `m`, a module of the tools, and of `given`, apart from any page:
    run_module("money", "m.parse(given)", "9,600元")."""
    page: Page = browser.new_page()
    with served(PROJECT / "docs") as address:
        page.goto(f"{address}assets/images/favicon.svg")

        def evaluate(module: str, expression: str, given: Any = None) -> Any:
            url = f"/assets/javascripts/tools/{module}.js"
            return page.evaluate(
                f"async given => {{ const m = await import('{url}'); return {expression} }}", given
            )

        yield evaluate
    page.close()
