"""Letters for the PDF: a browser draws those of a variable font, or of one with outlines like
PostScript's, glyph by glyph (Type 3), which weighs twice as much and is hard to read for programs.
So it gets TrueType fonts, made of the font that the previews are drawn in, with the characters of
the document only: no letter depends on what the system has."""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib.resources import as_file, files

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

from links.pictures import FACES, FONT

# What the fonts are called, language and style behind it.
NAME = "NotoSansCJK"
# By their weight; headings and what is strong have the second.
WEIGHTS = {400: "Regular", 700: "Bold"}
# What sets Chinese: pairs of marks that move together.
FEATURES = ("ccmp", "chws", "halt", "kern", "locl")
# How far an outline may be off, in thousandths of its size.
OFF = 1.0
# What belongs to outlines that vary, or to lines from top to bottom.
OF_OTHERS = ("CFF2", "HVAR", "avar", "fvar")
NOT_HERE = ["BASE", "DSIG", "MVAR", "STAT", "VORG", "VVAR", "vhea", "vmtx"]
# What instructions for small screens would need: there are none.
LIMITS = (
    *("maxComponentDepth", "maxComponentElements", "maxCompositeContours", "maxCompositePoints"),
    *("maxContours", "maxFunctionDefs", "maxInstructionDefs", "maxPoints", "maxSizeOfInstructions"),
    *("maxStackElements", "maxStorage", "maxTwilightPoints"),
)
SCREEN_NAME, PRINT_NAME = 4, 6


def _subset(language: str, characters: Iterable[str]) -> TTFont:
    package, name = FONT
    with as_file(files(package) / name) as path:
        font = TTFont(path, fontNumber=FACES[language], recalcTimestamp=False)
        options = Options(
            layout_features=list(FEATURES),
            # They go with the outlines; to take them out before is a quarter of the work.
            hinting=True,
            notdef_outline=True,
            name_IDs=[1, 2, SCREEN_NAME, PRINT_NAME],
            drop_tables=NOT_HERE,
        )
        subsetter = Subsetter(options)
        subsetter.populate(text="".join(characters))
        subsetter.subset(font)
    return font


def _outlines(font: TTFont, weight: int) -> dict[str, tuple[TTGlyphPen, int]]:
    """Each glyph at a weight as TrueType draws it, and its width."""
    glyphs = font.getGlyphSet(location={"wght": weight})
    found = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, OFF, reverse_direction=True))
        found[name] = (pen.glyph(), round(glyphs[name].width))
    return found


def _as_truetype(font: TTFont) -> None:
    for table in OF_OTHERS:
        if table in font:
            del font[table]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder = font.getGlyphOrder()
    most = font["maxp"]
    most.tableVersion, most.maxZones = 0x00010000, 1
    for limit in LIMITS:
        setattr(most, limit, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\0\1\0\0"


def paper_fonts(language: str, characters: Iterable[str]) -> dict[int, bytes]:
    """A TrueType font of each weight with these characters; those that the font does not have are
    in none."""
    font = _subset(language, sorted(set(characters)))
    outlines = {weight: _outlines(font, weight) for weight in WEIGHTS}
    _as_truetype(font)
    made = {}
    for weight, style in WEIGHTS.items():
        glyphs = font["glyf"].glyphs = {name: each for name, (each, _) in outlines[weight].items()}
        for name, glyph in glyphs.items():
            glyph.recalcBounds(font["glyf"])
            left = glyph.xMin if glyph.numberOfContours else 0
            font["hmtx"][name] = (outlines[weight][name][1], left)
        for each in font["name"].names:
            if each.nameID in (SCREEN_NAME, PRINT_NAME):
                each.string = f"{NAME}-{language}-{style}"
        content = io.BytesIO()
        font.save(content)
        made[weight] = content.getvalue()
    return made
