"""Which files of a built site make one edition complete without a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from editions.addresses import FOLDER
from links.pages import SHORT

EDITIONS = {"zh-Hant": "", "zh-Hans": FOLDER}
ASSETS = "assets"
# They belong together, and make each other's names.
TOGETHER = "assets/javascripts/workers"
# The whole guide once more, on paper.
PAPER = "print/"
# Where a file may name another.
TEXTS = (".html", ".js", ".css", ".json")


def pages(site_dir: Path, folder: str) -> Iterator[str]:
    """The pages of the edition in `folder`, sorted, as paths from the root of the site."""
    for file in sorted((site_dir / folder).rglob("*.html")):
        path = file.relative_to(site_dir / folder).as_posix()
        if path.startswith((PAPER, *((FOLDER, SHORT) if not folder else ()))):
            continue
        yield folder + path


def named(site_dir: Path, paths: Iterator[str], rest: Mapping[str, str]) -> Iterator[str]:
    """The files of `rest` (path -> its last part) that `paths` name, and those that they name."""
    left = dict(rest)
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if PurePosixPath(path).suffix not in TEXTS:
            continue
        text = (site_dir / path).read_text(encoding="utf-8", errors="replace")
        for found in [other for other, name in left.items() if name in text]:
            del left[found]
            waiting.append(found)
            yield found


def kept(site_dir: Path, folder: str) -> list[str]:
    """The paths of all that the edition in `folder` needs, sorted.

    Its pages and its search, the short links with their codes, the catalogue for old
    addresses, the page for lost ones, and of the assets those that one of these names.
    """
    found = {*pages(site_dir, folder), "404.html"}
    # The page for lost readers is one of the first edition, and has its search.
    for root in {folder, ""}:
        found.update(f"{root}search/{file.name}" for file in (site_dir / root / "search").glob("*"))
    for pattern in (f"{SHORT}*/index.html", f"{SHORT}*/qr.*", "links.json", f"{TOGETHER}/*.js"):
        found.update(file.relative_to(site_dir).as_posix() for file in site_dir.glob(pattern))
    assets = {
        file.relative_to(site_dir).as_posix(): file.name
        for file in sorted((site_dir / ASSETS).rglob("*"))
        # For those who look for a fault in a script.
        if file.is_file() and file.suffix != ".map"
    }
    found.update(named(site_dir, iter(sorted(found)), assets))
    return sorted(path for path in found if (site_dir / path).is_file())
