"""The scripts of the pages, small and under names that say their content.

Classic scripts of a page are joined in their order into one; the theme's bundle is not among
them but comes when a reader does something (docs/assets/javascripts/late.js). Modules keep
their files; what they import is renamed in them. Those of the tools are sent as one for each
page (delivery/join.py).
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Sequence
from pathlib import Path

import minify as minifier

from delivery.join import NotJoinable, joined

SOURCES = "assets/javascripts/"
# All names in it say their content, so that a host lets them be kept for ever.
HASHED = "assets/hashed/"
BUNDLE = re.compile(r"assets/javascripts/bundle\.[0-9a-f]{8}\.min\.js$")
LATE = SOURCES + "late.js"
BUNDLE_IN_LATE = '"bundle.js"'
# What the classic scripts of a page are joined in.
JOINED = "guide.js"
DRAWN = SOURCES + "drawn.js"
# Pages of one kind, each with a script of many small modules.
TOGETHER = SOURCES + "tools/"
# Static imports, and dynamic ones of a fixed name. No other way to name a module is used.
IMPORT = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}/[^"']+\.js)\2""")

# What a script throws is reported, and the next one runs.
ALONE = "try{%s}catch(error){setTimeout(()=>{throw error})}"


class BadScript(Exception):
    """A script that cannot be delivered."""


def publish(site_dir: Path, name: str, content: str) -> str:
    """Writes `a.js` as `assets/hashed/a.0a1b2c3d.js`, by what it holds; its path."""
    stem, end = posixpath.splitext(name)
    path = f"{HASHED}{stem}.{hashlib.sha256(content.encode()).hexdigest()[:8]}{end}"
    (site_dir / HASHED).mkdir(parents=True, exist_ok=True)
    (site_dir / path).write_text(content, encoding="utf-8", newline="\n")
    return path


def small(script: str) -> str:
    """A script without comments and blanks."""
    return str(minifier.string("application/javascript", script)).strip()


class Scripts:
    """Writes the scripts that the pages of a site ask for; each once."""

    def __init__(self, site_dir: Path) -> None:
        self._dir = site_dir
        self._inline: dict[str, str] = {}
        self._modules: dict[str, str] = {}
        self._joined: dict[tuple[str, ...], str] = {}

    def _read(self, path: str) -> str:
        file = self._dir / path
        if not file.is_file():
            raise BadScript(f"{path}: a page asks for this script, and it is not there")
        return file.read_text(encoding="utf-8")

    def inline(self, path: str) -> str:
        """What a script says that stands in the page itself."""
        if path not in self._inline:
            self._inline[path] = small(self._read(path))
        return self._inline[path]

    def joined(self, paths: Sequence[str]) -> str:
        """The path of one script for classic scripts in their order, the bundle late. As if each
        stood alone, one that fails stops none of the others."""
        key = tuple(paths)
        if key not in self._joined:
            parts = [ALONE % small(self._classic(path)).rstrip(";") for path in paths]
            self._joined[key] = publish(self._dir, JOINED, "\n".join(parts))
        return self._joined[key]

    def _classic(self, path: str) -> str:
        if not BUNDLE.search(path):
            return self._read(path)
        bundle = publish(self._dir, "bundle.js", self._read(path))
        late = self._read(LATE)
        if late.count(BUNDLE_IN_LATE) != 1:
            raise BadScript(f"{LATE}: the name {BUNDLE_IN_LATE} must stand in it once")
        return late.replace(BUNDLE_IN_LATE, json.dumps(posixpath.basename(bundle)))

    def _module(self, path: str) -> str:
        if not path.startswith(TOGETHER):
            return self._read(path)
        try:
            return joined(path, self._read, lambda other: other.startswith(TOGETHER))
        except NotJoinable as error:
            raise BadScript(str(error)) from error

    def module(self, path: str, importers: tuple[str, ...] = ()) -> str:
        """The path of a module, under the hash of what it and its imports hold."""
        if path in importers:
            raise BadScript(f"{path}: modules import each other: {' -> '.join(importers)}")
        if path not in self._modules:

            def renamed(match: re.Match[str]) -> str:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[3]))
                new = posixpath.basename(self.module(target, (*importers, path)))
                return f"{match[1]}{match[2]}./{new}{match[2]}"

            content = small(IMPORT.sub(renamed, self._module(path)))
            name = path.removeprefix(SOURCES).replace("/", "-")
            self._modules[path] = publish(self._dir, name, content)
        return self._modules[path]
