"""The cover of the book: what chats show beside a link, upright."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw

from links.pictures import INK, MARK, PAPER, PINE, SOFT, WASH, drawing, font_of, lines_of

# Pixels; as shops and readers want it, 1 to 1.6.
SIZE = (800, 1280)
MARGIN = 80
PANEL = (MARGIN, 100, SIZE[0] - MARGIN, 600)
SIDE = 320
# Few, so that the file stays small; the drawing has four and the steps between them.
COLOURS = 16
# Pixels, weight, distance of lines.
TITLE, ABOUT, FOOT = (92, 700, 120), (37, 400, 58), (31, 400, 50)


@lru_cache(maxsize=4)
def cover(title: str, about: str, foot: Sequence[str], language: str) -> bytes:
    """A PNG: the site's mark, `title`, `about` below it, `foot` at the end, line by line."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(PANEL, 48, fill=WASH)
    at = (SIZE[0] - SIDE) // 2, (PANEL[1] + PANEL[3] - SIDE) // 2
    image.paste(PINE, at, drawing(MARK, SIDE, 1.3))

    def write(top: int, text: str, kind: tuple[int, int, int], ink: str) -> int:
        *look, distance = kind
        font = font_of(language, *look)
        for line in lines_of(text, SIZE[0] - 2 * MARGIN, language, *look):
            pen.text((MARGIN, top), line, font=font, fill=ink, anchor="lt")
            top += distance
        return top

    top = write(PANEL[3] + 80, title, TITLE, INK)
    write(top + 30, about, ABOUT, SOFT)
    top = SIZE[1] - MARGIN - FOOT[2] * len(foot)
    for line in foot:
        top = write(top, line, FOOT, SOFT)
    made = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(made, "PNG", compress_type=zlib.Z_RLE)
    return made.getvalue()
