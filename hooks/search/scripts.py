"""The scripts of the search, under the names that the theme's settings and the stub give them."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import minify as minifier

from base.folders import walk
from base.join import joined
from base.memory import remembered
from base.problems import Unusable
from htmlkit.lexer import parse
from model.page import Changes, Page

WORKERS = "assets/javascripts/workers/"
SOURCES = "assets/javascripts/search/"
# The engine is many modules, which are sent as one script.
ENGINE = "engine/"
# Published name -> source. The worker has the theme's name, with a hash of our own.
PUBLISHED = {"search": "worker.js", "engine": f"{ENGINE}main.js", "box": "box.js"}
# On every page, under its own name.
BOOT = "boot.js"
# The key of the theme's settings that names the worker.
WORKER_KEY = "search"


@dataclass(frozen=True)
class Scripts:
    """The published scripts; `hash` stands in all their names. `boot` has none."""

    hash: str
    texts: dict[str, str]
    boot: str

    def name(self, script: str) -> str:
        return f"{script}.{self.hash}.min.js"

    def files(self) -> Iterator[tuple[str, str]]:
        """Path and text of each script."""
        for name, text in self.texts.items():
            yield WORKERS + self.name(name), text
        yield SOURCES + BOOT, self.boot


# What the engine is outside a module: its names are its own, and mistakes are errors.
ALONE = '(() => {\n"use strict"\n%s})()\n'


def _source(folder: Path, source: str) -> str:
    def read(path: str) -> str:
        try:
            return (folder / path).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise Unusable(
                f"{folder / path}: the search needs this script: restore it from git"
            ) from error

    if source.startswith(ENGINE):
        return ALONE % joined(source, read, lambda path: path.startswith(ENGINE))
    return read(source)


def _minified(folder: Path, source: str) -> str:
    return str(minifier.string("application/javascript", _source(folder, source)))


def minify(folder: Path) -> Scripts:
    """The scripts of a folder of sources, with one hash for all: they belong together.

    Raises `Unusable`.
    """
    states = ((path, entry.stat()) for path, entry in walk(folder))
    return _minify(folder, tuple((path, at.st_mtime_ns, at.st_size) for path, at in states))


@remembered
def _minify(folder: Path, state: tuple[tuple[str, int, int], ...]) -> Scripts:
    """The same for the same state of its files."""
    texts = {name: _minified(folder, source) for name, source in PUBLISHED.items()}
    digest = hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
    return Scripts(digest[:8], texts, _minified(folder, BOOT))


def is_replaced(path: str) -> bool:
    """Whether a file of the built site gives way to a script of the search: the theme's worker,
    and our sources."""
    if path.startswith(WORKERS):
        return path.removeprefix(WORKERS).startswith("search.")
    sources = {SOURCES + source for source in (*PUBLISHED.values(), BOOT)}
    return path in sources or path.startswith(SOURCES + ENGINE)


@lru_cache(maxsize=4096)
def _pointed(token: str, worker: str) -> str:
    start, end = parse(token).content
    try:
        settings = json.loads(token[start:end])
        theirs = settings.get(WORKER_KEY)
    except (ValueError, AttributeError):
        theirs = None
    if not isinstance(theirs, str) or f"{WORKERS}search." not in theirs:
        raise Unusable(
            f"the theme's settings name no search worker ({WORKER_KEY!r}: {theirs!r}):"
            " see hooks/search/scripts.py"
        )
    settings[WORKER_KEY] = posixpath.join(posixpath.dirname(theirs), worker)
    text = json.dumps(settings, sort_keys=True).replace("<", r"\u003c")
    return f"{token[:start]}{text}{token[end:]}"


def point_to_worker(page: Page, scripts: Scripts) -> Changes:
    """Our worker instead of the theme's in the settings of a page; a page without settings has
    no search. Raises `Unusable` if the settings name none, as then the theme has changed."""
    place = page.place("settings")
    return {place: _pointed(page.tokens[place], scripts.name("search"))} if place else {}
