"""Where an element ends that protects its content."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from editions.elements import BLOCKS, FORMATTING, OPTIONAL_END
from editions.lexer import SEAM, Kind
from editions.markup import role


class Ending(Enum):
    """How an element ends."""

    PROPER = "by its end tag, or by one that HTML allows to stand for it"
    MISSING = "without an end tag that HTML does not allow to leave out"
    UNKNOWN = "not in this stretch of the page"


def _is_open(tokens: Sequence[str], start: int, name: str) -> bool:
    """Whether an element of this name is open before the token at `start`."""
    depth = 0
    for token in tokens[1:start:2]:
        tag = role(token).tag
        if tag.name == name:
            depth = max(0, depth + (1 if tag.kind is Kind.OPEN else -1))
    return depth > 0


def _paragraph_is_open(tokens: Sequence[str], start: int) -> bool | None:
    """Whether a `<p>` is open before the token at `start`; None if these do not say."""
    for place in range(start - 2, 0, -2):
        tag = role(tokens[place]).tag
        if tokens[place] == SEAM:
            break
        if tag.name in BLOCKS:
            return tag.name == "p" and tag.kind is Kind.OPEN
    return None


def element_end(tokens: Sequence[str], start: int, whole: bool) -> tuple[int, Ending]:
    """The place of the token that ends the element opened at `start`, and how it does.

    That token is its end tag; or a tag that ends it as a browser would: the next `<li>`
    ends a `<li>`, a `<div>` ends a `<p>` and what is open in it, the end of its parent ends
    everything in it. End tags of nothing are passed over; without the whole page nobody knows
    which these are.
    """
    name = role(tokens[start]).tag.name
    closed_by, beyond = OPTIONAL_END.get(name, (frozenset(), frozenset()))
    without_tag = Ending.PROPER if name in OPTIONAL_END else Ending.MISSING
    at_end = without_tag if whole else Ending.UNKNOWN
    # Blocks themselves, and what a browser opens again in the next block, are not cut.
    in_paragraph = name not in BLOCKS | FORMATTING and _paragraph_is_open(tokens, start)
    in_paragraph = bool(in_paragraph) if whole else in_paragraph
    inner: list[str] = []
    for place in range(start + 2, len(tokens), 2):
        does = role(tokens[place])
        tag = does.tag
        if does.nests:
            if tag.name in closed_by and beyond.isdisjoint(inner):
                return place, Ending.PROPER
            if tag.name in BLOCKS and in_paragraph is not False and "p" not in inner:
                return place, without_tag if in_paragraph else Ending.UNKNOWN
            inner.append(tag.name)
        elif tokens[place] == SEAM:
            return place, at_end
        elif tag.kind is not Kind.CLOSE:
            continue
        elif tag.name in inner:
            while inner.pop() != tag.name:
                pass
        elif tag.name == name:
            return place, Ending.PROPER
        elif not whole:
            return place, Ending.UNKNOWN
        elif _is_open(tokens, start, tag.name):
            return place, without_tag
    return len(tokens), at_end
