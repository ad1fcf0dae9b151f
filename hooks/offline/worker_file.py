"""The worker that keeps the guide, with the list of what it keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from delivery.scripts import small

SOURCES = Path(__file__).with_name("worker")
PARTS = ("names", "keeping", "versions", "leaving", "network", "answers")
PUBLISHED = "sw.js"


def megabytes(size: int) -> str:
    """What the page says of a size: overrides/guide/offline.html. Rounded up."""
    return f"{-(-size // 100_000) / 10:.1f}"


def _listed(paths: Collection[str], digest: Callable[[str], str]) -> dict[str, object]:
    """The entry of an edition: each file with the start of its hash, and the hash of all."""
    files = {path: digest(path)[:16] for path in paths}
    version = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
    return {"version": version, "files": files}


def worker_file(lists: Mapping[str, Collection[str]], digest: Callable[[str], str]) -> str:
    """The worker; `lists` are the paths to keep by language, `digest` gives the hash of a file.

    It is one block, so that a file cut off anywhere is no script, and browsers stay with the
    worker that they have. Where no page speaks of keeping (overrides/guide/offline.html is left
    out), the lists are empty, and the worker removes itself from the browsers that have it.
    """
    guide = {language: _listed(paths, digest) for language, paths in lists.items()}
    parts = ((SOURCES / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)
    script = small("\n".join(parts))
    return f"{{(GUIDE=>{{{script}}})(\n{json.dumps(guide, separators=(',', ':'))}\n)}}\n"
