"""What a PDF holds, for the tests of paper."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject, IndirectObject

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


def texts(reader: PdfReader) -> list[str]:
    """The plain text of each sheet."""
    return [plain(page.extract_text()) for page in reader.pages]


def bookmarks(reader: PdfReader) -> list[Bookmark]:
    """Its outline, in order."""

    def walk(items: list[object], depth: int) -> Iterator[Bookmark]:
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
