"""The picture that a chat shows beside a link: one for each section, in each script.

Drawn here from shapes of our own and the words of the built pages, in a font that comes as a
package: no network, and the same words give the same bytes.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont

# Pixels. What the chats ask for; a larger file than the limit is not shown by all of them.
SIZE = (1200, 630)
MOST_BYTES = 100_000
# Place of a language's glyphs in the collection of the package.
FACES = {"zh-Hans": 2, "zh-Hant": 3}
FONT = ("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc")
# Those of assets/stylesheets/colours.css, light.
PAPER, WASH, PINE, INK, SOFT, LINE = (
    "#fbf9f4",
    "#e7efe9",
    "#1d5c4b",
    "#24302c",
    "#57635e",
    "#e0dacc",
)
# Steps from one colour to another at the edge of a letter or a line: more would only weigh.
STEPS = 16
# Shapes are drawn this much larger, then made smaller: smooth edges.
FINER = 3
# What is drawn at all, for each value of a mask, and its step.
ANY = [0] + [255] * 255
STEP_OF = [round(value * (STEPS - 1) / 255) for value in range(256)]

MARGIN, PANEL = 80, (800, 96, 1120, 534)
TEXT_WIDTH = PANEL[0] - MARGIN - 56
# Pixels, weight, distance of lines, most lines.
NAME = (38, 500, 40, 1)
TITLE = (84, 700, 112, 2)
ABOUT = (37, 400, 60, 4)
# Neither begins a line (W3C clreq) nor is parted from what it follows.
CLOSING = "，。、；：？！」』）》〉"

Shape = tuple[str, Sequence[float]]

# A drawing for each section, on a grid of 24 by 24: lines through points, rounded boxes
# (left, top, right, bottom, radius) and rings (left, top, right, bottom).
MARK: tuple[Shape, ...] = (
    ("box", (3, 4, 21, 17, 2.5)),
    ("line", (8, 17, 8, 21, 12.5, 17)),
    ("line", (8, 10.6, 11, 13.4, 16.2, 7.8)),
)
DRAWINGS: Mapping[str, Sequence[Shape]] = {
    "start": (
        ("box", (6.5, 2, 17.5, 22, 2.2)),
        ("line", (10.6, 19.4, 13.4, 19.4)),
        ("box", (9, 5.4, 15, 9.6, 1.2)),
        ("line", (9.2, 12.6, 14.8, 12.6)),
        ("line", (9.2, 15.4, 12.8, 15.4)),
    ),
    "principles": (
        ("line", (12, 3, 12, 20.5)),
        ("line", (7.5, 20.5, 16.5, 20.5)),
        ("line", (4.5, 6.4, 19.5, 6.4)),
        ("line", (2, 13.4, 4.5, 6.8, 7, 13.4, 2, 13.4)),
        ("line", (17, 13.4, 19.5, 6.8, 22, 13.4, 17, 13.4)),
    ),
    "channels": (
        ("line", (12, 2.5, 12, 21.5)),
        ("line", (12, 4.6, 18.2, 4.6, 20.8, 6.8, 18.2, 9, 12, 9, 12, 4.6)),
        ("line", (12, 10.8, 5.8, 10.8, 3.2, 13, 5.8, 15.2, 12, 15.2, 12, 10.8)),
        ("line", (9, 21.5, 15, 21.5)),
    ),
    "communication": (
        ("box", (2, 3.5, 15, 12.5, 2.2)),
        ("line", (5.6, 12.5, 5.6, 15.6, 9.2, 12.5)),
        ("line", (5.6, 8, 11.4, 8)),
        (
            "line",
            (18, 9.5, 19.8, 9.5, 22, 11.7, 22, 16.3, 19.8, 18.5, 18.6, 18.5, 18.6, 21.4, 15, 18.5),
        ),
        ("line", (15, 18.5, 11.2, 18.5, 9.2, 16.7)),
    ),
    "pitfalls": (
        ("line", (12, 3, 22, 20.5, 2, 20.5, 12, 3)),
        ("line", (12, 9.6, 12, 14.6)),
        ("line", (12, 17.4, 12, 17.5)),
    ),
    "tools": (
        ("box", (4.5, 2, 19.5, 22, 2)),
        ("line", (7.6, 7.4, 8.8, 8.6, 11, 6.2)),
        ("line", (13, 7.6, 16.6, 7.6)),
        ("line", (7.6, 12.4, 8.8, 13.6, 11, 11.2)),
        ("line", (13, 12.6, 16.6, 12.6)),
        ("box", (7.6, 16, 10.4, 18.8, 0.5)),
        ("line", (13, 17.6, 16.6, 17.6)),
    ),
    "reference": (
        ("line", (12, 6, 9, 4, 2.5, 4, 2.5, 18.5, 9, 18.5, 12, 20.5, 12, 6)),
        ("line", (12, 6, 15, 4, 21.5, 4, 21.5, 18.5, 15, 18.5, 12, 20.5)),
        ("line", (15, 9, 18.5, 9)),
        ("line", (15, 12.6, 18.5, 12.6)),
    ),
}


# What is drawn on what, each with a stretch of STEPS colours between the two.
ON = ((PINE, PAPER), (PINE, WASH), (INK, PAPER), (SOFT, PAPER))


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _palette() -> list[int]:
    values: list[int] = []
    for ink, ground in ON:
        pairs = list(zip(rgb(ink), rgb(ground), strict=True))
        for step in range(STEPS):
            values += [round(low + (high - low) * step / (STEPS - 1)) for high, low in pairs]
    return values


def _inked(mask: Image.Image, ink: str, ground: str) -> Image.Image:
    """A mask of 0 (ground) to 255 (ink) as places in the palette."""
    first = ON.index((ink, ground)) * STEPS
    return mask.point([first + step for step in STEP_OF])


@lru_cache(maxsize=64)
def font_of(language: str, pixels: int, weight: int) -> ImageFont.FreeTypeFont:
    package, name = FONT
    with as_file(files(package) / name) as path:
        font = ImageFont.truetype(
            path, pixels, index=FACES[language], layout_engine=ImageFont.Layout.BASIC
        )
    font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=8192)
def width_of(text: str, language: str, pixels: int, weight: int) -> float:
    """Pixels that a character or a word takes."""
    return font_of(language, pixels, weight).getlength(text)


def lines_of(
    text: str, room: int, language: str, pixels: int, weight: int, most: int = sys.maxsize
) -> list[str]:
    """The text in lines of at most `room` pixels, and the marks that close them; what does not fit
    into `most` lines ends in an ellipsis."""
    lines, left = [""], float(room)
    for char in text:
        width = width_of(char, language, pixels, weight)
        if width > left and char not in CLOSING:
            lines.append("")
            left = room
        lines[-1] += char
        left -= width
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = f"{lines[-1][:-1].rstrip(CLOSING)}…"
    return lines


@lru_cache(maxsize=64)
def drawing(shapes: Sequence[Shape], side: int, width: float) -> Image.Image:
    """Shapes as a mask of `side` by `side` pixels, with lines of `width` on the grid of 24."""
    scale = side * FINER / 24
    image = Image.new("L", (side * FINER, side * FINER), 0)
    pen = ImageDraw.Draw(image)
    thick = round(width * scale)
    for kind, numbers in shapes:
        at = [number * scale for number in numbers]
        if kind == "box":
            pen.rounded_rectangle(at[:4], at[4], outline=255, width=thick)
            continue
        points = list(zip(at[::2], at[1::2], strict=True))
        pen.line(points, fill=255, width=thick, joint="curve")
        for x, y in points:
            half = thick / 2
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return image.resize((side, side), Image.Resampling.LANCZOS)


class _Canvas:
    """A picture in the making: places in the palette."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.image = Image.new("L", SIZE, _place(PAPER))
        self.pen = ImageDraw.Draw(self.image)

    def text(
        self,
        top: int,
        lines: Sequence[str],
        kind: tuple[int, int, int, int],
        ink: str,
        left: int = MARGIN,
    ) -> int:
        """Writes lines below each other; where the next one would begin."""
        pixels, weight, distance, _ = kind
        font = font_of(self._language, pixels, weight)
        for line in lines:
            mask = Image.new("L", (PANEL[0] - left, distance + pixels), 0)
            ImageDraw.Draw(mask).text((0, pixels // 2), line, font=font, fill=255, anchor="lt")
            self.image.paste(_inked(mask, ink, PAPER), (left, top - pixels // 2), mask.point(ANY))
            top += distance
        return top


def _place(ground: str) -> int:
    """The place in the palette of a ground with nothing on it."""
    return next(at * STEPS for at, (_, other) in enumerate(ON) if other == ground)


@lru_cache(maxsize=256)
def picture(section: str, title: str, about: str, site_name: str, language: str) -> bytes:
    """A PNG of `SIZE`: the site's mark and name, `title`, `about`, the section's drawing.

    A section without a drawing gets the mark. Remembered: `mkdocs serve` asks again and again.
    """
    canvas = _Canvas(language)
    canvas.pen.rounded_rectangle(PANEL, 36, fill=_place(WASH))
    side = 248
    left = (PANEL[0] + PANEL[2] - side) // 2
    top = (PANEL[1] + PANEL[3] - side) // 2
    drawn = drawing(tuple(DRAWINGS.get(section, MARK)), side, 1.1)
    canvas.image.paste(_inked(drawn, PINE, WASH), (left, top))
    canvas.image.paste(_inked(drawing(MARK, 60, 2.2), PINE, PAPER), (MARGIN, 92))
    canvas.text(124 - NAME[0] // 2, [site_name], NAME, PINE, MARGIN + 76)
    lines = lines_of(title, TEXT_WIDTH, language, *TITLE[:2], TITLE[3])
    y = canvas.text(236, lines, TITLE, INK) + 18
    most = min(ABOUT[3], (SIZE[1] - 70 - y) // ABOUT[2])
    canvas.text(y, lines_of(about, TEXT_WIDTH, language, *ABOUT[:2], most), ABOUT, SOFT)
    bar = ON.index((PINE, PAPER)) * STEPS + STEPS - 1
    canvas.pen.rectangle((0, SIZE[1] - 12, SIZE[0], SIZE[1]), fill=bar)
    canvas.image.putpalette(_palette())
    file = io.BytesIO()
    canvas.image.save(file, "PNG", compress_type=zlib.Z_RLE)
    return file.getvalue()
