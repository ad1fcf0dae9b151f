"""What the PDF of an edition must be: A4, bookmarks, page numbers, glyphs in the file, text to
search. `make pdf` looks for faults in each before it is written, the tests in some chapters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import pdfs
from pdfs import plain
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser
from trees import attribute, first

from paper.stamp import stamp_of
from paper.whole_guide import TEXT

# What overrides/print.html says of the number of sheets, and what that may mean.
SAID, MEANT = "一共幾百張", range(200, 1000)
WORDS = {
    "zh-Hant": ("逾期協商指南：整份指南", "整份目錄", "頁"),
    "zh-Hans": ("逾期协商指南：整份指南", "整份目录", "页"),
}
# Parts of characters, which look like some of them, and which no search finds.
RADICALS = range(0x2E80, 0x2FE0)
# Bytes for the letters, and for each chapter; a drawing for each letter took three times as much.
MOST_LETTERS, MOST_CHAPTER = 1_500_000, 35_000
# On a sheet less is an accident.
LEAST_LETTERS = 40
# Inside links, and paragraphs that nothing is added to on paper, there are for each chapter at
# least; and how many of these are not cut by the end of a sheet.
LEAST_LINKS, LEAST_PARAGRAPHS, WHOLE = 4, 3, 0.95


@dataclass(frozen=True)
class Paper:
    """A PDF, and the page of the built site that it was made of."""

    content: bytes
    document: LexborHTMLParser

    @cached_property
    def edition(self) -> str:
        return attribute(first(self.document, "html"), "lang")

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

    @cached_property
    def chapters(self) -> dict[str, str]:
        """The title of each chapter by its id."""
        heads = self.document.css(".paper-chapter > header")
        return {attribute(head, "id"): first(head, "h2, h3").text() for head in heads}


def number_of_sheets(paper: Paper) -> Iterator[str]:
    """Of the whole guide."""
    if SAID not in first(paper.document, ".paper-hint").text() and paper.edition == "zh-Hant":
        yield f"the page for paper does not say {SAID}"
    if len(paper.texts) not in MEANT:
        yield f"{len(paper.texts)} sheets, where the page says {SAID}"


def _sheets(paper: Paper) -> Iterator[str]:
    if (sizes := pdfs.sizes(paper.reader)) != {pdfs.A4}:
        yield f"sheets of {sizes}, not A4 alone"
    for number, text in enumerate(paper.texts, 1):
        if len(text) < LEAST_LETTERS:
            yield f"sheet {number} is empty"


def _about(paper: Paper) -> Iterator[str]:
    root: Any = paper.reader.trailer["/Root"].get_object()
    about = (
        *(root.get("/Lang"), root.get("/PageMode"), root["/MarkInfo"].get("/Marked")),
        root["/ViewerPreferences"].get("/DisplayDocTitle"),
        paper.reader.metadata and paper.reader.metadata.title,
    )
    if about != (paper.edition, "/UseOutlines", True, True, WORDS[paper.edition][0]):
        yield f"it says of itself {about}"
    wanted = first(paper.document, f'meta[name="{TEXT}"]').attributes["content"]
    if (stamp := stamp_of(paper.content)) != wanted:
        yield f"it has the text {stamp}, the page has {wanted}"


def _letters(paper: Paper) -> Iterator[str]:
    if (fonts := list(pdfs.fonts(paper.reader))) != [("/Type0", True)] * 2:
        yield f"its fonts are {fonts}, not two real ones that are in the file"
    most = MOST_LETTERS + MOST_CHAPTER * len(paper.chapters)
    if len(paper.content) > most:
        yield f"{len(paper.content):,} bytes are more than {most:,}"


def _wanted_bookmarks(paper: Paper) -> Iterator[tuple[str, int]]:
    """The titles of parts and chapters, and how deep they stand."""
    yield WORDS[paper.edition][1], 0
    for item in paper.document.css(".paper-contents > ol > li"):
        part = item.css_first("span")
        if part is not None:
            yield part.text(), 0
        for link in item.css("a"):
            yield paper.chapters[attribute(link, "href").removeprefix("#")], int(part is not None)


def _bookmarks(paper: Paper) -> Iterator[str]:
    """They are the contents, and lead where those say."""
    marks = paper.bookmarks
    upper = [n for n, mark in enumerate(marks) if mark.depth == 0]
    if len(upper) < 3:
        yield f"bookmarks: only {len(upper)} of the first depth"
        return
    # The start page is a chapter without a part: its own sections stand one level higher.
    home, after = upper[1:3]
    found = [m for n, m in enumerate(marks) if m.depth < 2 and not home < n < after]
    wanted = list(_wanted_bookmarks(paper))
    if [(mark.title, mark.depth) for mark in found] != wanted:
        yield f"bookmarks: {[(m.title, m.depth) for m in found]} where the contents say {wanted}"
        return
    for mark in marks:
        if plain(mark.title) not in paper.texts[mark.page - 1]:
            yield f"{mark} leads to a sheet that does not say so"
    contents = "".join(paper.texts[1 : marks[home].page - 1])
    for mark in found:
        if mark.title in paper.chapters.values() and (
            f"{plain(mark.title)}{mark.page}" not in contents
        ):
            yield f"the contents do not say the page of {mark}"


def _text(paper: Paper) -> Iterator[str]:
    """It can be found, in its own script."""
    if radicals := sorted({char for char in "".join(paper.raw) if ord(char) in RADICALS}):
        yield f"parts of characters in the place of these: {radicals}"
    text = "".join(paper.texts)
    paragraphs = [
        plain(node.text())
        for node in paper.document.css(".paper p")
        if not node.css("a, span, code, br, strong, time, q")
    ]
    if len(paragraphs) < LEAST_PARAGRAPHS * len(paper.chapters):
        yield f"only {len(paragraphs)} paragraphs"
    found = sum(paragraph in text for paragraph in paragraphs)
    if found < len(paragraphs) * WHOLE:
        yield f"of {len(paragraphs)} paragraphs {found} are found"


def _links(paper: Paper, hosts: Collection[str]) -> Iterator[str]:
    """They lead to places in the file, or to the site and its sources."""
    own = attribute(first(paper.document, "link[rel=canonical]"), "href")
    allowed = {*hosts, urlsplit(own).hostname}
    places = {name.removeprefix("/") for name in paper.reader.named_destinations}
    links = list(pdfs.inside_links(paper.reader))
    if len(links) < LEAST_LINKS * len(paper.chapters):
        yield f"only {len(links)} links inside"
    for sheet, place in links:
        if place not in places:
            yield f"sheet {sheet}: a link to {place}, which is nowhere"
    for url in sorted(pdfs.outside_links(paper.reader)):
        if not url.startswith("tel:") and urlsplit(url).hostname not in allowed:
            yield f"a link to {url}"


def _references(paper: Paper) -> Iterator[str]:
    """One to the log, which many chapters speak of, says the page it leads to."""
    title = paper.chapters["evidence-log--page-head"]
    page = next((mark.page for mark in paper.bookmarks if mark.title == title), None)
    word = WORDS[paper.edition][2]
    said = set(re.findall(rf"{plain(title)}\(第(\d+){word}\)", "".join(paper.texts)))
    if said != {str(page)}:
        yield f"references to {title}, page {page}, name the pages {sorted(said)}"


def faults_of(paper: Paper, hosts: Collection[str]) -> Iterator[str]:
    """What is wrong in a PDF; its links may lead to the site, and to these hosts."""
    yield from _sheets(paper)
    yield from _about(paper)
    yield from _letters(paper)
    yield from _bookmarks(paper)
    yield from _text(paper)
    yield from _links(paper, hosts)
    yield from _references(paper)
