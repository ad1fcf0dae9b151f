"""A page of the site as one of a folder that opens from disk: every address names a file, nothing
asks a network, and what needs a host (the other edition, the kept guide, modules) is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote

from delivery.page import with_policy
from delivery.policy import ON_DISK
from delivery.scripts import HASHED
from editions.addresses import FOLDER, OUTSIDE, cut, join, page_folder, relative
from editions.edition_links import edited
from editions.elements import VOID
from editions.lexer import Kind, Tag, split
from links.pages import SHORT
from links.tree import parsed

ADDRESSES = ("href", "src")
SEARCH = "assets/javascripts/workers/disk.js"
MODULES = "assets/disk/modules.js"
# hooks/offline/kept.py is for browsers with a host.
NO_MODULES = frozenset(("offline.js",))
# What asks for the palette that the reader chose.
EARLY = '__md_get("'
# Where storage is asked for while Chromium still takes a page from disk over, nothing is kept for
# the next page (1 to 9 times in 100, with 156). The first frame is late enough, and still before
# the reader sees the page. A hidden page has no frames; its other scripts come once it is read.
FIRST_FRAME = (
    '(first=>document.hidden?document.addEventListener("DOMContentLoaded",first)'
    ":requestAnimationFrame(first))(()=>{%s})"
)
PUBLISHED = re.compile(rf"{HASHED}(?P<stem>.+)\.[0-9a-f]{{8}}\.js$")


class NotForDisk(Exception):
    """What has no place in a folder on disk, or is missing for one."""


@dataclass
class Disk:
    """What the pages of one edition share.

    `folder` is the edition's in the site; `short` leads from the address of a short link to that
    of its page; `modules` from the published name of a module to the path of its source. What
    the pages written so far need gathers in `files` (paths in the site) and `entries`.
    """

    site_dir: Path
    folder: str
    short: Mapping[str, str]
    modules: Mapping[str, str]
    files: set[str] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)

    def target(self, path: str) -> str:
        """Where a file of the site lies in the folder."""
        return path.removeprefix(self.folder)

    def file(self, page: str, url: str) -> str:
        """The file, as a path from the root of the site, to which a link of a page leads."""
        path = unquote(join(page_folder(page), cut(url)[0]))
        moved = self.short.get(path.rstrip("/") + "/")
        path = path if moved is None else self.folder + moved
        if not path or (self.site_dir / path).is_dir():
            path = f"{path.rstrip('/')}/index.html".lstrip("/")
        if not (self.site_dir / path).is_file():
            raise NotForDisk(f"{page}: {url} leads to no file")
        if path.endswith(".html") and not self.is_own(path):
            raise NotForDisk(
                f"{page}: {url} leads out of the edition; mark it as a link of editions"
            )
        return path

    def is_own(self, path: str) -> bool:
        """Whether a page belongs to the edition."""
        return path.startswith(self.folder) and not (
            not self.folder and path.startswith((FOLDER, SHORT))
        )

    def link(self, page: str, path: str, rest: str = "") -> str:
        """The address of a file as a page on disk names it."""
        return quote(relative(page_folder(self.target(page)), self.target(path))) + rest


def _leaves(tag: Tag) -> bool:
    """Whether an element is of no use on disk: the switch of editions and the like."""
    return (
        "edition-switch" in (tag.get("class") or "").split()
        or tag.get("data-edition-hint") is not None
        or tag.get("id") == "offline-words"
        or tag.get("data-served") is not None
        or (tag.name == "link" and tag.get("rel") == "alternate")
    )


def _end(page: str, tokens: list[str], place: int, name: str) -> int:
    """The place of the end tag of the element of a page that opens at `place`."""
    depth = 0
    for at in range(place, len(tokens), 2):
        tag = parsed(tokens[at])
        if tag.name == name:
            depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(tag.kind, 0)
            if not depth:
                return at
    raise NotForDisk(f"{page}: {tokens[place]} is never closed")


def _words(page: str, tokens: list[str]) -> str:
    """What the page says on disk in the place of the line about keeping the guide."""
    for place in range(1, len(tokens), 2):
        tag = parsed(tokens[place])
        if tag.get("data-offline-state") == "disk":
            return "".join(tokens[place + 1 : _end(page, tokens, place, tag.name)])
    return ""


def _addresses(disk: Disk, page: str, token: str, tag: Tag) -> str:
    edits = []
    for attribute in tag.attributes:
        url = unescape(attribute.value or "")
        if attribute.name not in ADDRESSES or not url or url[0] in "#?" or OUTSIDE.match(url):
            continue
        path = disk.file(page, url)
        disk.files.add(path)
        new = disk.link(page, path, cut(url)[1])
        edits.append((attribute.start, attribute.end, escape(new)))
    return edited(token, edits) if edits else token


def _settings(disk: Disk, page: str, token: str, tag: Tag) -> str:
    """The theme's settings: they say where the scripts of the search lie."""
    start, end = tag.content
    settings = json.loads(token[start:end])
    settings["search"] = disk.link(page, disk.file(page, settings["search"]))
    return edited(token, [(start, end, json.dumps(settings).replace("<", r"\u003c"))])


def _at_first_frame(token: str, tag: Tag) -> str:
    """A script in the page that asks for what is kept."""
    start, end = tag.content
    return edited(token, [(start, end, FIRST_FRAME % token[start:end])])


def _script(disk: Disk, page: str, token: str, tag: Tag, run: list[str]) -> str:
    """A script with an address; a module goes to `run`, for the one script that holds them all."""
    src = tag.get("src") or ""
    if tag.get("type") != "module":
        return _addresses(disk, page, token, tag)
    match = PUBLISHED.search(src)
    name = f"{match['stem']}.js" if match else src
    if name not in disk.modules:
        raise NotForDisk(f"{page}: the module {src} has no source in the site")
    if name not in NO_MODULES:
        run.append(disk.modules[name])
    return ""


def written(disk: Disk, page: str, html: str) -> str:
    """The page for the folder. Raises `NotForDisk`."""
    tokens = split(html)
    words = _words(page, tokens)
    run: list[str] = []
    up = disk.link(page, disk.folder + SEARCH).removesuffix(SEARCH)
    place = 1
    first_script, modules = True, 0
    while place < len(tokens):
        token, tag = tokens[place], parsed(tokens[place])
        if tag.kind is Kind.OPEN and _leaves(tag):
            end = place if tag.name in VOID else _end(page, tokens, place, tag.name)
            tokens[place : end + 1] = [""] * (end + 1 - place)
            place = end + 2
            continue
        if tag.kind is Kind.OPEN:
            tokens[place] = _addresses(disk, page, token, tag)
            if tag.get("data-offline") is not None:
                tokens[place] += words
        elif tag.name == "script" and tag.get("id") == "__config":
            tokens[place] = _settings(disk, page, token, tag)
        elif tag.name == "script" and tag.get("src") is not None:
            tokens[place] = _script(disk, page, token, tag, run)
            if run and not modules:
                modules = place
            if first_script:
                tokens[place] = f'<script src="{up}{SEARCH}" defer></script>{tokens[place]}'
                first_script = False
        elif tag.name == "script" and EARLY in token:
            tokens[place] = _at_first_frame(token, tag)
        place += 2
    if run:
        # Where the first of them stood: behind the script with their words.
        tokens[modules] = f'<script src="{up}{MODULES}" data-run="{" ".join(run)}" defer></script>'
    disk.entries.update(run)
    return with_policy("".join(tokens), ON_DISK)
