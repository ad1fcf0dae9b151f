"""The first half of the flow: pages are read, and what needs the whole guide is made of them."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from collected import Given, Guide, Made
from limits import rows_of_lists

from base.folders import walk
from base.languages import FOLDER, SIMPLIFIED, TRADITIONAL
from base.memory import remembered
from base.problems import Unusable
from books.offers import books_of, pdfs_of
from delivery.blanks import collapse
from delivery.theme import check_theme
from editions.second_edition import second_edition
from editions.simplify import with_marked_simplified
from editions.sitemap import sitemaps
from htmlkit.tree import Element, tree_of
from links.cards import make_cards
from links.link_files import check_links, text_of
from links.long_lists import long_pages
from links.page_lists import PageLists, check_addresses
from model.addresses import PAPER, site_of
from model.guide import guide_pages, public_address
from model.page import Page
from model.sources import placed
from offline.worker_file import PUBLISHED as WORKER
from paper.whole_guide import CHAPTER, TEXT, whole_guide
from search.published_replies import publish_replies
from search.scripts import SOURCES, minify
from search.search_files import script_files

log = logging.getLogger("mkdocs.hooks.guide")


def _page(file: str, html: str) -> Page:
    page = Page.read(file, html)
    collapse(page)
    return page


@remembered
def _same_page(file: str, html: str) -> Page:
    return _page(file, html)


@remembered
def _same_file(folder: Path, path: str, changed: int, size: int) -> Page:
    """Of a file that has not changed since, the same page without a look into it; of one that was
    written anew and says the same, too."""
    return _same_page(path, _html(folder / path))


def _html(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Unusable(f"{file}: not UTF-8 (byte {error.start}); build it anew") from error


def _read(folder: Path, path: str, entry: os.DirEntry[str], again: bool) -> Page:
    if not again:
        return _page(path, _html(folder / path))
    status = entry.stat()
    return _same_file(folder, path, status.st_mtime_ns, status.st_size)


def take_in(folder: Path, *, again: bool = False) -> tuple[list[Page], list[str]]:
    """The pages of a folder, and the paths of its other files; with `again` those that were the
    same the last time are not lexed anew. Raises `Unusable`."""
    found = {path: each for path, each in walk(folder) if each.is_file() or each.is_symlink()}
    paths = sorted(found)
    if "index.html" not in paths:
        raise Unusable(f"{folder}: no index.html here; give the folder of a built site")
    if WORKER in paths or any(path.startswith(FOLDER) for path in paths):
        raise Unusable(f"{folder}: a finished site; give the folder as the builder made it")
    if link := next((path for path in paths if found[path].is_symlink()), None):
        raise Unusable(f"{folder / link}: a link; what is published lies in the folder itself")
    pages = [_read(folder, path, found[path], again) for path in paths if path.endswith(".html")]
    return pages, [path for path in paths if not path.endswith(".html")]


def collect(given: Given, pages: list[Page], files: Sequence[str], made: Made) -> Guide | None:
    """Both editions and all that needs the whole guide; None where problems leave no guide."""
    settings = given.written.settings
    if not any(page.id for page in pages):
        raise Unusable(f"{given.folder}: no page here names its id; it is no build of this guide")
    check_theme(pages)
    pages = [with_marked_simplified(page, settings) for page in pages]
    base = public_address(pages, given.site_url)
    paths = (*files, *(page.file for page in pages))
    site = site_of(paths, base)
    copies, faults = second_edition(pages, site, settings)
    made.problems += placed(faults, given.sources, given.folder)
    log.info("%s: %d pages", FOLDER.rstrip("/"), len(copies))

    guide, faults = guide_pages(pages, copies, given.sources)
    links = check_links(guide, frozenset(paths), given.ledger, given.sources)
    made.problems += links.problems
    anchors = sum(len(page.hant.titles) for page in guide)
    counts = (len(guide), anchors, len(links.redirects), links.new)
    log.info("links: %d pages, %d anchors, %d redirects; not in the ledger yet: %d", *counts)
    rows = rows_of_lists(given.limits)
    long, lists = long_pages(guide, rows), PageLists(guide, rows, base)
    faults += check_addresses(lists, long, given.sources)
    made.problems += faults
    if faults or links.problems:
        return None
    if "sitemap.xml" in files:
        text = (given.folder / "sitemap.xml").read_text(encoding="utf-8")
        hidden = {page.address for page in pages if page.is_hidden}
        made.files |= sitemaps(text, site, hidden)
    editions = {TRADITIONAL: pages, SIMPLIFIED: copies}
    convert = settings.convert
    cards = make_cards(guide, base, convert, given.sources)
    made.problems += cards.problems
    made.files |= cards.files
    scripts = minify(given.docs_dir / SOURCES)
    made.files |= {path: text.encode() for path, text in script_files(scripts).items()}
    return Guide(editions, guide, base, links.redirects, scripts, long, lists, convert)


def bind(guide: Guide, given: Given, made: Made) -> Guide:
    """The guide with all that holds the whole of it in one: the document for paper, and the files
    to take along."""
    papers = {}
    for language, pages in guide.editions.items():
        for page in pages:
            if page.address == PAPER:
                whole = whole_guide(page, guide.edition_by_address[language], guide.base)
                log.info("paper: %d chapters in %s", whole.tokens.count(CHAPTER), language)
                papers[language] = whole
    texts: dict[str, bytes] = {}

    def read(page: Page) -> Element:
        """The article of a page. Its text for programs is written while it is at hand: all of
        them would take much room, and to read each again much time."""
        article = tree_of(page.article_tokens)
        path, text = text_of(guide.by_file[page.file], page, guide.base, article)
        texts[path] = text
        return article

    books = books_of(guide.editions, guide.lists, guide.convert, read)
    if given.pdf:
        printed = {language: page.meta(TEXT) for language, page in papers.items()}
        books |= pdfs_of(given.pdf, printed)
    replies = publish_replies(guide.guide, guide.base, given.written, given.docs_dir / "_data")
    made.problems += replies.problems
    made.files |= {**books, **replies.files}
    sizes = {path: len(book) for path, book in books.items()}
    return replace(guide, papers=papers, books=sizes, texts=texts, replies=replies)
