"""What only scripts say comes with the scripts of a page in place of the page itself.

A page says it in `<template data-words>`, so that each edition has its own; the theme, in its
settings. Nobody reads it, and on a slow line it would take its time from what is read.
"""

from __future__ import annotations

import json
from typing import Any

from delivery.scripts import ALONE
from htmlkit.lexer import parse

SETTINGS = "__config"
# What the page itself must say of the settings: it depends on the page's place.
OF_THE_PAGE = ("base", "search")

INSERTED = 'document.body.insertAdjacentHTML("beforeend",'
WORDS = (
    f"{INSERTED}%s);{{const page=document.getElementById({json.dumps(SETTINGS)});"
    "page.textContent=JSON.stringify({...JSON.parse(page.textContent),...%s})}"
)


def _json(value: object) -> str:
    """JSON, as a script and a script element may hold it."""
    return json.dumps(value, ensure_ascii=False).replace("<", r"\u003c")


def cut_settings(token: str) -> tuple[str, dict[str, Any]]:
    """The element with the theme's settings as the page keeps it, and what comes with the
    scripts."""
    start, end = parse(token).content
    settings: dict[str, Any] = json.loads(token[start:end])
    own = {name: settings.pop(name) for name in OF_THE_PAGE if name in settings}
    return f"{token[:start]}{_json(own)}{token[end:]}", settings


def script_with(templates: str, settings: dict[str, Any]) -> str:
    """The script that puts templates and settings back where scripts look for them."""
    return ALONE % (WORDS % (_json(templates), _json(settings)))
