"""The cover of the book: what chats show beside a link, upright."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont

from links.pictures import CLOSING, FACES, FONT, INK, MARK, PAPER, PINE, SOFT, WASH, drawing

# Pixels; as shops and readers want it, 1 to 1.6.
SIZE = (800, 1280)
MARGIN = 80
PANEL = (MARGIN, 100, SIZE[0] - MARGIN, 600)
SIDE = 320
# Few, so that the file stays small; the drawing has four and the steps between them.
COLOURS = 16
# Pixels, weight, distance of lines.
TITLE, ABOUT, FOOT = (92, 700, 120), (37, 400, 58), (31, 400, 50)


@lru_cache(maxsize=8)
def _font(language: str, pixels: int, weight: int) -> ImageFont.FreeTypeFont:
    package, name = FONT
    with as_file(files(package) / name) as path:
        font = ImageFont.truetype(path, pixels, index=FACES[language])
    font.set_variation_by_axes([weight])
    return font


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for char in text:
        if font.getlength(lines[-1] + char) > SIZE[0] - 2 * MARGIN and char not in CLOSING:
            lines.append("")
        lines[-1] += char
    return lines


@lru_cache(maxsize=4)
def cover(title: str, about: str, foot: Sequence[str], language: str) -> bytes:
    """A PNG: the site's mark, `title`, `about` below it, `foot` at the end, line by line."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(PANEL, 48, fill=WASH)
    at = (SIZE[0] - SIDE) // 2, (PANEL[1] + PANEL[3] - SIDE) // 2
    image.paste(PINE, at, drawing(MARK, SIDE, 1.3))

    def write(top: int, text: str, kind: tuple[int, int, int], ink: str) -> int:
        pixels, weight, distance = kind
        font = _font(language, pixels, weight)
        for line in _lines(text, font):
            pen.text((MARGIN, top), line, font=font, fill=ink, anchor="lt")
            top += distance
        return top

    top = write(PANEL[3] + 80, title, TITLE, INK)
    write(top + 30, about, ABOUT, SOFT)
    top = SIZE[1] - MARGIN - FOOT[2] * len(foot)
    for line in foot:
        top = write(top, line, FOOT, SOFT)
    made = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()
