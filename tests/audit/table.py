"""A table that is printed as it grows: measuring takes its time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

Row = tuple[str, ...]


def _wide(text: str) -> int:
    """Columns of a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def line(row: Row, widths: Iterable[int]) -> str:
    """The first cell stands left, the figures right."""
    first, *others = zip(row, widths, strict=False)
    cells = [first[0] + " " * (first[1] - _wide(first[0]))]
    cells += [" " * (width - _wide(cell)) + cell for cell, width in others]
    return "  ".join(cells).rstrip()


def show(title: str, head: Row, rows: Iterable[Row], first: int = 42, other: int = 9) -> Row:
    """Prints a part: its title, the names of the columns, and each row as it comes; the last."""
    widths = (first, *(max(other, _wide(name)) for name in head[1:]))
    print(f"\n{title}\n{line(head, widths)}\n{'-' * (sum(widths) + 2 * len(widths) - 2)}")
    row: Row = ()
    for row in rows:
        print(line(row, widths), flush=True)
    return row
