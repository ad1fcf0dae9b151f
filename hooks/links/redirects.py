"""Former addresses: one table, published as pages, as `_redirects` and as an nginx map."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from base.languages import FOLDER
from base.problems import Problem
from base.records import ADDRESS
from model.guide import GuidePage, problem
from model.sources import Sources

NOTE = "# Former addresses and present ones, from `redirect_from`; hooks/links/ makes this file.\n"
NGINX_NOTE = """\
# In http:    map_hash_bucket_size 256;  map $uri $moved { include /path/to/redirects.map; }
# In server:  if ($moved) { return 301 $moved$is_args$args; }
"""
# Addresses that the build makes itself.
RESERVED = (FOLDER, "s/", "assets/", "search/", "replies/")


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


@dataclass(frozen=True)
class Former:
    """A former address of a page: the page's present one, and where its author wrote it."""

    old: str
    address: str
    path: str
    line: int = 0


class _Table:
    """Collects the former addresses of all pages."""

    def __init__(
        self, formers: Iterable[Former], live: Mapping[str, str], files: Collection[str]
    ) -> None:
        self._files = files
        self._live = live
        self.problems: list[Problem] = []
        self._owner: dict[str, Former] = {}
        for former in formers:
            self._add(former)
        self.straight = self._straighten()

    def _say(self, former: Former, message: str) -> None:
        text = f'"redirect_from" {former.old} {message}'
        self.problems.append(Problem(former.path, former.line, text))

    def _add(self, former: Former) -> None:
        old = former.old
        if not ADDRESS.fullmatch(old):
            self._say(former, "is no address: write one like start/old-name/")
            return
        owner = self._owner.setdefault(old, former)
        if owner.address != former.address:
            self._say(former, f"stands in {owner.path} already: keep one")
        elif old.startswith(RESERVED):
            self._say(former, f"lies in {old[: old.index('/') + 1]}, which the build makes")
        elif old not in self._live and self._is_taken(old):
            self._say(former, "is a file of the site: a former address must be free")

    def _is_taken(self, old: str) -> bool:
        return old.rstrip("/") in self._files or f"{old}index.html" in self._files

    def _straighten(self) -> dict[str, str]:
        straight, loops = collapse({old: former.address for old, former in self._owner.items()})
        for old, way in loops.items():
            shown_way = " → ".join(f"/{address}" for address in way)
            self._say(self._owner[old], f"goes in a circle, {shown_way}: drop the line")
        for old in straight:
            if there := self._live.get(old):
                self._say(self._owner[old], f"is the address of {there}: drop the line")
        return {old: straight[old] for old in sorted(straight)}


def redirects_of(
    formers: Iterable[Former], live: Mapping[str, str], files: Collection[str] = ()
) -> tuple[dict[str, str], list[Problem]]:
    """Former address -> present one, sorted, and the lines of front matter that cannot be.

    `live` says by its address how problems name a page; `files` are those of the built site.
    """
    table = _Table(formers, live, files)
    return table.straight, table.problems


def formers_of(pages: Sequence[GuidePage], sources: Sources) -> Iterator[Former]:
    """The former addresses of built pages."""
    for page in pages:
        for old in page.redirect_from:
            place = problem(page.file, f"- {old}", "", sources)
            yield Former(old, page.address, place.path, place.line)


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
