"""What the front matter of a page must look like."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from content.pages import Page
from content.problems import Problem, nearest
from content.yaml_lines import Row

SECTIONS = (
    "home",
    "start",
    "principles",
    "channels",
    "communication",
    "pitfalls",
    "tools",
    "reference",
)
# The tools that overrides/guide/tools/ has.
TOOLS = ("budget", "proposal", "call", "log", "agreement", "check")
STATUSES = ("published", "archived")
ARCHIVED = re.compile(r"archived\s+(?P<why>\S.*)")
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
OLD_PATH = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+")
DESCRIPTION_LIMIT = 80


def _kebab(value: Any) -> str | None:
    if isinstance(value, str) and KEBAB.fullmatch(value):
        return None
    return 'must be lower-case ASCII words joined by "-"'


def _text(value: Any) -> str | None:
    if isinstance(value, str) and value.strip() and "\n" not in value:
        return None
    return "must be one line of text"


def _description(value: Any) -> str | None:
    if fault := _text(value):
        return fault
    if len(value) > DESCRIPTION_LIMIT:
        return f"has {len(value)} characters: at most {DESCRIPTION_LIMIT}"
    if len(re.findall("[。！？]", value)) != 1 or value[-1] not in "。！？":
        return "must be one sentence that ends in 。"
    return None


def _one_of(*allowed: str) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        if value in allowed:
            return None
        return f"must be one of {', '.join(allowed)}{nearest(str(value), allowed)}"

    return check


def _status(value: Any) -> str | None:
    if isinstance(value, str) and ARCHIVED.fullmatch(value):
        return None
    if value == "archived":
        return 'must say why, on the same line: "archived 規則改了"'
    return _one_of(*STATUSES)(str(value).split(" ")[0]) if value != "published" else None


def _date(value: Any) -> str | None:
    # YAML reads an ISO date as a date; a date with a time of day is a datetime.
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return None
    return "must be a date like 2026-11-23"


def _texts(value: Any) -> str | None:
    if not isinstance(value, list) or not value or any(_text(item) for item in value):
        return 'must be a list of texts, one "- text" a line'
    doubles = sorted({item for item in value if value.count(item) > 1})
    return f"lists {doubles[0]} twice" if doubles else None


def _paths(value: Any) -> str | None:
    if isinstance(value, list) and value and all(OLD_PATH.fullmatch(str(v)) for v in value):
        return None
    return 'must be a list of former addresses like "- start/old-name/"'


def _claims(value: Any) -> str | None:
    if isinstance(value, dict) and value and not any(_texts(ids) for ids in value.values()):
        return None
    return 'must map heading ids to lists of claim ids, one "- id" a line'


def _variant(value: Any) -> str | None:
    if not isinstance(value, dict) or not value:
        return 'must hold "rules:" (Traditional: Simplified) or "groups:" (a list)'
    for key in value:
        if key not in ("rules", "groups"):
            return f'has no key "{key}"{nearest(key, ("rules", "groups"))}'
    rules = value.get("rules", {})
    if not isinstance(rules, dict) or any(_text(k) or _text(v) for k, v in rules.items()):
        return '"rules" must map a Traditional wording to a Simplified one'
    return _texts(value["groups"]) if "groups" in value else None


def _yes(value: Any) -> str | None:
    return None if value is True else 'must be "true"; leave the key out otherwise'


# key -> (required, check); a check returns what is wrong, or None.
SCHEMA: dict[str, tuple[bool, Callable[[Any], str | None]]] = {
    "id": (True, _kebab),
    "title": (True, _text),
    "description": (True, _description),
    "section": (True, _one_of(*SECTIONS)),
    "updated": (True, _date),
    "aliases": (False, _texts),
    "redirect_from": (False, _paths),
    "claims": (False, _claims),
    "variant": (False, _variant),
    "status": (False, _status),
    "quick_exit": (False, _yes),
    "tool": (False, _one_of(*TOOLS)),
}


def _block_style(page: Page) -> Iterator[Problem]:
    """Linters that reformat front matter can merge the items of a `[a, b]` list."""
    for number, line in enumerate(page.lines[1 : page.body_line - 2], 2):
        if re.match(r"\s*[\w-]+:\s*[\[{]", line):
            yield Problem(page.path, number, 'write lists in block style, one "- item" a line')


def check_page(page: Page) -> Iterator[Problem]:
    """Missing, unknown and mistyped keys of one page."""
    for key in page.meta:
        if key not in SCHEMA:
            line = page.meta.lines[key]
            yield Problem(page.path, line, f'unknown key "{key}"{nearest(key, SCHEMA)}')
    for key, (required, check) in SCHEMA.items():
        if key not in page.meta:
            if required:
                yield Problem(page.path, 1, f'the front matter lacks "{key}"')
        elif fault := check(page.meta[key]):
            yield Problem(page.path, page.meta.lines[key], f'"{key}" {fault}')
    yield from _block_style(page)


def _taken(pages: Iterable[Page], key: str) -> Iterator[Problem]:
    """A value of `key` that an earlier page has already."""
    first: dict[str, Page] = {}
    for page in pages:
        value = page.meta.get(key)
        if not isinstance(value, str):
            continue
        if value in first:
            where = f"{first[value].path}:{first[value].meta.lines[key]}"
            message = f'"{key}" {value} is taken by {where}: choose another'
            yield Problem(page.path, page.meta.lines[key], message)
        first.setdefault(value, page)


def _aliases(pages: list[Page]) -> Iterator[Problem]:
    """An alias that is another page's title or alias would send a reader to the wrong one."""
    owner = {p.meta["title"]: p for p in pages if isinstance(p.meta.get("title"), str)}
    for page in pages:
        aliases = page.meta.get("aliases")
        for alias in aliases if isinstance(aliases, list) else ():
            other = owner.setdefault(alias, page) if isinstance(alias, str) else page
            if other is not page:
                message = f'the alias "{alias}" is a title or alias of {other.path} already'
                yield Problem(page.path, page.meta.lines["aliases"], message)


def check_pages(pages: list[Page]) -> Iterator[Problem]:
    """All faults of all pages, and ids, titles and aliases that two pages claim."""
    for page in pages:
        yield from check_page(page)
    yield from _taken(pages, "id")
    yield from _taken(pages, "title")
    yield from _aliases(pages)


def archived_why(meta: Row) -> str:
    """Why a page is archived, or "" for one that is not."""
    match = ARCHIVED.fullmatch(str(meta.get("status", "")))
    return match["why"] if match else ""


def variant_of(meta: Row) -> dict[str, Any]:
    """The conversion rules of a page, as plain values for its `<meta name="variant">`."""
    variant = meta.get("variant") or {}
    return {key: (dict(v) if isinstance(v, dict) else list(v)) for key, v in variant.items()}
