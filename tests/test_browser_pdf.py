"""The PDF of each edition: A4, bookmarks, page numbers, glyphs in the file, text to search."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import pdfs
import pytest
from conftest import HANS, HANT, PROJECT, Site
from pdfs import plain
from playwright.sync_api import Browser
from pypdf import PdfReader

from delivery.outside import hosts_of
from paper.finish import RADICALS, Unfinished, readable, unified
from paper.pdf import make_pdf

pytestmark = pytest.mark.browser

both = pytest.mark.parametrize("edition", [HANT, HANS])


@pytest.fixture(scope="module")
def files(site: Site, browser: Browser) -> Mapping[str, bytes]:
    """The PDF of each edition."""
    return {HANT: make_pdf(browser, site.root, ""), HANS: make_pdf(browser, site.root, "zh-hans/")}


@pytest.fixture(scope="module")
def readers(files: Mapping[str, bytes]) -> Mapping[str, PdfReader]:
    return {edition: pdfs.read(pdf) for edition, pdf in files.items()}


@both
def test_it_is_a4_without_blank_sheets(readers: Mapping[str, PdfReader], edition: str) -> None:
    reader = readers[edition]
    assert pdfs.sizes(reader) == {pdfs.A4}
    assert 60 <= len(reader.pages) < 100  # overrides/print/ says: not a hundred
    empty = [n for n, text in enumerate(pdfs.texts(reader), 1) if len(text) < 40]
    assert empty == []


@both
def test_it_opens_with_its_title_and_bookmarks_in_its_language(
    readers: Mapping[str, PdfReader], edition: str
) -> None:
    reader = readers[edition]
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
    site: Site, readers: Mapping[str, PdfReader], edition: str
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
    reader = readers[edition]
    marks = pdfs.bookmarks(reader)
    home = [mark for mark in marks if mark.depth == 0][1]
    upper = [m for m in marks if m.depth < 2 and (m.depth == 0 or m.page > home.page + 1)]
    assert [(mark.title, mark.depth) for mark in upper] == wanted
    texts = pdfs.texts(reader)
    for mark in marks:
        assert plain(mark.title) in texts[mark.page - 1], mark
    contents = texts[1]
    for link in tree.css(".paper-contents a"):
        title = titles[link.attributes["href"].removeprefix("#")]
        page = next(m.page for m in marks if m.title == title and m.depth == (title != home.title))
        assert f"{plain(title)}{page}" in contents, title


@both
def test_every_glyph_is_in_the_file(readers: Mapping[str, PdfReader], edition: str) -> None:
    fonts = list(pdfs.fonts(readers[edition]))
    assert fonts
    assert all(embedded for _, embedded in fonts)


@both
def test_its_text_can_be_found_in_its_own_script(
    site: Site, readers: Mapping[str, PdfReader], edition: str
) -> None:
    raw = "".join(page.extract_text() for page in readers[edition].pages)
    assert sorted({char for char in raw if ord(char) in RADICALS}) == []
    text = "".join(pdfs.texts(readers[edition]))
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
    readers: Mapping[str, PdfReader], edition: str
) -> None:
    reader = readers[edition]
    places = {name.removeprefix("/") for name in reader.named_destinations}
    links = list(pdfs.inside_links(reader))
    assert len(links) > 500
    assert [link for link in links if link[1] not in places] == []
    hosts = {*(hosts_of(PROJECT / "docs/_data") or ()), "example.org"}
    for url in pdfs.outside_links(reader):
        assert url.startswith("tel:") or urlsplit(url).hostname in hosts, url


@both
def test_a_reference_says_the_page_it_leads_to(
    site: Site, readers: Mapping[str, PdfReader], edition: str
) -> None:
    texts = "".join(pdfs.texts(readers[edition]))
    pages = {m.title: m.page for m in pdfs.bookmarks(readers[edition]) if m.depth == 1}
    word = {HANT: "頁", HANS: "页"}[edition]
    title = {HANT: "往來紀錄表", HANS: "往来记录表"}[edition]
    said = set(re.findall(rf"{plain(title)}\(第(\d+){word}\)", texts))
    assert said == {str(pages[title])}


def test_the_same_site_gives_the_same_bytes(
    site: Site, browser: Browser, files: Mapping[str, bytes]
) -> None:
    assert make_pdf(browser, site.root, "") == files[HANT]


def test_radicals_become_the_characters_they_look_like() -> None:
    assert unified(0x2F08) == ord("人")
    assert unified(ord("⻔")) == ord("门")
    with pytest.raises(Unfinished, match=r"U\+2E80"):
        unified(0x2E80)
    cmap = (
        "1 beginbfchar\n<05> <2F08>\nendbfchar\n1 beginbfrange\n<06> <07> <2F08>\n<08> <09> <66F8>"
    )
    assert readable(cmap) == (
        "1 beginbfchar\n<05> <4EBA>\nendbfchar\n"
        "1 beginbfrange\n<06> <07> [<4EBA> <513F>]\n<08> <09> <66F8>"
    )
    assert readable("<05> <2F3E>", {"戶": "户"}) == "<05> <6237>"
