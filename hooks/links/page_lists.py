"""The lists of all pages: the topics, for readers without a search, and the link directory on the
agents' desk, for those without scripts.

Both name all pages by part of the guide as long as there are no more than `list-pages`
(docs/_data/limits.yml); of a larger guide they name the parts. Each part has further pages
(further.py), `topics-court/`, which list its pages with their sections, `list-topics` on each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from base.problems import Problem
from links.further import further_address, further_page, last_folder
from links.long_lists import LongPage, mark
from model.addresses import SHORT, relative
from model.guide import HOME, GuidePage, problem, section_title
from model.page import Changes, Page
from model.sources import Sources

# The slots of the lists (overrides/guide/), and the page that has the first of them.
TOPICS, DESK = "topics", "directory"
TOPICS_PAGE = "topics/"
# Between the title of the list and that of a part; the same in both scripts.
COLON = "："


@dataclass(frozen=True)
class Part:
    """A part of the guide with its pages, in reading order."""

    section: str
    pages: Sequence[GuidePage]

    def title(self, language: str) -> str:
        """Its name in an edition."""
        return section_title(self.pages[0].edition(language)) or self.section

    def name(self, number: int) -> str:
        """By which its list is told from those of other parts (further_address)."""
        return self.section if number == 1 else f"{self.section}-{number}"


@dataclass(frozen=True)
class PageLists:
    """The pages by part. `limits` say how many of them lists may show, by kind; `base` is the
    site's address."""

    pages: Sequence[GuidePage]
    limits: Mapping[str, int]
    base: str

    @cached_property
    def parts(self) -> list[Part]:
        """In reading order, the home page as one of its own."""
        found: dict[str, list[GuidePage]] = {}
        for page in self.pages:
            found.setdefault(page.section, []).append(page)
        return [Part(section, pages) for section, pages in found.items()]

    @cached_property
    def topics(self) -> list[Part]:
        """The parts of which the topics speak: not the start page, nor themselves."""
        kept = [p for p in self.pages if p.section != HOME and p.address != TOPICS_PAGE]
        return PageLists(kept, self.limits, self.base).parts

    @property
    def fits(self) -> bool:
        """Whether a list can name all pages."""
        return len(self.pages) <= self.limits["pages"]

    def most_rows(self) -> dict[str, tuple[int, str]]:
        """How many rows the lists show, by their kind, and which list is the fullest."""
        shares = [(len(share), each.section) for each in self.topics for share in self.shares(each)]
        topics, section = max(shares, default=(0, ""))
        named = len(self.pages) if self.fits else 0
        where = "of the guide" if self.fits else f"{len(self.pages)} pages: the parts are named"
        return {"pages": (named, where), "topics": (topics, section)}

    def shares(self, part: Part) -> list[Sequence[GuidePage]]:
        """The pages of a part as they go on its lists, shared out evenly."""
        count = -(-len(part.pages) // self.limits["topics"])
        share = -(-len(part.pages) // count)
        return [part.pages[n : n + share] for n in range(0, len(part.pages), share)]

    def further(self) -> dict[str, Sequence[GuidePage]]:
        """The pages of each further page of the topics, by its address."""
        return {
            further_address(TOPICS_PAGE, part.name(number)): share
            for part in self.topics
            for number, share in enumerate(self.shares(part), 1)
        }


def check_addresses(
    lists: PageLists, long: Mapping[str, LongPage], sources: Sources
) -> Iterator[Problem]:
    """Pages at the address of a further page, or that were once there: one would take the place of
    the other."""
    taken = {page.place_of(n): page.address for page in long.values() for n in page.further}
    if any(page.address == TOPICS_PAGE for page in lists.pages):
        taken |= dict.fromkeys(lists.further(), TOPICS_PAGE)
    for page in lists.pages:
        for address in (page.address, *page.redirect_from):
            if address in taken:
                written = f"id: {page.id}" if address == page.address else f"- {address}"
                where = f"where the list of /{taken[address]} goes on"
                yield problem(page.file, written, f"/{address} is {where}: choose another", sources)


def _link(url: str, words: str) -> str:
    return f'<a href="{url}">{escape(words)}</a>'


def _to_part(page: Page, part: Part) -> str:
    """A link from a page to the first list of a part."""
    there = further_address(TOPICS_PAGE, part.name(1))
    return _link(relative(page.address, there), part.title(page.language))


def _parts(page: Page, parts: Sequence[Part]) -> str:
    """The parts, with the number of their pages."""
    rows = "".join(
        f'<li data-section="{part.section}">{_to_part(page, part)} {len(part.pages)}</li>\n'
        for part in parts
    )
    return f"<ul>\n{rows}</ul>\n"


def _topic(page: Page, topic: GuidePage) -> str:
    return _link(relative(page.address, topic.address), topic.edition(page.language).title)


def topics(page: Page, lists: PageLists) -> str:
    """What the page of all topics says."""
    if not lists.fits:
        return _parts(page, lists.topics)
    return "".join(
        f"<h3>{_to_part(page, part)}</h3>\n<ul>\n"
        + "".join(f"<li>{_topic(page, each)}</li>\n" for each in part.pages)
        + "</ul>\n"
        for part in lists.topics
    )


def _short(page: Page, topic: GuidePage, base: str) -> str:
    url = relative(page.base, f"{SHORT}{topic.id}/")
    host = escape(base.partition("://")[2].rstrip("/"))
    return f'<a href="{url}" data-short><span>{host}</span>/{SHORT}{topic.id}/</a>'


def directory(page: Page, lists: PageLists) -> str:
    """What the agents' desk says without scripts."""
    if not lists.fits:
        return _parts(page, lists.topics)
    return "".join(
        f'<section data-section="{part.section}">\n<h3>{escape(part.title(page.language))}</h3>\n'
        "<ul>\n"
        + "".join(
            f"<li>{_topic(page, each)} {_short(page, each, lists.base)}</li>\n"
            for each in part.pages
        )
        + "</ul>\n</section>\n"
        for part in lists.parts
    )


def list_changes(page: Page, lists: PageLists) -> Changes:
    """The lists, in a page that has room for them."""
    changes: Changes = {}
    for name, _, _ in page.slots():
        if name == TOPICS:
            changes |= page.filled(name, topics(page, lists))
        elif name == DESK:
            changes |= page.filled(name, directory(page, lists))
    return changes


def _sections(topic: GuidePage, url: str, language: str) -> str:
    edition = topic.edition(language)
    rows = "".join(
        f"<li>{_link(f'{url}#{each.id}', edition.titles[each.id])}</li>\n"
        for each in topic.hant.headings
        if each.level == 2
    )
    return f"\n<ul>\n{rows}</ul>\n" if rows else ""


def topic_pages(page: Page, lists: PageLists) -> Iterator[Page]:
    """The further pages of the topics: of each part its pages with their sections."""
    if page.address != TOPICS_PAGE or not any(name == TOPICS for name, _, _ in page.slots()):
        return
    for part in lists.topics:
        shares = lists.shares(part)
        for number, share in enumerate(shares, 1):
            name, title = part.name(number), f"{COLON}{part.title(page.language)}{mark(number)}"
            rows = ""
            for topic in share:
                url = relative(page.address, topic.address)
                rows += f"<li>{_topic(page, topic)}{_sections(topic, url, page.language)}</li>\n"
            links = [_link(f"../{last_folder(page.address)}", page.title)]
            links += [_to_part(page, each) for each in lists.topics if each is not part]
            links += [
                _link(f"../{last_folder(further_address(TOPICS_PAGE, part.name(n)))}", str(n))
                for n in range(1, len(shares) + 1)
                if n != number and len(shares) > 1
            ]
            body = (
                f'<div class="topics" data-search-exclude>\n<ul>\n{rows}</ul>\n</div>\n'
                f'<p class="further">{" ".join(links)}</p>\n'
            )
            yield further_page(page, name, title, body)
