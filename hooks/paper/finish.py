"""What a browser leaves undone in a PDF: bookmarks as a reader wants them, characters that can
be found and copied, dates that do not come from the clock."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    BooleanObject,
    Destination,
    DictionaryObject,
    Fit,
    IndirectObject,
    NameObject,
    StreamObject,
)

from base.languages import SIMPLIFIED as HANS

# A font draws some characters and the radical that looks the same with one glyph, and the
# browser says "radical", which no search finds. NFKC undoes it for the first block (Kangxi);
# for the second Unicode has a list, EquivalentUnifiedIdeograph.txt, of which these are words.
RADICALS = range(0x2E80, 0x2FE0)
SAME = dict(
    zip(
        "⺟⺠⺫⺬⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻲⻳",
        "母民目示虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿竜龙亀龟",
        strict=True,
    )
)
# The one Kangxi radical that NFKC gives its Traditional form, where fonts draw both alike.
SIMPLIFIED = {"戶": "户"}
# Lines of a map from codes to characters: one code, or codes that follow each other.
ONE = re.compile(r"^(<\w+>) <(\w{4})>$", re.MULTILINE)
SOME = re.compile(r"^<(\w+)> <(\w+)> <(\w{4})>$", re.MULTILINE)
# The header cells of tables.
NODE = re.compile(rb"\(node\d{8}\)")


class Unfinished(Exception):
    """The PDF is not what a browser usually makes."""


class Heading(NamedTuple):
    """A heading of the document: its level, 1 for the cover, and its text."""

    level: int
    title: str


def unified(code: int) -> int:
    """The character that a code stands for, where it names a radical. Raises `Unfinished`."""
    if code not in RADICALS:
        return code
    char = chr(code)
    char = SAME.get(char) or unicodedata.normalize("NFKC", char)
    if ord(char) in RADICALS:
        raise Unfinished(
            f"which character is U+{code:04X}? Add it to SAME in hooks/paper/finish.py"
        )
    return ord(char)


def readable(cmap: str, instead: Mapping[str, str] | None = None) -> str:
    """A map from the codes of a font to characters, without radicals; `instead` are characters
    to write for those that radicals give."""

    def named_by(code: int) -> int:
        new = unified(code)
        return ord((instead or {}).get(chr(new), chr(new))) if new != code else code

    def one(match: re.Match[str]) -> str:
        return f"{match[1]} <{named_by(int(match[2], 16)):04X}>"

    def some(match: re.Match[str]) -> str:
        first, last, start = (int(match[n], 16) for n in (1, 2, 3))
        codes = range(start, start + last - first + 1)
        if not any(code in RADICALS for code in codes):
            return match[0]
        named = " ".join(f"<{named_by(code):04X}>" for code in codes)
        return f"<{match[1]}> <{match[2]}> [{named}]"

    return SOME.sub(some, ONE.sub(one, cmap))


def _make_readable(writer: PdfWriter, instead: Mapping[str, str]) -> None:
    maps: dict[int, StreamObject] = {}
    for page in writer.pages:
        resources = page["/Resources"].get_object()
        fonts = resources.get("/Font") if isinstance(resources, DictionaryObject) else None
        for value in fonts.values() if isinstance(fonts, DictionaryObject) else ():
            font = value.get_object()
            # A font of symbols may say of no glyph which character it is.
            if not isinstance(font, DictionaryObject) or "/ToUnicode" not in font:
                continue
            reference = font.raw_get("/ToUnicode")
            stream = reference.get_object()
            if isinstance(reference, IndirectObject) and isinstance(stream, StreamObject):
                maps[reference.idnum] = stream
    for stream in maps.values():
        cmap = stream.get_data().decode("ascii")
        if (new := readable(cmap, instead)) != cmap:
            stream.set_data(new.encode("ascii"))


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


def finished(pdf: bytes, title: str, day: str, headings: Sequence[Heading]) -> bytes:
    """The PDF as readers get it; `day` is that of its newest page, "2026-11-24".

    Raises `Unfinished`.
    """
    reader = PdfReader(io.BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    simplified = reader.root_object.get("/Lang") == HANS
    _make_readable(writer, SIMPLIFIED if simplified else {})
    _mark(writer, reader, headings)
    stamp = f"D:{day.replace('-', '')}000000Z"
    writer.metadata = {"/Title": title, "/CreationDate": stamp, "/ModDate": stamp}
    writer.page_mode = "/UseOutlines"
    # Viewers show the name of the file otherwise.
    preferences = writer.create_viewer_preferences()
    preferences[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    content = io.BytesIO()
    writer.write(content)
    return _renumbered(content.getvalue())
