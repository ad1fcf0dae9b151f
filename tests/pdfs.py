"""What a PDF holds, for the tests of paper."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject, IndirectObject, StreamObject

A4 = (595, 842)  # points


@dataclass(frozen=True)
class Bookmark:
    """A line of the outline; `depth` counts from 0, `page` from 1."""

    title: str
    depth: int
    page: int


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def sizes(reader: PdfReader) -> set[tuple[int, int]]:
    """The sizes of its sheets in whole points."""
    return {(round(p.mediabox.width), round(p.mediabox.height)) for p in reader.pages}


def plain(text: str) -> str:
    """Text without blanks, full-width punctuation as the fonts of a PDF may name it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


# A font is chosen, or some of its glyphs are drawn: all that a browser writes of text.
DRAWN = re.compile(rb"/(\S+) [\d.-]+ Tf|<([0-9A-Fa-f]+)> Tj|(TJ|/\S+ Do|BI)\b")
ONE = re.compile(rb"<(\w+)> <(\w+)>(?: <(\w+)>)?\n")


def _letters(font: DictionaryObject) -> dict[str, str]:
    """What the codes of a font stand for, each in as many digits as it has."""
    found = {}
    stream = font["/ToUnicode"].get_object()
    assert isinstance(stream, StreamObject)
    cmap = stream.get_data()
    for section, stretch in re.findall(rb"beginbf(char|range)(.*?)endbf", cmap, re.DOTALL):
        for first, second, third in ONE.findall(stretch):
            low, high = (first, second) if section == b"range" else (first, first)
            start = third if section == b"range" else second
            letters = bytes.fromhex(start.decode()).decode("utf-16-be")
            for step in range(int(high, 16) - int(low, 16) + 1):
                code = f"{int(low, 16) + step:0{len(low)}X}"
                found[code] = letters[:-1] + chr(ord(letters[-1]) + step)
    return found


def raw_texts(reader: PdfReader) -> list[str]:
    """The text of each sheet as its glyphs are drawn, without blanks that none stands for.

    As `page.extract_text`, which takes a tenth of a second for each sheet; only for what a
    browser writes, and it fails at anything else.
    """
    known: dict[int, dict[str, str]] = {}
    found = []
    for page in reader.pages:
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        fonts = {}
        for name, font in resources.get("/Font", DictionaryObject()).items():
            key = font.idnum if isinstance(font, IndirectObject) else id(font)
            if key not in known:
                known[key] = _letters(font.get_object())
            fonts[name] = known[key]
        contents = page.get_contents()
        text, letters, width = [], {}, 1
        for font, codes, other in DRAWN.findall(b"" if contents is None else contents.get_data()):
            assert not other or other.endswith(b" Do"), other
            if font:
                letters = fonts[f"/{font.decode()}"]
                width = len(next(iter(letters), "00"))
            elif codes:
                shown = codes.decode().upper()
                places = range(0, len(shown), width)
                text += [letters[shown[place : place + width]] for place in places]
        found.append("".join(text))
    return found


def texts(reader: PdfReader) -> list[str]:
    """The plain text of each sheet."""
    return [plain(text) for text in raw_texts(reader)]


def bookmarks(reader: PdfReader) -> list[Bookmark]:
    """Its outline, in order."""

    def walk(items: Sequence[object], depth: int) -> Iterator[Bookmark]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            elif isinstance(item, Destination):
                number = reader.get_destination_page_number(item)
                assert number is not None, item.title
                yield Bookmark(str(item.title), depth, number + 1)

    return list(walk(reader.outline, 0))


def fonts(reader: PdfReader) -> Iterator[tuple[str, bool]]:
    """The kind of each font, and whether its glyphs are in the file."""
    seen = set()
    for page in reader.pages:
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        for reference in resources.get("/Font", DictionaryObject()).values():
            key = reference.idnum if isinstance(reference, IndirectObject) else id(reference)
            if key in seen:
                continue
            seen.add(key)
            font = reference.get_object()
            if font["/Subtype"] == "/Type3":
                # Its glyphs are drawings of the file's own.
                yield "/Type3", bool(font["/CharProcs"])
                continue
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            described = inner["/FontDescriptor"]
            yield str(font["/Subtype"]), any(k.startswith("/FontFile") for k in described)


def inside_links(reader: PdfReader) -> Iterator[tuple[int, str]]:
    """The page, from 1, and the name of the place that each link inside the file leads to."""
    for number, page in enumerate(reader.pages, 1):
        for reference in page.get("/Annots", ()):
            link = reference.get_object()
            target = link.get("/Dest") or link.get("/A", {}).get("/D")
            if target is not None:
                yield number, str(target).removeprefix("/")


def outside_links(reader: PdfReader) -> set[str]:
    """The addresses that its other links lead to."""
    found = set()
    for page in reader.pages:
        for reference in page.get("/Annots", ()):
            action = reference.get_object().get("/A", {})
            if "/URI" in action:
                found.add(str(action["/URI"]))
    return found
