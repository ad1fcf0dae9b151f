"""The guide in other browsers than the Chromium of today: Firefox, WebKitGTK, whose engine is
Safari's, and the oldest Chromium in which the tools are promised to work.

Each is started once for all that is looked at; install_tools.py says where they come from. Letters
and their widths are looked at in both editions. Scripts, storage and workers are the same files in
both, and Chromium runs them in both: here one of them shows what another engine makes of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser_fixtures import ROOTS
from conftest import HANS, HANT
from install_tools import OLDEST_PROGRAM
from misbehaving import Host, hosted
from oldest_chromium import oldest
from pdfs import A4, plain, read, sizes
from tools_filled import TOOLS
from webdriver import Driven, firefox, mini_browser, webkit

# They get theirs by another fixture than the one that marks them (conftest.py).
pytestmark = pytest.mark.browser
in_both_editions = pytest.mark.parametrize("edition", [HANT, HANS])
TITLES = {HANT: "剛收到逾期短信", HANS: "刚收到逾期短信"}
KINDS = ("", "start/urgent/", "topics/", "tools/evidence-log/", "for-agents/links/")
SETTLED = "!document.querySelector('[data-late]')"
BOX, RESULT = "input.md-search__input", ".md-search-result__item a"


def _missing(name: str) -> str:
    if name == "oldest":
        return "" if OLDEST_PROGRAM.is_file() else "no old Chromium"
    if name == "firefox":
        return "" if shutil.which("firefox-esr") else "no firefox-esr"
    there = shutil.which("WebKitWebDriver") and shutil.which("Xvfb") and mini_browser()
    return "" if there else "no webkit2gtk-driver or no xvfb"


@pytest.fixture(scope="module")
def host(few: Path) -> Iterator[Host]:
    with hosted(few) as host:
        yield host


@pytest.fixture(scope="module", params=["firefox", "webkit", "oldest"])
def there(
    request: pytest.FixtureRequest, host: Host, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driven]:
    """A browser that many tests share."""
    name = str(request.param)
    if why := _missing(name):
        pytest.skip(f"{why}: run `python tests/install_tools.py browsers`")
    folder = tmp_path_factory.mktemp(name)
    if name == "oldest":
        start = oldest(request.getfixturevalue("browser"), folder)
    else:
        start = {"firefox": firefox, "webkit": webkit}[name](folder)
    with start as browser:
        yield browser


@pytest.fixture
def reader(there: Driven, host: Host) -> Driven:
    """Of whom the browser has kept nothing yet."""
    there.go(f"{host.address}llms.txt")
    there.run(
        """const workers = await navigator.serviceWorker.getRegistrations()
        for (const each of workers) await each.unregister()
        for (const name of await caches.keys()) await caches.delete(name)
        localStorage.clear()
        sessionStorage.clear()"""
    )
    return there


def opened(reader: Driven, address: str) -> None:
    reader.go(address)
    reader.until(SETTLED)


SOUND = """const style = getComputedStyle(document.body)
const faults = []
if (document.documentElement.lang !== given[0]) faults.push("edition")
if (!(document.styleSheets[0]?.cssRules.length > 50)) faults.push("styles")
if (!document.querySelector("h1").getClientRects().length) faults.push("no title")
if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the screen")
if (style.color === style.backgroundColor) faults.push("colours")
if (!self.document$) faults.push("the theme's script")
// What is there for who can use it, and gone where something of the page did not come.
const sizes = document.querySelector(".reading__sizes")
if (sizes && !sizes.getClientRects().length) faults.push("no sizes of the text")
return faults"""


# How wide full-width marks between letters are, of the size of the text.
MARKS = """const found = []
for (const element of document.querySelectorAll("article p, article li")) {
    const text = element.firstChild
    const at = text instanceof Text ? text.data.search(/[\\p{L}][，。：、；][\\p{L}]/u) : -1
    if (at < 0) continue
    const range = document.createRange()
    range.setStart(text, at + 1)
    range.setEnd(text, at + 2)
    const [box] = range.getClientRects()
    if (box) found.push(box.width / parseFloat(getComputedStyle(element).fontSize))
}
return found"""


@in_both_editions
def test_pages_are_read_their_scripts_run_and_marks_are_as_wide_as_a_character(
    reader: Driven, host: Host, edition: str
) -> None:
    faults = []
    for address in KINDS:
        opened(reader, f"{host.address}{ROOTS[edition]}{address}")
        reader.run("dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }))")
        reader.until("self.document$")
        faults += [f"{address}: {fault}" for fault in reader.run(SOUND, edition)]
        if address == "start/urgent/":
            widths = reader.run(MARKS)
            assert len(widths) > 5
            assert [width for width in widths if not 0.95 < width < 1.1] == []
    assert faults == []


def test_the_switch_leads_to_the_same_place_and_back(reader: Driven, host: Host) -> None:
    opened(reader, f"{host.address}start/urgent/#court-papers")
    for edition in (HANS, HANT):
        reader.locator(f".edition-switch a[data-edition={edition}]").click()
        reader.until("document.documentElement.lang === given[0]", edition)
        reader.until(SETTLED)
        reader.until(
            """(top => top > 0 && top < innerHeight)(
            document.getElementById("court-papers")?.getBoundingClientRect().top)"""
        )
        assert reader.run("return location.hash") == "#court-papers"


# What an input method tells a page: each of them in an order of its own.
COMPOSED = """const [selector, steps, text] = given
const box = document.querySelector(selector)
const tell = (type, data) => box.dispatchEvent(new CompositionEvent(type, { data, bubbles: true }))
const typed = (value, isComposing) => {
    box.value = value
    box.dispatchEvent(new InputEvent("input", { data: value, isComposing, bubbles: true }))
}
tell("compositionstart", "")
for (const step of steps) {
    tell("compositionupdate", step)
    typed(step, true)
}
box.dispatchEvent(new KeyboardEvent("keydown", {
    key: "Enter", isComposing: true, keyCode: 229, bubbles: true, cancelable: true }))
