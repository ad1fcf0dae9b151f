"""What only scripts say, with the scripts of a page in place of the page itself.

A page says it in `<template data-words>`, so that each edition has its own; the theme, in its
settings. Nobody reads it, and on a slow line it would take its time from what is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from delivery.scripts import ALONE, HASHED, JOINED, publish
from editions.lexer import Kind, split
from links.tree import parsed

ATTRIBUTE = "data-words"
SETTINGS = "__config"
# What the page itself must say of the settings: it depends on the page's place.
OF_THE_PAGE = ("base", "search")
# The first of the scripts that wait until the page is drawn (hooks/delivery/page.py).
LATE = '<template id="late">'
FIRST = re.compile(rf'{LATE}<script src="(?P<up>[^"]*?)(?P<path>{HASHED}guide\.[0-9a-f]{{8}}\.js)')

INSERTED = 'document.body.insertAdjacentHTML("beforeend",'
MERGED = "...JSON.parse(page.textContent),..."
WORDS = (
    f"{INSERTED}%s);{{const page=document.getElementById({json.dumps(SETTINGS)});"
    f"page.textContent=JSON.stringify({{{MERGED}%s}})}}"
)


def _json(value: object) -> str:
    """JSON, as a script and a script element may hold it."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", r"\u003c")


def _with_settings(token: str, settings: dict[str, Any]) -> str:
    start, end = parsed(token).content
    return f"{token[:start]}{_json(settings)}{token[end:]}"


def _settings(tokens: list[str]) -> tuple[int, dict[str, Any]]:
    """Where the theme's settings stand, 0 for a page without any, and what they say."""
    for place in range(1, len(tokens), 2):
        tag = parsed(tokens[place])
        if tag.kind is Kind.ELEMENT and tag.get("id") == SETTINGS:
            start, end = tag.content
            return place, json.loads(tokens[place][start:end])
    return 0, {}


def _taken(tokens: list[str]) -> str:
    """Takes the templates of words out of a page."""
    found, start = "", 0
    for place in range(1, len(tokens), 2):
        tag = parsed(tokens[place])
        if tag.name != "template":
            continue
        if tag.kind is Kind.OPEN and tag.get(ATTRIBUTE) is not None:
            start = place
        elif tag.kind is Kind.CLOSE and start:
            found += "".join(tokens[start : place + 1])
            tokens[start : place + 1] = [""] * (place + 1 - start)
            if tokens[start - 1].endswith((" ", "\n")):
                tokens[place + 1] = tokens[place + 1].lstrip(" \n")
            start = 0
    return found


def folded(html: str, site_dir: Path) -> str:
    """A page in its last form, but with its words in the first of its late scripts."""
    first = FIRST.search(html)
    if not first:
        return html
    tokens = split(html)
    templates = _taken(tokens)
    place, settings = _settings(tokens)
    own = {name: settings.pop(name) for name in OF_THE_PAGE if name in settings}
    if not templates and not settings:
        return html
    if place:
        tokens[place] = _with_settings(tokens[place], own)
    words = ALONE % (WORDS % (_json(templates), _json(settings)))
    text = (site_dir / first["path"]).read_text(encoding="utf-8")
    path = publish(site_dir, JOINED, f"{words}\n{text}")
    return "".join(tokens).replace(first[0], f'{LATE}<script src="{first["up"]}{path}', 1)


def unfolded(html: str, site_dir: Path) -> str:
    """A page as it was before `folded`; any other as it is."""
    first = FIRST.search(html)
    if not first:
        return html
    words, _, text = (site_dir / first["path"]).read_text(encoding="utf-8").partition("\n")
    if INSERTED not in words:
        return html
    decode = json.JSONDecoder().raw_decode
    templates, _ = decode(words, words.index(INSERTED) + len(INSERTED))
    settings, _ = decode(words, words.index(MERGED) + len(MERGED))
    tokens = split(html)
    place, own = _settings(tokens)
    if place:
        tokens[place] = _with_settings(tokens[place], own | settings)
    path = publish(site_dir, JOINED, text)
    late = f'{templates}{LATE}<script src="{first["up"]}{path}'
    return "".join(tokens).replace(first[0], late, 1)


def unfold(site_dir: Path) -> None:
    """Takes back what was delivered before: the steps before it read pages as they were."""
    if not (site_dir / HASHED).is_dir():
        return
    for file in sorted(site_dir.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        if (before := unfolded(html, site_dir)) != html:
            file.write_text(before, encoding="utf-8", newline="\n")


def tidy(site_dir: Path, pages: Iterable[str]) -> None:
    """Removes the joined scripts that none of the pages names any more."""
    named = "\n".join(pages)
    for file in (site_dir / HASHED).glob("guide.*.js"):
        if file.name not in named:
            file.unlink()
