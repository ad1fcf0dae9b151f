"""The worker that keeps the guide, with the list of what it keeps."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import minify as minifier

from content.problems import Problem
from offline.kept import EDITIONS, kept

SOURCE = Path(__file__).with_name("worker.js")
PUBLISHED = "sw.js"
# More than this nobody's phone keeps for one guide.
LIMIT = 3_000_000
# How many of the largest files a build names that has too much.
NAMED = 8
# The page says how much data keeping takes: overrides/guide/offline.html.
SIZE = re.compile(rb"(<span data-offline-size>)[^<]*(</span>)")


@dataclass
class Report:
    """What each edition takes in a browser, in bytes, and what authors should mend."""

    bytes: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def _packed(content: bytes) -> int:
    """The size over the wire, and about that in a browser (worker.js packs what it keeps)."""
    return len(gzip.compress(content, mtime=0))


def _too_much(edition: str, sizes: Mapping[str, int], limit: int) -> list[Problem]:
    if (total := sum(sizes.values())) <= limit:
        return []
    largest = sorted(sizes, key=lambda path: (-sizes[path], path))[:NAMED]
    listed = ", ".join(f"{path} {sizes[path]:,}" for path in largest)
    message = (
        f"{edition} takes {total:,} bytes offline, more than {limit:,}; "
        f"make the largest files smaller: {listed}"
    )
    return [Problem(PUBLISHED, 0, message)]


def _write_size(site_dir: Path, paths: Sequence[str]) -> dict[str, int]:
    """Writes into the pages what comes over the wire, in MB rounded up; the size of each file."""
    texts = {path: (site_dir / path).read_bytes() for path in paths}
    # What an earlier run wrote does not count.
    bare = {path: SIZE.sub(rb"\1\2", texts[path]) for path in paths if path.endswith(".html")}
    sizes = {path: _packed(bare.get(path, texts[path])) for path in paths}
    megabytes = b"%.1f" % (-(-sum(sizes.values()) // 100_000) / 10)
    for path, text in bare.items():
        if (sized := SIZE.sub(rb"\g<1>" + megabytes + rb"\2", text)) != texts[path]:
            (site_dir / path).write_bytes(sized)
    return sizes


def _listed(site_dir: Path, paths: Sequence[str]) -> dict[str, object]:
    """The entry of an edition: each file with the start of its hash, and the hash of all."""
    files = {
        path: hashlib.sha256((site_dir / path).read_bytes()).hexdigest()[:16] for path in paths
    }
    version = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
    return {"version": version, "files": files}


def build(site_dir: Path, limit: int = LIMIT) -> Report:
    """Writes the worker at the root of a built site; the last step, as it lists all others' work.

    Where no page speaks of keeping (overrides/guide/offline.html is left out), the worker has
    an empty list and removes itself from the browsers that have it.
    """
    report = Report()
    guide: dict[str, object] = {}
    start = site_dir / "index.html"
    if start.is_file() and SIZE.search(start.read_bytes()):
        lists = {edition: kept(site_dir, folder) for edition, folder in EDITIONS.items()}
        # The page for lost readers is in both lists: the first edition has the last word.
        for edition, paths in reversed(lists.items()):
            sizes = _write_size(site_dir, paths)
            report.bytes[edition] = sum(sizes.values())
            report.problems += _too_much(edition, sizes, limit)
        guide |= {edition: _listed(site_dir, paths) for edition, paths in lists.items()}
    script = minifier.string("application/javascript", SOURCE.read_text(encoding="utf-8"))
    lists_first = f"const GUIDE={json.dumps(guide, separators=(',', ':'))};\n{script}\n"
    (site_dir / PUBLISHED).write_text(lists_first, encoding="utf-8", newline="\n")
    return report
