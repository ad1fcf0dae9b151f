"""What may not change in silence: the figures and caveats of published pages.

Whoever passes a page on relies on its numbers, phones and deadlines. docs/_data/figures.txt holds
those of each page as it was last published (`make publish` writes it); when they are others, the
page must say so under `changes:`. A line is the page's id, how many notes it had, the digest of its
text, and its figures, with how often they stand there:

    urgent 1 0a1b2c3d 110*4 12356 十五日 r1:4e5f6071
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from base.memory import remembered
from base.problems import Problem
from base.records import Table
from base.source_text import BadText, read_text
from content.facts import CITATION, FIGURE, LAW_ARTICLE, cited, prose
from content.source_pages import SourcePage

FILE = "figures.txt"
HEAD = """\
# The figures of each page as it was last published: id, notes, digest of the text, figures with
# how often they stand there.
# `make publish` writes it. Never edit it: a page whose figures change says so under `changes:`.
"""
LINE = re.compile(
    r"(?P<id>[a-z0-9-]+) (?P<notes>\d+) (?P<digest>[0-9a-f]{8})(?P<figures>(?: [^\s*]+(?:\*\d+)?)*)"
)
COUNTED = re.compile(
    r"(?:\d+|[〇零一二兩三四五六七八九十百千]+)(?:日|天|個月|年|小時|分鐘|期|次|成|倍|萬?元|%)"
)
CAVEAT = re.compile(r"!!! caveat (?P<risk>r\d+)")
SHOWN = 6


@dataclass(frozen=True)
class Published:
    """A page as it was last published; `figures` says how often each stands there."""

    notes: int
    digest: str
    figures: Mapping[str, int]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _caveats(page: SourcePage) -> Iterator[tuple[str, int]]:
    """The caveats of a page, each by its risk and what it says, with its line."""
    name, start, block = "", 0, [""]
    for number, line in [*page.body(), (0, "end")]:
        if name and line.strip() and not line.startswith("    "):
            yield f"{name}:{_digest(''.join(block))}", start
            name = ""
        if match := CAVEAT.match(line):
            name, start, block = match["risk"], number, []
        if name:
            block.append(CITATION.sub("", line.strip()))


def _found(page: SourcePage) -> Iterator[tuple[str, int]]:
    """The figures and caveats of a page, each with its line."""
    for number, line in prose(page):
        places: dict[tuple[int, str], None] = {}
        for pattern in (FIGURE, COUNTED, LAW_ARTICLE):
            for match in pattern.finditer(line):
                figure = re.sub(r"\s", "", match[0]).rstrip(",.:：")
                places[match.start(), figure] = None
        yield from ((figure, number) for _, figure in places)
    yield from _caveats(page)


def figures_of(page: SourcePage) -> dict[str, int]:
    """The figures and caveats of a page, each with the last line that it stands on."""
    return dict(_found(page))


def _notes(page: SourcePage) -> list[Mapping[str, object]]:
    notes = page.meta.get("changes", [])
    return notes if isinstance(notes, list) else []


@remembered
def _counted(page: SourcePage) -> Mapping[str, int]:
    return Counter(figure for figure, _ in _found(page))


def published(page: SourcePage, facts: Table) -> Published:
    """A page as it is now. What its facts say is part of it."""
    said = [str(facts[name]["fact"]) for name in cited(page) if name in facts]
    text = "\n".join([*page.lines[page.body_line - 1 :], *said])
    return Published(len(_notes(page)), _digest(text), _counted(page))


def read_figures(data_dir: Path, shown: str) -> tuple[dict[str, Published], list[Problem]]:
    """The pages of the file by id."""
    file = data_dir / FILE
    try:
        text = read_text(file, shown)
    except BadText as error:
        return {}, [error.problem]
    found: dict[str, Published] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if match is None or match["id"] in found:
            message = f"“{line[:60]}” is no line of this file: restore it from git"
            return {}, [Problem(shown, number, message)]
        words = (word.partition("*") for word in match["figures"].split())
        figures = {figure: int(times or 1) for figure, _, times in words}
        found[match["id"]] = Published(int(match["notes"]), match["digest"], figures)
    return found, []


def file_text(pages: Iterable[SourcePage], facts: Table) -> str:
    """The file, of pages as they are published now."""
    lines = []
    for page in sorted(pages, key=lambda page: str(page.meta["id"])):
        now = published(page, facts)
        figures = (f"{f}*{n}" if n > 1 else f for f, n in sorted(now.figures.items()))
        words = [page.meta["id"], str(now.notes), now.digest, *figures]
        lines.append(" ".join(words) + "\n")
    return HEAD + "".join(lines)


def _changed(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The figures that came and those that went. One that is said once more, or once less, is none;
    but where one is said less and another one more, the one may stand in the place of the other."""
    more = sorted(each for each in now if now[each] > before.get(each, 0))
    less = sorted(each for each in before if before[each] > now.get(each, 0))
    if more and less:
        return more, less
    return [each for each in more if each not in before], [each for each in less if each not in now]


def _named(figures: Iterable[str], what: str) -> str:
    """Figures for an author; a caveat by its risk."""
    names = [f"caveat {f.partition(':')[0]}" if f[0] == "r" else f for f in figures]
    names = list(dict.fromkeys(names))
    more = f" and {len(names) - SHOWN} more" if names[SHOWN:] else ""
    return f"{', '.join(names[:SHOWN])}{more} {what}" if names else ""


def check_figures_told(page: SourcePage, before: Published, facts: Table) -> Iterator[Problem]:
    """A page whose figures changed without a note, a note without a change, a note that is gone."""
    notes, figures = _notes(page), _counted(page)
    line = page.meta.lines.get("changes", page.meta.lines.get("updated", 1))
    if len(notes) < before.notes:
        message = f"{before.notes} notes were published and {len(notes)} are left: put them back"
        yield Problem(page.path, line, f'{message} under "changes"')
        return
    new = notes[: len(notes) - before.notes]
    came, gone = _changed(before.figures, figures)
    if (came or gone) and all(note.get("kind") == "wording" for note in new):
        parts = (_named(gone, "gone"), _named(came, "new"))
        message = (
            f"since it was published: {', '.join(filter(None, parts))}. Whoever passed it on must"
            ' learn why: add "- date: …", "kind: fact" (or advice), "says: …。" first under'
            ' "changes:" in the front matter'
        )
        lines = figures_of(page)
        yield Problem(page.path, min((lines[each] for each in came), default=line), message)
    elif new and published(page, facts).digest == before.digest:
        message = f'{len(new)} new under "changes", and the text is as it was published'
        yield Problem(page.path, line, f"{message}: remove what did not happen")
