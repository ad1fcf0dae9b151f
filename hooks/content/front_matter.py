"""What the front matter of a page must look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from base.problems import Problem, nearest
from base.records import (
    ADDRESS,
    Field,
    Schema,
    at_most,
    date,
    faults_of,
    kebab,
    one_of,
    optional,
    plain,
    text,
    texts,
    yes,
)
from base.yaml_rows import Row
from content.changes import check_changes, listed
from content.house_text import house_text
from content.prose import OPEN, UNWRITTEN
from content.source_pages import SourcePage, SourcePages, url_of

# The tools that overrides/guide/tools/ has.
TOOLS = ("budget", "proposal", "call", "log", "agreement", "check")
# The templates of overrides/ that write a whole page.
TEMPLATES = ("print.html",)
STATUSES = ("published", "archived")
ARCHIVED = re.compile(r"archived\s+(?P<why>\S.*)")
WHY_LIMIT = 200
DESCRIPTION_LIMIT = 80
# What a menu, a result of the search and a chat show in a line or two; the longest of today has 19.
TITLE_LIMIT = 40
ALIAS_LIMIT, MOST_ALIASES = 60, 40
ID_LIMIT = 40

_title = at_most(TITLE_LIMIT, house_text)


def _names(value: Any) -> str | None:
    if fault := texts(value):
        return fault
    if len(value) > MOST_ALIASES:
        return f"lists {len(value)} texts: at most {MOST_ALIASES}"
    for name in value:
        if fault := plain(name):
            return f"{name!r} {fault}"
        if len(name) > ALIAS_LIMIT:
            return f"{name[:20]}… has {len(name)} characters: at most {ALIAS_LIMIT}"
    return None


def _description(value: Any) -> str | None:
    if fault := at_most(DESCRIPTION_LIMIT, house_text)(value):
        return fault
    if len(re.findall("[。！？]", value)) != 1 or value[-1] not in "。！？":
        return "must be one sentence that ends in 。"
    return None


def _status(value: Any) -> str | None:
    if isinstance(value, str) and (match := ARCHIVED.fullmatch(value)):
        if len(match["why"]) > WHY_LIMIT:
            return f"has a reason of {len(match['why'])} characters: at most {WHY_LIMIT}"
        return house_text(match["why"])
    first, *more = str(value).split() or [""]
    if first == "archived":
        return 'must say why, on the same line: "archived 規則改了"'
    fault = one_of(*STATUSES)(first)
    return 'holds more than "published": remove the rest' if more and not fault else fault


def _paths(value: Any) -> str | None:
    if isinstance(value, list) and value and all(ADDRESS.fullmatch(str(v)) for v in value):
        return texts(value)
    return 'must be a list of former addresses like "- start/old-name/"'


def _address(value: Any) -> str | None:
    if isinstance(value, str) and ADDRESS.fullmatch(value):
        return None
    return 'must be an address like "start/urgent/"'


def _claims(value: Any) -> str | None:
    if not isinstance(value, dict) or not value:
        return 'must map heading ids to lists of claim ids, one "- id" a line'
    return next((f"of {at} {fault}" for at, ids in value.items() if (fault := texts(ids))), None)


def _variant(value: Any) -> str | None:
    if not isinstance(value, dict) or not value:
        return 'must hold "rules:" (Traditional: Simplified) or "groups:" (a list)'
    for key in value:
        if key not in ("rules", "groups"):
            return f'has no key "{key}"{nearest(key, ("rules", "groups"))}'
    rules = value.get("rules", {})
    if not isinstance(rules, dict) or any(text(k) or text(v) for k, v in rules.items()):
        return '"rules" must map a Traditional wording to a Simplified one'
    return texts(value["groups"]) if "groups" in value else None


SCHEMA: Schema = {
    "id": Field(at_most(ID_LIMIT, kebab)),
    "title": Field(_title),
    "description": Field(_description),
    "section": Field(text),
    "updated": Field(date),
    "aliases": optional(_names),
    "redirect_from": optional(_paths),
    "claims": optional(_claims),
    "variant": optional(_variant),
    "status": optional(_status),
    "changes": optional(listed),
    "quick_exit": optional(yes),
    "tool": optional(one_of(*TOOLS)),
    "card": optional(texts),
    "easy": optional(_address),
    "full": optional(_address),
}
# What stands on a page before its first heading, as a part of its card (links/card_text.py).
TOP = "top"
# The version of a page in simple words, and back: each names the other.
VERSIONS = {"easy": "full", "full": "easy"}
# A page that a template of its own writes (overrides/print.html) has no text, id or section.
SHELL_SCHEMA: Schema = {"title": Field(_title), "template": Field(one_of(*TEMPLATES))}


def _block_style(page: SourcePage) -> Iterator[Problem]:
    """Linters that reformat front matter can merge the items of a `[a, b]` list."""
    for number, line in enumerate(page.lines[1 : page.body_line - 2], 2):
        if re.match(r"\s*[\w-]+:\s*[\[{]", line):
            yield Problem(page.path, number, 'write lists in block style, one "- item" a line')


def check_page(page: SourcePage, schema: Schema = SCHEMA) -> Iterator[Problem]:
    """Missing, unknown and mistyped keys of one page."""
    for problem in faults_of(page.meta, page.path, schema):
        lacking = "the record lacks"
        if problem.message.startswith(lacking):
            message = problem.message.replace(lacking, "the front matter lacks", 1)
            problem = Problem(page.path, 1, message)
        yield problem
    yield from _block_style(page)
    for number, line in enumerate(page.lines[: page.body_line - 1], 1):
        if match := OPEN[0].search(line):
            yield Problem(page.path, number, f"「{match[0]}」: {OPEN[1]}")


def _no_text(page: SourcePage) -> Iterator[Problem]:
    """Text of a page that a template writes, which nobody would see or check."""
    for number, line in enumerate(page.lines[page.body_line - 1 :], page.body_line):
        if line.strip():
            message = 'a template writes this page: remove the text, or the key "template"'
            yield Problem(page.path, number, message)
            return


def _is_copy(page: SourcePage, other: SourcePage) -> bool:
    """Whether two pages have one id, which is told: what else they share comes of that."""
    return bool(page.meta.get("id") == other.meta.get("id"))


def _taken(pages: Iterable[SourcePage], key: str) -> Iterator[Problem]:
    """A value of `key` that an earlier page has already."""
    first: dict[str, SourcePage] = {}
    for page in pages:
        value = page.meta.get(key)
        if not isinstance(value, str):
            continue
        if value in first and (key == "id" or not _is_copy(page, first[value])):
            where = f"{first[value].path}:{first[value].meta.lines[key]}"
            message = f'"{key}" {value} is taken by {where}: choose another'
            yield Problem(page.path, page.meta.lines[key], message)
        first.setdefault(value, page)


def _aliases(pages: list[SourcePage]) -> Iterator[Problem]:
    """An alias that is another page's title or alias would send a reader to the wrong one."""
    owner = {p.meta["title"]: p for p in pages if isinstance(p.meta.get("title"), str)}
    for page in pages:
        aliases = page.meta.get("aliases")
        for alias in aliases if isinstance(aliases, list) else ():
            if alias == page.meta.get("title") and alias != UNWRITTEN:
                message = f'the alias "{alias}" is the title of this page: remove it'
                yield Problem(page.path, page.meta.lines["aliases"], message)
            other = owner.setdefault(alias, page) if isinstance(alias, str) else page
            if other is not page and not _is_copy(page, other):
                message = f'the alias "{alias}" is a title or alias of {other.path} already'
                yield Problem(page.path, page.meta.lines["aliases"], message)


