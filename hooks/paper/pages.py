"""The pages of one edition of a built site, as paper needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from editions.addresses import FOLDER, page_url
from editions.elements import VOID
from editions.lexer import Kind, Tag, split
from editions.nesting import element_end
from links.pages import PREFIX, SHORT
from links.tree import parsed, tree

ARTICLE, ARTICLE_END = "<article", "</article>"


@dataclass(frozen=True)
class PaperPage:
    """A page with an id; `address` is below the root of its edition: "" or "start/urgent/".

    `tokens` are those of its article, text and markup by turns, with its tags at both ends.
    """

    id: str
    address: str
    title: str
    updated: str
    file: Path
    tokens: list[str]


def article(html: str) -> tuple[int, int]:
    """Where the article of a page starts and ends; twice the same place if it has none."""
    start = html.find(ARTICLE)
    end = html.rfind(ARTICLE_END)
    return (start, end + len(ARTICLE_END)) if 0 <= start < end else (0, 0)


def _metas(html: str) -> dict[str, str]:
    """The `<meta name>` of a page that say who it is."""
    found: dict[str, str] = {}
    for token in split(html[: html.find("</head>")])[1::2]:
        tag = parsed(token)
        name = tag.get("name") or ""
        if tag.name == "meta" and name.startswith(PREFIX):
            found.setdefault(name.removeprefix(PREFIX), unescape(tag.get("content") or ""))
    return found


def _title(tokens: list[str]) -> str:
    """The text of the first `<h1>`."""
    for start in range(1, len(tokens), 2):
        if parsed(tokens[start]).name == "h1":
            end = next(
                (p for p in range(start + 2, len(tokens), 2) if parsed(tokens[p]).name == "h1"),
                len(tokens),
            )
            return tree("".join(tokens[start:end])).text
    return ""


def _read(root: Path, file: Path) -> PaperPage | None:
    html = file.read_text(encoding="utf-8")
    start, end = article(html)
    metas = _metas(html)
    if "id" not in metas or start == end:
        return None
    tokens = split(html[start:end])
    address = page_url(file.relative_to(root).as_posix())
    return PaperPage(metas["id"], address, _title(tokens), metas.get("updated", ""), file, tokens)


def read_pages(site_dir: Path, folder: str) -> Iterator[PaperPage]:
    """The pages of the edition in `folder` ("" or "zh-hans/"), sorted by address."""
    root = site_dir / folder
    for file in sorted(root.rglob("*.html")):
        path = file.relative_to(root).as_posix()
        if not folder and path.startswith((FOLDER, SHORT)):
            continue
        if page := _read(root, file):
            yield page


def without(tokens: list[str], drop: Callable[[Tag], bool]) -> list[str]:
    """The tokens without the elements for whose start tag `drop` says so."""
    kept, place = [tokens[0]], 1
    while place < len(tokens):
        tag = parsed(tokens[place])
        if tag.kind is Kind.CLOSE or not drop(tag):
            kept += tokens[place : place + 2]
            place += 2
            continue
        whole = tag.kind is Kind.ELEMENT or tag.name in VOID
        end = place if whole else element_end(tokens, place, whole=True)[0]
        kept[-1] += tokens[end + 1]
        place = end + 2
    return kept


def links(tokens: list[str]) -> Iterator[tuple[int, str]]:
    """The place of each `<a href>` and its address, character references resolved."""
    for place in range(1, len(tokens), 2):
        tag = parsed(tokens[place])
        if tag.kind is Kind.OPEN and tag.name == "a" and (href := tag.get("href")) is not None:
            yield place, unescape(href)
