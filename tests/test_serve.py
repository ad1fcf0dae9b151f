"""`mkdocs serve` shows a change in both editions, and lives through an author's mistake."""

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

from search.packed import unpack

PATIENCE = 120  # seconds; what it takes is printed, not asserted


class Server:
    """A running `mkdocs serve` on a copy of the project."""

    def __init__(self, project: Path, log: Path, *options: str, **variables: str) -> None:
        self.project, self.log = project, log
        self.root = f"http://127.0.0.1:{free_port()}"
        address = self.root.removeprefix("http://")
        command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--dev-addr", address]
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [*command, *options],
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
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    project = copied(tmp_path_factory.mktemp("project"))
    server = Server(project, tmp_path_factory.mktemp("log") / "serve.log")
    try:
        server.wait(lambda: server.shows("喝口水，寫下", "喝口水，写下"))
        yield server
    finally:
        server.process.terminate()
        server.process.wait(timeout=20)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_changed_page_is_shown_in_both_editions(server: Server) -> None:
    edit(server.project / "docs/start/index.md", "喝口水，", "喝口溫開水，")
    took = server.wait(lambda: server.shows("喝口溫開水", "喝口温开水"))
    print(f"a changed page: {took:.1f} s")
    # Made when it is asked for.
    assert server.search_says("喝口溫開水")


def test_a_changed_term_is_shown(server: Server) -> None:
    terms = server.project / "docs/_data/terms.yml"
    edit(terms, "- from: 影本\n  to: 复印件", "- from: 影本\n  to: 复印本")
    took = server.wait(lambda: "ur复印本" in server.get("zh-hans/start/urgent/"))
    print(f"a changed term: {took:.1f} s")
    edit(terms, "- from: 影本\n  to: 复印本", "- from: 影本\n  to: 复印件")
    server.wait(lambda: "ur复印件" in server.get("zh-hans/start/urgent/"))


def test_a_mistake_is_named_and_the_server_goes_on_when_it_is_mended(server: Server) -> None:
    page = server.project / "docs/start/urgent.md"
    edit(page, "section: start\n", "section: star\n")
    server.wait(lambda: "must be one of home, start" in server.log.read_text())
    assert "Traceback" not in server.log.read_text()
    edit(page, "section: star\n", "section: start\n")
    edit(page, "喝口水，", "喝口水，別的等等，")
    server.wait(lambda: "喝口水，别的等等" in server.get("zh-hans/start/urgent/"))


def test_short_links_are_served_and_name_the_server(server: Server) -> None:
    assert "data-pass-on" in server.get("s/urgent/")
    assert f'"short":"{server.root}/s/urgent/"' in server.get("links.json")
