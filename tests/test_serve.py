"""`make serve` shows a change in both editions, writes no more than that, and lives through an
author's mistake."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import PROJECT
from hosts import free_port
from mkdocs.config import load_config
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from search.packed import unpack

pytestmark = pytest.mark.slow

PATIENCE = 120  # seconds; what it takes is printed, not asserted


class Server:
    """A running `mkdocs serve` on a copy of the project."""

    def __init__(self, project: Path, log: Path, **variables: str) -> None:
        self.project, self.log = project, log
        self.root = f"http://127.0.0.1:{free_port()}"
        address = self.root.removeprefix("http://")
        command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--no-strict"]
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [*command, "--dev-addr", address],
                cwd=project,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **variables},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(f"{self.root}/{path}", timeout=10) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, TimeoutError):
            # It answers no request as long as it builds.
            return ""

    def search_says(self, text: str) -> bool:
        """Whether the text of some page, as the search has it, holds this."""
        for name in ("index.json", *(f"text-{number}.json" for number in range(1, 99))):
            try:
                with urllib.request.urlopen(f"{self.root}/search/{name}", timeout=30) as answer:
                    if text in unpack(answer.read())[0]:
                        return True
            except urllib.error.HTTPError:
                return False
        return False

    def wait(self, seen: Callable[[], bool]) -> float:
        """Seconds until `seen`; fails with the log when patience ends."""
        start = time.monotonic()
        while not seen():
            assert time.monotonic() - start < PATIENCE, self.log.read_text()
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        return time.monotonic() - start

    def shows(self, hant: str, hans: str) -> bool:
        return hant in self.get("start/") and hans in self.get("zh-hans/start/")


def copied(project: Path) -> Path:
    """A copy of the project, with a sentence that a test may change whatever authors write."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(PROJECT / name, project / name)
    shutil.copy(PROJECT / "mkdocs.yml", project)
    for name in ("start/index.md", "start/urgent.md"):
        page = project / "docs" / name
        text, step, last = page.read_text(encoding="utf-8").rpartition("[下一步：")
        page.write_text(f"{text}喝口水，寫下{name[6:8]}影本。\n\n{step}{last}", encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A running `mkdocs serve` as `make serve` starts it, on a copy of the project, and the folder
    that it shows."""
    project = copied(tmp_path_factory.mktemp("project"))
    temporary = tmp_path_factory.mktemp("temporary")
    log = tmp_path_factory.mktemp("log") / "serve.log"
    server = Server(project, log, TMPDIR=str(temporary))
    try:
        server.wait(lambda: server.shows("喝口水，寫下", "喝口水，写下"))
        (site,) = temporary.glob("mkdocs_*")
        yield server, site
    finally:
        server.process.terminate()
        server.process.wait(timeout=20)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def times(site: Path, below: str = "") -> dict[str, int]:
    files = (file for file in (site / below).rglob("*") if file.is_file())
    found = {f.relative_to(site).as_posix(): f.stat().st_mtime_ns for f in files}
    return {path: time for path, time in found.items() if below or not path.startswith(".raw/")}


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def own(sheet: str) -> bool:
    """Whether a style sheet is one of ours, and none of the theme's."""
    return (PROJECT / "docs/assets/stylesheets" / sheet).is_file()


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {path for path in after if before.get(path) != after[path]}


def test_a_page_that_an_author_changes_is_all_that_is_written(
    server: tuple[Server, Path],
) -> None:
    serve, site = server
    before, pages = times(site), times(site, ".raw")
    edit(serve.project / "docs/start/index.md", "喝口水，", "喝口溫開水，")
    took = serve.wait(lambda: serve.shows("喝口溫開水", "喝口温开水"))
    print(f"a changed page: {took:.1f} s")
    built = {path for path in changed(pages, times(site, ".raw")) if path.endswith(".html")}
    # MkDocs itself makes the page for lost readers anew each time.
    assert built == {".raw/start/index.html", ".raw/404.html"}
    # Texts and the whole guide on paper are for readers only.
    assert changed(before, times(site)) == {"start/index.html", "zh-hans/start/index.html"}
    # The search's data is made when it is asked for.
    assert serve.search_says("喝口溫開水")
    # The page knows the titles of those that MkDocs has not read again.
    for root in ("", "zh-hans/"):
        page = LexborHTMLParser(serve.get(f"{root}start/"))
        titles = [node.text(strip=True) for node in page.css(".menu a")]
        assert len(titles) > 10
        assert not {"", "None"} & set(titles)


def test_what_only_some_pages_need_has_the_last_word(server: tuple[Server, Path]) -> None:
    """As in what is built: a card of the home page keeps its room for the icon."""
    serve, site = server
    folder = "assets/stylesheets/"
    common = load_config(str(serve.project / "mkdocs.yml")).extra_css
    kinds = 0
    for file in sorted((site / ".raw").rglob("*.html")):
        links = LexborHTMLParser(text_of(file)).css("link[rel=stylesheet]")
        ours = [(link.attributes["href"] or "").partition(folder)[2] for link in links]
        ours = [f"{folder}{name}" for name in ours if f"{folder}{name}" in common or own(name)]
        assert ours[: len(common)] == common, file
        kinds += len(ours) > len(common)
    # Forms, the desk, the home page, pages with figures, pages in simple words.
    assert kinds >= 15


def test_no_script_fails_where_an_author_looks(
    server: tuple[Server, Path], browser: Browser
) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    for address in ("", "start/urgent/", "zh-hans/tools/budget-worksheet/", "for-agents/links/"):
        page.goto(f"{server[0].root}/{address}")
        # What waits for the page to be drawn begins half a second later at the latest.
        page.wait_for_timeout(700)
    page.close()
    assert faults == []


def test_a_title_that_an_author_changes_is_in_all_lists_at_once(
    server: tuple[Server, Path],
) -> None:
    serve, site = server
    pages = times(site, ".raw")
    source = serve.project / "docs/start/is-it-real.md"
    edit(source, "title: 這條逾期短信是真的嗎", "title: 這條逾期短信真不真")
    serve.wait(lambda: "这条逾期短信真不真" in serve.get("zh-hans/topics/"))
    built = {path for path in changed(pages, times(site, ".raw")) if path.endswith(".html")}
    assert built == {path for path in pages if path.endswith(".html")}


def test_data_that_an_author_changes_is_on_all_pages_at_once(
    server: tuple[Server, Path],
) -> None:
    serve, site = server
    before, pages = times(site), times(site, ".raw")
    terms = serve.project / "docs/_data/terms.yml"
    word = "复印本"
    edit(terms, "- from: 影本\n  to: 复印件", f"- from: 影本\n  to: {word}")
    took = serve.wait(lambda: word in serve.get("zh-hans/channels/documents/"))
    print(f"a changed term: {took:.1f} s")
    built = {path for path in changed(pages, times(site, ".raw")) if path.endswith(".html")}
    assert built == {path for path in pages if path.endswith(".html")}
    # Of the pages of the site those are written that say it.
    now = {path for path in changed(before, times(site)) if path.endswith(".html")}
    says = {path for path in before if path.endswith(".html") and word in text_of(site / path)}
    assert "zh-hans/channels/documents/index.html" in now
    assert now == says


def test_a_mistake_is_named_and_the_server_goes_on_when_it_is_mended(
    server: tuple[Server, Path],
) -> None:
    serve, _ = server
    page = serve.project / "docs/start/urgent.md"
    edit(page, "section: start\n", "section: star\n")
    serve.wait(lambda: "must be one of home, start" in serve.log.read_text())
    assert "Traceback" not in serve.log.read_text()
    edit(page, "section: star\n", "section: start\n")
    edit(page, "喝口水，", "喝口水，別的等等，")
    serve.wait(lambda: "喝口水，别的等等" in serve.get("zh-hans/start/urgent/"))


def test_short_links_are_served_and_name_the_server(
    server: tuple[Server, Path],
) -> None:
    serve, _ = server
    assert "data-pass-on" in serve.get("s/urgent/")
    assert f'"short":"{serve.root}/s/urgent/"' in serve.get("links.json")