tell("compositionend", text)
typed(text, false)"""


def test_a_search_composed_with_an_input_method_opens_its_section(
    reader: Driven, host: Host
) -> None:
    opened(reader, f"{host.address}zh-hans/about/")
    reader.locator(f"{BOX}:visible").click()
    reader.until("document.activeElement.matches(given[0])", BOX)
    reader.run(COMPOSED, BOX, ["z", "zhi", "zhifuling"], "支付令")
    link = f"{RESULT}[href*='#court-papers']"
    reader.until("document.querySelector(given[0])?.getClientRects().length", link)
    # The Enter of the input method was not ours.
    assert reader.run("return location.pathname").endswith("about/")
    # At once: when more of the index has come, the results are drawn anew.
    reader.run(
        "const link = arguments[0]; setTimeout(() => document.querySelector(link).click())", link
    )
    reader.until("location.hash === '#court-papers'")


def type_into(reader: Driven, tool: str) -> None:
    """Fills the tool of the page, by keys and presses."""
    for selector, text, place in TOOLS[tool].steps:
        found = reader.locator(f"{selector}:visible").nth(place)
        if text:
            found.fill(text)
        elif "[value" in selector or "input" in selector:
            found.check()
        else:
            found.click()


def until_shown(reader: Driven, tool: str) -> None:
    _, _, result, shows = TOOLS[tool]
    reader.wait(
        lambda: [each for each in reader.locator(result).all() if shows in each.text()],
        f"{tool}: no {shows} in {result}",
    )


def saved(reader: Driven, kind: str) -> str:
    """The text of the file that a button gives."""
    before = set(reader.folder.iterdir())
    reader.locator(f"[data-do={kind}]:visible").click()

    def found() -> list[Path]:
        new = set(reader.folder.iterdir()) - before
        return [file for file in new if file.suffix == f".{kind}" and file.stat().st_size]

    (file,) = reader.wait(found, f"no file {kind}")
    text = file.read_text(encoding="utf-8-sig")
    file.unlink()
    return text


FILES = {
    "proposal": {"ics": "BEGIN:VCALENDAR", "txt": "9,600", "csv": "800"},
    "log": {"csv": "甲公司", "json": "甲公司"},
}


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_works_from_field_to_file(reader: Driven, host: Host, tool: str) -> None:
    opened(reader, f"{host.address}{TOOLS[tool].address}")
    type_into(reader, tool)
    until_shown(reader, tool)
    for kind, holds in FILES.get(tool, {}).items():
        assert holds in saved(reader, kind)
    # The printing of these browsers would wait for somebody.
    printed = """self.printed = 0
        self.print = () => { printed += 1 }
        document.querySelector("[data-do=print]").click()
        await new Promise(done => setTimeout(done, 100))
        return printed"""
    assert reader.run(printed) == 1
    if tool != "check":
        reader.locator("[data-keep-on]").check()
        reader.until("localStorage.length")
        reader.ask("reload")
        reader.until(SETTLED)
        until_shown(reader, tool)
    # Nothing of one tool for the next; and nobody is asked whether to leave.
    reader.run("localStorage.clear(); sessionStorage.clear()")


STATE = "document.querySelector(`[data-offline] [data-offline-state=${given[0]}]`)"


FORGOTTEN = """
    for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister()
    for (const name of await caches.keys()) await caches.delete(name)
