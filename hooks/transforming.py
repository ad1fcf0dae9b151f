"""What each step changes in a page: pure functions, and the list of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from collected import Guide

from books.offers import offered
from links.cards import card_link
from links.link_files import link_pages, preview_changes
from links.long_lists import further_pages, led_further, shortened
from links.page_lists import list_changes, topic_pages
from model.addresses import PAPER
from model.page import Changes, Page
from paper.printed_links import printed_links
from search.published_replies import reply_links
from search.scripts import point_to_worker


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
    return point_to_worker(page, guide.scripts)


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


def transform_page(page: Page, guide: Guide) -> Iterator[tuple[Page, Changes]]:
    """A page, and those that go on with its lists, each with what is changed in it."""
    if page.address == PAPER:
        page = guide.papers.get(page.language, page)
    for each in (page, *_further(page, guide)):
        yield each, _changes(each, guide)


def transform(guide: Guide) -> Iterator[tuple[Page, Changes]]:
    """All pages of the site, each with what is changed in it; pages that lead elsewhere too."""
    for pages in guide.editions.values():
        for page in pages:
            yield from transform_page(page, guide)
    for page in link_pages(guide.guide, guide.redirects, guide.pictures, guide.base):
        yield page, {}
