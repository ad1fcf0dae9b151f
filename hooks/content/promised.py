"""The anchors that were published of each page, for lists that no longer name all their rows.

`links/ledger.py` reads the ledger whole and says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from base.source_text import BadText, read_text

FILE = "published.txt"
ANCHOR = re.compile(r"^\d+ \S+ (\S+) #(\S+)$", re.MULTILINE)


def promised_anchors(data_dir: Path) -> Mapping[str, frozenset[str]]:
    """The anchors by the id of their page."""
    try:
        text = read_text(data_dir / FILE, FILE)
    except BadText:
        return {}
    found: dict[str, set[str]] = {}
    for page_id, anchor in ANCHOR.findall(text):
        found.setdefault(page_id, set()).add(anchor)
    return {page_id: frozenset(anchors) for page_id, anchors in found.items()}
