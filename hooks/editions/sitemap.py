"""The sitemap of each edition: its own addresses, each with its counterparts."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from editions.addresses import FOLDER, SIMPLIFIED, TRADITIONAL, Site

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def _entries(sitemap: Path) -> Iterator[tuple[str, str]]:
    """Address and date of last change ("" if not given) of each page listed."""
    for url in ElementTree.parse(sitemap).getroot().iter(f"{NAMESPACE}url"):
        address = url.findtext(f"{NAMESPACE}loc", "").strip()
        if address:
            yield address, url.findtext(f"{NAMESPACE}lastmod", "").strip()


def _entry(address: str, traditional: str, simplified: str, changed: str) -> str:
    alternates = {TRADITIONAL: traditional, SIMPLIFIED: simplified, "x-default": traditional}
    lines = [f"  <loc>{escape(address)}</loc>"]
    lines += [f"  <lastmod>{escape(changed)}</lastmod>"] if changed else []
    lines += [
        f'  <xhtml:link rel="alternate" hreflang="{edition}" href="{escape(href)}"/>'
        for edition, href in alternates.items()
    ]
    return "\n".join([" <url>", *lines, " </url>\n"])


def _write(path: Path, entries: list[str]) -> None:
    content = (HEAD + "".join(entries) + "</urlset>\n").encode()
    path.write_bytes(content)
    # No time in the archive: the same pages give the same bytes.
    path.with_suffix(".xml.gz").write_bytes(gzip.compress(content, mtime=0))


def write_sitemaps(site_dir: Path, site: Site) -> None:
    """Writes `sitemap.xml` of both editions from the one of the build, if there is one.

    Raises `xml.etree.ElementTree.ParseError` if that is not XML.
    """
    sitemap = site_dir / "sitemap.xml"
    if not sitemap.exists():
        return
    traditional, simplified = [], []
    for address, changed in _entries(sitemap):
        counterpart = site.rebased(address)
        traditional.append(_entry(address, address, counterpart, changed))
        simplified.append(_entry(counterpart, address, counterpart, changed))
    _write(sitemap, traditional)
    _write(site_dir / FOLDER / "sitemap.xml", simplified)
