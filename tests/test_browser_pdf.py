"""The PDF of each edition: A4, bookmarks, page numbers, glyphs in the file, text to search.

Of the first edition the whole; of the second, which has the same markup and differs in its words
and letters, some chapters. That all its letters are in the font is looked up in that.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pdfs
import pytest
from conftest import HANS, HANT, PROJECT, Site
from fontTools.ttLib import TTFont
from made_once import digest, made_once
from pdfs import plain
from playwright.sync_api import Browser
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from selectolax.lexbor import LexborHTMLParser
from trees import attribute, first

from base.languages import EDITIONS
from content.library import read_sources
from delivery.outbound import hosts_of
from links.pictures import FACES, FONT
from paper.finish import Unfinished, finished
from paper.pdf import make_pdf
from paper.stamp import stamp_of

both = pytest.mark.parametrize("edition", [HANT, HANS])
# What overrides/print.html says of the number of sheets, and what that may mean.
SAID, MEANT = "一共幾百張", range(200, 1000)


# Parts of characters, which look like some of them, and which no search finds.
RADICALS = range(0x2E80, 0x2FE0)
# Inside links that there are, at least; and somewhat fewer paragraphs.
LEAST = {HANT: 500, HANS: 50}
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

# Of several kinds, the first of a part with others of it; some refer to another.
CHAPTERS = (
    *("home", "start", "which-way", "is-it-real", "urgent", "channels", "documents", "tools"),
    *("sms-check", "budget-worksheet", "call-script", "evidence-log", "principles"),
)


def some_chapters(html: str) -> str:
    """The document for paper with these chapters, and no link to another."""
    tree = LexborHTMLParser(html)
    for chapter in tree.css(".paper-chapter"):
        name = attribute(first(chapter, "header"), "id")
        if name.removesuffix("--page-head") not in CHAPTERS:
            chapter.decompose()
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    for link in tree.css("a[href^='#']"):
        if (link.attributes["href"] or "").removeprefix("#") not in ids:
            link.unwrap()
    # In the contents a part, or a chapter, that has no link any more.
    for item in tree.css(".paper-contents li"):
        if not item.css("a"):
            item.decompose()
    assert len(tree.css(".paper-contents a")) == len(tree.css(".paper-chapter")) == len(CHAPTERS)
    return tree.html or ""


@pytest.fixture(scope="module")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with as much of it as the PDF of the second edition needs."""
    folder = tmp_path_factory.mktemp("chapters")
    shutil.copytree(site.root / "assets", folder / "assets")
    shutil.copy(site.root / "index.html", folder)
    page = folder / "zh-hans/print/index.html"
    page.parent.mkdir(parents=True)
    page.write_text(some_chapters(site.page(HANS, "print/").html), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def paper(site: Site, browser: Browser, folder: Path) -> GivePaper:
    """The PDF of each edition, made when it is asked for."""
    given: dict[str, Paper] = {}

    def paper(edition: str) -> Paper:
        def make(kept: Path) -> None:
            root = site.root if edition == HANT else folder
            (kept / "pdf").write_bytes(make_pdf(browser, root, EDITIONS[edition]))

        if edition not in given:
            key = digest(site.digest, browser.version, edition == HANS and CHAPTERS)
            given[edition] = Paper((made_once(f"pdf-{edition}", key, make) / "pdf").read_bytes())
        return given[edition]

    return paper


@pytest.fixture(scope="module")
def document(site: Site, folder: Path) -> Callable[[str], LexborHTMLParser]:
    """What the PDF of an edition was made of."""
    short = (folder / "zh-hans/print/index.html").read_text(encoding="utf-8")
    known = {HANT: site.page(HANT, "print/").tree, HANS: LexborHTMLParser(short)}
    return known.__getitem__


GiveDocument = Callable[[str], LexborHTMLParser]


@both
def test_it_is_a4_without_blank_sheets(paper: GivePaper, edition: str) -> None:
    given = paper(edition)
    assert pdfs.sizes(given.reader) == {pdfs.A4}
    empty = [n for n, text in enumerate(given.texts, 1) if len(text) < 40]
    assert empty == []


def test_it_has_as_many_sheets_as_the_page_says(paper: GivePaper, site: Site) -> None:
    assert SAID in first(site.page(HANT, "print/").tree, ".paper-hint").text()
    assert len(paper(HANT).texts) in MEANT


@both
def test_each_of_its_letters_is_in_the_font_that_it_is_given(site: Site, edition: str) -> None:
    """Of the whole document; what is not there the browser takes from the system."""
    package, name = FONT
    with (
        as_file(files(package) / name) as path,
        TTFont(path, fontNumber=FACES[edition], lazy=True) as font,
    ):
        known = font.getBestCmap()
    text = first(site.page(edition, "print/").tree, "main").text()
    assert len(text) > 100_000
    assert {char for char in text if not char.isspace() and ord(char) not in known} == set()


@both
def test_it_opens_with_its_title_and_bookmarks_in_its_language(
    paper: GivePaper, edition: str
) -> None:
    reader = paper(edition).reader
    root: Any = reader.trailer["/Root"].get_object()
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
    document: GiveDocument, paper: GivePaper, edition: str
) -> None:
    tree = document(edition)
    titles = {
        n.attributes["id"]: first(n, "h2, h3").text() for n in tree.css(".paper-chapter > header")
    }
    wanted = [("整份目錄" if edition == HANT else "整份目录", 0)]
    for item in tree.css(".paper-contents > ol > li"):
        part = item.css_first("span")
        if part is not None:
            wanted.append((part.text(), 0))
        for link in item.css("a"):
            title = titles[attribute(link, "href").removeprefix("#")]
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
        title = titles[attribute(link, "href").removeprefix("#")]
        page = next(m.page for m in marks if m.title == title and m.depth == (title != home.title))
        assert f"{plain(title)}{page}" in contents, title


