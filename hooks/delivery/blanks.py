"""Blanks that a page carries for nothing: the indentation of templates."""

from __future__ import annotations

import re
from functools import lru_cache

from model.page import Page

# Not the ideographic space, nor any that keeps words together.
RUN = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")


def _one(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "


# Most of what stands between tags stands there on every page.
@lru_cache(maxsize=4096)
def _collapsed(text: str) -> str:
    return RUN.sub(_one, text)


def collapse(page: Page) -> None:
    """Leaves one blank for each run of blanks between tags and in text.

    A line's end stays one; what a browser shows stays as it is. Opaque elements (script,
    style, textarea, title) are tokens of their own and not looked into. What a page is read
    with is what it goes on with: this is part of taking it in.
    """
    tokens = page.tokens
    kept = {place: page.end(place) for place in page.places("pre")}
    preserved = [text for start, end in kept.items() for text in range(start + 1, end, 2)]
    texts = {place: tokens[place] for place in preserved}
    tokens[::2] = map(_collapsed, tokens[::2])
    for place, text in texts.items():
        tokens[place] = text
