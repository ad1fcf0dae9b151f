"""Lists of numbered places in bits: for each list how many there are, then the gaps between their
numbers and a level from 1 on for each.

Most gaps and most levels are small: a number takes few bits if it is (Rice's code: its high part
in as many ones, a zero, its low part in `width` bits). The longer a list, the smaller are its gaps
and its levels: its length says both widths. `lists` in
docs/assets/javascripts/search/engine/packed.js is the other side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# (number of a place, level): ascending numbers, levels from 1 on.
Entry = tuple[int, int]

COUNT_WIDTH = 2
# As many places as no guide has take a width below this.
WIDEST = 24
# The width of levels in lists of less than so many places; 0 in longer ones.
LEVEL_WIDTHS = ((3, 3), (8, 2), (37, 1))


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


def _widths(count: int, total: int) -> tuple[int, int]:
    """The widths of gaps and levels in a list of so many of all places."""
    of_levels = next((width for most, width in LEVEL_WIDTHS if count < most), 0)
    return max(0, (total // (count + 1)).bit_length() - 1), of_levels


def written(lists: Iterable[Sequence[Entry]], total: int) -> bytes:
    """The bytes of some lists, none of which is empty; `total` is how many places there are."""
    codes = [_Codes(width) for width in range(WIDEST)]
    bits = []
    for entries in lists:
        of_gaps, of_levels = (codes[width] for width in _widths(len(entries), total))
        bits.append(codes[COUNT_WIDTH][len(entries) - 1])
        bits += [
            of_gaps[gap] + of_levels[level - 1]
            for gap, (_, level) in zip(_gaps(entries), entries, strict=True)
        ]
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return int(text or "0", 2).to_bytes(len(text) // 8, "big")


def read(data: bytes, how_many: int, total: int) -> list[list[Entry]]:
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
        of_gaps, of_levels = _widths(count, total)
        place = -1
        entries: list[Entry] = []
        for _ in range(count):
            place += number(of_gaps) + 1
            entries.append((place, number(of_levels) + 1))
        lists.append(entries)
    return lists
