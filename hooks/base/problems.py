"""What is wrong with an input, where, and what would be right."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache


@dataclass(frozen=True, order=True)
class Problem:
    """One fault that an author can mend.

    `path` is relative to the project; `line` counts from 1, and 0 means the whole file.
    `snippet` is a stretch of a built page, by which the line of its source is found
    (`model.sources`); what has a line needs none.
    """

    path: str
    line: int
    message: str
    snippet: str = field(default="", compare=False)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"

    def on(self, path: str) -> Problem:
        """The same of another file."""
        return replace(self, path=path)


class Unusable(Exception):
    """An input without which nothing can be built: a sentence for the author, no traceback."""


# So many of the known words are compared letter by letter: all, or those that have most pairs of
# letters in common, as far as so many places of pairs tell, those of rare pairs first.
COMPARED = 24
LOOKED_AT = 4000


def _pairs(word: str) -> Iterator[str]:
    edged = f" {word} "
    return (edged[at : at + 2] for at in range(len(edged) - 1))


@lru_cache(maxsize=32)
def _by_pair(known: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(known):
        for pair in set(_pairs(word)):
            found.setdefault(pair, []).append(word)
    return found


def _likely(word: str, known: frozenset[str]) -> list[str]:
    if len(known) <= COMPARED:
        return sorted(known)
    by_pair = _by_pair(known)
    common: Counter[str] = Counter()
    left = LOOKED_AT
    for words in sorted((by_pair.get(pair, []) for pair in set(_pairs(word))), key=len):
        common.update(words[:left])
        left -= min(left, len(words))
    ranked = sorted(common.items(), key=lambda each: (-each[1], each[0]))
    return [other for other, _ in ranked[:COMPARED]]


@lru_cache(maxsize=4096)
def _nearest(word: str, known: frozenset[str]) -> str:
    close = difflib.get_close_matches(word, _likely(word, known), n=1, cutoff=0.5)
    return close[0] if close else ""


def meant(word: str, known: Iterable[str]) -> str:
    """The known word nearest to `word`, or an empty string."""
    # Beyond that it is no slip of a name, and comparing would take its time.
    return _nearest(word, frozenset(known)) if len(word) < 200 else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """A clause that names the known word nearest to `word`, or an empty string.

    Of many known words who asks often gives the same frozenset: it is looked through once.
    """
    close = meant(word, known)
    return f' (did you mean "{close}"?)' if close else ""
