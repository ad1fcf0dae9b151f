"""What a page asks for: its style sheets, scripts and icons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from delivery.policy import RUNS
from htmlkit.lexer import parse
from model.page import Page

ASSETS = "assets/"


@dataclass(frozen=True)
class Asset:
    """A style sheet or script that a page asks for at the place `place` of its tokens.

    `up` leads from the page to the root ("../", "/"), `path` from there to the file.
    """

    place: int
    up: str
    path: str
    media: str = ""


@dataclass
class Assets:
    """What a page asks for, each in its order. Style sheets for readers without scripts are none
    of it: they stay as they are."""

    styles: list[Asset] = field(default_factory=list)
    classic: list[Asset] = field(default_factory=list)
    inlined: list[Asset] = field(default_factory=list)
    modules: list[Asset] = field(default_factory=list)
    icons: list[Asset] = field(default_factory=list)


def _asset(place: int, url: str | None, media: str | None = None) -> Asset | None:
    at = (url or "").find(ASSETS)
    if url is None or at < 0:
        return None
    return Asset(place, url[:at], url[at:], "" if media in (None, "all") else media)


def _without_scripts(page: Page) -> Sequence[tuple[int, int]]:
    return [(place, page.end(place)) for place in page.places("noscript")]


def assets_of(page: Page) -> Assets:
    """What a page asks for."""
    found = Assets()
    hidden = _without_scripts(page)
    for place in page.places("link stylesheet"):
        if any(start < place < end for start, end in hidden):
            continue
        tag = parse(page.tokens[place])
        if sheet := _asset(place, tag.get("href"), tag.get("media")):
            found.styles.append(sheet)
    for place in page.places("link icon"):
        if icon := _asset(place, parse(page.tokens[place]).get("href")):
            found.icons.append(icon)
    for place in page.places("script"):
        tag = parse(page.tokens[place])
        kind = (tag.get("type") or "").lower()
        script = _asset(place, tag.get("src"))
        if script is None or kind not in RUNS:
            continue
        if kind == "module":
            found.modules.append(script)
        elif tag.get("data-inline") is not None:
            found.inlined.append(script)
        else:
            found.classic.append(script)
    return found
