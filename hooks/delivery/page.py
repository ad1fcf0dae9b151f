"""A page as it is sent: with its styles and scripts as readers on slow networks need them, and
with a policy that says what it may load and run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath

from delivery.assets import Asset, Assets
from delivery.numbers import keep_numbers
from delivery.policy import inline, policy
from delivery.scripts import BUNDLE, Scripts
from delivery.strings import cut_settings, script_with
from delivery.styles import COMMON, PAPER, Sheet, late, own_sheet
from htmlkit.lexer import parse
from model.page import PREFIX, Changes, Page, applied

# Stands in a page for what is known only when all of them are written: how much keeping takes.
SIZE = "\0"
# By it the worker that keeps the guide knows a page of ours from the login page of a hotel or
# the advertisement on a parked name. An attribute, as a CDN that makes pages smaller leaves it.
OURS = " data-guide>"
# What a page that is sent says of itself: who it is, and on paper which text it has.
SAID = ("id", "further-of", "text")
MANIFEST = re.compile(r'<link rel="manifest"[^>]*>\n?')
# What the theme's script alone goes by.
COMPONENT = re.compile(r' data-md-(?:component|color-(?:primary|accent))="[^"]*"')
# What the theme writes and the guide has no use for: its way past the header, and room for news.
UNUSED, DIALOG = ("skip", "announce"), "dialog"


@dataclass(frozen=True)
class Delivery:
    """What all pages are sent with.

    `sheets` are style sheets by name; `icons` hold what stands in a page in place of a file.
    """

    sheets: Mapping[str, Sheet]
    scripts: Scripts
    icons: Mapping[str, str] = field(default_factory=dict)


def _drop(tokens: list[str], place: int) -> None:
    tokens[place] = ""
    # The blanks in front of it go too: no holes of empty lines.
    tokens[place - 1] = tokens[place - 1].rstrip(" \n")


def _sheet(up: str, sheet: Sheet, media: str) -> str:
    if not sheet.path:
        return f"<style>{sheet.text}</style>"
    link = f'<link rel="stylesheet" href="{escape(up + sheet.path)}"'
    return f'{link} media="{media}">' if media else f"{link}>"


class _Writer:
    """Writes one page; see `delivered`."""

    def __init__(self, page: Page, assets: Assets, changes: Changes, delivery: Delivery) -> None:
        self._page = page
        self._delivery = delivery
        self.tokens = applied(page.tokens, changes)
        self._assets = assets
        # With the theme's bundle on a page, all scripts wait until it is drawn, with the sheets
        # that nobody waits for.
        self._waits = any(BUNDLE.search(asset.path) for asset in self._assets.classic)
        self._late: list[str] = []
        self.sheets: list[str] = []
        self.scripts: list[str] = []
        self._needs: list[tuple[str, str]] = []

    def write(self) -> list[str]:
        """All of it, in order."""
        keep_numbers(self._page, self.tokens)
        self._drop_metas()
        for place in self._page.places("offline-size"):
            self.tokens[place + 1] = SIZE
        self._write_mark()
        self._write_sheets()
        self._write_icons()
        templates, settings = self._take_strings()
        self._write_scripts(templates + self._take_components(), settings)
        self._write_inline()
        self._write_policy()
        return self.tokens

    def _drop_metas(self) -> None:
        """What a page says of itself to the build alone, and what made it to nobody."""
        for place in self._page.places("meta"):
            name = parse(self.tokens[place]).get("name") or ""
            own = name.startswith(PREFIX) and name.removeprefix(PREFIX) not in SAID
            if own or name == "generator":
                _drop(self.tokens, place)
        # In which order the guide is read the build alone asks; Firefox would fetch the next page.
        for place in (*self._page.places("link prev"), *self._page.places("link next")):
            _drop(self.tokens, place)

    def _write_mark(self) -> None:
        if place := self._page.place("html"):
            self.tokens[place] = self.tokens[place].removesuffix(">") + OURS

    def _write_sheets(self) -> None:
        if not self._assets.styles:
            return
        first, *others = self._assets.styles
        asked = {COMMON, *(PurePosixPath(asset.path).stem for asset in self._assets.styles)}
        if (own := own_sheet(self._page.path)) in self._delivery.sheets:
            asked = {own}
        later = {PAPER, *map(late, asked)}
        now = ""
        for name, sheet in self._delivery.sheets.items():
            if name not in asked and name not in later:
                continue
            written = _sheet(first.up, sheet, PAPER if name == PAPER else "")
            # On a slow line even what nobody waits for takes its time from what is read.
            if self._waits and name in later:
                self._late.append(written)
                # What only scripts make nobody sees without them.
                now += f"<noscript>{written}</noscript>" if name == PAPER else ""
                continue
            now += written
            if not sheet.path:
                self._need(written)
            elif name != PAPER:
                self.sheets.append(sheet.path)
        self.tokens[first.place] = now
        for asset in others:
            _drop(self.tokens, asset.place)

    def _write_icons(self) -> None:
        for icon in self._assets.icons:
            if data := self._delivery.icons.get(icon.path):
                self.tokens[icon.place] = f"<link rel=\"icon\" href='{data}'>"

    def _take_strings(self) -> tuple[str, dict[str, object]]:
        """Takes the templates of words, and the settings that are none of the page's own, out of
        a page whose scripts can bring them."""
        if not self._assets.classic:
            return "", {}
        templates = ""
        for start in self._page.places("words"):
            end = self._page.end(start)
            templates += "".join(self.tokens[start : end + 1])
            self.tokens[start : end + 1] = [""] * (end + 1 - start)
            if self.tokens[start - 1].endswith((" ", "\n")):
                self.tokens[end + 1] = self.tokens[end + 1].lstrip(" \n")
        settings: dict[str, object] = {}
        if place := self._page.place("settings"):
            self.tokens[place], settings = cut_settings(self.tokens[place])
        return templates, settings

    def _take_components(self) -> str:
        """Takes out what the theme's script alone asks for: by what it knows the parts of a page,
        which late.js says it; the box for what it has to say, which comes with the scripts."""
        taken = ""
        if not self._waits:
            return taken
        for place in (*self._page.places("component"), self._page.place("body")):
            name = parse(self.tokens[place]).get("data-md-component")
            if name in (*UNUSED, DIALOG):
                end = self._page.end(place)
                taken += "".join(self.tokens[place : end + 1]) if name == DIALOG else ""
                self.tokens[place : end + 1] = [""] * (end + 1 - place)
            self.tokens[place] = COMPONENT.sub("", self.tokens[place])
        return taken

    def _write_scripts(self, templates: str, settings: dict[str, object]) -> None:
        """Classic scripts as one, modules as they are. On a page with the theme's bundle all of
        them wait in a template until it is drawn (drawn.js), with the late sheets."""
        scripts, classic = self._delivery.scripts, self._assets.classic
        if classic:
            first, *others = classic
            words = script_with(templates, settings) if templates or settings else ""
            path = scripts.together(words, [asset.path for asset in classic])
            self.scripts.append(path)
            src = first.up + path
            self.tokens[first.place] = f'<script src="{escape(src)}" defer></script>'
            for asset in others:
                _drop(self.tokens, asset.place)
        waiting = []
        for asset in self._assets.modules:
            path = scripts.module(asset.path)
            self.scripts.append(path)
            src = escape(asset.up + path)
            module = f'<script type="module" src="{src}"></script>'
            self.tokens[asset.place] = module
            if self._waits:
                waiting.append(module)
                _drop(self.tokens, asset.place)
        if self._waits:
            self._take_manifest()
            self._write_waiting(classic[0], waiting)

    def _take_manifest(self) -> None:
        """To what waits: Chromium fetches it before it draws the page. It stands in one token with
        the end of the head, and all else that the build says there (links/previews.py)."""
        place = self._page.place("/head")
        if found := MANIFEST.search(self.tokens[place]):
            self._late.append(found[0].strip())
            self.tokens[place] = self.tokens[place].replace(found[0], "")

    def _write_waiting(self, first: Asset, waiting: Sequence[str]) -> None:
        late = "".join([*self._late, self.tokens[first.place], *waiting])
        self.tokens[first.place] = f"<template data-late>{late}</template>"

    def _write_inline(self) -> None:
        """Inline scripts; neighbours as one, which takes one hash fewer in each policy."""
        text, scripts = "", self._delivery.scripts
        places = {asset.place for asset in self._assets.inlined}
        for asset in self._assets.inlined:
            script = scripts.inline(asset.path)
            text = f"{text};{script}" if text else script
            if asset.place + 2 in places and not self.tokens[asset.place + 1].strip():
                _drop(self.tokens, asset.place)
            else:
                self.tokens[asset.place], text = f"<script>{text}</script>", ""

    def _need(self, token: str) -> None:
        if need := inline(token, parse(token)):
            self._needs.append(need)

    def _write_policy(self) -> None:
        """First after the encoding."""
        place = self._page.place("charset")
        if not place:
            return
        for name in ("script", "style"):
            for at in self._page.places(name):
                self._need(self.tokens[at])
        content = policy(self._needs)
        meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
        self.tokens[place] += f"\n{meta}"


@dataclass(frozen=True)
class Sent:
    """What a page that is sent asks for, sheets and scripts; `of_guide` says whether it is a page
    with an id, or one that goes on with its list, `offers` whether it offers to keep the guide."""

    path: str
    language: str
    of_guide: bool
    offers: bool
    sheets: Sequence[str]
    scripts: Sequence[str]


def delivered(
    page: Page, assets: Assets, changes: Changes, delivery: Delivery
) -> tuple[Sent, bytes]:
    """A page that asks for these assets, with what steps have changed in it, as it is sent."""
    writer = _Writer(page, assets, changes, delivery)
    html = "".join(writer.write()).encode()
    is_page, offers = bool(page.id or page.further_of), bool(page.places("offline-size"))
    return Sent(page.path, page.language, is_page, offers, writer.sheets, writer.scripts), html
