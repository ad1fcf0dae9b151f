"""Splits an HTML page into text and markup, so that joining the parts gives the page back.

Follows the tokenizer of the HTML standard where that matters for built pages: quoted
attributes may hold ">", the content of script, style, textarea and title is not markup, a
"<" that opens nothing is text. What is never closed (a comment, a script) runs to the end.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from htmlkit.elements import VOID

# The start tag behind its name. Possessive quantifiers: what is never closed must not cost
# quadratic time.
ATTRIBUTES = (
    r"(?:[\s/]++|[^\s/>][^\s/>=]*+"
    r"""(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|(?!["'])[^\s>]++|(?=>))|(?!\s*+=)))*+"""
)
# Elements whose content holds no tags; title and textarea hold text.
OPAQUE = "script|style|title|textarea|xmp|iframe|noembed|noframes"
# By far most tags: lower case, attributes without a value or in double quotes. The general
# form below gives the same for these, but slower.
USUAL_TAG = (
    rf"(?!(?:{OPAQUE})[\s/>])[a-z][^\s\"'<>/=]*+"
    rf"(?:\s++[^\s\"'<>/=]++(?:=\"[^\"]*+\")?+)*+\s*+>"
)
TOKEN = re.compile(
    "(<(?:"
    + rf"/[a-z][a-z0-9]*+>|{USUAL_TAG}"
    + rf"|(?i:(?P<opaque>{OPAQUE})(?=[\s/>]){ATTRIBUTES}>.*?"
    + r"(?:</(?P=opaque)(?=[\s/>])[^>]*>|\Z))"
    + rf"|/?[a-zA-Z][^\s/>]*+{ATTRIBUTES}>"
    + r"|!--(?:-?>|.*?(?:--!?>|\Z))"
    + r"|[!?][^>]*+>"
    + r"|/[^a-zA-Z>][^>]*+>"
    # A tag that is never closed.
    + r"|[a-zA-Z!?/].*"
    + "))",
    re.DOTALL | re.ASCII,
)
OPAQUE_NAMES = frozenset(OPAQUE.split("|"))
START_TAG = re.compile(rf"<[a-z][^\s/>]*+{ATTRIBUTES}>", re.IGNORECASE | re.ASCII)
TAG_NAME = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE | re.ASCII)
ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""",
    re.ASCII,
)


class Kind(Enum):
    """What a markup token is."""

    OPEN = "open"
    CLOSE = "close"
    ELEMENT = "element"  # an opaque element: start tag, content and end tag in one token
    OTHER = "other"  # comment, doctype, processing instruction


class Attribute(NamedTuple):
    """One attribute; `start` and `end` enclose its value (without quotes) in the token.

    `value` is the source text, with character references as they stand, and None where
    the attribute has no value.
    """

    name: str
    value: str | None
    start: int
    end: int


class Tag(NamedTuple):
    """A parsed markup token; `name` is lower case and empty for `Kind.OTHER`.

    `content` is the place (start, end) of the content of an opaque element. `nests` says whether
    the token opens an element with content that holds markup.
    """

    kind: Kind
    name: str
    attributes: tuple[Attribute, ...] = ()
    content: tuple[int, int] = (0, 0)
    nests: bool = False

    def get(self, name: str) -> str | None:
        """The source text of an attribute's value; "" where it has none, None without it."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute.value or ""
        return None


def _attributes(source: str, start: int, end: int) -> tuple[Attribute, ...]:
    found: dict[str, Attribute] = {}
    for match in ATTRIBUTE.finditer(source, start, end):
        # Groups: name, value in double quotes, in single quotes, without quotes.
        quoting = match.lastindex or 1
        name = match[1].lower()
        # A repeated attribute counts for nothing: the first one holds.
        if name not in found:
            value = match[quoting] if quoting > 1 else None
            found[name] = Attribute(name, value, *match.span(quoting))
    return tuple(found.values())


# Most tokens stand on many pages: those of the theme, and what our templates write.
@lru_cache(maxsize=65536)
def parse(source: str) -> Tag:
    """The parsed form of one markup token of `split`."""
    name_match = TAG_NAME.match(source)
    if not name_match:
        return Tag(Kind.OTHER, "")
    name = name_match[2].lower()
    if name_match[1]:
        return Tag(Kind.CLOSE, name)
    if name not in OPAQUE_NAMES:
        if source[-1] != ">":
            return Tag(Kind.OTHER, "")
        attributes = _attributes(source, name_match.end(), len(source) - 1)
        # `<svg/>` ends where it starts; HTML passes over the slash of all other elements.
        ended = name in ("svg", "math") and source.endswith("/>")
        return Tag(Kind.OPEN, name, attributes, nests=name not in VOID and not ended)
    start_tag = START_TAG.match(source)
    if not start_tag:
        return Tag(Kind.OTHER, "")
    end = start_tag.end()
    close = source.rfind("</", end)
    attributes = _attributes(source, name_match.end(), end - 1)
    return Tag(Kind.ELEMENT, name, attributes, (end, close if close >= 0 else len(source)))


def split(page: str) -> list[str]:
    """Text and markup by turns, text first and last: [text, markup, text, …, text].

    `"".join` of the list is the page.
    """
    parts = TOKEN.split(page)
    # The second group of the pattern (the opaque element's name) comes along: drop it.
    del parts[2::3]
    return parts
