"""What a browser leaves undone in a PDF: bookmarks as a reader wants them, dates that do not come
from the clock, and the text that it was made of."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pikepdf
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    BooleanObject,
    Destination,
    DictionaryObject,
    Fit,
    IndirectObject,
    NameObject,
)

from paper.fonts import NAME
from paper.stamp import stamped

# The header cells of tables.
NODE = re.compile(rb"\(node\d{8}\)")


class Unfinished(Exception):
    """The PDF is not what a browser usually makes."""


class Heading(NamedTuple):
    """A heading of the document: its level, 1 for the cover, and its text."""

    level: int
    title: str


def _fonts(reader: PdfReader) -> Iterator[DictionaryObject]:
    for page in reader.pages:
        resources = page["/Resources"].get_object()
        fonts = resources.get("/Font") if isinstance(resources, DictionaryObject) else None
        for value in fonts.values() if isinstance(fonts, DictionaryObject) else ():
            if isinstance(font := value.get_object(), DictionaryObject):
                yield font


def _check_fonts(reader: PdfReader) -> None:
    """All letters are of the fonts that programs can read. Raises `Unfinished`."""
    for font in _fonts(reader):
        name = str(font.get("/BaseFont", font.get("/Subtype")))
        if NAME not in name:
            raise Unfinished(
                f"some letters are of the system ({name}): hooks/paper/fonts.py has none"
            )


def _destinations(items: Sequence[object]) -> Iterator[Destination]:
    for item in items:
        if isinstance(item, list):
            yield from _destinations(item)
        elif isinstance(item, Destination):
            yield item


def _mark(writer: PdfWriter, reader: PdfReader, headings: Sequence[Heading]) -> None:
    """Bookmarks without the cover, which would be the parent of all; closed but for the first
    depth. The browser's own titles say some headings twice."""
    places = list(_destinations(reader.outline))
    if len(places) != len(headings):
        raise Unfinished(f"{len(headings)} headings, but {len(places)} bookmarks")
    del writer.root_object["/Outlines"]
    above: dict[int, IndirectObject] = {}
    for heading, place in zip(headings, places, strict=True):
        number = reader.get_destination_page_number(place)
        if heading.level == 1 or number is None:
            continue
        above[heading.level] = writer.add_outline_item(
            title=heading.title,
            page_number=number,
            parent=above.get(heading.level - 1) if heading.level > 2 else None,
            fit=Fit.xyz(place.left, place.top, 0),
            is_open=False,
        )


def _renumbered(pdf: bytes) -> bytes:
    """The PDF with names of its structure that do not depend on what else the browser counted.

    As long as they were and in the same order: places in the file and sorted lists hold.
    """
    ranks = {name: rank for rank, name in enumerate(sorted(set(NODE.findall(pdf))))}
    return NODE.sub(lambda match: b"(node%08d)" % ranks[match[0]], pdf)


def _packed(pdf: bytes, about: str) -> bytes:
    """The PDF with its many small objects packed together: half as large. What it says of itself
    for programs stays as it is."""
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        kind = {"/Type": pikepdf.Name.Metadata, "/Subtype": pikepdf.Name.XML}
        file.Root.Metadata = file.make_stream(about.encode(), kind)
        together = pikepdf.ObjectStreamMode.generate
        file.save(
            content,
            object_stream_mode=together,
            recompress_flate=True,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return content.getvalue()


def finished(pdf: bytes, title: str, day: str, stamp: str, headings: Sequence[Heading]) -> bytes:
    """The PDF as readers get it; `day` is that of its newest page, "2026-11-24", `stamp` says
    which text it has (whole_guide.py).

    Raises `Unfinished`.
    """
    reader = PdfReader(io.BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    _check_fonts(reader)
    _mark(writer, reader, headings)
    made = f"D:{day.replace('-', '')}000000Z"
    writer.metadata = {"/Title": title, "/CreationDate": made, "/ModDate": made}
    writer.page_mode = "/UseOutlines"
    # Viewers show the name of the file otherwise.
    preferences = writer.create_viewer_preferences()
    preferences[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    content = io.BytesIO()
    writer.write(content)
    return _packed(_renumbered(content.getvalue()), stamped(title, stamp))
