"""What pages are sent with: style sheets, of which those that only some pages ask for stand in
these, icons; and what no page may have, as nothing could send it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from base.languages import TRADITIONAL
from base.problems import Problem
from delivery.assets import Asset, Assets
from delivery.scripts import Scripts
from delivery.styles import COMMON, PAPER, Sheet, Sheets, joined, own_sheet
from delivery.used_names import UsedNames, asked_in
from htmlkit.lexer import parse, split
from model.page import Changes, Page

# Scripts, but for those that the theme brings along for its own search.
CODE = re.compile(r"(?!assets/javascripts/lunr/).*\.js")
ICON_BYTES = 1000
# Up to so many packed bytes a sheet that only some pages have stands in them.
WITHIN = 3000


# Words that a page shows only when its reader asks for them: `<template data-words="asked">`.
ASKED = "asked"
# What a browser says of an element by itself.
BY_BROWSERS = frozenset(("open",))


def _shown_first(page: Page) -> Iterator[str]:
    """The tokens of a page without what is shown only when its reader asks for it."""
    since = 1
    for start in page.places("words"):
        if parse(page.tokens[start]).get("data-words") == ASKED:
            yield from page.tokens[since:start:2]
            since = page.end(start)
    yield from page.tokens[since::2]


def names_in(
    pages: Sequence[tuple[Page, Changes]],
    sheets: Iterable[str],
    scripts: Iterable[str],
    early: Iterable[str],
) -> tuple[UsedNames, UsedNames]:
    """All names that a rule of the style sheets can ask for, and those of pages as they are drawn
    first, when only the `early` scripts have run."""
    asked = asked_in(sheets)
    known, first = (UsedNames(asked, attributes=set(BY_BROWSERS)) for _ in range(2))
    for page, changes in pages:
        # A copy differs in words and addresses, and in the language that it names first.
        if page.language != TRADITIONAL and page.id:
            known.add_page(page.tokens[1:4:2])
            first.add_page(page.tokens[1:4:2])
            continue
        made = [token for content in changes.values() for token in split(content)[1::2]]
        known.add_page([*page.tokens[1::2], *made])
        first.add_page([*_shown_first(page), *made])
    for text in scripts:
        known.add_script(text)
    for text in early:
        first.add_script(text)
    return known, first


# Once what only some pages ask for, to see how large it is, and once all as it is sent.
@lru_cache(maxsize=2)
def _joined_sheets(
    groups: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...],
    known: _Frozen,
    names: tuple[tuple[_Frozen, _Frozen], ...],
) -> Sheets:
    of_group = {
        name: (ever.names, first.names)
        for (name, _), (ever, first) in zip(groups, names, strict=True)
    }
    return joined(dict(groups), known.names, of_group)


class _Frozen:
    """Used names that compare by what they hold, so that sheets are made anew only for others."""

    def __init__(self, names: UsedNames) -> None:
        self.names = names
        self._key = (
            *(frozenset(names.tags), frozenset(names.classes), frozenset(names.ids)),
            *(frozenset(names.attributes), frozenset(names.values)),
            *(frozenset(names.words), frozenset(names.named)),
        )

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen) and self._key == other._key


def _groups(wanted: Sequence[Assets]) -> dict[str, list[Asset]]:
    """Sheets by the name under which they are sent: those that the same pages ask for as one, by
    the name of the first; those of all pages with styles as `COMMON`. The first page with a
    sheet says its place."""
    asked: dict[tuple[str, str], set[int]] = {}
    styled = [assets.styles for assets in wanted if assets.styles]
    for page, styles in enumerate(styled):
        for asset in styles:
            asked.setdefault((asset.path, asset.media), set()).add(page)
    names = {frozenset(range(len(styled))): COMMON}
    groups: dict[str, list[Asset]] = {COMMON: []}
    for (path, media), pages in asked.items():
        name = names.setdefault(frozenset(pages), PurePosixPath(path).stem)
        groups.setdefault(name, []).append(Asset(0, "", path, media))
    return groups


def pack(content: bytes) -> bytes:
    """As it goes over the wire from a host that was not told how to pack."""
    return zlib.compress(content, 1)


def packed(content: bytes) -> int:
    """The size of that."""
    return len(pack(content))


def make_sheets(
    pages: Sequence[tuple[Page, Changes]],
    wanted: Sequence[Assets],
    code: Sequence[str],
    read: Callable[[str], str],
    scripts: Scripts,
) -> dict[str, Sheet]:
    """The sheets of the site by their names: `COMMON`, `PAPER`, those that only some pages ask for
    by that of their source, and for each what comes late. `code` is all that may run.

    What only some pages ask for stands in them if it is small. If not, each of these pages has a
    sheet for all that it needs, for a second file takes a connection of its own, on a slow line
    two rounds. Raises `Unusable`.
    """
    asked = {name: [asset.path for asset in assets] for name, assets in _groups(wanted).items()}
    if not asked[COMMON]:
        return {}
    media = {asset.path: asset.media for assets in wanted for asset in assets.styles}
    sheets = [read(path) for path in sorted(media)]
    early = [read(path) for path in sorted({a.path for each in wanted for a in each.inlined})]

    def names_of(some: Sequence[tuple[Page, Changes]]) -> tuple[_Frozen, _Frozen]:
        ever, first = names_in(some, sheets, code, early)
        return _Frozen(ever), _Frozen(first)

    of_all = names_of(pages)
    names = dict.fromkeys(asked, of_all)

    def made(groups: Iterable[str]) -> Sheets:
        some = [
            (name, tuple((path, read(path), media[path]) for path in asked[name]))
            for name in groups
        ]
        return _joined_sheets(tuple(some), of_all[0], tuple(names[name] for name, _ in some))

    alone = made([name for name in asked if name != COMMON]).screen
    within = {name for name, text in alone.items() if packed(text.encode()) <= WITHIN}
    large = {path for name in asked.keys() - within - {COMMON} for path in asked.pop(name)}
    for page, assets in zip(pages, wanted, strict=True):
        own = [asset.path for asset in assets.styles if asset.path not in asked[COMMON]]
        if page[0].language == TRADITIONAL and not large.isdisjoint(own):
            name = own_sheet(page[0].path)
            asked[name], names[name] = [*asked[COMMON], *own], names_of([page])
    sent = made(asked)
    found: dict[str, Sheet] = {}
    for name, text in {**sent.screen, **sent.late, PAPER: sent.paper}.items():
        if text and name in within:
            found[name] = Sheet(text=text)
        elif text:
            path = scripts.publish("paper.css" if name == PAPER else f"{name}.css", text)
            found[name] = Sheet(path)
    return found


def make_icons(wanted: Iterable[Assets], read: Callable[[str], str]) -> Mapping[str, str]:
    """The small icons that pages name, as addresses that hold them: no request, and no
    connection, beside what is read (Chromium may fetch one before it draws the page). As they
    stand, for what a page says twice packs to nothing: ours has the lines of the one in the header.
    """
    found: dict[str, str] = {}
    for path in {icon.path for assets in wanted for icon in assets.icons}:
        text = read(path).strip() if path.endswith(".svg") else ""
        if 0 < len(text) <= ICON_BYTES and not set(text) & set("'&%\n"):
            found[path] = f"data:image/svg+xml,{text.replace('#', '%23')}"
    return found


def forbidden(page: Page) -> Iterator[Problem]:
    """Handlers and styles in attributes: they have no hash that a policy could name."""
    for place in page.places("forbidden"):
        tag = parse(page.tokens[place])
        for attribute in tag.attributes:
            if attribute.name == "style" or attribute.name.startswith("on"):
                what = f"{attribute.name}={attribute.value!r} of <{tag.name}>"
                message = f"{what}: no policy can allow it; use a class, or a script of the site"
                yield Problem(page.path, 0, message, f'{attribute.name}="{attribute.value}"')
