"""A page of `docs/` as its author wrote it: front matter, headings, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from content.problems import Problem
from content.yaml_lines import BadYaml, Row, parse

HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<title>.*?)\s*(?:\{(?P<attributes>[^{}]*)\})?\s*#*$")
ID = re.compile(r"(?:^|\s)#(?P<id>\S+)")
WAS = re.compile(r"""(?:^|\s)was=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>\S+))""")
FENCE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})")


@dataclass(frozen=True)
class Heading:
    """A heading of the body; `id` is None where the author gave none, `was` are former ids."""

    line: int
    level: int
    title: str
    id: str | None
    was: tuple[str, ...] = ()


@dataclass
class Page:
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

    @property
    def url(self) -> str:
        """The address below the edition's root: "" or "start/is-it-real/"."""
        path = PurePosixPath(self.src)
        stem = path.parent if path.stem == "index" else path.with_suffix("")
        return "" if stem == PurePosixPath(".") else f"{stem}/"

    def body(self) -> Iterator[tuple[int, str]]:
        """The numbered lines of the body that are prose: fenced code is left out."""
        fence = ""
        for number, line in enumerate(self.lines[self.body_line - 1 :], self.body_line):
            mark = FENCE.match(line)
            if mark and not fence:
                fence = mark["fence"]
            elif mark and mark["fence"].startswith(fence):
                fence = ""
            elif not fence:
                yield number, line

    def section(self, heading_id: str) -> list[tuple[int, str]]:
        """The numbered prose lines under a heading, up to the next of its level or above."""
        start = next(h for h in self.headings if h.id == heading_id)
        later = (h.line for h in self.headings if h.line > start.line and h.level <= start.level)
        end = next(later, len(self.lines) + 1)
        return [(n, line) for n, line in self.body() if start.line < n < end]


def _headings(page: Page) -> list[Heading]:
    found = []
    for number, line in page.body():
        if match := HEADING.match(line):
            attributes = match["attributes"] or ""
            given, was = ID.search(attributes), WAS.search(attributes)
            former = was[was.lastgroup or 0].split() if was else ()
            level, title = len(match["marks"]), match["title"]
            found.append(
                Heading(number, level, title, given["id"] if given else None, tuple(former))
            )
    return found


def parse_page(src: str, source: str) -> tuple[Page | None, list[Problem]]:
    """A page from its text; None, with the reason, where the front matter is unusable."""
    path, lines = f"docs/{src}", source.split("\n")
    if lines[0].rstrip() != "---":
        return None, [Problem(path, 1, 'no front matter: the first line must be "---"')]
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        message = 'the front matter is not closed: a second line "---" is missing'
        return None, [Problem(path, 1, message)]
    try:
        meta = parse("\n".join(lines[1:end]), path, first_line=2)
    except BadYaml as error:
        return None, [error.problem]
    if not isinstance(meta, Row):
        return None, [Problem(path, 2, 'the front matter must be lines of "key: value"')]
    page = Page(src, lines, end + 2, meta)
    page.headings = _headings(page)
    return page, []


def read_pages(docs_dir: Path) -> tuple[list[Page], list[Problem]]:
    """All pages below `docs_dir`, sorted by path; folders that start with "_" hold data."""
    pages, problems = [], []
    for file in sorted(docs_dir.rglob("*.md")):
        src = file.relative_to(docs_dir).as_posix()
        if any(part.startswith(("_", ".")) for part in PurePosixPath(src).parts):
            continue
        try:
            source = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = file.read_bytes()[: error.start].count(b"\n") + 1
            message = f"not UTF-8 (byte 0x{error.object[error.start]:02x}): save the file as UTF-8"
            problems.append(Problem(f"docs/{src}", line, message))
            continue
        page, faults = parse_page(src, source.replace("\r\n", "\n"))
        problems += faults
        if page:
            pages.append(page)
    return pages, problems
