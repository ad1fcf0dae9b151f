"""Where the links and pictures of the texts lead: to pages and sections of this guide, and to
pictures that lie beside it. No page is built for it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from base.problems import Problem, nearest
from content.brackets import Link, links_of
from content.library import Sources
from content.pictures import SCHEME as DRAWING
from content.source_pages import SourcePage
from links.source_check import ids_of

SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):|//|\\\\")
# What somebody wanted who wrote an address of this kind.
SCHEMES: Mapping[str, str] = {
    **dict.fromkeys(("http", "https"), "outside links stand in the facts: cite one as [F38]"),
    "tel": "a hotline number becomes a dialling link by itself: write the number",
    "mailto": "this guide asks nobody to write: remove it",
}
NO_SCHEME = "a link leads to a page of this guide, words.md or words.md#section"
PICTURES = "assets/images"
PICTURE = re.compile(r"[a-z0-9-]+\.(?:png|jpg|svg|webp)")


def path_of(page: SourcePage, path: str) -> str:
    """The path below docs/ to which one of a page leads; it begins with ".." where it leaves."""
    return posixpath.normpath(posixpath.join(PurePosixPath(page.src).parent.as_posix(), path))


class _Targets:
    """What links can lead to."""

    def __init__(self, docs_dir: Path, sources: Sources) -> None:
        self._docs_dir = docs_dir
        self._pages = {page.src: page for page in sources.pages}
        self._shells = {page.src for page in sources.pages.shells}
        self._broken = sources.pages.broken
        self._ids = {page.src: frozenset(ids_of(page, sources)) for page in sources.pages}
        self._sure = sources.library.is_sound

    def fault(self, page: SourcePage, link: Link) -> str:
        """What is wrong with a link, or an empty string."""
        target = link.target
        if not target:
            return f"[{link.words}]() leads nowhere: write the path of a page"
        if link.is_image and target.startswith(DRAWING):
            # A drawing of ours, which content/pictures.py looks for.
            return ""
        if match := SCHEME.match(target):
            scheme = (match["scheme"] or "https").lower()
            return f"{target[:60]}: {SCHEMES.get(scheme, NO_SCHEME)}"
        if link.is_image:
            return self._picture(page, target)
        path, sign, anchor = target.partition("#")
        src = path_of(page, path) if path else page.src
        if fault := self._page(page, path, src):
            return fault
        if src == page.src and not sign:
            return f"{path} is this page itself: name another one, or a section, #id"
        return self._anchor(target, src, anchor) if sign else ""

    def _page(self, page: SourcePage, path: str, src: str) -> str:
        if src in self._pages or src in self._broken:
            return ""
        if src in self._shells:
            return f'{path} is no text: write <a href="…print/">words</a>'
        if path.startswith("/"):
            return f"{path} is an address of the host: write the path from this page, ../words.md"
        if src.startswith(".."):
            return f"{path} leads out of docs/: a link leads to a page of this guide"
        known = {posixpath.relpath(s, posixpath.dirname(page.src) or "."): s for s in self._pages}
        if not path.endswith(".md"):
            guess = f"{src.removesuffix('.html')}.md", f"{src}/index.md"
            close = next((at for at, s in known.items() if s in guess), "")
            hint = f' (did you mean "{close}"?)' if close else nearest(path, known)
            return f"{path} is the path of no page: it ends in .md{hint}"
        return f"no page {path}{nearest(path, known)}"

    def _anchor(self, target: str, src: str, anchor: str) -> str:
        if src in self._broken or not self._sure or anchor in self._ids[src]:
            return ""
        if not anchor:
            return f"{target} ends in # alone: name a section, or leave # out"
        close = nearest(anchor, self._ids[src])
        return f"{target}: docs/{src} has no section #{anchor}{close}"

    def _picture(self, page: SourcePage, target: str) -> str:
        path = path_of(page, target)
        folder, _, name = path.rpartition("/")
        if folder != PICTURES or not PICTURE.fullmatch(name):
            return f"{target}: pictures lie in docs/{PICTURES}/, lower-case .png .jpg .svg .webp"
        if not (self._docs_dir / path).is_file():
            there = [file.name for file in (self._docs_dir / PICTURES).glob("*")]
            return f"no picture docs/{path}{nearest(name, there)}"
        return ""


def check_source_links(docs_dir: Path, sources: Sources) -> Iterator[Problem]:
    """Links of the texts that lead nowhere, out of the guide, or to no section of a page."""
    targets = _Targets(docs_dir, sources)
    for page in sources.pages:
        for link in links_of(page):
            if fault := targets.fault(page, link):
                yield Problem(page.path, link.line, fault)
