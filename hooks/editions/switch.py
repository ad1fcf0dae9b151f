"""The links between the editions: which of them leads to the page the reader is on."""

from __future__ import annotations

from collections.abc import Sequence

from htmlkit.edit import with_attribute, without_attribute
from htmlkit.lexer import parse

CURRENT = "aria-current"


def _give(token: str, value: str | None) -> str:
    """The token with this value of `aria-current`, or without the attribute."""
    if value is None:
        return without_attribute(token, CURRENT)
    return with_attribute(token, CURRENT, value)


def exchange_current(tokens: list[str], links: Sequence[int]) -> None:
    """Moves `aria-current` from a link to its neighbour that names the other edition.

    `links` are the places in `tokens` of the links that name their edition, in order.
    """
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
