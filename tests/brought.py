"""What the scripts of a built page bring along: its templates of words, and settings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from delivery.strings import INSERTED

# The script that all of a page's classic ones are joined in (delivery/scripts.py).
SCRIPT = re.compile(r'src="[./]*(assets/hashed/guide\.[0-9a-f]{8}\.js)"')
SETTINGS = "page.textContent),..."


def brought(root: Path, html: str) -> tuple[str, dict[str, Any]]:
    """The HTML that the script of a page of the site at `root` inserts, and the settings that it
    adds to those of the page."""
    (path,) = set(SCRIPT.findall(html))
    text = (root / path).read_text(encoding="utf-8")
    decode = json.JSONDecoder().raw_decode
    inserted, settings = (decode(text.split(mark)[1])[0] for mark in (INSERTED, SETTINGS))
    return inserted, settings
