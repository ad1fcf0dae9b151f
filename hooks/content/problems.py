"""What is wrong with an input, where, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault that an author can mend.

    `path` is relative to the project; `line` counts from 1, and 0 means the whole file.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


def nearest(word: str, known: Iterable[str]) -> str:
    """A clause that names the known word nearest to `word`, or an empty string."""
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return f' (did you mean "{close[0]}"?)' if close else ""
