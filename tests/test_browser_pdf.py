"""The PDF of each edition: A4, bookmarks, page numbers, glyphs in the file, text to search."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import pdfs
import pytest
from conftest import HANS, HANT, PROJECT, Site
from made_once import digest, made_once
from pdfs import plain
from playwright.sync_api import Browser
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from base.languages import EDITIONS
from content.library import read_sources
from delivery.outbound import hosts_of
from paper.finish import Unfinished, finished
from paper.pdf import make_pdf
from paper.stamp import stamp_of

both = pytest.mark.parametrize("edition", [HANT, HANS])
# What overrides/print.html says of the number of sheets.
SAID = {"不到一百張": 100, "不到兩百張": 200, "不到三百張": 300, "不到四百張": 400}


# Parts of characters, which look like some of them, and which no search finds.
RADICALS = range(0x2E80, 0x2FE0)
# Bytes; a drawing for each letter took three times as much.
MOST = 5_000_000


@dataclass(frozen=True)
class Paper:
    """The PDF of an edition."""

    content: bytes

    @cached_property
    def reader(self) -> PdfReader:
        return pdfs.read(self.content)

    @cached_property
    def raw(self) -> list[str]:
        """The text of each sheet."""
        return pdfs.raw_texts(self.reader)

    @cached_property
    def texts(self) -> list[str]:
        """The same without blanks."""
        return [plain(text) for text in self.raw]

    @cached_property
    def bookmarks(self) -> list[pdfs.Bookmark]:
        return pdfs.bookmarks(self.reader)


GivePaper = Callable[[str], Paper]


@pytest.fixture(scope="module")
def paper(site: Site, browser: Browser) -> GivePaper:
    """The PDF of each edition, made when it is asked for."""
    key = digest(site.digest, browser.version)
    given: dict[str, Paper] = {}

    def paper(edition: str) -> Paper:
        def make(folder: Path) -> None:
            (folder / "pdf").write_bytes(make_pdf(browser, site.root, EDITIONS[edition]))

        if edition not in given:
            folder = made_once(f"pdf-{edition}", key, make)
            given[edition] = Paper((folder / "pdf").read_bytes())
        return given[edition]

    return paper


@both
def test_it_is_a4_without_blank_sheets(paper: GivePaper, site: Site, edition: str) -> None:
    given = paper(edition)
    assert pdfs.sizes(given.reader) == {pdfs.A4}
    hint = site.page(HANT, "print/").tree.css_first(".paper-hint").text()
    (limit,) = [number for words, number in SAID.items() if words in hint]
    assert limit - 100 <= len(given.texts) < limit
    empty = [n for n, text in enumerate(given.texts, 1) if len(text) < 40]
    assert empty == []


@both
def test_it_opens_with_its_title_and_bookmarks_in_its_language(
    paper: GivePaper, edition: str
) -> None:
    reader = paper(edition).reader
    root = reader.trailer["/Root"].get_object()
    assert root["/Lang"] == edition
    assert root["/PageMode"] == "/UseOutlines"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert (
        reader.metadata.title
        == {HANT: "逾期協商指南：整份指南", HANS: "逾期协商指南：整份指南"}[edition]
    )


@both
def test_bookmarks_are_the_contents_and_lead_where_those_say(
    site: Site, paper: GivePaper, edition: str
) -> None:
    tree = site.page(edition, "print/").tree
    titles = {
        n.attributes["id"]: n.css_first("h2, h3").text()
        for n in tree.css(".paper-chapter > header")
    }
    wanted = [("整份目錄" if edition == HANT else "整份目录", 0)]
    for item in tree.css(".paper-contents > ol > li"):
        part = item.css_first("span")
        if part is not None:
            wanted.append((part.text(), 0))
        for link in item.css("a"):
            title = titles[link.attributes["href"].removeprefix("#")]
            wanted.append((title, 1 if part is not None else 0))
    marks = paper(edition).bookmarks
    home = [mark for mark in marks if mark.depth == 0][1]
    # The start page is a chapter without a part: its own sections stand one level higher.
    behind = marks.index(home) + 1
    following = next(n for n, m in enumerate(marks[behind:], behind) if m.depth == 0)
    upper = [m for m in marks[:behind] + marks[following:] if m.depth < 2]
    assert [(mark.title, mark.depth) for mark in upper] == wanted
    texts = paper(edition).texts
    for mark in marks:
        assert plain(mark.title) in texts[mark.page - 1], mark
    contents = "".join(texts[1 : home.page - 1])
    for link in tree.css(".paper-contents a"):
        title = titles[link.attributes["href"].removeprefix("#")]
        page = next(m.page for m in marks if m.title == title and m.depth == (title != home.title))
        assert f"{plain(title)}{page}" in contents, title


@both
def test_its_letters_are_of_two_real_fonts_in_the_file(paper: GivePaper, edition: str) -> None:
    assert list(pdfs.fonts(paper(edition).reader)) == [("/Type0", True)] * 2
    assert len(paper(edition).content) < MOST


@both
def test_it_says_which_text_it_has(paper: GivePaper, site: Site, edition: str) -> None:
    page = site.page(edition, "print/").tree
    text = page.css_first('meta[name="guide:text"]').attributes["content"]
    assert stamp_of(paper(edition).content) == text


@both
def test_its_text_can_be_found_in_its_own_script(
    site: Site, paper: GivePaper, edition: str
) -> None:
    given = paper(edition)
    assert sorted({char for char in "".join(given.raw) if ord(char) in RADICALS}) == []
    text = "".join(given.texts)
    # Paragraphs that nothing is added to on paper; those cut by the end of a sheet are missed.
    paragraphs = [
        plain(node.text())
        for node in site.page(edition, "print/").tree.css(".paper p")
        if not node.css("a, span, code, br, strong, time, q")
    ]
    found = [paragraph for paragraph in paragraphs if paragraph in text]
    assert len(paragraphs) > 400
    assert len(found) / len(paragraphs) > 0.95


@both
def test_links_lead_to_places_in_the_file_or_to_the_site_and_its_sources(
    paper: GivePaper, edition: str
) -> None:
    reader = paper(edition).reader
    places = {name.removeprefix("/") for name in reader.named_destinations}
    links = list(pdfs.inside_links(reader))
    assert len(links) > 500
    assert [link for link in links if link[1] not in places] == []
    facts = read_sources(PROJECT / "docs")[0].library.facts
    hosts = {*hosts_of(facts.values()), "example.org"}
    for url in pdfs.outside_links(reader):
        assert url.startswith("tel:") or urlsplit(url).hostname in hosts, url


@both
def test_a_reference_says_the_page_it_leads_to(site: Site, paper: GivePaper, edition: str) -> None:
    texts = "".join(paper(edition).texts)
    pages = {mark.title: mark.page for mark in paper(edition).bookmarks if mark.depth == 1}
    word = {HANT: "頁", HANS: "页"}[edition]
    title = {HANT: "往來紀錄表", HANS: "往来记录表"}[edition]
    said = set(re.findall(rf"{plain(title)}\(第(\d+){word}\)", texts))
    assert said == {str(pages[title])}


def test_the_same_pages_give_the_same_bytes(site: Site, browser: Browser, tmp_path: Path) -> None:
    """Three chapters of them, since the whole guide takes its time."""
    shutil.copytree(site.root / "assets", tmp_path / "assets")
    shutil.copy(site.root / "index.html", tmp_path)
    html = (site.root / "print/index.html").read_text(encoding="utf-8")
    head, *chapters = re.split(r'(?=<section class="paper-chapter)', html)
    assert len(chapters) > 40
    end = chapters[-1].rindex("</section>") + len("</section>")
    (tmp_path / "print").mkdir()
    short = "".join([head, *chapters[1:4], chapters[-1][end:]])
    (tmp_path / "print/index.html").write_text(short, encoding="utf-8")
    assert make_pdf(browser, tmp_path, "") == make_pdf(browser, tmp_path, "")


@pytest.mark.parametrize("font", [{"/Subtype": "/Type3"}, {"/BaseFont": "/AAAAAA+DejaVuSans"}])
def test_letters_that_only_the_system_has_are_named(font: dict[str, str]) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(*pdfs.A4)
    described = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): described})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = io.BytesIO()
    writer.write(content)
    with pytest.raises(Unfinished, match="letters are of the system"):
        finished(content.getvalue(), "", "2026-11-23", "", [])