"""


def test_the_guide_is_kept_and_opens_when_the_host_is_gone(reader: Driven, host: Host) -> None:
    """Firefox gives an answer to the early question that is none (worker/network.js)."""
    opened(reader, f"{host.address}start/")
    # What a test before has kept: the browser is the same for all of them.
    reader.run(FORGOTTEN)
    opened(reader, f"{host.address}start/")
    reader.until(STATE, "offer")
    reader.locator("[data-offline] button").click()
    reader.until(STATE, "kept")
    opened(reader, f"{host.address}about/")
    host.stop()
    try:
        for address in ("", "start/urgent/", "tools/evidence-log/"):
            opened(reader, f"{host.address}{address}")
            assert reader.run("return document.documentElement.lang") == HANT
            reader.until(STATE, "stood-in")
        # Of the reader's language.
        opened(reader, f"{host.address}s/start/")
        reader.until("location.href === given[0]", f"{host.address}start/")
        assert TITLES[HANT] in reader.locator("h1").text()
        for edition, says in ((HANT, "這一頁沒有存下來"), (HANS, "这一页没有存下来")):
            opened(reader, f"{host.address}{ROOTS[edition]}print/")
            assert says in reader.locator("h1").text()
            assert reader.run("return location.pathname") == f"/{ROOTS[edition]}print/"
    finally:
        host.start()
    opened(reader, f"{host.address}start/")
    reader.until(STATE, "kept")


def test_paper(reader: Driven, host: Host) -> None:
    """Of WebKit no driver gives it."""
    opened(reader, f"{host.address}start/urgent/")
    if reader.name == "webkit":
        pytest.skip("WebKitWebDriver does not print")
    paper = read(reader.pdf())
    # Firefox rounds up.
    assert {height for _, height in sizes(paper)} == {A4[1]}
    text = plain("".join(page.extract_text() for page in paper.pages))
    assert "120" in text
    assert len(paper.pages) <= 6


# What switches it off: an option of WebKit's, a setting of Firefox's.
OFF = {
    "scripts": ("--enable-javascript=0", ("javascript.enabled", False)),
    "storage": ("--enable-html5-local-storage=0", ("network.cookie.cookieBehavior", 2)),
}


@contextmanager
def without(
    there: Driven, what: str, folder: Path, request: pytest.FixtureRequest
) -> Iterator[Driven]:
    """A browser without scripts, or one that refuses storage."""
    option, setting = OFF[what]
    if there.name == "oldest":
        with oldest(request.getfixturevalue("browser"), folder, what) as other:
            yield other
    elif there.name == "webkit":
        with webkit(folder, option) as other:
            yield other
    else:
        with there.set(*setting):
            yield there


def test_without_scripts_one_reads_and_changes_the_edition(
    there: Driven, host: Host, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with without(there, "scripts", tmp_path, request) as reader:
        reader.go(f"{host.address}start/")
        assert TITLES[HANT] in reader.locator("h1").text()
        reader.locator(f".edition-switch a[data-edition={HANS}]").click()
        reader.until("document.documentElement.lang === given[0]", HANS)
        assert TITLES[HANS] in reader.locator("h1").text()
        reader.go(f"{host.address}tools/budget-worksheet/")
        # The tool is its form on paper.
        assert reader.run("return document.querySelector('[data-tool]').hidden")
        assert reader.run("return document.querySelectorAll('article table').length")
        assert reader.run("return document.querySelectorAll('[data-late]').length")


def test_where_storage_is_refused_it_is_said(
    there: Driven, host: Host, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with without(there, "storage", tmp_path, request) as reader:
        opened(reader, f"{host.address}{TOOLS['budget'].address}")
        type_into(reader, "budget")
        until_shown(reader, "budget")
        reader.locator("[data-keep-on]").check()
        reader.until("document.querySelector('[data-keep-fault]').textContent.trim()")
        assert not reader.run("return document.querySelector('[data-keep-on]').checked")
        # Typed, and nowhere kept: the browser asks before it is left.
        reader.run("document.querySelector('#budget-wage').value = ''")
        reader.go("about:blank")
