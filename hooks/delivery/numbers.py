"""Dates, spans of numbers and full-width digits that stay on one line: browsers break the former
at their dashes, the latter anywhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from model.page import Page

# 2026-11-23, 22:00–8:00; not a part of a name or an address. Or ９６００. It begins with a digit
# and looks back from there, so that all else is passed over quickly.
NUMBER = re.compile(
    r"\d(?<![\w./:-]\d)\d*(?::\d+)?(?:[-–]\d+(?::\d+)?)+(?![\w/-])|[\uFF10-\uFF19]{2,}", re.ASCII
)
# The class that says so is in shell.css.
KEPT_TOGETHER = r'<span class="nowrap">\g<0></span>'
# Stands in no text of a page.
BETWEEN = "\0"


def _places(texts: str, first: int) -> Iterator[int]:
    """The places of the texts in which numbers stand."""
    place, done = first, 0
    for match in NUMBER.finditer(texts):
        place += 2 * texts.count(BETWEEN, done, match.start())
        done = match.start()
        yield place


def _is_unbroken(page: Page, place: int) -> bool:
    opened = page.places("unbroken")
    at = bisect_left(opened, place)
    near = opened[max(0, at - 2) : at]
    # None of these elements holds another one of them, but for a <pre> around <code>.
    return bool(near) and (near[-1] == place - 1 or any(page.end(start) > place for start in near))


def keep_numbers(page: Page, tokens: list[str]) -> None:
    """Puts such numbers of a page into elements of their own; `tokens` are those of the page with
    what other steps have changed. Not where no element may stand, or no line is broken: in
    option, svg, code, pre and time."""
    first = page.place("body") + 1
    for place in sorted(set(_places(BETWEEN.join(tokens[first::2]), first))):
        if not _is_unbroken(page, place):
            tokens[place] = NUMBER.sub(KEPT_TOGETHER, tokens[place])
