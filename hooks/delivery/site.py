"""The last step: how a built site reaches its readers.

One style sheet, and one for paper, scripts that nobody waits for, names that can be cached for
ever, a policy on each page, and the headers for hosts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from content.problems import Problem
from delivery import headers
from delivery.outside import faults, hosts_of
from delivery.page import Asset, Parts, read, with_policy, write
from delivery.scripts import Scripts, publish
from delivery.styles import PAPER, cut, joined
from delivery.vocabulary import Vocabulary
from delivery.words import folded, tidy
from editions.faults import Sources, to_problems

# What the theme brings along for its own search and for those who develop it.
NEVER_ASKED_FOR = ("assets/javascripts/lunr", "assets/**/*.map")
ICON_BYTES = 1000
SCRIPTS = "assets/javascripts/**/*.js"


@dataclass
class Report:
    """What the step did, and what authors should mend."""

    pages: int = 0
    style_bytes: int = 0
    problems: list[Problem] = field(default_factory=list)


class _Styles:
    """The style sheets of the site."""

    def __init__(self, site_dir: Path, pages: Sequence[Path]) -> None:
        self._dir = site_dir
        self._pages = pages
        self._sheets: dict[Asset, None] = {}
        # Path and media of each sheet, in their order.
        self.made: list[tuple[str, str]] = []
        self.size = 0

    def want(self, parts: Parts) -> None:
        """Notes the sheets of a page; the first page with a sheet says its place."""
        for asset in parts.styles.values():
            self._sheets[Asset("", asset.path, asset.media)] = None

    def make(self) -> None:
        """Writes the sheets for all pages: the next page needs no other. Raises `BadStyle`."""
        if not self._sheets:
            return
        known = Vocabulary()
        for file in self._pages:
            known.add_page(file.read_text(encoding="utf-8"))
        for file in sorted(self._dir.glob(SCRIPTS)):
            known.add_script(file.read_text(encoding="utf-8"))
        texts = [
            (asset.path, (self._dir / asset.path).read_text(encoding="utf-8"), asset.media)
            for asset in self._sheets
        ]
        screen, paper = cut(joined(texts, known))
        self.made = [(publish(self._dir, "guide.css", screen), "")]
        if paper:
            self.made.append((publish(self._dir, "paper.css", paper), PAPER))
        self.size = len(screen.encode())


def _clear(site_dir: Path) -> None:
    for pattern in NEVER_ASKED_FOR:
        for path in sorted(site_dir.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _icons(site_dir: Path, pages: Iterable[Parts]) -> dict[str, str]:
    """The small icons that pages name, as addresses that hold them: no request, and no
    connection, beside what is read."""
    found: dict[str, str] = {}
    for path in {icon.path for parts in pages for icon in parts.icons.values()}:
        file = site_dir / path
        drawn = file.suffix == ".svg" and file.is_file()
        text = file.read_text(encoding="utf-8") if drawn else ""
        if 0 < len(text) <= ICON_BYTES:
            drawing = quote(text.strip().replace('"', "'"), safe=" '/:=.,;()-")
            found[path] = f"data:image/svg+xml,{drawing}"
    return found


def _attributes(site_dir: Path, file: Path, parts: Parts) -> Iterator[Problem]:
    for what in parts.bad:
        name = file.relative_to(site_dir).as_posix()
        message = f"{what}: no policy can allow it; use a class, or a script of the site"
        yield Problem(name, 0, message)


def build(site_dir: Path, data_dir: Path | None = None, sources: Sources | None = None) -> Report:
    """Prepares a built site with all its pages for its readers; doing so twice changes nothing.

    `data_dir` holds the facts, whose sources are where links may lead. Raises `BadStyle` and
    `BadScript`.
    """
    files = sorted(site_dir.rglob("*.html"))
    report = Report(pages=len(files))
    _clear(site_dir)
    pages = {file: read(file.read_text(encoding="utf-8")) for file in files}
    styles, scripts = _Styles(site_dir, files), Scripts(site_dir)
    for file, parts in pages.items():
        styles.want(parts)
        report.problems += _attributes(site_dir, file, parts)
    styles.make()
    allowed = hosts_of(data_dir) if data_dir else None
    if allowed is not None:
        found = [
            (file.relative_to(site_dir).as_posix(), fault)
            for file, parts in pages.items()
            for fault in faults("".join(parts.tokens), allowed)
        ]
        report.problems += to_problems(found, sources or Sources(), site_dir)
    report.style_bytes = styles.size
    icons = _icons(site_dir, pages.values())
    delivered = []
    for file, parts in pages.items():
        html = with_policy(write(parts, styles.made, scripts, icons))
        html = folded(html, site_dir)
        delivered.append(html)
        if html != "".join(parts.tokens):
            file.write_text(html, encoding="utf-8", newline="\n")
    tidy(site_dir, delivered)
    headers.publish(site_dir)
    return report
