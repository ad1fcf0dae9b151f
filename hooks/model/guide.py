"""The pages of the guide: those with an id, each with both of its editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from base.languages import EDITIONS, SIMPLIFIED, TRADITIONAL
from base.problems import Problem
from base.records import KEBAB
from model.addresses import page_folder, page_url
from model.page import PREFIX, Page
from model.sources import Sources

# For absolute addresses when nobody says where the site is published; as in mkdocs.yml.
EXAMPLE = "https://example.org/"
# Section and id of the home page.
HOME = "home"


@dataclass(frozen=True)
class Change:
    """What changed on a page: the day (ISO), "fact", "advice" or "wording", and a sentence in each
    language."""

    day: str
    kind: str
    says: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class GuidePage:
    """A page with an id in both editions; `hant` says what is the same in both."""

    hant: Page
    hans: Page

    @property
    def id(self) -> str:
        return self.hant.id

    @property
    def file(self) -> str:
        return self.hant.file

    @property
    def address(self) -> str:
        """ "" or "start/urgent/"."""
        return self.hant.address

    @property
    def text_file(self) -> str:
        """Where its text stands as Markdown: "start/urgent/index.md"."""
        return f"{self.file.removesuffix('.html')}.md"

    @cached_property
    def section(self) -> str:
        return self.hant.meta(f"{PREFIX}section")

    @cached_property
    def updated(self) -> str:
        return self.hant.meta(f"{PREFIX}updated")

    @cached_property
    def status(self) -> str:
        return self.hant.meta(f"{PREFIX}status") or "published"

    @cached_property
    def redirect_from(self) -> Sequence[str]:
        """Former addresses."""
        return self.hant.metas.get(f"{PREFIX}redirect-from", [])

    @cached_property
    def aliases(self) -> list[str]:
        """Other names of the page, in both scripts."""
        name = f"{PREFIX}alias"
        return sorted({*self.hant.metas.get(name, ()), *self.hans.metas.get(name, ())})

    @cached_property
    def card(self) -> Sequence[str]:
        """The parts that stand on its card; none for a page without one."""
        return self.hant.metas.get(f"{PREFIX}card", ())

    @cached_property
    def changes(self) -> list[Change]:
        """What changed on the page, the newest first."""
        name = f"{PREFIX}change"
        both = zip(self.hant.metas.get(name, ()), self.hans.metas.get(name, ()), strict=True)
        found = [(hant.split(" ", 2), hans.split(" ", 2)[-1]) for hant, hans in both]
        return [
            Change(day, kind, {TRADITIONAL: hant, SIMPLIFIED: hans})
            for (day, kind, hant), hans in found
        ]

    @property
    def editions(self) -> tuple[tuple[str, str, Page], ...]:
        """Language, folder and content of each edition."""
        return (
            (TRADITIONAL, EDITIONS[TRADITIONAL], self.hant),
            (SIMPLIFIED, EDITIONS[SIMPLIFIED], self.hans),
        )

    def edition(self, language: str) -> Page:
        """The page in a language."""
        return self.hans if language == SIMPLIFIED else self.hant


def description(page: Page) -> str:
    """What a page is for, in a sentence."""
    return page.meta("description")


def section_title(page: Page) -> str:
    """The words of the part of the guide to which a page belongs."""
    return page.meta(f"{PREFIX}section-title")


def site_name(page: Page) -> str:
    return page.meta("application-name")


def public_address(pages: Sequence[Page], site_url: str = "") -> str:
    """Where the site is published, with a slash at the end.

    `site_url`, or what the start page names as its own address, or the example address.
    """
    start = next((page for page in pages if page.file == "index.html"), None)
    named = site_url or (start.link("canonical") if start else "")
    return (named or EXAMPLE).rstrip("/") + "/"


def _in_reading_order(pages: Sequence[GuidePage]) -> list[GuidePage]:
    """From the start page along `<link rel="next">`; what is not reached comes last."""
    left = {page.address: page for page in sorted(pages, key=lambda page: page.address)}
    ordered: list[GuidePage] = []
    address = ""
    while left:
        page = left.pop(address) if address in left else left.pop(next(iter(left)))
        ordered.append(page)
        following = page.hant.link("next")
        here = "/" + page_folder(page.file)
        address = urljoin(here, following)[1:] if following else ""
    return ordered


def guide_pages(
    pages: Sequence[Page], copies: Sequence[Page], sources: Sources
) -> tuple[list[GuidePage], list[Problem]]:
    """The pages of a guide in reading order; ids that two of them claim are problems."""
    found: list[GuidePage] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for hant, hans in zip(pages, copies, strict=True):
        if not hant.id:
            continue
        page = GuidePage(hant, hans)
        if not KEBAB.fullmatch(page.id):
            message = f'"id" {page.id} must be lower-case ASCII words joined by "-"'
            problems.append(problem(page.file, f"id: {page.id}", message, sources))
            continue
        found.append(page)
        other = first.setdefault(page.id, page.file)
        if other != page.file:
            message = f'"id" {page.id} is taken by {shown(other, sources)}: choose another'
            problems.append(problem(page.file, f"id: {page.id}", message, sources))
    return _in_reading_order(found), problems


def by_id(pages: Sequence[GuidePage]) -> Mapping[str, GuidePage]:
    """The pages by their ids."""
    return {page.id: page for page in pages}


def by_address(pages: Sequence[GuidePage]) -> Mapping[str, GuidePage]:
    """The pages by their addresses."""
    return {page.address: page for page in pages}


def shown(file: str, sources: Sources) -> str:
    """How problems name a page: its Markdown file, or its address where that is unknown."""
    return sources.name(file) or f"/{page_url(file)}"


def problem(file: str, snippet: str, message: str, sources: Sources) -> Problem:
    """A problem at the line of the page's Markdown file that holds `snippet`."""
    name = sources.name(file)
    place = sources.find(file, snippet) if name and snippet else None
    line = place[1] if place and place[0] == name else 0
    return Problem(shown(file, sources), line, message)
