"""A page that asks for its styles and scripts as readers on slow networks need it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from delivery.blanks import collapsed
from delivery.numbers import unbroken
from delivery.policy import RULES, RUNS, inline, policy
from delivery.scripts import BUNDLE, DRAWN, HASHED, Scripts
from editions.lexer import Kind, Tag, split
from links.tree import parsed

ASSETS = "assets/"
POLICY = "content-security-policy"
# Handlers and styles in attributes have no hash that a policy could name.
STYLED = "style"


@dataclass(frozen=True)
class Asset:
    """A style sheet or script that a page asks for.

    `up` leads from the page to the root ("../", "/"), `path` from there to the file.
    """

    up: str
    path: str
    media: str = ""


@dataclass
class Parts:
    """The tokens of a page by their place, and what they ask for."""

    tokens: list[str]
    styles: dict[int, Asset] = field(default_factory=dict)
    classic: dict[int, Asset] = field(default_factory=dict)
    inlined: dict[int, Asset] = field(default_factory=dict)
    modules: dict[int, Asset] = field(default_factory=dict)
    icons: dict[int, Asset] = field(default_factory=dict)
    policies: list[int] = field(default_factory=list)
    charset: int = 0
    bad: list[str] = field(default_factory=list)


def _asset(url: str | None, media: str | None = None) -> Asset | None:
    """The asset of an address, if it is not in its last form already."""
    place = (url or "").find(ASSETS)
    if url is None or place < 0 or url.startswith(HASHED, place):
        return None
    return Asset(url[:place], url[place:], "" if media in (None, "all") else media)


def read(html: str) -> Parts:
    """What a page asks for. Style sheets for readers without scripts stay as they are."""
    parts = Parts(split(html))
    without_scripts = False
    for place in range(1, len(parts.tokens), 2):
        token = parts.tokens[place]
        tag = parsed(token)
        if tag.name == "noscript":
            without_scripts = tag.kind is Kind.OPEN
        elif tag.kind is Kind.ELEMENT and tag.name == "script":
            _read_script(parts, place, tag)
        elif tag.kind is Kind.OPEN and tag.name == "link" and tag.get("rel") == "stylesheet":
            if not without_scripts and (sheet := _asset(tag.get("href"), tag.get("media"))):
                parts.styles[place] = sheet
        elif tag.kind is Kind.OPEN and tag.name == "link" and tag.get("rel") == "icon":
            if icon := _asset(tag.get("href")):
                parts.icons[place] = icon
        elif tag.kind is Kind.OPEN and tag.name == "meta":
            if tag.get("charset"):
                parts.charset = place
            if (tag.get("http-equiv") or "").lower() == POLICY:
                parts.policies.append(place)
        for attribute in tag.attributes if tag.kind in (Kind.OPEN, Kind.ELEMENT) else ():
            if attribute.name == STYLED or attribute.name.startswith("on"):
                parts.bad.append(f"{attribute.name}={attribute.value!r} of <{tag.name}>")
    return parts


def _read_script(parts: Parts, place: int, tag: Tag) -> None:
    asset = _asset(tag.get("src"))
    kind = (tag.get("type") or "").lower()
    if asset is None or kind not in RUNS:
        return
    if kind == "module":
        parts.modules[place] = asset
    elif tag.get("data-inline") is not None:
        parts.inlined[place] = asset
    else:
        parts.classic[place] = asset


def _drop(tokens: list[str], place: int) -> None:
    tokens[place] = ""
    # The blanks in front of it go too: no holes of empty lines.
    tokens[place - 1] = tokens[place - 1].rstrip(" \n")


def _sheet(url: str, media: str) -> str:
    return f'<link rel="stylesheet" href="{escape(url)}"' + (f' media="{media}">' if media else ">")


def write(
    parts: Parts,
    sheets: Sequence[tuple[str, str]],
    scripts: Scripts,
    icons: Mapping[str, str],
) -> str:
    """The page with its styles and scripts in their last form.

    `sheets` are (path, media), "" for all media; `icons` holds what stands in the page in place
    of a file.
    """
    tokens = list(parts.tokens)
    waits = any(BUNDLE.search(asset.path) for asset in parts.classic.values())
    late: list[str] = []
    if parts.styles:
        first, *others = parts.styles
        up = parts.styles[first].up
        tokens[first] = ""
        for path, media in sheets:
            sheet = _sheet(up + path, media)
            # On a slow line even what nobody waits for takes its time from what is read.
            if waits and media:
                late.append(sheet)
                sheet = f"<noscript>{sheet}</noscript>"
            tokens[first] += sheet
        for place in others:
            _drop(tokens, place)
    for place, icon in parts.icons.items():
        if data := icons.get(icon.path):
            tokens[place] = f'<link rel="icon" href="{data}">'
    _write_scripts(parts, tokens, scripts, late if waits else None)
    _write_inline(parts, tokens, scripts)
    return "".join(unbroken(collapsed(tokens)))


def _write_inline(parts: Parts, tokens: list[str], scripts: Scripts) -> None:
    """Inline scripts; neighbours as one, which takes one hash fewer in each policy."""
    text = ""
    for place, asset in parts.inlined.items():
        text = f"{text};{scripts.inline(asset.path)}" if text else scripts.inline(asset.path)
        if place + 2 in parts.inlined and not tokens[place + 1].strip():
            _drop(tokens, place)
        else:
            tokens[place], text = f"<script>{text}</script>", ""


def _write_scripts(
    parts: Parts, tokens: list[str], scripts: Scripts, late: list[str] | None
) -> None:
    """Classic scripts as one, modules as they are. On a page with the theme's bundle all of
    them wait in a template until it is drawn (drawn.js), with the sheets `late`."""
    classic = parts.classic
    if classic:
        first, *others = classic
        src = classic[first].up + scripts.joined([asset.path for asset in classic.values()])
        tokens[first] = f'<script src="{escape(src)}" defer></script>'
        for place in others:
            _drop(tokens, place)
    waiting = []
    for place, asset in parts.modules.items():
        src = escape(asset.up + scripts.module(asset.path))
        tokens[place] = f'<script type="module" src="{src}"></script>'
        if late is not None:
            waiting.append(tokens[place])
            _drop(tokens, place)
    if late is not None:
        tokens[first] = (
            f'<template id="late">{"".join([tokens[first], *waiting, *late])}</template>'
            f"<script>{scripts.inline(DRAWN)}</script>"
        )


def needs(html: str) -> list[tuple[str, str]]:
    """What the inline scripts and styles of a page need of a policy."""
    found = (inline(token, parsed(token)) for token in split(html)[1::2])
    return [need for need in found if need]


def with_policy(html: str, rules: Iterable[tuple[str, str]] = RULES) -> str:
    """The page with a policy of its own, first after its encoding; an earlier one is replaced."""
    parts = read(html)
    tokens = parts.tokens
    for place in parts.policies:
        _drop(tokens, place)
    if parts.charset:
        content = policy(needs(html), rules=rules)
        meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
        tokens[parts.charset] += f"\n{meta}"
    return "".join(tokens)
