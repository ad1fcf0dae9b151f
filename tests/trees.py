"""Elements and attributes that a test takes for granted: without them it fails, and says which."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode


def first(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first element that a selector finds."""
    found = tree.css_first(selector)
    assert found is not None, f"no element is {selector}"
    return found


def attribute(node: LexborNode, name: str) -> str:
    """What an attribute of an element says."""
    said = node.attributes.get(name)
    assert said is not None, f"no {name} in {node.html}"
    return said


def words(node: LexborNode) -> str:
    """Its text without blanks."""
    return "".join(node.text().split())
