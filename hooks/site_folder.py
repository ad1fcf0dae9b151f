"""The folder of the site on disk: made beside the present one and put in its place at the end, so
that a build that fails or is stopped leaves the last good site as it was."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Mapping
from pathlib import Path

from sending import Content

# Behind the name of the site's folder: what the builder makes, what we make of it, what was there.
RAW, NEW, OLD = ".raw", ".new", ".old"


def beside(folder: Path, end: str) -> Path:
    """A folder of our own beside another one."""
    return folder.with_name(folder.name + end)


def settle(folder: Path) -> None:
    """Puts a site back that a build was about to replace when it was killed: between two names of
    folders there is a moment in which the site has none."""
    old = beside(folder, OLD)
    if old.is_dir() and not folder.exists():
        old.rename(folder)


def _write(path: Path, content: Content, move: bool) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif not isinstance(content, Path):
        path.write_bytes(content.read_bytes())
    elif move:
        content.replace(path)
    else:
        shutil.copyfile(content, path)


def put_in_place(files: Mapping[str, Content], folder: Path, move: bool = False) -> None:
    """Makes a folder hold these files and nothing else, all at once.

    With `move` files that go out as they are leave the place where they lie.
    """
    settle(folder)
    new, old = beside(folder, NEW), beside(folder, OLD)
    for left_over in (new, old):
        shutil.rmtree(left_over, ignore_errors=True)
    for below in {posixpath.dirname(path) for path in files}:
        (new / below).mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        _write(new / path, content, move)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def update(files: Mapping[str, Content], folder: Path) -> int:
    """Writes what has changed into a folder that somebody looks at while he writes; how many
    files. What is gone stays: its addresses work until the next start."""
    changed = 0
    for path, content in files.items():
        target = folder / path
        if isinstance(content, Path):
            if target.exists() and target.stat().st_mtime >= content.stat().st_mtime:
                continue
        elif target.exists() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, content, move=False)
        changed += 1
    return changed
