"""The search index of the Simplified edition, from the one of the build."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from editions.addresses import FOLDER, Site, cut
from editions.page import PageCopy
from editions.prose import Prose

INDEX = "search/search_index.json"


# Links in a fragment stay as they are.
NO_SITE = Site(())


def fragment(html: str, prose: Prose) -> str:
    """A piece of HTML, converted like a page."""
    return PageCopy("", html, NO_SITE, prose, prose, {}).make().html


def _converted(entry: dict[str, Any], prose: Prose) -> dict[str, Any]:
    texts: dict[str, Any] = {
        key: fragment(entry[key], prose) for key in ("title", "text") if key in entry
    }
    if "tags" in entry:
        texts["tags"] = [fragment(tag, prose) for tag in entry["tags"]]
    return {**entry, **texts}


def write_search_index(site_dir: Path, prose_of: Callable[[str], Prose]) -> None:
    """Writes the index of the Simplified edition, if the build has written one.

    `prose_of` gives the conversion for a page by its address below the root. Titles and
    texts are fragments of HTML; settings and locations stay. Raises ValueError if the index
    is not JSON.
    """
    source = site_dir / INDEX
    if not source.exists():
        return
    # Escaped as \\u…: read as JSON, never replaced in the file.
    index = json.loads(source.read_text(encoding="utf-8"))
    index["docs"] = [
        _converted(entry, prose_of(cut(entry["location"])[0])) for entry in index["docs"]
    ]
    target = site_dir / FOLDER / INDEX
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text, encoding="utf-8", newline="\n")
