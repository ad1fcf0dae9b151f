"""Blanks that a page carries for nothing: the indentation of templates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from editions.lexer import Kind
from links.tree import parsed

# Not the ideographic space, nor any that keeps words together.
RUN = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
# Where blanks are text.
KEPT = "pre"


def _one(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "


def collapsed(tokens: Sequence[str]) -> list[str]:
    """The tokens of `split` with one blank for each run of blanks between tags and in text.

    A line's end stays one; what a browser shows stays as it is. Opaque elements (script,
    style, textarea, title) are tokens of their own and not looked into.
    """
    found, inside = list(tokens), 0
    for place, token in enumerate(tokens):
        if place % 2:
            tag = parsed(token)
            if tag.name == KEPT:
                inside += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(tag.kind, 0)
        elif not inside:
            found[place] = RUN.sub(_one, token)
    # What was dropped (an empty token) leaves the blanks on both of its sides.
    for place in range(2, len(found), 2):
        if not found[place - 1] and found[place - 2].endswith((" ", "\n")):
            found[place] = found[place].lstrip(" \n")
    return found
