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

from base.languages import FOLDER
from base.problems import Unusable
from delivery.policy import ON_DISK, inline, policy
from delivery.scripts import HASHED
from htmlkit.edit import edited, end_of
from htmlkit.lexer import Kind, Tag, parse, split
from htmlkit.nesting import Ending, element_end
from model.addresses import OUTSIDE, SHORT, cut, join, page_folder, relative

ADDRESSES = ("href", "src")
POLICY = "content-security-policy"
SEARCH = "assets/javascripts/workers/disk.js"
MODULES = "assets/disk/modules.js"
# What keeps the guide in a browser, which takes a host.
NO_MODULES = frozenset(("offline.js",))
# Links of a head that are of use on a host only.
OF_HOST = frozenset(("alternate", "manifest", "apple-touch-icon"))
PUBLISHED = re.compile(rf"{HASHED}(?P<stem>.+)\.[0-9a-f]{{8}}\.js$")


@dataclass
class Disk:
    """What the pages of one edition share.

    `folder` is the edition's in the site; `words` is what a page says in place of the line about
    keeping the guide; `short` leads from the address of a short link to that
    of its page; `modules` from the published name of a module to the path of its source. What
    the pages written so far need gathers in `files` (paths in the site) and `entries`.
    """

    site_dir: Path
    folder: str
    short: Mapping[str, str]
    modules: Mapping[str, str]
    words: str = ""
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
            raise Unusable(f"{page}: {url} leads to no file")
        if path.endswith(".html") and not self.is_own(path):
            raise Unusable(f"{page}: {url} leads out of the edition; mark it as a link of editions")
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
        or tag.get("data-offline-size") is not None
        or tag.get("data-served") is not None
        or (tag.name == "link" and tag.get("rel") in OF_HOST)
    )


def _end(page: str, tokens: list[str], place: int) -> int:
    """The place of the token that ends the element of a page that opens at `place`."""
    if not parse(tokens[place]).nests:
        return place
    end, ending = element_end(tokens, place)
    if ending is Ending.MISSING:
        raise Unusable(f"{page}: {tokens[place]} is never closed")
    return end


def words_of(html: str) -> str:
    """What the page for lost readers holds for all pages on disk."""
    tokens = split(html)
    for place in range(1, len(tokens), 2):
        if parse(tokens[place]).get("data-on-disk") is not None:
            return "".join(tokens[place + 1 : end_of(tokens, place)])
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


def _script(disk: Disk, page: str, token: str, tag: Tag, run: list[str]) -> str:
    """A script with an address; a module goes to `run`, for the one script that holds them all."""
    src = tag.get("src") or ""
    if tag.get("type") != "module":
        return _addresses(disk, page, token, tag)
    match = PUBLISHED.search(src)
    name = f"{match['stem']}.js" if match else src
    if name not in disk.modules:
        raise Unusable(f"{page}: the module {src} has no source in the site")
    if name not in NO_MODULES:
        run.append(disk.modules[name])
    return ""


def _with_policy(tokens: list[str]) -> list[str]:
    """The page with a policy of its own in place of the one it was published with."""
    needs = filter(None, (inline(token, parse(token)) for token in tokens[1::2]))
    content = policy(needs, ON_DISK)
    for place in range(1, len(tokens), 2):
        tag = parse(tokens[place])
        if tag.name == "meta" and (tag.get("http-equiv") or "").lower() == POLICY:
            tokens[place] = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    return tokens


def written(disk: Disk, page: str, html: str) -> str:
    """The page for the folder. Raises `Unusable`."""
    tokens = split(html)
    run: list[str] = []
    up = disk.link(page, disk.folder + SEARCH).removesuffix(SEARCH)
    place = 1
    first_script, modules = True, 0
    while place < len(tokens):
        token, tag = tokens[place], parse(tokens[place])
        if tag.kind is Kind.OPEN and _leaves(tag):
            end = _end(page, tokens, place)
            tokens[place : end + 1] = [""] * (end + 1 - place)
            place = end + 2
            continue
        if tag.kind is Kind.OPEN:
            tokens[place] = _addresses(disk, page, token, tag)
            if tag.get("data-offline") is not None:
                tokens[place] += disk.words
        elif tag.name == "script" and tag.get("id") == "__config":
            tokens[place] = _settings(disk, page, token, tag)
        elif tag.name == "script" and tag.get("src") is not None:
            tokens[place] = _script(disk, page, token, tag, run)
            if run and not modules:
                modules = place
            if first_script:
                tokens[place] = f'<script src="{up}{SEARCH}" defer></script>{tokens[place]}'
                first_script = False
        place += 2
    if run:
        # Where the first of them stood: behind the script with their words.
        tokens[modules] = f'<script src="{up}{MODULES}" data-run="{" ".join(run)}" defer></script>'
    disk.entries.update(run)
    return "".join(_with_policy(split("".join(tokens))))
