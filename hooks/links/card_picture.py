"""Draws the card of a page: a picture to keep or to pass on, as high as its words need."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageOps

from links.card_text import NUMBER, PLAIN, STRONG, Block
from links.pictures import (
    INK,
    MARK,
    PAPER,
    PINE,
    SOFT,
    drawing,
    font_of,
    rgb,
    width_of,
)
from links.qr import modules_of
from links.typeset import Piece, Unfit, lines

# Pixels. Shown a third as wide on a phone, where the text is then as large as on a page.
WIDTH, MARGIN, MOST_HEIGHT = 1080, 64, 2160
MOST_BYTES = 100_000
CODE = 232
MARK_WIDTH = 60
# Of each kind: pixels, weight, distance of lines, room above, ink.
TITLE = (66, 700, 88, 24, INK)
HEADING = (46, 700, 66, 34, PINE)
TEXT = (42, 400, 64, 14, INK)
NAME = (36, 500, 50, 0, PINE)
FOOT = (32, 400, 46, 0, SOFT)
KINDS = {"heading": HEADING, "item": TEXT, "text": TEXT}
# Of styles: weight, how much larger. Numbers are in PINE.
STYLES = {STRONG: (700, 1.0), NUMBER: (700, 1.2)}
INKS = (INK, PINE, SOFT)
# Steps from paper to an ink: with three inks 16 colours.
LEVELS = 5
# The step of each value of a mask.
STEPS = [round(value * LEVELS / 255) for value in range(256)]
Kind = tuple[int, int, int, int, str]


@dataclass(frozen=True)
class Card:
    """The words of a card; `foot` are lines beside the code of its `short` link."""

    language: str
    guide: str
    title: str
    blocks: tuple[Block, ...]
    foot: tuple[str, ...]
    short: str


class _Sheet:
    """A card in the making: what is written in each ink, as masks."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.masks = {ink: Image.new("L", (WIDTH, MOST_HEIGHT), 0) for ink in INKS}
        self._pens = {ink: ImageDraw.Draw(mask) for ink, mask in self.masks.items()}

    def write(
        self, top: int, pieces: Sequence[Piece], kind: Kind, left: int, right: int = WIDTH - MARGIN
    ) -> int:
        """Writes a text below `top`; where the next one begins. Raises `Unfit`."""

        def look(style: str) -> tuple[str, int, int]:
            pixels, weight = kind[:2]
            heavy, larger = STYLES.get(style, (weight, 1.0))
            return self._language, round(pixels * larger), max(weight, heavy)

        def measure(text: str, style: str) -> float:
            return width_of(text, *look(style))

        for line in lines(pieces, right - left, measure, at_marks=kind is TITLE):
            at = float(left)
            base = top + kind[2] * 3 // 4
            if base > MOST_HEIGHT:
                raise Unfit("".join(text for text, _ in line))
            for text, style in line:
                pen = self._pens[PINE if style == NUMBER else kind[4]]
                pen.text((at, base), text, font=font_of(*look(style)), fill=255, anchor="ls")
                at += measure(text, style)
            top += kind[2]
        return top


def _blocks(sheet: _Sheet, top: int, blocks: Sequence[Block]) -> int:
    for block in blocks:
        kind = KINDS[block.kind]
        top += kind[3]
        left = MARGIN
        if block.mark:
            sheet.write(top, [(block.mark, STRONG)], (*kind[:4], PINE), left)
            left += MARK_WIDTH
        top = sheet.write(top, block.pieces, kind, left)
    return top


@lru_cache(maxsize=512)
def card_picture(card: Card) -> bytes:
    """A PNG, the same for the same words. Raises `Unfit` with what does not fit. Remembered:
    `mkdocs serve` asks again and again."""
    sheet = _Sheet(card.language)
    sheet.write(MARGIN - 8, [(card.guide, PLAIN)], NAME, MARGIN + 72)
    top = sheet.write(MARGIN + 48 + TITLE[3], [(card.title, PLAIN)], TITLE, MARGIN)
    top = _blocks(sheet, top, card.blocks) + 40
    line, foot = top, top + 36
    left = MARGIN + CODE + 36
    end = foot
    for number, text in enumerate(card.foot):
        kind = (*FOOT[:4], INK) if number == 0 else FOOT
        end = sheet.write(end, [(text, STRONG if number == 0 else PLAIN)], kind, left)
    height = max(end, foot + CODE) + MARGIN
    if height > MOST_HEIGHT:
        raise Unfit(card.foot[0])
    sheet.masks[PINE].paste(drawing(MARK, 52, 2.2), (MARGIN, MARGIN - 8))
    ImageDraw.Draw(sheet.masks[SOFT]).rectangle((MARGIN, line, WIDTH - MARGIN, line + 2), fill=60)
    sheet.masks[INK].paste(_code(card.short), (MARGIN, foot))
    return _png([sheet.masks[ink].crop((0, 0, WIDTH, height)) for ink in INKS])


def _png(masks: Sequence[Image.Image]) -> bytes:
    """The masks of INKS on paper. Two pixels in a byte: half of what has to be packed."""
    image = Image.new("L", masks[0].size, 0)
    colours = [*rgb(PAPER)]
    for ink, mask in zip(INKS, masks, strict=True):
        first = len(colours) // 3 - 1
        if box := mask.getbbox():
            # Where that ink is: of most cards a part.
            mask = mask.crop(box)
            inked = mask.point([255 if step else 0 for step in STEPS])
            image.paste(mask.point([first + step for step in STEPS]), box[:2], inked)
        pairs = list(zip(rgb(ink), rgb(PAPER), strict=True))
        for step in range(1, LEVELS + 1):
            colours += [low + (high - low) * step // LEVELS for high, low in pairs]
    image.putpalette(colours)
    file = io.BytesIO()
    # Letters are runs of paper and ink: smaller so than by the usual search, and in half the time.
    image.save(file, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return file.getvalue()


def _code(url: str) -> Image.Image:
    """The code of an address as a mask of at most CODE by CODE; a whole number of pixels for each
    module keeps its edges sharp. Its quiet zone is the paper."""
    width, pixels = modules_of(url)
    modules = Image.frombytes("L", (width, width), pixels)
    modules = modules.crop(ImageOps.invert(modules).getbbox())
    side = modules.width * (CODE // modules.width)
    large = modules.convert("L").resize((side, side), Image.Resampling.NEAREST)
    return large.point([255 - value for value in range(256)])
