"""What links need besides the pages: short links with their codes, redirects, the catalogue, the
texts for programs, the pictures of previews."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from base.languages import EDITIONS
from base.problems import Problem
from htmlkit.tree import Element
from links.catalogue import SCHEMA, Texts, catalogue, llms_text, page_text, short_url, titles
from links.feed import FILE as FEED
from links.feed import feed
from links.home_screen import FILE as MANIFEST
from links.home_screen import icons, manifest
from links.ledger import Ledger, unpublished
from links.permalinks import Target, broken
from links.previews import Pictures, page_preview
from links.qr import qr_files
from links.redirect_pages import SCRIPT, moved_page, short_page
from links.redirects import formers_of, redirects_of, rule_files
from model.addresses import SHORT
from model.guide import GuidePage, by_address, problem, shown
from model.page import Changes, Page
from model.sources import Sources


@dataclass
class Links:
    """The links of a guide, and what authors should mend.

    `redirects` leads from former addresses to present ones; `new` is how much of the guide
    the ledger does not hold yet.
    """

    redirects: dict[str, str] = field(default_factory=dict)
    new: int = 0
    problems: list[Problem] = field(default_factory=list)


def _target(page: GuidePage, sources: Sources) -> Target:
    def place() -> tuple[str, int]:
        found = problem(page.file, f"id: {page.id}", "", sources)
        return found.path, found.line

    return Target(page.id, page.address, page.hant.ids & page.hans.ids, place)


def check_links(
    pages: Sequence[GuidePage], files: Collection[str], ledger: Ledger, sources: Sources
) -> Links:
    """The redirects, and whether all that was ever published still leads where it led.

    `files` are those of the built site.
    """
    live = {page.address: shown(page.file, sources) for page in pages}
    redirects, problems = redirects_of(formers_of(pages, sources), live, files)
    targets = [_target(page, sources) for page in pages]
    problems += broken(ledger, targets, redirects)
    if pages and SCRIPT not in files:
        message = "the script of short links is missing: publish docs/assets with the site"
        problems.append(Problem(SCRIPT, 0, message))
    day = ledger.entries[-1].day if ledger.entries else ""
    return Links(redirects, len(unpublished(ledger, pages, day)), sorted(set(problems)))


def preview_changes(
    page: GuidePage,
    language: str,
    pages: Mapping[str, GuidePage],
    pictures: Pictures,
    base: str,
) -> Changes:
    """What chats and search engines show of a page, at the end of its head; `pages` by address."""
    edition = page.edition(language)
    place = edition.place("/head")
    if not place:
        return {}
    lines = page_preview(page, language, pages, pictures, base)
    return {place: "".join(f"{line}\n" for line in lines) + edition.tokens[place]}


def text_of(
    page: GuidePage, edition: Page, base: str, article: Element | None = None
) -> tuple[str, bytes]:
    """A page of an edition for programs: its path, and its text; `article` is the tree."""
    return edition.folder + page.text_file, page_text(page, edition, base, article).encode()


def link_pages(
    pages: Sequence[GuidePage], redirects: Mapping[str, str], pictures: Pictures, base: str
) -> list[Page]:
    """The pages that lead elsewhere: short links and former addresses."""
    found = [
        Page.read(f"{SHORT}{page.id}/index.html", short_page(page, base, pictures))
        for page in pages
    ]
    known = by_address(pages)
    for old, new in redirects.items():
        for place, language in enumerate(EDITIONS):
            html = moved_page(old, known[new], place, base)
            found.append(Page.read(f"{old}index.html", html, language))
    return found


def robots(base: str) -> str:
    """Who may read what: all may read all. It counts at the root of a host only."""
    maps = "".join(f"Sitemap: {base}{folder}sitemap.xml\n" for folder in EDITIONS.values())
    return f"User-agent: *\nDisallow:\n\n{maps}"


def link_files(
    pages: Sequence[GuidePage],
    redirects: Mapping[str, str],
    pictures: Pictures,
    base: str,
    texts: Mapping[str, bytes] | None = None,
) -> dict[str, str | bytes | Texts]:
    """All other files, by their path below the root of the site; `texts` are those that only
    programs read, as far as they are written; without it there are none."""
    found: dict[str, str | bytes | Texts] = {}
    written: dict[str, bytes] = {}
    for page in pages:
        png, svg = qr_files(short_url(base, page.id))
        found[f"{SHORT}{page.id}/qr.png"] = png
        found[f"{SHORT}{page.id}/qr.svg"] = svg
        for _, folder, edition in page.editions if texts is not None else ():
            path = folder + page.text_file
            known = texts.get(path) if texts else None
            written[path] = known or text_of(page, edition, base)[1]
    found |= written
    found["links.json"] = catalogue(pages, base)
    found["titles.json"] = titles(pages)
    found[SCHEMA.name] = SCHEMA.read_text(encoding="utf-8")
    for place, folder in enumerate(EDITIONS.values()):
        found[f"{folder}llms.txt"] = llms_text(pages, place, base)
        found[folder + FEED] = feed(pages, place, base)
        found[folder + MANIFEST] = manifest(pages, place)
        if written:
            whole = tuple(written[folder + page.text_file] for page in pages)
            found[f"{folder}llms-full.txt"] = Texts(whole)
    found["robots.txt"] = robots(base)
    found |= icons()
    found |= dict(pictures.values())
    found |= rule_files(redirects, urlsplit(base).path)
    return found
