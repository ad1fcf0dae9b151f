"""Where our templates lead, and what of the pages they name: addresses, sections, facts, ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from base.folders import walk
from base.languages import FOLDER
from base.problems import Problem, nearest
from base.source_text import BadText, line_at, read_text
from content.facts import CITED
from content.front_matter import TOOLS
from content.library import Sources
from content.list_lines import lists_of
from content.lists import list_ids
from content.source_pages import SourcePage
from links.source_check import ids_of

LINK = re.compile(
    r"""(["'])(?P<address>(?:[a-z0-9-]+/)+)\1\s*\|\s*url\s*}}(?:#(?P<anchor>[\w-]+))?"""
)
ID = re.compile(r'\bid="([a-z][a-z0-9-]*)"')
# How the ids of the facts at the end of a page begin (content/lists.py).
BASIS = "basis-"


@dataclass(frozen=True)
class Template:
    """A template of ours, and how problems name it."""

    path: str
    text: str


def read_templates(overrides: Path) -> list[Template]:
    """The templates; those that cannot be read are told elsewhere (template_check.py)."""
    found = []
    for name, entry in walk(overrides):
        path = f"overrides/{name}"
        if name.endswith(".html") and entry.is_file(follow_symlinks=False):
            try:
                found.append(Template(path, read_text(overrides / name, path)))
            except BadText:
                continue
    return found


def check_template_links(sources: Sources, templates: list[Template]) -> Iterator[Problem]:
    """Pages, sections and facts that a template names and the guide does not have."""
    pages = {page.url: page for page in sources.pages}
    addresses = {*pages, *(page.url for page in sources.pages.shells)}
    facts = sources.library.facts
    # What an unreadable page is, or holds, nobody knows.
    for template in templates if not sources.pages.broken else ():
        for match in LINK.finditer(template.text):
            line = line_at(template.text, match.start())
            address = match["address"].removeprefix(FOLDER)
            if address and address not in addresses:
                message = f'no page "{address}"{nearest(address, addresses)}'
                yield Problem(template.path, line, message)
            elif match["anchor"] and address in pages:
                ids = frozenset(ids_of(pages[address], sources))
                if match["anchor"] not in ids:
                    place = f'no section "{address}#{match["anchor"]}"'
                    yield Problem(template.path, line, place + nearest(match["anchor"], ids))
        for match in CITED.finditer(template.text):
            if not facts.knows(match[1]):
                line = line_at(template.text, match.start())
                message = f"unknown fact {match[1]}{nearest(match[1], facts)}"
                yield Problem(template.path, line, message)


def check_tools(sources: Sources, templates: list[Template]) -> Iterator[Problem]:
    """Tools of pages for which there is no template."""
    there = {template.path for template in templates}
    for page in sources.pages:
        tool = page.meta.get("tool")
        path = f"overrides/guide/tools/{tool}.html"
        if tool in TOOLS and path not in there:
            yield Problem(page.path, page.meta.lines["tool"], f"no template {path}: restore it")


def _taken_by(page: SourcePage, sources: Sources, of_templates: dict[str, str], name: str) -> str:
    of_lists = {
        each
        for kind, part in lists_of(page)
        for each in list_ids(sources.library, page.src, kind, part)
    }
    if name in of_lists or name.startswith(BASIS):
        return "something that is made of data"
    return of_templates.get(name, "")


def check_ids(sources: Sources, templates: list[Template]) -> Iterator[Problem]:
    """Ids of headings that something else on their page has, of a template or made of data."""
    of_templates = {name: each.path for each in templates for name in ID.findall(each.text)}
    for page in sources.pages:
        for heading in page.headings:
            for name in filter(None, (heading.id, *heading.was)):
                if what := _taken_by(page, sources, of_templates, name):
                    message = f'the id "{name}" is that of {what} on this page: choose another'
                    yield Problem(page.path, heading.line, message)
