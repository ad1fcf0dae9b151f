"""Chinese text in lines for pictures: where a line may end (W3C clreq), and what fits into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

# A piece of text in one style.
Piece = tuple[str, str]

# Neither begins a line nor ends one. Dashes and dots come in pairs.
CLOSING = "，。、；：？！」』）》〉】”’％…—～·"
OPENING = "「『（《〈【“‘"
# Stands with the number before it.
COUNTED = "日月年元期個个天點点歲岁號号筆笔次"
WORD = re.compile(r"[A-Za-z0-9_.,:%+#@-]+/*|\s+|.", re.DOTALL)


# Of fewer units a line spares none.
FEW = 4


class Unfit(Exception):
    """Something that no line is wide enough for."""


def _atoms(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for text, style in pieces:
        for match in WORD.finditer(text):
            yield match[0], style


def _joins(before: Sequence[Piece], atom: str) -> bool:
    """Whether no line may end between what stands before and an atom."""
    if not before:
        return False
    last = before[-1][0]
    if atom[0] in CLOSING or last[-1] in OPENING:
        return True
    return last[-1].isdigit() and atom[0] in COUNTED


def units(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """What must not be parted, in order; a unit of one blank is where a line may end and the blank
    goes."""
    found: list[list[Piece]] = []
    for atom, style in _atoms(pieces):
        if atom.isspace():
            found.append([(" ", style)])
        elif found and found[-1][-1][0] != " " and _joins(found[-1], atom):
            found[-1].append((atom, style))
        else:
            found.append([(atom, style)])
    return found


def lines(
    pieces: Iterable[Piece],
    width: float,
    measure: Callable[[str, str], float],
    at_marks: bool = False,
) -> list[list[Piece]]:
    """The text in lines of at most `width`; `measure` says how wide a text in a style is. Nothing
    is left out. Lines of titles end `at_marks` where that leaves them half full. Raises `Unfit`."""
    found: list[list[list[Piece]]] = [[]]
    room = width
    for unit in _fitting(units(pieces), width, measure):
        size = sum(measure(text, style) for text, style in unit)
        if size > width:
            raise Unfit("".join(text for text, _ in unit))
        if size > room and unit[0][0] != " ":
            down = _after_mark(found[-1]) if at_marks else []
            found.append(down)
            room = width - sum(measure(*piece) for other in down for piece in other)
        if unit[0][0] != " " or found[-1]:
            found[-1].append(unit)
            room -= size
    last = found[-1]
    if len(found) > 1 and len(last) == 1 and len(found[-2]) > FEW and last[0][0][0] != " ":
        # No character stands alone in the last line.
        last.insert(0, found[-2].pop())
    return [_together(piece for unit in _bare(line) for piece in unit) for line in found]


def _fitting(
    parts: Iterable[list[Piece]], width: float, measure: Callable[[str, str], float]
) -> Iterator[list[Piece]]:
    """The units; a name longer than a line, as in an address, is parted where the line ends."""
    for unit in parts:
        (text, style), *others = unit
        start = 0
        while not others and len(text) - start > 1 and measure(text[start:], style) > width:
            end = len(text) - 1
            while end > start + 1 and measure(text[start:end], style) > width:
                end -= 1
            yield [(text[start:end], style)]
            start = end
        yield [(text[start:], style), *others]


def _after_mark(line: list[list[Piece]]) -> list[list[Piece]]:
    """Takes off a line what stands behind its last mark, if less than half of it does."""
    for at in range(len(line), len(line) // 2, -1):
        if line[at - 1][-1][0][-1] in CLOSING:
            down = line[at:]
            del line[at:]
            return down
    return []


def _bare(line: Sequence[list[Piece]]) -> Sequence[list[Piece]]:
    """A line without blanks at its ends."""
    start, end = 0, len(line)
    while start < end and line[start][0][0] == " ":
        start += 1
    while end > start and line[end - 1][0][0] == " ":
        end -= 1
    return line[start:end]


def _together(line: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one style as one piece."""
    found: list[Piece] = []
    for text, style in line:
        if found and found[-1][1] == style:
            found[-1] = (found[-1][0] + text, style)
        else:
            found.append((text, style))
    return found
