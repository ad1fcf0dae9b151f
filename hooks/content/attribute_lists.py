"""What Markdown may say in braces, `{#id}` or `{ .class name=value }`: a list.

Python-Markdown writes any name it finds there into the page, handlers and styles too. So each brace
of a text belongs to a list whose every name stands here, or is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from base.problems import Problem, nearest
from base.records import WORDS
from base.source_text import BadText, read_text
from content.raw_html import without_code
from content.source_pages import NEARLY_HEADING, SourcePage

# Name -> pattern of its value, and what reads it.
ATTRIBUTES: Mapping[str, tuple[str, str]] = {
    "was": (rf"{WORDS}(?: {WORDS})*", "former ids of a heading (content/former_ids.py)"),
    "data-search-exclude": ("", "text that the search passes over"),
    "data-item": (WORDS, "a line of the checklist of agreements (tools/agreement.js)"),
    "data-ask": (WORDS, "a blank that the note of a call asks for (tools/call-page.js)"),
    "data-fill": (WORDS, "a blank that the note of a call fills in (tools/call-page.js)"),
    "data-kind": ("must|own|never|one|many", "how a tool reads a line or a section"),
    "data-alone": ("1", "an answer of the check of messages (tools/check.js)"),
    "data-unknown": ("1", "as above"),
    "data-urgent": ("1", "as above"),
}
CLASSES = frozenset(("facts-index", "next-step", "nothing-left", "urgent"))

# Drawings of links, `{ .i-phone }`: those that the style sheet draws.
ICON = "i-"
DRAWN = re.compile(rf"\.({ICON}{WORDS})\b")
DRAWN_IN = "assets/stylesheets/situations.css"

# The names of drawings; None where nobody knows them.
Icons = frozenset[str] | None

BRACES = re.compile(r"\{[^{}]*\}")
LIST = re.compile(r"\{:? ?(?P<items>[^{}]*?) ?\}")
ITEM = re.compile(
    r"""(?P<mark>[#.]?)(?P<name>[^\s="']+)(?:=(?:"(?P<quoted>[^"]*)"|(?P<bare>\S*)))?"""
)


def read_icons(docs_dir: Path) -> Icons:
    """The classes that draw an icon; None where nobody knows."""
    try:
        return frozenset(DRAWN.findall(read_text(docs_dir / DRAWN_IN, DRAWN_IN)))
    except BadText:
        return None  # Told by who looks at the files (template_check.py).


def _class_fault(name: str, icons: Icons) -> str:
    known = icons if name.startswith(ICON) else CLASSES
    if known is None or name in known:
        return ""
    where = f", in docs/{DRAWN_IN}" if known is icons else ""
    return f'no class "{name}"{nearest(name, known)}: known are {", ".join(sorted(known))}{where}'


def _item_fault(match: re.Match[str], in_heading: bool, icons: Icons) -> str:
    mark, name = match["mark"], match["name"]
    value = match["quoted"] if match["quoted"] is not None else match["bare"]
    if mark == "#":
        return "" if in_heading else f"#{name}: an id stands behind a heading only"
    if mark == ".":
        return _class_fault(name, icons)
    if name.lower().startswith("on") or name.lower() == "style":
        return f"{name}: no policy can allow it; use a class"
    if name not in ATTRIBUTES:
        known = ", ".join(ATTRIBUTES)
        return f'no attribute "{name}"{nearest(name, ATTRIBUTES)}: known are {known}'
    pattern, what = ATTRIBUTES[name]
    if value is None or not re.fullmatch(pattern, value):
        return f'{name} is {what}: write {name}="{pattern if pattern.isalnum() else "…"}"'
    if name == "was" and not in_heading:
        return "was: former ids stand behind a heading only"
    return ""


def _list_fault(braces: str, in_heading: bool, icons: Icons) -> str:
    whole = LIST.fullmatch(braces)
    if whole is None or not whole["items"]:
        return f"{braces[:40]} says nothing: remove it"
    at, seen = 0, set()
    text = whole["items"]
    while at < len(text):
        match = ITEM.match(text, at)
        if match is None:
            return f"{braces[:60]} is no list of attributes: write {{ .class name=value }}"
        if fault := _item_fault(match, in_heading, icons):
            return fault
        key = match["mark"] if match["mark"] == "#" else match["mark"] + match["name"]
        if key in seen:
            return f"{key} stands twice in {braces[:60]}: keep one"
        seen.add(key)
        at = match.end()
        while at < len(text) and text[at] == " ":
            at += 1
    return ""


def _place_fault(line: str, lists: list[re.Match[str]], in_heading: bool) -> str:
    """Attributes that Markdown gives to another element than their author means, or to none."""
    if in_heading or not BRACES.sub("", line).strip():
        return ""
    for match in lists:
        if not line[: match.start()].endswith((")", "_")):
            return (
                f"{match[0][:40]} stands directly behind a link or a blank ____, without a blank in"
                " between, or on a line of its own"
            )
    return ""


def check_attribute_lists(page: SourcePage, icons: Icons = frozenset()) -> Iterator[Problem]:
    """Braces that are no list of attributes, and names and values that none may have; `icons` are
    the classes that draw one."""
    for number, line in page.body():
        line = without_code(line)
        if "{" not in line and "}" not in line:
            continue
        in_heading = bool(NEARLY_HEADING.match(line))
        lists = list(BRACES.finditer(line))
        rest = BRACES.sub(" ", line)
        if "{" in rest or "}" in rest:
            message = (
                "{ or } alone: braces hold attributes only, { .class name=value }, on one line"
            )
            yield Problem(page.path, number, message)
            continue
        faults = (_list_fault(match[0], in_heading, icons) for match in lists)
        if fault := next(filter(None, faults), "") or _place_fault(line, lists, in_heading):
            yield Problem(page.path, number, fault)
