"""An edition of the site as a folder that opens from disk, in a zip.

There, browsers give pages no origin: no fetch, no workers, no modules, and a link to a folder
shows its files. So addresses name files (disk_page.py), modules become one classic script
(modules.py), and the search runs in the page, with its index as a script (disk.js).
"""

from __future__ import annotations

import json
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from delivery.scripts import small
from editions.faults import Sources
from links.pages import SHORT, read_pages
from offline import modules
from offline.disk_page import MODULES, SEARCH, Disk, NotForDisk, written
from offline.kept import ASSETS, EDITIONS, TOGETHER, named, pages
from search.scripts import PUBLISHED

SOURCE = Path(__file__).with_name("disk.js")
WORKER_IN_SOURCE = "/* worker.js */"
LOST = "404.html"
STUB = "search/search_index.json"
# The earliest time that a zip can name: the same site gives the same bytes.
TIME = (1980, 1, 1, 0, 0, 0)


def _short(site_dir: Path) -> dict[str, str]:
    found, problems = read_pages(site_dir, Sources())
    if problems or not found:
        raise NotForDisk(f"{site_dir}: not a built site: {[*map(str, problems)] or 'no pages'}")
    return {f"{SHORT}{page.id}/": page.address for page in found}


def _pages(disk: Disk) -> Iterator[tuple[str, bytes]]:
    """All pages of the edition, those too that only a link leads to (the one for paper)."""
    done: set[str] = set()
    waiting = set(pages(disk.site_dir, disk.folder)) - {disk.folder + LOST}
    while waiting:
        for page in sorted(waiting):
            html = (disk.site_dir / page).read_text(encoding="utf-8")
            yield disk.target(page), written(disk, page, html).encode()
        done |= waiting
        waiting = {path for path in disk.files if path.endswith(".html")} - done


def _one(folder: Path, pattern: str) -> Path:
    """The one file of a folder that fits."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise NotForDisk(f"{folder}: {len(found)} files {pattern}, not one; build the site first")
    return found[0]


def _search(disk: Disk) -> Iterator[tuple[str, bytes]]:
    """The search as scripts: what runs in the page, its engine and box, the index."""
    site_dir = disk.site_dir
    for name in PUBLISHED:
        file = _one(site_dir / TOGETHER, f"{name}.*.min.js")
        if name == "search":
            source = SOURCE.read_text(encoding="utf-8")
            text = file.read_text(encoding="utf-8")
            yield SEARCH, small(source.replace(WORKER_IN_SOURCE, text)).encode()
        else:
            yield file.relative_to(site_dir).as_posix(), file.read_bytes()
    stub = json.loads((site_dir / disk.folder / STUB).read_text(encoding="utf-8"))
    # Beside the worker, as it is the worker that asks.
    index = posixpath.normpath(posixpath.join(TOGETHER, stub["config"]["index"]))
    target = disk.target(index)
    stub["config"]["index"] = posixpath.relpath(target, TOGETHER)
    yield f"{STUB.removesuffix('.json')}.js", _set("__index", stub)
    # Whatever its format: a character for each byte.
    yield f"{target}.js", _set("guideFile", (site_dir / index).read_bytes().decode("latin-1"))


def _set(name: str, value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{name}={text}\n".encode()


def folder_of(site_dir: Path, edition: str) -> dict[str, bytes]:
    """The files of the folder, by their path in it.

    Raises `NotForDisk` and `delivery.scripts.BadScript` where a page or a script cannot be there.
    """
    disk = Disk(site_dir, EDITIONS[edition], _short(site_dir), modules.sources(site_dir))
    files = dict(_pages(disk))
    files.update(_search(disk))
    files[MODULES] = modules.joined(site_dir, disk.entries).encode()
    assets = {
        file.relative_to(site_dir).as_posix(): file.name
        for file in sorted((site_dir / ASSETS).rglob("*.js"))
    }
    asked = sorted(path for path in disk.files if not path.endswith(".html"))
    for path in [*asked, *named(site_dir, iter(asked), assets)]:
        target = disk.target(path)
        content = (site_dir / path).read_bytes()
        if files.setdefault(target, content) != content:
            raise NotForDisk(f"{path}: another file of the folder has the name {target}")
    return files


def write_zip(files: dict[str, bytes], target: Path, top: str) -> int:
    """Writes a zip whose files lie in the folder `top`; its size."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{path}", TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # As from Unix, whatever wrote it: plain files that all may read.
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[path])
    return target.stat().st_size
