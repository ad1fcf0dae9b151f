"""Dates, spans of numbers and full-width digits that stay on one line: browsers break the former
at their dashes, the latter anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from editions.lexer import Kind, split
from links.tree import parsed

# 2026-11-23, 22:00–8:00; not a part of a name or an address. Or ９６００.
NUMBER = re.compile(
    r"(?<![\w./:-])\d+(?::\d+)?(?:[-–]\d+(?::\d+)?)+(?![\w/-])|[\uFF10-\uFF19]{2,}", re.ASCII
)
# Of the class that says so (shell.css).
KEEPER = '<span class="nowrap">'
# Where no element may stand, or no line is broken.
CLOSED = frozenset(("option", "svg", "code", "pre", "time"))


def unbroken(tokens: Sequence[str]) -> list[str]:
    """The tokens of `split` with such numbers in spans of their own, once."""
    html, closed, body = [], 0, False
    for place, token in enumerate(tokens):
        if place % 2:
            tag = parsed(token)
            body = body or tag.name == "body"
            if tag.name in CLOSED and tag.kind is not Kind.ELEMENT:
                closed += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(tag.kind, 0)
        elif body and not closed and NUMBER.search(token) and tokens[place - 1] != KEEPER:
            token = NUMBER.sub(rf"{KEEPER}\g<0></span>", token)
        html.append(token)
    return split("".join(html))
