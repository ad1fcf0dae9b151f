"""A page of `docs/` as its author wrote it: front matter, headings, sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from base.memory import remembered
from base.problems import Problem
from base.source_text import PAGE_BYTES, BadText, read_text
from base.yaml_rows import BadYaml, Row, parse

HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<title>.*?)\s*(?:\{(?P<attributes>[^{}]*)\})?\s*#*$")
# What Markdown, or an author, takes for a heading: what is wrong with it is told once
# (block_check.py), and its id is not missing elsewhere.
NEARLY_HEADING = re.compile(
    r"^[\s>]*(?:(?:[-*+]|\d+\.)\s+)*(?P<marks>[#＃]+)\s*"
    r"(?P<title>.*?)\s*(?:\{(?P<attributes>[^{}]*)\})?\s*#*$"
)
ID = re.compile(r"(?:^|\s)#(?P<id>\S+)")
WAS = re.compile(r"""(?:^|\s)was=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>\S+))""")
# More is no page that anybody reads on a phone, and Markdown would take long over it; a longer line
# no check is made for. The longest of today have 170 lines, and lines of 250 characters.
MOST_LINES, LONGEST_LINE = 2000, 1000
# The path of a page below docs/; what stands in others instead.
NAMED = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*\.md")
UNNAMED = re.compile(r"[^a-z0-9./]+")
FENCE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})")


@dataclass(frozen=True)
class Heading:
    """A heading of the body; `id` is None where the author gave none, `was` are former ids."""

    line: int
    level: int
    title: str
    id: str | None
    was: tuple[str, ...] = ()


def url_of(src: str) -> str:
    """The address of a page below the edition's root: "" or "start/is-it-real/"."""
    path = PurePosixPath(src)
    stem = path.parent if path.stem == "index" else path.with_suffix("")
    return "" if stem == PurePosixPath(".") else f"{stem}/"


@dataclass(eq=False)
class SourcePage:
    """One Markdown file.

    `src` is its path under `docs/`, with forward slashes; `lines` are the lines of the
    whole file, `body_line` is the number (from 1) of the first line of the body.
    """

    src: str
    lines: list[str]
    body_line: int
    meta: Row
    headings: list[Heading] = field(default_factory=list)

    @property
    def path(self) -> str:
        """How errors name the file."""
        return f"docs/{self.src}"

    @cached_property
    def url(self) -> str:
        """The address below the edition's root: "" or "start/is-it-real/"."""
        return url_of(self.src)

    @property
    def redirect_from(self) -> list[str]:
        """Former addresses; none where the front matter has no list there."""
        found = self.meta.get("redirect_from")
        return list(map(str, found)) if isinstance(found, list) else []

    def body(self) -> Sequence[tuple[int, str]]:
        """The numbered lines of the body that are prose: fenced code is left out."""
        return _body(self)

    def section(self, heading_id: str) -> list[tuple[int, str]]:
        """The numbered prose lines under a heading, up to the next of its level or above."""
        start = next(h for h in self.headings if h.id == heading_id)
        later = (h.line for h in self.headings if h.line > start.line and h.level <= start.level)
        end = next(later, len(self.lines) + 1)
        return [(n, line) for n, line in self.body() if start.line < n < end]


@remembered
def _body(page: SourcePage) -> list[tuple[int, str]]:
    found, fence = [], ""
    for number, line in enumerate(page.lines[page.body_line - 1 :], page.body_line):
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark["fence"]
        elif mark and mark["fence"].startswith(fence):
            fence = ""
        elif not fence:
            found.append((number, line))
    return found


def _headings(page: SourcePage) -> list[Heading]:
    found = []
    for number, line in page.body():
        if match := HEADING.match(line) or NEARLY_HEADING.match(line):
            attributes = match["attributes"] or ""
            given, was = ID.search(attributes), WAS.search(attributes)
            former = was[was.lastgroup or 0].split() if was else ()
            level, title = len(match["marks"]), match["title"]
            found.append(
                Heading(number, level, title, given["id"] if given else None, tuple(former))
            )
    return found


def _size_fault(path: str, lines: list[str]) -> Problem | None:
    """More than a page may hold."""
    if len(lines) > MOST_LINES:
        message = f"{len(lines):,} lines, more than {MOST_LINES:,}: make two pages of it"
        return Problem(path, MOST_LINES + 1, message)
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            message = f"a line of {len(line):,} characters, more than {LONGEST_LINE:,}: break it"
            return Problem(path, number, message)
    return None


def _end_fault(path: str, lines: list[str]) -> Problem | None:
    """A line that ends the front matter for MkDocs, and not here."""
    for number, line in enumerate(lines, 2):
        if line.rstrip() == "..." or (line.startswith("---") and not line.strip("- ")):
            return Problem(path, number, f"{line.strip()} ends the front matter early: remove it")
    return None


@remembered
def parse_page(src: str, source: str) -> tuple[SourcePage | None, tuple[Problem, ...]]:
    """A page from its text; None, with the reason, where the front matter is unusable.

    Nobody changes a page: `mkdocs serve` gets the same again for a text that has not changed.
    """
    path, lines = f"docs/{src}", source.split("\n")
    if lines[0].rstrip(" \t") != "---":
        return None, (Problem(path, 1, 'no front matter: the first line must be "---"'),)
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip(" \t") == "---"), None)
    if end is None:
        message = 'the front matter is not closed: a second line "---" is missing'
        return None, (Problem(path, 1, message),)
    if fault := _size_fault(path, lines) or _end_fault(path, lines[1:end]):
        return None, (fault,)
    try:
        meta = parse("\n".join(lines[1:end]), path, first_line=2)
    except BadYaml as error:
        return None, (error.problem,)
    if not isinstance(meta, Row):
        return None, (Problem(path, 2, 'the front matter must be lines of "key: value"'),)
    page = SourcePage(src, lines, end + 2, meta)
    page.headings = _headings(page)
    return page, ()


class SourcePages(list[SourcePage]):
    """All pages below a folder, sorted by path; `broken` are the paths of those that cannot be
    read: what they hold is not to be told as missing everywhere else."""

    broken: frozenset[str] = frozenset()
    # Pages that a template of their own writes, such as the whole guide on paper.
    shells: tuple[SourcePage, ...] = ()


def _read(file: Path, src: str) -> tuple[SourcePage | None, tuple[Problem, ...]]:
    try:
        return parse_page(src, read_text(file, f"docs/{src}", PAGE_BYTES))
    except BadText as error:
        return None, (error.problem,)


def read_pages(docs_dir: Path) -> tuple[SourcePages, list[Problem]]:
    """All pages below `docs_dir`; folders that start with "_" hold data."""
    pages, shells, broken = SourcePages(), [], set()
    problems: list[Problem] = []
    for file in sorted(docs_dir.rglob("*.md")):
        src = file.relative_to(docs_dir).as_posix()
        if any(part.startswith(("_", ".")) for part in PurePosixPath(src).parts):
            continue
        if not NAMED.fullmatch(src):
            # Told by who looks at the files (source_tree.py); what is meant is missing nowhere.
            broken |= {src, UNNAMED.sub("-", src.lower()).replace("-.", ".")}
            continue
        page, faults = _read(file, src)
        problems += faults
        if page is None:
            broken.add(src)
        elif "template" in page.meta and "section" not in page.meta:
            shells.append(page)
        else:
            pages.append(page)
    pages.broken, pages.shells = frozenset(broken), tuple(shells)
    return pages, problems
