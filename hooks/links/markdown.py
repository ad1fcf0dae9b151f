"""The text of a page as Markdown, for programs: no navigation, no theme."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

from htmlkit.elements import INLINE
from htmlkit.tree import Element

# Neither text nor part of it: controls, pictures of the theme, what only shows on a screen.
SKIPPED = frozenset(("script", "style", "svg", "button", "template", "nav", "dialog", "header"))
SKIPPED_CLASSES = frozenset(
    (
        "updated",
        "headerlink",
        "visually-hidden",
        "reading",
        "share",
        "desk",
        "tool",
    )
)
SPECIAL = re.compile(r"([\\`*\[\]<])|(?<!\w)(_)(?=\w)")
LINE_START = re.compile(r"^(?:([#>+-])|(\d+)([.)]))(?=\s)")


def cited_fact(element: Element) -> str:
    """The number of the fact that an element cites; "" for any other."""
    if "cite" not in element.classes:
        return ""
    return "".join(each.text for each in element.walk() if each.name == "b")


def plain(text: str) -> str:
    """A text as Markdown that shows it as it stands."""
    return SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


class Markdown:
    """Writes elements of one page; `url` is its address, against which links are resolved."""

    def __init__(self, url: str) -> None:
        self._url = url

    def page(self, article: Element) -> str:
        """The blocks of an article, without its own header."""
        return "\n\n".join(self.blocks(article)) + "\n"

    def blocks(self, parent: Element) -> list[str]:
        """The blocks in an element; text that stands between them makes paragraphs."""
        found: list[str] = []
        loose: list[Element | str] = []
        for child in [*parent.children, None]:
            if isinstance(child, str):
                # Between blocks most text is a line's end.
                if loose or not child.isspace():
                    loose.append(child)
                continue
            if child and _is_inline(child):
                loose.append(child)
                continue
            if loose:
                if text := self._line(loose):
                    found.append(LINE_START.sub(_escaped_start, text))
                loose = []
            if child and not is_skipped(child):
                write = BLOCKS.get(child.name, Markdown.blocks)
                if "admonition" in child.classes:
                    write = Markdown._quote
                found += write(self, child)
        return found

    def _line(self, nodes: list[Element | str]) -> str:
        return " ".join("".join(map(self._inline, nodes)).split())

    def _inline(self, node: Element | str) -> str:
        if isinstance(node, str):
            return plain(node)
        if is_skipped(node):
            return ""
        write = INLINES.get(node.name)
        return write(self, node) if write else self._content(node)

    def _content(self, element: Element) -> str:
        return "".join(map(self._inline, element.children))

    def _paragraph(self, element: Element) -> list[str]:
        text = LINE_START.sub(_escaped_start, self._line(element.children))
        if "admonition-title" in element.classes or element.name == "summary":
            text = f"**{text}**"
        return [text] if text else []

    def _heading(self, element: Element) -> list[str]:
        return ["#" * int(element.name[1]) + " " + self._line(element.children)]

    def _quote(self, element: Element) -> list[str]:
        lines = "\n\n".join(self.blocks(element)).splitlines()
        return ["\n".join(f"> {line}".rstrip() for line in lines)]

    def _list(self, element: Element) -> list[str]:
        items = [c for c in element.children if isinstance(c, Element) and c.name == "li"]
        written, spaced = [], False
        for number, item in enumerate(items, int(element.get("start") or 1)):
            mark = f"{number}. " if element.name == "ol" else "- "
            blocks = self.blocks(item)
            spaced = spaced or len(blocks) > 2
            text = ("\n\n" if spaced else "\n").join(blocks)
            written.append(mark + text.replace("\n", "\n" + " " * len(mark)))
        lines = ("\n\n" if spaced else "\n").join(written)
        return [re.sub(r"(?m)^ +$", "", lines)] if items else []

    def _table(self, element: Element) -> list[str]:
        rows = [row for row in element.walk() if row.name == "tr"]
        cells = [[self._cell(c) for c in row.children if isinstance(c, Element)] for row in rows]
        if not cells:
            return []
        lines = [f"| {' | '.join(row)} |" for row in cells]
        lines.insert(1, "| " + " | ".join("---" for _ in cells[0]) + " |")
        return ["\n".join(lines)]

    def _cell(self, cell: Element) -> str:
        return " ".join(self.blocks(cell)).replace("|", "\\|").replace("\n", " ")

    def _code(self, element: Element) -> list[str]:
        text = "".join(
            child for e in element.walk() for child in e.children if isinstance(child, str)
        )
        return [f"```\n{text.rstrip()}\n```"]

    def _link(self, element: Element) -> str:
        if fact := cited_fact(element):
            return f"[{fact}]"
        text, href = self._content(element).strip(), element.get("href")
        if not text or not href or href.startswith(("tel:", "javascript:")):
            return text
        return f"[{text}]({urljoin(self._url, href)})"

    def _strong(self, element: Element) -> str:
        return f"**{self._content(element).strip()}**"

    def _emphasis(self, element: Element) -> str:
        return f"*{self._content(element).strip()}*"

    def _verbatim(self, element: Element) -> str:
        return f"`{element.text}`"

    def _span(self, element: Element) -> str:
        return "____" if "blank" in element.classes else self._content(element)

    def _image(self, element: Element) -> str:
        return f"![{element.get('alt')}]({urljoin(self._url, element.get('src'))})"

    def _box(self, element: Element) -> str:
        return "[ ]" if element.get("type") == "checkbox" else ""


def _is_inline(element: Element) -> bool:
    return element.name in INLINE or element.name in INLINES


def is_skipped(element: Element) -> bool:
    """Whether an element is no part of the text."""
    return (
        element.name in SKIPPED
        or "hidden" in element.attributes
        or not SKIPPED_CLASSES.isdisjoint(element.classes)
    )


def _escaped_start(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


BLOCKS: dict[str, Callable[[Markdown, Element], list[str]]] = {
    **dict.fromkeys(("p", "summary", "dt", "figcaption"), Markdown._paragraph),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Markdown._heading),
    **dict.fromkeys(("ul", "ol"), Markdown._list),
    "blockquote": Markdown._quote,
    "table": Markdown._table,
    "pre": Markdown._code,
    "hr": lambda writer, element: ["---"],
}
INLINES: dict[str, Callable[[Markdown, Element], str]] = {
    "a": Markdown._link,
    **dict.fromkeys(("strong", "b"), Markdown._strong),
    **dict.fromkeys(("em", "i"), Markdown._emphasis),
    **dict.fromkeys(("code", "kbd", "samp"), Markdown._verbatim),
    "span": Markdown._span,
    "br": lambda writer, element: " ",
    "img": Markdown._image,
    "input": Markdown._box,
    "label": Markdown._content,
}
