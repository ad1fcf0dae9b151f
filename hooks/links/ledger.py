"""All that was ever published: a text file in git to which lines are only ever added.

A line is its number, the day, a page id and what was published of that page: an address or
an anchor. The number shows a line that was removed, inserted or moved by hand.

    57 2026-11-23 urgent #threats
    58 2026-11-23 urgent /start/urgent/
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from content.problems import Problem
from links.pages import LinkedPage

FILE = "published.txt"
HEAD = """\
# All that was ever published: number, day, page id, address or anchor. None of it may go away.
# `make publish` adds what is new. Never edit, sort or remove a line.
"""
WORDS = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LINE = re.compile(rf"(\d+) (\d{{4}}-\d\d-\d\d) ({WORDS}) (#{WORDS}|/(?:{WORDS}(?:/|\.html))*)")
RESTORE = "restore the file from git and add lines with `make publish` only"


@dataclass(frozen=True)
class Entry:
    """What was published of a page: "#anchor" or "/address/", and on which day (ISO).

    `line` is where it stands in the file, from 1; 0 for one that is not written yet.
    """

    day: str
    page_id: str
    what: str
    line: int = 0


@dataclass(frozen=True)
class Ledger:
    """The entries of the file, in its order; `shown` is how problems name the file."""

    entries: tuple[Entry, ...] = ()
    shown: str = FILE


class _Reader:
    """Goes through the lines of a ledger and keeps what is right."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._lines: dict[tuple[str, str], int] = {}
        self._owner: dict[str, Entry] = {}

    def read(self, line_number: int, line: str) -> bool:
        """Whether the order holds up to this line: behind a break all numbers are off."""
        match = LINE.fullmatch(line)
        due = len(self.entries) + 1
        fault = ""
        if not match:
            fault = f"“{line[:60]}” is not “number day page-id #anchor” or “… /address/”"
        elif int(match[1]) != due:
            fault = f"out of order: line {match[1]} stands where line {due} is due"
        elif not _is_day(match[2]):
            fault = f"{match[2]} is no day of the calendar"
        elif self.entries and match[2] < self.entries[-1].day:
            fault = f"out of order: {match[2]} stands after {self.entries[-1].day}"
        if fault or not match:
            self.problems.append(Problem(self.shown, line_number, f"{fault}; {RESTORE}"))
            return False
        self._keep(Entry(match[2], match[3], match[4], line_number))
        return True

    def _keep(self, entry: Entry) -> None:
        key = (entry.page_id, entry.what)
        if (first := self._lines.setdefault(key, entry.line)) != entry.line:
            message = f"{entry.page_id} {entry.what} stands on line {first} already; {RESTORE}"
            self.problems.append(Problem(self.shown, entry.line, message))
        owner = self._owner.setdefault(entry.what, entry)
        if entry.what.startswith("/") and owner.page_id != entry.page_id:
            message = f"{entry.what} belongs to {owner.page_id} since line {owner.line}; {RESTORE}"
            self.problems.append(Problem(self.shown, entry.line, message))
        self.entries.append(entry)


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_ledger(path: Path, shown: str = "") -> tuple[Ledger, list[Problem]]:
    """The ledger, and the line from which on it is not as `publish` wrote it.

    A file that does not exist is a ledger in which nothing stands yet.
    """
    reader = _Reader(shown or path.as_posix())
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except UnicodeDecodeError as error:
        place = path.read_bytes()[: error.start].count(b"\n") + 1
        return Ledger((), reader.shown), [Problem(reader.shown, place, f"not UTF-8; {RESTORE}")]
    for number, line in enumerate(lines, 1):
        if not line.startswith("#") and not reader.read(number, line):
            break
    return Ledger(tuple(reader.entries), reader.shown), reader.problems


def _present(pages: Iterable[LinkedPage]) -> set[tuple[str, str]]:
    """(page id, what) of all that a built site has now."""
    found: set[tuple[str, str]] = set()
    for page in pages:
        found |= {(page.id, f"#{anchor}") for anchor in page.hant.ids}
        found |= {(page.id, f"/{address}") for address in (page.address, *page.redirect_from)}
    return found


def unpublished(ledger: Ledger, pages: Iterable[LinkedPage], day: str) -> list[Entry]:
    """What the ledger does not hold yet, as entries of that day, sorted.

    Raises ValueError if the day lies before the last entry's.
    """
    if ledger.entries and day < ledger.entries[-1].day:
        raise ValueError(f"{ledger.shown} has entries of {ledger.entries[-1].day}, after {day}")
    known = {(entry.page_id, entry.what) for entry in ledger.entries}
    return [Entry(day, page_id, what) for page_id, what in sorted(_present(pages) - known)]


def append(path: Path, ledger: Ledger, new: Iterable[Entry]) -> None:
    """Adds entries at the end of the file, which is made if it is not there."""
    lines = [
        f"{number} {entry.day} {entry.page_id} {entry.what}\n"
        for number, entry in enumerate(new, len(ledger.entries) + 1)
    ]
    head = "" if path.exists() else HEAD
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(head + "".join(lines))
