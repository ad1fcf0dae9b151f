"""Former addresses: one table, published as pages, as `_redirects` and as an nginx map."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from content.problems import Problem
from editions.addresses import FOLDER
from editions.faults import Sources
from links.pages import LinkedPage, problem, shown

NOTE = "# Former addresses and present ones, from `redirect_from`; hooks/links/ makes this file.\n"
NGINX_NOTE = """\
# In http:    map_hash_bucket_size 256;  map $uri $moved { include /path/to/redirects.map; }
# In server:  if ($moved) { return 301 $moved$is_args$args; }
"""
FORMER = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+")
# Addresses that the build makes itself.
RESERVED = (FOLDER, "s/", "assets/", "search/")


def collapse(hops: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Each former address with the last one that it leads to, in one hop; and the loops.

    A loop is the list of addresses from a former address back to one that was passed.
    """
    straight: dict[str, str] = {}
    loops: dict[str, list[str]] = {}
    for old in hops:
        way = [old]
        while way[-1] in hops and hops[way[-1]] not in way:
            way.append(hops[way[-1]])
        if way[-1] in hops:
            loops[old] = [*way, hops[way[-1]]]
        else:
            straight[old] = way[-1]
    return straight, loops


class _Table:
    """Collects the former addresses of all pages."""

    def __init__(self, site_dir: Path, pages: Sequence[LinkedPage], sources: Sources) -> None:
        self._dir = site_dir
        self._sources = sources
        self._live = {page.address: page for page in pages}
        self.problems: list[Problem] = []
        self._owner: dict[str, LinkedPage] = {}
        for page in pages:
            for old in page.redirect_from:
                self._add(page, old)
        self.straight = self._straighten()

    def _say(self, page: LinkedPage, old: str, message: str) -> None:
        text = f'"redirect_from" {old} {message}'
        self.problems.append(problem(page, f"- {old}", text, self._sources))

    def _add(self, page: LinkedPage, old: str) -> None:
        if not FORMER.fullmatch(old):
            self._say(page, old, "is no address: write one like start/old-name/")
            return
        owner = self._owner.setdefault(old, page)
        if owner is not page:
            self._say(page, old, f"stands in {shown(owner.file, self._sources)} already: keep one")
        elif old.startswith(RESERVED):
            self._say(page, old, f"lies in {old[: old.index('/') + 1]}, which the build makes")
        elif old not in self._live and self._is_taken(old):
            self._say(page, old, "is a file of the site: a former address must be free")

    def _is_taken(self, old: str) -> bool:
        path = self._dir / old.rstrip("/")
        return path.is_file() or (path / "index.html").is_file()

    def _straighten(self) -> dict[str, str]:
        straight, loops = collapse({old: page.address for old, page in self._owner.items()})
        for old, way in loops.items():
            shown_way = " → ".join(f"/{address}" for address in way)
            self._say(self._owner[old], old, f"goes in a circle, {shown_way}: drop the line")
        for old in straight:
            if there := self._live.get(old):
                where = shown(there.file, self._sources)
                self._say(self._owner[old], old, f"is the address of {where}: drop the line")
        return {old: straight[old] for old in sorted(straight)}


def redirects_of(
    site_dir: Path, pages: Sequence[LinkedPage], sources: Sources
) -> tuple[dict[str, str], list[Problem]]:
    """Former address -> present one, sorted, and the lines of front matter that cannot be."""
    table = _Table(site_dir, pages, sources)
    return table.straight, table.problems


def _rules(redirects: Mapping[str, str], base: str) -> Iterator[tuple[str, str]]:
    """Old and new path for both editions; old ones also without the slash at the end."""
    for folder in ("", FOLDER):
        for old, new in redirects.items():
            for form in (old.rstrip("/"), old):
                yield f"{base}{folder}{form}", f"{base}{folder}{new}"


def rule_files(redirects: Mapping[str, str], base: str) -> dict[str, str]:
    """`_redirects` (Netlify, Cloudflare, GitLab) and a map for nginx.

    `base` is the path of the site's address, "/" or "/guide/". Hosts that know neither serve
    the pages at the former addresses.
    """
    rules = list(_rules(redirects, base))
    return {
        "_redirects": NOTE + "".join(f"{old} {new} 301\n" for old, new in rules),
        "redirects.map": NOTE + NGINX_NOTE + "".join(f"{old} {new};\n" for old, new in rules),
    }
