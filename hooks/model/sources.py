"""From problems of built pages to the lines that an author can mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from base import characters
from base.problems import Problem

# On so many pages an author may say the same by himself.
MANY = 5
HAN = re.compile(f"[{characters.HAN}]")


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
        self._resolved = cache(Path.resolve)

    def _read(self, path: Path) -> list[str]:
        try:
            return path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            return []

    def shown(self, path: Path) -> str:
        """How problems name a file."""
        # No file of these is a link itself, and many lie in one folder.
        path = self._resolved(path.parent) / path.name
        return (
            path.relative_to(self._root) if path.is_relative_to(self._root) else path
        ).as_posix()

    def find(self, page: str, snippet: str) -> tuple[str, int] | None:
        """File and line where a snippet of a page comes from, or None."""
        own = [self._pages[page]] if page in self._pages else []
        for part in _parts(snippet):
            for path in own + self._others:
                if line := _line_of(part, self._lines(path)):
                    return self.shown(path), line
        for path in own:
            if line := _only_line_of(snippet[len(snippet) // 2], self._lines(path)):
                return self.shown(path), line
        return None

    def name(self, page: str) -> str | None:
        """The Markdown file of a page, or None."""
        return self.shown(self._pages[page]) if page in self._pages else None


def _parts(snippet: str) -> Iterator[str]:
    """A snippet and, should markup cut it in the source, its middle. That of a tag or an address
    would be found anywhere."""
    yield snippet.strip()
    middle = len(snippet) // 2
    for reach in (2, 1):
        part = snippet[max(0, middle - reach) : middle + reach + 1].strip()
        if len(part) > 1 and HAN.search(part):
            yield part


def _line_of(part: str, lines: Sequence[str]) -> int:
    """The first line that holds a text; 0 if none."""
    return next((number for number, line in enumerate(lines, 1) if part in line), 0)


def _only_line_of(character: str, lines: Sequence[str]) -> int:
    """The line with a Han character if there is only one; 0 if none."""
    found = [number for number, line in enumerate(lines, 1) if character in line]
    return found[0] if len(found) == 1 and HAN.match(character) else 0


def placed(problems: Iterable[Problem], sources: Sources, site_dir: Path) -> list[Problem]:
    """Problems of built pages, named by their path in the site, at the lines of their sources;
    each once.

    What stands on many pages (in the navigation, the footer) and in none of their sources
    is one problem of the first page.
    """
    unplaced: dict[str, list[str]] = {}
    found: set[Problem] = set()
    for problem in problems:
        place = sources.find(problem.path, problem.snippet) if problem.snippet else None
        if place:
            found.add(Problem(*place, problem.message))
        else:
            unplaced.setdefault(problem.message, []).append(problem.path)
    known = {problem.message for problem in found}
    for message, pages in unplaced.items():
        if message in known:
            continue
        more = f" (and on {len(set(pages)) - 1} more pages)" if len(set(pages)) > 1 else ""
        path = sources.name(pages[0]) if not more else None
        found.add(Problem(path or sources.shown(site_dir / pages[0]), 0, message + more))
    return sorted(_told_once(found))


def _told_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What is said of many pages in the same words is one fault of a template, told once."""
    by_message: dict[str, list[Problem]] = {}
    for problem in sorted(problems):
        by_message.setdefault(problem.message, []).append(problem)
    for message, same in by_message.items():
        if len(same) > MANY:
            message += f" (and on {len(same) - 1} more pages: see overrides/)"
            yield Problem(same[0].path, same[0].line, message)
        else:
            yield from same
