"""The scripts of a page that hold data: the theme's settings and linked data (JSON-LD)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from base.languages import SIMPLIFIED

# As Jinja's `tojson` writes them, so that no markup can appear inside a script.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})


class BadJson(Exception):
    """The script is not JSON."""


def _read(source: str) -> Any:
    try:
        return json.loads(source)
    except ValueError as error:
        raise BadJson(str(error)) from error


def theme_settings(
    source: str, convert: Callable[[str], str], copied_url: Callable[[str], str]
) -> str:
    """Material's `__config`: its texts converted, the path of its search worker re-based.

    Written as Jinja's `tojson` does: ASCII, keys sorted. Raises `BadJson`.
    """
    settings = _read(source)
    if isinstance(texts := settings.get("translations"), dict):
        settings["translations"] = {key: convert(text) for key, text in texts.items()}
    if isinstance(worker := settings.get("search"), str):
        settings["search"] = copied_url(worker)
    # Relative to the page, but for the 404 page, which is served at any depth.
    if isinstance(base := settings.get("base"), str) and base.startswith("/"):
        settings["base"] = copied_url(base)
    return json.dumps(settings, sort_keys=True).translate(_ESCAPES)


def _linked(
    value: Any, key: str, convert: Callable[[str], str], rebased: Callable[[str], str]
) -> Any:
    if isinstance(value, dict):
        return {k: _linked(v, k, convert, rebased) for k, v in value.items()}
    if isinstance(value, list):
        return [_linked(item, key, convert, rebased) for item in value]
    if not isinstance(value, str) or (key.startswith("@") and key != "@id"):
        return value
    if key == "inLanguage":
        return SIMPLIFIED
    # An address without Han characters is left alone by `convert`, any other string by
    # `rebased`.
    return convert(rebased(value))


def linked_data(source: str, convert: Callable[[str], str], rebased: Callable[[str], str]) -> str:
    """JSON-LD with its texts converted and its own addresses in the Simplified edition.

    Raises `BadJson`.
    """
    linked = _linked(_read(source), "", convert, rebased)
    return json.dumps(linked, ensure_ascii=False).translate(_ESCAPES)
