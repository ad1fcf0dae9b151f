"""From faults in built pages to the lines that an author can mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from content.problems import Problem
from editions.prose import Fault


class Sources:
    """The text files from which a site was built.

    `pages` maps a page of the site ("a/index.html") to its Markdown file; `others` are
    files whose text can appear on any page (data, templates, settings). `root` is the
    folder to which shown paths are relative.
    """

    def __init__(
        self,
        pages: Mapping[str, Path] | None = None,
        others: Sequence[Path] = (),
        root: Path = Path(),
    ) -> None:
        self._pages = dict(pages or {})
        self._others = list(others)
        self._root = root.resolve()
        self._lines = cache(self._read)

    def _read(self, path: Path) -> list[str]:
        try:
            return path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            return []

    def shown(self, path: Path) -> str:
        """How problems name a file."""
        path = path.resolve()
        return (
            path.relative_to(self._root) if path.is_relative_to(self._root) else path
        ).as_posix()

    def find(self, page: str, snippet: str) -> tuple[str, int] | None:
        """File and line where a snippet of a page comes from, or None."""
        own = [self._pages[page]] if page in self._pages else []
        for path in own + self._others:
            if line := _line_of(snippet, self._lines(path)):
                return self.shown(path), line
        return None

    def name(self, page: str) -> str | None:
        """The Markdown file of a page, or None."""
        return self.shown(self._pages[page]) if page in self._pages else None


def _line_of(snippet: str, lines: Sequence[str]) -> int:
    """The first line with the snippet, or with its middle (markup may cut it); 0 if none."""
    middle = len(snippet) // 2
    for reach in (len(snippet), 2, 1):
        part = snippet[max(0, middle - reach) : middle + reach + 1].strip()
        if len(part) > 1:
            for number, line in enumerate(lines, 1):
                if part in line:
                    return number
    # A single character says where only if it is the only one.
    found = [number for number, line in enumerate(lines, 1) if snippet[middle] in line]
    return found[0] if len(found) == 1 else 0


def to_problems(
    faults: Iterable[tuple[str, Fault]], sources: Sources, site_dir: Path
) -> list[Problem]:
    """The faults of pages as problems, each once.

    What stands on many pages (in the navigation, the footer) and in none of their sources
    is one problem of the first page.
    """
    unplaced: dict[str, list[str]] = {}
    found: set[Problem] = set()
    for page, fault in faults:
        place = sources.find(page, fault.snippet) if fault.snippet else None
        if place:
            found.add(Problem(*place, fault.message))
        else:
            unplaced.setdefault(fault.message, []).append(page)
    placed = {problem.message for problem in found}
    for message, pages in unplaced.items():
        if message in placed:
            continue
        more = f" (and on {len(set(pages)) - 1} more pages)" if len(set(pages)) > 1 else ""
        path = sources.name(pages[0]) if not more else None
        found.add(Problem(path or sources.shown(site_dir / pages[0]), 0, message + more))
    return sorted(found)
