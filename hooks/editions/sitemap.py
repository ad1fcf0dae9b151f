"""The sitemap of each edition: its own addresses, each with its counterparts."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterator
from html import escape
from xml.etree import ElementTree

from base.languages import FOLDER, SIMPLIFIED, TRADITIONAL
from base.problems import Unusable
from model.addresses import Site, cut

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def _entries(sitemap: str) -> Iterator[tuple[str, str]]:
    """Address and date of last change ("" if not given) of each page listed."""
    for url in ElementTree.fromstring(sitemap).iter(f"{NAMESPACE}url"):
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


def _files(path: str, entries: list[str]) -> dict[str, bytes]:
    content = (HEAD + "".join(entries) + "</urlset>\n").encode()
    # No time in the archive: the same pages give the same bytes.
    return {path: content, f"{path}.gz": gzip.compress(content, mtime=0)}


def sitemaps(sitemap: str, site: Site, hidden: Collection[str] = ()) -> dict[str, bytes]:
    """The sitemaps of both editions, plain and packed, made of the one of the build.

    `hidden` are addresses of pages that no search engine is to list. Raises `Unusable` if the
    text is no sitemap.
    """
    traditional, simplified = [], []
    try:
        entries = list(_entries(sitemap))
    except ElementTree.ParseError as error:
        raise Unusable(f"sitemap.xml: not XML: {error}") from error
    for address, changed in entries:
        if cut(address.removeprefix(site.site_url))[0] in hidden:
            continue
        counterpart = site.rebased(address)
        traditional.append(_entry(address, address, counterpart, changed))
        simplified.append(_entry(counterpart, address, counterpart, changed))
    return {
        **_files("sitemap.xml", traditional),
        **_files(f"{FOLDER}sitemap.xml", simplified),
    }
