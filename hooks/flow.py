"""How built pages become the site, top to bottom.

    take in    each page that the builder made, read once
    collect    what needs the whole guide: both editions, addresses, promises, the search
    transform  pure functions, each of which says what it changes in a page
    write      each file once (sending.py); only the adapters touch the disk (site_folder.py)

Nothing here knows MkDocs: `on_site.py` gives the folder that a builder made.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from limits import rows_of_lists, weigh
from sending import Content, Files, deliver, keep, publish_only_what_is_asked_for, weighed

from base.languages import EDITIONS, FOLDER, SIMPLIFIED, TRADITIONAL
from base.memory import forget, remembered
from base.problems import Problem, Unusable
from base.records import Table
from books.offers import books_of, offered, pdfs_of
from content.library import Sources as Written
from delivery.blanks import collapse
from delivery.deliver import forbidden
from delivery.ours import check_closed, check_ours
from delivery.outbound import hosts_of, outbound_problems, scheme_problems
from delivery.theme import check_theme
from editions.second_edition import second_edition
from editions.simplify import with_marked_simplified
from editions.sitemap import sitemaps
from links.cards import card_link, make_cards
from links.ledger import Ledger
from links.link_files import check_links, link_files, link_pages, preview_changes
from links.long_lists import (
    LongPage,
    check_addresses,
    further_pages,
    led_further,
    long_pages,
    most_rows,
    shortened,
)
from links.page_lists import PageLists, list_changes, topic_pages
from links.previews import Pictures, drawn
from links.told import Told, security_files
from model.addresses import PAPER, site_of
from model.guide import GuidePage, by_address, guide_pages, public_address
from model.page import Changes, Page, applied
from model.sources import Sources, placed
from offline.worker_file import PUBLISHED as WORKER
from paper.printed_links import printed_links
from paper.whole_guide import CHAPTER, TEXT, whole_guide
from search.published_replies import PublishedReplies, publish_replies, reply_links
from search.scripts import point_to_worker
from search.search_files import Search, make_search

log = logging.getLogger("mkdocs.hooks.guide")


@dataclass(frozen=True)
class Given:
    """What a site is made of.

    `folder` holds what the builder made, `docs_dir` what authors wrote, `written` the same as
    read, with the `ledger` of what was published and the `limits` of what a page may weigh;
    `sources` name the files of problems. Without `deliver` nothing is made that only readers
    need, and not the author at work. `told` is what only who publishes it knows, `pdf` the folder
    of the PDFs that were made of the guide before.
    """

    folder: Path
    docs_dir: Path
    written: Written
    ledger: Ledger
    limits: Table
    site_url: str = ""
    sources: Sources = field(default_factory=Sources)
    deliver: bool = True
    told: Told = field(default_factory=Told)
    pdf: Path | None = None


@dataclass
class Made:
    """The files of the site by their path, and what authors should mend."""

    files: dict[str, Content] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Guide:
    """What was collected. `editions` are all pages by language, in one order; `guide` are those
    with an id, `by_file` and `by_address` the same. `long` are pages with more rows than they may
    show, by address; `papers` are the whole guide as one document by language, `books` the
    sizes of the files to take along by path."""

    editions: Mapping[str, Sequence[Page]]
    guide: Sequence[GuidePage]
    base: str
    redirects: Mapping[str, str]
    search: Search
    long: Mapping[str, LongPage]
    lists: PageLists
    convert: Callable[[str], str]
    papers: Mapping[str, Page] = field(default_factory=dict)
    books: Mapping[str, int] = field(default_factory=dict)
    replies: PublishedReplies = field(default_factory=PublishedReplies)

    @cached_property
    def by_file(self) -> Mapping[str, GuidePage]:
        return {page.file: page for page in self.guide}

    @cached_property
    def by_address(self) -> Mapping[str, GuidePage]:
        return by_address(self.guide)

    @cached_property
    def pictures(self) -> Pictures:
        return drawn(self.guide)

    @cached_property
    def edition_by_address(self) -> Mapping[str, Mapping[str, Page]]:
        """The pages with an id by language and address."""
        return {
            language: {page.address: page.edition(language) for page in self.guide}
            for language in EDITIONS
        }


# ---- take in ----


@remembered
def _read(file: str, html: str) -> Page:
    page = Page.read(file, html)
    collapse(page)
    return page


def _html(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Unusable(f"{file}: not UTF-8 (byte {error.start}); build it anew") from error


def take_in(folder: Path) -> tuple[list[Page], list[str]]:
    """The pages of a folder, and the paths of its other files. Raises `Unusable`."""
    paths = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    if "index.html" not in paths:
        raise Unusable(f"{folder}: no index.html here; give the folder of a built site")
    if WORKER in paths or any(path.startswith(FOLDER) for path in paths):
        raise Unusable(f"{folder}: a finished site; give the folder as the builder made it")
    if link := next((path for path in sorted(folder.rglob("*")) if path.is_symlink()), None):
        raise Unusable(f"{link}: a link; what is published lies in the folder itself")
    pages = [_read(path, _html(folder / path)) for path in paths if path.endswith(".html")]
    return pages, [path for path in paths if not path.endswith(".html")]


# ---- collect ----


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
    long = long_pages(guide, rows)
    faults += check_addresses(long, guide, given.sources)
    made.problems += faults
    if faults or links.problems:
        return None
    if "sitemap.xml" in files:
        text = (given.folder / "sitemap.xml").read_text(encoding="utf-8")
        hidden = {page.address for page in pages if page.is_hidden}
        made.files |= sitemaps(text, site, hidden)
    search = make_search(pages, copies, given.written, given.docs_dir)
    log.info("search: %d pages, %d sections", search.pages, search.sections)
    editions = {TRADITIONAL: pages, SIMPLIFIED: copies}
    lists = PageLists(guide, rows, base)
    convert = settings.convert
    cards = make_cards(guide, base, convert, given.sources)
    made.problems += cards.problems
    made.files |= cards.files
    return Guide(editions, guide, base, links.redirects, search, long, lists, convert)


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
    books = books_of(guide.editions, guide.lists, guide.convert)
    if given.pdf:
        texts = {language: page.meta(TEXT) for language, page in papers.items()}
        books |= pdfs_of(given.pdf, texts)
    replies = publish_replies(guide.guide, guide.base, given.written, given.docs_dir / "_data")
    made.problems += replies.problems
    made.files |= {**books, **replies.files}
    sizes = {path: len(book) for path, book in books.items()}
    return replace(guide, papers=papers, books=sizes, replies=replies)


# ---- transform ----


def _previews(page: Page, guide: Guide) -> Changes:
    known = guide.by_file.get(page.file)
    if known is None:
        return {}
    return preview_changes(known, page.language, guide.by_address, guide.pictures, guide.base)


def _lists(page: Page, guide: Guide) -> Changes:
    return list_changes(page, guide.lists)


def _replies(page: Page, guide: Guide) -> Changes:
    return reply_links(page, guide.replies.files, guide.convert)


def _card(page: Page, guide: Guide) -> Changes:
    return card_link(page, guide.convert)


def _led_further(page: Page, guide: Guide) -> Changes:
    return led_further(page, guide.long)


def _printed_links(page: Page, guide: Guide) -> Changes:
    known = guide.by_file.get(page.file)
    pages = guide.edition_by_address[page.language]
    return printed_links(page, known.hant if known else page, pages, guide.base)


def _books(page: Page, guide: Guide) -> Changes:
    return offered(page, guide.books)


def _search_worker(page: Page, guide: Guide) -> Changes:
    return point_to_worker(page, guide.search.scripts)


def _shortened(page: Page, guide: Guide) -> Changes:
    long = guide.long.get(page.address)
    return shortened(page, long) if long else {}


# What each step changes in a page of an edition. The last one takes out rows that go on further
# pages, and with them what others have changed there.
STEPS: tuple[Callable[[Page, Guide], Changes], ...] = (
    _previews,
    _lists,
    _replies,
    _card,
    _led_further,
    _printed_links,
    _books,
    _search_worker,
    _shortened,
)


def _changes(page: Page, guide: Guide) -> Changes:
    changes: Changes = {}
    for step in STEPS:
        changes |= step(page, guide)
    return changes


def _further(page: Page, guide: Guide) -> Iterator[Page]:
    """The pages on which the lists of a page go on."""
    if long := guide.long.get(page.address):
        yield from further_pages(page, long)
    yield from topic_pages(page, guide.lists)


def transform(guide: Guide) -> Iterator[tuple[Page, Changes]]:
    """All pages of the site, each with what is changed in it; those that go on with a list, and
    pages that lead elsewhere too."""
    for language, pages in guide.editions.items():
        for page in pages:
            if page.address == PAPER:
                page = guide.papers.get(language, page)
            for each in (page, *_further(page, guide)):
                yield each, _changes(each, guide)
    for page in link_pages(guide.guide, guide.redirects, guide.pictures, guide.base):
        yield page, {}


# ---- write ----


def _most_rows(guide: Guide) -> dict[str, tuple[int, str]]:
    """How many rows the fullest page shows, by their kind, and which page that is."""
    return most_rows(guide.guide, guide.long) | guide.lists.most_rows()


def make_site(given: Given) -> Made:
    """The site of a folder that a builder made. Raises `Unusable`."""
    try:
        return _make_site(given)
    finally:
        gc.unfreeze()


def _make_site(given: Given) -> Made:
    made = Made()
    pages, paths = take_in(given.folder)
    # They are there to the end: the collector of garbage need not go through them again and again.
    gc.freeze()
    guide = collect(given, pages, paths, made)
    if guide is None:
        made.problems = sorted(set(made.problems))
        return made
    if given.deliver:
        forget()
        guide = bind(guide, given, made)
    gc.freeze()
    changed = list(transform(guide))
    gc.freeze()
    made.files |= _encoded(guide.search.files)
    texts = given.deliver
    links = link_files(guide.guide, guide.redirects, guide.pictures, guide.base, texts)
    made.files |= _encoded(links)
    if given.deliver:
        made.problems += placed(_checked(given, changed), given.sources, given.folder)
    made.files |= _encoded(security_files(given.told, guide.guide, guide.base))
    files = Files(given.folder, paths, made.files)
    if given.deliver:
        forget()
        sections, many, rows = guide.search.sections, len(guide.guide), _most_rows(guide)
        del guide, pages
        sent = deliver(changed, files)
        left = publish_only_what_is_asked_for(files)
        log.info("published: %d files; nobody asks for %d others", len(files.files), len(left))
        what = weighed(sent, keep(sent, files), files, sections, many, rows)
        table, passed = weigh(given.limits, what)
        made.problems += passed
        for row in table:
            log.info("limits: %s", row)
    else:
        for page, changes in changed:
            files.files[page.path] = "".join(applied(page.tokens, changes)).encode()
    made.files = files.files
    made.problems = sorted(set(made.problems))
    return made


def _encoded(files: Mapping[str, str | bytes]) -> dict[str, Content]:
    return {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files.items()
    }


def _checked(given: Given, pages: Iterable[tuple[Page, Changes]]) -> Iterator[Problem]:
    """What no page may hold. The second edition has the elements and attributes of the first."""
    allowed = hosts_of(given.written.library.facts.values()) | given.told.hosts
    for page in (page for page, _ in pages if page.language == TRADITIONAL):
        yield from forbidden(page)
        yield from check_ours(page)
        yield from check_closed(page)
        yield from scheme_problems(page)
        yield from outbound_problems(page, allowed)
