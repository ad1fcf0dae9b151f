"""The PDF of each edition: that of some chapters is without a fault, and faults are found.

`make pdf` looks for the same faults in that of the whole guide (paper_check.py), which takes a
minute of the processor, and writes none that has one. That all letters are in the font is looked
up here in the whole document.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pikepdf
import pytest
from conftest import HANS, HANT, PROJECT, Site
from faulty import assert_said
from fontTools.ttLib import TTFont
from made_once import digest, made_once
from paper_check import SAID, Paper, faults_of, number_of_sheets
from playwright.sync_api import Browser
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from selectolax.lexbor import LexborHTMLParser
from trees import attribute, first

from base.languages import EDITIONS
from content.library import read_sources
from delivery.outbound import hosts_of
from links.pictures import FACES, FONT
from paper.finish import Unfinished, finished
from paper.pdf import make_pdf

both = pytest.mark.parametrize("edition", [HANT, HANS])
GivePaper = Callable[[str], Paper]

# Of several kinds, the first of a part with others of it; some refer to another.
CHAPTERS = ("home", "start", "urgent", "tools", "sms-check", "call-script", "evidence-log")


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
    """A site with as much of it as the PDFs of those chapters need."""
    folder = tmp_path_factory.mktemp("chapters")
    shutil.copytree(site.root / "assets", folder / "assets")
    shutil.copy(site.root / "index.html", folder)
    for edition, root in EDITIONS.items():
        page = folder / root / "print/index.html"
        page.parent.mkdir(parents=True)
        page.write_text(some_chapters(site.page(edition, "print/").html), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def paper(site: Site, browser: Browser, folder: Path) -> GivePaper:
    """The PDF of those chapters in each edition, made when it is asked for."""

    def paper(edition: str) -> Paper:
        def make(kept: Path) -> None:
            (kept / "pdf").write_bytes(make_pdf(browser, folder, EDITIONS[edition]))

        key = digest(site.digest, browser.version, CHAPTERS)
        content = (made_once(f"pdf-{edition}", key, make) / "pdf").read_bytes()
        page = folder / EDITIONS[edition] / "print/index.html"
        return Paper(content, LexborHTMLParser(page.read_text(encoding="utf-8")))

    return paper


@pytest.fixture(scope="module")
def hosts() -> frozenset[str]:
    """Those of the sources that facts link."""
    return hosts_of(read_sources(PROJECT / "docs")[0].library.facts.values())


@both
def test_it_is_without_a_fault(paper: GivePaper, hosts: frozenset[str], edition: str) -> None:
    assert list(faults_of(paper(edition), hosts)) == []


def spoiled(pdf: bytes) -> bytes:
    """A PDF in which much is wrong."""
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.Root.Lang = "en"
        fonts = file.pages[2].Resources.Font
        _, font = next(iter(fonts.items()))
        fonts.Other = file.make_indirect(pikepdf.Dictionary(dict(font.items())))
        letters = font.ToUnicode.read_bytes()
        radical = re.sub(rb"(beginbfchar\n<\w+>) <\w+>", rb"\1 <2F00>", letters, count=1)
        assert radical != letters
        font.ToUnicode.write(radical)
        links = [link for page in file.pages for link in page.get("/Annots", ())]
        inside = next(link for link in links if "/Dest" in link)
        inside.Dest = pikepdf.Name("/nowhere")
        outside = next(link for link in links if "/URI" in link.get("/A", {}))
        outside.A.URI = "https://elsewhere.test/"
        # What stood behind the contents stands a sheet later than these say.
        file.pages.insert(3, pikepdf.Page(file.add_blank_page(page_size=(595, 700))))
        file.save(content)
    return content.getvalue()


# Of each kind one; numbers and names are left out.
FAULTS = [
    "sheets of …, not A… alone",
    "sheet … is empty",
    "it says of itself ('en', …",
    "its fonts are …, not two real ones that are in the file",
    "… to a sheet that does not say so",
    "the contents do not say the page of …",
    "parts of characters in the place of these: ['⼀']",
    "sheet …: a link to nowhere, which is nowhere",
    "a link to https://elsewhere.test/",
    "references to 往來紀錄表, page …, name the pages …",
]


def test_faults_of_a_pdf_are_named(paper: GivePaper, hosts: frozenset[str]) -> None:
    good = paper(HANT)
    found = faults_of(Paper(spoiled(good.content), good.document), hosts)
    kinds = dict.fromkeys(re.sub(r"^Bookmark.*?leads|(?<=page of ).*|\d+", "…", f) for f in found)
    assert_said(list(kinds), FAULTS)
    assert_said(list(number_of_sheets(good)), [f"{len(good.texts)} sheets, … page says {SAID}"])


OTHER = {
    "words": ("。</p>", "！</p>", ["of … paragraphs … are found"]),
    "stamp": ('name="guide:text" content="', "\\g<0>0", ["it has the text …, the page has 0…"]),
    "title": ("通話稿", "別的稿", ["bookmarks: … where the contents say …"]),
}


@pytest.mark.parametrize(("old", "new", "says"), OTHER.values(), ids=OTHER)
def test_a_pdf_of_another_document_is_told_from_it(
    paper: GivePaper, hosts: frozenset[str], old: str, new: str, says: list[str]
) -> None:
    html = re.sub(old, new, paper(HANT).document.html or "")
    other = Paper(paper(HANT).content, LexborHTMLParser(html))
    assert_said(list(faults_of(other, hosts)), says)


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


def test_the_same_pages_give_the_same_bytes(
    browser: Browser, folder: Path, paper: GivePaper
) -> None:
    assert make_pdf(browser, folder, EDITIONS[HANS]) == paper(HANS).content


@pytest.mark.parametrize("font", [{"/Subtype": "/Type3"}, {"/BaseFont": "/AAAAAA+DejaVuSans"}])
def test_letters_that_only_the_system_has_are_named(font: dict[str, str]) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    described = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): described})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = io.BytesIO()
    writer.write(content)
    with pytest.raises(Unfinished, match="letters are of the system"):
        finished(content.getvalue(), "", "2026-11-23", "", [])
