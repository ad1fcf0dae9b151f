"""The scripts of the pages, small and under names that say their content.

Classic scripts of a page are joined in their order into one; the theme's bundle is not among
them but comes when a reader does something (docs/assets/javascripts/late.js). Modules keep
their files; what they import is renamed in them. Those of the tools are sent as one for each
page (base/join.py).
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import minify as minifier

from base.join import joined
from base.problems import Unusable

SOURCES = "assets/javascripts/"
# All names in it say their content, so that a host lets them be kept for ever.
HASHED = "assets/hashed/"
BUNDLE = re.compile(r"assets/javascripts/bundle\.[0-9a-f]{8}\.min\.js$")
LATE = SOURCES + "late.js"
BUNDLE_IN_LATE = '"bundle.js"'
# What the classic scripts of a page are joined in.
JOINED = "guide.js"
# Scripts of many small modules: those of the pages of one kind, and what reads a page out.
TOGETHER = (SOURCES + "tools/", SOURCES + "desk/", SOURCES + "listen/")
# Static imports, and dynamic ones of a fixed name. No other way to name a module is used.
IMPORT = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}/[^"']+\.js)\2""")

# What a script throws is reported, and the next one runs.
ALONE = "try{%s}catch(error){setTimeout(()=>{throw error})}"


def hashed_name(name: str, content: str) -> str:
    """The path of a file by what it holds: `assets/hashed/a.0a1b2c3d.js` for `a.js`."""
    stem, end = posixpath.splitext(name)
    return f"{HASHED}{stem}.{hashlib.sha256(content.encode()).hexdigest()[:8]}{end}"


@lru_cache(maxsize=256)
def small(script: str) -> str:
    """A script without comments and blanks."""
    return str(minifier.string("application/javascript", script)).strip()


class Scripts:
    """Makes the scripts that the pages of a site ask for; each once.

    `read` gives the text of a file of the site by its path; what is made gathers in `files`.
    """

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self.files: dict[str, str] = {}
        self._inline: dict[str, str] = {}
        self._modules: dict[str, str] = {}
        self._joined: dict[tuple[str, ...], str] = {}
        self._together: dict[tuple[str, ...], str] = {}
        self._made: dict[str, str] = {}

    def publish(self, name: str, content: str) -> str:
        """Keeps a file under a name that says its content; its path."""
        if content not in self._made:
            self._made[content] = hashed_name(name, content)
            self.files[self._made[content]] = content
        return self._made[content]

    def inline(self, path: str) -> str:
        """What a script says that stands in the page itself."""
        if path not in self._inline:
            self._inline[path] = small(self._read(path))
        return self._inline[path]

    def joined(self, paths: Sequence[str]) -> str:
        """One script for classic scripts in their order, the bundle late. As if each stood alone,
        one that fails stops none of the others."""
        key = tuple(paths)
        if key not in self._joined:
            parts = [ALONE % small(self._classic(path)).rstrip(";") for path in paths]
            self._joined[key] = "\n".join(parts)
        return self._joined[key]

    def together(self, words: str, paths: Sequence[str]) -> str:
        """The path of what a page runs: the script with its words, then its classic scripts."""
        key = (words, *paths)
        if key not in self._together:
            text = self.joined(paths)
            self._together[key] = self.publish(JOINED, f"{words}\n{text}" if words else text)
        return self._together[key]

    def _classic(self, path: str) -> str:
        if not BUNDLE.search(path):
            return self._read(path)
        bundle = self.publish("bundle.js", self._read(path))
        late = self._read(LATE)
        if late.count(BUNDLE_IN_LATE) != 1:
            raise Unusable(f"{LATE}: the name {BUNDLE_IN_LATE} must stand in it once")
        return late.replace(BUNDLE_IN_LATE, json.dumps(posixpath.basename(bundle)))

    def _module(self, path: str) -> str:
        if not path.startswith(TOGETHER):
            return self._read(path)
        return joined(path, self._read, lambda other: other.startswith(TOGETHER))

    def module(self, path: str, importers: tuple[str, ...] = ()) -> str:
        """The path of a module, under the hash of what it and its imports hold.

        Raises `Unusable`.
        """
        if path in importers:
            raise Unusable(f"{path}: modules import each other: {' -> '.join(importers)}")
        if path not in self._modules:

            def renamed(match: re.Match[str]) -> str:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[3]))
                new = posixpath.basename(self.module(target, (*importers, path)))
                return f"{match[1]}{match[2]}./{new}{match[2]}"

            content = small(IMPORT.sub(renamed, self._module(path)))
            name = path.removeprefix(SOURCES).replace("/", "-")
            self._modules[path] = self.publish(name, content)
        return self._modules[path]
