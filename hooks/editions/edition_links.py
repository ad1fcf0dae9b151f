"""The links between the editions: which of them leads to the page the reader is on."""

from __future__ import annotations

from collections.abc import Sequence

from editions.lexer import Attribute, Tag, parse

CURRENT = "aria-current"
Edit = tuple[int, int, str]


def edited(token: str, edits: Sequence[Edit]) -> str:
    """A token with the characters start..end of each edit replaced."""
    for start, end, new in sorted(edits, reverse=True):
        token = token[:start] + new + token[end:]
    return token


def _find(tag: Tag, name: str) -> Attribute | None:
    return next((attribute for attribute in tag.attributes if attribute.name == name), None)


def _without(token: str, attribute: Attribute) -> str:
    """The token without an attribute and the blanks before it."""
    start = len(token[: token.lower().rindex(attribute.name, 0, attribute.start)].rstrip())
    end = attribute.end + (token[attribute.end] in "\"'")
    return token[:start] + token[end:]


def _with(token: str, name: str, value: str) -> str:
    """The token with one more attribute at its end."""
    end = len(token) - (2 if token.endswith("/>") else 1)
    return f'{token[:end].rstrip()} {name}="{value}"{token[end:]}'


def _give(token: str, value: str | None) -> str:
    """The token with this value of `aria-current`, or without the attribute."""
    current = _find(parse(token), CURRENT)
    if current is None:
        return token if value is None else _with(token, CURRENT, value)
    if value is None:
        return _without(token, current)
    return edited(token, [(current.start, current.end, value)])


def exchange_current(tokens: list[str], links: Sequence[int]) -> bool:
    """Moves `aria-current` from a link to its neighbour that names the other edition.

    `links` are the places in `tokens` of the links that name their edition, in order.
    Returns whether every current link has such a neighbour.
    """
    complete = True
    tags = [parse(tokens[place]) for place in links]
    for i, tag in enumerate(tags):
        value = tag.get(CURRENT)
        if value in (None, "false"):
            continue
        for j in (i + 1, i - 1):
            if 0 <= j < len(tags) and tags[j].get("data-edition") != tag.get("data-edition"):
                other = tags[j].get(CURRENT)
                tokens[links[i]] = _give(tokens[links[i]], other)
                tokens[links[j]] = _give(tokens[links[j]], value)
                break
        else:
            complete = False
    return complete
