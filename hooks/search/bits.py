"""Lists of numbered places in bits: for each list how many there are, then the gaps between their
numbers and a level from 1 on for each.

Most gaps and most levels are small: a number takes few bits if it is (Rice's code: its high part
in as many ones, a zero, its low part in `width` bits). Each list says its own width for gaps.
`lists` in docs/assets/javascripts/search/engine/packed.js is the other side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

# (number of a place, level): ascending numbers, levels from 1 on.
Entry = tuple[int, int]

COUNT_WIDTH = 2
LEVEL_WIDTH = 2
# Bits of the width that a list says for its gaps.
WIDTH = 4


@lru_cache(maxsize=1 << 16)
def _rice(value: int, width: int) -> str:
    low = format(value & (1 << width) - 1, f"0{width}b") if width else ""
    return "1" * (value >> width) + "0" + low


def _gaps(entries: Sequence[Entry]) -> list[int]:
    before = -1
    found = []
    for number, _ in entries:
        found.append(number - before - 1)
        before = number
    return found


def _cost(gaps: Sequence[int], width: int) -> int:
    return sum((gap >> width) + 1 + width for gap in gaps)


def _width(gaps: Sequence[int]) -> int:
    """The width in which the gaps take least."""
    likely = max(1, sum(gaps) // len(gaps)).bit_length()
    widths = range(max(0, likely - 3), min(likely + 1, (1 << WIDTH) - 1) + 1)
    return min(widths, key=lambda width: (_cost(gaps, width), width))


def written(lists: Iterable[Sequence[Entry]]) -> bytes:
    """The bytes of some lists, none of which is empty."""
    bits = []
    for entries in lists:
        gaps = _gaps(entries)
        width = _width(gaps)
        bits.append(_rice(len(entries) - 1, COUNT_WIDTH) + format(width, f"0{WIDTH}b"))
        for gap, (_, level) in zip(gaps, entries, strict=True):
            bits.append(_rice(gap, width) + _rice(level - 1, LEVEL_WIDTH))
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return int(text or "0", 2).to_bytes(len(text) // 8, "big")


class _Bits:
    """Bits of some bytes from the first on; beyond them, `EOFError`."""

    def __init__(self, data: bytes) -> None:
        self._text = format(int.from_bytes(data, "big"), f"0{len(data) * 8}b") if data else ""
        self._at = 0

    def number(self, width: int) -> int:
        """The next bits as a number."""
        start, self._at = self._at, self._at + width
        if self._at > len(self._text):
            raise EOFError
        return int(self._text[start : self._at] or "0", 2)

    def rice(self, width: int) -> int:
        """The next number, of which `width` low bits are written as they are."""
        end = self._text.find("0", self._at)
        if end < 0:
            raise EOFError
        high, self._at = end - self._at, end + 1
        return (high << width) + self.number(width)


def read(data: bytes, how_many: int) -> list[list[Entry]]:
    """The lists that `written` gave the bytes of. Raises `EOFError` where they end too soon."""
    bits = _Bits(data)
    lists = []
    for _ in range(how_many):
        entries: list[Entry] = []
        count = bits.rice(COUNT_WIDTH) + 1
        width = bits.number(WIDTH)
        place = -1
        for _ in range(count):
            place += bits.rice(width) + 1
            entries.append((place, bits.rice(LEVEL_WIDTH) + 1))
        lists.append(entries)
    return lists
