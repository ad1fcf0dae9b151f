"""What a template owes to who does not see the page: fields with a label, pictures with words, each
id once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from base.problems import Problem, nearest
from base.source_text import line_at

NOTE = re.compile(r"\{#.*?#\}", re.DOTALL)
FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*>")
# A field that needs no label of its own.
NAMED = re.compile(r'\baria-label(?:ledby)?=|\btype="hidden"')
PICTURE = re.compile(r"<img\b(?![^>]*\balt=)[^>]*>")
ID = re.compile(r'\bid="(?P<id>[^"]+)"')
# Those of the theme begin with "__".
FOR = re.compile(r'<label\b[^>]*\bfor="(?P<id>(?!__)[^"]+)"')


def without_notes(text: str) -> str:
    """A template without its notes, line by line as it was."""
    return NOTE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _has_label(text: str, field: re.Match[str]) -> bool:
    given = ID.search(field[0])
    if NAMED.search(field[0]) or (given and f'for="{given["id"]}"' in text):
        return True
    return text.rfind("<label", 0, field.start()) > text.rfind("</label", 0, field.start())


def check_access(path: str, text: str) -> Iterator[Problem]:
    """Fields and pictures without words, labels of no field, ids that stand twice."""
    text = without_notes(text)
    ids = [match["id"] for match in ID.finditer(text)]
    for match in PICTURE.finditer(text):
        message = 'a picture without words: alt="…" says what it shows, alt="" that it has none'
        yield Problem(path, line_at(text, match.start()), message)
    for match in FIELD.finditer(text):
        if not _has_label(text, match):
            message = 'a field without words: write <label for="its-id">…</label> beside it'
            yield Problem(path, line_at(text, match.start()), message)
    for match in FOR.finditer(text):
        if match["id"] not in ids:
            message = f'a label of no field: no id "{match["id"]}" here{nearest(match["id"], ids)}'
            yield Problem(path, line_at(text, match.start()), message)
    first: dict[str, int] = {}
    for match in ID.finditer(text):
        line = line_at(text, match.start())
        if "{" not in match["id"] and first.setdefault(match["id"], match.start()) != match.start():
            there = line_at(text, first[match["id"]])
            message = f'the id "{match["id"]}" stands on line {there} already'
            yield Problem(path, line, message)
