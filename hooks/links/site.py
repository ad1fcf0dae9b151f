"""The links of a folder of built HTML: short links, redirects, catalogue, texts for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from content.problems import Problem
from editions.addresses import FOLDER
from editions.faults import Sources
from editions.lexer import split
from links.catalogue import SCHEMA, catalogue, llms_text, page_text, short_url
from links.desk import FINDS, LIST, desk, filled, finds
from links.ledger import Ledger, unpublished
from links.pages import PASS_ON, SHORT, LinkedPage, read_pages
from links.pass_on import SCRIPT, moved_page, short_page
from links.previews import page_preview, pictures, with_preview
from links.promises import broken
from links.qr import qr_files
from links.redirects import redirects_of, rule_files
from links.tree import parsed

# For absolute addresses when nobody says where the site is published; as in mkdocs.yml.
EXAMPLE = "https://example.org/"
# Bytes; a page at a former address is smaller, those of the guide larger.
SMALL = 4096


@dataclass
class Report:
    """What a run did, and what authors should mend.

    `anchors` are those in the catalogue, `new` what the ledger does not hold yet.
    """

    pages: int = 0
    anchors: int = 0
    redirects: int = 0
    new: int = 0
    problems: list[Problem] = field(default_factory=list)


def public_address(site_dir: Path, site_url: str = "") -> str:
    """Where the site is published, with a slash at the end.

    `site_url`, or what the start page names as its own address, or the example address.
    """
    if not site_url:
        for token in split((site_dir / "index.html").read_text(encoding="utf-8"))[1::2]:
            tag = parsed(token)
            if tag.name == "link" and tag.get("rel") == "canonical":
                site_url = tag.get("href") or ""
                break
    return (site_url or EXAMPLE).rstrip("/") + "/"


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _remove_earlier(site_dir: Path) -> None:
    """Removes the redirects of an earlier run: their pages may be live again, or gone."""
    mark = f"<a {PASS_ON} ".encode()
    for path in sorted(site_dir.rglob("index.html"), reverse=True):
        is_short = path.is_relative_to(site_dir / SHORT)
        if (is_short or path.stat().st_size < SMALL) and mark in path.read_bytes():
            path.unlink()
            for name in ("qr.png", "qr.svg"):
                path.with_name(name).unlink(missing_ok=True)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


def _write_links(site_dir: Path, pages: Sequence[LinkedPage], base: str) -> None:
    for page in pages:
        folder = site_dir / SHORT / page.id
        png, svg = qr_files(short_url(base, page.id))
        _write(folder / "index.html", short_page(page, base))
        _write(folder / "qr.png", png)
        _write(folder / "qr.svg", svg)
        for language, edition_folder, edition in page.editions:
            text = page_text(page, language, edition_folder, edition, base)
            _write(site_dir / edition_folder / page.text_file, text)
    _write(site_dir / "links.json", catalogue(pages, base))
    _write(site_dir / SCHEMA.name, SCHEMA.read_text(encoding="utf-8"))
    _write(site_dir / "llms.txt", llms_text(pages, 0, base))
    _write(site_dir / FOLDER / "llms.txt", llms_text(pages, 1, base))


def _write_previews(site_dir: Path, pages: Sequence[LinkedPage], base: str) -> None:
    for file, content in pictures(pages).items():
        _write(site_dir / file, content)
    by_address = {page.address: page for page in pages}
    for page in pages:
        for language, folder, edition in page.editions:
            path = site_dir / folder / page.file
            lines = page_preview(page, language, by_address, base, edition.site_name)
            html = path.read_text(encoding="utf-8")
            _write(path, with_preview(html, lines))


def _write_desk(site_dir: Path, pages: Sequence[LinkedPage], base: str) -> None:
    """The list of all pages, in the page of each edition that has room for it."""
    room = f"<!-- {LIST} -->"
    for page in pages:
        for place, (_, folder, _) in enumerate(page.editions):
            file = site_dir / folder / page.file
            html = file.read_bytes().decode()
            if room in html:
                html = filled(html, LIST, desk(pages, place, page.address, base))
                _write(file, filled(html, FINDS, finds(pages, place)))


def _write_redirects(
    site_dir: Path, pages: Sequence[LinkedPage], redirects: dict[str, str], base: str
) -> None:
    by_address = {page.address: page for page in pages}
    for old, new in redirects.items():
        for place, folder in enumerate(("", FOLDER)):
            html = moved_page(old, by_address[new], place, base)
            _write(site_dir / folder / old / "index.html", html)
    for name, rules in rule_files(redirects, urlsplit(base).path).items():
        _write(site_dir / name, rules)


def build(
    site_dir: Path,
    ledger: Ledger,
    site_url: str = "",
    sources: Sources | None = None,
) -> Report:
    """Writes the links of `site_dir`, whose second edition is there already.

    Nothing is written if there are problems, or if no page names its id.
    """
    sources = sources or Sources()
    _remove_earlier(site_dir)
    pages, problems = read_pages(site_dir, sources)
    redirects, faults = redirects_of(site_dir, pages, sources)
    problems += faults
    problems += broken(ledger, pages, redirects, sources)
    if pages and not (site_dir / SCRIPT).is_file():
        message = "the script of short links is missing: publish docs/assets with the site"
        problems.append(Problem((site_dir / SCRIPT).as_posix(), 0, message))
    day = ledger.entries[-1].day if ledger.entries else ""
    report = Report(
        pages=len(pages),
        anchors=sum(len(page.hant.headings) for page in pages),
        redirects=len(redirects),
        new=len(unpublished(ledger, pages, day)),
        problems=sorted(set(problems)),
    )
    if pages and not report.problems:
        base = public_address(site_dir, site_url)
        _write_links(site_dir, pages, base)
        _write_previews(site_dir, pages, base)
        _write_desk(site_dir, pages, base)
        _write_redirects(site_dir, pages, redirects, base)
    return report
