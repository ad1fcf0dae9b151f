"""What a first view weighs: HTML and what it asks for by itself, packed.

Nobody's first view is the whole guide on paper (`print/`).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

from site_under_audit import Audited
from table import Row

from model.addresses import PAPER

HEAD = ("first view", "bytes", "requests")
ASKED = re.compile(rb'(?:href|src)="[^"]*(assets/hashed/[^"]+)"')


def rows(site: Audited) -> Iterator[Row]:
    """The median page and the heaviest."""
    views = []
    for address in site.addresses():
        if address.endswith(PAPER):
            continue
        html = site.file(address).read_bytes()
        # The sheet for paper stands twice: for readers with scripts, and without.
        files = [site.root / part.decode() for part in sorted(set(ASKED.findall(html)))]
        texts = [html, *(file.read_bytes() for file in files)]
        views.append((sum(len(gzip.compress(text, 6)) for text in texts), len(texts), address))
    views.sort()
    for name, (size, requests, address) in (
        ("median", views[len(views) // 2]),
        ("most", views[-1]),
    ):
        yield (f"{name}: /{address}", str(size), str(requests))
