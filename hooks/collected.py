"""What a site is made of, and what is known of the whole guide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sending import Content

from base.languages import EDITIONS
from base.problems import Problem
from base.records import Table
from content.library import Sources as Written
from links.ledger import Ledger
from links.long_lists import LongPage
from links.page_lists import PageLists
from links.previews import Pictures, drawn
from links.told import Told
from model.guide import GuidePage, by_address
from model.page import Page
from model.sources import Sources
from search.published_replies import PublishedReplies
from search.scripts import Scripts


@dataclass(frozen=True)
class Given:
    """What a site is made of.

    `folder` holds what the builder made, `docs_dir` what authors wrote, `written` the same as
    read, with the `ledger` of what was published and the `limits` of what a page may weigh;
    `sources` name the files of problems. `told` is what only who publishes it knows, `pdf` the
    folder of the PDFs that were made of the guide before.
    """

    folder: Path
    docs_dir: Path
    written: Written
    ledger: Ledger
    limits: Table
    site_url: str = ""
    sources: Sources = field(default_factory=Sources)
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
    show, by address; `scripts` are those of the search, `papers` the whole guide as one document by
    language, `books` the sizes of the files to take along by path, `texts` pages
    for programs, by path, as far as they are written."""

    editions: Mapping[str, Sequence[Page]]
    guide: Sequence[GuidePage]
    base: str
    redirects: Mapping[str, str]
    scripts: Scripts
    long: Mapping[str, LongPage]
    lists: PageLists
    convert: Callable[[str], str]
    papers: Mapping[str, Page] = field(default_factory=dict)
    books: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, bytes] = field(default_factory=dict)
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
