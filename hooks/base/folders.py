"""What lies in a folder, asked of the system once: a question costs as much as a read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def walk(folder: Path, below: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The path below a folder, with forward slashes, of each file and each link in it, sorted
    folder by folder; links are not followed. Nothing of a folder that cannot be read."""
    try:
        entries = sorted(os.scandir(folder / below), key=lambda each: each.name)
    except OSError:
        return
    for entry in entries:
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from walk(folder, f"{path}/")
        else:
            yield path, entry
