"""Where an element ends."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from htmlkit.elements import BLOCKS, FORMATTING, OPTIONAL_END
from htmlkit.lexer import Kind, parse

# Blocks themselves, and what a browser opens again in the next block, are not cut by one.
UNCUT = BLOCKS | FORMATTING


class Ending(Enum):
    """How an element ends."""

    PROPER = "by its end tag, or by one that HTML allows to stand for it"
    MISSING = "without an end tag that HTML does not allow to leave out"


def _is_open(tokens: Sequence[str], start: int, name: str) -> bool:
    """Whether an element of this name is open before the token at `start`."""
    depth = 0
    for token in tokens[1:start:2]:
        tag = parse(token)
        if tag.name == name:
            depth = max(0, depth + (1 if tag.kind is Kind.OPEN else -1))
    return depth > 0


def _paragraph_is_open(tokens: Sequence[str], start: int) -> bool:
    """Whether a `<p>` is open before the token at `start`."""
    for place in range(start - 2, 0, -2):
        tag = parse(tokens[place])
        if tag.name in BLOCKS:
            return tag.name == "p" and tag.kind is Kind.OPEN
    return False


def element_end(tokens: Sequence[str], start: int) -> tuple[int, Ending]:
    """The place of the token that ends the element opened at `start`, and how it does.

    That token is its end tag; or a tag that ends it as a browser would: the next `<li>`
    ends a `<li>`, a `<div>` ends a `<p>` and what is open in it, the end of its parent ends
    everything in it. End tags of nothing are passed over.
    """
    name = parse(tokens[start]).name
    # Most of what is asked about holds a few words.
    if tokens[start + 2 : start + 3] == [f"</{name}>"]:
        return start + 2, Ending.PROPER
    closed_by, beyond = OPTIONAL_END.get(name, (frozenset(), frozenset()))
    without_tag = Ending.PROPER if name in OPTIONAL_END else Ending.MISSING
    in_paragraph = name not in UNCUT and _paragraph_is_open(tokens, start)
    inner: list[str] = []
    for place in range(start + 2, len(tokens), 2):
        tag = parse(tokens[place])
        if tag.nests:
            if tag.name in closed_by and beyond.isdisjoint(inner):
                return place, Ending.PROPER
            if tag.name in BLOCKS and in_paragraph and "p" not in inner:
                return place, without_tag
            inner.append(tag.name)
        elif tag.kind is not Kind.CLOSE:
            continue
        elif tag.name in inner:
            while inner.pop() != tag.name:
                pass
        elif tag.name == name:
            return place, Ending.PROPER
        elif _is_open(tokens, start, tag.name):
            return place, without_tag
    return len(tokens), without_tag
