"""What a page may load and run: nothing but the site's own files, and the inline scripts whose
hashes are named. No `unsafe-inline`, no `unsafe-eval`, no other host.

https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from htmlkit.lexer import Kind, Tag

# What runs; a script of another type is data, which no policy touches.
RUNS = frozenset(("", "module", "text/javascript", "application/javascript"))
# For a meta element, which every page has (delivery/page.py).
RULES: tuple[tuple[str, str], ...] = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    # Icons stand in the style sheet.
    ("img-src", "'self' data:"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
)
# The same for a folder on disk, where pages are no origin. Nothing there may ask a network.
ASKING = ("connect-src", "manifest-src")
ON_DISK: tuple[tuple[str, str], ...] = tuple(
    (name, value.replace("'self'", "file:")) for name, value in RULES if name not in ASKING
)
# For a header: `frame-ancestors` counts nowhere else. What may run each page says itself; the
# hashes of all pages would be half a kilobyte with every answer.
IN_HEADER: tuple[tuple[str, str], ...] = (
    ("object-src", "'none'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
)


def source_hash(content: str) -> str:
    """How a policy names an inline script or style."""
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def inline(token: str, tag: Tag) -> tuple[str, str] | None:
    """The rule and the hash that an inline script or style needs, or None."""
    if tag.kind is not Kind.ELEMENT or tag.get("src") is not None:
        return None
    content = token[slice(*tag.content)]
    if tag.name == "style":
        return "style-src", source_hash(content)
    if tag.name == "script" and (tag.get("type") or "").lower() in RUNS:
        return "script-src", source_hash(content)
    return None


def policy(needs: Iterable[tuple[str, str]], rules: Iterable[tuple[str, str]] = RULES) -> str:
    """The policy that lets inline scripts and styles run: pairs of a rule and a hash."""
    hashes: dict[str, list[str]] = {}
    for rule, needed in sorted(set(needs)):
        hashes.setdefault(rule, []).append(needed)
    return "; ".join(" ".join((name, value, *hashes.get(name, ()))) for name, value in rules)
