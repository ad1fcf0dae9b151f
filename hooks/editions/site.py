"""The Simplified edition of a folder of built HTML."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from content.problems import Problem
from editions.addresses import FOLDER, MADE_LATER, Site
from editions.faults import Sources, to_problems
from editions.lexer import split
from editions.markup import role
from editions.page import Pages
from editions.prose import Fault, Prose
from editions.rulebook import Rulebook
from editions.sitemap import write_sitemaps
from editions.variants import Variant, headings, unused, variant_of

# So many pages, and a second process saves more time than it costs.
MANY = 200


class NoSite(Exception):
    """The folder does not hold a built site."""


@dataclass
class Report:
    """What a run did: pages of the edition, how many of them were converted anew (the others
    came from the cache), and what authors should mend."""

    pages: int = 0
    converted: int = 0
    problems: list[Problem] = field(default_factory=list)


class Copy(NamedTuple):
    """A page of the Simplified edition, and what its author should mend."""

    html: str
    faults: list[Fault]


@dataclass
class Cache:
    """The copies of an earlier run in the same process; good while `key` stays the same.

    Without `keep` it stays empty: a process that builds once needs none.
    """

    keep: bool = True
    key: str = ""
    _copies: dict[str, tuple[bytes, Copy]] = field(default_factory=dict)

    def use(self, key: str) -> None:
        """Forgets copies that were made in another way."""
        if self.key != key:
            self.key = key
            self._copies.clear()

    def get(self, page: str, content: bytes) -> Copy | None:
        """The copy of a page with this content, if it is known."""
        digest, copy = self._copies.get(page, (b"", None))
        return copy if copy and digest == hashlib.sha256(content).digest() else None

    def put(self, page: str, content: bytes, copy: Copy) -> None:
        """Remembers a copy."""
        if self.keep:
            self._copies[page] = (hashlib.sha256(content).digest(), copy)


def _files(folder: Path) -> Iterator[str]:
    """All files of the Traditional edition, relative to its root."""
    for parent, folders, names in os.walk(folder):
        base = Path(parent).relative_to(folder).as_posix()
        prefix = "" if base == "." else f"{base}/"
        if not prefix:
            folders[:] = [name for name in folders if f"{name}/" != FOLDER]
        folders.sort()
        yield from (prefix + name for name in sorted(names))


def _own_address(site_dir: Path) -> str:
    """The public address that the start page names as its own, or an empty string."""
    for token in split((site_dir / "index.html").read_text(encoding="utf-8"))[1::2]:
        tag = role(token).tag
        if tag.name == "link" and tag.get("rel") == "canonical":
            return tag.get("href") or ""
    return ""


class Edition:
    """Makes the Simplified edition of one site; see `build`."""

    def __init__(self, site_dir: Path, book: Rulebook, site_url: str, cache: Cache) -> None:
        files = list(_files(site_dir))
        self._dir = site_dir
        self._book = book
        self._site = Site(files, site_url or _own_address(site_dir))
        self._pages = [f for f in files if f.endswith(".html") and not f.startswith(MADE_LATER)]
        self._variants = self._find_variants()
        self._own: dict[str, Prose] = {}
        self._titles = self._find_titles()
        self._copies = Pages(self._site, book.prose(titles=self._titles))
        self._cache = cache
        key = repr((files, self._site.site_url, book.digest, sorted(self._titles.items())))
        cache.use(key)
        self.report = Report(pages=len(self._pages))
        self.faults: list[tuple[str, Fault]] = []

    def _read(self, page: str) -> bytes:
        return (self._dir / page).read_bytes()

    def _find_variants(self) -> dict[str, Variant]:
        found = {}
        for page in self._pages:
            content = self._read(page)
            if b'name="variant"' in content and (v := variant_of(content.decode(), self._book)):
                found[page] = v
        return found

    def _find_titles(self) -> dict[str, str]:
        """Titles of pages with rules, where these make a difference."""
        titles = {}
        for page, variant in self._variants.items():
            named = headings(self._read(page).decode(), variant.prose(self._book))
            for title, converted in list(named.items())[:1]:
                if self._book.prose().converter.convert(title) != converted:
                    titles[title] = converted
        return titles

    def _own_prose(self, page: str) -> Prose | None:
        """The conversion for a page with rules of its own."""
        if page in self._variants and page not in self._own:
            self._own[page] = self._variants[page].prose(self._book, self._titles)
        return self._own.get(page)

    def copy_pages(self) -> None:
        """Writes the copy of every page; removes copies of pages that are gone."""
        processes = 1 if self._cache.keep else _processes(len(self._pages))
        size = -(-len(self._pages) // processes)
        first, *others = (
            self._pages[start : start + size] for start in range(0, len(self._pages), size)
        )
        if others:
            self._copy_together(first, others)
        else:
            self._copy_stretch(first)
        self._remove_stale()

    def _copy_together(self, first: Sequence[str], others: Sequence[Sequence[str]]) -> None:
        """Copies stretches of pages, this process the first and a forked one each other.

        Neighbours in the order of addresses have most in common, hence stretches.
        """
        _forked.append(self)
        try:
            with multiprocessing.get_context("fork").Pool(len(others)) as pool:
                pending = pool.map_async(_copy_in_fork, others, chunksize=1)
                self._copy_stretch(first)
                for converted, faults in pending.get():
                    self.report.converted += converted
                    self.faults += faults
        finally:
            _forked.clear()

    def _copy_stretch(self, pages: Sequence[str]) -> None:
        folders: set[Path] = set()
        for page in pages:
            content = self._read(page)
            copy = self._cache.get(page, content)
            if copy is None:
                copy = self._copy(page, content.decode())
                self._cache.put(page, content, copy)
                self.report.converted += 1
            self.faults += [(page, fault) for fault in copy.faults]
            target = self._dir / FOLDER / page
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.add(target.parent)
            target.write_bytes(copy.html.encode())

    def _copy(self, page: str, html: str) -> Copy:
        prose = self._own_prose(page)
        if prose is None:
            return Copy(*self._copies.copy(page, html))
        # The contents list of the page is outside its article, and shows its headings.
        titles = self._titles | headings(html, prose)
        pages = Pages(self._site, self._book.prose(titles=titles))
        copy, faults = pages.copy(page, html, prose)
        return Copy(copy, [*faults, *self._variants[page].faults, *unused(prose)])

    def _remove_stale(self) -> None:
        pages = set(self._pages)
        for path in sorted((self._dir / FOLDER).rglob("*.html"), reverse=True):
            if path.relative_to(self._dir / FOLDER).as_posix() not in pages:
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()


# The edition that a forked process works for: its memory comes along, arguments would not.
_forked: list[Edition] = []


def _copy_in_fork(pages: Sequence[str]) -> tuple[int, list[tuple[str, Fault]]]:
    edition = _forked[0]
    edition.report.converted, edition.faults = 0, []
    edition._copy_stretch(pages)
    return edition.report.converted, edition.faults


def _processes(pages: int) -> int:
    """How many processes copy so many pages; one where processes cannot be forked."""
    if pages < MANY or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return min(4, os.cpu_count() or 1)


def build(
    site_dir: Path,
    book: Rulebook,
    site_url: str = "",
    sources: Sources | None = None,
    cache: Cache | None = None,
) -> Report:
    """Writes the Simplified edition of `site_dir` below its `zh-hans/`.

    `site_url` is the public address of the site; without it the canonical link of the start
    page says it. `sources` help to name the source of a fault, `cache` saves work when the
    same process builds again. Raises `NoSite` if the folder holds no built site.
    """
    if not (site_dir / "index.html").is_file():
        raise NoSite(f"{site_dir}: no index.html here; give the folder of a built site")
    edition = Edition(site_dir, book, site_url, cache or Cache(keep=False))
    edition.copy_pages()
    try:
        write_sitemaps(site_dir, edition._site)
    except (ValueError, KeyError, ElementTree.ParseError) as error:
        raise NoSite(f"{site_dir}: its sitemap is unusable: {error}") from error
    edition.report.problems = to_problems(edition.faults, sources or Sources(), site_dir)
    return edition.report
