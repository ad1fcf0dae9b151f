"""Whether texts hold only the characters that they may (base/characters.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from base.characters import UNLISTED, odd, unlisted
from base.problems import Problem
from content.source_pages import SourcePage

Find = Callable[[str], Iterator[tuple[int, str]]]
# Words that are marked as those of another language, within a line.
MARKED = re.compile(r'(<span\b[^<>]*\blang="(?!zh)[^"<>]*"[^<>]*>)([^<>]*)(?=</span>)')


def _unmarked(match: re.Match[str]) -> str:
    """Marked words with blanks in place of the letters of their language."""
    kept = (c if not UNLISTED.match(c) or not c.isalpha() else " " for c in match[2])
    return match[1] + "".join(kept)


def character_problems(
    path: str, lines: Iterable[tuple[int, str]], find: Find = unlisted
) -> Iterator[Problem]:
    """One problem for each character of a file that `find` finds in its lines, where it stands
    first; of a line the first one only, as a word in another script is one slip."""
    first: dict[str, int] = {}
    more: dict[str, int] = {}
    for number, line in lines:
        for _, message in find(line):
            if first.setdefault(message, number) != number:
                more[message] = more.get(message, 0) + 1
            break
    for message, number in first.items():
        others = f" (and on {more[message]} more lines)" if message in more else ""
        yield Problem(path, number, message + others)


def check_characters(page: SourcePage) -> Iterator[Problem]:
    """Characters that no page may hold, of its front matter too."""
    lines = ((n, MARKED.sub(_unmarked, line)) for n, line in enumerate(page.lines, 1))
    yield from character_problems(page.path, lines)


def check_data_characters(
    path: str, text: str, exempt: Collection[int] = (), find: Find = unlisted
) -> Iterator[Problem]:
    """Characters that a file of data may not hold; on the lines `exempt` stand words of another
    language, and only what is `odd` is looked for."""
    numbered = list(enumerate(text.split("\n"), 1))
    own = [(n, line) for n, line in numbered if n not in exempt]
    others = [(n, line) for n, line in numbered if n in exempt]
    yield from character_problems(path, own, find)
    yield from character_problems(path, others, odd)