@both
def test_its_letters_are_of_two_real_fonts_in_the_file(paper: GivePaper, edition: str) -> None:
    assert list(pdfs.fonts(paper(edition).reader)) == [("/Type0", True)] * 2
    assert len(paper(edition).content) < MOST


@both
def test_it_says_which_text_it_has(paper: GivePaper, site: Site, edition: str) -> None:
    page = site.page(edition, "print/").tree
    text = first(page, 'meta[name="guide:text"]').attributes["content"]
    assert stamp_of(paper(edition).content) == text


@both
def test_its_text_can_be_found_in_its_own_script(
    document: GiveDocument, paper: GivePaper, edition: str
) -> None:
    given = paper(edition)
    assert sorted({char for char in "".join(given.raw) if ord(char) in RADICALS}) == []
    text = "".join(given.texts)
    # Paragraphs that nothing is added to on paper; those cut by the end of a sheet are missed.
    paragraphs = [
        plain(node.text())
        for node in document(edition).css(".paper p")
        if not node.css("a, span, code, br, strong, time, q")
    ]
    found = [paragraph for paragraph in paragraphs if paragraph in text]
    assert len(paragraphs) > LEAST[edition] * 4 // 5
    assert len(found) / len(paragraphs) > 0.95


@both
def test_links_lead_to_places_in_the_file_or_to_the_site_and_its_sources(
    paper: GivePaper, edition: str
) -> None:
    reader = paper(edition).reader
    places = {name.removeprefix("/") for name in reader.named_destinations}
    links = list(pdfs.inside_links(reader))
    assert len(links) > LEAST[edition]
    assert [link for link in links if link[1] not in places] == []
    facts = read_sources(PROJECT / "docs")[0].library.facts
    hosts = {*hosts_of(facts.values()), "example.org"}
    for url in pdfs.outside_links(reader):
        assert url.startswith("tel:") or urlsplit(url).hostname in hosts, url


@both
def test_a_reference_says_the_page_it_leads_to(paper: GivePaper, edition: str) -> None:
    texts = "".join(paper(edition).texts)
    pages = {mark.title: mark.page for mark in paper(edition).bookmarks if mark.depth == 1}
    word = {HANT: "頁", HANS: "页"}[edition]
    title = {HANT: "往來紀錄表", HANS: "往来记录表"}[edition]
    said = set(re.findall(rf"{plain(title)}\(第(\d+){word}\)", texts))
    assert said == {str(pages[title])}


def test_the_same_pages_give_the_same_bytes(
    browser: Browser, folder: Path, paper: GivePaper
) -> None:
    assert make_pdf(browser, folder, EDITIONS[HANS]) == paper(HANS).content


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
