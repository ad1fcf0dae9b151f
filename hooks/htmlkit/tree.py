"""A stretch of built HTML as a tree of elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import zip_longest

from htmlkit.lexer import Kind, Tag, parse, split

BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Element:
    """An element; character references in its text and attributes are resolved.

    The content of opaque elements (script, style, textarea) is left out.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    classes: Sequence[str] = ()
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The value of an attribute, or an empty string."""
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Element]:
        """This element and all in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    @property
    def text(self) -> str:
        """The text of the element in one line."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()


@lru_cache(maxsize=16384)
def _read(source: str) -> tuple[Tag, Mapping[str, str], Sequence[str]]:
    """A tag, its attributes, and its classes."""
    tag = parse(source)
    found = {each.name: unescape(each.value or "") for each in tag.attributes}
    return tag, found, tuple(found.get("class", "").split())


def tree_of(tokens: Sequence[str]) -> Element:
    """The elements of the tokens of `htmlkit.lexer.split` below a nameless root.

    End tags of nothing are passed over, what is not closed ends with its parent: enough for
    the well-formed pages that builders write.
    """
    close, other = Kind.CLOSE, Kind.OTHER
    root = Element("")
    opened, children = [root], root.children
    for text, source in zip_longest(tokens[::2], tokens[1::2]):
        if text:
            children.append(unescape(text) if "&" in text else text)
        if source is None:
            break
        tag, attributes, classes = _read(source)
        if tag.kind is close:
            depth = len(opened) - 1
            while depth and opened[depth].name != tag.name:
                depth -= 1
            if depth:
                del opened[depth:]
                children = opened[-1].children
        elif tag.kind is not other:
            # Nobody changes the attributes of an element.
            element = Element(tag.name, attributes, classes, [])
            children.append(element)
            if tag.nests:
                opened.append(element)
                children = element.children
    return root


def tree(html: str) -> Element:
    """The elements of `html`; see `tree_of`."""
    return tree_of(split(html))