def _addresses(pages: Iterable[SourcePage]) -> Iterator[Problem]:
    """Two files that make one page: `start.md` and `start/index.md`."""
    first: dict[str, SourcePage] = {}
    for page in pages:
        if (other := first.setdefault(page.url, page)) is not page:
            message = f"/{page.url} is the address of {other.path} already: rename one of the two"
            yield Problem(page.path, 1, message)


def _cards(pages: Iterable[SourcePage]) -> Iterator[Problem]:
    """Parts of a card that the page does not have."""
    for page in pages:
        parts = page.meta.get("card")
        if not isinstance(parts, list) or texts(parts):
            continue
        known = [TOP, *(heading.id for heading in page.headings if heading.id)]
        for part in parts:
            if part not in known:
                message = f'the card: no part "{part}"{nearest(part, known)}; name "{TOP}" or a'
                yield Problem(page.path, page.meta.lines["card"], f"{message} heading's id")


def _versions(pages: SourcePages) -> Iterator[Problem]:
    """Versions of a page that do not name each other."""
    by_url = {page.url: page for page in pages}
    # What an unreadable page says, nobody knows.
    unread = {url_of(src) for src in pages.broken}
    for page in pages:
        for key, back in VERSIONS.items():
            url = page.meta.get(key)
            if not isinstance(url, str) or _address(url) or url in unread:
                continue
            line = page.meta.lines[key]
            other = by_url.get(url)
            if other is None:
                yield Problem(page.path, line, f'no page "{url}"{nearest(url, by_url)}')
            elif other.meta.get(back) != page.url:
                message = f"{other.path} must name it back: `{back}: {page.url}`"
                yield Problem(page.path, line, message)


def check_pages(pages: SourcePages, sections: Sequence[str]) -> Iterator[Problem]:
    """All faults of all pages, and ids, titles and aliases that two pages claim."""
    schema = {**SCHEMA, "section": Field(one_of(*sections))} if sections else SCHEMA
    for page in pages:
        yield from check_page(page, schema)
        yield from check_changes(page)
    for page in pages.shells:
        yield from check_page(page, SHELL_SCHEMA)
        yield from _no_text(page)
    yield from _taken(pages, "id")
    yield from _taken(pages, "title")
    yield from _taken(pages, "tool")
    yield from _aliases(pages)
    yield from _addresses(pages)
    yield from _cards(pages)
    yield from _versions(pages)


def archived_why(meta: Row) -> str:
    """Why a page is archived, or "" for one that is not."""
    match = ARCHIVED.fullmatch(str(meta.get("status", "")))
    return match["why"] if match else ""


def variant_of(meta: Row) -> dict[str, Any]:
    """The conversion rules of a page, as plain values for its `<meta name="variant">`."""
    variant = meta.get("variant") or {}
    return {key: (dict(v) if isinstance(v, dict) else list(v)) for key, v in variant.items()}
