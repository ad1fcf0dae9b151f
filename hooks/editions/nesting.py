"""Where an element ends that protects its content."""

from __future__ import annotations

from collections.abc import Sequence

from editions.elements import OPTIONAL_END
from editions.lexer import Kind
from editions.markup import role


def _is_open(tokens: Sequence[str], start: int, name: str) -> bool:
    """Whether an element of this name is open before the token at `start`."""
    depth = 0
    for token in tokens[1:start:2]:
        tag = role(token).tag
        if tag.name == name:
            depth = max(0, depth + (1 if tag.kind is Kind.OPEN else -1))
    return depth > 0


def element_end(tokens: Sequence[str], start: int) -> tuple[int, bool]:
    """The place of the token that ends the element opened at `start`, and whether it may.

    That token is its end tag; or a tag that ends it as a browser would: the next `<li>`
    ends a `<li>`, the end of its parent ends everything in it. False says that an end tag
    is missing which HTML does not allow to leave out. End tags of nothing are passed over.
    """
    name = role(tokens[start]).tag.name
    closed_by, beyond = OPTIONAL_END.get(name, (frozenset(), frozenset()))
    may_stay_open = name in OPTIONAL_END
    inner: list[str] = []
    for place in range(start + 2, len(tokens), 2):
        does = role(tokens[place])
        tag = does.tag
        if does.nests:
            if tag.name in closed_by and beyond.isdisjoint(inner):
                return place, True
            inner.append(tag.name)
        elif tag.kind is not Kind.CLOSE:
            continue
        elif tag.name in inner:
            while inner.pop() != tag.name:
                pass
        elif tag.name == name:
            return place, True
        elif _is_open(tokens, start, tag.name):
            return place, may_stay_open
    return len(tokens), may_stay_open
