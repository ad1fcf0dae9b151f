"""Where a link of the Traditional edition leads, and what its copy must say instead.

The Simplified copy of `/x/` is `/zh-hans/x/`. Links between pages are relative and stay as
they are; static files exist once, at the root, one folder further up from the copy.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from enum import Enum
from functools import cache, lru_cache
from urllib.parse import unquote, urlsplit

from base.languages import FOLDER, SIMPLIFIED

# Each edition has its own.
OF_EDITION = ("search/", "sitemap.xml", "feed.xml")
# Made by later steps of the build, once for both editions.
MADE_LATER = ("s/", "links.json", "links.schema.json")
QUERY_OR_ANCHOR = re.compile("[?#]")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# The address of a page's short link begins so.
SHORT = "s/"
# Replies for support desks lie there.
REPLIES = "replies/"
# The whole guide as one document, below the root of its edition.
PAPER = "print/"


class Leads(Enum):
    """To what a link leads."""

    NOWHERE_ELSE = "the same page, or outside the site"
    PAGE = "a page, or a file of the edition"
    FILE = "a file that both editions share"
    SIMPLIFIED = "a page of the Simplified edition"
    MISSING = "nothing"


def page_folder(page: str) -> str:
    """The folder against which links of a page are resolved: "a/b/" for "a/b/index.html"."""
    return page[: page.rfind("/") + 1]


def page_url(page: str) -> str:
    """The address of a page below its edition's root: "a/" for "a/index.html"."""
    return page[: -len("index.html")] if posixpath.basename(page) == "index.html" else page


def cut(url: str) -> tuple[str, str]:
    """An address without its query and anchor, and these."""
    mark = QUERY_OR_ANCHOR.search(url)
    return (url[: mark.start()], url[mark.start() :]) if mark else (url, "")


def join(folder: str, path: str) -> str:
    """The path, from the root, to which `path` leads from `folder` ("" or "a/b/").

    A folder ends in "/"; a path that climbs out of the root starts with "../".
    """
    # The usual forms by hand: this runs for each link of each page.
    while path.startswith("../") and folder:
        folder, path = folder[: folder.rfind("/", 0, -1) + 1], path[3:]
    if "." not in path or ("/." not in path and path[0] != "."):
        return folder + path
    joined = posixpath.normpath(folder + path)
    is_folder = posixpath.basename(path) in ("", ".", "..")
    return "" if joined == "." else joined + "/" * is_folder


def relative(folder: str, path: str) -> str:
    """The relative address of `path` ("" is the root) as seen from `folder`."""
    to = posixpath.relpath("/" + path, "/" + folder)
    return to + "/" if path == "" or path.endswith("/") else to


class Site:
    """What a built site holds, and where it is published.

    `files` are all its files, relative to its root, with forward slashes; those of the
    Simplified edition do not count. `site_url` is the public address, or "".
    """

    def __init__(self, files: Iterable[str], site_url: str = "") -> None:
        self.site_url = site_url.rstrip("/") + "/" if site_url else ""
        self.base = urlsplit(self.site_url).path or "/"
        self._known: dict[str, Leads] = {}
        # Pages of a folder have most of their links in common.
        self.copied = cache(self._copied)
        for file in files:
            if file.startswith(FOLDER):
                continue
            if not file.endswith(".html") or file.startswith(MADE_LATER):
                self._known[file] = Leads.FILE
                continue
            self._known[file] = Leads.PAGE
            url = page_url(file)
            self._known[url] = self._known[url.rstrip("/")] = Leads.PAGE

    def leads(self, path: str) -> Leads:
        """To what a path from the root leads."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._find(path)
        return Leads.PAGE if known is Leads.FILE and path.startswith(OF_EDITION) else known

    def _find(self, path: str) -> Leads:
        if path.startswith(OF_EDITION):
            return Leads.PAGE
        if path.startswith(MADE_LATER):
            return Leads.FILE
        if path.startswith(FOLDER):
            original = self.leads(path[len(FOLDER) :])
            return Leads.SIMPLIFIED if original is Leads.PAGE else Leads.MISSING
        plain = unquote(path)
        return self.leads(plain) if plain != path else Leads.MISSING

    def path(self, folder: str, url: str) -> str | None:
        """The path from the root to which an address leads; None for one outside.

        An absolute path (MkDocs writes these in 404.html) lies below the site's base.
        """
        if OUTSIDE.match(url):
            return None
        bare = cut(url)[0]
        if bare.startswith("/"):
            inside = bare.startswith(self.base)
            return join("", bare[len(self.base) :]) if inside else "../" + bare
        return join(folder, bare)

    def _copied(self, folder: str, url: str) -> tuple[Leads, str]:
        """To what the address on a page in `folder` leads, and the address in its copy."""
        if not url or url[0] in "#?" or OUTSIDE.match(url):
            return Leads.NOWHERE_ELSE, url
        path = self.path(folder, url) or ""
        leads = self.leads(path)
        if leads is Leads.MISSING:
            return leads, url
        if url.startswith("/"):
            return leads, self.base + FOLDER + url[len(self.base) :] if leads is Leads.PAGE else url
        return leads, url if leads is Leads.PAGE else "../" + url

    def in_edition(self, folder: str, url: str, edition: str) -> tuple[Leads, str]:
        """Like `copied`, for a link that names its edition: its target stays what it is."""
        path = self.path(folder, url)
        if path is None:
            return Leads.NOWHERE_ELSE, url
        page = path.removeprefix(FOLDER)
        leads = self.leads(page)
        target = FOLDER + page if edition == SIMPLIFIED else page
        rest = cut(url)[1]
        if url.startswith("/"):
            return leads, self.base + target + rest
        return leads, relative(FOLDER + folder, target) + rest

    def rebased(self, url: str) -> str:
        """An absolute address of a page of this site, in the Simplified edition.

        Other addresses come back as they are.
        """
        if not self.site_url or not url.startswith(self.site_url):
            return url
        path = url[len(self.site_url) :]
        if path.startswith(FOLDER) or self.leads(cut(path)[0]) is not Leads.PAGE:
            return url
        return self.site_url + FOLDER + path


@lru_cache(maxsize=4)
def site_of(files: tuple[str, ...], site_url: str) -> Site:
    """The site of these files; the same for the same files, so that its answers are kept."""
    return Site(files, site_url)
