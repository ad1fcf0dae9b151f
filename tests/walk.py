"""One walk over many pages: what can be seen of each is noted once, and the tests judge the notes.

A note is a list of faults, each with the text or the element that it is about, or of measures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from made_once import locked
from playwright.sync_api import Page

SEEN = Path(__file__).with_name("seen.js").read_text(encoding="utf-8")

# What was looked for -> where, a page or a page and more -> what was found.
Notes = dict[str, dict[str, list[Any]]]
# Of JSON: lists in the place of tuples.
Made = TypeVar("Made")


def once(folder: Path, name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, made by the first worker of a run that asks for it; `folder` is that of
    the run."""
    file = folder / f"{name}.json"
    with locked(file.with_suffix(".lock")):
        if not file.is_file():
            file.write_text(json.dumps(make(), ensure_ascii=False), encoding="utf-8")
    made: Made = json.loads(file.read_text(encoding="utf-8"))
    return made


def dealt(addresses: Iterable[str], part: int, parts: int) -> list[str]:
    """A part of the addresses, of so many; large pages lie beside each other."""
    return sorted(addresses)[part::parts]


class Walker:
    """Walks with one page, below the address where that is now, and takes notes.

    The page was opened with `init=SEEN`, which is quicker than to bring it into each one.
    `faults` fills by itself while a page is open (`browser_fixtures.watch`).
    """

    def __init__(self, page: Page, faults: list[str], notes: Notes | None = None) -> None:
        self.page = page
        self.notes: Notes = {} if notes is None else notes
        self._home, self._faults = page.url, faults

    def walk(self, addresses: Iterable[str]) -> Iterator[str]:
        """Opens one page after the other, each in the size that the first had."""
        size = self.page.viewport_size
        assert size
        for address in addresses:
            before = len(self._faults)
            self.page.goto(self._home + address)
            yield address
            self.note("faults", address, self._faults[before:])
            # Nobody looks at this page any more: it need not be drawn in the size of the next.
            self.page.evaluate("document.body.replaceChildren()")
            self.page.set_viewport_size(size)

    def note(self, what: str, where: str, found: list[Any]) -> None:
        """Adds what was found, if it is nothing too."""
        self.notes.setdefault(what, {}).setdefault(where, []).extend(found)

    def look(self, where: str, *names: str) -> None:
        """Notes what functions of seen.js find on the page as it stands."""
        ask = "names => Object.fromEntries(names.map(name => [name, seen[name]()]))"
        for name, found in self.page.evaluate(ask, list(names)).items():
            self.note(name, where, found)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})


def faults_of(notes: Notes, what: str) -> list[str]:
    """A line for each fault; fails if nothing was looked at."""
    assert notes[what], what
    return [f"{where}: {fault}" for where, found in notes[what].items() for fault in found]


def judge_lines(notes: Notes) -> None:
    """Fails where the full lines of paragraphs do not hold 32 to 38 characters on a desk."""
    counts = sorted(count for found in notes["lines"].values() for count in found)
    assert len(counts) > 20
    assert 32 <= counts[len(counts) // 2] <= 38
    # Longer ones hold digits and Latin letters, which are narrower.
    assert counts[len(counts) * 9 // 10] <= 38
