"""What stands on the card of a page: its own words, taken from the built page.

`card:` in front matter lists the parts, `top` for what stands before the first heading, or the ids
of headings. Of a part its heading is shown and its first list, with what stands before that: for
whom it is not, what comes first, what to say. Where it has no list, its first paragraph is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.front_matter import TOP
from htmlkit.tree import BLANKS, Element, tree_of
from links.markdown import cited_fact, is_skipped
from links.typeset import Piece
from model.page import Page

# The heading of a box, which is no sentence.
TITLE = "admonition-title"
# The styles of pieces.
PLAIN, STRONG, NUMBER = "plain", "strong", "number"
# The list of facts at the end of a page.
BASIS = "basis"
# What says something before a list: a paragraph, words to say or send.
SAID = ("p", "blockquote")
# What leads on to another page: "看…", "照…做".
ASKING = ("看", "照")


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph, with what stands before it: "1.", a bullet, or nothing."""

    kind: str
    pieces: tuple[Piece, ...]
    mark: str = ""


@dataclass(frozen=True)
class CardText:
    """The words of a card; `checked` is the earliest day on which a fact that it rests on was
    checked, or "". `missing` are parts of which the page has nothing to show."""

    blocks: tuple[Block, ...]
    checked: str
    missing: tuple[str, ...]


def _is_skipped(element: Element) -> bool:
    aside = element.name == "input" or "data-search-exclude" in element.attributes
    return aside or is_skipped(element) or bool(cited_fact(element))


def _pieces(node: Element | str, style: str = PLAIN) -> Iterator[Piece]:
    if isinstance(node, str):
        yield BLANKS.sub(" ", node), style
        return
    if _is_skipped(node):
        return
    if node.name in ("strong", "b"):
        style = STRONG
    if "tel" in node.classes:
        style = NUMBER
    if "blank" in node.classes:
        yield "____", style
        return
    before: Element | str = ""
    for child in node.children:
        # Where nobody can press a link, its words are the name of what to look up.
        named = isinstance(child, Element) and child.name == "a" and "tel" not in child.classes
        asked = named and isinstance(before, str) and before.endswith((*ASKING, "："))
        if asked and not _is_skipped(child):  # type: ignore[arg-type]
            # 「……：不打電話怎樣求救」 says on a page that one may go there.
            ask = "看「" if str(before).endswith("：") else "「"
            yield from ((ask, style), *_pieces(child, style), ("」", style))
        else:
            yield from _pieces(child, style)
        before = child
    if node.name in ("p", "li", "br", "blockquote"):
        yield " ", PLAIN


def _text(node: Element) -> tuple[Piece, ...]:
    found = [piece for piece in _pieces(node) if piece[0]]
    while found and not found[0][0].strip():
        del found[0]
    while found and not found[-1][0].strip():
        found.pop()
    return tuple(found)


def _flat(parent: Element) -> Iterator[Element]:
    """The blocks of an article in order, those in boxes too."""
    for child in parent.children:
        if not isinstance(child, Element) or _is_skipped(child) or BASIS in child.classes:
            continue
        if child.name in ("div", "section", "article"):
            yield from _flat(child)
        else:
            yield child


def _part(blocks: Sequence[Element], name: str) -> list[Element]:
    """The blocks of a part, its heading first."""
    heads = [at for at, block in enumerate(blocks) if block.name in ("h2", "h3")]
    ends = [*heads, len(blocks)]
    if name == TOP:
        return list(blocks[: ends[0]])
    for at, end in zip(heads, ends[1:], strict=True):
        if blocks[at].get("id") == name:
            return list(blocks[at:end])
    return []


def _facts(element: Element) -> Iterator[str]:
    for each in element.walk():
        if fact := cited_fact(each):
            yield fact.lower()


def _shown(part: Sequence[Element]) -> tuple[list[Block], list[Element]]:
    """What of a part is shown, and of which elements it is made."""
    found = [Block("heading", _text(each)) for each in part[:1] if each.name in ("h2", "h3")]
    at = next((at for at, each in enumerate(part) if each.name in ("ul", "ol")), None)
    said = [each for each in part[:at] if each.name in SAID and TITLE not in each.classes]
    texts = [each for each in said if _text(each)]
    if at is None:
        texts = texts[:1]
    blocks = [Block("text", _text(each)) for each in texts]
    if at is not None:
        listed = part[at]
        items = [e for e in listed.children if isinstance(e, Element) and e.name == "li"]
        for number, item in enumerate(items, 1):
            mark = f"{number}." if listed.name == "ol" else "•"
            blocks.append(Block("item", _text(item), mark))
        texts.append(listed)
    return ([*found, *blocks], texts) if blocks else ([], [])


def card_text(page: Page, parts: Sequence[str]) -> CardText:
    """The words of the card of a page of one edition."""
    article = tree_of(page.article_tokens)
    blocks = list(_flat(article))
    found: list[Block] = []
    facts: set[str] = set()
    missing = []
    for name in parts:
        shown, made_of = _shown(_part(blocks, name))
        found += shown
        facts.update(fact for element in made_of for fact in _facts(element))
        if not shown:
            missing.append(name)
    days = [
        time.text
        for item in article.walk()
        if item.get("id").removeprefix("basis-") in facts and item.get("id")[:6] == "basis-"
        for time in item.walk()
        if time.name == "time"
    ]
    return CardText(tuple(found), min(days, default=""), tuple(missing))
