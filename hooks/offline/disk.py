"""An edition of the site as a folder that opens from disk, in a zip.

There, browsers give pages no origin: no fetch, no workers, no modules, and a link to a folder
shows its files. So addresses name files (disk_page.py), modules become one classic script
(base/join.py), and the search runs in the page, with its index as a script (disk.js).
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from base.join import joined_on_demand
from base.languages import EDITIONS
from base.problems import Unusable
from base.zips import zipped
from delivery.scripts import SOURCES, small
from model.addresses import SHORT
from model.site_files import read_guide
from offline.disk_page import MODULES, SEARCH, Disk, words_of, written
from offline.precache import ASSETS, TOGETHER, assets_named, is_page_of, named
from search.scripts import PUBLISHED

SOURCE = Path(__file__).with_name("disk.js")
WORKER_IN_SOURCE = "/* worker.js */"
LOST = "404.html"
STUB = "search/search_index.json"
# Parts of the search's data that both editions share (search/search_files.py).
OF_BOTH = ("learned-*.json", "terms-*.json", "parts.json")
# For the agents' desk (docs/assets/javascripts/desk/catalogue.js).
CATALOGUE, CATALOGUE_SCRIPT = "links.json", "links.js"


def _short(site_dir: Path) -> dict[str, str]:
    found, problems = read_guide(site_dir)
    if problems or not found:
        raise Unusable(f"{site_dir}: not a built site: {[*map(str, problems)] or 'no pages'}")
    return {f"{SHORT}{page.id}/": page.address for page in found}


def _paths(site_dir: Path, pattern: str) -> list[str]:
    return sorted(path.relative_to(site_dir).as_posix() for path in site_dir.rglob(pattern))


def _modules(docs_dir: Path) -> dict[str, str]:
    """The name under which each script is published (`delivery.scripts`) -> its source's path."""
    sources = (path for path in _paths(docs_dir, "*.js") if path.startswith(SOURCES))
    return {path.removeprefix(SOURCES).replace("/", "-"): path for path in sources}


def _reader(docs_dir: Path) -> Callable[[str], str]:
    def read(path: str) -> str:
        file = docs_dir / path
        if not file.is_file():
            raise Unusable(f"{path}: a module imports this one, and it is not there")
        return file.read_text(encoding="utf-8")

    return read


def _pages(disk: Disk) -> Iterator[tuple[str, bytes]]:
    """All pages of the edition, those too that only a link leads to (the one for paper)."""
    done: set[str] = set()
    paths = _paths(disk.site_dir, "*.html")
    waiting = {path for path in paths if is_page_of(path, disk.folder)} - {disk.folder + LOST}
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
        raise Unusable(f"{folder}: {len(found)} files {pattern}, not one; build the site first")
    return found[0]


def _search(disk: Disk) -> Iterator[tuple[str, bytes]]:
    """The search as scripts: what runs in the page, its engine and box, all of its data."""
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
    # Relative to the worker, as it is the worker that asks.
    index, shared = (
        posixpath.normpath(posixpath.join(TOGETHER, stub["config"][name]))
        for name in ("index", "shared")
    )
    stub["config"]["index"] = posixpath.relpath(disk.target(index), TOGETHER)
    yield f"{STUB.removesuffix('.json')}.js", _set("__index", stub)
    common = (file for pattern in OF_BOTH for file in (site_dir / shared).glob(pattern))
    texts = (site_dir / index).parent.glob("text-*.json")
    for file in sorted([site_dir / index, *texts, *common]):
        path = file.relative_to(site_dir).as_posix()
        # Whatever its format: a character for each byte.
        yield f"{disk.target(path)}.js", _set("guideFile", file.read_bytes().decode("latin-1"))


def _set(name: str, value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{name}={text}\n".encode()


def folder_of(site_dir: Path, edition: str, docs_dir: Path = Path("docs")) -> dict[str, bytes]:
    """The files of the folder, by their path in it; `docs_dir` holds the sources of the scripts,
    which the site does not.

    Raises `Unusable` where a page or a script cannot be there.
    """
    folder = EDITIONS[edition]
    short = _short(site_dir)
    lost = (site_dir / folder / LOST).read_text(encoding="utf-8")
    disk = Disk(site_dir, folder, short, _modules(docs_dir), words_of(lost))
    files = dict(_pages(disk))
    files.update(_search(disk))
    catalogue = json.loads((site_dir / CATALOGUE).read_text(encoding="utf-8"))
    files[CATALOGUE_SCRIPT] = _set("guideLinks", catalogue)
    files[MODULES] = small(joined_on_demand(disk.entries, _reader(docs_dir))).encode()
    scripts = [path for path in _paths(site_dir, "*.js") if path.startswith(ASSETS)]
    asked = sorted(path for path in disk.files if not path.endswith(".html"))

    def content(path: str) -> bytes:
        return (site_dir / path).read_bytes()

    def names(path: str) -> set[str]:
        return assets_named(path, content(path))

    for path in [*asked, *(p for p in named(asked, scripts, names) if p not in asked)]:
        target = disk.target(path)
        if files.setdefault(target, content(path)) != content(path):
            raise Unusable(f"{path}: another file of the folder has the name {target}")
    return files


def write_zip(files: dict[str, bytes], target: Path, top: str) -> int:
    """Writes a zip whose files lie in the folder `top`; its size."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.write_bytes(zipped({f"{top}/{path}": files[path] for path in sorted(files)}))
