"""Paper, of a folder of built HTML: the whole guide of each edition as one document, and on each
page the addresses of the pages it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from editions.addresses import FOLDER
from links.site import public_address
from paper.chapter import PAPER
from paper.document import CHAPTER, bound
from paper.onward import with_onward
from paper.pages import PaperPage, read_pages


@dataclass
class Report:
    """How many chapters the document has, and its size in each edition."""

    chapters: int = 0
    sizes: tuple[int, ...] = ()


def _write(file: Path, html: str) -> None:
    file.write_text(html, encoding="utf-8", newline="\n")


def _bind(site_dir: Path, folder: str, pages: Mapping[str, PaperPage], base: str) -> str:
    """Writes the document of an edition; nothing if the site has none."""
    file = site_dir / folder / PAPER / "index.html"
    if not file.is_file():
        return ""
    html = bound(file.read_text(encoding="utf-8"), pages, base)
    _write(file, html)
    return html


def build(site_dir: Path, site_url: str = "") -> Report:
    """Prepares a site, whose second edition is there already, for paper. Raises `NoContents`.

    `site_url` is its public address; without it the canonical link of the start page says it.
    """
    base = public_address(site_dir, site_url)
    report = Report()
    for folder in ("", FOLDER):
        pages = {page.address: page for page in read_pages(site_dir, folder)}
        html = _bind(site_dir, folder, pages, base)
        report.chapters = html.count(CHAPTER)
        report.sizes += (len(html.encode()),)
        for page in pages.values():
            before = page.file.read_text(encoding="utf-8")
            if (after := with_onward(before, page, pages, base)) != before:
                _write(page.file, after)
    return report
