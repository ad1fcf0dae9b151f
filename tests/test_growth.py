"""The guide can grow: with five hundred pages more it builds strictly, no limit is passed, and who
reads an old page hardly notices.

With some pages more nothing weighs more but the menu, which names a short part whole: that is
tried at every length. What the search sends first has one limit, which each build keeps to.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bench.grow import Grown, letters
from conftest import HANS, HANT, Site
from mkdocs.structure.nav import Section
from selectolax.lexbor import LexborHTMLParser

from content.menu import AROUND, WHOLE, menu_of

pytestmark = pytest.mark.slow

MORE = 500
# Bytes of a first view that an old page may gain, whatever is added.
GAIN = 200
# A reader sees the whole part that he is in, up to a number of names (content/menu.py): these are
# all that a page may gain besides, and only when the new page is one of its own part.
OPEN_PART = ".menu__open > ul:not(.menu__sections)"
SHEET = re.compile(r'<link rel="stylesheet" href="[^"]*(assets/hashed/[^"]+)">')


def packed(file: Path) -> int:
    return len(zlib.compress(file.read_bytes(), 1))


def first_view(root: Path, page: str) -> int:
    """The packed bytes of a page with its style sheets, without the names of its own part."""
    html = (root / page).read_text(encoding="utf-8")
    tree = LexborHTMLParser(html)
    for part in tree.css(OPEN_PART):
        part.decompose()
    weight = len(zlib.compress((tree.html or "").encode(), 1))
    return weight + sum(packed(root / sheet) for sheet in SHEET.findall(html))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with so many pages more; the build's words stand beside it."""
    folder = tmp_path_factory.mktemp("grown") / "project"
    Grown(len(Grown(0).real) - 1 + MORE, reword=True).write(folder)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "mkdocs-whole.yml"]
    command += ["--site-dir", "site-whole"]
    built = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert built.returncode == 0, built.stderr[-3000:]
    (folder / "log").write_text(built.stderr, encoding="utf-8")
    return folder


def test_no_copy_of_a_page_has_a_figure_of_its_own_in_its_title() -> None:
    """It would have to stand in a fact: a guide of four thousand pages has 38 copies of each."""
    guide = Grown(4000)
    (src, last) = guide.copies[-1]
    front = guide.page(src, last).split("\n---\n")[0]
    title = next(line for line in front.splitlines() if line.startswith("title: "))
    real = (guide.docs / src).read_text(encoding="utf-8")
    assert title.rpartition("（")[0] in real
    assert re.search(r"（[A-Z]+）$", title)
    names = [letters(number) for number in range(1, 800)]
    assert names[:2] + names[25:28] + names[701:703] == ["A", "B", "Z", "AA", "AB", "ZZ", "AAA"]
    assert len(set(names)) == len(names)


def test_a_larger_guide_passes_no_limit(grown: Path) -> None:
    log = (grown / "log").read_text(encoding="utf-8")
    assert "limits: first-view" in log
    assert "over the limit" not in log


def test_old_pages_gain_hardly_anything(grown: Path, site: Site) -> None:
    lists = re.compile(r"(?:topics[a-z0-9-]*|for-agents/links|print)/")
    faults = []
    for edition in (HANT, HANS):
        for page in site.pages(edition):
            path = page.file.relative_to(site.root).as_posix()
            if page.address == "404.html" or lists.match(page.address):
                continue
            before = first_view(site.root, path)
            after = first_view(grown / "site-whole", path)
            if after - before > GAIN:
                faults.append(f"{path}: {before} -> {after}")
    assert faults == []


def test_a_menu_names_a_page_s_own_part_and_no_more_than_is_short(grown: Path) -> None:
    for page in (grown / "site-whole").rglob("index.html"):
        tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
        assert len(tree.css(".menu__open")) <= 1, page
        assert len(tree.css(f"{OPEN_PART} > li")) <= WHOLE, page


@pytest.mark.parametrize("length", [1, 2, AROUND, WHOLE - 1, WHOLE, WHOLE + 1, 3 * WHOLE])
def test_a_menu_of_a_part_of_any_length_names_the_page_and_its_neighbours(length: int) -> None:
    pages: list[Any] = [object() for _ in range(length)]
    part = Section("部分", pages)
    part.active = True
    nav: Any = SimpleNamespace(items=[part], pages=pages, homepage=None)
    for at, page in enumerate(pages):
        (shown,) = menu_of(page, nav).items
        assert isinstance(shown, Section)
        names = shown.children
        assert names[0] is pages[0]
        assert set(pages[max(0, at - AROUND) : at + AROUND + 1]) <= set(names)
        assert len(names) <= (length if length <= WHOLE else 2 * AROUND + 2)
        assert length > WHOLE or names == pages


def test_what_the_first_result_waits_for_grows_no_further_than_its_limit(grown: Path) -> None:
    for folder in ("", "zh-hans/"):
        index = grown / "site-whole" / folder / "search" / "index.json"
        assert packed(index) <= 80_000


def test_pages_of_the_larger_guide_are_in_both_editions_and_found_by_their_short_links(
    grown: Path,
) -> None:
    site = grown / "site-whole"
    copies = sorted(path.relative_to(site) for path in site.glob("more-1/**/index.html"))
    assert len(copies) > 20
    assert [path for path in copies if not (site / "zh-hans" / path).is_file()] == []
    assert '"id":"is-it-real-1"' in (site / "links.json").read_text(encoding="utf-8")
