"""The text of a file that somebody wrote, read in one way everywhere.

A file that cannot be read as text gives one problem, and nothing of it is looked at: what it would
have held is not told as missing elsewhere. Line ends of Windows count as those of Unix.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from base.memory import remembered
from base.problems import Problem

# What a file may weigh. Far above what anybody writes by hand, and little enough that all checks
# of one file end within a second or two.
PAGE_BYTES = 100_000
DATA_BYTES = 4_000_000

# Marks that git leaves where two branches changed the same lines.
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}) .*$|^={7}$", re.MULTILINE)
# No text of ours holds these: the file is none, or was damaged.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|[\ufdd0-\ufdef\ufffe\uffff]")


class BadText(Exception):
    """A file that is no usable text; `problem` says where, why, and what would be right."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def line_at(text: str | bytes, at: int) -> int:
    """The number (from 1) of the line that holds a place."""
    if isinstance(text, bytes):
        return text.count(b"\n", 0, at) + 1
    return text.count("\n", 0, at) + 1


@remembered
def _content(path: str, changed: int, size: int) -> bytes:
    """Several read the same files, and again after each change of one of them."""
    return Path(path).read_bytes()


def read_content(path: Path, shown: str, most: int = DATA_BYTES) -> bytes:
    """What a file of its own holds, neither a link nor a device. Raises `BadText`."""
    try:
        status = os.lstat(path)
        mode = status.st_mode
        if stat.S_ISLNK(mode):
            what = "a link to another file: put a copy of the file itself in its place"
            raise BadText(Problem(shown, 0, what))
        if not stat.S_ISREG(mode):
            raise BadText(Problem(shown, 0, "no file but a folder or device: remove it"))
        if status.st_size > most:
            message = f"{status.st_size:,} bytes, more than {most:,}: make two of it"
            raise BadText(Problem(shown, 0, message))
        return _content(os.fspath(path), status.st_mtime_ns, status.st_size)
    except FileNotFoundError as error:
        raise BadText(Problem(shown, 0, "the file is missing: restore it from git")) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadText(Problem(shown, 0, f"cannot be read: {why}")) from error


def decoded(content: bytes, shown: str) -> str:
    """The text of a file's content. Raises `BadText`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = content[min(error.start, len(content) - 1)]
        message = f"not UTF-8 (byte 0x{byte:02x}): save the file as UTF-8"
        raise BadText(Problem(shown, line_at(content, error.start), message)) from error
    if bad := CONTROL.search(text):
        message = f"the control character U+{ord(bad[0]):04X}: remove it"
        raise BadText(Problem(shown, line_at(text, bad.start()), message))
    text = text.replace("\r\n", "\n")
    if mark := CONFLICT.search(text):
        message = f"“{mark[0][:20]}” is left of a merge: keep one of the two versions, no marks"
        raise BadText(Problem(shown, line_at(text, mark.start()), message))
    return text


_decoded = remembered(decoded)


def read_text(path: Path, shown: str, most: int = DATA_BYTES) -> str:
    """The text of a file; `shown` is how errors name it. Raises `BadText`."""
    return _decoded(read_content(path, shown, most), shown)
