"""The scripts of the search in the built site, and the one line of each page that names them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import minify as minifier

WORKERS = "assets/javascripts/workers"
SOURCES = "assets/javascripts/search"
# Published name -> source. The worker has the theme's name, with a hash of our own.
PUBLISHED = {"search": "worker.js", "engine": "engine.js", "box": "box.js"}
# On every page, under its own name.
BOOT = "boot.js"
# The path of the worker in the settings that Material 9.0 to 9.8.1 writes into each page.
SETTINGS = re.compile(r'<script id="__config" type="application/json">(?P<json>.*?)</script>')
WORKER = re.compile(
    r'("search": "[^"]*assets/javascripts/workers/search\.)([0-9a-f]{8})(\.min\.js")'
)


class NoTouchPoint(Exception):
    """The theme does not write what the search hangs on."""


@dataclass(frozen=True)
class Scripts:
    """The published scripts; `hash` stands in all their names. `boot` has none."""

    hash: str
    texts: dict[str, str]
    boot: str

    def name(self, script: str) -> str:
        return f"{script}.{self.hash}.min.js"


def _minified(file: Path) -> str:
    return str(minifier.string("application/javascript", file.read_text(encoding="utf-8")))


def minify(folder: Path) -> Scripts:
    """The scripts of a folder of sources, with one hash for all: they belong together."""
    texts = {name: _minified(folder / source) for name, source in PUBLISHED.items()}
    digest = hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
    return Scripts(digest[:8], texts, _minified(folder / BOOT))


def publish(site_dir: Path, scripts: Scripts) -> None:
    """Writes the scripts beside the theme's worker, in place of it and of the sources."""
    folder = site_dir / WORKERS
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in scripts.texts.items():
        for old in folder.glob(f"{name}.*.min.js*"):
            old.unlink()
        (folder / scripts.name(name)).write_text(text, encoding="utf-8", newline="\n")
    sources = site_dir / SOURCES
    sources.mkdir(parents=True, exist_ok=True)
    for source in PUBLISHED.values():
        (sources / source).unlink(missing_ok=True)
    (sources / BOOT).write_text(scripts.boot, encoding="utf-8", newline="\n")


def point_to(html: str, scripts: Scripts) -> str:
    """The page with our worker in place of the theme's.

    A page without settings has no search and stays as it is. Raises `NoTouchPoint` if the
    settings do not name the worker exactly once, as then the theme has changed.
    """
    settings = SETTINGS.findall(html)
    if not settings:
        return html
    found = WORKER.findall(html)
    if len(settings) != 1 or len(found) != 1:
        raise NoTouchPoint(
            f"the theme's settings name a search worker {len(found)} times, not once:"
            " see hooks/search/scripts.py"
        )
    return WORKER.sub(rf"\g<1>{scripts.hash}\g<3>", html)
