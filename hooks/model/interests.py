"""Why somebody may ask where a token stands: its interests, by which a page finds it (page.py)."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from html import unescape

from base.memory import remembered
from htmlkit.elements import HEADINGS
from htmlkit.lexer import Kind, Tag, parse

# Lists that the build adds to a text, and what is no text of it.
NOT_OWN = "data-search-exclude"
# A style or a handler in an attribute has no hash that a policy could name.
FORBIDDEN = re.compile("style|on.*")
# Attributes that hold an address, or several.
ADDRESSES = frozenset(
    (
        *("action", "archive", "background", "cite", "classid", "codebase", "data", "formaction"),
        *("href", "longdesc", "manifest", "ping", "poster", "profile", "src", "srcset", "usemap"),
        "xlink:href",
    )
)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}")
# What a browser passes over in an address.
PASSED_OVER = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
# What shows, or leads a reader unasked to, the pages of others.
EMBEDDED = frozenset(("applet", "base", "embed", "frame", "frameset", "iframe", "object", "portal"))
# By an attribute alone.
BY_ATTRIBUTE = {
    NOT_OWN: "excluded",
    "data-slot": "slot",
    "data-words": "words",
    "data-simplified": "simplified",
    "data-offline-size": "offline-size",
    "data-rows": "rows",
    "data-md-component": "component",
}
UNBROKEN = frozenset(("option", "svg", "code", "pre", "time"))


def scheme(url: str) -> str:
    """What an address as it stands in an attribute begins with: "https:", "//"; "" for one of the
    site."""
    match = SCHEME.match(PASSED_OVER.sub("", unescape(url)).lower())
    return match[0] if match else ""


def _address_interest(tag: Tag, value: str) -> str:
    """The list for an element with an address, or an empty string."""
    begins = scheme(value)
    if not begins or tag.name == "meta":
        return ""
    if tag.name == "a":
        return "outside" if begins in ("https:", "http:", "//", "\\\\") else "scheme"
    return "" if tag.name == "link" and _names_page(tag) else "scheme"


def _names_page(tag: Tag) -> bool:
    """Whether a link says where a page is, and asks for nothing."""
    return (tag.get("rel") or "") in ("canonical", "alternate", "prev", "next")


def _head_interests(tag: Tag) -> Iterator[str]:
    if tag.name == "meta":
        yield "meta"
        if tag.get("charset"):
            yield "charset"
    elif tag.name == "link":
        yield from (f"link {word}" for word in (tag.get("rel") or "").split())


def _script_interests(tag: Tag) -> Iterator[str]:
    yield "script"
    if tag.get("id") == "__config":
        yield "settings"


@remembered
def interests(token: str) -> tuple[str, ...]:
    """The lists of places (`Page.places`) in which a token of markup is to stand; () for most."""
    tag = parse(token)
    name = tag.name
    if tag.kind is Kind.CLOSE:
        return (f"/{name}",) if name in ("head", "article") or name in HEADINGS else ()
    found: list[str] = []
    if name in ("meta", "link"):
        found += _head_interests(tag)
    elif name == "script":
        found += _script_interests(tag)
    elif name in HEADINGS:
        found += ("heading", name)
    elif name in EMBEDDED:
        found.append("embedded")
    elif name in ("html", "title", "article", "body", "template", "noscript", "style", "pre"):
        found.append(name)
    if name in UNBROKEN and tag.kind is Kind.OPEN:
        found.append("unbroken")
    for attribute in tag.attributes:
        if attribute.name == "id" and name != "html":
            found.append("id")
        elif attribute.name in BY_ATTRIBUTE:
            found.append(BY_ATTRIBUTE[attribute.name])
        elif attribute.name in ADDRESSES:
            value = attribute.value or ""
            if interest := _address_interest(tag, value):
                found.append(interest)
            elif name == "a" and attribute.name == "href" and "#" in value[1:]:
                found.append("to-anchor")
        elif FORBIDDEN.fullmatch(attribute.name):
            found.append("forbidden")
    return tuple(found)


def find_places(tokens: Sequence[str]) -> dict[str, array[int]]:
    """The places of the tokens that somebody may ask for, by `interests`."""
    # A large guide has a million of them: four bytes each.
    found: dict[str, array[int]] = {}
    for at, names in enumerate(map(interests, tokens[1::2])):
        for name in names:
            if name not in found:
                found[name] = array("I")
            found[name].append(2 * at + 1)
    return found
