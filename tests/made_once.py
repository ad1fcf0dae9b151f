"""What takes long to make is made once for the same input: the site, its zips, its PDFs.

It is kept in .pytest_cache by the hash of all that it is made of. Workers and runs share it: who
comes first makes it, behind a lock, and whoever comes meanwhile waits for it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
KEPT = PROJECT / ".pytest_cache" / "made"
# All that the site is made of.
INPUTS = ("docs", "hooks", "overrides", "mkdocs.yml", "requirements.txt")
# Of each kind so many stay; an older one goes when nobody has asked for it for an hour.
STAY, HOUR = 4, 3600


def _files(path: Path) -> Iterator[Path]:
    """The files at or below a path, sorted, but for what Python and editors leave there."""
    if path.is_file():
        yield path
        return
    for folder, inside, names in os.walk(path):
        inside[:] = sorted(name for name in inside if name != "__pycache__" and name[0] != ".")
        yield from (Path(folder) / name for name in sorted(names) if name[0] != ".")


def digest(*others: object, paths: Iterable[Path] = (), root: Path = PROJECT) -> str:
    """The hash of files, with their places, and of whatever else makes a difference."""
    found = hashlib.sha256(repr(others).encode())
    for path in paths:
        for file in _files(path):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            found.update(f"{file.relative_to(root)} {content}\n".encode())
    return found.hexdigest()[:16]


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Alone, among all processes that ask for the same file, while the context lasts."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _listed(folder: Path) -> str:
    """What lies in a folder, so that it shows when a test has changed something there."""
    rows = []
    for file in sorted(folder.rglob("*")):
        stat = file.stat()
        rows.append([str(file.relative_to(folder)), stat.st_mtime_ns, file.is_file(), stat.st_size])
    return json.dumps([row if row[2] else row[:1] for row in rows])


def _tidy(kind: str) -> None:
    lists = KEPT.glob(f"{kind}-*.json")
    used = sorted(lists, key=lambda file: file.stat().st_mtime, reverse=True)
    for file in used[STAY:]:
        if time.time() - file.stat().st_mtime > HOUR:
            file.unlink()
            shutil.rmtree(file.with_suffix(""), ignore_errors=True)


def made_once(kind: str, key: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, for this key. Nobody may change what lies in it."""
    folder, listed = KEPT / f"{kind}-{key}", KEPT / f"{kind}-{key}.json"
    with locked(KEPT / f"{kind}.lock"):
        if not listed.is_file() or listed.read_text() != _listed(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            make(folder)
            listed.write_text(_listed(folder))
        listed.touch()
        _tidy(kind)
    return folder
