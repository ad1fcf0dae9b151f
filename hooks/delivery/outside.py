"""Links that leave the site: to the sources that the facts name, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from content.problems import nearest
from editions.lexer import Kind, split
from editions.prose import Fault
from links.tree import parsed

FACTS = "facts.yml"
# So that the other side learns nothing of the reader, and cannot reach back.
REL = frozenset(("noopener", "noreferrer"))


def hosts_of(data_dir: Path) -> frozenset[str] | None:
    """The hosts of the sources that the facts file links; None if the site has no facts."""
    file = data_dir / FACTS
    if not file.is_file():
        return None
    # Quicker than all of YAML, which reads this file once more elsewhere.
    rows = yaml.load(
        file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return frozenset(
        urlsplit(str(row["url"])).hostname or "" for row in rows if row.get("link") is True
    )


def faults(html: str, allowed: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with the links of a page that lead outside."""
    own = ""
    for token in split(html)[1::2]:
        tag = parsed(token)
        if tag.kind is not Kind.OPEN:
            continue
        if tag.name == "link" and tag.get("rel") == "canonical":
            own = urlsplit(unescape(tag.get("href") or "")).hostname or ""
        url = unescape(tag.get("href") or "") if tag.name == "a" else ""
        if not url.startswith(("https:", "http:", "//")):
            continue
        host = urlsplit(url).hostname or ""
        if host == own:
            continue
        if host not in allowed:
            yield Fault(
                url,
                f"{url} leads to {host}, which no fact names as its source{nearest(host, allowed)}:"
                " cite a fact instead",
            )
        elif missing := REL - set((tag.get("rel") or "").split()):
            yield Fault(url, f'{url} needs rel="{" ".join(sorted(missing))}"')
