"""The Simplified edition of a folder of built HTML."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from content.problems import Problem
from editions.addresses import FOLDER, MADE_LATER, Site, page_folder
from editions.faults import Sources, to_problems
from editions.lexer import split
from editions.markup import role
from editions.page import Copy, PageCopy
from editions.prose import Fault, Prose
from editions.rulebook import Rulebook
from editions.search_index import write_search_index
from editions.sitemap import write_sitemaps
from editions.tags import Changed
from editions.variants import Variant, headings, unused, variant_of


class NoSite(Exception):
    """The folder does not hold a built site."""


@dataclass
class Report:
    """What a run did: pages of the edition, how many of them were converted anew (the others
    came from the cache), and what authors should mend."""

    pages: int = 0
    converted: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Cache:
    """The copies of an earlier run in the same process; good while `key` stays the same."""

    key: str = ""
    copies: dict[str, tuple[bytes, Copy]] = field(default_factory=dict)


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
        self._titles = self._find_titles()
        self._prose = book.prose(titles=self._titles)
        self._known_tags: tuple[str, dict[str, Changed]] = ("", {})
        self._cache = cache
        key = repr((files, self._site.site_url, book.digest, sorted(self._titles.items())))
        if cache.key != key:
            cache.key, cache.copies = key, {}
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
        plain, titles = self._book.prose(), {}
        for page, variant in self._variants.items():
            named = headings(self._read(page).decode(), variant.prose(self._book))
            for title, converted in list(named.items())[:1]:
                if plain.converter.convert(title) != converted:
                    titles[title] = converted
        return titles

    def prose_of(self, url: str) -> Prose:
        """The conversion of a page, given its address below the root."""
        page = url if url.endswith(".html") else f"{url}index.html"
        variant = self._variants.get(page)
        return variant.prose(self._book, self._titles) if variant else self._prose

    def copy_pages(self) -> None:
        """Writes the copy of every page; removes copies of pages that are gone."""
        for page in self._pages:
            content = self._read(page)
            digest = hashlib.blake2b(content, digest_size=16).digest()
            known = self._cache.copies.get(page)
            if known is None or known[0] != digest:
                known = (digest, self._copy(page, content.decode()))
                self._cache.copies[page] = known
                self.report.converted += 1
            self.faults += [(page, fault) for fault in known[1].faults]
            target = self._dir / FOLDER / page
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(known[1].html.encode())
        self._remove_stale()

    def _copy(self, page: str, html: str) -> Copy:
        variant = self._variants.get(page)
        if variant is None:
            tags = self._tags_known_near(page)
            return PageCopy(page, html, self._site, self._prose, self._prose, tags).make()
        prose = variant.prose(self._book, self._titles)
        own = headings(html, prose)
        furniture = self._book.prose(titles=self._titles | own)
        copy = PageCopy(page, html, self._site, prose, furniture, {}).make()
        return Copy(copy.html, [*copy.faults, *variant.faults, *unused(prose)])

    def _tags_known_near(self, page: str) -> dict[str, Changed]:
        """The memory of tags for pages whose folders have the same parent as this one's.

        Only the last one is kept: pages come sorted, and a big site has many tags.
        """
        folder = page_folder(page)
        parent = page_folder(folder[:-1]) if folder else "no parent"
        if self._known_tags[0] != parent:
            self._known_tags = (parent, {})
        return self._known_tags[1]

    def _remove_stale(self) -> None:
        pages = set(self._pages)
        for path in sorted((self._dir / FOLDER).rglob("*.html"), reverse=True):
            if path.relative_to(self._dir / FOLDER).as_posix() not in pages:
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()


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
    edition = Edition(site_dir, book, site_url, cache or Cache())
    edition.copy_pages()
    try:
        write_search_index(site_dir, edition.prose_of)
        write_sitemaps(site_dir, edition._site)
    except (ValueError, KeyError, ElementTree.ParseError) as error:
        raise NoSite(f"{site_dir}: its search index or sitemap is unusable: {error}") from error
    edition.report.problems = to_problems(edition.faults, sources or Sources(), site_dir)
    return edition.report
