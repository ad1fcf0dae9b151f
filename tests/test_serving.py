"""A site that is looked at while it is written: what is made after a change is what a first build
would have made, and no more of it than has changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PROJECT, Elsewhere, contents
from on_site import given
from serving import Desk

from content.library import read_sources

EDITED = "start/urgent/index.html"


def said(html: str) -> str:
    return html.replace("</article>", "<p>先喝口水。</p></article>", 1)


def retitled(html: str) -> str:
    return re.sub(r"(<h1[^>]*>)", r"\1先看：", html, count=1)


def renamed_section(html: str) -> str:
    return re.sub(r'(<h2 id="[^"]+">)', r"\1先看：", html, count=1)


def described(html: str) -> str:
    return html.replace('name="description" content="', 'name="description" content="先看：', 1)


class Served:
    """A copy of the built guide, and the folder that shows it."""

    def __init__(self, raw: Path, folder: Path) -> None:
        written, problems = read_sources(PROJECT / "docs")
        assert problems == []
        raw = shutil.copytree(raw, folder / "raw")
        self.given = given(raw, PROJECT / "docs", "https://example.org/", iter(()), written)
        self.site, self.first = folder / "site", folder / "first"
        self.desk = Desk(self.site)
        self.ask = self.desk.answering(lambda environ, start: [])
        assert self.desk.show(self.given) == []

    def edit(self, change: Callable[[str], str], path: str = EDITED) -> set[str]:
        """Changes a page; the files that are written then."""
        file = self.given.folder / path
        before = file.read_text(encoding="utf-8")
        file.write_text(change(before), encoding="utf-8")
        assert file.read_text(encoding="utf-8") != before
        times = self._times()
        assert self.desk.show(self.given) == []
        now = self._times()
        return {path for path in now if now[path] != times.get(path)}

    def _times(self) -> dict[str, int]:
        files = (file for file in self.site.rglob("*") if file.is_file())
        return {f.relative_to(self.site).as_posix(): f.stat().st_mtime_ns for f in files}

    def as_first(self) -> dict[str, bytes]:
        """What a first build makes of the same."""
        shutil.rmtree(self.first, ignore_errors=True)
        assert Desk(self.first).show(self.given) == []
        return contents(self.first)


@pytest.fixture(scope="module")
def served(elsewhere: Elsewhere, tmp_path_factory: pytest.TempPathFactory) -> Served:
    return Served(elsewhere.raw, tmp_path_factory.mktemp("served"))


def test_the_search_is_made_when_a_page_asks_for_it(served: Served) -> None:
    index = served.site / "search/index.json"
    assert not index.exists()
    served.ask({"PATH_INFO": "/start/urgent/"}, print)
    assert not index.exists()
    served.ask({"PATH_INFO": "/zh-hans/search/index.json"}, print)
    made = index.stat().st_mtime_ns
    served.ask({"PATH_INFO": "/search/index.json"}, print)
    assert index.stat().st_mtime_ns == made


def test_of_a_page_that_says_something_new_nothing_else_is_written(served: Served) -> None:
    assert served.edit(said) == {EDITED, f"zh-hans/{EDITED}"}
    served.ask({"PATH_INFO": "/search/index.json"}, print)
    assert contents(served.site) == served.as_first()


def test_what_others_say_of_a_page_follows_and_a_promise_that_breaks_is_told(
    served: Served,
) -> None:
    assert "titles.json" in served.edit(retitled)
    assert "s/urgent/index.html" in served.edit(renamed_section)
    assert "links.json" in served.edit(described)
    served.ask({"PATH_INFO": "/search/index.json"}, print)
    first = served.as_first()
    assert contents(served.site) == first
    # Until it is kept again, each time.
    page = served.given.folder / EDITED
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r'<h2 id="[^"]+">', "<h2>", text), encoding="utf-8")
    for _ in range(2):
        told = served.desk.show(served.given)
        assert any("are gone" in problem.message for problem in told)
    page.write_text(text, encoding="utf-8")
    assert served.desk.show(served.given) == []
    served.ask({"PATH_INFO": "/search/index.json"}, print)
    assert contents(served.site) == first
