"""Which files of a built site make one edition complete without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from base.languages import FOLDER
from model.addresses import PAPER, SHORT

ASSETS = "assets/"
# They belong together, and make each other's names.
TOGETHER = "assets/javascripts/workers/"
# Where a file may name another.
TEXTS = (".html", ".js", ".css", ".json")
# For those who look for a fault in a script.
NEVER = (".map",)
# How pages name assets, and the last part of a name, as other files name each other.
OF_PAGE = re.compile(rb"assets/[\w./-]+")
NAMED = re.compile(rb"[\w.-]+\.(?:css|gif|ico|jpe?g|js|json|png|svg|webp|woff2?)\b")


def is_page_of(path: str, folder: str) -> bool:
    """Whether a path is that of a page of the edition in `folder` but the one for paper."""
    inside = path.removeprefix(folder)
    others = (PAPER, *((FOLDER, SHORT) if not folder else ()))
    return path.startswith(folder) and path.endswith(".html") and not inside.startswith(others)


def assets_named(path: str, content: bytes) -> set[str]:
    """The last part of the name of each asset that a file names, and of what may be one."""
    if not path.endswith(TEXTS):
        return set()
    found = (OF_PAGE if path.endswith(".html") else NAMED).findall(content)
    return set(map(_name, found))


# Most pages name the same.
@lru_cache(maxsize=4096)
def _name(named: bytes) -> str:
    return PurePosixPath(named.decode()).name


def named(
    paths: Iterable[str], files: Collection[str], names: Callable[[str], Collection[str]]
) -> Iterator[str]:
    """The assets among `files` that the files at `paths` name, and those that they name; `names`
    gives the names in a file (`assets_named`)."""
    left: dict[str, list[str]] = {}
    for path in files:
        if path.startswith(ASSETS) and not path.endswith(NEVER):
            left.setdefault(PurePosixPath(path).name, []).append(path)
    waiting = list(paths)
    while waiting:
        for name in names(waiting.pop()):
            for found in left.pop(name, ()):
                waiting.append(found)
                yield found


def precached(
    folder: str, files: Collection[str], names: Callable[[str], Collection[str]]
) -> list[str]:
    """The paths of all that the edition in `folder` needs, sorted; `names` as for `named`.

    Its pages (that for lost readers too) and its search, the short links with their codes, the
    catalogue for old addresses and the agents' desk, and of the assets those that one of these
    names.
    """
    short = re.compile(rf"{SHORT}[^/]+/(?:index\.html|qr\..+)")
    found = {
        path
        for path in files
        if is_page_of(path, folder)
        or path in ("links.json", "titles.json")
        or path.startswith((f"{folder}search/", TOGETHER))
        or short.fullmatch(path)
    }
    found.update(named(sorted(found), files, names))
    return sorted(found)
