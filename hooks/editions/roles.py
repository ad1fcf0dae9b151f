"""What the tags of a page mean to its second edition: where text runs on, where it is
protected, which attributes hold text and which hold addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from base.memory import remembered
from editions.attributes import (
    DATA_TEXT,
    TEXT_ATTRIBUTES,
    TEXT_METAS,
    URL_ATTRIBUTES,
    URL_LISTS,
    URL_METAS,
    VERBATIM,
)
from htmlkit.elements import INLINE, PHRASING, VOID
from htmlkit.lexer import OPAQUE_NAMES, Attribute, Kind, Tag, parse

# Attributes that make a tag more than a tag of its name …
TELLING = TEXT_ATTRIBUTES | DATA_TEXT | URL_ATTRIBUTES | URL_LISTS
TELLING |= {"lang", "translate", "data-zh-hans", "data-edition", "value"}
# … and elements that are more without any.
SPECIAL = VERBATIM | OPAQUE_NAMES | {"html", "meta", "link"}


class Protection(IntEnum):
    """What of an element stays as it is."""

    NONE = 0
    TEXT = 1  # its text, not the words in its attributes
    ALL = 2


@dataclass(slots=True, eq=False)
class Role:
    """What one markup token does; the same for all equal tokens.

    `texts` and `urls` are the attributes that hold words and addresses; `special` names the
    treatment of tokens that the general rules do not cover; `wording` is what an author
    wants the Simplified edition to say here. `changes` is false for a token that comes out
    as it goes in, `inert` true for one that does nothing at all; `protects` says that the
    content stays, or has its wording. `broken` is what is
    never closed: a tag, a comment, a script.
    """

    tag: Tag
    ends_run: bool
    ends_block: bool
    inert: bool
    nests: bool = False
    protection: Protection = Protection.NONE
    wording: str | None = None
    texts: tuple[Attribute, ...] = ()
    urls: tuple[Attribute, ...] = ()
    special: str = ""
    changes: bool = False
    broken: bool = False
    protects: bool = False


def _protection(tag: Tag) -> Protection:
    if tag.name == "html":
        return Protection.NONE
    if tag.get("translate") == "no" or tag.get("lang") is not None:
        return Protection.ALL
    return Protection.TEXT if tag.name in VERBATIM else Protection.NONE


def _meta_special(tag: Tag) -> str:
    name = (tag.get("name") or tag.get("property") or "").lower()
    if name in URL_METAS:
        return "own address"
    if name == "og:locale":
        return "locale"
    return "refresh" if (tag.get("http-equiv") or "").lower() == "refresh" else ""


def _script_special(tag: Tag) -> str:
    if tag.get("id") == "__config":
        return "theme settings"
    return "linked data" if tag.get("type") == "application/ld+json" else ""


def _link_special(tag: Tag) -> str:
    if tag.get("rel") == "canonical":
        return "own address"
    return "edition link" if tag.get("hreflang") else ""


SPECIALS: dict[str, Callable[[Tag], str]] = {
    "html": lambda tag: "language",
    "title": lambda tag: "title",
    "meta": _meta_special,
    "script": _script_special,
    "link": _link_special,
    "a": lambda tag: "edition link" if tag.get("data-edition") else "",
}


def _is_text(tag: Tag, attribute: Attribute) -> bool:
    if attribute.name == "content":
        return (tag.get("name") or tag.get("property") or "").lower() in TEXT_METAS
    if attribute.name == "value":
        return tag.name == "input" and tag.get("type") in ("button", "submit", "reset")
    name = attribute.name
    return name in TEXT_ATTRIBUTES or name in DATA_TEXT or name.startswith("data-text-")


def _is_url(tag: Tag, attribute: Attribute) -> bool:
    if attribute.name == "data" and tag.name != "object":
        return False
    return attribute.name in URL_ATTRIBUTES or attribute.name in URL_LISTS


def _is_broken(source: str, tag: Tag) -> bool:
    if tag.kind is Kind.ELEMENT:
        return tag.content[1] == len(source)
    if source.startswith("<!--"):
        return not source.endswith(("-->", "--!>"))
    return not source.endswith(">")


@cache
def _plain(kind: Kind, name: str) -> Role:
    """The role of a tag whose attributes, if any, mean nothing to the second edition."""
    return Role(
        tag=Tag(kind, name),
        ends_run=name not in INLINE,
        ends_block=name not in PHRASING,
        inert=name in INLINE,
        nests=kind is Kind.OPEN and name not in VOID,
    )


def _is_plain(tag: Tag) -> bool:
    if tag.kind is Kind.CLOSE:
        return True
    if tag.kind is not Kind.OPEN or tag.name in SPECIAL:
        return False
    names = [attribute.name for attribute in tag.attributes]
    return TELLING.isdisjoint(names) and not any(n.startswith("data-text-") for n in names)


@remembered
def role(source: str) -> Role:
    """The role of a markup token of `htmlkit.lexer.split`."""
    tag = parse(source)
    if _is_plain(tag):
        return _plain(tag.kind, tag.name)
    comment = tag.kind is Kind.OTHER
    find_special = SPECIALS.get(tag.name)
    special = find_special(tag) if find_special else ""
    own_urls = special in ("edition link", "own address")
    valued = [attribute for attribute in tag.attributes if attribute.value]
    texts = tuple([a for a in valued if _is_text(tag, a)])
    urls = () if own_urls else tuple([a for a in valued if _is_url(tag, a)])
    protection = Protection.NONE if comment else _protection(tag)
    wording = tag.get("data-zh-hans")
    protects = bool(protection) or wording is not None
    nests = tag.nests
    broken = _is_broken(source, tag)
    ends_run = tag.name not in INLINE or protects
    changes = bool(texts or urls or special or broken)
    return Role(
        tag=tag,
        ends_run=ends_run,
        ends_block=tag.name not in PHRASING and not comment,
        inert=not (changes or ends_run),
        nests=nests,
        protection=protection,
        wording=wording,
        texts=texts,
        urls=urls,
        special=special,
        changes=changes,
        broken=broken,
        protects=nests and protects,
    )
