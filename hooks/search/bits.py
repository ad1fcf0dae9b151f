"""Lists of numbered places in bits: for each list how many there are, then the gaps between their
numbers and a level from 1 on for each.

Most gaps and most levels are small: a number takes few bits if it is (Rice's code: its high part
in as many ones, a zero, its low part in `width` bits). Each list says its own width for gaps.
`lists` in docs/assets/javascripts/search/engine/packed.js is the other side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# (number of a place, level): ascending numbers, levels from 1 on.
Entry = tuple[int, int]

COUNT_WIDTH = 2
LEVEL_WIDTH = 2
# Bits of the width that a list says for its gaps.
WIDTH = 4


class _Codes(dict[int, str]):
    """Rice's code of each number, for a width."""

    def __init__(self, width: int) -> None:
        self._width = width

    def __missing__(self, value: int) -> str:
        width = self._width
        low = format(value & (1 << width) - 1, f"0{width}b") if width else ""
        code = self[value] = "1" * (value >> width) + "0" + low
        return code


def _gaps(entries: Sequence[Entry]) -> list[int]:
    numbers = [number for number, _ in entries]
    return [after - before - 1 for before, after in zip([-1, *numbers], numbers, strict=False)]


def _width(gaps: Sequence[int]) -> int:
    """The width in which the gaps take least."""
    likely = max(1, sum(gaps) // len(gaps)).bit_length()
    widths = range(max(0, likely - 3), min(likely + 1, (1 << WIDTH) - 1) + 1)
    costs = [(sum([gap >> width for gap in gaps]) + len(gaps) * width, width) for width in widths]
    return min(costs)[1]


def written(lists: Iterable[Sequence[Entry]]) -> bytes:
    """The bytes of some lists, none of which is empty."""
    codes = [_Codes(width) for width in range(1 << WIDTH)]
    counts, levels = _Codes(COUNT_WIDTH), _Codes(LEVEL_WIDTH)
    bits = []
    for entries in lists:
        gaps = _gaps(entries)
        width = _width(gaps)
        of_gap = codes[width]
        bits.append(counts[len(entries) - 1] + format(width, f"0{WIDTH}b"))
        bits += [
            of_gap[gap] + levels[level - 1] for gap, (_, level) in zip(gaps, entries, strict=True)
        ]
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return int(text or "0", 2).to_bytes(len(text) // 8, "big")


def read(data: bytes, how_many: int) -> list[list[Entry]]:
    """The lists that `written` gave the bytes of. Raises `EOFError` where they end too soon."""
    text = format(int.from_bytes(data, "big"), f"0{len(data) * 8}b") if data else ""
    at = 0

    def number(width: int) -> int:
        """The next number, of which `width` low bits are written as they are."""
        nonlocal at
        end = text.find("0", at)
        if end < 0:
            raise EOFError
        high, at = end - at << width, end + 1 + width
        if at > len(text):
            raise EOFError
        return high + int(text[end + 1 : at], 2) if width else high

    lists = []
    for _ in range(how_many):
        count = number(COUNT_WIDTH) + 1
        width, at = int(text[at : at + WIDTH] or "0", 2), at + WIDTH
        place = -1
        entries: list[Entry] = []
        for _ in range(count):
            place += number(width) + 1
            entries.append((place, number(LEVEL_WIDTH) + 1))
        lists.append(entries)
    return lists
