"""All that was ever published: a text file in git to which lines are only ever added.

A line is its number, the day, a page id and what was published of that page: an address or
an anchor. The number shows a line that was removed, inserted or moved by hand.

    57 2026-11-23 urgent #threats
    58 2026-11-23 urgent /start/urgent/
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from base.problems import Problem
from base.records import WORDS
from base.source_text import BadText, read_text
from model.guide import GuidePage

FILE = "published.txt"
HEAD = """\
# All that was ever published: number, day, page id, address or anchor. None of it may go away.
# `make publish` adds what is new. Never edit, sort or remove a line.
"""
LINE = re.compile(
    rf"([1-9]\d{{0,6}}) (\d{{4}}-\d\d-\d\d) ({WORDS}) (#{WORDS}|/(?:{WORDS}(?:/|\.html))*)",
    re.ASCII,
)
RESTORE = "restore the file from git and add lines with `make publish` only"
# Beside it: how many entries there are, and the digest of them. A ledger that was cut short,
# emptied or changed within a line is still in order; only this tells.
SEAL = "published.sum"
SEALED = re.compile(r"([1-9]\d{0,6}|0) ([0-9a-f]{16})")
SEAL_HEAD = "# How many entries published.txt has, and their digest. `make publish` writes it.\n"


@dataclass(frozen=True)
class Entry:
    """What was published of a page: "#anchor" or "/address/", and on which day (ISO).

    `line` is where it stands in the file, from 1; 0 for one that is not written yet.
    """

    day: str
    page_id: str
    what: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.day} {self.page_id} {self.what}"


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
    if not path.exists():
        return Ledger((), reader.shown), []
    try:
        text = read_text(path, reader.shown)
    except BadText as error:
        # What is wrong, without the remedies for a file that somebody edits.
        fault = re.split(r" \(byte|: ", error.problem.message)[0]
        return Ledger((), reader.shown), [
            Problem(reader.shown, error.problem.line, f"{fault}; {RESTORE}")
        ]
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1], 1):
        if not line.startswith("#") and not reader.read(number, line):
            break
    else:
        if lines[-1]:
            message = f"the last line is cut off: “{lines[-1][:60]}”; {RESTORE}"
            reader.problems.append(Problem(reader.shown, len(lines), message))
    return Ledger(tuple(reader.entries), reader.shown), reader.problems


def seal_of(entries: Iterable[Entry]) -> str:
    """How many entries there are, and the digest of them."""
    lines = [str(entry) for entry in entries]
    digest = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    return f"{len(lines)} {digest[:16]}"


def check_seal(data_dir: Path, ledger: Ledger, shown: str) -> Iterator[Problem]:
    """Whether the ledger in a folder is there and as it was sealed; `shown` is how errors name the
    folder."""
    if not (data_dir / FILE).exists():
        yield Problem(f"{shown}/{FILE}", 0, f"all that was ever published is missing: {RESTORE}")
        return
    again = "restore both files from git; if the ledger is right, `hooks/publish.py --seal`"
    try:
        text = read_text(data_dir / SEAL, f"{shown}/{SEAL}")
    except BadText as error:
        message = f"{re.split(': ', error.problem.message)[0]}: {again}"
        yield Problem(f"{shown}/{SEAL}", error.problem.line, message)
        return
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    sealed = SEALED.fullmatch(lines[0]) if len(lines) == 1 else None
    if sealed is None:
        yield Problem(f"{shown}/{SEAL}", 0, f"is not “number digest”: {again}")
        return
    due, have = int(sealed[1]), len(ledger.entries)
    if have != due:
        how = f"{due - have} are gone" if have < due else f"{have - due} were added by hand"
        message = f"{have} entries, and {due} were published: {how}; {RESTORE}"
        yield Problem(f"{shown}/{FILE}", 0, message)
    elif seal_of(ledger.entries) != lines[0]:
        yield Problem(f"{shown}/{FILE}", 0, f"an entry was changed by hand; {RESTORE}")


def seal(path: Path) -> None:
    """Seals the ledger at a path as it is."""
    entries = read_ledger(path)[0].entries
    text = f"{SEAL_HEAD}{seal_of(entries)}\n"
    path.with_name(SEAL).write_text(text, encoding="utf-8", newline="\n")


def _present(pages: Iterable[GuidePage]) -> set[tuple[str, str]]:
    """(page id, what) of all that a built site has now."""
    found: set[tuple[str, str]] = set()
    for page in pages:
        found |= {(page.id, f"#{anchor}") for anchor in page.hant.ids}
        found |= {(page.id, f"/{address}") for address in (page.address, *page.redirect_from)}
    return found


def unpublished(ledger: Ledger, pages: Iterable[GuidePage], day: str) -> list[Entry]:
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
