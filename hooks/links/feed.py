"""What changed in the guide as an Atom feed of each edition (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from content.changes import LATEST
from links.catalogue import short_url
from model.guide import Change, GuidePage, by_id, site_name

FILE = "feed.xml"
# The page that lists the same.
PAGE = "updates"


def _time(day: str) -> str:
    """Notes have a day and no time."""
    return f"{day}T00:00:00Z"


def _entry(page: GuidePage, change: Change, number: int, place: int, base: str) -> str:
    language, folder, edition = page.editions[place]
    # Counted from the first note, so that a newer one changes the name of none.
    name = f"{short_url(base, page.id)}#change-{number}"
    return f"""\
<entry>
<id>{escape(name)}</id>
<title>{escape(edition.title)}</title>
<link rel="alternate" type="text/html" href="{escape(f"{base}{folder}{page.address}")}"/>
<updated>{_time(change.day)}</updated>
<category term="{change.kind}"/>
<summary>{escape(change.says[language])}</summary>
</entry>
"""


def feed(pages: Sequence[GuidePage], place: int, base: str) -> str:
    """The feed of the edition at `place`: the latest changes, the newest first."""
    changes = [
        (change, page, len(page.changes) - at)
        for page in pages
        for at, change in enumerate(page.changes)
    ]
    changes.sort(key=lambda each: each[0].day, reverse=True)
    language, folder, edition = pages[0].editions[place]
    listed = by_id(pages).get(PAGE)
    words = listed.editions[place][2].title if listed else ""
    title = "：".join(filter(None, (site_name(edition), words)))
    days = [change.day for change, _, _ in changes] or [page.updated for page in pages]
    about = f"{base}{folder}{listed.address if listed else ''}"
    entries = (
        _entry(page, change, number, place, base) for change, page, number in changes[:LATEST]
    )
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">
<id>{escape(f"{base}{folder}{FILE}")}</id>
<title>{escape(title)}</title>
<updated>{_time(max(days))}</updated>
<author><name>{escape(site_name(edition))}</name></author>
<link rel="self" type="application/atom+xml" href="{escape(f"{base}{folder}{FILE}")}"/>
<link rel="alternate" type="text/html" href="{escape(about)}"/>
{"".join(entries)}</feed>
"""
