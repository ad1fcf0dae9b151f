"""Templates, styles, scripts and settings as files: whether they can be read, and name
what is there.

What pages are made of stands in them too, so that a fault of one is told with file and line, and
not by a builder that stops in the middle.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tinycss2
from jinja2 import Environment, TemplateSyntaxError

from base.characters import odd, other_forms
from base.folders import walk
from base.memory import remembered
from base.problems import Problem, nearest
from base.source_text import BadText, line_at, read_content, read_text
from content.character_check import character_problems
from content.facts import FILE as FACTS
from content.front_matter import SCHEMA, SHELL_SCHEMA, TEMPLATES
from content.prose import check_wording
from content.script_check import OTHER_SCRIPT, check_line
from content.template_access import check_access
from conversion.leaks import LeakCheck

INCLUDE = re.compile(
    r"""{%-?\s*(?:include|extends|import|from)\s+(["'])(?P<name>[^"']+)\1\s*(?:-?%}|import)"""
)
# A key of the front matter of a page.
META = re.compile(r"\bpage\.meta\.(\w+)")
KEYS = frozenset((*SCHEMA, *SHELL_SCHEMA))
IMPORT = re.compile(
    r"""{%-?\s*from\s+(["'])(?P<name>[^"']+)\1\s+import\s+(?P<macros>[\w, ]+?)\s*-?%}"""
)
MACRO = re.compile(r"{%-?\s*macro\s+(\w+)")
ASSET = re.compile(r"""(["'])(?P<path>assets/[\w./-]+\.\w+)\1\s*\|\s*url""")
# What the theme brings, beside what lies in overrides/.
OF_THEME = re.compile(r"(?:base\.html|main\.html|partials/.*|\.icons/.*)")
DIALLED = re.compile(r'href="tel:(?P<number>\+?[\d-]+)"')
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
# What a drawing may not hold: programs, and what is fetched from elsewhere.
IN_DRAWING = re.compile(
    r"<(?:script|foreignObject|iframe|style|image|use)\b|<!(?:ENTITY|DOCTYPE)|\son\w+\s*=|"
    r"(?:href|src)\s*=\s*[\"'](?!#)|javascript:|url\((?!#)",
    re.IGNORECASE,
)
# Nothing of a style sheet comes from elsewhere.
IN_SHEET = re.compile(
    r"@import\b|url\(\s*[\"']?(?:https?:|//)|expression\(|javascript:", re.IGNORECASE
)
# What in a style sheet is no rule.
NO_RULE = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
SVG = "{http://www.w3.org/2000/svg}svg"
# Templates that the theme asks for by name.
NEEDED = ("main.html", "404.html", *TEMPLATES)
# The extensions and filters that MkDocs and the theme give to templates.
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"])
ENVIRONMENT.filters |= dict.fromkeys(("url", "script_tag"), str)
# How the bytes of a picture begin, and what it may weigh: a reader on a slow line waits for it.
SIGNATURES: Mapping[str, bytes] = {
    ".png": rb"\x89PNG\r\n\x1a\n",
    ".jpg": rb"\xff\xd8\xff",
    ".webp": rb"RIFF....WEBP",
}
MOST_BYTES = 200_000
TEXTS = (".html", ".css", ".js", ".svg")


def _text_problems(path: str, text: str) -> Iterator[Problem]:
    lines = list(enumerate(text.split("\n"), 1))
    yield from character_problems(path, lines, odd)
    yield from character_problems(path, lines, other_forms)


def _syntax(path: str, text: str) -> Iterator[Problem]:
    try:
        ENVIRONMENT.compile(text)
    except TemplateSyntaxError as error:
        yield Problem(path, error.lineno, f"no template that can be read: {error.message}")


def _macros(path: str, text: str, overrides: Path) -> Iterator[Problem]:
    """Macros that a template takes from another one of ours, which has none of that name."""
    for match in IMPORT.finditer(text):
        file = overrides / match["name"]
        if not file.is_file():
            continue
        there = MACRO.findall(file.read_text("utf-8", errors="replace"))
        for name in re.split(r"\s*,\s*", match["macros"].strip()):
            wanted = name.partition(" as ")[0]
            if wanted not in there:
                message = f'overrides/{match["name"]} has no macro "{wanted}"'
                yield Problem(path, line_at(text, match.start()), message + nearest(wanted, there))


def _names(path: str, text: str, known: Sequence[str], docs_dir: Path) -> Iterator[Problem]:
    """What a template names that is not there."""
    for match in INCLUDE.finditer(text):
        name = match["name"]
        if name not in known and not OF_THEME.fullmatch(name):
            message = f"no template overrides/{name}{nearest(name, known)}"
            yield Problem(path, line_at(text, match.start()), message)
    yield from _macros(path, text, docs_dir.parent / "overrides")
    for match in META.finditer(text):
        if match[1] not in KEYS:
            message = f'pages have no key "{match[1]}"{nearest(match[1], KEYS)}'
            yield Problem(path, line_at(text, match.start()), message)
    for match in ASSET.finditer(text):
        if not (docs_dir / match["path"]).is_file():
            there = [f.relative_to(docs_dir).as_posix() for f in (docs_dir / "assets").rglob("*.*")]
            message = f"no file docs/{match['path']}{nearest(match['path'], there)}"
            yield Problem(path, line_at(text, match.start()), message)


def _drawing(path: str, text: str) -> Iterator[Problem]:
    """Why a drawing cannot be shown."""
    try:
        outline = etree.fromstring(text)
    except etree.ParseError as error:
        message = f"no drawing that can be shown: {error}"
        yield Problem(path, error.position[0], message)
        return
    if outline.tag != SVG:
        yield Problem(path, 1, 'must be <svg xmlns="http://www.w3.org/2000/svg" …>')


def _forbidden(path: str, text: str) -> Iterator[Problem]:
    if path.endswith(".svg") and (match := IN_DRAWING.search(text)):
        message = f"「{match[0].strip()}」: a drawing holds shapes only"
        yield Problem(path, line_at(text, match.start()), message)
    if path.endswith(".css") and (match := IN_SHEET.search(text)):
        message = f"「{match[0].strip()}」: a style sheet asks for nothing from elsewhere"
        yield Problem(path, line_at(text, match.start()), message)


def _braces(path: str, text: str) -> Iterator[Problem]:
    """A rule of a style sheet that is not closed, and takes all that follow with it."""
    text = NO_RULE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    opened: list[int] = []
    for match in re.finditer(r"[{}]|/\*", text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "/*":
            yield Problem(path, line_at(text, match.start()), "a comment that is not closed: */")
            return
        elif opened:
            opened.pop()
        else:
            yield Problem(path, line_at(text, match.start()), "} closes nothing: remove it")
            return
    if opened:
        yield Problem(path, line_at(text, opened[-1]), "{ is not closed: add }")


def _rule_faults(rules: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """The lines of rules and declarations that browsers skip, and why."""
    for rule in rules:
        if rule.type == "error":
            yield rule.source_line, rule.message
        elif rule.type == "qualified-rule" and not tinycss2.serialize(rule.prelude).isascii():
            yield rule.source_line, "the name of no element or class"
        elif rule.type == "qualified-rule":
            inside = tinycss2.parse_blocks_contents(rule.content, True, True)
            yield from (
                (at.source_line, "no `name: value;`") for at in inside if at.type == "error"
            )
        elif rule.content is not None and rule.lower_at_keyword in ("media", "supports"):
            yield from _rule_faults(tinycss2.parse_rule_list(rule.content, True, True))


def _rules(path: str, text: str) -> Iterator[Problem]:
    for line, what in _rule_faults(tinycss2.parse_stylesheet(text, True, True)):
        yield Problem(path, line, f"browsers skip what stands here: {what}")


@remembered
def _alone(path: str, text: str) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with a file whatever else is there; last, why a template cannot be read."""
    found = [*_text_problems(path, text), *_forbidden(path, text)]
    if path.endswith(".svg") and text.strip() and not found:
        found += _drawing(path, text)
    if path.endswith(".css"):
        found += list(_braces(path, text)) or _rules(path, text)
    if path.endswith(".html"):
        found += check_access(path, text)
    return found, list(_syntax(path, text)) if path.endswith(".html") else []


def _picture_fault(file: Path) -> str:
    """What is wrong with a picture by how it begins and what it weighs."""
    begins = SIGNATURES[file.suffix]
    try:
        with file.open("rb") as opened:
            head = opened.read(16)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if head and not re.match(begins, head, re.DOTALL):
        return f"no {file.suffix} picture, whatever its name says: save it as one"
    size = file.stat().st_size
    return f"{size:,} bytes, more than {MOST_BYTES:,}: make it smaller" if size > MOST_BYTES else ""


def check_templates(docs_dir: Path, config_file: Path) -> Iterator[Problem]:
    """What is wrong with templates, styles, scripts, drawings and the settings as files."""
    overrides = config_file.parent / "overrides"
    files = [("overrides", overrides), ("docs/assets", docs_dir / "assets")]
    found = {shown: dict(walk(folder)) for shown, folder in files}
    known = [path for path in found["overrides"] if path.endswith(".html")]
    for name in NEEDED:
        if name not in found["overrides"]:
            message = "the file is missing: restore it from git"
            yield Problem(f"overrides/{name}", 0, message)
    for shown, folder in files:
        for name, entry in found[shown].items():
            if not entry.is_file(follow_symlinks=False):
                continue
            if name.endswith(tuple(SIGNATURES)) and (fault := _picture_fault(folder / name)):
                yield Problem(f"{shown}/{name}", 0, fault)
            if not name.endswith(TEXTS):
                continue
            file, path = folder / name, f"{shown}/{name}"
            try:
                text = read_text(file, path)
                if read_content(file, path).startswith(BOM_UTF8):
                    yield Problem(path, 1, "begins with a mark of bytes (BOM): save it without")
            except BadText as error:
                yield error.problem
                continue
            problems, unread = _alone(path, text)
            yield from (*problems, *unread)
            if name.endswith(".html") and not unread:
                yield from _names(path, text, known, docs_dir)


def check_said(overrides: Path, numbers: Collection[str], leaks: LeakCheck) -> Iterator[Problem]:
    """What templates say against the rules of pages, and numbers to dial that are not among
    `numbers`, for which published facts vouch."""
    for name, entry in walk(overrides):
        path = f"overrides/{name}"
        if not name.endswith(".html") or not entry.is_file(follow_symlinks=False):
            continue
        try:
            text = read_text(overrides / name, path)
        except BadText:
            continue  # Told by check_templates.
        text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        for number, line in enumerate(text.split("\n"), 1):
            for match in DIALLED.finditer(line):
                if match["number"] not in numbers:
                    message = f"no published fact vouches for {match['number']}: see {FACTS}"
                    yield Problem(path, number, message)
            yield from check_line(path, number, line, leaks)
            yield from check_wording(path, number, OTHER_SCRIPT.sub(" ", line))
