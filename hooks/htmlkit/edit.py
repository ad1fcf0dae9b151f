"""Changes of tokens: values of attributes, elements that go, links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import unescape

from htmlkit.elements import VOID
from htmlkit.lexer import Attribute, Kind, Tag, parse
from htmlkit.nesting import element_end

# Characters start..end of a token, and what comes in their place.
Edit = tuple[int, int, str]


def edited(token: str, edits: Sequence[Edit]) -> str:
    """A token with the characters start..end of each edit replaced."""
    for start, end, new in sorted(edits, reverse=True):
        token = token[:start] + new + token[end:]
    return token


def attribute(tag: Tag, name: str) -> Attribute | None:
    """An attribute with its place, or None."""
    return next((each for each in tag.attributes if each.name == name), None)


def without_attribute(token: str, name: str) -> str:
    """The token without an attribute and the blanks before it."""
    found = attribute(parse(token), name)
    if found is None:
        return token
    # Without a value, the place of an attribute is that of its name.
    named = found.start if found.value is None else token.lower().rindex(name, 0, found.start)
    start = len(token[:named].rstrip())
    end = found.end + (found.value is not None and token[found.end] in "\"'")
    return token[:start] + token[end:]


def with_attribute(token: str, name: str, value: str) -> str:
    """The token with this value of an attribute; the value is source text."""
    found = attribute(parse(token), name)
    if found is not None:
        return edited(token, [(found.start, found.end, value)])
    end = len(token) - (2 if token.endswith("/>") else 1)
    return f'{token[:end].rstrip()} {name}="{value}"{token[end:]}'


def end_of(tokens: Sequence[str], start: int) -> int:
    """The place of the token that ends the element opened at `start`; `start` itself for one
    that has no content of its own."""
    tag = parse(tokens[start])
    if tag.kind is not Kind.OPEN or tag.name in VOID:
        return start
    return element_end(tokens, start)[0]


def without(
    tokens: Sequence[str], drop: Callable[[str], bool], end_at: Callable[[int], int] | None = None
) -> list[str]:
    """The tokens without the elements for whose start tag `drop` says so; `end_at` knows the
    places where elements end, if somebody does."""
    kept, place = [tokens[0]], 1
    while place < len(tokens):
        if not drop(tokens[place]):
            kept += tokens[place : place + 2]
            place += 2
            continue
        end = end_at(place) if end_at else end_of(tokens, place)
        kept[-1] += tokens[end + 1] if end + 1 < len(tokens) else ""
        place = end + 2
    return kept


def links(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The place of each `<a href>` and its address, character references resolved."""
    for place in range(1, len(tokens), 2):
        tag = parse(tokens[place])
        if tag.kind is Kind.OPEN and tag.name == "a" and (href := tag.get("href")) is not None:
            yield place, unescape(href)
