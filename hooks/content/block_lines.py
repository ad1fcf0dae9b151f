"""A text as lines with their levels of four blanks, and what belongs to which line above
(block_check.py)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from base.problems import Problem
from content.raw_html import without_code

ITEM = re.compile(r"(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})\.) +(?=\S)")
BLOCK_LIKE = re.compile(r"(?:!{2,}|！{2,}|\?{3}|:{3})\s*")


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its number, its blanks in front, its text without code; `first`
    says whether a blank line, or the beginning, is above it."""

    number: int
    indent: int
    text: str
    first: bool

    @property
    def is_item(self) -> bool:
        """Whether it begins an item of a list."""
        return bool(ITEM.match(self.text))

    @property
    def holds(self) -> bool:
        """Whether what stands below it, four blanks in, is a part of it."""
        return self.is_item or bool(BLOCK_LIKE.match(self.text))


def lines_of(numbered: Sequence[tuple[int, str]]) -> list[Line]:
    """The lines that are not blank, of those with their numbers."""
    found: list[Line] = []
    first = True
    for number, line in numbered:
        text = without_code(line)
        if text.strip():
            stripped = text.lstrip(" ")
            found.append(Line(number, len(text) - len(stripped), stripped.rstrip(), first))
        first = not text.strip()
    return found


class Blocks:
    """The lines of a page or of a quotation in it, and what is wrong with them."""

    def __init__(self, path: str, lines: list[Line]) -> None:
        self._path = path
        self.lines = lines
        self.problems: list[Problem] = []

    def say(self, line: Line, message: str) -> None:
        """Keeps a problem of a line; the first of a line is enough."""
        if not self.problems or self.problems[-1].line != line.number:
            self.problems.append(Problem(self._path, line.number, message))

    def above(self, at: int) -> Line | None:
        """The line above, if it belongs to the same block."""
        return None if self.lines[at].first or at == 0 else self.lines[at - 1]

    def holder(self, at: int) -> Line | None:
        """The nearest line above with fewer blanks in front."""
        indent = self.lines[at].indent
        return next((each for each in reversed(self.lines[:at]) if each.indent < indent), None)

    def beside(self, at: int) -> Line | None:
        """The nearest line above in the same block at the same level, or at a lower one."""
        if self.lines[at].first:
            return None
        indent = self.lines[at].indent
        for each in reversed(self.lines[:at]):
            if each.indent <= indent:
                return each
            if each.first:
                return None
        return None
